"""Ids and languages: their form, their length, and that none stands for two things."""

from __future__ import annotations

import re
from collections.abc import Iterator

from survey.questionnaire.lint.branch import Branch
from survey.questionnaire.lint.draft import LANGUAGE_TAG, LONGEST_ID, Asked, Draft
from survey.questionnaire.lint.mistake import Mistake

ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
QUESTIONNAIRE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ROUTING_WORDS = frozenset({"and", "or", "not", "in", "includes", "answered"})


def check_questionnaire_id(draft: Draft) -> Iterator[Mistake]:
    """Check the form of the questionnaire's own id."""
    name = draft.tree.get("id")
    if name is not None and not QUESTIONNAIRE_ID.fullmatch(name):
        advice = "use lower-case letters, digits and hyphens, such as ecommerce-service"
        yield draft.error("id-form", draft.tree.at("id"), f"the questionnaire id '{name}' has another form", advice)


def check_languages(draft: Draft) -> Iterator[Mistake]:
    """Check the language tags."""
    tags = draft.tree.get("languages")
    seen: set[str] = set()
    for tag, line in zip(tags, tags.lines, strict=True) if tags is not None else ():
        if not LANGUAGE_TAG.fullmatch(tag):
            yield draft.error("language", line, f"'{tag}' is no language tag", "write a tag such as zh-CN or en")
        if tag.lower() in seen:
            yield draft.error("language", line, f"language '{tag}' is declared twice", "leave one out")
        seen.add(tag.lower())


def check_id_forms(draft: Draft) -> Iterator[Mistake]:
    """Check the form of every id that later names a column, a construct, a scale or a page."""
    for what, name, line, item in _all_ids(draft):
        if not ID.fullmatch(name):
            advice = "use letters a-z, digits and _, starting with a letter"
            yield draft.error("id-form", line, f"the id of {what} '{name}' has another form", advice, item)
        elif len(name) > LONGEST_ID:
            message = f"the id of {what} is {len(name)} characters long"
            yield draft.error("id-form", line, message, f"use at most {LONGEST_ID} characters, better 20", item)
        elif item and name in ROUTING_WORDS:
            message = f"'{name}' is a word of the routing language"
            yield draft.error("id-form", line, message, "choose another id", item)


def check_duplicate_ids(draft: Draft) -> Iterator[Mistake]:
    """Check that no two items, rows or matrices share an id, ignoring case, and no two pages."""
    seen: dict[str, int] = {}
    for name, line in sorted(_asked_ids(draft), key=lambda pair: pair[1]):
        first = seen.setdefault(name.lower(), line)
        if first != line:
            message = f"the id is already used on line {first} (upper and lower case count as the same)"
            yield draft.error("duplicate-id", line, message, "choose another id", name)


def check_page_ids(draft: Draft) -> Iterator[Mistake]:
    """Check that no two pages share an id; warn where a page has the id of an item."""
    asked = {name.lower(): line for name, line in _asked_ids(draft)}
    pages: dict[str, int] = {}
    for page in draft.pages:
        if "id" not in page:
            continue
        name, line = str(page["id"]), page.at("id")
        first = pages.setdefault(name.lower(), line)
        if first != line:
            message = f"page '{name}' has the id of the page on line {first}"
            yield draft.error("duplicate-id", line, message, "choose another id")
        elif name.lower() in asked:
            message = f"page '{name}' has the id of the item on line {asked[name.lower()]}"
            advice = "rename the page: in an XLSForm pages and items share one list of names"
            yield draft.warning("duplicate-id", line, message, advice)


def check_column_clashes(draft: Draft) -> Iterator[Mistake]:
    """Check that no item's id is a column made for the options of another one."""
    owners = {column.lower(): item for item in draft.items for column in _made_columns(item)}
    for item in draft.items:
        owner = owners.get(item.id.lower())
        if owner is not None:
            message = f"the id is also the column of an option of {owner.id} (line {owner.line})"
            yield draft.error("column-clash", item.line, message, "choose another id", item.id)


def check_modules(draft: Draft) -> Iterator[Mistake]:
    """Check that items name modules that exist, and that every module has an item."""
    known = draft.part("modules")
    used: set[str] = set()
    for tree, name in _with_module(draft):
        used.add(tree["module"])
        if tree["module"] not in known:
            message = f"there is no module '{tree['module']}'"
            listed = ", ".join(known) or "none so far"
            advice = f"declare it under `modules` or use one of these: {listed}"
            yield draft.error("unknown-module", tree.at("module"), message, advice, name)
    for name in known:
        if name not in used:
            message = f"no item belongs to module '{name}'"
            yield draft.warning("unused", known.at(name), message, f"give items `module: {name}`, or leave it out")


def _with_module(draft: Draft) -> Iterator[tuple[Branch, str]]:
    trees = [(matrix, matrix["id"]) for matrix in draft.matrices] + [(item.tree, item.id) for item in draft.items]
    return ((tree, name) for tree, name in trees if "module" in tree)


def _asked_ids(draft: Draft) -> list[tuple[str, int]]:
    return [(item.id, item.line) for item in draft.items] + [(one["id"], one.at("id")) for one in draft.matrices]


def _all_ids(draft: Draft) -> Iterator[tuple[str, str, int, str | None]]:
    yield from (("the item", name, line, name) for name, line in _asked_ids(draft))
    yield from (("page", page["id"], page.at("id"), None) for page in draft.pages if "id" in page)
    for what, part in (("scale", "scales"), ("construct", "constructs"), ("module", "modules")):
        names = draft.part(part)
        yield from ((what, name, names.at(name), None) for name in names)


def _made_columns(item: Asked) -> Iterator[str]:
    choices = item.tree.get("choices", {})
    for code, choice in choices.items():
        if item.kind == "multiple_choice":
            yield f"{item.id}__{code}"
        if choice.get("text") is True:
            yield f"{item.id}__{code}__text"


RULES = (
    check_questionnaire_id,
    check_languages,
    check_id_forms,
    check_duplicate_ids,
    check_page_ids,
    check_column_clashes,
    check_modules,
)
