"""Running a notebook as Jupyter does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def execute() -> Callable[[Path], Any]:
    """Return a function that runs a notebook in its folder and returns it with its outputs."""
    nbclient = pytest.importorskip("nbclient", reason="the notebook extra is not installed")
    import nbformat

    def run(path: Path) -> Any:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        where = {"metadata": {"path": str(path.parent)}}
        nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3", resources=where).execute()
        return notebook

    return run
