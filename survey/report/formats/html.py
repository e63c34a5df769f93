"""The document as one HTML page that loads nothing: styles and pictures are inside, and there is no script."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from survey.report.catalogue import load_catalogue
from survey.report.document import Document
from survey.report.formats.glyphs import Glyphs

SHAPES_HERE = "<!--shapes-->"
TEMPLATES = Path(__file__).parents[1] / "templates"


def render_html(document: Document) -> str:
    """Render a document as a page.

    Every text of the document is escaped; only the pictures, which `survey.plots` made, and the style sheet go in as
    they are.

    Examples
    --------
    >>> page = render_html(Document("<b>", "en", ("A & B",), ()))
    >>> "<h1>&lt;b&gt;</h1>" in page, "A &amp; B" in page
    (True, True)
    """
    messages = load_catalogue(document.language)

    def say(key: str) -> str:
        return messages[key].fill()

    def region(caption: str) -> str:
        return messages["page.table_region"].fill(caption=caption)

    glyphs = Glyphs()
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("report.html.j2").render(
        document=document,
        css=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
        svg=lambda picture: Markup(glyphs.take(picture)),
        kind_of=lambda block: type(block).__name__,
        say=say,
        region=region,
    )
    # The shapes are known only once every picture has been written.
    return page.replace(SHAPES_HERE, glyphs.svg(), 1)
