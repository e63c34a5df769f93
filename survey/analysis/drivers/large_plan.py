"""What a driver analysis takes from a large table: columns as they are, or constructs scored by a questionnaire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from survey.analysis.drivers.driver_checks import check_names
from survey.errors import OptionError
from survey.prepare.scoring import MIN_ANSWERED, item_range
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.scale.plan import CodedItem, MissingMode, TablePlan, Variable


def plan_constructs(
    questionnaire: Questionnaire,
    outcome: str | None,
    drivers: Iterable[str] | None,
    language: str | None,
    missing: MissingMode,
    reading: Mapping[str, Any],
) -> TablePlan:
    """Return the plan for constructs, scored as `score_constructs` does.

    Parameters
    ----------
    questionnaire
        Whose items are the columns.
    outcome, drivers, language, missing
        As in `rank_drivers`.
    reading
        Weights, filter, respondents and number of groups, as `TablePlan` takes them.
    """
    known = [name for name in questionnaire.constructs if _has_ranges(questionnaire, name)]
    chosen = outcome or questionnaire.outcome
    if chosen is None:
        raise OptionError(f"questionnaire {questionnaire.id} has no outcome; give outcome= one of: {', '.join(known)}.")
    names = [name for name in questionnaire.drivers if name in known] if drivers is None else list(drivers)
    check_names(chosen, names, [], known)
    tag = questionnaire.check_language(language)
    variables = tuple(
        Variable(
            name=name,
            label=questionnaire.constructs[name].label.in_language(tag),
            items=tuple(_code(questionnaire.item(item)) for item in questionnaire.constructs[name].items),
            min_answered=MIN_ANSWERED,
        )
        for name in [chosen, *names]
    )
    plan = TablePlan(variables=variables, missing=missing, routing_codes={}, origins={}, **reading)
    return TablePlan(
        variables=variables,
        missing=missing,
        routing_codes={name: _routing_codes(questionnaire, name) for name in plan.routing_columns},
        origins={},
        **reading,
    )


def plan_columns(
    known: Mapping[str, str],
    outcome: str | None,
    drivers: Iterable[str] | None,
    reading: Mapping[str, Any],
    missing: MissingMode,
) -> TablePlan:
    """Return the plan for columns of numbers, taken as they are.

    Parameters
    ----------
    known
        The table's columns and what they hold.
    outcome, drivers
        As in `rank_drivers`; without drivers every other column of numbers is one.
    reading
        Weights, filter, respondents and number of groups.
    missing
        As in `rank_drivers`; nobody is known not to have been asked, so both modes are the same.
    """
    if outcome is None:
        raise OptionError(f"a table without a questionnaire needs outcome=; one of: {', '.join(known)}.")
    aside = {outcome, reading.get("weights"), reading.get("respondent")}
    names = [name for name, kind in known.items() if kind != "text" and name not in aside]
    names = names if drivers is None else [str(name) for name in drivers]
    check_names(outcome, names, [], list(known))
    variables = tuple(Variable(name=name, label=name) for name in [outcome, *names])
    return TablePlan(variables=variables, missing=missing, routing_codes={}, origins={}, **reading)


def _has_ranges(questionnaire: Questionnaire, construct: str) -> bool:
    items = questionnaire.constructs[construct].items
    return bool(items) and all(item_range(questionnaire.item(item)) is not None for item in items)


def _code(item: Item) -> CodedItem:
    low, high = item_range(item) or (0.0, 1.0)
    return CodedItem(
        column=item.id,
        low=low,
        high=high,
        codes=item.scale.codes if item.scale is not None else (),
        special=dict(item.special_codes),
        reverse=item.reverse and item.scale is not None,
        shown_if=item.shown_if,
    )


def _routing_codes(questionnaire: Questionnaire, column: str) -> tuple[int, ...]:
    """Return the codes of the item that a column belongs to; none for numbers and for options that are 0 or 1."""
    item = questionnaire.items.get(column)
    return tuple(item.labels) if item is not None and item.type != "number" else ()
