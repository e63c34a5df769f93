"""One column of a file, and what its values say about the question behind it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.drafting.answer_list import find_special, mark_special
from survey.drafting.known_scales import fill_labels, order_labels
from survey.drafting.naming import make_id
from survey.drafting.plain_text import read_html
from survey.drafting.sketch import Answer, Kind, Question
from survey.platforms.coding.moment import parse_moment
from survey.platforms.coding.number import parse_number
from survey.platforms.coding.wording import plain
from survey.questionnaire.scale import SpecialKind

_MOST_POINTS, _MOST_OPTIONS, _MOST_LABELLED = 10, 25, 101
_SPECIAL: Mapping[int, SpecialKind] = {97: "not_applicable", 98: "dont_know", 99: "no_answer"}
_LETTERS: Mapping[str, int] = {".a": 97, ".b": 98, ".c": 99}  # where the label does not say what is meant
_COUNTS = re.compile(
    r"\bage\b|years?\b|number of|how many|how much|how often|hours?|minutes?|times\b|年龄|岁|几|多少|次数"
)
_LONG_TEXT = 40  # characters, on average
_FEW_OPTIONS, _OFTEN = 8, 5  # with more options, or with sentences, each has to come back so often
_SEPARATORS = (";", "┋", "|", "\n", "、", ",")
_SEVERAL, _REPEATED = 0.15, 3  # share of cells with several pieces; how often a piece comes back on average
_NUMBERING = re.compile(r"^\s*(?:(?:Q|第)?\d+(?:[.\-_]\d+)*\s*题?\s*[、.:：)）]\s*)(?=\D)", re.IGNORECASE)
_LONGEST_HEADING = 24
_LETTERED = re.compile(r"[A-Z][.．、)）]")
_STATA_MISSING = re.compile(r"\.[a-z]")
_FORMS: Mapping[str, Kind] = {"date": "date", "number": "number", "long": "long_text"}
_IN_LABEL = re.compile(r"^\s*(-?\d+)\s*[-–.:=)、 ]")


@dataclass(eq=False)
class DraftColumn:
    """One column.

    Attributes
    ----------
    name
        Its heading.
    wording
        The question over it, "" where the file has none.
    labels
        Value to label, where the file has them.
    counts
        Every different text that is not blank, and how often it stands there.
    form
        What the file says of its values: date, text, long (text), number; "" where it says nothing.
    tongue
        The tag of the language of its texts.
    """

    name: str
    wording: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    form: str = ""
    tongue: str = "en"

    @property
    def text(self) -> str:
        """The question: the wording, or the heading without the number a platform put before it."""
        return read_html(self.wording) or _NUMBERING.sub("", read_html(self.name)) or self.name

    def make_name(self, number: int) -> str:
        """Return the name the item gets: the heading where that is a name and no sentence."""
        short = len(self.name) <= _LONGEST_HEADING and " " not in self.name.strip()
        return self.name if short and make_id(self.name, "") else f"q{number}"


def ask_column(column: DraftColumn, number: int) -> Question | None:
    """Return the question behind a column, or None where it holds nothing that tells.

    Parameters
    ----------
    column
        The column.
    number
        Its place in the file, for a name where the heading is none.
    """
    question = Question(id=column.make_name(number), kind="short_text", text={column.tongue: column.text})
    numbers = {text: parse_number(plain(text)) for text in column.counts}
    if any(parse_number(plain(value)) is not None or _STATA_MISSING.fullmatch(value) for value in column.labels):
        return _ask_labelled(question, column, numbers)
    if column.labels:
        return _ask_texts(question, column, list(column.labels.values()))
    if not column.counts:
        return _ask_empty(question, column)
    if column.form == "date":
        question.kind = "date"
    elif all(number is not None for number in numbers.values()):
        _ask_numbers(question, [number for number in numbers.values() if number is not None])
    elif all(parse_moment(plain(text)) is not None for text in column.counts):
        question.kind = "date"
    else:
        return _ask_words(question, column)
    return question


def _ask_empty(question: Question, column: DraftColumn) -> Question | None:
    if not column.form:
        return None
    question.kind = _FORMS.get(column.form, "short_text")
    return question


def _ask_labelled(question: Question, column: DraftColumn, numbers: Mapping[str, float | None]) -> Question:
    """Return a question whose values have labels in the file."""
    labels: dict[int, str] = {}
    for value, label in column.labels.items():
        number = parse_number(plain(value))
        if number is not None and number.is_integer() and abs(number) < 1e9:
            labels[int(number)] = read_html(label)
    question.kind = "rated"
    question.answers = [Answer(code, {column.tongue: text} if text else {}) for code, text in sorted(labels.items())]
    _add_missing(question, column)
    mark_special(question)
    values = [number for number in numbers.values() if number is not None]
    if not question.answers and all(_STATA_MISSING.fullmatch(text) for text in column.labels):
        question.kind = "number"
        return question
    bare = {int(value) for value in values if value.is_integer() and int(value) not in labels}
    points = [one.code for one in question.answers if not one.special]
    if not points or any(not value.is_integer() for value in values):
        question.kind = "number"
        return question
    _fill_gaps(question, points, bare)
    left = sorted(bare - {one.code for one in question.answers})
    if len(left) > _MOST_OPTIONS:
        question.kind = "number"
        question.answers = [one for one in question.answers if one.special]
        return question
    for code in left:
        question.answers.append(Answer(code))
        question.remarks.append(f"To finish: the answers hold {code}, which has no label in the file")
    return question


def _add_missing(question: Question, column: DraftColumn) -> None:
    """Add what the missing values .a to .z of Stata mean, with the usual codes."""
    for value, label in column.labels.items():
        if not _STATA_MISSING.fullmatch(value):
            continue
        kind = find_special({column.tongue: label}) or _SPECIAL.get(_LETTERS.get(value, 0))
        code = next((code for code, own in _SPECIAL.items() if own == kind), None)
        if code is not None and code not in [one.code for one in question.answers]:
            question.answers.append(Answer(code, {column.tongue: read_html(label)}, special=kind))


def _fill_gaps(question: Question, points: Sequence[int], bare: set[int]) -> None:
    """Add the points between labelled ends, and those beyond them that were answered."""
    low, high = min(points), max(points)
    inside = {code for code in bare if low <= code <= high}
    if not high - low < _MOST_LABELLED or len(points) == high - low + 1:
        return
    if inside or (len(points) <= _REPEATED and high - low + 1 > len(points) and high - low <= _MOST_POINTS):
        known = {one.code for one in question.answers}
        question.answers += [Answer(code) for code in range(low, high + 1) if code not in known]
        question.answers.sort(key=lambda one: one.code)


def _ask_numbers(question: Question, values: Sequence[float]) -> None:
    """Make a question of numbers: a scale where they are few and small."""
    words = " ".join([question.id.replace("_", " "), *question.text.values()]).lower()
    whole = all(value.is_integer() for value in values)
    core = sorted({int(value) for value in values if value not in _SPECIAL}) if whole else []
    others = sorted({int(value) for value in values if value in _SPECIAL}) if whole else []
    if others and (not core or max(core) > _MOST_POINTS):
        core, others = sorted({*core, *others}), []
    small = len(core) > 1 and core[0] >= 0 and core[-1] <= _MOST_POINTS
    if not small or _COUNTS.search(words):
        question.kind, question.integer = "number", whole and not others
        return
    if core[-1] == 1 or core == [1, 2]:
        question.kind = "single_choice"
        question.remarks.append("To finish: the labels of the codes")
    else:
        question.kind = "rated"
        question.remarks.append(f"To finish: the scale goes by the answers found, {core[0]} to {core[-1]}")
    low = min(core[0], 1)
    question.answers = [Answer(code) for code in range(low, guess_top(low, core[-1]) + 1)]
    question.answers += [Answer(code, special=_SPECIAL[code]) for code in others]


def guess_top(low: int, high: int) -> int:
    """Return the highest point of a scale, going by the highest answer."""
    if high <= 1:
        return 1
    return 10 if high >= 8 or (low == 0 and high >= 6) else high


def _ask_words(question: Question, column: DraftColumn) -> Question:
    total, texts = sum(column.counts.values()), list(column.counts)
    options = split_cells(column.counts)
    if options:
        question.kind = "multiple_choice"
        question.answers = [Answer(code, {column.tongue: text}) for code, text in enumerate(options, 1)]
        question.remarks.append("To finish: the codes follow the order in which the options were found")
        return question
    if _are_options(texts, total):
        return _ask_texts(question, column, texts)
    mean = sum(len(text) * count for text, count in column.counts.items()) / total
    question.kind = "long_text" if mean > _LONG_TEXT or any("\n" in text for text in texts) else "short_text"
    return question


def _are_options(texts: Sequence[str], total: int) -> bool:
    """Tell whether different texts are options and not what people wrote: few, often the same, and no sentences."""
    if not 1 < len(texts) <= _MOST_OPTIONS or max(map(len, texts)) > 3 * _LONG_TEXT:
        return False
    sentences = sum(text.endswith(tuple("。！？.!?")) for text in texts)
    often = _OFTEN if len(texts) > _FEW_OPTIONS or 2 * sentences >= len(texts) else 2
    return total >= often * len(texts) or order_labels(texts) is not None


def _ask_texts(question: Question, column: DraftColumn, texts: Sequence[str]) -> Question:
    """Make a question of labels without codes: of a known scale in its order, else as they come."""
    special = {text: kind for text in texts if (kind := find_special({column.tongue: text}))}
    plain_texts = [text for text in texts if text not in special]
    known = order_labels(plain_texts)
    numbered = {text: int(match[1]) for text in plain_texts if (match := _IN_LABEL.match(text)) and len(match[1]) < 9}
    numbered = numbered or {text: ord(text[0]) - ord("A") + 1 for text in plain_texts if _LETTERED.match(text)}
    question.kind = "rated"
    if known:
        question.answers = [Answer(at, {column.tongue: text}) for at, text in enumerate(fill_labels(plain_texts), 1)]
    elif len(set(numbered.values())) == len(plain_texts):
        ordered = sorted(numbered.items(), key=lambda pair: pair[1])
        question.answers = [Answer(code, {column.tongue: text}) for text, code in ordered]
    else:
        question.kind = "single_choice"
        question.answers = [Answer(at, {column.tongue: text}) for at, text in enumerate(plain_texts, 1)]
        question.remarks.append("To finish: the codes follow the order in which the answers were found")
    codes = dict(zip(special, (97, 98, 99, *range(100, 200)), strict=False))
    usual = {kind: code for code, kind in _SPECIAL.items()}
    for text, kind in special.items():
        code = usual[kind] if list(special.values()).count(kind) == 1 else codes[text]
        question.answers.append(Answer(code, {column.tongue: text}))
    return question


def split_cells(counts: Mapping[str, int]) -> list[str]:
    """Return the options where cells hold several of them, else nothing.

    Examples
    --------
    >>> split_cells({"Tea;Milk": 4, "Tea": 3, "Milk;Juice": 5, "Juice": 2})
    ['Tea', 'Milk', 'Juice']
    """
    total = sum(counts.values())
    for separator in _SEPARATORS:
        pieces: Counter[str] = Counter()
        several = 0
        for text, count in counts.items():
            own = [piece.strip() for piece in text.split(separator) if piece.strip()]
            several += count if len(own) > 1 else 0
            pieces.update(dict.fromkeys(own, count))
        often = sum(pieces.values()) >= _REPEATED * len(pieces)
        if several >= max(2, math.ceil(_SEVERAL * total)) and 2 <= len(pieces) <= _MOST_OPTIONS and often:
            return list(pieces)
    return []
