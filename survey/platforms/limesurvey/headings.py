"""Headings of a response file: which column of the survey each stands over."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from survey.platforms.coding.wording import wording_key
from survey.platforms.limesurvey.form import Form
from survey.platforms.manifest import Field

ELLIPSIS = ".. "
_LENGTHS_TRIED = 3
ROOM = 3  # a text that is longer than the limit by no more than this is not cut
_CODE_FIRST = re.compile(r"(?P<code>\w+(?:\[\w+\])?)[ _]?[^\w\[ ]", re.ASCII)
# A cut question, alone or before a row; a cut row.
_CUTS = [re.compile(r"(.+?)\.\.[ _]{0,2}(?=\[|$)", re.DOTALL), re.compile(r"\[(.+?)\.\.[ _]?\]$", re.DOTALL)]
Matches = dict[int, Field]


def match_headings(headings: Sequence[str], fields: Sequence[Field], form: Form) -> Matches:
    """Return which field each heading stands for: by code, by code and text, or by text, in full or cut.

    Parameters
    ----------
    headings
        As in the file; those of other columns do no harm.
    fields
        The fields of the manifest.
    form
        The survey, whose texts headings may hold.
    """
    by_code = _match_codes(headings, fields)
    if len(by_code) >= len(fields):
        return by_code
    left = {place: heading for place, heading in enumerate(headings) if place not in by_code}
    limits = (None, *_find_limits(left.values()))
    tries = [_match_texts(left, fields, form, tongue, limit) for tongue in form.languages for limit in limits]
    best = max(tries, key=len)
    return by_code if len(by_code) >= len(best) else best


def _match_codes(headings: Sequence[str], fields: Sequence[Field]) -> Matches:
    spellings = {spelling: field for field in fields for spelling in spell(field.name)}
    found: Matches = {}
    for place, heading in enumerate(headings):
        field = spellings.get(heading) or _find_code(heading, spellings)
        if field is not None:
            found[place] = field
    return found


def spell(name: str) -> tuple[str, str]:
    """Return a heading with brackets, and as the expression language writes it.

    Examples
    --------
    >>> spell("shop[clean]")
    ('shop[clean]', 'shop_clean')
    """
    return name, name.replace("[", "_").replace("]", "")


def _find_code(heading: str, spellings: Mapping[str, Field]) -> Field | None:
    """Return the field of a heading with code and text: ``shop[clean]. This shop [is clean]``."""
    match = _CODE_FIRST.match(heading)
    return None if match is None else spellings.get(match["code"])


def _match_texts(
    left: Mapping[int, str], fields: Sequence[Field], form: Form, tongue: str, limit: int | None
) -> Matches:
    """Return the fields by text; columns with the same text are told apart by their order."""
    expected: defaultdict[str, list[Field]] = defaultdict(list)
    texts = dict(_word_columns(form, tongue, limit))
    for field in fields:
        if field.name in texts:
            expected[wording_key(texts[field.name])].append(field)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, heading in left.items():
        places[wording_key(html.unescape(heading))].append(place)
    alike = {key: own for key, own in expected.items() if len(places.get(key, ())) == len(own)}
    return {place: field for key, own in alike.items() for place, field in zip(places[key], own, strict=True)}


def _word_columns(form: Form, tongue: str, limit: int | None) -> Iterator[tuple[str, str]]:
    """Return the text over each column: the question, and in brackets the row or option."""
    for question in form.questions:
        stem = cut_text(question.text[tongue], limit)
        if not question.parts:
            yield question.code, stem
        for part in question.parts:
            yield f"{question.code}[{part.code}]", f"{stem} [{cut_text(part.text[tongue], limit)}]"


def cut_text(text: str, limit: int | None) -> str:
    """Return a text as LimeSurvey shortens it: it counts the signs of the HTML.

    Examples
    --------
    >>> cut_text("How did you come to us?", 15), cut_text("How did you come?", 15)
    ('How did you com.. ', 'How did you come?')
    """
    written = html.escape(text.replace("\n", ""), quote=False)
    if limit is not None and len(written) > limit + ROOM:
        written = written[:limit] + ELLIPSIS
    return html.unescape(written)


def _find_limits(headings: Iterable[str]) -> list[int]:
    """Return the lengths at which the headings, as LimeSurvey wrote them, seem to be cut, the commonest first."""
    counts = Counter(len(cut[1]) for heading in headings for pattern in _CUTS if (cut := pattern.search(heading)))
    return [length for length, _ in counts.most_common(_LENGTHS_TRIED)]
