"""The whole export: a survey with its settings and pages, as a file of either kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from survey.platforms.limesurvey.expression import ALWAYS
from survey.platforms.limesurvey.form import Form, Group, Part, Question
from survey.platforms.limesurvey.languages import list_languages
from survey.platforms.limesurvey.losses import LONGEST_TITLE, list_losses
from survey.platforms.limesurvey.lss import write_lss
from survey.platforms.limesurvey.markup import cut_markup
from survey.platforms.limesurvey.names import Names, any_text, name_fields
from survey.platforms.limesurvey.phrases import say
from survey.platforms.limesurvey.questions import Questions
from survey.platforms.limesurvey.tsv import write_tsv
from survey.platforms.registry import Draft, Order
from survey.questionnaire.item import Page
from survey.questionnaire.questionnaire import Questionnaire

TAB_SEPARATED = ".txt"
XML = ".lss"

_DATES_FIRST_YEAR = "6"  # LimeSurvey's number for yyyy-mm-dd


def draft_form(order: Order) -> Draft:
    """Return a questionnaire as a LimeSurvey survey: tab-separated text or XML, going by the suffix."""
    questionnaire = order.questionnaire
    form = build_form(questionnaire, order.language)
    return Draft(
        content=write_lss(form) if order.suffix == XML else write_tsv(form),
        manifest=name_fields(questionnaire, order.language),
        losses=list_losses(questionnaire, form),
    )


def build_form(questionnaire: Questionnaire, language: str) -> Form:
    """Return a questionnaire as a survey.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The language shown first.
    """
    languages = list_languages(questionnaire, language)
    questions = Questions(Names(questionnaire), tuple(languages))
    groups = [_build_page(page, questions) for page in questionnaire.pages]
    if questionnaire.consent is not None:
        groups = [_ask_consent(questions), *(_behind_consent(group, questions) for group in groups)]
    texts = {
        "surveyls_title": {
            tongue: cut_markup(text, LONGEST_TITLE) for tongue, text in questions.local(questionnaire.title).items()
        },
        "surveyls_welcometext": questions.local(questionnaire.intro),
        "surveyls_endtext": questions.local(questionnaire.thanks),
        "surveyls_dateformat": dict.fromkeys(languages, _DATES_FIRST_YEAR),
    }
    settings = _settings(questionnaire, list(languages.values()), groups)
    return Form(languages=languages, settings=settings, texts=texts, groups=tuple(groups))


def _settings(questionnaire: Questionnaire, codes: Sequence[str], groups: Sequence[Group]) -> dict[str, str]:
    titles = any(any_text(group.title) for group in groups)
    intros = any(any_text(group.intro) for group in groups)
    shown = {(True, True): "B", (True, False): "N", (False, True): "D", (False, False): "X"}
    return {
        "sid": str(100_000 + crc32(questionnaire.id.encode()) % 900_000),
        "language": codes[0],
        "additional_languages": " ".join(codes[1:]),
        "format": "G",  # a group is a page
        "anonymized": "N",
        "datestamp": "Y",
        "allowprev": "Y",
        "showprogress": "Y",
        "shownoanswer": "N",
        "showxquestions": "N",
        "showqnumcode": "X",
        "showgroupinfo": shown[titles, intros],
        "showwelcome": "Y" if questionnaire.intro else "N",
    }


def _build_page(page: Page, questions: Questions) -> Group:
    return Group(
        title=questions.local(page.title),
        intro=questions.local(page.intro),
        questions=tuple(question for block in page.blocks for question in questions.build(block)),
        relevance=questions.write(page.shown_if),
    )


def _ask_consent(questions: Questions) -> Group:
    questionnaire = questions.names.questionnaire
    answers = [("1", "agree"), ("0", "refuse")]
    question = Question(
        code=questions.names.consent,
        type="L",
        text=questions.local(questionnaire.consent),
        answers=tuple(
            Part(code=code, text={tongue: say(phrase, tongue) for tongue in questions.languages})
            for code, phrase in answers
        ),
        mandatory=questionnaire.consent_required,
    )
    return Group(title={}, intro={}, questions=(question,))


def _behind_consent(group: Group, questions: Questions) -> Group:
    """Return a group that is shown only to those who agreed, where the questionnaire requires that."""
    if not questions.names.questionnaire.consent_required:
        return group
    agreed = f"{questions.names.consent}.NAOK == '1'"
    relevance = agreed if group.relevance == ALWAYS else questions.script.join([agreed, group.relevance], every=True)
    return replace(group, relevance=relevance)
