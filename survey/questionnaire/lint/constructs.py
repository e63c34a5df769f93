"""Constructs: that their items exist, can be averaged, and are asked of somebody."""

from __future__ import annotations

from collections.abc import Iterator

from survey.questionnaire.lint.answers import guess
from survey.questionnaire.lint.branch import Branch
from survey.questionnaire.lint.draft import Asked, Draft
from survey.questionnaire.lint.mistake import Mistake

JUDGED_ROLES = ("driver", "outcome")


def check_members(draft: Draft) -> Iterator[Mistake]:
    """Check that the items of a construct exist, once each, and are no attention checks."""
    for name, construct in draft.part("constructs").items():
        members = construct.get("items", ())
        seen: set[str] = set()
        for member, line in zip(members, getattr(members, "lines", ()), strict=True):
            if member in seen:
                yield draft.error("construct", line, f"construct {name} lists the item twice", "leave one out", member)
            elif member not in draft.by_id:
                yield _unknown_member(draft, name, member, line)
            elif "attention" in draft.by_id[member].tree:
                message = f"construct {name} holds an attention check, which measures attention only"
                yield draft.error("construct", line, message, "take it out of the construct", member)
            seen.add(member)


def check_numbers(draft: Draft) -> Iterator[Mistake]:
    """Check that the items of drivers and outcomes have answers that can be averaged."""
    for name, construct in _judged(draft):
        members = construct.get("items", ())
        for member, line in zip(members, getattr(members, "lines", ()), strict=True):
            item = draft.by_id.get(member)
            if item is not None and item.kind and not item.is_rating and item.kind != "number":
                message = f"{construct['role']} {name} holds a {item.kind} item, whose answers have no mean"
                advice = "use rating items, or give the construct the role profile"
                yield draft.error("construct", line, message, advice, member)


def check_ranges(draft: Draft) -> Iterator[Mistake]:
    """Warn where the items of one construct have scales of different ranges."""
    for name, construct in _judged(draft):
        items = _members(draft, construct)
        ranges = {_range(item): item for item in items if (item.is_rating and item.codes) or item.kind == "number"}
        if len(ranges) > 1:
            examples = ", ".join(f"{item.id} {shown}" for shown, item in ranges.items())
            message = f"the items of construct {name} have different ranges: {examples}"
            advice = "a mean of raw codes would weigh the longer scale more; use one scale"
            yield draft.warning("construct", construct.at("items"), message, advice)


def check_sizes(draft: Draft) -> Iterator[Mistake]:
    """Warn of drivers and outcomes with a single item."""
    for name, construct in _judged(draft):
        if len(set(construct.get("items", ()))) == 1:
            message = f"construct {name} has one item, so its reliability is undefined"
            yield draft.warning("construct", construct.at("items"), message, "ask at least three, better four")


def check_sharing(draft: Draft) -> Iterator[Mistake]:
    """Warn of items that count in two drivers or outcomes."""
    owner: dict[str, str] = {}
    for name, construct in _judged(draft):
        members = construct.get("items", ())
        for member, line in zip(members, getattr(members, "lines", ()), strict=True):
            first = owner.setdefault(member, name)
            if first != name:
                message = f"the item counts in two constructs, {first} and {name}, which makes them correlate by design"
                yield draft.warning("construct", line, message, "keep it in one", member)


def check_roles(draft: Draft) -> Iterator[Mistake]:
    """Warn where there is nothing to be explained, or nothing to explain it."""
    roles = {construct.get("role") for construct in draft.part("constructs").values()}
    if None in roles:
        return
    line = draft.tree.at("constructs")
    if "outcome" not in roles:
        message = "no construct has the role outcome, so there is no driver analysis"
        yield draft.warning("no-outcome", line, message, "add one, such as overall satisfaction")
    if "driver" not in roles:
        message = "no construct has the role driver, so there is no driver analysis"
        yield draft.warning("no-driver", line, message, "add the parts of the service to be ranked")


def check_remedies(draft: Draft) -> Iterator[Mistake]:
    """Warn where causes and actions do not pair up, or a driver has none."""
    for name, construct in draft.part("constructs").items():
        causes, actions = construct.get("likely_causes"), construct.get("suggested_actions")
        if causes is not None and actions is not None and len(causes.lines) != len(actions.lines):
            message = (
                f"construct {name} has {len(causes.lines)} likely_causes but {len(actions.lines)} suggested_actions"
            )
            advice = "the k-th action answers the k-th cause; make them pairs"
            yield draft.warning("remedies", construct.at("suggested_actions"), message, advice)
        missing = [key for key in ("likely_causes", "suggested_actions") if not construct.get(key, ())]
        if missing and (construct.get("role") == "driver" or len(missing) == 1):
            message = f"construct {name} has no {' and no '.join(missing)}"
            advice = "the report shows them for drivers that matter and score low"
            yield draft.warning("remedies", draft.part("constructs").at(name), message, advice)


def _judged(draft: Draft) -> Iterator[tuple[str, Branch]]:
    return ((name, one) for name, one in draft.part("constructs").items() if one.get("role") in JUDGED_ROLES)


def _members(draft: Draft, construct: Branch) -> list[Asked]:
    return [draft.by_id[name] for name in construct.get("items", ()) if name in draft.by_id]


def _unknown_member(draft: Draft, name: str, member: str, line: int) -> Mistake:
    matrix = next((one for one in draft.matrices if one["id"] == member), None)
    if matrix is not None:
        rows = ", ".join(row["id"] for row in matrix.get("rows", ()) if "id" in row)
        message = f"construct {name} lists '{member}', which is a matrix"
        return draft.error("unknown-item", line, message, f"list its rows: {rows}")
    message = f"construct {name} lists '{member}', which is no item"
    return draft.error("unknown-item", line, message, guess(member, draft.by_id, "items"))


def _range(item: Asked) -> str:
    return f"{item.codes[0]} to {item.codes[-1]}" if item.codes else "a number"


RULES = (
    check_members,
    check_numbers,
    check_ranges,
    check_sizes,
    check_sharing,
    check_roles,
    check_remedies,
)
