"""Downloads of Wenjuanxing in all their shapes: headings, marks, modes, and what is said when they leave a doubt."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.errors import ReadError
from survey.platforms.read import read_responses

MONEY = """
id: money
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: 钱, en: Money}
scales:
  ten: {from: 0, to: 10, anchors: {0: {zh-CN: 差, en: Bad}, 10: {zh-CN: 好, en: Good}}}
  agree:
    points: {1: {zh-CN: 不 同意, en: Strongly disagree}, 2: {zh-CN: 中立, en: Neutral}, 3: {zh-CN: 同意, en: Agree}}
    special: {not_applicable: {code: 97, label: {zh-CN: 不适用, en: Does not apply}}}
pages:
  - id: first
    items:
      - {id: sex, type: single_choice, text: {zh-CN: "您的性别是？", en: Your gender?},
         choices: {1: {zh-CN: 女, en: Female}, 0: {zh-CN: 男, en: Male}}}
      - {id: how, type: single_choice, text: {zh-CN: 您怎么付款？, en: How did you pay?},
         choices: {1: {zh-CN: 现金, en: Cash}, 5: {zh-CN: 手机, en: Phone},
                   97: {label: {zh-CN: 其他, en: Other}, text: true}}}
      - {id: got, type: multiple_choice, text: {zh-CN: 您买了什么？, en: What did you buy?},
         choices: {1: {zh-CN: 面包、糕点, en: "Bread, cakes"}, 2: {zh-CN: 饮料, en: Drinks},
                   3: {label: {zh-CN: 别的, en: Else}, text: true}}}
      - id: views
        type: matrix
        scale: agree
        text: {zh-CN: 您怎么看？, en: Your views?}
        rows: [{id: clean, text: {zh-CN: 店里干净, en: It is clean}},
               {id: dear, reverse: true, text: {zh-CN: 东西贵, en: It is dear}},
               {id: near, text: {zh-CN: 离家近, en: It is near}}]
      - {id: nps, type: recommend, text: {zh-CN: 会推荐吗？, en: Would you recommend us?}}
      - {id: easy, type: scale, scale: ten, reverse: true, text: {zh-CN: 费力吗？, en: Hard?}}
      - {id: cold, type: number, text: {zh-CN: 气温多少？, en: How cold?}}
      - {id: why, type: long_text, shown_if: sex == 1, text: {zh-CN: 为什么？, en: Why?}}
"""
ABOUT = "序号,提交答卷时间,所用时间,来源,来源详情,来自IP"
BY_TEXT = ["1、您的性别是？", "2、您怎么付款？", "3、您买了什么？", "4、您怎么看？—店里干净", "东西贵", "离家近"]
BY_TEXT += ["5、会推荐吗？", "6、费力吗？", "7、气温多少？", "8、为什么？"]
ANSWER = ["女", "现金", "面包、糕点┋饮料", "同意", "中立", "不 同意", "9", "3", "20", "便宜"]


@pytest.fixture
def money(build_text):
    return build_text(MONEY)


@pytest.fixture
def download(money, write):
    """Read answers under the usual headings, or others, with the columns about the interview in front."""

    def read(*rows: list[str], headings: list[str] = BY_TEXT, name: str = "a.csv", about: str = ABOUT, **options):
        lines = [",".join([about, *(quote(heading) for heading in headings)])]
        for at, row in enumerate(rows, 1):
            told = {
                "序号": str(at),
                "提交答卷时间": "2026/9/18 19:20:55",
                "所用时间": "136秒",
                "来自IP": "1.2.3.4(湖南-长沙)",
            }
            front = [told.get(heading, "微信") for heading in about.split(",")]
            lines.append(",".join([*front, *(quote(cell) for cell in row)]))
        return read_responses(write("\n".join(lines), name), money, **options)

    return read


def quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def change(**cells: str) -> list[str]:
    """Return the usual answers with some cells changed, by the place of their column."""
    return [cells.get(f"c{place}", cell) for place, cell in enumerate(ANSWER)]


def take(responses, *columns) -> list:
    values = responses.data.iloc[0][list(columns)].tolist()
    return [None if pd.isna(value) else value for value in values]


def reasons(responses) -> str:
    return " ".join(responses.problems["reason"])


def test_a_download_by_text(download, named):
    responses = download(
        ANSWER, change(c0="男", c1="其他〖刷脸，很快〗", c2="别的〖糖、茶┋盐〗┋饮料", c9="(跳过)", c3="(空)")
    )
    assert take(responses, "sex", "how", "got__1", "got__2", "got__3", "clean", "dear", "near", "nps", "easy") == [
        1, 1, 1, 1, 0, 3, 2, 1, 9, 3]  # fmt: skip
    second = responses.data.iloc[1]
    assert second[["sex", "how", "how__97__text", "got__1", "got__3", "got__3__text"]].tolist() == [
        0, 97, "刷脸，很快", 0, 1, "糖、茶┋盐"]  # fmt: skip
    assert responses.hidden["why"].tolist() == [False, True] and not responses.hidden["clean"].any()
    assert responses.missing(["clean"])["clean"].tolist() == ["", "blank"]
    assert named(responses) == []
    assert (
        responses.paradata["seconds"].tolist() == [136, 136] and responses.paradata["source"].tolist() == ["微信"] * 2
    )
    assert responses.personal["来自IP"].tolist() == ["1.2.3.4(湖南-长沙)"] * 2


def test_the_older_order_of_columns_and_the_total_score(download):
    old = download(ANSWER, about="序号,提交答卷时间,所用时间,来自IP,来源,来源详情")
    new = download(ANSWER, about=f"{ABOUT},总分")
    assert old.data.equals(new.data) and list(old.personal) == list(new.personal) == ["来自IP"]
    assert new.paradata["total_score"].tolist() == ["微信"] and old.extra.empty and new.extra.empty


@pytest.mark.parametrize(
    "headings",
    [
        ["1.您的性别是?", "2. 您怎么付款", "3：您买了什么？", "4:您怎么看？—店里干净", "东西贵", "离家近",
         "5．会推荐吗", "6、费力吗？", "7、气温多少？", "8、为什么？"],
        [heading + " (单选题 *必答)" if heading[0].isdigit() else heading for heading in BY_TEXT],
        [f"<p><b>{heading}</b><br />&nbsp;</p>" for heading in BY_TEXT],
        [heading.partition("、")[2] or heading for heading in BY_TEXT],
        ["1、Your gender?", "2、How did you pay?", "3、What did you buy?", "4、Your views?—It is clean", "It is dear",
         "It is near", "5、Would you recommend us?", "6、Hard?", "7、How cold?", "8、Why?"],
        [f"{int(heading[0]) + 3}{heading[1:]}" if heading[0].isdigit() else heading for heading in BY_TEXT],
    ],
    ids=["other marks", "types", "markup", "no numbers", "English", "shifted numbers"],
)  # fmt: skip
def test_headings_in_every_dress(download, headings, named):
    responses = download(ANSWER, headings=headings)
    assert take(responses, "sex", "clean", "dear", "near", "nps", "cold", "why") == [1, 3, 2, 1, 9, 20, "便宜"]
    assert responses.extra.empty and named(responses) == []


TICKS = {
    "old": ["第3题(面包、糕点)", "第3题(饮料)", "第3题(别的)"],
    "new": ["3、您买了什么？(面包、糕点)", "3(饮料)", "3 (别的)"],
    "bare": ["3、(面包、糕点)", "3、(饮料)", "3、(别的)"],
    "renamed": ["3、您买了什么？(面包)", "3(饮料)", "3(别的：)"],
}
NUMBERS = ["1", "3", "1", "0", "0", "4", "2", "1", "11", "4", "20", "便宜"]


def by_number(kind: str = "new") -> list[str]:
    return [*BY_TEXT[:2], *TICKS[kind], *BY_TEXT[3:]]


@pytest.mark.parametrize("kind", list(TICKS))
def test_a_download_by_number(download, kind, named):
    responses = download(NUMBERS, headings=by_number(kind))
    assert take(responses, "sex", "how", "got__1", "got__2", "got__3") == [1, 97, 1, 0, 0]
    assert take(responses, "clean", "dear", "near", "nps", "easy", "cold") == [97, 2, 1, 10, 3, 20]
    assert named(responses) == []
    assert ("matched by its place to part 1 of question 3" in reasons(responses)) is (kind == "renamed")


def test_marks_of_a_download_by_number_are_no_answers(download, named):
    skipped = ["2", "1", "-3", "-3", "-3", "-3", "-3", "-3", "-3", "-2", "-3", "-3"]
    blank = ["1", "-2", "0", "0", "0", "-2", "2", "1", "1", "1", "-2", "-2"]
    responses = download(NUMBERS, skipped, blank, headings=by_number())
    assert responses.data.iloc[1].drop(["sex", "how"]).isna().all()
    assert responses.data[["how", "got__1", "got__2", "clean", "cold", "why"]].iloc[2].isna().all()
    assert responses.hidden.loc[[2, 3], ["got", "clean", "easy", "cold"]].to_numpy().tolist() == [
        [True, True, False, True], [False, False, False, False]]  # fmt: skip
    assert named(responses) == []
    assert "-3 and -2 are read as not shown and left blank" in reasons(responses)


def test_text_beside_an_option_by_number(download, named):
    row = [*NUMBERS[:1], "3〖支票〗", "0", "0", "1〖糖〗", *NUMBERS[5:]]
    responses = download(row, headings=by_number())
    assert take(responses, "how", "how__97__text", "got__3", "got__3__text") == [97, "支票", 1, "糖"]
    assert named(responses) == []


def test_ranks_are_read_as_chosen_and_said_to_be(download):
    responses = download([*NUMBERS[:2], "2", "1", "-2", *NUMBERS[5:]], headings=by_number())
    assert take(responses, "got__1", "got__2", "got__3") == [1, 1, 0]
    assert reasons(responses).count("holds ranks") == 1
    assert take(download(change(c2="饮料→面包、糕点")), "got__1", "got__2", "got__3") == [1, 1, 0]


def test_a_number_that_is_no_option_is_named_not_guessed(download, named):
    row = ["1", "97", "1", "0", "0", "9", "2", "1", "11", "4", "20", ""]
    responses = download(row, NUMBERS, NUMBERS, headings=by_number())
    assert named(responses, "column", "value", "reason") == [
        ("2、您怎么付款？", "97", "the question has no option 97"),
        ("4、您怎么看？—店里干净", "9", "the question has no option 9"),
    ]
    assert take(responses, "how", "clean") == [None, None]


@pytest.mark.parametrize(
    ("cells", "expected", "doubt"),
    [(["11", "5"], [10, 4], False), (["0", "5"], [0, 5], False), (["6", "5"], [5, 4], True)],
    ids=["an eleven: places", "a nought: scores", "neither: places, with a doubt"],
)
def test_numbers_of_a_scale_from_nought_are_places_or_scores(download, cells, expected, doubt):
    rows = [[*NUMBERS[:8], cell, *NUMBERS[9:]] for cell in cells]
    responses = download(*rows, headings=by_number())
    assert responses.data["nps"].tolist() == expected
    said = responses.problems[responses.problems["column"] == "5、会推荐吗？"]["reason"].tolist()
    assert [("read as places" in reason) for reason in said] == ([True] if doubt else [])


def test_the_file_name_tells_a_download_by_score(download):
    rows = [[*NUMBERS[:8], cell, *NUMBERS[9:]] for cell in ("6", "5")]
    responses = download(*rows, headings=by_number(), name="123_按分数_钱_2_2.csv")
    assert responses.data["nps"].tolist() == [6, 5]
    assert "read as scores" in reasons(responses)
    assert "reverse-keyed items (dear, easy) come turned round" in reasons(responses)


def test_labels_as_the_site_may_have_changed_them(download, named):
    responses = download(change(c0="A. 女", c1="B、手机", c3="不_同意", c6="9分", c7="10（好）", c2="面包,糕点"))
    assert take(responses, "sex", "how", "clean", "nps", "easy", "got__1") == [1, 5, 1, 9, 10, 1]
    assert named(responses) == []


def test_what_is_no_answer_is_named(download, named):
    responses = download(change(c0="男〖其实〗", c1="支票", c2="面包、糕点┋牛奶", c6="12分", c9="(跳过)"))
    assert [(column, value) for _, column, value in named(responses)] == [
        ("1、您的性别是？", "男〖其实〗"), ("3、您买了什么？", "面包、糕点┋牛奶"), ("2、您怎么付款？", "支票"),
        ("5、会推荐吗？", "12分")]  # fmt: skip
    assert "no option of this question: '牛奶'; the others are read" in reasons(responses)
    assert "has no text field in the questionnaire" in reasons(responses)
    assert take(responses, "sex", "how", "got__1", "nps") == [0, None, 1, None]


def test_a_question_that_was_reworded_on_the_site_goes_by_its_number(download):
    headings = ["1、请问怎么称呼您", *BY_TEXT[1:]]
    responses = download(ANSWER, headings=headings)
    assert take(responses, "sex") == [1]
    assert "matched to question 1 by its number; the wording differs" in reasons(responses)


def test_questions_put_in_another_order_go_by_their_wording(download, named):
    headings = ["1、您怎么付款？", "2、您的性别是？", *BY_TEXT[2:]]
    responses = download([ANSWER[1], ANSWER[0], *ANSWER[2:]], headings=headings)
    assert take(responses, "sex", "how") == [1, 1] and named(responses) == []


def test_columns_of_other_questions_are_kept_aside(download):
    responses = download([*ANSWER, "湖南"], headings=[*BY_TEXT, "9、您住在哪里？"])
    assert responses.extra["9、您住在哪里？"].tolist() == ["湖南"]


def test_ids_for_headings_are_understood_too(download):
    responses = download(ANSWER[:2] + ANSWER[3:], headings=["sex", "how", "clean", "dear", "near", *BY_TEXT[6:]])
    assert take(responses, "sex", "how", "clean", "nps") == [1, 1, 3, 9]


def test_another_survey_is_refused(download):
    with pytest.raises(ReadError, match="only 0 of 10 items"):
        download(["a", "b"], headings=["1、您的城市？", "2、您的职业？"])


def test_a_manifest_of_an_older_version_gives_numbers_and_places(money, build_text, write, tmp_path):
    from survey.platforms.export import export_questionnaire

    older = build_text(MONEY.replace("choices: {1: {zh-CN: 女, en: Female}, 0: {zh-CN: 男, en: Male}}",
                                     "choices: {0: {zh-CN: 男, en: Male}, 1: {zh-CN: 女, en: Female}}"))  # fmt: skip
    manifest = export_questionnaire(older, "wjx", tmp_path / "out" / "f.jsonl").manifest
    lines = [
        ",".join([ABOUT, *map(quote, by_number())]),
        ",".join(["1", "2026/9/18 19:20:55", "9秒", "", "", "", *NUMBERS]),
    ]
    path = write("\n".join(lines))
    assert read_responses(path, money).data["sex"].tolist() == [1]
    assert read_responses(path, money, manifest=manifest).data["sex"].tolist() == [0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_marks_of_every_kind_in_every_encoding(money, write, named, encoding):
    lines = [f"{ABOUT},{','.join(BY_TEXT[:3])}", "1,2026/9/18 19:20:55,2分5秒,,,,男,其他〖支票〗,面包、糕点┋别的〖糖〗"]
    lines += ["2,2026/9/18 19:21:55,59秒,,,,女,（空）,（跳过）", "3,2026/9/18 19:21:55,59秒,,,,(空),(跳过),饮料"]
    path = write("\n".join(lines), encoding=encoding)
    responses = read_responses(path, money)
    assert responses.data["sex"].fillna(-1).tolist() == [0, 1, -1]
    assert responses.data["how__97__text"].tolist()[0] == "支票" and responses.data["got__3__text"].tolist()[0] == "糖"
    assert responses.data[["got__1", "got__2", "got__3"]].fillna(-1).values.tolist() == [
        [1, 0, 1], [-1, -1, -1], [0, 1, 0]]  # fmt: skip
    assert responses.hidden[["how", "got"]].to_numpy().tolist() == [[False, False], [False, True], [True, False]]
    assert responses.paradata["seconds"].tolist() == [125, 59, 59] and named(responses) == []
