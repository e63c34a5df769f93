"""Loading a questionnaire by name or path."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from survey.errors import QuestionnaireError
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.lint import lint_tree
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import find_questionnaire, read_tree, shipped_names

_KEPT = 16


def load_questionnaire(source: str | Path | Questionnaire, *, modules: Iterable[str] | None = None) -> Questionnaire:
    """Load a questionnaire.

    Parameters
    ----------
    source
        The name of a shipped questionnaire (`list_questionnaires`), or the path of a YAML file.
    modules
        The optional modules to ask; None takes each module's default.

    Raises
    ------
    QuestionnaireError
        The file is missing, is no YAML, or has errors; the message lists every one with its line.

    Notes
    -----
    The same file with the same content gives the same object, which nothing changes.

    Examples
    --------
    >>> questionnaire = load_questionnaire("ecommerce-service")
    >>> questionnaire.languages
    ('zh-CN', 'en')
    >>> questionnaire.outcome
    'satisfaction'
    """
    if isinstance(source, Questionnaire):
        return source
    path = find_questionnaire(source)
    chosen = None if modules is None else tuple(modules)
    try:
        return _load(path, path.read_bytes(), chosen)
    except OSError:
        return _build(path, chosen)  # which says what is wrong with the file


@lru_cache(maxsize=_KEPT)
def _load(path: Path, content: bytes, modules: tuple[str, ...] | None) -> Questionnaire:
    """Keep the questionnaires read last while their files stay the same: reading YAML takes a third of a second."""
    return _build(path, modules)


def _build(path: Path, modules: tuple[str, ...] | None) -> Questionnaire:
    tree = read_tree(path)
    mistakes = [mistake for mistake in lint_tree(tree, path) if mistake.severity == "error"]
    if mistakes:
        listed = "\n".join(f"  {mistake}" for mistake in mistakes)
        raise QuestionnaireError(f"{path} has {len(mistakes)} error(s):\n{listed}", mistakes)
    return build_questionnaire(tree, path=path, modules=modules)


def list_questionnaires() -> list[str]:
    """List the names of the questionnaires that come with the package.

    Examples
    --------
    >>> "ecommerce-service" in list_questionnaires()
    True
    """
    return shipped_names()
