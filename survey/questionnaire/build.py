"""From the tree of a checked YAML file to a `Questionnaire`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from survey.errors import OptionError
from survey.questionnaire.construct import (
    INDICATORS,
    AnalysisPlan,
    Construct,
    KanoFeature,
    Margin,
    ScreeningRules,
    Simulation,
)
from survey.questionnaire.item import Choice, Item, Matrix, Page
from survey.questionnaire.path import read_path
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition, combine, parse_condition
from survey.questionnaire.scale import RECOMMEND_RANGE, STARS_MAXIMUM, Point, Scale, Special
from survey.questionnaire.text import LocalText

Tree = Mapping[str, Any]


def build_questionnaire(tree: Tree, *, path: Path | None = None, modules: Iterable[str] | None = None) -> Questionnaire:
    """Build a questionnaire from a tree in which `lint` found no error.

    Parameters
    ----------
    tree
        The YAML file's content.
    path
        Where it came from.
    modules
        The optional modules to ask; None takes each module's default.

    Raises
    ------
    OptionError
        A module that the questionnaire does not have.
    """
    switched = _modules(tree, modules)
    scales = {key: _scale(key, value) for key, value in tree.get("scales", {}).items()}
    pages, items = _pages(tree, scales, {name for name, on in switched.items() if not on})
    constructs = _constructs(tree, items)
    consent = tree.get("consent") or {}
    return Questionnaire(
        id=str(tree["id"]),
        version=str(tree.get("version", "")),
        languages=tuple(tree["languages"]),
        title=LocalText(tree["title"]),
        pages=pages,
        items=items,
        constructs=constructs,
        scales=scales,
        analysis=_plan(tree, constructs, items),
        screening=_screening(tree),
        margins={key: _margin(str(key), value) for key, value in tree.get("margins", {}).items() if key in items},
        quotas={
            key: {int(c): int(n) for c, n in value.items()}
            for key, value in tree.get("quotas", {}).items()
            if key in items
        },
        modules=switched,
        simulation=_simulation(tree, constructs),
        description=_text(tree, "description"),
        intro=_text(tree, "intro"),
        consent=_text(consent, "text"),
        consent_required=bool(consent.get("required", False)),
        thanks=_text(tree, "thanks"),
        source=_text(tree, "source"),
        path=path,
    )


def _modules(tree: Tree, wanted: Iterable[str] | None) -> dict[str, bool]:
    known = {str(key): bool(value.get("default", True)) for key, value in tree.get("modules", {}).items()}
    if wanted is None:
        return known
    chosen = set(wanted)
    if unknown := chosen - set(known):
        raise OptionError(
            f"questionnaire {tree['id']} has no module {', '.join(sorted(unknown))}; it has: "
            f"{', '.join(known) or 'none'}."
        )
    return {name: name in chosen for name in known}


def _text(tree: Tree, key: str) -> LocalText | None:
    return LocalText(tree[key]) if tree.get(key) else None


def _condition(tree: Tree) -> Condition | None:
    return parse_condition(str(tree["shown_if"])) if tree.get("shown_if") else None


def _shares(targets: Mapping[Any, Any]) -> dict[int, float]:
    return {int(code): float(share) for code, share in targets.items()}


def _margin(item: str, tree: Tree) -> Margin:
    return Margin(
        item=item,
        targets=_shares(tree["targets"]),
        source=_text(tree, "source"),
        illustrative=bool(tree.get("illustrative", False)),
    )


def _special(tree: Tree) -> tuple[Special, ...]:
    return tuple(
        Special(kind, int(value["code"]), LocalText(value["label"]))
        for kind, value in (tree.get("special") or {}).items()
    )


def _points(low: int, high: int, anchors: Mapping[Any, Any]) -> tuple[Point, ...]:
    labels = {int(code): LocalText(label) for code, label in anchors.items()}
    return tuple(Point(code, labels.get(code, LocalText({}))) for code in range(low, high + 1))


def _scale(name: str, tree: Tree) -> Scale:
    if "points" in tree:
        points = tuple(Point(int(code), LocalText(label)) for code, label in tree["points"].items())
    else:
        points = _points(int(tree["from"]), int(tree["to"]), tree.get("anchors") or {})
    return Scale(name, tuple(sorted(points, key=lambda point: point.code)), _special(tree))


def _item_scale(tree: Tree, kind: str, scales: Mapping[str, Scale]) -> Scale | None:
    if kind == "scale":
        return scales[tree["scale"]]
    anchors = tree.get("anchors") or {}
    if kind == "recommend":
        return Scale("recommend", _points(*RECOMMEND_RANGE, anchors), _special(tree))
    if kind == "stars":
        return Scale("stars", _points(1, int(tree.get("max", STARS_MAXIMUM)), anchors), _special(tree))
    return None


def _choice(code: Any, tree: Any) -> Choice:
    if "label" in tree:
        return Choice(
            int(code),
            LocalText(tree["label"]),
            has_text=bool(tree.get("text", False)),
            exclusive=bool(tree.get("exclusive", False)),
            shown_if=_condition(tree),
        )
    return Choice(int(code), LocalText(tree))


def _item(tree: Tree, page: str, scales: Mapping[str, Scale], *outer: Condition | None, **more: Any) -> Item:
    kind = more.pop("type", None) or tree["type"]
    scale = _item_scale(tree, kind, scales)
    number = kind == "number"
    return Item(
        id=str(tree["id"]),
        type=kind,
        text=LocalText(tree["text"]),
        page=page,
        help=_text(tree, "help"),
        scale=scale,
        choices=tuple(_choice(code, value) for code, value in (tree.get("choices") or {}).items()),
        special=scale.special if scale else _special(tree),
        required=bool(tree.get("required", more.pop("required", False))),
        reverse=bool(tree.get("reverse", False)),
        shown_if=combine(*outer, _condition(tree)),
        module=tree.get("module", more.pop("module", None)),
        attention=int(tree["attention"]["answer"]) if tree.get("attention") else None,
        minimum=float(tree["min"]) if number and "min" in tree else None,
        maximum=float(tree["max"]) if number and "max" in tree else None,
        integer=bool(tree.get("integer", False)),
        unit=_text(tree, "unit"),
        **more,
    )


def _matrix_items(tree: Tree, page: str, scales: Mapping[str, Scale], outer: Condition | None) -> list[Item]:
    shared = {
        "type": "scale",
        "matrix": str(tree["id"]),
        "required": bool(tree.get("required", False)),
        "module": tree.get("module"),
    }
    rows = [{"scale": tree["scale"], **row} for row in tree["rows"]]
    return [_item(row, page, scales, outer, _condition(tree), **shared) for row in rows]


def _pages(tree: Tree, scales: Mapping[str, Scale], off: set[str]) -> tuple[tuple[Page, ...], dict[str, Item]]:
    pages: list[Page] = []
    items: dict[str, Item] = {}
    for page in tree["pages"]:
        blocks: list[str | Matrix] = []
        for block in page["items"]:
            if block["type"] == "matrix":
                found = _matrix_items(block, str(page["id"]), scales, _condition(page))
            else:
                found = [_item(block, str(page["id"]), scales, _condition(page))]
            kept = [item for item in found if item.module not in off]
            items |= {item.id: item for item in kept}
            if kept and block["type"] == "matrix":
                rows = tuple(item.id for item in kept)
                blocks.append(
                    Matrix(id=str(block["id"]), text=LocalText(block["text"]), rows=rows, help=_text(block, "help"))
                )
            elif kept:
                blocks.append(kept[0].id)
        if blocks:
            pages.append(
                Page(
                    id=str(page["id"]),
                    blocks=tuple(blocks),
                    title=_text(page, "title"),
                    intro=_text(page, "intro"),
                    shown_if=_condition(page),
                )
            )
    return tuple(pages), items


def _constructs(tree: Tree, items: Mapping[str, Item]) -> dict[str, Construct]:
    built = {}
    for key, value in tree.get("constructs", {}).items():
        present = tuple(str(item) for item in value["items"] if item in items)
        if present:
            built[str(key)] = Construct(
                id=str(key),
                role=value["role"],
                label=LocalText(value["label"]),
                items=present,
                definition=_text(value, "definition"),
                source=str(value.get("source", "")).strip(),
                likely_causes=tuple(LocalText(text) for text in value.get("likely_causes") or ()),
                suggested_actions=tuple(LocalText(text) for text in value.get("suggested_actions") or ()),
            )
    return built


def _plan(tree: Tree, constructs: Mapping[str, Construct], items: Mapping[str, Item]) -> AnalysisPlan:
    plan = tree.get("analysis") or {}
    return AnalysisPlan(
        outcome=plan["outcome"] if plan.get("outcome") in constructs else None,
        drivers=tuple(driver for driver in plan.get("drivers") or () if driver in constructs),
        profile=tuple(item for item in plan.get("profile") or () if item in items),
        paths=_paths(plan, constructs),
        kano=_kano(plan, items),
        **{name: plan[name] for name in INDICATORS if plan.get(name) in items},
    )


def _paths(plan: Tree, constructs: Mapping[str, Construct]) -> tuple[tuple[str, str], ...]:
    pairs = [pair for line in plan.get("paths") or () for pair in read_path(str(line)) or ()]
    return tuple(dict.fromkeys(pair for pair in pairs if set(pair) <= set(constructs)))


def _kano(plan: Tree, items: Mapping[str, Item]) -> tuple[KanoFeature, ...]:
    """Return the features whose items are all asked."""
    return tuple(
        KanoFeature(
            id=str(key),
            label=LocalText(value["label"]),
            with_item=str(value["with"]),
            without_item=str(value["without"]),
            importance=value.get("importance"),
        )
        for key, value in (plan.get("kano") or {}).items()
        if {value[part] for part in ("with", "without", "importance") if part in value} <= set(items)
    )


def _screening(tree: Tree) -> ScreeningRules:
    given = tree.get("screening") or {}
    return ScreeningRules(**{field.name: given[field.name] for field in fields(ScreeningRules) if field.name in given})


def _simulation(tree: Tree, constructs: Mapping[str, Construct]) -> Simulation:
    given = tree.get("simulation") or {}
    coefficients = {key: float(value) for key, value in (given.get("coefficients") or {}).items() if key in constructs}
    return Simulation(coefficients=coefficients, correlation=float(given.get("correlation", 0.4)))
