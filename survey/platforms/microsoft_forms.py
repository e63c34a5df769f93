"""Microsoft Forms: one row a respondent under the questions themselves, several options with ``;`` after each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from survey.platforms.coding.code_cell import write_code
from survey.platforms.coding.day_order import put_year_first
from survey.platforms.coding.label import label_item
from survey.platforms.coding.target import Dictionary, build_dictionary
from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.files.findings import name_one
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.registry import Platform
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire


def _keys(*names: str) -> frozenset[str]:
    return frozenset(map(wording_key, names))


# English and German words are attested in published files, the others are the usual translations.
_IDS = _keys("ID", "编号", "序号", "識別碼")
_STARTED = _keys("Start time", "开始时间", "開始時間", "Startzeit", "Heure de début", "Hora de inicio", "開始時刻")
_SUBMITTED = _keys("Completion time", "完成时间", "完成時間", "Fertigstellungszeit", "Heure de fin", "完了時刻")
_SUBMITTED |= _keys("Hora de finalización")
_PERSONAL = _keys("Email", "Name", "电子邮件", "名称", "姓名", "電子郵件", "名稱", "E-Mail", "メール", "名前")
_PERSONAL |= _keys("Adresse de messagerie", "Nom", "Correo electrónico", "Nombre")
_CHANGED = _keys("Last modified time", "上次修改时间", "Uhrzeit der letzten Änderung")
_LANGUAGE = _keys("Language", "语言", "Sprache")
_MARKS = _keys("Total points", "Quiz feedback", "Grade posted time", "总分", "测验反馈")
_MARK = re.compile(r"(?:points|feedback|分数|反馈)\s?-\s?(.+)")  # points or feedback for the question before
_NUMBERED = re.compile(r"(.+?)\d{1,3}")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")  # days since the end of 1899, as Excel counts them; 1954 to 2119
_FIRST_DAY = datetime(1899, 12, 30)
_OWN_TEXT = "{count} different texts are no option and are taken as the text beside option {code}"


def _recognise(table: Table) -> bool:
    first = [wording_key(heading) for heading in table.headings[:3]]
    return len(first) == 3 and first[0] in _IDS and first[1] in _STARTED and first[2] in _SUBMITTED


def _adapt(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    rewrite = Rewrite(table)
    dictionary = build_dictionary(questionnaire)
    moments = _tell_facts(rewrite, dictionary)
    items = _find_items(rewrite, questionnaire, dictionary, moments)
    for place, item in items.items():
        if item.type == "date":
            moments[place] = item.id
        else:
            _answer(rewrite, place, item)
    columns = put_year_first([table.columns[place].map(_write_serial) for place in moments], usual="month")
    for (place, name), column in zip(moments.items(), columns, strict=True):
        (rewrite.answer if place in items else rewrite.tell)(place, name, column=column)
    return rewrite.finish()


def _tell_facts(rewrite: Rewrite, dictionary: Dictionary) -> dict[int, str]:
    """Give the columns before the questions their meaning; return the places of those that are times."""
    moments: dict[int, str] = {}
    for place, heading in enumerate(rewrite.table.headings):
        key = wording_key(heading)
        if place == 0:
            rewrite.identify(place)
        elif key in _STARTED or key in _SUBMITTED:
            moments[place] = "started" if key in _STARTED else "submitted"
        elif key in _PERSONAL:
            rewrite.protect(place)
        elif key in _CHANGED:
            rewrite.tell(place, "changed")
        elif key in _LANGUAGE and not dictionary.look_up(heading):
            rewrite.tell(place, "language")
        elif key in _MARKS:
            rewrite.set_aside(place)
        else:
            break
    return moments


def _find_items(
    rewrite: Rewrite, questionnaire: Questionnaire, dictionary: Dictionary, moments: Collection[int]
) -> dict[int, Item]:
    """Return the places of the questions; where several have one wording, all must be there, in their order."""
    headings = rewrite.table.headings
    groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    earlier: set[str] = set()
    for place, heading in enumerate(headings):
        mark = _MARK.fullmatch(plain(heading))
        found = _look_up(dictionary, heading, earlier)
        if mark is not None and wording_key(mark[1]) in earlier and not found:
            rewrite.set_aside(place)
        elif found and place not in moments and not rewrite.is_used(place):
            groups[found].append(place)
        earlier.add(wording_key(heading))
    order = list(questionnaire.items)
    pairs = {
        place: questionnaire.items[name]
        for names, places in groups.items()
        if len(names) == len(places)
        for place, name in zip(places, sorted(names, key=order.index), strict=True)
    }
    return dict(sorted(pairs.items()))


def _look_up(dictionary: Dictionary, heading: str, earlier: set[str]) -> frozenset[str]:
    """Return the items a heading may stand for; Excel puts a number after headings that repeat earlier ones."""
    found = dictionary.look_up(heading)
    numbered = _NUMBERED.fullmatch(heading.strip())
    if not found and numbered is not None and wording_key(numbered[1]) in earlier:
        found = dictionary.look_up(numbered[1])
    return frozenset(target.item for target in found if target.part == "answer")


def _answer(rewrite: Rewrite, place: int, item: Item) -> None:
    """Give the column of a question its meaning: answers without the last ``;``, and texts of one's own beside them."""
    column = rewrite.table.columns[place]
    if item.type == "multiple_choice":
        column = column.map(lambda text: text.strip().removesuffix(";"))
    others = [choice.code for choice in item.choices if choice.has_text]
    if len(others) != 1:
        rewrite.answer(place, item.id, column=column)
        return
    labels = _Labels(item, others[0])
    many = item.type == "multiple_choice"
    read = [labels.split(text, many=many) for text in column.texts]
    rewrite.answer(place, item.id, column=column.relabel([answer for answer, _ in read]))
    own = column.relabel([text for _, text in read])
    if own.filled:
        rewrite.answer(place, f"{item.id}__{others[0]}__text", column=own)
        count = sum(bool(text) for text in own.texts)
        name = rewrite.table.name_column(place)
        rewrite.findings.append(name_one(name, _OWN_TEXT.format(count=count, code=others[0])))


class _Labels:
    """The labels of an item with one option for texts of one's own."""

    def __init__(self, item: Item, other: int) -> None:
        self.item = item
        self.other = other
        self.known = {label: codes - {other} for label, codes in label_item(item).by_label.items()}
        # What reads like the label of that option but is not written like it was typed.
        self.written = {label.strip() for label in item.labels[other].values()}

    def split(self, text: str, *, many: bool) -> tuple[str, str]:
        """Return the codes of a cell and the text of one's own in it, which stands there in place of a label."""
        parts = text.split(";") if many else [text]
        codes: set[int] = set()
        own: list[str] = []
        start = 0
        while start < len(parts):
            end, found = self._match(parts, start)
            if len(found) > 1:
                return text, ""
            codes |= found
            own += [] if found else [parts[start]]
            start = end
        said = ";".join(own).strip()
        codes |= {self.other} if said else set()
        return ";".join(write_code(self.item, code) for code in sorted(codes)), said

    def _match(self, parts: Sequence[str], start: int) -> tuple[int, frozenset[int]]:
        """Return the codes of the longest label that begins at a part, and where the parts go on."""
        for end in range(len(parts), start, -1):
            piece = ";".join(parts[start:end])
            found = self.known.get(plain(piece), frozenset())
            if found or piece.strip() in self.written:
                return end, found or frozenset({self.other})
        return start + 1, frozenset()


def _write_serial(text: str) -> str:
    """Return a moment that Excel left as a number of days as a date and time."""
    if _SERIAL.fullmatch(text.strip()) is None:
        return text
    moment = _FIRST_DAY + timedelta(seconds=round(float(text) * 86_400))
    return moment.isoformat(sep=" ")


PLATFORM = Platform(title="Microsoft Forms", recognises=_recognise, adapts=_adapt)
