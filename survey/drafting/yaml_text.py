"""The text of a draft: the tree as YAML, with its comments before the lines they are about."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML

from survey.drafting.sketch import Route
from survey.drafting.tree import Path, Tree
from survey.questionnaire.lint import lint_tree
from survey.questionnaire.lint.mistake import Mistake

_WIDTH = 1 << 30  # no line is ever broken
_FIRST_LINE = 1_000_000
_SCALE = re.compile(r"  ['\"]?(?P<name>\w+)['\"]?:")
_PAGE, _ITEM, _ROW = "  - id: ", "      - id: ", "          - {id: "


def find_unsound_routes(tree: Tree, file: str) -> dict[int, Mistake]:
    """Return the conditions that cannot be used as they are, by the `id` of the condition, and why."""
    lines = {}
    for number, (node, route) in enumerate(tree.routes):
        node.lc.add_kv_line_col("shown_if", [_FIRST_LINE + number, 0, _FIRST_LINE + number, 0])
        lines[_FIRST_LINE + number + 1] = route
    mistakes = [one for one in lint_tree(tree.root, file) if one.severity == "error"]
    return {id(lines[one.line]): one for one in mistakes if one.line in lines}


def write_yaml(tree: Tree, head: list[str], foot: list[str]) -> str:
    """Return the text of a questionnaire file.

    Parameters
    ----------
    tree
        The tree and its comments.
    head, foot
        Lines of comment before and after it.
    """
    body = dump_yaml(tree.root).splitlines()
    places = _find_places(body)
    before: dict[int, list[str]] = {}
    for path, remarks in tree.remarks.items():
        if remarks:
            before.setdefault(places[path], []).extend(remarks)
    lines = [_comment(line) for line in head]
    for number, line in enumerate(body):
        indent = line[: len(line) - len(line.lstrip())]
        lines += [f"{indent}{_comment(remark)}" for remark in before.get(number, ())]
        lines.append(line)
    return "\n".join([*lines, "", *map(_comment, foot)]).rstrip("\n") + "\n"


def dump_yaml(node: Any) -> str:
    """Return a node as YAML."""
    stream = io.StringIO()
    _yaml().dump(node, stream)
    return stream.getvalue()


def _yaml() -> YAML:
    writer = YAML(typ="rt")
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = _WIDTH
    writer.allow_unicode = True
    return writer


def _find_places(body: Sequence[str]) -> dict[Path, int]:
    """Return the line of each scale, page, item and row: no text stands on a line of its own, so indents tell."""
    places: dict[Path, int] = {}
    section, page, item, row = "", -1, -1, -1
    for number, line in enumerate(body):
        if not line.startswith(" "):
            section = line.partition(":")[0]
        elif section == "scales" and (match := _SCALE.fullmatch(line)):
            places["scales", match["name"]] = number
        elif section == "pages" and line.startswith(_PAGE):
            page, item = page + 1, -1
            places["pages", page] = number
        elif section == "pages" and line.startswith(_ITEM):
            item, row = item + 1, -1
            places["pages", page, "items", item] = number
        elif section == "pages" and line.startswith(_ROW):
            row += 1
            places["pages", page, "items", item, "rows", row] = number
    return places


def _comment(text: str) -> str:
    return f"# {text}" if text else "#"


def drop_route(route: Route, mistake: Mistake) -> None:
    """Make a condition one that the routing language cannot say, and add why."""
    route.node = None
    route.original = f"{route.original} ({mistake.message})"
