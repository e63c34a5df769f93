"""Cases of the shared R reference, one test per result file; skipped where the folder is absent.

A test module names the files it compares in ``PATTERNS`` and takes the fixture ``shared_case``. The folder
is found through the environment variable SURVEY_REFERENCE, or beside the repository.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "reference"


def find_reference() -> Path | None:
    start = Path(os.environ.get("SURVEY_REFERENCE", BESIDE))
    for folder in (start, start / "open"):
        if (folder / "results").is_dir():
            return folder
    return None


@lru_cache(maxsize=32)
def read_data(path: Path) -> pd.DataFrame:
    # "None" and "NA" are real labels in these files; only an empty cell is missing
    return pd.read_csv(path, keep_default_na=False, na_values=[""])


@dataclass(frozen=True)
class SharedCase:
    """One result file with its data."""

    folder: Path
    name: str
    about: dict
    results: dict

    def data(self) -> pd.DataFrame:
        return read_data(self.folder / self.about["data_file"])

    def listwise(self) -> pd.DataFrame:
        return self.data()[self.about["columns"]].dropna()

    def levels(self, column: str) -> list[str] | None:
        dictionary = json.loads((self.folder / "data_dictionary.json").read_text("utf-8"))
        return dictionary[self.about["dataset"]]["columns"].get(column, {}).get("levels")

    def dummies(self) -> tuple[np.ndarray, list[list[int]], list[str]]:
        """Outcome and drivers with treatment-coded factors, groups of driver positions, driver names."""
        rows = self.listwise()
        names = [name for name in self.about["columns"] if name != "w"]
        blocks, groups, at = [rows[[names[0]]].to_numpy(float)], [], 0
        for name in names[1:]:
            levels = self.levels(name)
            if levels is None or pd.api.types.is_numeric_dtype(rows[name]):
                block = rows[[name]].to_numpy(float)
            else:
                block = np.column_stack([(rows[name] == level).to_numpy(float) for level in levels[1:]])
            blocks.append(block)
            groups.append(list(range(at, at + block.shape[1])))
            at += block.shape[1]
        return np.column_stack(blocks), groups, names[1:]

    def weights(self) -> np.ndarray | None:
        return self.listwise()["w"].to_numpy(float) if "w" in self.about["columns"] else None

    def scores(self, key: str) -> pd.DataFrame:
        return read_data(self.folder / self.results[key])

    def table(self, *keys: str) -> pd.DataFrame:
        found = self.results
        for key in keys:
            found = found[key]
        return pd.DataFrame(found["values"], index=found["rownames"], columns=found["colnames"])


def load_case(path: Path, folder: Path) -> SharedCase:
    about = json.loads(path.read_text("utf-8"))
    results = about.pop("results")
    return SharedCase(folder, path.stem, about, results)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "shared_case" not in metafunc.fixturenames:
        return
    patterns = getattr(metafunc.function, "patterns", None) or metafunc.module.PATTERNS
    folder = find_reference()
    if folder is None:
        reason = "the shared R reference is not here; set SURVEY_REFERENCE to its folder"
        metafunc.parametrize("shared_case", [pytest.param(None, marks=pytest.mark.skip(reason=reason))], ids=["absent"])
        return
    paths = sorted(path for pattern in patterns for path in (folder / "results").glob(pattern))
    cases = [load_case(path, folder) for path in paths]
    assert cases, f"no reference file matches {patterns}"
    metafunc.parametrize("shared_case", cases, ids=[case.name for case in cases])
