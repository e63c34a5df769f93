"""A questionnaire as a data dictionary or an instrument of REDCap."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.platforms.loss import Loss
from survey.platforms.redcap.form import Form
from survey.platforms.redcap.losses import list_losses
from survey.platforms.redcap.names import name_fields, name_variables
from survey.platforms.redcap.variable import write_archive, write_dictionary
from survey.platforms.redcap.wording import is_chinese
from survey.platforms.registry import Draft, Order
from survey.questionnaire.questionnaire import Questionnaire

CHECKLIST = ".checklist.md"
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|&~-])")


def draft_redcap(order: Order) -> Draft:
    """Return a dictionary for an empty project, or an instrument, without the record's id, for one in use."""
    questionnaire, language = order.questionnaire, order.language
    names = name_variables(questionnaire)
    form = Form(questionnaire, names, language)
    variables = list(form.variables())
    losses = [*list_losses(questionnaire, names, language), *form.losses]
    if order.suffix == ".zip":
        content = write_archive(write_dictionary(variables, names.form))
    else:
        content = write_dictionary([form.record(), *variables], names.form)
    return Draft(
        content=content,
        manifest=name_fields(questionnaire, language),
        losses=tuple(losses),
        beside={CHECKLIST: _write_checklist(questionnaire, losses, language)} if losses else {},
    )


def _write_checklist(questionnaire: Questionnaire, losses: Sequence[Loss], language: str) -> bytes:
    chinese = is_chinese(language)
    title = "导入 REDCap 之后" if chinese else "After the upload to REDCap"
    lines = [f"# {title}: {_escape(questionnaire.title.in_language(language))}", ""]
    lines += [f"- [ ] {_escape(loss.say(language))}" for loss in losses]
    if questionnaire.thanks:
        lines += ["", f"## {'致谢语' if chinese else 'Thanks'}", ""]
        lines += [_escape(questionnaire.thanks.in_language(language))]
    return ("\n".join(lines) + "\n").encode()


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
