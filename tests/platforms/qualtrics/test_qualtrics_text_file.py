"""The text file keeps to the documented format, and answers to a survey made of it come back.

The reader of the format here is strict: it takes only the tags, and only in the order, that Qualtrics' help describes.
"""

from __future__ import annotations

import csv
import html
import re
from dataclasses import dataclass, field

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

KINDS = {"DB", "MC:SingleAnswer:Vertical", "MC:SingleAnswer:Horizontal", "MC:MultipleAnswer:Vertical", "Matrix"}
KINDS |= {"TE:SingleLine", "TE:Essay"}
TAG = re.compile(r"\[\[(\w+)(?::(.*))?\]\]")
TOLD = ["StartDate", "Finished", "ResponseId", "DistributionChannel", "UserLanguage"]


@dataclass
class Question:
    kind: str
    tag: str = ""
    text: str = ""
    rows: list[str] = field(default_factory=list)
    options: dict[int, str] = field(default_factory=dict)


def flat(text) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text.replace("<br>", "\n")))


def parse(content: str) -> list[Question]:
    """Return the questions of a text file; anything out of place is an error."""
    first, *lines = content.split("\n")
    assert first == "[[AdvancedFormat]]"
    questions: list[Question] = []
    place, code = "", 0
    for line in lines:
        tag = TAG.fullmatch(line)
        word, value = (tag[1], tag[2]) if tag else ("", "")
        if word in ("Block", "PageBreak"):
            assert place in ("", "end") and "[[" not in (value or "")
        elif word == "Question":
            assert value in KINDS and place in ("", "end")
            questions.append(Question(value))
            place = "question"
        elif word == "ID":
            assert place == "question"
            questions[-1].tag, place = value, "text"
        elif word in ("Choices", "AdvancedChoices", "AdvancedAnswers"):
            assert place in ("after text", "rows")
            place = "rows" if word == "Choices" else word.removeprefix("Advanced").removesuffix("s")
        elif word in ("Choice", "Answer"):
            assert place == word
            code, place = int(value), f"{word} text"
        elif not line:
            place = "end" if questions else ""
        else:
            assert "[[" not in line
            place = put(questions[-1], place, code, line)
    return questions


def put(question, place, code, line) -> str:
    """Put a line of text where it belongs, and return what may follow."""
    if place == "text":
        question.text = line
        return "after text"
    if place == "rows":
        question.rows.append(line)
        return "rows"
    assert place in ("Choice text", "Answer text") and code not in question.options
    question.options[code] = line
    return place.removesuffix(" text")


class Writer:
    """Writes answers to a survey that was made of a text file."""

    def __init__(self, export, questionnaire, answers, *, texts, by_code) -> None:
        self.language = export.manifest.language
        self.fields = {one.name: one for one in export.manifest.fields}
        self.questionnaire, self.answers, self.texts, self.by_code = questionnaire, answers, texts, by_code
        self.questions = parse(export.paths[0].read_text(encoding="utf-8"))

    def columns(self):
        """Yield name, text over the column, and cells."""
        for question in self.questions:
            stem = flat(question.text)
            if question.kind == "MC:MultipleAnswer:Vertical":
                item = self.fields[f"{question.tag}_1"].item
                for number, (code, label) in enumerate(question.options.items(), 1):
                    shown = flat(label) if self.texts else "1"
                    cells = [shown if value == 1 else "" for value in self.answers[f"{item}__{code}"]]
                    yield f"{question.tag}_{code if self.by_code else number}", f"{stem} - {flat(label)}", cells
            elif question.rows:
                for number, row in enumerate(question.rows, 1):
                    name = f"{question.tag}_{number}"
                    column = self.fields[name].column
                    assert flat(row).startswith(self.questionnaire.items[column].text[self.language])
                    yield name, f"{stem} - {flat(row)}", self.show(question, self.answers[column])
            elif question.kind != "DB":
                own = self.fields[question.tag]
                column = own.column
                values = self.answers[column] if column else pd.Series([1.0] * len(self.answers))
                yield question.tag, stem, self.show(question, values)

    def show(self, question, values) -> list[str]:
        if pd.api.types.is_datetime64_any_dtype(values):
            return values.dt.strftime("%Y-%m-%d").fillna("").tolist()
        if not pd.api.types.is_numeric_dtype(values):
            return values.fillna("").tolist()
        cells = ["" if pd.isna(value) else repr(float(value)).removesuffix(".0") for value in values]
        return [
            flat(question.options[int(cell)]) if cell and self.texts and question.options else cell for cell in cells
        ]

    def save(self, path):
        columns = list(self.columns())
        told = ["2026-03-01 08:00:00", "True" if self.texts else "1", "", "anonymous", "EN"]
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(TOLD + [name for name, _, _ in columns])
            writer.writerow(TOLD + [text for _, text, _ in columns])
            for row in range(len(self.answers)):
                told[2] = f"R_{row + 1:015}"
                writer.writerow(told + [cells[row] for _, _, cells in columns])
        return path


def check(questionnaire, answers, folder, *, language, texts, by_code, given_manifest) -> None:
    export = export_questionnaire(questionnaire, "qualtrics", folder / "form" / "form.txt", language=language)
    writer = Writer(export, questionnaire, answers, texts=texts, by_code=by_code)
    (folder / "answers").mkdir(exist_ok=True)
    path = writer.save(folder / "answers" / "answers.csv")
    read = read_responses(path, questionnaire, manifest=export.manifest if given_manifest else None)
    assert "read as Qualtrics" in read.log[0].because
    assert_frame_equal(read.data.reset_index(drop=True), answers.reset_index(drop=True))
    odd = read.problems[read.problems["row"] > 0]
    assert odd.empty, odd.to_string()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_answers_to_shipped_questionnaires_come_back(shipped, tmp_path, language):
    answers = simulate_responses(shipped, n=12, seed=7).data
    for texts in (False, True):
        for manifest in (False, True):
            check(shipped, answers, tmp_path, language=language, texts=texts, by_code=False, given_manifest=manifest)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), texts=st.booleans(), by_code=st.booleans(), given_manifest=st.booleans())
def test_drawn_answers_come_back(
    drawn_questionnaires, draw_answers, tmp_path_factory, data, texts, by_code, given_manifest
):
    made = data.draw(drawn_questionnaires())
    answers = draw_answers(made, data.draw(st.integers(0, 2**32 - 1)))
    check(
        made, answers, tmp_path_factory.mktemp("drawn"), language=data.draw(st.sampled_from(made.languages)),
        texts=texts, by_code=by_code, given_manifest=given_manifest,
    )  # fmt: skip


def test_every_question_is_there_with_its_codes(shipped, tmp_path):
    export = export_questionnaire(shipped, "qualtrics", tmp_path / "form.txt")
    questions = parse(export.paths[0].read_text(encoding="utf-8"))
    asked = sum(
        len(question.rows) or 1 for question in questions if question.kind != "DB" and "_TEXT" not in question.tag
    )
    assert asked == len(shipped.items) + bool(shipped.consent)
    by_text = {flat(question.text).partition("\n")[0]: question for question in questions}
    for item in shipped.items.values():
        if not item.matrix:
            question = by_text[item.text[shipped.languages[0]].partition("\n")[0]]
            assert list(question.options) in (list(item.labels), [])


def test_what_the_text_file_cannot_hold_is_named(shop, tmp_path):
    export = export_questionnaire(shop, "qualtrics", tmp_path / "form.txt", language="en")
    places = {loss.where for loss in export.losses}
    assert places == {"", "paid", "bought", "stars", "person", "age", "spent", "day", "polite", "topics"}
    page = export.paths[1].read_text(encoding="utf-8")
    assert page.startswith("# After the import: Corner shop") and page.count("- [ ] ") == len(export.losses)
