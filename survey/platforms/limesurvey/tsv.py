"""The survey as tab-separated text: one row a setting, group, question, row or answer, again for each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.platforms.limesurvey.form import Form, Group, Question
from survey.platforms.limesurvey.markup import write_markup

_BYTE_ORDER_MARK = "\ufeff"
_COLUMNS = ("class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other")
Row = Mapping[str, str]


def write_tsv(form: Form) -> bytes:
    """Return the file.

    No cell needs quotation marks: `write_markup` leaves neither those nor tabs and line breaks, and equations have
    none.
    """
    rows = list(_list_rows(form))
    columns = list(dict.fromkeys((*_COLUMNS, *(name for row in rows for name in row))))
    lines = ["\t".join(columns), *("\t".join(row.get(name, "") for name in columns) for row in rows)]
    return (_BYTE_ORDER_MARK + "".join(line + "\n" for line in lines)).encode()


def _list_rows(form: Form) -> Iterator[Row]:
    for name, value in form.settings.items():
        yield {"class": "S", "name": name, "text": value}
    for tongue, code in form.languages.items():
        for name, texts in form.texts.items():
            yield {"class": "SL", "name": name, "text": write_markup(texts.get(tongue, "")), "language": code}
    base = next(iter(form.languages))
    for tongue, code in form.languages.items():
        for number, group in enumerate(form.groups, 1):
            yield _write_group(group, number, tongue) | {"language": code}
            for question in group.questions:
                # The importer keeps a setting once for each row that has it.
                settings = question.attributes if tongue == base else {}
                for row in _write_question(question, tongue, settings):
                    yield row | {"language": code}


def _write_group(group: Group, number: int, tongue: str) -> dict[str, str]:
    return {
        "class": "G",
        "type/scale": f"G{number}",  # by which the importer knows the group again in the next language
        "name": write_markup(group.name(tongue)),
        "text": write_markup(group.intro.get(tongue, "")),
        "relevance": group.relevance,
    }


def _write_question(question: Question, tongue: str, settings: Mapping[str, str]) -> Iterator[dict[str, str]]:
    yield {
        "class": "Q",
        "type/scale": question.type,
        "name": question.code,
        "relevance": question.relevance,
        "text": write_markup(question.text[tongue]),
        "help": write_markup(question.help.get(tongue, "")),
        "mandatory": "Y" if question.mandatory else "N",
        "other": "N",
        **settings,
        **{name: write_markup(texts[tongue]) for name, texts in question.texts.items()},
    }
    for part in question.parts:
        text = write_markup(part.text[tongue])
        yield {"class": "SQ", "type/scale": "0", "name": part.code, "text": text, "relevance": part.relevance}
    for answer in question.answers:
        yield {"class": "A", "type/scale": "0", "name": answer.code, "text": write_markup(answer.text[tongue])}
