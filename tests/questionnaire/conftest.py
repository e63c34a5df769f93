from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.questionnaire.lint import Mistake, lint_questionnaire

SMALL = Path(__file__).parent / "small.yaml"
MARK = "#!"

Relint = Callable[..., list[Mistake]]


@pytest.fixture
def small() -> Path:
    """A questionnaire with a bit of everything and no mistake."""
    return SMALL


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., Path]:
    """Write the small questionnaire with pieces of its text exchanged."""

    def write(*pairs: tuple[str, str]) -> Path:
        text = SMALL.read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, f"{old!r} must be there once"
            text = text.replace(old, new)
        path = tmp_path / "small.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def blame(change: Callable[..., Path]) -> Callable[..., None]:
    """Change pieces of the small questionnaire and check that one rule alone blames the right line.

    That line holds `#!`, or else is the first one changed by the first pair.
    """

    def check(
        old: str, new: str, rule: str, severity: str, item: str | None, words: str, *more: tuple[str, str]
    ) -> None:
        before = SMALL.read_text(encoding="utf-8")
        path = change((old, new), *more)
        after = path.read_text(encoding="utf-8")
        start = after[: after.index(MARK)] if MARK in after else before[: before.index(old)]
        line = start.count("\n") + 1
        mistakes = lint_questionnaire(path)
        shown = "\n".join(map(str, mistakes))
        assert {one.rule for one in mistakes} == {rule}, shown
        assert {(one.severity, one.item, one.line) for one in mistakes} == {(severity, item, line)}, shown
        assert words in shown

    return check
