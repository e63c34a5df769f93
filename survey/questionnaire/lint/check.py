"""Running every rule over a questionnaire file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from survey.errors import QuestionnaireError
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.lint.structure import read_structure
from survey.questionnaire.yaml_file import find_questionnaire, read_tree


def lint_tree(tree: Any, path: Path | str) -> list[Mistake]:
    """Find every mistake in the tree of a questionnaire file.

    Parameters
    ----------
    tree
        Whatever the YAML file held; nothing in it makes this function raise.
    path
        The file, for the messages.

    Returns
    -------
    list of Mistake
        In the order of the file. Without an error among them the questionnaire can be built.
    """
    _, mistakes = read_structure(tree, str(path))
    return sorted(mistakes, key=lambda mistake: mistake.line)


def lint_questionnaire(source: str | Path) -> list[Mistake]:
    """Find every mistake in a questionnaire, by shipped name or path."""
    try:
        path = find_questionnaire(source)
        tree = read_tree(path)
    except QuestionnaireError as error:
        found = re.search(r", line (\d+): ", str(error))
        return [Mistake(str(source), int(found[1]) if found else 1, None, "error", "yaml", str(error), "")]
    return lint_tree(tree, path)
