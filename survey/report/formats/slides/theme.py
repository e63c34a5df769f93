"""Page, colours and fonts of the slides: python-pptx's empty presentation, made wide and ours."""

from __future__ import annotations

import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from survey.platforms import extras
from survey.platforms.word.style import CHINESE_FONT, LATIN_FONT
from survey.report.document import Document
from survey.report.formats.slides.plan import HEADLINE_HEIGHT, HEADLINE_TOP, HEIGHT, MARGIN, PAGE, TOP, WIDTH

ACCENT = "1D649F"
# The twelve colours of a theme. Accents 2 to 6 stay apart for colour-blind readers.
_COLOURS = {
    "dk1": "1C222B",
    "lt1": "FFFFFF",
    "dk2": "545D6B",
    "lt2": "F3F5F8",
    "accent1": ACCENT,
    "accent2": "B04D05",
    "accent3": "17917B",
    "accent4": "9B6BC3",
    "accent5": "868B94",
    "accent6": "D9DEE6",
    "hlink": ACCENT,
    "folHlink": "545D6B",
}
_LAYOUTS = {"Title Slide", "Title Only"}
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
FOOT_TOP, FOOT_HEIGHT = 508.0, 20.0


def open_presentation(document: Document) -> Any:
    """Return an empty presentation of 13⅓ × 7½ inches with our theme, and layouts for the title and the rest."""
    pptx = extras.need("pptx", "documents", "slides")
    show = pptx.Presentation()
    show.slide_width, show.slide_height = points(PAGE[0]), points(PAGE[1])
    show.part._element.find(_name("p:sldSz")).attrib.pop("type", None)
    for layout in [layout for layout in show.slide_layouts if layout.name not in _LAYOUTS]:
        show.slide_layouts.remove(layout)
    for key, rel in list(show.part.rels.items()):
        if rel.reltype.endswith("/printerSettings"):
            show.part.rels.pop(key)
    _set_theme(show, document)
    _set_master(show.slide_master)
    for layout in show.slide_layouts:
        _set_layout(layout)
    properties = show.core_properties
    properties.title, properties.language = document.title[:250], document.language
    properties.author = properties.last_modified_by = properties.keywords = properties.comments = ""
    return show


def points(value: float) -> Any:
    """Return a length in points as python-pptx counts it, in whole units."""
    from pptx.util import Emu

    return Emu(round(value * 12700))


def _name(tag: str) -> str:
    from pptx.oxml.ns import qn

    return str(qn(tag))


def _set_theme(show: Any, document: Document) -> None:
    [part] = [rel.target_part for rel in show.slide_master.part.rels.values() if rel.reltype.endswith("/theme")]
    text = part.blob.decode("utf-8")
    accent = (document.brand.accent.upper() if document.brand else "") or ACCENT
    colours = {**_COLOURS, "accent1": accent, "hlink": accent}
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours.items())
    text = re.sub(r"(<a:clrScheme [^>]*>).*?(</a:clrScheme>)", rf"\g<1>{scheme}\g<2>", text, flags=re.DOTALL)
    fonts = (
        f'<a:latin typeface="{LATIN_FONT}"/><a:ea typeface="{CHINESE_FONT}"/><a:cs typeface="{LATIN_FONT}"/>'
        f'<a:font script="Hans" typeface="{CHINESE_FONT}"/><a:font script="Hant" typeface="Microsoft JhengHei"/>'
    )
    for kind in ("major", "minor"):
        text = re.sub(rf"(<a:{kind}Font>).*?(</a:{kind}Font>)", rf"\g<1>{fonts}\g<2>", text, flags=re.DOTALL)
    part._blob = text.encode("utf-8")


def _set_master(master: Any) -> None:
    from pptx.util import Pt

    for shape in list(master.placeholders):
        kind = shape.element.find(".//" + _name("p:ph")).get("type")
        if kind == "title":
            place(shape, MARGIN, HEADLINE_TOP, WIDTH, HEADLINE_HEIGHT)
            _set_frame(shape, "t")
        elif kind == "body":
            place(shape, MARGIN, TOP, WIDTH, HEIGHT)
            _set_frame(shape, "t")
        elif kind == "ftr":
            place(shape, MARGIN, FOOT_TOP, WIDTH - 80, FOOT_HEIGHT)
            _set_foot(shape, "l")
        elif kind == "sldNum":
            place(shape, PAGE[0] - MARGIN - 70, FOOT_TOP, 70, FOOT_HEIGHT)
            _set_foot(shape, "r")
        else:
            shape.element.getparent().remove(shape.element)
    style = master.element.find(".//" + _name("p:titleStyle")).find(_name("a:lvl1pPr"))
    style.set("algn", "l")
    look = style.find(_name("a:defRPr"))
    look.set("sz", str(Pt(24).centipoints))
    look.set("b", "1")


def _set_frame(shape: Any, anchor: str) -> None:
    """Take margins and shrinking off a frame: what is in it was measured."""
    frame = shape.element.find(".//" + _name("a:bodyPr"))
    for child in list(frame):
        frame.remove(child)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        frame.set(side, "0")
    frame.set("anchor", anchor)


def _set_foot(shape: Any, side: str) -> None:
    _set_frame(shape, "ctr")
    style = shape.element.find(".//" + _name("a:lvl1pPr"))
    style.set("algn", side)
    look = style.find(_name("a:defRPr"))
    look.set("sz", "1000")
    for tint in look.iter(_name("a:tint")):
        tint.getparent().set("val", "tx2")
        tint.getparent().remove(tint)


def _set_layout(layout: Any) -> None:
    for shape in list(layout.placeholders):
        kind = shape.element.find(".//" + _name("p:ph")).get("type")
        if kind == "dt":
            shape.element.getparent().remove(shape.element)
        elif kind == "ctrTitle":
            place(shape, 2 * MARGIN, 150, WIDTH - 2 * MARGIN, 140)
            _set_frame(shape, "b")
        elif kind == "subTitle":
            place(shape, 2 * MARGIN, 304, WIDTH - 2 * MARGIN, 70)
            _set_frame(shape, "t")
            shape.element.find(".//" + _name("a:lvl1pPr")).set("algn", "l")
        elif kind in ("ftr", "sldNum"):
            transform = shape.element.spPr.find(_name("a:xfrm"))
            if transform is not None:
                shape.element.spPr.remove(transform)


def place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    """Put a shape at a place in points."""
    shape.left, shape.top, shape.width, shape.height = map(points, (left, top, width, height))


def list_notes_master(show: Any) -> None:
    """Name the master of the speaker's notes in the presentation, which python-pptx leaves out."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    [key] = [key for key, rel in show.part.rels.items() if rel.reltype.endswith("/notesMaster")]
    entry = parse_xml(f'<p:notesMasterIdLst {nsdecls("p", "r")}><p:notesMasterId r:id="{key}"/></p:notesMasterIdLst>')
    show.part._element.find(_name("p:sldMasterIdLst")).addnext(entry)


def name_sections(show: Any, parts: list[tuple[str, list[int]]]) -> None:
    """Name runs of slides in the overview.

    Parameters
    ----------
    parts
        Name of a run and the ids of its slides, in order.
    """
    from pptx.oxml import parse_xml

    root = show.part._element
    old = root.find(_name("p:extLst"))
    if old is not None:
        root.remove(old)
    main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    listed = parse_xml(f'<p14:sectionLst xmlns:p14="{_P14}"/>')
    for number, (name, slides) in enumerate(parts):
        ids = "".join(f'<p14:sldId id="{slide}"/>' for slide in slides)
        guid = str(uuid5(NAMESPACE_URL, f"section {number}")).upper()
        section = parse_xml(
            f'<p14:section xmlns:p14="{_P14}" name="" id="{{{guid}}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
        )
        section.set("name", name)
        listed.append(section)
    extension = parse_xml(f'<p:extLst xmlns:p="{main}"><p:ext uri="{_SECTIONS}"/></p:extLst>')
    extension[0].append(listed)
    root.append(extension)
