"""Whether every part can be reached, by trying all answers that make a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Any

from survey.questionnaire.lint.draft import Asked, Draft
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.lint.routing import Leaf, Site, find_sites, sites_of, sound_condition
from survey.questionnaire.routing import Comparison, Condition, Includes, Membership, combine, leaves

MOST_COMBINATIONS = 20_000  # a second's work; conditions that need more are not examined

Answers = Mapping[str, Any]


def check_reach(draft: Draft) -> Iterator[Mistake]:
    """Find parts that nobody can be shown, and conditions that everybody meets."""
    for site in find_sites(draft):
        own = sound_condition(draft, site)
        if own is None:
            continue
        seen = _Reach(draft, (*site.outer, site))
        outer = [sound_condition(draft, other) for other in site.outer]
        before, whole = combine(*outer), combine(*outer, own)
        combinations = seen.combinations()
        if None in outer or whole is None or combinations is None:
            continue
        reachable = [answers for answers in combinations if before is None or before.holds(answers)]
        if not reachable:
            continue  # said once, at the outer condition
        if not any(own.holds(answers) for answers in reachable):
            message = f"nobody can be shown {site.what}: {_why(site)} contradicts what comes before"
            advice = "mend the condition, or those of the items it asks for"
            yield draft.error("unreachable", site.line, message, advice, site.item)
        elif all(own.holds(answers) for answers in combinations):
            message = f"`shown_if: {site.text}` always holds"
            yield draft.warning("always-shown", site.line, message, "leave it out, or mend it", site.item)


def _why(site: Site) -> str:
    return f"`{site.text}`" + (" together with the conditions around it" if site.outer else "")


class _Reach:
    """The answers that can stand together, as far as some conditions can tell them apart."""

    def __init__(self, draft: Draft, sites: tuple[Site, ...]) -> None:
        self.draft = draft
        self.shown: dict[str, Condition | None] = {}
        self.leaves: dict[str, set[Leaf]] = {}
        self._follow(sites)

    def _follow(self, sites: tuple[Site, ...]) -> None:
        """Collect the items the sites look at, and the items on which those hang in turn."""
        for site in sites:
            condition = sound_condition(self.draft, site)
            for leaf in leaves(condition.node) if condition else ():
                self.leaves.setdefault(leaf.item, set()).add(leaf)
                if leaf.item not in self.shown:
                    own = sites_of(self.draft, self.draft.by_id[leaf.item])
                    conditions = [sound_condition(self.draft, other) for other in own]
                    self.shown[leaf.item] = combine(*conditions)
                    self._follow(own)

    def combinations(self) -> list[Answers] | None:
        """Return every combination of answers that can stand together; None if there are too many to try."""
        items = sorted((self.draft.by_id[name] for name in self.shown), key=lambda item: item.order)
        if prod(_most_ticks(self.leaves[item.id]) for item in items) > MOST_COMBINATIONS:
            return None
        domains = [_distinct(item, self.leaves[item.id]) for item in items]
        if prod(map(len, domains)) > MOST_COMBINATIONS:
            return None
        found: list[Answers] = [{}]
        for item, domain in zip(items, domains, strict=True):
            found = [{**answers, **more} for answers in found for more in self._possible(item, domain, answers)]
        return found

    def _possible(self, item: Asked, domain: list[Answers], answers: Answers) -> list[Answers]:
        """Return what an item can hold after the earlier answers: nothing unless shown, something if required."""
        condition = self.shown[item.id]
        if condition is not None and not condition.holds(answers):
            return [{}]
        outer = item.matrix if item.matrix is not None else {}
        optional = "module" in item.tree or "module" in outer  # switched off, it is not asked at all
        required = item.tree.get("required", outer.get("required", False)) and not optional
        return [answer for answer in domain if answer or not required]


def _distinct(item: Asked, looks: set[Leaf]) -> list[Answers]:
    """Return one answer for each way the conditions can see the item, the first being no answer."""
    conditions = [Condition("", leaf) for leaf in sorted(looks, key=repr)]
    seen: dict[tuple[bool, ...], Answers] = {}
    for answer in _candidates(item, looks):
        seen.setdefault(tuple(condition.holds(answer) for condition in conditions), answer)
    return [{}, *seen.values()]


def _candidates(item: Asked, looks: set[Leaf]) -> Iterator[Answers]:
    if item.kind == "multiple_choice":
        yield from _ticks(item, looks)
    elif item.kind == "number":
        yield from ({item.id: value} for value in (*_numbers(item, looks), *item.special))
    elif item.is_discrete:
        yield from ({item.id: code} for code in (*item.codes, *item.special))
    else:
        yield from ({item.id: text} for text in _texts(looks))


def _ticked(looks: set[Leaf]) -> list[int]:
    return sorted({leaf.code for leaf in looks if isinstance(leaf, Includes)})


def _most_ticks(looks: set[Leaf]) -> int:
    return int(2 ** len(_ticked(looks)))


def _ticks(item: Asked, looks: set[Leaf]) -> Iterator[Answers]:
    choices = item.tree.get("choices", {})
    codes = _ticked(looks)
    alone = {code for code in codes if choices.get(code, {}).get("exclusive") is True}
    for ticks in product((0, 1), repeat=len(codes)):
        chosen = {code for code, tick in zip(codes, ticks, strict=True) if tick}
        if len(chosen) < 2 or not chosen & alone:
            others = next((code for code in choices if code not in codes), codes[0] if codes else 0)
            yield {f"{item.id}__{others}": 0, **{f"{item.id}__{code}": int(code in chosen) for code in codes}}


def _values(looks: set[Leaf]) -> set[float | str]:
    single = {leaf.value for leaf in looks if isinstance(leaf, Comparison)}
    return single | {value for leaf in looks if isinstance(leaf, Membership) for value in leaf.values}


def _numbers(item: Asked, looks: set[Leaf]) -> list[float]:
    low, high = float(item.tree.get("min", "-inf")), float(item.tree.get("max", "inf"))
    marks = {float(value) for value in _values(looks)}
    near = {value + step for value in marks for step in (-1.0, -1e-6, 0.0, 1e-6, 1.0)}
    ends = {end for end in (low, high) if abs(end) != float("inf")}
    whole = item.tree.get("integer") is True
    possible = sorted(value for value in near | ends if low <= value <= high)
    return [value for value in possible if not whole or value == int(value)] or [0.0]


def _texts(looks: set[Leaf]) -> list[str]:
    marks = {str(value) for value in _values(looks)}
    return sorted({" ", "\U0010ffff", *marks, *(f"{mark} " for mark in marks)})


RULES = (check_reach,)
