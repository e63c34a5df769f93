"""Routing conditions: that they can be read, and ask earlier items for answers those can have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey.errors import QuestionnaireError
from survey.questionnaire.lint.answers import guess, listed
from survey.questionnaire.lint.branch import Branch
from survey.questionnaire.lint.draft import Asked, Draft
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.routing import (
    COMPARISONS,
    Answered,
    Comparison,
    Condition,
    Includes,
    Membership,
    leaves,
    parse_condition,
)

Leaf = Comparison | Membership | Includes | Answered
DEEPEST = 50  # brackets and negations; nobody can check a condition with more
_NESTING = re.compile(r"\(|\bnot\b")
ORDERED = ("<", "<=", ">", ">=")


@dataclass(frozen=True, eq=False)
class Site:
    """One place with a condition.

    Attributes
    ----------
    what
        What is shown or hidden, for the messages.
    order
        The place, in the order asked, before which the items looked at must stand.
    outer
        The sites whose conditions must hold as well.
    """

    tree: Branch
    what: str
    item: str | None
    order: int
    outer: tuple[Site, ...] = ()

    @property
    def line(self) -> int:
        """Where the condition stands."""
        return self.tree.at("shown_if")

    @property
    def text(self) -> str:
        """The condition as written."""
        return str(self.tree["shown_if"])


def find_sites(draft: Draft) -> list[Site]:
    """Return every place with a condition, in the order asked."""
    sites = (site for item in draft.items for site in sites_of(draft, item, choices=True))
    return list({id(site.tree): site for site in sites}.values())


def sites_of(draft: Draft, item: Asked, *, choices: bool = False) -> tuple[Site, ...]:
    """Return the conditions on which an item hangs: its page's, its matrix's, its own; its choices' if wanted."""
    page_order = next(other.order for other in draft.items if other.page is item.page)
    found = _site(item.page, f"page {item.page.get('id', '')}", None, page_order, ())
    if item.matrix is not None:
        first = next(other.order for other in draft.items if other.matrix is item.matrix)
        found = _site(item.matrix, "the matrix", item.matrix.get("id"), first, found)
    found = _site(item.tree, "the item", item.id, item.order, found)
    options = item.tree.get("choices", {}).items() if choices else ()
    made = [_site(tree, f"option {code}", item.id, item.order, found) for code, tree in options]
    return found + tuple(sites[-1] for sites in made if len(sites) > len(found))


def read_condition(text: str) -> Condition | str:
    """Return a condition, or why it cannot be read."""
    if len(_NESTING.findall(text)) > DEEPEST:
        return f"routing condition '{text[:40]}…': more than {DEEPEST} brackets and 'not'. Write several items."
    try:
        return parse_condition(text)
    except QuestionnaireError as error:
        return str(error)
    except OverflowError:
        return f"routing condition '{text[:40]}…': a number is beyond measure. Write the code of an answer."


def check_conditions(draft: Draft) -> Iterator[Mistake]:
    """Check that every condition can be read and looks at earlier items only, as these can be answered."""
    for site in find_sites(draft):
        condition = read_condition(site.text)
        if isinstance(condition, str):
            message, _, advice = condition.partition(". ")
            yield draft.error("routing-syntax", site.line, message, advice, site.item)
            continue
        for leaf in dict.fromkeys(leaves(condition.node)):
            wrong = _wrong_item(draft, site, leaf.item) or _wrong_answer(draft.by_id[leaf.item], leaf)
            if wrong:
                rule, message, advice = wrong
                yield draft.error(rule, site.line, f"`shown_if` of {site.what} {message}", advice, site.item)


def check_special_codes(draft: Draft) -> Iterator[Mistake]:
    """Warn of ``rating > 5`` where the codes of special answers are above 5 too."""
    for site in find_sites(draft):
        condition = read_condition(site.text)
        for leaf in () if isinstance(condition, str) else dict.fromkeys(leaves(condition.node)):
            item = draft.by_id.get(leaf.item)
            if item is None or not isinstance(leaf, Comparison) or leaf.sign not in ORDERED:
                continue
            met = [f"{code} ({kind})" for code, kind in item.special.items() if _compares(leaf, code)]
            if met:
                message = f"`{leaf.item} {leaf.sign} {leaf.value:g}` also holds for {' and '.join(met)}"
                advice = f"name the codes meant, as in `{leaf.item} in [1, 2]`"
                yield draft.warning("routing-special", site.line, message, advice, site.item)


def sound_condition(draft: Draft, site: Site) -> Condition | None:
    """Return a site's condition if nothing is wrong with it."""
    condition = read_condition(site.text)
    if isinstance(condition, str):
        return None
    for leaf in leaves(condition.node):
        if _wrong_item(draft, site, leaf.item) or _wrong_answer(draft.by_id[leaf.item], leaf):
            return None
    return condition


def _site(tree: Branch, what: str, item: str | None, order: int, outer: tuple[Site, ...]) -> tuple[Site, ...]:
    return (*outer, Site(tree, what, item, order, outer)) if "shown_if" in tree else outer


def _wrong_item(draft: Draft, site: Site, name: str) -> tuple[str, str, str] | None:
    if name not in draft.by_id:
        matrix = next((one for one in draft.matrices if one["id"] == name), None)
        rows = ", ".join(row["id"] for row in matrix.get("rows", ()) if "id" in row) if matrix is not None else ""
        advice = f"'{name}' is a matrix; name one of its rows: {rows}" if rows else guess(name, draft.by_id, "items")
        return "routing-item", f"asks for '{name}', which is no item", advice
    if name == site.item:
        return "routing-order", "asks for the item itself", "name an earlier item"
    if draft.by_id[name].order >= site.order:
        return "routing-order", f"asks for {name}, which is asked later", f"move {name} before it"
    return None


def _wrong_answer(item: Asked, leaf: Leaf) -> tuple[str, str, str] | None:
    if not item.kind or isinstance(leaf, Answered):
        return None
    if isinstance(leaf, Includes) != (item.kind == "multiple_choice"):
        wanted = "includes" if item.kind == "multiple_choice" else "=="
        message = f"compares {item.id}, which is a {item.kind} item, in a way that does not fit"
        return "routing-type", message, f"write `{item.id} {wanted} …`"
    values = (
        (leaf.code,) if isinstance(leaf, Includes) else leaf.values if isinstance(leaf, Membership) else (leaf.value,)
    )
    texts = item.is_text or item.kind == "date"
    if any(isinstance(value, str) != texts for value in values):
        message = f"compares {item.id}, which is a {item.kind} item, with a {'number' if texts else 'text'}"
        return "routing-type", message, 'put texts and dates in "quotes", leave numbers without'
    return _impossible(item, leaf, values)


def _impossible(item: Asked, leaf: Leaf, values: tuple[float | str, ...]) -> tuple[str, str, str] | None:
    codes = (*item.codes, *item.special)
    if item.kind == "number":
        return _beyond(item, leaf, values)
    if not item.codes or not (item.is_discrete or isinstance(leaf, Includes)):
        return None
    advice = f"the codes of {item.id} are {listed(codes)}"
    if isinstance(leaf, Comparison) and leaf.sign in ORDERED:
        if not any(_compares(leaf, code) for code in codes):
            return "routing-code", f"can never hold: no code of {item.id} is {leaf.sign} {leaf.value:g}", advice
        return None
    unknown = [f"{float(value):g}" for value in values if value not in codes]
    return ("routing-code", f"names {', '.join(unknown)}, which {item.id} does not have", advice) if unknown else None


def _beyond(item: Asked, leaf: Leaf, values: tuple[float | str, ...]) -> tuple[str, str, str] | None:
    low, high = item.tree.get("min", float("-inf")), item.tree.get("max", float("inf"))
    equal = not isinstance(leaf, Comparison) or leaf.sign in ("==", "!=")
    for value in map(float, values):
        possible = low <= value <= high if equal else _reaches(leaf, low, high)
        if not possible and not any(_compares(leaf, code) for code in item.special):
            message = f"can never hold: {item.id} is asked from {low:g} to {high:g}"
            return "routing-code", message, "mend the number, or `min` and `max` of the item"
    return None


def _reaches(leaf: Leaf, low: float, high: float) -> bool:
    return _compares(leaf, low) or _compares(leaf, high)


def _compares(leaf: Leaf, value: float) -> bool:
    if isinstance(leaf, Comparison):
        return not isinstance(leaf.value, str) and COMPARISONS[leaf.sign](value, leaf.value)
    return isinstance(leaf, Membership) and value in leaf.values


RULES = (check_conditions, check_special_codes)
