"""Population targets in a file: margins as YAML or CSV, a cross table as either."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from survey.errors import DataError
from survey.prepare.targets import TARGET_COLUMN, Targets
from survey.questionnaire.yaml_file import read_tree

MARGIN_COLUMNS = ("item", "answer", TARGET_COLUMN)
SHAPES = (
    "margins are written 'gender: {Female: 0.52, Male: 0.48}' (YAML) or in columns item, answer, target (CSV); a cross "
    "table as a list of '{gender: Female, plan: Basic, target: 0.2}' (YAML) or in a column per item and one of target "
    "(CSV)"
)


def read_target_file(path: str | Path) -> Targets | pd.DataFrame:
    """Read population targets from a YAML or CSV file.

    Parameters
    ----------
    path
        YAML: items with shares by code or label (margins), or a list of cells. CSV: columns item, answer, target
        (margins), or a column per item and one of target (cells).

    Returns
    -------
    dict or pandas.DataFrame
        Margins, for `rake_weights`; or a row per cell, for `post_stratify`.

    Raises
    ------
    DataError
        The file is neither YAML nor CSV, or its content is no set of targets.
    QuestionnaireError
        It is not sound YAML.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "targets.yaml"
    ...     _ = path.write_text("gender: {Female: 0.52, Male: 0.48}", encoding="utf-8")
    ...     read_target_file(path)
    {'gender': {'Female': 0.52, 'Male': 0.48}}
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix in {".yaml", ".yml"}:
        return _from_tree(read_tree(file), file)
    if suffix == ".csv":
        return _from_frame(pd.read_csv(file, encoding="utf-8-sig", keep_default_na=False), file)
    raise DataError(f"{file}: targets are read from .yaml and .csv files; {SHAPES}.")


def _from_tree(tree: Any, file: Path) -> Targets | pd.DataFrame:
    if isinstance(tree, list) and tree and all(isinstance(row, Mapping) for row in tree):
        keys = {tuple(sorted(map(str, row))) for row in tree}
        if len(keys) > 1:
            raise DataError(f"{file}: every cell needs the same items and a target; {SHAPES}.")
        return _numeric(pd.DataFrame([dict(row) for row in tree]), file)
    if not isinstance(tree, Mapping) or not tree:
        raise DataError(f"{file}: no targets were found; {SHAPES}.")
    margins = {}
    for item, given in tree.items():
        shares = given.get("targets", given) if isinstance(given, Mapping) else given
        if not isinstance(shares, Mapping):
            raise DataError(f"{file}: '{item}' has no shares by answer; {SHAPES}.")
        margins[str(item)] = {answer: _share(share, f"{item} = {answer}", file) for answer, share in shares.items()}
    return margins


def _from_frame(frame: pd.DataFrame, file: Path) -> Targets | pd.DataFrame:
    checked = _numeric(frame, file)
    if set(frame.columns) != set(MARGIN_COLUMNS):
        return checked
    margins: dict[str, dict[Any, float]] = {}
    for item, answer, share in checked[list(MARGIN_COLUMNS)].itertuples(index=False):
        answers = margins.setdefault(str(item), {})
        if answer in answers:
            raise DataError(f"{file}: {item} = {answer} is there twice.")
        answers[answer] = share
    return margins


def _numeric(frame: pd.DataFrame, file: Path) -> pd.DataFrame:
    if TARGET_COLUMN not in frame.columns or len(frame.columns) < 2:
        raise DataError(f"{file}: the cells need a column 'target' beside the items; {SHAPES}.")
    shares = [_share(share, f"row {row}", file) for row, share in enumerate(frame[TARGET_COLUMN], start=1)]
    return frame.assign(**{TARGET_COLUMN: shares})


def _share(value: Any, where: str, file: Path) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise DataError(f"{file}, {where}: {value!r} is no share; write numbers such as 0.25.") from None
