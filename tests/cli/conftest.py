"""One run of the command line, and one small file of answers for all commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from survey.cli import main


@dataclass(frozen=True)
class Outcome:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch, tmp_path) -> Callable[..., Outcome]:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return command


@pytest.fixture(scope="session")
def answers(tmp_path_factory) -> Path:
    """A small file of simulated answers."""
    path = tmp_path_factory.mktemp("answers") / "answers.csv"
    assert main(["simulate", "ecommerce-service", "--n", "250", "--seed", "3", "--out", str(path)]) == 0
    return path
