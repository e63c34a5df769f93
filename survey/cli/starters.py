"""Questionnaire files to start from: a template, a copy, or a draft from a file of another program."""

from __future__ import annotations

import re
from pathlib import Path

from survey.drafting.draft import draft_questionnaire
from survey.errors import OptionError
from survey.questionnaire.lint.names import QUESTIONNAIRE_ID
from survey.questionnaire.yaml_file import find_questionnaire

TEMPLATE = Path(__file__).parent / "minimal.yaml"
QUESTIONNAIRE_SUFFIXES = frozenset({".yaml", ".yml"})
_ID_LINE = re.compile(r"^id:.*$", re.MULTILINE)


def is_foreign(source: str) -> bool:
    """Tell whether a source is a file of another program, and neither a shipped name nor a questionnaire file."""
    path = Path(source)
    return bool(path.suffix or path.is_file()) and path.suffix.lower() not in QUESTIONNAIRE_SUFFIXES


def write_starter(
    name: str, path: Path, *, source: str | None = None, language: str | None = None, force: bool = False
) -> tuple[Path, tuple[str, ...]]:
    """Write a questionnaire file to edit; return it, and notes about what could not be drafted.

    Parameters
    ----------
    name
        Id of the new questionnaire.
    path
        The file to write.
    source
        The questionnaire to copy, comments kept, or a file of another program to draft from; None takes a short
        commented template.
    language
        Of a file to draft from.
    force
        Overwrite a file that is there.

    Raises
    ------
    OptionError
        The name cannot be an id, the path does not end in .yaml, or a file is there already.
    QuestionnaireError
        There is no such source.
    ReadError
        The file cannot be drafted from.
    """
    if not QUESTIONNAIRE_ID.fullmatch(name):
        raise OptionError(f"'{name}' cannot be an id; use lower-case letters, digits and hyphens, such as my-shop.")
    if path.suffix.lower() not in QUESTIONNAIRE_SUFFIXES:
        raise OptionError(f"{path}: a questionnaire file ends in .yaml.")
    if path.exists() and not force:
        raise OptionError(f"{path} is there already; choose another --out, or overwrite it with --force.")
    if source is not None and is_foreign(source):
        draft = draft_questionnaire(source, language=language, name=name)
        return draft.save(path, force=force), draft.notes
    if language is not None:
        raise OptionError("--language goes with a file of another program to draft from; leave it out.")
    text = (TEMPLATE if source is None else find_questionnaire(source)).read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_ID_LINE.sub(f"id: {name}", text, count=1), encoding="utf-8")
    return path, ()
