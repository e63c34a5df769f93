"""Groups of variables: pages, matrices, multiple choices and constructs."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from survey.platforms.ddi.element import Tongues, put
from survey.platforms.ddi.variable import ASKED_IF, identify
from survey.questionnaire.construct import Construct
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire


def put_groups(data: Element, questionnaire: Questionnaire, tongues: Tongues) -> None:
    """Add the groups of a questionnaire to the description of its data."""
    for page in questionnaire.pages:
        _put_page(data, questionnaire, page, tongues)
        for block in page.blocks:
            if isinstance(block, Matrix):
                _put_matrix(data, questionnaire, block, tongues)
            elif questionnaire.items[block].type == "multiple_choice":
                _put_choice(data, questionnaire.items[block], tongues)
    for construct in questionnaire.constructs.values():
        _put_construct(data, questionnaire, construct, tongues)


def _put_page(data: Element, questionnaire: Questionnaire, page: Page, tongues: Tongues) -> None:
    items = [row for block in page.blocks for row in (block.rows if isinstance(block, Matrix) else (block,))]
    group = _put_group(data, f"P_{page.id}", page.id, "section", _variables(questionnaire, items))
    tongues.put(group, "labl", page.title)
    tongues.put(group, "txt", page.intro)
    if page.shown_if:
        tongues.say(group, "universe", ASKED_IF, page.shown_if.text)


def _put_matrix(data: Element, questionnaire: Questionnaire, matrix: Matrix, tongues: Tongues) -> None:
    group = _put_group(data, f"M_{matrix.id}", matrix.id, "grid", _variables(questionnaire, matrix.rows))
    tongues.put(group, "labl", matrix.text)
    tongues.put(group, "txt", matrix.help)


def _put_choice(data: Element, item: Item, tongues: Tongues) -> None:
    group = _put_group(data, f"O_{item.id}", item.id, "multipleResp", map(identify, item.columns))
    tongues.put(group, "labl", item.text)


def _put_construct(data: Element, questionnaire: Questionnaire, construct: Construct, tongues: Tongues) -> None:
    variables = _variables(questionnaire, [item for item in construct.items if item in questionnaire.items])
    group = _put_group(data, f"C_{construct.id}", construct.id, "other", variables, "construct")
    tongues.put(group, "labl", construct.label)
    tongues.put(group, "defntn", construct.definition)
    put(group, "notes", construct.role, type="role")
    if construct.source:
        put(group, "notes", construct.source, type="source")


def _put_group(data: Element, key: str, name: str, kind: str, variables: Iterable[str], other: str = "") -> Element:
    return put(data, "varGrp", ID=key, name=name, type=kind, otherType=other, var=" ".join(variables))


def _variables(questionnaire: Questionnaire, items: Iterable[str]) -> list[str]:
    return [identify(column) for item in items for column in questionnaire.items[item].columns]
