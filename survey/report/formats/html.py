"""The document as one HTML page that loads nothing: styles, pictures and the script are inside."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from survey.report.brand import Brand, reach_contrast
from survey.report.catalogue import load_catalogue
from survey.report.document import Document
from survey.report.formats.glyphs import Glyphs
from survey.report.plain_text import clean_document

SHAPES_HERE = "<!--shapes-->"
TEMPLATES = Path(__file__).parents[1] / "templates"
GROUND = "f3f5f8"  # of the page behind its sections, a little darker than their paper
# Words of scripts written from the right, with the signs between two of them.
_FROM_RIGHT = "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
_TURNED = re.compile(rf"{_FROM_RIGHT}+(?:\W+{_FROM_RIGHT}+)*")


def render_html(document: Document, *, script: bool = True) -> str:
    """Render a document as a page.

    Every text of the document is escaped; only the pictures, which `survey.plots` made, the style sheet and the script
    go in as they are. The page allows that one script by its hash, and says the same without it.

    Parameters
    ----------
    document
        What the page says.
    script
        Whether tables can be sorted and charts pointed at; without, the page runs nothing.

    Examples
    --------
    >>> page = render_html(Document("<b>", "en", ("A & B",), ()))
    >>> "<h1>&lt;b&gt;</h1>" in page, "A &amp; B" in page
    (True, True)
    """
    document = clean_document(document)
    messages = load_catalogue(document.language)

    def say(key: str) -> str:
        return messages[key].fill()

    def region(caption: str) -> Markup:
        return escape(messages["page.table_region"].fill(caption=caption))

    glyphs = Glyphs()
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=isolate)
    code = _read("report.js") if script else ""
    page = environment.get_template("report.html.j2").render(
        document=document,
        css=Markup(_read("report.css") + write_colours(document.brand)),
        script=Markup(code),
        script_hash=b64encode(sha256(code.encode()).digest()).decode(),
        svg=lambda picture: Markup(glyphs.take(picture)),
        kind_of=lambda block: type(block).__name__,
        say=say,
        region=region,
    )
    # The shapes are known only once every picture has been written.
    return page.replace(SHAPES_HERE, glyphs.svg(), 1)


def isolate(value: Any) -> Any:
    """Return a text with words written from the right set apart, so that they turn nothing beside them.

    Examples
    --------
    >>> isolate("a < b"), isolate("\u05d0 1")
    ('a < b', Markup('<bdi>\u05d0</bdi> 1'))
    """
    if not isinstance(value, str) or isinstance(value, Markup) or not _TURNED.search(value):
        return value
    return Markup(_TURNED.sub(lambda found: f"<bdi>{found[0]}</bdi>", str(escape(value))))


def write_colours(brand: Brand | None) -> str:
    """Return the lines of a style sheet that give the page an organisation's colour.

    Examples
    --------
    >>> write_colours(Brand(colour="#c8102e")).splitlines()[0]
    ':root { --accent: #c8102e; --accent-ground: color-mix(in srgb, #c8102e 9%, #ffffff); }'
    """
    if brand is None or not brand.accent:
        return ""
    light, dark = reach_contrast(brand.accent, GROUND, towards=0), brand.accent_on_dark
    rule = ":root {{ --accent: #{0}; --accent-ground: color-mix(in srgb, #{0} {1}%, #{2}); }}"
    on_dark = rule.format(dark, 18, "171b21")
    return f"{rule.format(light, 9, 'ffffff')}\n@media screen and (prefers-color-scheme: dark) {{ {on_dark} }}\n"


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")
