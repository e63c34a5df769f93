"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[2] / "shared" / "reference"


@pytest.fixture(scope="session")
def reference_dir() -> Path:
    """The folder with real studies and R's results on them, which the project does not carry."""
    folder = Path(os.environ.get("SURVEY_REFERENCE", REFERENCE))
    if not (folder / "open" / "INDEX.csv").is_file():
        pytest.skip("the shared reference data are not here: set SURVEY_REFERENCE to their folder")
    return folder
