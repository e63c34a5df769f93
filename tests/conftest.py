"""Fixtures that several folders of tests share."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_limits

if "PYTEST_XDIST_WORKER" in os.environ:  # every processor has a worker: threads of its own would wait for one another
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    threadpool_limits(1, user_api="blas")

AXE_VERSION = "4.10.3"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
REFERENCE = Path(__file__).parents[2] / "shared" / "reference"


@pytest.fixture(scope="session")
def reference_dir() -> Path:
    """The folder with real studies and R's results on them, which the project does not carry."""
    folder = Path(os.environ.get("SURVEY_REFERENCE", REFERENCE))
    if not (folder / "open" / "INDEX.csv").is_file():
        pytest.skip("the shared reference data are not here: set SURVEY_REFERENCE to their folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium for all tests of a worker: a process can hold only one."""
    program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, fetched once for all runs on this machine."""
    cache = Path(tempfile.gettempdir()) / "survey-tests" / f"axe-core-{AXE_VERSION}"
    source = cache / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if not source.is_file():
        if npm is None:
            pytest.skip("axe-core is not here, and there is no npm to fetch it")
        cache.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=cache.parent))
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(fresh), f"axe-core@{AXE_VERSION}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            pytest.skip(f"npm cannot fetch axe-core: {done.stderr[-200:]}")
        with contextlib.suppress(OSError):  # another worker was quicker
            fresh.rename(cache)
    return source.read_text(encoding="utf-8")
