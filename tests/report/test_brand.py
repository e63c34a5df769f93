"""Colour and logo: readable, and harmless."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from survey.errors import OptionError
from survey.report.brand import CONTRAST, DARK_GROUND, Brand, measure_contrast
from survey.report.report import say_darkened

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'


def picture(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#c8102e").save(buffer, kind)
    return buffer.getvalue()


def brand_of(folder, content: bytes | str) -> Brand:
    path = folder / "logo"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Brand(logo=path)


@pytest.mark.parametrize(("one", "other", "ratio"), [("000000", "ffffff", 21.0), ("777777", "ffffff", 4.478)])
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert measure_contrast(one, other) == pytest.approx(ratio, abs=1e-3)
    assert measure_contrast(other, one) == measure_contrast(one, other)


@pytest.mark.parametrize("colour", ["#ffffff", "#ff0", "f5b301", "#c8102e", "#000000"])
def test_every_colour_ends_readable_on_both_grounds(colour):
    brand = Brand(colour=colour)
    assert measure_contrast(brand.accent, "ffffff") >= CONTRAST
    assert measure_contrast(brand.accent_on_dark, DARK_GROUND) >= CONTRAST
    assert brand.was_darkened == (measure_contrast(brand.given, "ffffff") < CONTRAST)


@pytest.mark.parametrize("colour", ["red", "#12345", "#c8102e;}", "rgb(1,2,3)"])
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(OptionError, match="six hexadecimal digits"):
        Brand(colour=colour)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_are_known_by_their_content(tmp_path, kind):
    mark = brand_of(tmp_path, picture(kind)).mark
    assert mark is not None
    assert (mark.kind, mark.width, mark.height) == (kind.lower(), 40, 20)
    assert mark.data_uri.startswith(f"data:image/{kind.lower()};base64,")


def test_plain_svg_is_taken(tmp_path):
    shapes = '<style>.a{fill:#c00}</style><defs><path id="p" d="M0 0"/></defs><use href="#p"/><circle class="a" r="3"/>'
    mark = brand_of(tmp_path, SVG.format(shapes)).mark
    assert mark is not None
    assert (mark.kind, mark.width, mark.height) == ("svg", 40, 20)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<circle onload="alert(1)"/>',
        '<image href="https://example.com/a.png"/>',
        '<a href="https://example.com"><circle/></a>',
        '<use href="other.svg#p"/>',
        '<rect fill="url(https://example.com/#a)"/>',
        "<style>@import 'a.css';</style>",
        "<style>.a{fill:u\\72l(//example.com)}</style>",
        "<foreignObject><p/></foreignObject>",
        '<set attributeName="href" to="x"/>',
        '<circle style="background:url(//example.com)"/>',
    ],
)
def test_svg_that_runs_or_loads_is_refused(tmp_path, inside):
    with pytest.raises(OptionError, match="SVG"):
        brand_of(tmp_path, SVG.format(inside))


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"\x89PNG broken",
        "<html/>",
        "<svg",
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format(""),
        '<?xml-stylesheet href="a.css"?>' + SVG.format(""),
        '<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\xff\xfe<svg",
        b"x" * 1_000_001,
        picture("PNG", (2, 2)),
    ],
)
def test_files_that_are_no_logo_are_refused_by_name(tmp_path, content):
    with pytest.raises(OptionError, match="logo"):
        brand_of(tmp_path, content)


def test_a_missing_logo_is_named(tmp_path):
    with pytest.raises(OptionError, match=r"nothing\.png"):
        Brand(logo=tmp_path / "nothing.png")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_report_says_that_a_colour_was_darkened(writer_of, language):
    [note] = say_darkened(writer_of(language), Brand(colour="#f5b301"))
    assert "#f5b301" in note
    assert f"#{Brand(colour='#f5b301').accent}" in note
    assert say_darkened(writer_of(language), Brand(colour="#c8102e")) == []
    assert say_darkened(writer_of(language), None) == []
