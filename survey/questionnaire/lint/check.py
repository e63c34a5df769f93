"""Running every rule over a questionnaire file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from survey.questionnaire.lint import answers, constructs, names, plan, platform_limits, reach, routing, texts, wording
from survey.questionnaire.lint.draft import Draft
from survey.questionnaire.lint.mistake import Mistake
from survey.questionnaire.lint.source import read_source
from survey.questionnaire.lint.structure import read_structure

Rule = Callable[[Draft], Iterable[Mistake]]

RULES: tuple[Rule, ...] = (
    *names.RULES,
    *answers.RULES,
    *routing.RULES,
    *reach.RULES,
    *constructs.RULES,
    *plan.RULES,
    *texts.RULES,
    *wording.RULES,
    *platform_limits.RULES,
)


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

    Examples
    --------
    >>> print(lint_tree({"id": "mine", "languages": ["en"], "title": {"en": "Mine"}, "page": []}, "mine.yaml")[0])
    mine.yaml:1: error: a questionnaire has no key `page`. Did you mean `pages`?
    """
    sound, mistakes = read_structure(tree, str(path))
    if sound is not None:
        draft = Draft(sound, str(path))
        mistakes += [mistake for rule in RULES for mistake in rule(draft)]
    return sorted(mistakes, key=lambda mistake: mistake.line)


def lint_questionnaire(source: str | Path) -> list[Mistake]:
    """Find every mistake in a questionnaire file.

    Use it while writing a questionnaire: it finds everything at once, where loading stops at errors and is silent about
    warnings.

    Parameters
    ----------
    source
        The name of a shipped questionnaire (`list_questionnaires`), or the path of a YAML file.

    Returns
    -------
    list of Mistake
        In the order of the file; a file that is missing, no YAML or not UTF-8 is one mistake.

    Examples
    --------
    >>> [str(mistake) for mistake in lint_questionnaire("ecommerce-service") if mistake.severity == "error"]
    []
    >>> print(lint_questionnaire("mine.yaml")[0])
    mine.yaml:1: error: there is no such file. Check the path, or use a shipped questionnaire's name.
    """
    found = read_source(source)
    return [found] if isinstance(found, Mistake) else lint_tree(*found)
