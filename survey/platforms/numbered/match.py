"""Which column of a response file answers which question, row or option."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from survey.platforms.coding.wording import wording_key
from survey.platforms.files.findings import Finding, name_one
from survey.platforms.numbered.headings import Heading, parse_heading
from survey.platforms.numbered.question import Question

ALIKE = 0.6  # of the signs of two wordings, from which on they are taken for versions of one
MOST = 0.5  # of the numbered questions of a file that agree with the questionnaire, from which on numbers are trusted
SHORTEST = 6  # signs of a heading that may be the cut-off beginning of a wording


@dataclass(frozen=True)
class Spot:
    """What a column answers: a question, or a row of it, or (by its code) an option of it."""

    question: Question
    row: int = 0
    option: int | None = None


@dataclass(frozen=True)
class Wordings:
    """The keys of everything a heading can say of one question, in every language.

    Attributes
    ----------
    stems
        Of the question.
    ids
        Of its item, or of the rows of a matrix.
    rows
        Of each row of a matrix.
    options
        Of each option of a multiple choice, in the order shown.
    """

    question: Question
    stems: frozenset[str]
    ids: frozenset[str]
    rows: tuple[frozenset[str], ...]
    options: tuple[frozenset[str], ...]

    @property
    def parts(self) -> tuple[frozenset[str], ...]:
        """The rows or options."""
        return self.rows or self.options

    def judge(self, key: str) -> float:
        """Return how well a heading fits, from 0 to 1."""
        if self.is_part(key) or any(key.startswith(stem) for stem in self.stems):
            return 1.0
        if len(key) >= SHORTEST and any(stem.startswith(key) for stem in self.stems):
            return 1.0
        return max((SequenceMatcher(None, key, stem, autojunk=False).ratio() for stem in self.stems), default=0.0)

    def is_part(self, key: str) -> bool:
        """Tell whether a heading is exactly one of the rows or options."""
        return any(key in part for part in self.parts)

    def is_said(self, key: str) -> bool:
        """Tell whether a heading is exactly the question, an id, or the question with one of its rows or options."""
        if key in self.ids:
            return True
        rests = {key[len(stem) :] for stem in self.stems if key.startswith(stem)}
        return any(not rest or self.is_part(rest) for rest in rests)


def list_wordings(question: Question, languages: Sequence[str]) -> Wordings:
    """Return the keys of what headings can say of a question."""
    texts = [text for language in languages for text in (question.title(language), question.stem(language))]
    source = question.matrix.text if question.kind == "matrix" and question.matrix else question.consent
    source = source or question.items[0].text
    texts += [source[language] for language in languages if language in source]
    rows = [[item.text.get(language, "") for language in languages] for item in question.items]
    for language in languages:
        for place, row in enumerate(question.rows(language)):
            rows[place] += [row, question.items[place].id]
    options = zip(*(question.options(language) for language in languages), strict=True)
    return Wordings(
        question,
        _keys(texts),
        _keys([item.id for item in question.items]),
        tuple(_keys(row) for row in rows) if question.kind == "matrix" else (),
        tuple(_keys(option) for option in options) if question.kind == "choices" else (),
    )


def _keys(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(key for text in texts if (key := wording_key(text)))


@dataclass
class Matches:
    """What the columns of a file answer.

    Attributes
    ----------
    spots
        The place of a column to what it answers.
    findings
        Which columns were matched in spite of their wording.
    """

    spots: dict[int, Spot] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def match_questions(headings: Mapping[int, str], questions: Sequence[Question], languages: Sequence[str]) -> Matches:
    """Find out which question, row or option each column answers.

    A column goes by the number of its question where most numbers of the file lead to questions of like wording, and by
    its wording otherwise. The columns of a matrix after its first have only the row's label.

    Parameters
    ----------
    headings
        The place of each column that may be an answer to its heading, in the order of the file.
    questions
        As numbered at export.
    languages
        Of the questionnaire.
    """
    parsed = {place: parse_heading(text) for place, text in headings.items()}
    wordings = [list_wordings(question, languages) for question in questions]
    matcher = _Matcher(headings, parsed, _resolve(parsed, wordings), wordings)
    for place, heading in parsed.items():
        matcher.put(place, heading)
    return matcher.matches


def _resolve(parsed: Mapping[int, Heading], wordings: Sequence[Wordings]) -> dict[int, tuple[Wordings, bool]]:
    """Return the question that each number of the file stands for, and whether its wording agrees.

    Questions that read the same are told apart by their order, where the file has as many of them.
    """
    keys: defaultdict[int, list[str]] = defaultdict(list)
    for heading in parsed.values():
        if heading.number is not None:
            keys[heading.number].append(heading.key)
    own = {one.question.number: one for one in wordings}
    exact = {number: [one for one in wordings if _fits(one, said)] for number, said in keys.items()}
    found: dict[int, tuple[Wordings, bool]] = {}
    for number, said in keys.items():
        if number in own and (own[number] in exact[number] or (not exact[number] and _agree(own[number], said))):
            found[number] = own[number], True
    trusted = len(found) >= MOST * len(keys)
    if not trusted:
        found = {number: (one, True) for number, (one, _) in found.items() if one in exact[number]}
    for number in keys:
        taken = [one for one, _ in found.values()]
        if number not in found and len(exact[number]) == 1 and exact[number][0] not in taken:
            found[number] = exact[number][0], True
    for number in keys:
        taken = [one for one, _ in found.values()]
        twins = [one for one in exact[number] if one not in taken]
        rivals = [other for other in keys if other not in found and exact[other] == exact[number]]
        if number not in found and len(twins) == len(rivals):
            found |= {rival: (twin, True) for rival, twin in zip(rivals, twins, strict=True)}
    for number in keys:
        taken = [one for one, _ in found.values()]
        if trusted and number not in found and number in own and own[number] not in taken:
            found[number] = own[number], False
    return found


def _fits(one: Wordings, keys: Sequence[str]) -> bool:
    """Tell whether every heading under a number is exactly the question or a part of it."""
    return all(one.is_said(key) or one.is_part(key) for key in keys)


def _agree(one: Wordings, keys: Sequence[str]) -> bool:
    return sum(map(one.judge, keys)) >= ALIKE * len(keys)


class _Matcher:
    """Puts the columns of a file where they belong, in their order."""

    def __init__(
        self,
        headings: Mapping[int, str],
        parsed: Mapping[int, Heading],
        numbers: Mapping[int, tuple[Wordings, bool]],
        wordings: Sequence[Wordings],
    ) -> None:
        self.headings = headings
        self.numbers = numbers
        self.wordings = wordings
        self.sizes = _count_columns(parsed)
        self.matches = Matches()
        self.current: Wordings | None = None
        self.size = 0  # of the columns under the number of the current question
        self.taken: set[tuple[int, int]] = set()
        self.told: set[int] = set()

    def put(self, place: int, heading: Heading) -> None:
        """Put one column where it belongs; one that belongs nowhere stays without a spot."""
        number = heading.number
        if number is not None and number in self.numbers:
            self.current, agrees = self.numbers[number]
            self.size = self.sizes[number]
            if not agrees and number not in self.told:
                self.told.add(number)
                self._tell(place, f"matched to question {number} by its number; the wording differs")
        elif number is not None or not self._continues(heading):
            worded = [one for one in self.wordings if one.is_said(heading.key)]
            self.current = worded[0] if len(worded) == 1 else None
            self.size = 0
        if self.current is not None:
            self._settle(place, heading, self.current)

    def _continues(self, heading: Heading) -> bool:
        """Tell whether a heading without a number is one more part of the question of the columns before it."""
        if self.current is None or not self.current.parts:
            return False
        if self._find(heading.key, self.current, loose=False) is not None:
            return True
        elsewhere = any(one.is_said(heading.key) for one in self.wordings)
        return not elsewhere and self._is_complete(self.current)

    def _settle(self, place: int, heading: Heading, one: Wordings) -> None:
        question = one.question
        if not one.parts or self._is_joined(heading.key, one):
            self._take(place, Spot(question), 0)
            return
        part = self._find(heading.key, one, loose=heading.number is not None)
        if part is None and self._is_complete(one):
            part = next(iter(self._free(one)), None)
            if part is not None:
                self._tell(place, f"matched by its place to part {part + 1} of question {question.number}")
        if part is not None:
            is_row = question.kind == "matrix"
            self._take(place, Spot(question, part) if is_row else Spot(question, option=question.codes[part]), part)

    def _take(self, place: int, spot: Spot, part: int) -> None:
        if (spot.question.number, part) not in self.taken:
            self.taken.add((spot.question.number, part))
            self.matches.spots[place] = spot

    def _is_joined(self, key: str, one: Wordings) -> bool:
        """Tell whether a column of a multiple choice holds all options, not one."""
        if one.question.kind != "choices":
            return False
        return key in one.stems | one.ids or (self.size == 1 and self._find(key, one, loose=True) is None)

    def _find(self, key: str, one: Wordings, *, loose: bool) -> int | None:
        """Return the first free part that a heading names, alone or behind the question; loosely, one it ends with."""
        free = self._free(one)
        whole = {key, *(key[len(stem) :] for stem in one.stems if key.startswith(stem))}
        exact = [part for part in free if one.parts[part] & whole]
        ending = [(len(said), -part) for part in free for said in one.parts[part] if key.endswith(said)]
        if exact or not (loose and ending):
            return exact[0] if exact else None
        return -max(ending)[1]

    def _free(self, one: Wordings) -> list[int]:
        return [part for part in range(len(one.parts)) if (one.question.number, part) not in self.taken]

    def _is_complete(self, one: Wordings) -> bool:
        """Tell whether the file has as many columns for a question as that has rows or options."""
        return self.size == len(one.parts)

    def _tell(self, place: int, reason: str) -> None:
        self.matches.findings.append(name_one(self.headings[place], reason))


def _count_columns(parsed: Mapping[int, Heading]) -> dict[int, int]:
    """Return how many columns follow under each number of the file, those without a number counted with it."""
    counts: Counter[int] = Counter()
    current = None
    for heading in parsed.values():
        current = heading.number if heading.number is not None else current
        if current is not None:
            counts[current] += 1
    return dict(counts)
