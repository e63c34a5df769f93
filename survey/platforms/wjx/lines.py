"""The form as JSON lines, one question a line: what the vendor's command-line tool takes."""

from __future__ import annotations

import json
from typing import Any

from survey.platforms.numbered.question import Kind, Question, is_chinese, list_sheets, write_line
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

LARGEST_FORM = 1_000_000  # characters
_TYPES: dict[Kind, str] = {
    "consent": "单选",
    "choice": "单选",
    "choices": "多选",
    "scale": "量表题",
    "matrix": "矩阵量表",
    "number": "单项填空",
    "date": "日期",
    "line": "单项填空",
    "text": "简答题",
}


def write_lines(questionnaire: Questionnaire, language: str) -> str:
    """Return the form as JSON lines: the form itself, then its pages, paragraphs and questions.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The only one the form is written in.
    """
    head = {
        "qtype": "问卷基础信息",
        "title": write_line(questionnaire.title.in_language(language)),
        "introduction": _say(questionnaire.intro, language),
        "endpageinformation": _say(questionnaire.thanks, language),
        "language": "zh" if is_chinese(language) else "en",
    }
    records: list[dict[str, Any]] = [{key: value for key, value in head.items() if value}]
    for place, sheet in enumerate(list_sheets(questionnaire)):
        records += [{"qtype": "分页栏"}] if place else []
        records += [{"qtype": "段落说明", "title": line} for line in sheet.heads(language)]
        records += [_describe(question, language) for question in sheet.questions]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _say(text: LocalText | None, language: str) -> str:
    return write_line(text.in_language(language)) if text is not None else ""


def _describe(question: Question, language: str) -> dict[str, Any]:
    content: dict[str, Any] = {"qtype": _name_type(question), "title": question.title(language)}
    if question.kind == "matrix":
        content |= {"rowtitle": question.rows(language), "select": question.marked_options(language)}
    elif question.kind == "scale" and not question.has_special:
        low, high = question.ends(language)
        ends = {"minvaluetext": low, "maxvaluetext": high}
        content |= {"select": question.options(language)} | {key: text for key, text in ends.items() if text}
    elif question.codes:
        content["select"] = question.marked_options(language)
    return {**content, "requir": question.required}


def _name_type(question: Question) -> str:
    if question.has_special and question.kind in ("matrix", "scale"):
        return "矩阵单选" if question.kind == "matrix" else "单选"
    return "NPS量表" if question.items and question.items[0].type == "recommend" else _TYPES[question.kind]
