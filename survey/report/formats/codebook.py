"""The codebook of a questionnaire: every item with its wordings, its codes and what is made of it."""

from __future__ import annotations

from typing import Any

from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText
from survey.report.catalogue import load_catalogue

_LANGUAGES = ("zh-CN", "en")


def list_codebook(questionnaire: Questionnaire, language: str) -> list[list[Any]]:
    """Return the codebook as lines of cells, the heads first.

    A line an item: its id and columns, its wording in every language of the questionnaire, type, construct, keying,
    codes with labels, and the codes that are no substantive answer.
    """
    say = load_catalogue(language)
    tags = [tag for tag in _LANGUAGES if tag in questionnaire.languages]
    tags += [tag for tag in questionnaire.languages if tag not in tags]
    names = ("item", "columns", "type", "construct", "keying", "codes", "no_answer")
    heads = {name: say[f"workbook.{name}"].fill() for name in names}
    wordings = [say["workbook.wording"].fill(language=tag) for tag in tags]
    lines: list[list[Any]] = [[heads["item"], *wordings, *(heads[name] for name in names[1:])]]
    for item in questionnaire.items.values():
        texts = [_write_text(item.text, tag) for tag in tags]
        lines.append([item.id, *texts, *_describe(item, questionnaire, language, tags)])
    return lines


def _describe(item: Item, questionnaire: Questionnaire, language: str, tags: list[str]) -> list[str]:
    say = load_catalogue(language)
    construct = questionnaire.construct_of(item.id)
    labels = {code: label for code, label in item.labels.items() if code not in item.special_codes}
    special = {code: label for code, label in item.labels.items() if code in item.special_codes}
    kinds = {code: say[f"workbook.kind_{kind}"].fill() for code, kind in item.special_codes.items()}
    keying = say["workbook.reversed" if item.reverse else "workbook.as_answered"].fill() if item.is_rating else ""
    near = next((tag for tag in tags if tag.split("-")[0] == language.split("-")[0]), tags[0])
    named = questionnaire.constructs[construct].label.in_language(near) if construct else ""
    return [
        ", ".join(item.columns),
        say[f"workbook.type_{item.type}"].fill(),
        f"{construct}: {named}" if construct else "",
        keying,
        "; ".join(_write_code(code, label, tags) for code, label in labels.items()),
        "; ".join(f"{_write_code(code, label, tags)} ({kinds[code]})" for code, label in special.items()),
    ]


def _write_code(code: int, label: LocalText, tags: list[str]) -> str:
    texts = dict.fromkeys(text for text in (_write_text(label, tag) for tag in tags) if text)
    return f"{code} = {' / '.join(texts)}" if texts else f"{code}"


def _write_text(text: LocalText, tag: str) -> str:
    return text.in_language(tag) if text else ""
