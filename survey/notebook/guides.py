"""The guides: notebooks that walk through one question each, on answers they make themselves."""

from __future__ import annotations

import json
from pathlib import Path

from survey.errors import check_option
from survey.notebook.cells import check_target, fill_cells, read_cells, write_cells

FOLDER = Path(__file__).parent / "guides"


def list_guides() -> list[str]:
    """Return the names of the guides, in the order of reading.

    Examples
    --------
    >>> list_guides()[0]
    '01-design-and-export'
    """
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def write_guide(name: str, path: str | Path, language: str = "en") -> Path:
    """Write a guide as a Jupyter notebook: prose and calls on simulated answers, without outputs.

    Use it to learn a step by doing it; `write_notebook` writes one on your own questionnaire and answers.

    Parameters
    ----------
    name
        One of `list_guides()`, such as "04-drivers".
    path
        The notebook, ending in .ipynb.
    language
        Language of the prose, of the tables shown and of the charts: "en" or "zh-CN".

    Returns
    -------
    pathlib.Path
        The notebook written.

    Raises
    ------
    OptionError
        Another name, language or suffix.

    Notes
    -----
    The code is the same in both languages, but for the name of the language. Nothing is run.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_guide("04-drivers", Path(folder) / "drivers.ipynb").name
    'drivers.ipynb'
    """
    check_option("name", name, list_guides())
    target = check_target(path, language)
    values = {"language": json.dumps(language)}
    return write_cells(fill_cells(read_cells(FOLDER / f"{name}.yaml"), values, language), target)
