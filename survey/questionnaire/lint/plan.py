"""What is to be done with the answers: analysis, screening, margins, quotas, simulation."""

from __future__ import annotations

from collections.abc import Iterator

from survey.questionnaire.item import RATING_TYPES, TEXT_TYPES
from survey.questionnaire.lint.answers import guess, listed
from survey.questionnaire.lint.branch import Branch
from survey.questionnaire.lint.draft import Asked, Draft
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.path import ARROW, find_cycle, read_path

SHARE_TOLERANCE = 1e-6  # rounding of shares written with a few decimals that were meant to sum to 1
DEFAULT_CORRELATION = 0.4
DEFAULT_SIGNS = 2
KANO_POINTS = 5
INDICATOR_TYPES: dict[str, tuple[str, ...]] = {
    "csat": RATING_TYPES,
    "recommend": ("recommend",),
    "effort": RATING_TYPES,
    "stars": ("stars",),
    "comment": TEXT_TYPES,
}


def check_outcome(draft: Draft) -> Iterator[Mistake]:
    """Check that the plan's outcome and drivers are constructs of that role."""
    plan = draft.part("analysis")
    drivers = plan.get("drivers", ())
    named = [("driver", name, line) for name, line in zip(drivers, getattr(drivers, "lines", ()), strict=True)]
    if "outcome" in plan:
        named.append(("outcome", plan["outcome"], plan.at("outcome")))
    constructs = draft.part("constructs")
    for role, name, line in named:
        if name not in constructs:
            message = f"the {role} '{name}' of the analysis is no construct"
            yield draft.error("analysis", line, message, guess(name, constructs, "constructs"))
        elif constructs[name].get("role", role) != role:
            message = f"construct {name} has the role {constructs[name]['role']}, not {role}"
            yield draft.error("analysis", line, message, "mend the role, or name another construct")


def check_indicators(draft: Draft) -> Iterator[Mistake]:
    """Check that the indicators name items of a type they can be made of."""
    plan = draft.part("analysis")
    for name, types in INDICATOR_TYPES.items():
        if name not in plan:
            continue
        item = draft.by_id.get(plan[name])
        if item is None:
            message = f"`{name}` of the analysis names '{plan[name]}', which is no item"
            yield draft.error("analysis", plan.at(name), message, guess(plan[name], draft.by_id, "items"))
        elif item.kind and item.kind not in types:
            message = f"`{name}` of the analysis cannot be made of a {item.kind} item"
            yield draft.error("analysis", plan.at(name), message, f"name an item of type {' or '.join(types)}", item.id)


def check_profile(draft: Draft) -> Iterator[Mistake]:
    """Check that the profile names items that can be counted."""
    profile = draft.part("analysis").get("profile", ())
    for name, line in zip(profile, getattr(profile, "lines", ()), strict=True):
        item = draft.by_id.get(name)
        if item is None:
            message = f"the profile names '{name}', which is no item"
            yield draft.error("analysis", line, message, guess(name, draft.by_id, "items"))
        elif item.is_text:
            message = "the profile cannot count free text"
            yield draft.error("analysis", line, message, "name an item with codes or numbers", item.id)


def check_paths(draft: Draft) -> Iterator[Mistake]:
    """Check that paths join constructs with numbers, each pair once, and never lead back."""
    written = draft.part("analysis").get("paths", ())
    constructs, seen = draft.part("constructs"), list[tuple[str, str]]()
    for text, line in zip(written, getattr(written, "lines", ()), strict=True):
        for pair in read_path(text) or ():
            unknown = [name for name in dict.fromkeys(pair) if name not in constructs]
            for name in unknown:
                message = f"a path of the analysis names '{name}', which is no construct"
                yield draft.error("paths", line, message, guess(name, constructs, "constructs"))
            profile = [name for name in pair if name not in unknown and constructs[name].get("role") == "profile"]
            for name in profile:
                message = f"a path of the analysis names {name}, which describes respondents and has no score"
                yield draft.error("paths", line, message, "name a driver or an outcome")
            if pair in seen:
                message = f"the path {pair[0]} {ARROW} {pair[1]} is there twice"
                yield draft.warning("paths", line, message, "leave one out")
            seen.append(pair)
    if cycle := find_cycle(seen):
        message = f"the paths lead round in a circle: {f' {ARROW} '.join([*cycle, cycle[0]])}"
        yield draft.error("paths", draft.part("analysis").at("paths"), message, "take one of these paths out")


def check_kano(draft: Draft) -> Iterator[Mistake]:
    """Check that each Kano feature has two items of its own, on one scale of five points."""
    features = draft.part("analysis", "kano")
    for name, feature in features.items():
        for part in ("with", "without", "importance"):
            if part in feature and feature[part] not in draft.by_id:
                message = f"`{part}` of the feature {name} names '{feature[part]}', which is no item"
                yield draft.error("kano", feature.at(part), message, guess(feature[part], draft.by_id, "items"))
        pair = [draft.by_id[feature[part]] for part in ("with", "without") if feature.get(part) in draft.by_id]
        if len(pair) == 2 and pair[0] is pair[1]:
            message = f"the feature {name} names {pair[0].id} twice"
            yield draft.error("kano", feature.at("without"), message, "name the question without the feature")
        for item in pair:
            if item.codes and len(item.codes) != KANO_POINTS:
                message = f"the feature {name} names an item with {len(item.codes)} points, and Kano's answers are five"
                advice = 'use a scale of five points from "I like it" to "I dislike it"'
                yield draft.error("kano", feature.line, message, advice, item.id)


def check_screening(draft: Draft) -> Iterator[Mistake]:
    """Check that each sign of carelessness can show."""
    rules = draft.part("screening")
    for name, value in rules.items():
        if value <= 0:
            yield draft.error(
                "screening", rules.at(name), f"`{name}` {value} is not above 0", "leave the rule out, or mend it"
            )
    for name, advised in (("max_missing_share", 0.5), ("max_same_share", 0.9), ("max_guttman", 0.6)):
        if rules.get(name, 0) >= 1:
            message = f"`{name}` {rules[name]} lets everybody pass"
            yield draft.error("screening", rules.at(name), message, f"write a share below 1, such as {advised}")
    checks = sum("attention" in item.tree for item in draft.items)
    if rules.get("attention_failed", 0) > checks:
        message = f"`attention_failed` {rules['attention_failed']} is more than the {checks} attention checks asked"
        yield draft.error("screening", rules.at("attention_failed"), message, "lower it, or add `attention` to items")
    ratings = sum(item.is_rating and "attention" not in item.tree for item in draft.items)
    if rules.get("max_longstring", 0) >= max(ratings, 1):
        message = f"`max_longstring` {rules['max_longstring']} cannot be exceeded: {ratings} rating items are asked"
        yield draft.warning("screening", rules.at("max_longstring"), message, "lower it")


def check_signs(draft: Draft) -> Iterator[Mistake]:
    """Check that as many signs of carelessness are in use as are needed."""
    rules = draft.part("screening")
    signs = len(set(rules.lines) - {"signs_needed"})
    if rules and rules.get("signs_needed", DEFAULT_SIGNS) > signs:
        message = f"{rules.get('signs_needed', DEFAULT_SIGNS)} signs are needed but only {signs} are in use"
        advice = "nobody could ever be flagged; lower `signs_needed` (2 if left out), or add signs"
        yield draft.error("screening", rules.at("signs_needed"), message, advice)


def check_margins(draft: Draft) -> Iterator[Mistake]:
    """Check that margins give a share to every code of a single choice, and sum to one."""
    margins = draft.part("margins")
    for name, margin in margins.items():
        item = draft.by_id.get(name)
        targets = margin.get("targets", Branch(margin.line))
        yield from _check_single_choice(draft, "margins", margins, item, name)
        if item is None or item.kind != "single_choice" or "targets" not in margin:
            continue
        yield from _check_codes(draft, "margin", targets, item)
        missing = tuple(code for code in item.codes if code not in targets.lines)
        if missing:
            message = f"the margin has no share for code {listed(missing)}"
            yield draft.error("margin", targets.line, message, "give every code a share", name)
        for code, share in targets.items():
            if share <= 0:
                message = f"the share {share} of code {code} is not above 0"
                yield draft.error("margin", targets.at(code), message, "merge the code into another one", name)
        total = sum(targets.values())
        if len(targets) == len(targets.lines) and not missing and abs(total - 1) > SHARE_TOLERANCE:
            message = f"the shares sum to {total:g}, not 1"
            yield draft.error("margin", margin.at("targets"), message, "mend them (shares, not per cent)", name)


def check_quotas(draft: Draft) -> Iterator[Mistake]:
    """Check that quotas count codes of a single choice."""
    quotas = draft.part("quotas")
    for name, wanted in quotas.items():
        item = draft.by_id.get(name)
        yield from _check_single_choice(draft, "quotas", quotas, item, name)
        if item is not None and item.kind == "single_choice":
            yield from _check_codes(draft, "quota", wanted, item)
        for code, number in wanted.items():
            if number <= 0:
                message = f"the quota {number} of code {code} is not above 0"
                yield draft.error("quota", wanted.at(code), message, "leave the code out, or mend it", name)


def check_simulation(draft: Draft) -> Iterator[Mistake]:
    """Check that the simulated truth is possible and concerns drivers."""
    constructs, given = draft.part("constructs"), draft.part("simulation")
    coefficients = draft.part("simulation", "coefficients")
    correlation = given.get("correlation", DEFAULT_CORRELATION)
    for name in coefficients:
        if name not in constructs:
            message = f"the simulation has a coefficient of '{name}', which is no construct"
            yield draft.error("simulation", coefficients.at(name), message, guess(name, constructs, "constructs"))
        elif constructs[name].get("role", "driver") != "driver":
            message = f"the simulation has a coefficient of {name}, which is no driver"
            yield draft.error("simulation", coefficients.at(name), message, "leave it out, or mend the role")
    if not 0 <= correlation < 1:
        message = f"the drivers' correlation {correlation} is not between 0 and 1"
        yield draft.error("simulation", given.at("correlation"), message, "write a number such as 0.4")
        return
    squares = sum(value**2 for value in coefficients.values())
    explained = (1 - correlation) * squares + correlation * sum(coefficients.values()) ** 2
    if explained >= 1:
        message = f"the coefficients would explain {explained:.0%} of the outcome's variance"
        advice = "they are standardised; lower them or the correlation until it is below 100%"
        yield draft.error("simulation", given.at("coefficients"), message, advice)


def _check_single_choice(draft: Draft, part: str, tree: Branch, item: Asked | None, name: str) -> Iterator[Mistake]:
    if item is None:
        message = f"the {part} name '{name}', which is no item"
        yield draft.error(part.rstrip("s"), tree.at(name), message, guess(name, draft.by_id, "items"))
    elif item.kind and item.kind != "single_choice":
        message = f"{part} are for single_choice items, not for {item.kind}"
        yield draft.error(part.rstrip("s"), tree.at(name), message, "name another item", name)


def _check_codes(draft: Draft, what: str, tree: Branch, item: Asked) -> Iterator[Mistake]:
    for code in tree.lines:
        if item.codes and code not in item.codes and isinstance(code, int):
            message = f"the {what} names code {code}, which is no option of the item"
            yield draft.error(what, tree.at(code), message, f"use one of: {listed(item.codes)}", item.id)


RULES = (
    check_outcome,
    check_indicators,
    check_profile,
    check_paths,
    check_kano,
    check_screening,
    check_signs,
    check_margins,
    check_quotas,
    check_simulation,
)
