"""Cells written as YAML, in several languages, and the notebook made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import Any

from survey.errors import OptionError, check_option

LANGUAGES = ("en", "zh-CN")
# A line break between two Chinese signs, which Markdown would show as a space.
_CHINESE_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=\**[^\x00-\x7f])")


def read_cells(path: Path) -> list[dict[str, Any]]:
    """Read the templates of cells: each has `text` by language or `code`, and the facts under which it is written."""
    from ruamel.yaml import YAML

    return [{"when": [], **cell} for cell in YAML(typ="safe", pure=True).load(path)]


def fill_cells(
    templates: Iterable[Mapping[str, Any]], values: Mapping[str, str], language: str
) -> list[dict[str, Any]]:
    """Return notebook cells: texts in one language, $names replaced; cells without an id are numbered."""
    return [_fill(template, values, language, number) for number, template in enumerate(templates, 1)]


def _fill(template: Mapping[str, Any], values: Mapping[str, str], language: str, number: int) -> dict[str, Any]:
    code = "code" in template
    text = Template(template["code"] if code else template["text"][language]).substitute(values).strip("\n")
    if not code:
        text = _CHINESE_BREAK.sub("", text)
    name = template.get("id", f"cell-{number:02}")
    cell = {"cell_type": "code" if code else "markdown", "id": name, "metadata": {}}
    if code:
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": text.splitlines(keepends=True)}


def check_target(path: str | Path, language: str) -> Path:
    """Return the path of the notebook; refuse another suffix and another language."""
    check_option("language", language, LANGUAGES)
    target = Path(path)
    if target.suffix != ".ipynb":
        raise OptionError(f"{target}: a notebook ends in .ipynb.")
    return target


def write_cells(cells: list[dict[str, Any]], target: Path) -> Path:
    """Write a notebook without outputs; folders are made where they are missing."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return target
