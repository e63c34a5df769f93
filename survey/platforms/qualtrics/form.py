"""The form: a survey file with everything, or a text file with a list of what to set by hand."""

from __future__ import annotations

from survey.platforms.qualtrics.checklist import write_checklist
from survey.platforms.qualtrics.losses import list_losses
from survey.platforms.qualtrics.names import name_fields
from survey.platforms.qualtrics.planner import plan_survey
from survey.platforms.qualtrics.survey_file import write_survey
from survey.platforms.qualtrics.text_file import write_text_survey
from survey.platforms.registry import Draft, Order

CHECKLIST_ENDING = ".checklist.md"


def draft_form(order: Order) -> Draft:
    """Return the survey file (``.qsf``) or the text file (``.txt``) of a questionnaire.

    Parameters
    ----------
    order
        What is asked for.
    """
    made, language, as_text = order.questionnaire, order.language, order.suffix == ".txt"
    plan = plan_survey(made)
    losses = list_losses(made, plan, language, as_text=as_text)
    beside = {CHECKLIST_ENDING: write_checklist(made, losses, language)} if losses else {}
    return Draft(
        content=write_text_survey(plan, language) if as_text else write_survey(made, plan, language),
        manifest=name_fields(made, language, plan, counted=as_text),
        losses=losses,
        beside=beside,
    )
