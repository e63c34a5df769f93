"""Every limit of the screening can be written in the file."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from survey.questionnaire.construct import ScreeningRules
from survey.questionnaire.lint import lint_questionnaire
from survey.questionnaire.load import load_questionnaire

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
WHOLE = {"max_longstring", "max_pattern", "attention_failed", "gibberish_comments", "signs_needed"}
BEFORE, AFTER = SMALL.split("screening:\n")[0], "margins:\n" + SMALL.split("margins:\n")[1]


def write(path: Path, limits: dict[str, float]) -> Path:
    lines = "".join(f"  {name}: {value}\n" for name, value in limits.items())
    path.write_text(f"{BEFORE}screening:\n{lines}{AFTER}", encoding="utf-8")
    return path


def test_every_limit_is_read_from_the_file(tmp_path):
    limits = {limit.name: 1 if limit.name in WHOLE else 0.25 for limit in fields(ScreeningRules)}
    path = write(tmp_path / "small.yaml", limits)
    assert [mistake for mistake in lint_questionnaire(path) if mistake.severity == "error"] == []
    screening = load_questionnaire(path).screening
    assert {name: getattr(screening, name) for name in limits} == limits
    assert screening.in_use and not ScreeningRules().in_use


@pytest.mark.parametrize("name", ["max_missing_share", "max_same_share", "max_guttman"])
def test_a_share_of_one_lets_everybody_pass(tmp_path, name):
    path = write(tmp_path / "small.yaml", {name: 1, "min_seconds": 30})
    assert any(f"`{name}` 1 lets everybody pass" in str(mistake) for mistake in lint_questionnaire(path))
