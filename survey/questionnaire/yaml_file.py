"""Questionnaires as YAML files: finding, reading, and the tree with its line numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from survey.errors import QuestionnaireError

_PACKAGED = Path(__file__).parent / "shipped"
_CHECKOUT = Path(__file__).parents[2] / "questionnaires"


def shipped_folder() -> Path:
    """Return the folder of the questionnaires that come with the package."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def shipped_names() -> list[str]:
    """Return the names of the questionnaires that come with the package."""
    return sorted(path.stem for path in shipped_folder().glob("*.yaml"))


def find_questionnaire(source: str | Path) -> Path:
    """Return the path of a questionnaire given by a shipped name or by its own path.

    Raises
    ------
    QuestionnaireError
        There is neither such a file nor such a name.
    """
    return find_shipped(source, shipped_folder(), "questionnaire")


def find_shipped(source: str | Path, folder: Path, what: str) -> Path:
    """Return the path of a YAML file given by its name in a folder or by its own path.

    Raises
    ------
    QuestionnaireError
        There is neither such a file nor such a name; the message says what was looked for.
    """
    path = Path(source)
    if path.suffix.lower() in {".yaml", ".yml"} or path.is_file():
        if path.is_file():
            return path
        raise QuestionnaireError(f"{path}: there is no such file. Check the path, or use a shipped {what}'s name.")
    names = sorted(each.stem for each in folder.glob("*.yaml"))
    if str(source) in names:
        return folder / f"{source}.yaml"
    raise QuestionnaireError(
        f"there is no {what} '{source}'. Shipped ones: {', '.join(names)}; for one of your own give the path of its "
        ".yaml file."
    )


def read_tree(path: Path) -> Any:
    """Read a YAML file into a tree that knows its lines (`lc`).

    Raises
    ------
    QuestionnaireError
        The file is not UTF-8 or not YAML; the message names the line.
    """
    parser = YAML(typ="rt")
    parser.allow_duplicate_keys = False
    try:
        return parser.load(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise QuestionnaireError(f"{path}: not UTF-8 text (byte {error.start}). Save the file as UTF-8.") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(error.problem or error.context).split("\n")[0].split())
        raise QuestionnaireError(f"{path}, line {line}: {problem}. Mend the YAML there.") from error
    except OSError as error:
        raise QuestionnaireError(
            f"{path}: cannot be read ({error.strerror}). Check the path and its permissions."
        ) from error
    except (YAMLError, ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise QuestionnaireError(f"{path}: no sound YAML ({problem}). Put odd values in quotes.") from error
