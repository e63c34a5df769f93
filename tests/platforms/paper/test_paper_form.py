from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.paper.build import build_form
from survey.platforms.paper.field import name_fields
from survey.platforms.paper.loss import list_losses
from survey.platforms.paper.space import INDENT, STATEMENT_WIDTH, TEXT_WIDTH
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses


def find(form, number):
    return next(block for section in form.sections for block in section.blocks if block.number == number)


@pytest.mark.parametrize(
    ("language", "number", "routing"),
    [
        ("en", "8", "→ Only if question 7 includes “Fever”"),
        ("zh-CN", "8", "→ 仅当第7题选了“发烧”时回答"),
        ("en", "9", "→ Only if question 8 is more than 3 or is “Don't know”"),
        ("zh-CN", "9", "→ 仅当第8题大于 3，或者选“不清楚”时回答"),
        ("en", "12", "→ Only if question 11 is not empty and not “Li” and question 3.2 is 0 to 4 or 100"),
        ("zh-CN", "12", "→ 仅当第11题填了别的内容，而不是“Li”，并且第3.2题选0至4或100时回答"),
        ("en", "10", ""),
    ],
)
def test_routing_is_said_in_words(clinic, language, number, routing):
    assert find(build_form(clinic, language), number).routing == routing


def test_a_page_a_row_and_an_option_say_who_answers_them(clinic):
    form = build_form(clinic, "en")
    assert form.sections[1].routing == "→ Only if question 1 is answered or question 6 is “1 ★” or “2 ★”"
    negated = "it is not so that question 2 is “Incomprehensibilities-notwithstanding all that was said before”"
    assert [row.routing for row in find(form, "3").rows] == ["", f"→ Only if question 1 is 50 to 100 and {negated}"]
    options = find(form, "7").space.options
    assert options[1].note.startswith("(only if question 2 is “Incomp")
    assert options[3].note == "(if so, no other answer)"


def test_a_matrix_says_once_who_answers_all_of_it(build_text):
    text = """
id: small
languages: [en]
title: {en: Small}
scales: {agree: {points: {1: {en: "No"}, 2: {en: "Yes"}}}}
pages:
  - id: one
    items:
      - id: a
        type: single_choice
        text: {en: A}
        choices: {1: {en: X}, 2: {en: Y}, 3: {en: Z}, 4: {en: V}, 5: {en: W}}
      - id: m
        type: matrix
        scale: agree
        shown_if: a != 2
        text: {en: M}
        rows: [{id: m1, text: {en: M1}}, {id: m2, text: {en: M2}, shown_if: m1 == 1}]
"""
    grid = find(build_form(build_text(text), "en"), "2")
    assert grid.routing == "→ Only if question 1 is answered, but not with “Y”"
    assert [row.routing for row in grid.rows] == ["", "→ Only if question 2.1 is “No”"]


def test_long_scales_are_written_and_short_ones_ticked(clinic):
    form = build_form(clinic, "en")
    assert find(form, "1").space.kind == "write"
    assert find(form, "1").notes == ("Write a whole number from 0 to 100.", "0 = Never · 100 = Always")
    assert find(form, "2").space.kind == "row"
    assert find(form, "3").write
    assert not find(form, "4").heads
    assert find(form, "4").notes[1].startswith("1 = Incomp")
    assert [head.label for head in find(form, "5").heads] == ["No", "Partly", "Yes", "Don't know"]
    assert find(form, "8").notes == ("Write a whole number from 0 to 60.",)
    assert [group.columns for group in find(form, "13").space.groups] == [3]


def test_boxes_side_by_side_stay_on_the_page(shipped):
    for language in shipped.languages:
        for section in build_form(shipped, language).sections:
            for block in section.blocks:
                if block.grid:
                    used = len(block.points) * block.width + len(block.special) * block.special_width
                    assert used <= TEXT_WIDTH - STATEMENT_WIDTH + 0.1
                    assert block.heads, "the shipped labels fit over their boxes"
                elif block.space.kind == "row":
                    assert len(block.space.options) * block.space.width <= TEXT_WIDTH - INDENT + 0.1


def test_every_item_is_numbered_once(shipped):
    fields = name_fields(shipped, shipped.languages[0], "word").fields
    assert {field.item for field in fields} == set(shipped.items)
    assert len({field.question for field in fields}) == len(fields)


def test_losses_name_what_paper_leaves_to_people(clinic, build_text):
    said = [loss.say("en") for loss in list_losses(clinic, "en")]
    for words in ("zh-CN", "consent", "require", "route", "range", "exclusive"):
        assert sum(words in sentence for sentence in said) == 1
    assert len(said) == 6
    plain = "{id: q, languages: [en], title: {en: T}, pages: [{id: p, items: [{id: a, type: date, text: {en: A}}]}]}"
    assert list_losses(build_text(plain), "en") == ()


def test_a_condition_without_words_is_a_loss(build_text):
    text = """
id: small
languages: [en]
title: {en: Small}
pages:
  - id: one
    items:
      - {id: a, type: stars, text: {en: A}}
      - {id: b, type: date, text: {en: B}, shown_if: a > 5}
"""
    questionnaire = build_text(text)
    assert [(loss.where, "a > 5" in loss.say("en")) for loss in list_losses(questionnaire, "en")][1:] == [("b", True)]
    assert find(build_form(questionnaire, "en"), "2").routing == ""


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_any_questionnaire_can_be_printed(data, drawn_questionnaires):
    questionnaire = data.draw(drawn_questionnaires())
    for language in questionnaire.languages:
        form = build_form(questionnaire, language)
        rows = [
            row for section in form.sections for block in section.blocks for row in (block.rows if block.grid else [0])
        ]
        assert len(rows) == len(questionnaire.items)


def type_in(questionnaire, answers, tmp_path, heading):
    fields = {field.column: field for field in name_fields(questionnaire, questionnaire.languages[0], "word").fields}
    frame = answers.rename(columns={column: heading(field) for column, field in fields.items()})
    path = tmp_path / "typed.csv"
    frame.to_csv(path, index_label="respondent", encoding="utf-8-sig")
    return path


@pytest.mark.parametrize("mark", ["", "Q", "第{}题"])
def test_answers_typed_in_under_question_numbers_are_read(shipped, tmp_path, assert_same_answers, mark):
    answers = simulate_responses(shipped, n=20, seed=3).data
    pattern = mark if "{}" in mark else mark + "{}"
    path = type_in(shipped, answers, tmp_path, lambda field: pattern.format(field.question))
    assert_same_answers(read_responses(path, shipped, platform="word"), answers)


def test_answers_typed_in_under_ids_need_no_platform(shop, draw_answers, tmp_path, assert_same_answers):
    answers = draw_answers(shop, seed=2)
    path = type_in(shop, answers, tmp_path, lambda field: field.column)
    assert_same_answers(read_responses(path, shop), answers)
    assert_same_answers(read_responses(path, shop, platform="pdf"), answers)


def test_a_multiple_choice_can_be_typed_into_one_cell(shop, tmp_path):
    path = tmp_path / "typed.csv"
    path.write_text("1,2.1,2.2,4,Q5,6\n5,4,3,2 3,9,5\n", encoding="utf-8")
    data = read_responses(path, shop, platform="word").data
    assert data.loc[1, ["sat", "shop_clean", "bought__1", "bought__2", "bought__3", "nps"]].tolist() == [
        5,
        4,
        0,
        1,
        1,
        9,
    ]
