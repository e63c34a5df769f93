from __future__ import annotations

import numpy as np
import pytest

from survey.errors import ReadError
from survey.platforms.coding.columns import KEPT, check_layout, match_columns, name_missing
from survey.platforms.coding.target import Target, build_dictionary
from survey.platforms.files.column import Column
from survey.platforms.files.table import Origin, Table


def table(*headings: str, cell: str = "1") -> Table:
    column = Column.from_cells([cell])
    origin = Origin(file="a.csv", sha256="0" * 64, kind="csv")
    return Table(origin=origin, headings=headings, columns=(column,) * len(headings), rows=np.array([2]))


@pytest.mark.parametrize(
    "heading",
    ["sat", "SAT", " Sat ", "ｓａｔ", "总的来说，我满意。", "总的来说,我满意", "Overall, I am satisfied.",
     "overall I am satisfied", "3、总的来说，我满意。", "Q3. Overall, I am satisfied.", "3. 总的来说，我满意。*",
     "sat. Overall, I am satisfied."],
)  # fmt: skip
def test_an_item_is_found_by_id_and_by_wording(shop, heading):
    assert build_dictionary(shop).look_up(heading) == {Target("sat")}


@pytest.mark.parametrize(
    "heading",
    ["shop_clean", "店里干净。", "您怎么看这家店？[店里干净。]", "What do you think of this shop? [The shop is clean.]",
     "2、您怎么看这家店？—店里干净", "shop[shop_clean]", "shop.shop_clean", "shop [The shop is clean.]"],
)  # fmt: skip
def test_a_row_is_found_with_and_without_its_matrix(shop, heading):
    assert build_dictionary(shop).look_up(heading) == {Target("shop_clean")}


@pytest.mark.parametrize(
    "heading",
    ["bought__3", "bought[3]", "BOUGHT_3", "bought [Drinks; wine]", "What did you buy? [Drinks; wine]",
     "5、您买了什么？(饮料; 酒)", "您买了什么？（饮料；酒）", "Q5_What did you buy? - Drinks; wine"],
)  # fmt: skip
def test_an_option_is_found(shop, heading):
    assert build_dictionary(shop).look_up(heading) == {Target("bought", "option", 3)}


@pytest.mark.parametrize(
    "heading",
    [
        "paid__3__text",
        "paid[3][text]",
        "How did you pay? [Other]",
        "您怎么付款？[其他][文本]",
        "How did you pay? [Other] text",
    ],
)
def test_the_text_beside_an_option_is_found(shop, heading):
    assert build_dictionary(shop).look_up(heading) == {Target("paid", "text", 3)}


def test_the_text_beside_an_option_of_several_is_found(shop):
    look_up = build_dictionary(shop).look_up
    assert (
        look_up("bought__4__text")
        == look_up("What did you buy? [Something else] text")
        == {Target("bought", "text", 4)}
    )
    assert look_up("What did you buy? [Something else]") == {Target("bought", "option", 4)}


@pytest.mark.parametrize("heading", ["", "***", "satisfaction", "bought__9", "sat__1", "Overall", "3、"])
def test_other_headings_mean_nothing(shop, heading):
    assert build_dictionary(shop).look_up(heading) == frozenset()


def test_a_wording_of_two_items_is_settled_by_the_matrix(build_text):
    twice = build_text("""
id: twice
version: "1.0"
languages: [en]
title: {en: Twice}
scales: {yn: {points: {1: {en: Low}, 2: {en: High}}}}
pages:
  - id: one
    items:
      - {id: before, type: matrix, scale: yn, text: {en: Before}, rows: [{id: b1, text: {en: Price}}]}
      - {id: later, type: matrix, scale: yn, text: {en: After}, rows: [{id: a1, text: {en: Price}}]}
""")
    assert build_dictionary(twice).look_up("Before [Price]") == {Target("b1")}
    layout = match_columns(table("Price", "After—Price"), twice)
    assert layout.answers == {Target("a1"): (1,)}
    assert layout.extra == {0: "the heading may mean a1, b1: put the id there instead; kept in responses.extra"}


def test_every_column_is_something(shop):
    found = match_columns(
        table(
            "序号",
            "sat",
            "StartDate",
            "提交答卷时间",
            "EndDate",
            "来自IP",
            "所用时间",
            "sat",
            "来源",
            "ResponseId",
            "",
            "语言",
        ),
        shop,
    )
    assert found.answers == {Target("sat"): (1, 7)}
    assert found.paradata == {"started": 2, "submitted": 3, "seconds": 6, "language": 11}
    assert (found.ids, found.personal) == ((0, 9), (5,))
    assert found.extra == {
        4: "'提交答卷时间' is already read as 'submitted'; kept in responses.extra",
        8: KEPT,
        10: KEPT,
    }


def test_a_column_without_heading_and_cells_is_nothing(shop):
    assert match_columns(table("sat", "", cell=""), shop).extra == {}


def test_the_id_column_asked_for_comes_first(shop):
    assert match_columns(table("id", "Token"), shop, respondent="token").ids == (1, 0)
    with pytest.raises(
        ReadError, match=r"a\.csv has no column with the heading 'key', .* the headings are: 'id', 'Token'"
    ):
        match_columns(table("id", "Token"), shop, respondent="key")
    with pytest.raises(ReadError, match="2 columns with the heading 'x'"):
        match_columns(table("x", "x"), shop, respondent="x")


def test_too_few_items_are_another_survey(shop):
    two = table("id", "sat", "paid", "colour", "size")
    with pytest.raises(ReadError) as error:
        check_layout(match_columns(two, shop), two, shop)
    message = str(error.value)
    assert "a.csv: only 2 of 14 items of questionnaire 'corner-shop' have a column" in message
    assert "Headings found: 'id', 'sat', 'paid', 'colour', 'size'." in message
    assert (
        "Headings expected: 'sat', 'shop_clean', 'shop_dear', 'paid', 'bought', 'nps', 'stars', 'age' and 6 more."
        in message
    )
    check_layout(match_columns(table("sat", "paid", "age"), shop), two, shop)


def test_a_better_questionnaire_is_suggested(shop):
    other = table("sat1", "sat2", "sat3", "prfair", "prworth", "prworry")
    with pytest.raises(ReadError, match="fit the questionnaire 'ecommerce-service' better"):
        check_layout(match_columns(other, shop), other, shop)


def test_missing_columns_are_named_one_by_one(shop):
    layout = match_columns(
        table("sat", "shop_clean", "bought__1", "topics", "nps", "stars", "age", "spent", "day", "talked"), shop
    )
    assert [(f.column, f.reasons[0], f.rows[0]) for f in name_missing(layout, shop)] == [
        ("shop_dear", "no column for this item", 0),
        ("paid", "no column for this item", 0),
        ("paid__3__text", "no column for the text beside this option", 0),
        ("bought__2", "no column for this item", 0),
        ("bought__3", "no column for this item", 0),
        ("bought__4", "no column for this item", 0),
        ("bought__4__text", "no column for the text beside this option", 0),
        ("polite", "no column for this item", 0),
        ("comment", "no column for this item", 0),
    ]
