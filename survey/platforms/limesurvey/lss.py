"""The survey as LimeSurvey's own XML (.lss), in the layout that every version from 3 on imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from survey.platforms.limesurvey.form import Form, Question
from survey.platforms.limesurvey.markup import write_markup

_DATABASE = "366"  # of LimeSurvey 3, the last whose files hold texts and settings in the same rows
Row = Mapping[str, str]


def write_lss(form: Form) -> bytes:
    """Return the file."""
    sections = {
        "answers": [row for tongue in form.languages for row in _list_answers(form, tongue)],
        "groups": [row for tongue in form.languages for row in _list_groups(form, tongue)],
        "questions": [row for tongue in form.languages for row in _list_questions(form, tongue)],
        "subquestions": [row for tongue in form.languages for row in _list_parts(form, tongue)],
        "question_attributes": list(_list_attributes(form)),
        "surveys": [form.settings],
        "surveys_languagesettings": [_describe(form, tongue) for tongue in form.languages],
    }
    languages = "".join(f"  <language>{code}</language>\n" for code in form.languages.values())
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n',
        " <LimeSurveyDocType>Survey</LimeSurveyDocType>\n",
        f" <DBVersion>{_DATABASE}</DBVersion>\n <languages>\n{languages} </languages>\n",
        *(_write_section(name, rows) for name, rows in sections.items() if rows),
        "</document>\n",
    ]
    return "".join(lines).encode()


def _write_section(name: str, rows: Sequence[Row]) -> str:
    names = dict.fromkeys(key for row in rows for key in row)
    fields = "".join(f"   <fieldname>{key}</fieldname>\n" for key in names)
    cells = ("".join(f"    <{key}>{escape(value)}</{key}>\n" for key, value in row.items()) for row in rows)
    body = "".join(f"   <row>\n{own}   </row>\n" for own in cells)
    return f" <{name}>\n  <fields>\n{fields}  </fields>\n  <rows>\n{body}  </rows>\n </{name}>\n"


def _describe(form: Form, tongue: str) -> Row:
    texts = {name: write_markup(own.get(tongue, "")) for name, own in form.texts.items()}
    return {"surveyls_survey_id": form.settings["sid"], "surveyls_language": form.languages[tongue], **texts}


def _list_groups(form: Form, tongue: str) -> Iterator[Row]:
    for number, group in enumerate(form.groups, 1):
        yield {
            "gid": str(number),
            "sid": form.settings["sid"],
            "group_name": write_markup(group.name(tongue)),
            "group_order": str(number),
            "description": write_markup(group.intro.get(tongue, "")),
            "language": form.languages[tongue],
            "randomization_group": "",
            "grelevance": group.relevance,
        }


def _number(form: Form) -> Iterator[tuple[int, int, int, Question]]:
    """Return every question with its number, its group and its place there; numbers leave room for its parts."""
    number = 1
    for group, one in enumerate(form.groups, 1):
        for place, question in enumerate(one.questions, 1):
            yield number, group, place, question
            number += 1 + len(question.parts)


def _list_questions(form: Form, tongue: str) -> Iterator[Row]:
    for number, group, place, question in _number(form):
        yield {
            "qid": str(number),
            "parent_qid": "0",
            "sid": form.settings["sid"],
            "gid": str(group),
            "type": question.type,
            "title": question.code,
            "question": write_markup(question.text[tongue]),
            "preg": "",
            "help": write_markup(question.help.get(tongue, "")),
            "other": "N",
            "mandatory": "Y" if question.mandatory else "N",
            "question_order": str(place),
            "language": form.languages[tongue],
            "scale_id": "0",
            "same_default": "0",
            "relevance": question.relevance,
        }


def _list_parts(form: Form, tongue: str) -> Iterator[Row]:
    for number, group, _, question in _number(form):
        for place, part in enumerate(question.parts, 1):
            yield {
                "qid": str(number + place),
                "parent_qid": str(number),
                "sid": form.settings["sid"],
                "gid": str(group),
                "type": question.type,
                "title": part.code,
                "question": write_markup(part.text[tongue]),
                "help": "",
                "other": "N",
                "mandatory": "N",
                "question_order": str(place),
                "language": form.languages[tongue],
                "scale_id": "0",
                "same_default": "0",
                "relevance": part.relevance,
            }


def _list_answers(form: Form, tongue: str) -> Iterator[Row]:
    for number, _, _, question in _number(form):
        for place, answer in enumerate(question.answers, 1):
            yield {
                "qid": str(number),
                "code": answer.code,
                "answer": write_markup(answer.text[tongue]),
                "sortorder": str(place),
                "assessment_value": "0",
                "language": form.languages[tongue],
                "scale_id": "0",
            }


def _list_attributes(form: Form) -> Iterator[Row]:
    for number, _, _, question in _number(form):
        for name, value in question.attributes.items():
            yield {"qid": str(number), "attribute": name, "value": value, "language": ""}
        for name, texts in question.texts.items():
            for tongue, code in form.languages.items():
                yield {"qid": str(number), "attribute": name, "value": write_markup(texts[tongue]), "language": code}
