"""Writing the notebook of a study from its questionnaire."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path

from survey.errors import OptionError
from survey.notebook.cells import LANGUAGES, check_target, fill_cells, read_cells, write_cells
from survey.questionnaire.construct import INDICATORS
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import shipped_folder

LEAST_CONSTRUCTS = 2
CELLS = Path(__file__).parent / "cells.yaml"
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]#$|~])")


def write_notebook(
    questionnaire: str | Path | Questionnaire, answers: str | Path | None, path: str | Path, language: str = "en"
) -> Path:
    """Write a study as a Jupyter notebook: prose and calls from the questionnaire to the report, without outputs.

    Use it to do by hand, and change, what `run_study` does in one call.

    Parameters
    ----------
    questionnaire
        The name of a shipped questionnaire, the path of a YAML file, or one loaded from either.
    answers
        The file of answers; None writes a notebook on simulated answers.
    path
        The notebook, ending in .ipynb.
    language
        Language of the prose, "en" or "zh-CN"; labels follow where the questionnaire has it.

    Returns
    -------
    pathlib.Path
        The notebook written.

    Raises
    ------
    OptionError
        Another language or suffix, or a questionnaire without a file.
    QuestionnaireError
        There is no such questionnaire, or it has errors.

    Notes
    -----
    File names are written relative to the notebook, so that the folder can be moved. Nothing is run.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_notebook("ecommerce-service", None, Path(folder) / "study.ipynb").name
    'study.ipynb'
    """
    target = check_target(path, language)
    asked = load_questionnaire(questionnaire)
    values = _values(asked, None if answers is None else Path(answers), target.parent, language)
    facts = _facts(asked, answers is None, language)
    templates = [template for template in read_cells(CELLS) if facts.issuperset(template["when"])]
    return write_cells(fill_cells(templates, values, language), target)


def _facts(questionnaire: Questionnaire, simulated: bool, language: str) -> set[str]:
    plan = questionnaire.analysis
    known = {
        "simulated": simulated,
        "file": not simulated,
        "margins": bool(questionnaire.margins),
        "profile": bool(plan.profile),
        "indicators": any(getattr(plan, name) for name in INDICATORS if name != "comment"),
        "construct": bool(_one_scale(questionnaire)),
        "constructs": bool(questionnaire.with_role("driver") or questionnaire.with_role("outcome")),
        "drivers": bool(questionnaire.outcome and questionnaire.drivers),
        "validity": len(_many_items(questionnaire)) >= LEAST_CONSTRUCTS,
        "segment": bool(_segment(questionnaire)),
        "comment": bool(plan.comment),
        "other": {language, _other(language)} <= set(questionnaire.languages),
    }
    return {name for name, holds in known.items() if holds}


def _other(language: str) -> str:
    return next(tag for tag in LANGUAGES if tag != language)


def _values(questionnaire: Questionnaire, answers: Path | None, folder: Path, language: str) -> dict[str, str]:
    """Return what the placeholders stand for; whatever comes from people is quoted as a literal or escaped."""
    labels = language if language in questionnaire.languages else questionnaire.languages[0]
    drivers = [questionnaire.constructs[name] for name in questionnaire.drivers]
    routed = any(questionnaire.item(item).shown_if for driver in drivers for item in driver.items)
    literals = {
        "answers": "" if answers is None else _relative(answers, folder),
        "language": labels,
        "chart": language,
        "construct": _one_scale(questionnaire),
        "missing": "indicator" if routed else "listwise",
        "report": f"report-{language}.html",
        "other_language": _other(language),
        "segment": _segment(questionnaire),
    }
    title = _escape(questionnaire.title.in_language(labels))
    written = {name: _literal(value) for name, value in literals.items()}
    return written | {"title": title, "questionnaire": _source(questionnaire, folder)}


def _one_scale(questionnaire: Questionnaire) -> str:
    """Return the first construct whose items share one response scale, so that one legend fits them; else ""."""
    for name in (*questionnaire.drivers, *questionnaire.constructs):
        items = [questionnaire.item(item) for item in questionnaire.constructs[name].items]
        if items[0].is_rating and len({item.scale for item in items}) == 1:
            return name
    return ""


def _many_items(questionnaire: Questionnaire) -> list[str]:
    """Return the constructs of the model that have two items or more, which is what can be told apart."""
    names = (*questionnaire.with_role("driver"), *questionnaire.with_role("outcome"))
    return [name for name in names if len(questionnaire.constructs[name].items) > 1]


def _segment(questionnaire: Questionnaire) -> str:
    """Return the profile question with the fewest answers to choose from, so that groups are large; else ""."""
    asked = [questionnaire.item(name) for name in questionnaire.analysis.profile]
    single = [item for item in asked if item.type == "single_choice"]
    return min(single, key=lambda item: len(item.choices)).id if single else ""


def _literal(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _source(questionnaire: Questionnaire, folder: Path) -> str:
    """Return the arguments of `load_questionnaire`: the modules only where they are not the defaults."""
    path = questionnaire.path
    if path is None:
        raise OptionError(f"questionnaire {questionnaire.id} was not loaded from a file; give its name or path.")
    shipped = path.resolve().parent == shipped_folder().resolve()
    name = _literal(path.stem if shipped else _relative(path, folder))
    if questionnaire.modules == load_questionnaire(path).modules:
        return name
    return f"{name}, modules={_literal([module for module, on in questionnaire.modules.items() if on])}"


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def _escape(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    return _MARKDOWN_SIGNS.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))
