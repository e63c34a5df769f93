"""Small studies that several files of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

import survey as sv


@pytest.fixture(scope="session")
def bank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of simulated answers about a bank, with a column that tells the wave."""
    answers = sv.simulate_responses("csibank", n=240, seed=4)
    path = tmp_path_factory.mktemp("bank") / "answers.csv"
    answers.data.assign(quarter=["Q1", "Q2"] * 120).to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def bank(bank_file: Path) -> sv.Responses:
    """Those answers, read."""
    return sv.read_responses(bank_file, "csibank")
