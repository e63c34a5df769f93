"""The documentation site is built, every link and anchor in it leads somewhere, and nothing comes from a network."""

from __future__ import annotations

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import survey

ROOT = Path(__file__).parents[2]
LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src")}


def load_builder():
    spec = importlib.util.spec_from_file_location("build_site", ROOT / "docs" / "build_site.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    return builder


class Page(HTMLParser):
    """Anchors, links and loaded files of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        self.loaded += [given[name] for kind, name in LOADED if tag == kind and given.get(name)]
        if tag == "link" and given.get("rel") in {"stylesheet", "preconnect", "icon", "preload"}:
            self.loaded.append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    pytest.importorskip("zensical", reason="zensical builds the site: make site installs it")
    pytest.importorskip("mkdocstrings_handlers.python", reason="make site installs what writes the reference")
    out = tmp_path_factory.mktemp("site") / "built"
    load_builder().build_site(out)
    return out


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}


def test_every_page_of_docs_is_in_the_site(site):
    for page in (ROOT / "docs").rglob("*.md"):
        built = page.relative_to(ROOT / "docs").with_suffix(".html")
        assert (site / (built.with_name("index.html") if built.stem == "README" else built)).exists(), built


def test_every_public_name_is_in_the_reference(pages, site):
    anchors = set().union(*(page.anchors for path, page in pages.items() if path.parent == site / "reference"))
    homes = {name: getattr(survey, name) for name in survey.__all__}
    assert [name for name, value in homes.items() if f"{value.__module__}.{value.__qualname__}" not in anchors] == []


def test_links_lead_to_pages_and_anchors(pages):
    lost = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if path.name == "404.html" or parts.scheme or not (parts.path or parts.fragment):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            anchor = unquote(parts.fragment)
            if not target.exists() or (anchor and target in pages and anchor not in pages[target].anchors):
                lost.append(f"{path.name}: {link}")
    assert lost == []


def test_nothing_is_loaded_from_a_network(pages, site):
    assert {link for page in pages.values() for link in page.loaded if urlsplit(link).netloc} == set()
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"url\(\s*[\"']?(?:https?:)?//[^)]*", styles) == []


def test_pages_say_their_language(pages, site):
    languages = {path.relative_to(site).parts[0] == "zh": set() for path in pages}
    for path, page in pages.items():
        languages[path.relative_to(site).parts[0] == "zh"].add(page.language)
    assert languages == {False: {"en"}, True: {"zh"}}


def test_links_that_leave_the_documentation_become_words(tmp_path):
    builder = load_builder()
    page = builder.DOCS / "figures.md"
    assert "](../benchmarks)" in page.read_text(encoding="utf-8")
    assert "](../benchmarks)" not in builder.keep_inner_links(page)


def test_every_public_name_has_a_page_in_the_reference():
    builder = load_builder()
    text = "".join(builder.reference_pages().values())
    assert [name for name in survey.__all__ if not re.search(rf"^::: survey\.\S*\b{name}$", text, re.M)] == []


@pytest.mark.browser
@pytest.mark.parametrize(("page", "words"), [("index.html", "reliability"), ("zh/index.html", "加权")])
def test_a_page_opened_from_a_folder_is_searched_without_a_network(site, chromium, page, words):
    context = chromium.new_context()
    context.set_default_timeout(20_000)
    window, asked, errors = context.new_page(), [], []
    window.on("request", lambda request: asked.append(request.url))
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.goto((site / page).as_uri())
    window.keyboard.press("Control+k")
    window.keyboard.type(words)
    window.locator("mark").first.wait_for()
    assert errors == []
    assert {address for address in asked if not address.startswith("file:")} == set()
    context.close()
