"""A logo: a picture of known kind and size that can run nothing and load nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from survey.errors import OptionError

LARGEST = 1_000_000  # bytes
_SIDES = (8, 6000)  # pixels of a picture's side, shortest and longest
_ACTIVE = {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
_ACTIVE |= {"animate", "animatetransform", "animatemotion", "set", "image", "a"}
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|//|@import|expression\(", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:px|pt)?\s*")


@dataclass(frozen=True)
class Logo:
    """A picture that was checked.

    Attributes
    ----------
    kind
        "png", "jpeg" or "svg".
    width, height
        In pixels or, for SVG, in its own units.
    """

    content: bytes
    kind: str
    width: float
    height: float

    @property
    def data_uri(self) -> str:
        """The picture as an address that holds it."""
        kind = "svg+xml" if self.kind == "svg" else self.kind
        return f"data:image/{kind};base64,{b64encode(self.content).decode('ascii')}"


def load_logo(path: Path) -> Logo:
    """Read a logo; the content says what it is, not the name.

    Raises
    ------
    OptionError
        There is no such file, it is too large, no PNG, JPEG or SVG, or an SVG that runs or loads something.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OptionError(f"logo {path}: cannot be read ({error.strerror}).") from error
    if len(content) > LARGEST:
        raise OptionError(f"logo {path}: {len(content):,} bytes; a logo has at most {LARGEST:,}. Save it smaller.")
    try:
        return _read_picture(content) if content[:2] in (b"\x89P", b"\xff\xd8") else _read_svg(content)
    except ValueError as error:
        raise OptionError(f"logo {path}: {error}. Use a PNG, a JPEG or a plain SVG file.") from error


def _read_picture(content: bytes) -> Logo:
    from io import BytesIO

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            kind, (width, height) = str(picture.format).lower(), picture.size
            if not all(_SIDES[0] <= side <= _SIDES[1] for side in (width, height)):
                raise ValueError(f"{width} × {height} pixels; each side has {_SIDES[0]} to {_SIDES[1]}")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("the picture is damaged") from error
    return Logo(content, kind, float(width), float(height))


def _read_svg(content: bytes) -> Logo:
    text = content.decode("utf-8-sig", errors="strict") if _is_utf8(content) else ""
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise ValueError("the SVG declares a document type, which can hide what it holds")
    if "<?xml-stylesheet" in text:
        raise ValueError("the SVG names a style sheet outside itself")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError("it is no PNG, JPEG or SVG picture") from error
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError("it is no PNG, JPEG or SVG picture")
    for element in root.iter():
        _check_element(element)
    width, height = _measure_svg(root)
    return Logo(content, "svg", width, height)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _check_element(element: ElementTree.Element) -> None:
    tag = str(element.tag).rpartition("}")[2].lower()
    if tag in _ACTIVE:
        raise ValueError(f"the SVG holds <{tag}>, and a logo holds shapes and text only")
    if tag == "style" and (_OUTSIDE.search("".join(element.itertext())) or "\\" in "".join(element.itertext())):
        raise ValueError("the SVG's <style> refers to something outside itself")
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2].lower()
        if plain.startswith("on"):
            raise ValueError(f"the SVG runs something ({plain})")
        if (plain in ("href", "src") and not value.startswith("#")) or _OUTSIDE.search(value):
            raise ValueError(f"the SVG refers to something outside itself ({plain})")


def _measure_svg(root: ElementTree.Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    lengths = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    try:
        if len(box) == 4:
            width, height = float(box[2]), float(box[3])
        else:
            width, height = (float(found[1]) for found in lengths if found)
    except ValueError as error:
        raise ValueError("the SVG says neither a viewBox nor a width and height") from error
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ValueError("the SVG has no size")
    return width, height
