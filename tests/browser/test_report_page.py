"""The report in a headless Chromium: wide and narrow, in both languages, with a clean console and no network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from survey.cli import main

pytestmark = pytest.mark.browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTHS = (1280, 390)
LANGUAGES = ("en", "zh-CN")
CONSOLE = re.compile(r":CONSOLE[:(]\d+\)?\]\s*(.*)")

# The page forbids scripts, so a copy that allows one measures itself and tells the page around it.
PROBE = """<script>
addEventListener("load", () => {
  const root = document.documentElement;
  const visible = [...document.querySelectorAll("svg")].filter(picture => picture.getBoundingClientRect().width > 0);
  const scrolls = element => element.closest("[tabindex='0']") !== null;
  const still = visible.filter(picture => !scrolls(picture));
  const beyond = [...document.querySelectorAll("body *")].filter(
    element => element.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(element)
      && element.closest("svg") === null && getComputedStyle(element).position !== "absolute");
  parent.postMessage(JSON.stringify({
    width: root.clientWidth, content: root.scrollWidth, pictures: visible.length,
    widest: Math.max(0, ...still.map(picture => picture.getBoundingClientRect().right)),
    beyond: beyond.slice(0, 5).map(element => element.outerHTML.slice(0, 120)),
    loaded: performance.getEntriesByType("resource").map(entry => entry.name.slice(0, 120)),
    headings: document.querySelectorAll("h2").length, language: root.lang,
  }), "*");
});
</script>"""
FRAME = """<!DOCTYPE html><meta charset="utf-8"><body data-measured="">
<script>addEventListener("message", told => {{ document.body.dataset.measured = told.data; }});</script>
<iframe style="border:0" width="{width}" height="900" src="{source}"></iframe>"""


@pytest.fixture(scope="session")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def reports(tmp_path_factory, browser) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--n", "400", "--out", str(folder)]) == 0
    return folder


def open_page(browser: str, page: Path, profile: Path) -> tuple[str, str]:
    """Return what the page became and what the browser logged."""
    options = [
        *(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--hide-scrollbars",
        ),
        *("--enable-logging=stderr", "--v=0", "--window-size=1400,1000", "--virtual-time-budget=20000"),
        *(f"--user-data-dir={profile}", "--dump-dom", page.as_uri()),
    ]
    done = subprocess.run(
        [browser, *options], capture_output=True, text=True, encoding="utf-8", timeout=180, check=True
    )
    return done.stdout, done.stderr


def measure(browser: str, report: Path, width: int, folder: Path) -> dict:
    text = report.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    probed = text.replace("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'", 1)
    copy, frame = folder / "copy.html", folder / "frame.html"
    copy.write_text(probed.replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    frame.write_text(FRAME.format(width=width, source=copy.name), encoding="utf-8")
    page, _ = open_page(browser, frame, folder / "profile")
    told = re.search(r'data-measured="([^"]*)"', page)
    assert told is not None and told[1], "the page did not finish loading"
    return json.loads(unescape(told[1]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_over_the_edge(browser, reports, tmp_path, language, width):
    found = measure(browser, reports / f"report-{language}.html", width, tmp_path)
    assert found["width"] == width
    assert found["content"] <= width, found["beyond"]
    assert found["beyond"] == []
    assert found["widest"] <= width
    assert found["pictures"] >= 5
    assert found["headings"] >= 11
    assert found["language"] == language
    assert found["loaded"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_console_stays_empty(browser, reports, tmp_path, language):
    page, log = open_page(browser, reports / f"report-{language}.html", tmp_path / "profile")
    assert "</html>" in page
    assert CONSOLE.findall(log) == []


def test_a_message_on_the_console_would_be_seen(browser, tmp_path):
    page = tmp_path / "loud.html"
    page.write_text("<script>console.error('something is wrong')</script>", encoding="utf-8")
    _, log = open_page(browser, page, tmp_path / "profile")
    assert any("something is wrong" in message for message in CONSOLE.findall(log)), log[-2000:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_points_to_nothing_outside(reports, language):
    text = (reports / f"report-{language}.html").read_text(encoding="utf-8")
    pointers = re.findall(r"""(?:src|href|xlink:href|action|data)=["']([^"']*)""", text) + re.findall(
        r"url\(([^)]*)\)", text
    )
    assert [pointer for pointer in pointers if not pointer.strip("\"'").startswith(("#", "data:"))] == []


def test_something_too_wide_would_be_seen(browser, reports, tmp_path):
    page = tmp_path / "wide.html"
    text = (reports / "report-en.html").read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", '<div style="width:2000px">wide</div></body>'), encoding="utf-8")
    found = measure(browser, page, 390, tmp_path)
    assert found["content"] > 390
    assert len(found["beyond"]) == 1
