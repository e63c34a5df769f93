"""Reading the file to be linted, where whatever keeps it from being read is a mistake with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from survey.errors import QuestionnaireError
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.yaml_file import find_questionnaire, read_tree

_QUOTES = "put dates, long numbers and other odd values in quotes to keep them as text"


def read_source(source: str | Path) -> tuple[Any, Path] | Mistake:
    """Read the YAML file of a questionnaire, or say why that is impossible.

    Parameters
    ----------
    source
        The name of a shipped questionnaire, or a path.
    """
    try:
        path = find_questionnaire(source)
    except QuestionnaireError as error:
        message, _, advice = str(error).removeprefix(f"{source}: ").partition(". ")
        return _mistake(source, 1, message, advice)
    try:
        return read_tree(path), path
    except QuestionnaireError as error:
        return _explain(path, error.__cause__ or error)
    except (YAMLError, ValueError, RecursionError, OSError) as error:
        return _explain(path, error)


def _mistake(file: object, line: int, message: str, advice: str) -> Mistake:
    return Mistake(str(file), line, None, "error", "yaml", message, advice.removesuffix("."))


def _explain(path: Path, error: BaseException) -> Mistake:
    if isinstance(error, UnicodeDecodeError):
        line = bytes(error.object[: error.start]).count(b"\n") + 1
        return _mistake(path, line, f"byte {error.start + 1} is not UTF-8 text", "save the file as UTF-8")
    if isinstance(error, DuplicateKeyError):
        return _explain_duplicate(path, error)
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        problem = " ".join(str(error.problem or error.context).split())
        return _mistake(
            path, mark.line + 1 if mark else 1, f"this is no YAML: {problem}", "mend the line or the one above"
        )
    if isinstance(error, RecursionError):
        return _mistake(path, 1, "the parts are nested too deeply", "this is hardly a questionnaire")
    if isinstance(error, ValueError):
        return _mistake(path, _unreadable_line(path), f"a value cannot be read: {error}", _QUOTES)
    if isinstance(error, OSError):
        return _mistake(path, 1, f"the file cannot be opened: {error.strerror}", "check the path and its permissions")
    line = _text(path)[: getattr(error, "position", 0)].count("\n") + 1
    return _mistake(path, line, "the line holds a control character", "delete it")


def _explain_duplicate(path: Path, error: DuplicateKeyError) -> Mistake:
    key = re.search(r'found duplicate key "(.*?)" with', str(error.problem), re.S)
    line = error.problem_mark.line + 1
    same = [node.start_mark.line + 1 for node in _keys(path, error.context_mark) if key and node.value == key[1]]
    first = f", already on line {same[0]}" if same else ""
    return _mistake(path, line, f"the key `{key[1] if key else ''}` comes twice{first}", "leave one out or rename it")


def _keys(path: Path, start: Any) -> Iterator[ScalarNode]:
    """Walk through the keys of the mapping that starts at a mark."""
    for node in _nodes(path):
        if isinstance(node, MappingNode) and node.start_mark.index == start.index:
            yield from (key for key, _ in node.value if isinstance(key, ScalarNode))


def _unreadable_line(path: Path) -> int:
    """Return the line of the first value that is YAML in form but cannot be converted, such as 2024-13-45."""
    for node in _nodes(path):
        if isinstance(node, ScalarNode) and node.style is None:
            try:
                YAML(typ="rt").load(str(node.value))
            except ValueError:
                return int(node.start_mark.line) + 1
            except YAMLError:
                continue
    return 1


def _nodes(path: Path) -> Iterator[Node]:
    waiting, seen = [YAML(typ="rt").compose(_text(path))], set()
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, MappingNode):
            waiting.extend(part for pair in reversed(node.value) for part in reversed(pair))
        elif isinstance(node, SequenceNode):
            waiting.extend(reversed(node.value))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")
