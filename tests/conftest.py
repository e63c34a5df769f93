"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

if "PYTEST_XDIST_WORKER" in os.environ:  # every processor has a worker: threads of its own would wait for one another
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    threadpool_limits(1, user_api="blas")

REFERENCE = Path(__file__).parents[2] / "shared" / "reference"


@pytest.fixture(scope="session")
def reference_dir() -> Path:
    """The folder with real studies and R's results on them, which the project does not carry."""
    folder = Path(os.environ.get("SURVEY_REFERENCE", REFERENCE))
    if not (folder / "open" / "INDEX.csv").is_file():
        pytest.skip("the shared reference data are not here: set SURVEY_REFERENCE to their folder")
    return folder
