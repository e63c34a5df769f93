"""The gallery shows every public chart, and each of its pictures can be read and pointed at."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from survey import plots

SCRIPT = Path(__file__).parents[2] / "docs" / "build_gallery.py"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("build_gallery", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("sys").modules, "build_gallery", module)
        spec.loader.exec_module(module)
        yield module


def test_every_public_chart_appears(script):
    assert set(script.PICTURES) == {name for name in plots.__all__ if name.startswith("plot_")}


def test_the_page_shows_every_picture_with_its_words_and_its_call(script, tmp_path):
    page, *pictures = script.build_gallery(tmp_path, languages=("en",))
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"!\[[^\]]{40,}\]\((.+?)\)", text) == [path.name for path in pictures]
    assert all(one.code.strip() in text for one in script.PICTURES.values())
    for path, (name, one) in zip(pictures, script.PICTURES.items(), strict=True):
        root = ElementTree.parse(path).getroot()
        assert [part.text for part in root[:2]] == [name, one.shows]
        told = [title.text for place in ("g", "use") for title in root.iterfind(f".//{SVG}{place}/{SVG}title")]
        assert len(set(told)) >= 2, f"the marks of {name} say nothing"
        assert all(re.search(r"\d", text) for text in told), told
        assert "nan" not in "".join(told)
