"""survey comments, lint-codebook: the same numbers as the functions."""

from __future__ import annotations

import pandas as pd

import survey as sv


def test_comments_prints_codes_relations_quotes_and_writes_a_sample(run, answers, tmp_path):
    coded = sv.code_comments(sv.read_responses(answers, "ecommerce-service"), language="en")
    more = ("--quotes", "1", "--sample", "check.csv", "--n", "20", "--language", "en")
    ended = run("comments", answers, "-q", "ecommerce-service", *more)
    assert ended.code == 0, ended.err
    assert ended.out.startswith(repr(coded))
    assert repr(sv.relate_comments(coded)) in ended.out
    sheet = pd.read_csv(tmp_path / "check.csv", dtype=str, encoding="utf-8-sig")
    sheet.assign(codes="none").to_csv(tmp_path / "ann.csv", index=False)
    checked = run("comments", answers, "-q", "ecommerce-service", "--checked", tmp_path / "ann.csv", "--language", "en")
    assert "CodingAgreement · n = 20" in checked.out


def test_lint_codebook_ends_with_1_where_something_is_wrong(run, tmp_path):
    sound = run("lint-codebook", "ecommerce-service", "-q", "ecommerce-service")
    assert (sound.code, sound.out) == (0, "0 error(s), 0 warning(s)\n")
    (tmp_path / "mine.yaml").write_text("id: mine\n", encoding="utf-8")
    wrong = run("lint-codebook", "mine.yaml")
    assert wrong.code == 1
    assert "lacks `codes`" in wrong.out
