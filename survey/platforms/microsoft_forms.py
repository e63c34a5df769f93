"""Microsoft Forms: one row a respondent under the questions themselves, several options with ``;`` after each."""

from __future__ import annotations

import re

from survey.platforms.coding.label import Labels, label_item
from survey.platforms.coding.option import read_options
from survey.platforms.coding.target import build_dictionary
from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.files.column import Column
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.registry import Platform
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire


def _keys(*names: str) -> frozenset[str]:
    return frozenset(map(wording_key, names))


_IDS = _keys("ID", "编号", "序号")
_STARTED = _keys("Start time", "开始时间")
_SUBMITTED = _keys("Completion time", "完成时间")
_PERSONAL = _keys("Email", "Name", "电子邮件", "名称", "姓名")
_CHANGED = _keys("Last modified time", "上次修改时间")
_LANGUAGE = _keys("Language", "语言")
_QUIZ = re.compile(r"(total points|quiz feedback|总分|测验反馈)|(points|feedback|分数|反馈)\s*[-–]\s*.+", re.IGNORECASE)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4}) (\d{1,2}:\d{2}(?::\d{2})?)")


def _recognise(table: Table) -> bool:
    first = [wording_key(heading) for heading in table.headings[:3]]
    return len(first) == 3 and first[0] in _IDS and first[1] in _STARTED and first[2] in _SUBMITTED


def _adapt(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    rewrite = Rewrite(table)
    dictionary = build_dictionary(questionnaire)
    for place, heading in enumerate(table.headings):
        if not _tell(rewrite, place, wording_key(heading)):
            if _QUIZ.fullmatch(plain(heading)):
                rewrite.set_aside(place)
                continue
            found = dictionary.look_up(heading)
            target = next(iter(found)) if len(found) == 1 else None
            if target is not None and target.part == "answer":
                rewrite.answer(place, target.item, column=_read(questionnaire.item(target.item), table.columns[place]))
    return rewrite.finish()


def _tell(rewrite: Rewrite, place: int, key: str) -> bool:
    """Give a column about the interview its meaning; False for a question."""
    column = rewrite.table.columns[place]
    if place == 0:
        rewrite.identify(place)
    elif key in _STARTED or key in _SUBMITTED:
        rewrite.tell(place, "started" if key in _STARTED else "submitted", column=column.map(_year_first))
    elif key in _CHANGED:
        rewrite.tell(place, "changed")
    elif key in _LANGUAGE:
        rewrite.tell(place, "language")
    elif key in _PERSONAL and place < len(_PERSONAL):
        rewrite.protect(place)
    else:
        return False
    return True


def _read(item: Item, column: Column) -> Column:
    """Return the cells of a question: without the last ``;``, and text of one's own put beside the option for it."""
    others = [choice for choice in item.choices if choice.has_text]
    if item.type == "multiple_choice":
        column = column.map(lambda text: text.strip().removesuffix(";"))
    if len(others) != 1:
        return column
    labels, other = label_item(item), next(iter(others[0].label.values()))
    if item.type == "multiple_choice":
        return column.map(lambda text: _place_texts(text, labels, other))
    return column.map(lambda text: _place_text(text, labels, other))


def _place_texts(text: str, labels: Labels, other: str) -> str:
    for part in read_options(text, labels).unknown:
        text = text.replace(part, f"{other}: {part}", 1)
    return text


def _place_text(text: str, labels: Labels, other: str) -> str:
    known = not text.strip() or bool(labels.find(plain(text)).codes) or labels.split_open(text) is not None
    return text if known else f"{other}: {text}"


def _year_first(text: str) -> str:
    """Return a moment with the year first, from the month/day/year of a CSV file."""
    match = _AMERICAN.fullmatch(text.strip())
    if match is None or int(match[1]) > 12:
        return text
    year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
    return f"{year}-{match[1]:0>2}-{match[2]:0>2} {match[4]}"


PLATFORM = Platform(title="Microsoft Forms", recognises=_recognise, adapts=_adapt)
