"""A report in both languages, and a browser window that writes down everything it is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import survey as sv

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Window:
    """An open page, what its console said, what it asked the network for, and the dialogs it opened."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[str]:
        """Everything that must not happen."""
        return self.said + self.asked + self.dialogs


@pytest.fixture(scope="session")
def built() -> dict[str, Any]:
    """The report of a small simulated study in both languages."""
    questionnaire = sv.load_questionnaire("ecommerce-service")
    study = sv.run_study(sv.simulate_responses(questionnaire, n=150, seed=1), n_boot=20, depth=())
    return {language: sv.build_report(study, language=language) for language in ("en", "zh-CN")}


@pytest.fixture(scope="session")
def reports(built, tmp_path_factory) -> dict[str, Path]:
    """The pages as files, by language."""
    folder = tmp_path_factory.mktemp("reports")
    return {language: report.save(folder / f"report-{language}.html") for language, report in built.items()}


@pytest.fixture
def look(chromium) -> Iterator[Callable[..., Window]]:
    """Return a function that opens a page from a file in a window of its own."""
    contexts = []

    def open_page(path: Path, width: int = 1280, **options: Any) -> Window:
        settings = {"viewport": {"width": width, "height": 900}, "reduced_motion": "reduce", **options}
        contexts.append(chromium.new_context(**settings))
        contexts[-1].set_default_timeout(20_000)
        window = Window(contexts[-1].new_page())
        window.page.on("console", lambda message: window.said.append(message.text))
        window.page.on("pageerror", lambda error: window.said.append(str(error)))
        window.page.on("request", lambda request: window.asked.append(request.url))
        window.page.on("dialog", lambda dialog: (window.dialogs.append(dialog.message), dialog.dismiss()))
        window.page.goto(path.as_uri())
        assert window.asked.pop(0) == path.as_uri()
        return window

    yield open_page
    for context in contexts:
        context.close()
