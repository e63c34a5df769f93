"""Sentences on comments against numbers one can see."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.report.sections.comments import build_comments, pick_differences, say_beside, say_checked, say_difference

NAN = float("nan")


@pytest.fixture(scope="module")
def depth():
    texts = ["物流太慢了，还没到"] * 30 + ["客服态度差，<b>骂人</b>"] * 20 + ["质量很好"] * 50 + [""] * 100
    rating = np.r_[np.full(50, 20.0), np.full(50, 80.0), np.full(100, 50.0)] + np.tile([-5.0, 5.0], 100)
    frame = pd.DataFrame({"comment": texts, "satisfaction": rating})
    coded = sv.code_comments(frame, item="comment", outcome="satisfaction")
    book = {code: dataclasses.replace(one, construct="service") if code == "attitude" else one
            for code, one in coded.codebook.codes.items()}  # fmt: skip
    table = coded.table.assign(construct=["service" if code == "attitude" else "" for code in coded.table["code"]])
    coded = dataclasses.replace(coded, table=table, codebook=dataclasses.replace(coded.codebook, codes=book))
    return {"comments": coded, "comment_relations": sv.relate_comments(coded), "quotes": sv.quote_comments(coded)}


def everything(blocks):
    for block in blocks:
        if hasattr(block, "blocks"):
            yield from everything(block.blocks)
        yield from (point.text for point in getattr(block, "points", ()))
        yield getattr(block, "text", "")


def test_without_comments_there_is_no_section(writer_of):
    assert build_comments(writer_of(depth={})) is None


def test_the_section_says_who_wrote_what_and_who_checked_it(writer_of, depth):
    section = build_comments(writer_of(depth=depth))
    said = " ".join(everything(section.blocks))
    assert "100 of 200 respondents (50%) wrote something." in said
    assert "The complaint named most often is “Slow delivery”: 30% of those who wrote" in section.headline
    assert "Nobody has checked this coding by hand" in said
    assert "It does not say what would happen" in said
    assert "<b>骂人</b>" in said  # plain text here; the renderers escape it


def test_the_report_speaks_its_own_language_whatever_the_labels_were_made_in(writer_of, depth):
    section = build_comments(writer_of("zh-CN", depth=depth))
    assert "“发货、物流慢”：占写评论者的 30%" in section.headline
    assert "Slow delivery" not in " ".join(everything(section.blocks))


def test_a_difference_names_both_sides_of_chance(writer_of):
    row = SimpleNamespace(label="Refunds", change=-12.34, conf_low=-20.0, conf_high=-4.7, p_adjusted=0.0002, n=31)
    assert say_difference(writer_of(), row, 0.95) == (
        "Those who name “Refunds” rate 12.3 points lower (95% interval of the difference −20.0 to −4.7; adjusted "
        "p < .001; n = 31)."
    )
    higher = SimpleNamespace(**{**vars(row), "change": 3.0, "conf_low": 1.0, "conf_high": 5.0, "p_adjusted": 0.03})
    assert "3.0 points higher (95% interval of the difference 1.0–5.0; adjusted p = .030" in say_difference(
        writer_of(), higher, 0.95
    )


def test_more_low_than_high_differences_are_named():
    table = pd.DataFrame({"change": [-5.0, -4, -3, -2, -1, 1, 2, 3], "p_adjusted": [0.01] * 7 + [0.5]})
    assert pick_differences(table)["change"].tolist() == [-5, -4, -3, -2, 1, 2]


def test_agreement_is_told_with_its_lowest_code(writer_of, depth):
    table = pd.DataFrame(
        {
            "code": ["refund", "price", "quality"],
            "label": "",
            "coder": ["codebook", "codebook", "person"],
            "kappa": [0.9, 0.5, 0.1],
            "precision": [0.8, 0.6, NAN],
            "recall": [1.0, 0.9, NAN],
        }
    )
    said = say_checked(writer_of(depth=depth), SimpleNamespace(table=table, n=80))
    assert "80 comments by hand. Over the 2 codes that occurred" in said
    assert "median of 0.70 and is lowest for “Too expensive”, at 0.50." in said
    assert "70% too; of the person's codes, 95% were found" in said.replace("gave 70%", "70%")
    one = say_checked(writer_of(depth=depth), SimpleNamespace(table=table[:1], n=80))
    assert "For the 1 code that occurred" in one


def test_complaints_stand_beside_their_driver(writer_of, depth):
    assert say_beside(writer_of(depth=depth), "service") == "Of those who wrote a comment, 20% name “Staff attitude”."
    assert say_beside(writer_of(depth=depth), "quality") == ""
    assert say_beside(writer_of(depth={}), "service") == ""
