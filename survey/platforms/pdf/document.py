"""The PDF form: one fixed Typst template, the questionnaire as its data."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files

from survey.platforms import extras
from survey.platforms.loss import Loss, name_loss
from survey.platforms.paper.build import build_form
from survey.platforms.paper.field import name_fields
from survey.platforms.paper.form import Form
from survey.platforms.paper.loss import list_losses
from survey.platforms.pdf.font import find_font_files
from survey.platforms.registry import Draft, Order


def draft_pdf(order: Order) -> Draft:
    """Return the paper form as a PDF file with its fonts embedded."""
    form = build_form(order.questionnaire, order.language)
    data = _arrange(form)
    return Draft(
        content=_typeset(data),
        manifest=name_fields(order.questionnaire, order.language, "pdf"),
        losses=(*list_losses(order.questionnaire, order.language), *_unprintable(data)),
    )


def _arrange(form: Form) -> str:
    """Return the form as the template's data."""
    language, _, region = form.language.partition("-")
    place = {"region": region if len(region) == 2 else None, "tongue": language}
    return json.dumps({**asdict(form), **place}, ensure_ascii=False)


def _typeset(data: str) -> bytes:
    typst = extras.need("typst", "documents", "PDF forms")
    content: bytes = typst.compile(
        files("survey.platforms.pdf").joinpath("form.typ").read_bytes(),
        font_paths=[str(path.parent) for path in find_font_files()],
        ignore_system_fonts=True,
        sys_inputs={"form": data},
        format="pdf",
    )
    return content


def _unprintable(data: str) -> list[Loss]:
    lacking = "".join(sorted({sign for sign in data if sign.isprintable() and ord(sign) not in _charmap()}))
    if not lacking:
        return []
    en = f"The font has no sign for {lacking}; the Word form takes the fonts of the machine that prints it."
    return [name_loss("", en=en, zh=f"字体缺少 {lacking}；Word 版会使用打印机器上的字体。")]


@lru_cache(maxsize=1)
def _charmap() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(code for path in find_font_files() for code in FT2Font(str(path)).get_charmap())
