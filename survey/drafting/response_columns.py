"""What the columns of the platform's response files mean, where the ids of a draft cannot say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.drafting.sketch import Answer, Question, Sketch
from survey.platforms.manifest import Field, FieldPart, Manifest

_NAMES = "-names"  # stands for a language: an XLSForm's names of choices, which its reader takes for labels


def list_columns(sketch: Sketch, name: str) -> Manifest | None:
    """Return the manifest of a settled sketch; None for platforms whose files are read without one."""
    if not sketch.platform:
        return None
    fields = [field for question in sketch.questions for item in question.asked for field in _fields(item, question)]
    return Manifest(
        platform=sketch.platform,
        questionnaire=name,
        version="1.0",
        language=sketch.languages[0],
        fields=tuple(_name_codes(field) if sketch.platform == "xlsform" else field for field in fields),
    )


def _fields(item: Question, question: Question) -> Iterator[Field]:
    answers = question.answers if question.kind == "matrix" else item.answers
    column = item.column or item.id
    if item.kind != "multiple_choice":
        labels: dict[str, dict[int, str]] = {}
        for answer in answers:
            for tag, text in answer.label.items():
                labels.setdefault(tag, {})[answer.code] = text
        codes = question.codes or item.codes
        named = {own: code for own, code in codes.items() if own != str(code)}
        yield _field(item, "answer", column, 0, labels, item.number, named)
    if item.special_column:
        codes = {str(answer.code): answer.code for answer in answers}
        yield _field(item, "answer", item.special_column, 0, {}, "", codes)
    for answer in item.answers:
        if item.kind == "multiple_choice":
            name = answer.column or f"{column}__{answer.code}"
            names = {text: code for text, code in item.codes.items() if code == answer.code and text != str(code)}
            yield _field(item, "option", name, answer.code, _label_one(answer), answer.number, names)
    for answer in [one for one in item.answers if one.has_text]:
        name = answer.text_column or f"{column}__{answer.code}__text"
        yield _field(item, "text", name, answer.code, _label_one(answer), "", {})


def _label_one(answer: Answer) -> dict[str, dict[int, str]]:
    return {tag: {answer.code: text} for tag, text in answer.label.items()}


def _field(
    item: Question,
    part: FieldPart,
    name: str,
    code: int,
    labels: Mapping[str, Mapping[int, str]],
    number: str,
    codes: Mapping[str, int],
) -> Field:
    wording = dict(item.text)
    return Field(
        name=name, item=item.id, part=part, code=code, question=number, codes=codes, labels=labels, wording=wording
    )


def _name_codes(field: Field) -> Field:
    """Return a field whose names of choices stand among its labels."""
    if not field.codes:
        return field
    names = {_NAMES: {code: name for name, code in field.codes.items()}}
    return Field(
        name=field.name,
        item=field.item,
        part=field.part,
        code=field.code,
        labels={**field.labels, **names},
        wording=field.wording,
    )
