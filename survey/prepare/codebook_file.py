"""Codebooks as YAML files: finding, reading, checking and building them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from survey.errors import QuestionnaireError
from survey.prepare.codebook import Code, Codebook, Negation
from survey.questionnaire.text import LocalText
from survey.questionnaire.yaml_file import find_shipped, read_tree, shipped_folder

_KEPT = 8
_FOLDER = "codebooks"

Tree = Mapping[str, Any]


def load_codebook(source: str | Path | Codebook) -> Codebook:
    """Load a codebook of comments.

    Parameters
    ----------
    source
        A shipped name (`list_codebooks`), the path of a YAML file, or a codebook.

    Raises
    ------
    QuestionnaireError
        The file is missing, is no YAML, or has errors; the message lists every one with its line.

    Notes
    -----
    Loading runs the file's own examples: a codebook that does not code them as it says is refused.

    Examples
    --------
    >>> codebook = load_codebook("ecommerce-service")
    >>> codebook.codes["refund"].label.in_language("en")
    'Refunds'
    """
    if isinstance(source, Codebook):
        return source
    path = find_codebook(source)
    return _load(path, path.read_bytes())


def list_codebooks() -> list[str]:
    """List the names of the codebooks that come with the package.

    Examples
    --------
    >>> list_codebooks()
    ['ecommerce-service']
    """
    return sorted(path.stem for path in (shipped_folder() / _FOLDER).glob("*.yaml"))


def find_codebook(source: str | Path) -> Path:
    """Return the path of a codebook given by a shipped name or by its own path.

    Raises
    ------
    QuestionnaireError
        There is neither such a file nor such a name.
    """
    return find_shipped(source, shipped_folder() / _FOLDER, "codebook")


@lru_cache(maxsize=_KEPT)
def _load(path: Path, content: bytes) -> Codebook:
    """Keep the codebooks read last while their files stay the same."""
    from survey.prepare.codebook_lint import lint_codebook_tree

    tree = read_tree(path)
    mistakes = [mistake for mistake in lint_codebook_tree(tree, path) if mistake.severity == "error"]
    if mistakes:
        listed = "\n".join(f"  {mistake}" for mistake in mistakes)
        raise QuestionnaireError(f"{path} has {len(mistakes)} error(s):\n{listed}", mistakes)
    return build_codebook(tree, path=path)


def build_codebook(tree: Tree, *, path: Path | None = None) -> Codebook:
    """Build a codebook from a tree in which the linter found no error."""
    return Codebook(
        id=str(tree["id"]),
        version=str(tree.get("version", "")),
        title=LocalText(tree["title"]),
        languages=tuple(tree["languages"]),
        codes={str(one["id"]): _code(one) for one in tree["codes"]},
        negation={language: _negation(one) for language, one in tree.get("negation", {}).items()},
        path=path,
    )


def _code(tree: Tree) -> Code:
    return Code(
        id=str(tree["id"]),
        polarity=tree["polarity"],
        label=LocalText(tree["label"]),
        definition=LocalText(tree["definition"]),
        construct=str(tree.get("construct", "")),
        terms=_texts(tree, "terms"),
        exceptions=_texts(tree, "except"),
        negated_as=str(tree.get("negated_as", "")),
        examples=_texts(tree, "examples"),
        counter_examples=_texts(tree, "counter_examples"),
    )


def _negation(tree: Tree) -> Negation:
    words, fillers, exceptions, wishes = (
        tuple(map(str, tree.get(key, ()))) for key in ("words", "fillers", "except", "wishes")
    )
    return Negation(words, fillers, exceptions, wishes)


def _texts(tree: Tree, key: str) -> dict[str, tuple[str, ...]]:
    return {language: tuple(map(str, texts)) for language, texts in tree.get(key, {}).items()}
