"""Questionnaire files to start from."""

from __future__ import annotations

import re
from pathlib import Path

from survey.errors import OptionError
from survey.questionnaire.lint.names import QUESTIONNAIRE_ID
from survey.questionnaire.yaml_file import find_questionnaire

TEMPLATE = Path(__file__).parent / "minimal.yaml"
_ID_LINE = re.compile(r"^id:.*$", re.MULTILINE)


def write_starter(name: str, path: Path, *, source: str | None = None, force: bool = False) -> Path:
    """Write a questionnaire file to edit.

    Parameters
    ----------
    name
        Id of the new questionnaire.
    path
        The file to write.
    source
        The questionnaire to copy, comments kept; None takes a short commented template.
    force
        Overwrite a file that is there.

    Raises
    ------
    OptionError
        The name cannot be an id, the path does not end in .yaml, or a file is there already.
    QuestionnaireError
        There is no such source.
    """
    if not QUESTIONNAIRE_ID.fullmatch(name):
        raise OptionError(f"'{name}' cannot be an id; use lower-case letters, digits and hyphens, such as my-shop.")
    if path.suffix.lower() not in {".yaml", ".yml"}:
        raise OptionError(f"{path}: a questionnaire file ends in .yaml.")
    if path.exists() and not force:
        raise OptionError(f"{path} is there already; choose another --out, or overwrite it with --force.")
    text = (TEMPLATE if source is None else find_questionnaire(source)).read_text(encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_ID_LINE.sub(f"id: {name}", text, count=1), encoding="utf-8")
    return path
