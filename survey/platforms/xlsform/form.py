"""A questionnaire as an XLSForm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.platforms.loss import Loss, name_loss
from survey.platforms.registry import Draft, Order
from survey.platforms.xlsform.labels import label_answers, label_consent
from survey.platforms.xlsform.logic import XPath
from survey.platforms.xlsform.markup import break_references, is_changed
from survey.platforms.xlsform.names import CONSENT_LIST, Names, name_fields, name_form, name_languages
from survey.platforms.xlsform.rows import Sheet
from survey.platforms.xlsform.workbook import Cells, spread, tabulate_row, write_workbook
from survey.questionnaire.item import Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText


def draft_form(order: Order) -> Draft:
    """Return the form in every language of the questionnaire, the order's language first."""
    questionnaire = order.questionnaire
    tags = [order.language, *(tag for tag in questionnaire.languages if tag != order.language)]
    languages = name_languages(tags)
    names = name_form(questionnaire)
    sheet = Sheet(questionnaire=questionnaire, names=names, dialect=XPath(questionnaire, names.items))
    rows = [tabulate_row(row, languages) for row in sheet.rows()]
    content = write_workbook(
        {
            "survey": rows,
            "choices": list(_list_choices(questionnaire, names, languages)),
            "settings": [_settings(order, languages)],
        }
    )
    losses = (*_lose_texts(questionnaire), *_lose_names(names), *sheet.losses, *_lose_rest(questionnaire))
    return Draft(content=content, manifest=name_fields(questionnaire, order.language), losses=losses)


def _settings(order: Order, languages: Mapping[str, str]) -> Cells:
    questionnaire = order.questionnaire
    return {
        "form_title": break_references(questionnaire.title.in_language(order.language)),
        "form_id": questionnaire.id,
        "version": break_references(questionnaire.version),
        "default_language": languages[order.language],
        "style": "pages",
    }


def _list_choices(questionnaire: Questionnaire, names: Names, languages: Mapping[str, str]) -> Iterator[Cells]:
    lists: dict[str, dict[int, LocalText]] = {}
    if questionnaire.consent:
        lists[CONSENT_LIST] = label_consent(questionnaire)[1]
    for item, name in names.lists.items():
        lists.setdefault(name, label_answers(questionnaire.items[item], questionnaire.languages))
    for name, answers in lists.items():
        for code, label in answers.items():
            yield {"list_name": name, "name": str(code), **spread("label", label, languages)}


def _lose_texts(questionnaire: Questionnaire) -> Iterator[Loss]:
    if any(is_changed(text) for local in _texts(questionnaire) for text in local.values()):
        yield name_loss(
            "",
            en="Curly quotes become straight; * _ ` in pairs become their full-width forms, or they would be markup.",
            zh="弯引号改为直引号；成对的 * _ ` 会被当作排版标记，改为全角字符。",
        )


def _texts(questionnaire: Questionnaire) -> Iterator[LocalText]:
    own = [questionnaire.title, questionnaire.intro, questionnaire.consent, questionnaire.thanks]
    for page in questionnaire.pages:
        own += [page.title, page.intro]
        own += [text for block in page.blocks if isinstance(block, Matrix) for text in (block.text, block.help)]
    for item in questionnaire.items.values():
        own += [item.text, item.help, item.unit, *item.labels.values()]
    yield from (text for text in own if text is not None)


def _lose_names(names: Names) -> Iterator[Loss]:
    for item, name in names.items.items():
        if item != name:
            yield name_loss(
                item,
                en=f"The question is called {name}, for its id means something else in a form.",
                zh=f"该题在表单中名为 {name}，因为原来的编号在表单里另有含义。",
            )


def _lose_rest(questionnaire: Questionnaire) -> Iterator[Loss]:
    for item in questionnaire.items.values():
        if item.type == "number" and item.special:
            yield name_loss(
                item.id,
                en="Its special answers are typed in as numbers; the hint lists them.",
                zh="特殊回答以数字代码填写，提示里列出了代码。",
            )
    if questionnaire.thanks:
        yield name_loss(
            "",
            en="The thanks are the last note of the form, read before it is sent.",
            zh="致谢语是表单的最后一条说明，在提交之前显示。",
        )
