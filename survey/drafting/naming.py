"""Ids: the platform's own names where they can be ids, and the nearest possible ones elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from survey.drafting.sketch import Question, Route, Sketch
from survey.questionnaire.lint.draft import LONGEST_ID
from survey.questionnaire.lint.names import ID, QUESTIONNAIRE_ID, ROUTING_WORDS

_OTHER = re.compile(r"[^A-Za-z0-9_]+")
_MOST_LISTED, _LONGEST_NAME, _LONGEST_PAGE = 12, 40, 24


def make_id(name: str, fallback: str = "q") -> str:
    """Return the id nearest to a name.

    Examples
    --------
    >>> make_id("Q5.1"), make_id("1st choice"), make_id("满意度", "q7"), make_id("and")
    ('Q5_1', 'q1st_choice', 'q7', 'and_')
    """
    if ID.fullmatch(name) and len(name) <= LONGEST_ID and name not in ROUTING_WORDS:
        return name
    made = _OTHER.sub("_", _drop_accents(name)).strip("_") or fallback
    made = f"q{made}" if made and not made[0].isalpha() else made
    return f"{made}_" if made in ROUTING_WORDS else made[:LONGEST_ID].rstrip("_")


def _drop_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def make_free_id(name: str, taken: Collection[str], fallback: str = "q") -> str:
    """Return the id nearest to a name that is not taken, whatever the case of its letters."""
    made = make_id(name, fallback)
    candidate, count = made, 1
    while candidate.lower() in taken:
        count += 1
        end = f"_{count}"
        candidate = made[: LONGEST_ID - len(end)] + end
    return candidate


def make_questionnaire_id(name: str) -> str:
    """Return the id of a questionnaire nearest to a name.

    Examples
    --------
    >>> make_questionnaire_id("My Survey (2)"), make_questionnaire_id("问卷")
    ('my-survey-2', 'my-study')
    """
    made = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    short = made[:_LONGEST_NAME].strip("-")
    return short if QUESTIONNAIRE_ID.fullmatch(short) else "my-study"


def name_everything(sketch: Sketch) -> dict[str, str]:
    """Give every item, matrix and page its id; return the items' names in the file to their ids."""
    taken: set[str] = set()
    names: dict[str, str] = {}
    changed: list[str] = []
    for number, item in enumerate(sketch.items, 1):
        raw = item.id
        item.id = make_free_id(raw, taken, f"q{number}")
        taken.add(item.id.lower())
        taken.update(column.lower() for column in _made_columns(item))
        if item.id != raw:
            changed.append(f"{raw} is {item.id}")
        names.setdefault(raw, item.id)
    for question in sketch.questions:
        if question.kind == "matrix":
            question.id = make_free_id(question.id, taken, "table")
            taken.add(question.id.lower())
    for number, page in enumerate(sketch.pages, 1):
        short = make_id(page.id, f"page{number}")[:_LONGEST_PAGE].rstrip("_")
        page.id = make_free_id(short, taken, f"page{number}")
        taken.add(page.id.lower())
    if changed:
        more = f" and {len(changed) - _MOST_LISTED} more" if len(changed) > _MOST_LISTED else ""
        sketch.notes.append(f"Names that cannot be ids were changed: {', '.join(changed[:_MOST_LISTED])}{more}.")
    return names


def list_routes(sketch: Sketch) -> list[Route]:
    """Return every condition of a sketch, in the order of the file."""
    routes: list[Route | None] = []
    for page in sketch.pages:
        routes.append(page.route)
        for question in page.questions:
            routes += _routes_of(question)
    return [route for route in routes if route is not None]


def _routes_of(question: Question) -> list[Route | None]:
    rows = [row.route for row in question.rows]
    return [question.route, *(answer.route for answer in question.answers), *rows]


def _made_columns(item: Question) -> list[str]:
    options = item.answers if item.kind == "multiple_choice" else []
    texts = [answer for answer in item.answers if answer.has_text]
    return [f"{item.id}__{one.code}" for one in options] + [f"{item.id}__{one.code}__text" for one in texts]
