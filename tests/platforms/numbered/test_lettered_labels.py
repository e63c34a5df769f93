"""Labels with a letter for the option's place before them."""

from __future__ import annotations

from string import ascii_uppercase

import pytest

from survey.platforms.numbered.labels import list_labels
from survey.platforms.numbered.question import list_questions


@pytest.fixture
def ask(build_text):
    """Return the only question of a questionnaire, a single choice with these labels."""

    def build(labels: list[str]):
        choices = "\n".join(f"          {code}: {{en: {label!r}}}" for code, label in enumerate(labels, 11))
        head = 'id: one\nversion: "1.0"\nlanguages: [en]\ntitle: {en: One}\npages:\n  - id: all\n    items:\n'
        item = "      - id: one\n        type: single_choice\n        text: {en: Which?}\n        choices:\n"
        return list_questions(build_text(f"{head}{item}{choices}\n"))[0]

    return build


def test_a_letter_counts_where_the_label_is_that_of_its_place(ask):
    question = ask(["B.one", "one", "two"])
    labels = list_labels(question, ["en"], lettered=True)
    assert labels.read(["B.one", "A.B.one", "b. ONE", "C.two", "A.two", "two"]) == [12, 11, 12, 13, 13, 13]
    assert labels.is_one("B.one", 12) and not labels.is_one("B.one", 11)
    assert labels.read(["D.two", "C.three", ""]) == [13, None, None]


def test_a_letter_is_a_part_of_the_label_where_the_platform_writes_none(ask):
    labels = list_labels(ask(["B.one", "one", "two"]), ["en"])
    assert labels.read(["B.one", "one", "C. two"]) == [11, 12, 13]


def test_more_options_than_letters(ask):
    names = [f"option {first}{second}" for first in "abc" for second in ascii_uppercase[:10]]
    labels = list_labels(ask(names), ["en"], lettered=True)
    assert labels.read([f"Z.{names[25]}", f"AA.{names[26]}", f"AB.{names[27]}"]) == [36, 37, 38]
