"""Page, fonts, language and styles of the Word form."""

from __future__ import annotations

from typing import Any

from survey.platforms.paper.form import Form
from survey.platforms.paper.space import LABEL_SIZE
from survey.platforms.word.xml import make

LATIN_FONT = "Arial"
CHINESE_FONT = "Microsoft YaHei"  # of Windows; other systems take their own font for Chinese
MARK_FONT = "Segoe UI Symbol"
_GREY = "555555"
_MARGINS = {"left_margin": 18.0, "right_margin": 18.0, "top_margin": 15.0, "bottom_margin": 20.0}

# Name: built on, size in points, bold, space before and after in points, kept with the next paragraph.
_STYLES: tuple[tuple[str, str, float, bool, float, float, bool], ...] = (
    ("Normal", "", 10, False, 0, 4, False),
    ("Title", "Normal", 17, True, 0, 8, True),
    ("Heading 1", "Normal", 12.5, True, 14, 6, True),
    ("Heading 2", "Normal", 10, True, 9, 2, True),
    ("Form Routing", "Normal", 9, True, 9, 0, True),
    ("Form Help", "Normal", 8.5, False, 0, 2, True),
    ("Form Note", "Normal", 8.5, False, 0, 3, False),
    ("Form Option", "Normal", 10, False, 1, 3, False),
    ("Form Label", "Normal", LABEL_SIZE, False, 2, 1, True),
    ("Form Box", "Normal", 8, False, 1, 1, False),
    ("Form Statement", "Normal", 9, False, 1, 1, False),
    ("Form Gap", "Normal", 3, False, 0, 0, False),
    ("Form Foot", "Normal", 8, False, 0, 0, False),
    ("Form Thanks", "Normal", 10, False, 14, 0, False),
)


def prepare_styles(document: Any, form: Form) -> None:
    """Set the page to A4, and fonts, language, title and styles."""
    _set_page(document)
    _set_properties(document, form)
    _drop_styles(document)
    for fonts in list(document.styles.element.iter(_qn("w:rFonts"))):
        fonts.getparent().replace(fonts, _name_fonts())
    _set_fonts(document.styles["Normal"].element.get_or_add_rPr())
    defaults = document.styles.element.find(_qn("w:docDefaults")).find(_qn("w:rPrDefault")).find(_qn("w:rPr"))
    _set_fonts(defaults)
    _set_language(defaults, document.settings.element, form.language)
    for style in _STYLES:
        _set_style(document, *style)
    _centre(document)


def _drop_styles(document: Any) -> None:
    """Take out the styles of python-docx's empty document that the form does not use."""
    kept = {name.casefold() for name, *_ in _STYLES} | {"footer"}
    for style in list(document.styles.element.findall(_qn("w:style"))):
        name = style.find(_qn("w:name")).get(_qn("w:val"))
        if name.casefold() not in kept and style.get(_qn("w:default")) is None:
            style.getparent().remove(style)
    for link in list(document.styles.element.iter(_qn("w:link"))):
        link.getparent().remove(link)


def _set_page(document: Any) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, width in _MARGINS.items():
        setattr(section, name, Mm(width))
    section.header_distance = section.footer_distance = Mm(8)


def _set_properties(document: Any, form: Form) -> None:
    properties = document.core_properties
    properties.title = form.title
    properties.language = form.language
    properties.subject = f"{form.id} {form.version}"
    properties.author = properties.comments = properties.keywords = properties.last_modified_by = ""


def _set_fonts(properties: Any) -> None:
    for old in properties.findall(_qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _name_fonts())


def _name_fonts() -> Any:
    return make("w:rFonts", ascii=LATIN_FONT, hAnsi=LATIN_FONT, eastAsia=CHINESE_FONT, cs=LATIN_FONT)


def _set_language(properties: Any, settings: Any, language: str) -> None:
    for old in properties.findall(_qn("w:lang")):
        properties.remove(old)
    chinese = language.lower().startswith("zh")
    latin = "en-US" if chinese or language == "en" else language
    eastern = language if chinese else "zh-CN"
    properties.append(make("w:lang", val=latin, eastAsia=eastern, bidi="ar-SA"))
    theme = settings.find(_qn("w:themeFontLang"))
    theme.set(_qn("w:val"), latin)
    theme.set(_qn("w:eastAsia"), eastern)


def _set_style(
    document: Any, name: str, parent: str, size: float, bold: bool, before: float, after: float, keep: bool
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    known = [style.name for style in document.styles]
    style = document.styles[name] if name in known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if parent:
        style.base_style = document.styles[parent]
        style.next_paragraph_style = document.styles["Normal"]
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(_GREY if name == "Form Note" else "000000")
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = keep
    style.paragraph_format.line_spacing = 1.1
    if name.startswith("Form"):
        _set_fonts(style.element.get_or_add_rPr())
        style.quick_style = True


def _centre(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for name in ("Title", "Form Thanks", "Form Box"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, sides in (("Title", ()), ("Heading 1", ("bottom",))):
        element = document.styles[name].element
        for old in element.pPr.findall(_qn("w:pBdr")):
            element.pPr.remove(old)
        if sides:
            _rule(element, sides)


def _rule(element: Any, sides: tuple[str, ...]) -> None:
    borders = make("w:pBdr")
    for side in sides:
        borders.append(make(f"w:{side}", val="single", sz=8, space=1, color="auto"))
    element.pPr.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _qn(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))
