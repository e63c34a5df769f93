"""Forms for Tencent Survey, read by the rules that the vendor publishes and users found out, and what is named as lost.

The rules: a block of lines a question, blank lines between questions and nowhere else; the first line closes with the
tag of its type, whether it must be answered, and a remark in narrow brackets; no blanks at the end of a line; options
without a letter before them; ``____`` makes a field to fill in; the columns of a matrix are told apart by blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.coding.wording import wording_key
from survey.platforms.export import export_questionnaire
from survey.platforms.manifest import read_manifest
from survey.platforms.numbered.question import list_sheets

TYPES = "单选题|多选题|下拉题|排序题|单行文本题|多行文本题|多项填空题|量表题|矩阵单选题|矩阵量表题|日期时间题|段落说明"
HEAD = re.compile(rf"(?P<title>[^\[\]]+)\[(?P<type>{TYPES})\](?:\[(?P<must>必答|选答)\])?(?:\((?P<note>[^()]*)\))?")
END = r"\d+(?:\([^()]+\))?"
CHOICES = ("单选题", "多选题", "下拉题", "排序题")

TRICKY = """
id: tricky
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: "**2026** 年调查", en: "**2026** survey"}
intro: {zh-CN: "第一行\\n第二行", en: "line one\\nline two"}
thanks: {zh-CN: 谢谢, en: Thank you}
scales:
  two: {points: {1: {zh-CN: 否, en: "No"}, 2: {zh-CN: 是, en: "Yes"}}}
  five: {from: 1, to: 5, anchors: {1: {zh-CN: 差(1), en: Bad (1)}, 5: {zh-CN: 好, en: Good}}}
  ten: {from: 0, to: 10, anchors: {0: {zh-CN: 差, en: Bad}, 10: {zh-CN: 好, en: Good}}}
  agree: {points: {1: {zh-CN: 不 同意, en: Not at all}, 2: {zh-CN: 中立, en: Neutral}, 3: {zh-CN: 同意, en: Agree}}}
pages:
  - id: first
    title: {zh-CN: 第一页, en: Page one}
    items:
      - {id: where, type: single_choice, text: {zh-CN: "哪里[任选]____？", en: "Where [any] ____?"},
         choices: {1: {zh-CN: A. 家, en: A. Home}, 2: {zh-CN: "1~2 处", en: "I live in 1~2 places"}}}
      - {id: easy, type: scale, scale: five, text: {zh-CN: 容易吗, en: Easy?}, help: {zh-CN: (想想), en: (think)}}
      - {id: far, type: scale, scale: ten, text: {zh-CN: 远吗, en: Far?}}
      - id: yesno
        type: matrix
        scale: two
        text: {zh-CN: 对吗, en: Right?}
        rows: [{id: right1, text: {zh-CN: 一, en: One}}, {id: right2, text: {zh-CN: 二, en: Two}}]
  - id: second
    title: {zh-CN: "第二页 <b>", en: "Page two <b>"}
    items:
      - id: views
        type: matrix
        scale: agree
        text: {zh-CN: 看法, en: Views}
        help: {zh-CN: 每行一项, en: One a row}
        rows:
          - {id: view1, required: true, text: {zh-CN: "- 好", en: "- good"}}
          - {id: view2, reverse: true, shown_if: where == 1, text: {zh-CN: 差, en: bad}}
      - id: marks
        type: matrix
        scale: five
        required: true
        text: {zh-CN: 打分, en: Marks}
        rows: [{id: mark1, text: {zh-CN: 人, en: Staff}}, {id: mark2, text: {zh-CN: 店, en: Shop}}]
      - {id: age, type: number, min: 18, max: 99, integer: true, unit: {zh-CN: 岁, en: years},
         text: {zh-CN: 年龄, en: Age}, special: {no_answer: {code: 999, label: {zh-CN: 不想说, en: Rather not}}}}
      - {id: day, type: date, text: {zh-CN: 哪天, en: Which day}}
      - id: got
        type: multiple_choice
        text: {zh-CN: 买了什么, en: What did you get}
        choices:
          1: {zh-CN: 面包, en: Bread}
          2: {label: {zh-CN: 别的, en: Else}, text: true, shown_if: easy >= 3}
          3: {label: {zh-CN: 没有, en: Nothing}, exclusive: true}
      - {id: stars, type: stars, text: {zh-CN: 打星, en: Stars}}
      - {id: more, type: long_text, required: true, text: {zh-CN: 还有吗, en: Anything else}}
"""


@dataclass
class Block:
    title: str
    type: str
    must: str | None
    note: str | None
    lines: list[str] = field(default_factory=list)


def parse(text: str) -> tuple[str, list[str], list[list[Block]]]:
    """Return the title, the lines of welcome, and the blocks of each page."""
    assert text.endswith("\n") and "\n\n\n" not in text
    assert all(line == line.strip() for line in text.splitlines()), "a blank ends or begins a line"
    first, *blocks = text.removesuffix("\n").split("\n\n")
    welcome, pages = [], [[]]
    for block in blocks:
        head, *lines = block.split("\n")
        if block == "=== 分页 ===":
            pages.append([])
        elif (match := HEAD.fullmatch(head)) is None:
            assert not pages[0] and len(pages) == 1 and not lines and not welcome, f"no question: {block}"
            welcome.append(head)
        else:
            pages[-1].append(Block(match["title"], match["type"], match["must"], match["note"], lines))
            check(pages[-1][-1])
    return first, welcome, pages


def check(block: Block) -> None:
    assert not any(re.search(r"[\[\]]|\*\*|!video\(", line) for line in [block.title, *block.lines])
    assert "__" not in block.title
    if block.type == "段落说明":
        assert block.must is None and not block.lines
        return
    assert block.must in ("必答", "选答")
    if block.type in CHOICES:
        assert len(block.lines) > 1 and len(set(block.lines)) == len(block.lines)
        assert not any(re.match(r"[A-Za-z][.、)]", line) for line in block.lines)
        assert all("__" not in line.removesuffix("____") for line in block.lines)
    elif block.type == "量表题":
        assert re.fullmatch(rf"{END}~{END}", "\n".join(block.lines))
    elif block.type.startswith("矩阵"):
        columns, *rows = block.lines
        ranged = re.fullmatch(r"1~\d+", columns) is not None
        assert ranged is (block.type == "矩阵量表题") and (ranged or len(columns.split(" ")) > 1) and rows
    else:
        assert not block.lines


@pytest.fixture
def tricky(build_text):
    return build_text(TRICKY)


def export(questionnaire, tmp_path, language="zh-CN"):
    done = export_questionnaire(questionnaire, "腾讯问卷", tmp_path / "form.txt", language=language)
    return done, done.paths[0].read_text(encoding="utf-8")


def check_questions(questionnaire, language: str, text: str) -> None:
    """Require every question with its options and rows, in the pages of the questionnaire."""
    title, welcome, pages = parse(text)
    assert wording_key(title) == wording_key(questionnaire.title.in_language(language))
    intro = questionnaire.intro.in_language(language) if questionnaire.intro is not None else ""
    assert wording_key("".join(welcome)) == wording_key(intro)
    sheets = list_sheets(questionnaire)
    assert len(pages) == len(sheets)
    for sheet, blocks in zip(sheets, pages, strict=True):
        heads = [block for block in blocks if block.type == "段落说明"]
        assert [block.title for block in heads] == [block.title for block in blocks[: len(heads)]]
        assert [wording_key(block.title) for block in heads] == [wording_key(head) for head in sheet.heads(language)]
        for question, block in zip(sheet.questions, blocks[len(heads) :], strict=True):
            assert wording_key(block.title) == wording_key(question.stem(language))
            assert block.must == ("必答" if question.required else "选答")
            assert all(wording_key(note) in wording_key(block.note or "") for note in question.notes(language))
            options = [wording_key(option) for option in question.marked_options(language)] if question.codes else []
            rows = [wording_key(row) for row in question.rows(language)]
            if block.type == "量表题":
                low, high = (wording_key(end) for end in block.lines[0].split("~"))
                assert (low, high) == (options[0], options[-1])
            elif question.kind == "matrix":
                assert [wording_key(row) for row in block.lines[1:]] == rows
                if block.type == "矩阵单选题":
                    assert [wording_key(option) for option in block.lines[0].split(" ")] == options
            else:
                assert [wording_key(line) for line in block.lines] == options


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_shipped_questionnaires_are_whole_forms(shipped, tmp_path, language):
    _, text = export(shipped, tmp_path, language)
    check_questions(shipped, language, text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_questionnaires_are_whole_forms(drawn_questionnaires, tmp_path, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = data.draw(st.sampled_from(questionnaire.languages))
    done, text = export(questionnaire, tmp_path, language)
    check_questions(questionnaire, language, text)
    said = [(loss.where, loss.text["en"]) for loss in done.losses]
    assert len(said) == len(set(said))


def test_the_text_escapes_what_the_site_would_take_for_its_own(tricky, tmp_path):
    _, text = export(tricky, tmp_path, "en")
    title, welcome, pages = parse(text)
    assert (title, welcome) == ("＊＊2026＊＊ survey", ["line one line two"])
    blocks = {block.title: block for block in pages[0] + pages[1]}
    where = blocks["Where 【any】 ＿＿＿＿?"]
    assert (where.type, where.must, where.lines) == ("单选题", "选答", ["A－Home", "I live in 1～2 places"])
    assert blocks["What did you get"].lines == ["Bread", "Else____", "Nothing"]
    assert blocks["Views"].lines == ["Not_at_all Neutral Agree", "— good", "bad"]
    assert pages[1][0] == Block("Page two ＜b＞", "段落说明", None, None)


def test_scales_from_one_are_scales_and_all_others_choices(tricky, tmp_path):
    _, text = export(tricky, tmp_path, "en")
    blocks = {block.title: block for page in parse(text)[2] for block in page}
    assert (blocks["Easy?"].type, blocks["Easy?"].lines) == ("量表题", ["1(Bad （1）)~5(Good)"])
    assert blocks["Easy?"].note == "（think）"
    assert blocks["Far?"].type == "单选题" and blocks["Far?"].lines[:2] == ["0 (Bad)", "1"]
    assert (blocks["Marks"].type, blocks["Marks"].must) == ("矩阵量表题", "必答")
    assert (blocks["Marks"].lines, blocks["Marks"].note) == (["1~5", "Staff", "Shop"], "1 = Bad （1）; 5 = Good")
    assert (blocks["Stars"].type, blocks["Stars"].lines) == ("量表题", ["1~5"])
    assert blocks["Right?: One"].lines == ["No", "Yes"]
    assert blocks["Age"].note == "unit: years; or write: Rather not"
    assert (blocks["Which day"].type, blocks["Anything else"].type) == ("日期时间题", "多行文本题")


def test_the_checklist_says_everything_to_set_by_hand(tricky, tmp_path):
    export(tricky, tmp_path)
    chinese = (tmp_path / "form.txt.checklist.md").read_text(encoding="utf-8")
    for line in (
        "第 6 题“差”一行仅在以下条件成立时显示：第 1 题选择“A. 家”。",
        "第 10 题的选项“别的”仅在以下条件成立时显示：第 2 题选择“3”或“4”或“5”。",
        "第 6 题“- 好”一行为必答，与其他行不同。",
        "第 10 题的选项“没有”与其他选项互斥。",
        "第 8 题限填整数 ≥ 18 ≤ 99或“不想说”。",
        "第 11 题的样式设为星形。",
        "第 2、7 题：两端为“差(1)”和“好”。",
        "第 11 题：两端没有文字。",
        "结束语：谢谢",
        "第 6 题“差”一行为反向题：分值保持原样，由分析程序反向计分。",
    ):
        assert f"- [ ] {line}" in chinese
    assert "核对以 ____ 结尾的选项后面有填空框。" in chinese and "限填日期" not in chinese and "允许填空" not in chinese
    export(tricky, tmp_path, "en")
    english = (tmp_path / "form.txt.checklist.md").read_text(encoding="utf-8")
    assert "- [ ] show row “bad” of question 6 only if question 1 is “A. Home”." in english
    assert "choose to edit it as text (文本编辑)" in english


def test_every_loss_is_named_once_where_it_is(tricky, tmp_path):
    done, _ = export(tricky, tmp_path)
    said = [(loss.where, loss.text["en"]) for loss in done.losses]
    assert len(said) == len(set(said)) and all(set(loss.text) == {"en", "zh-CN"} for loss in done.losses)
    by_hand = {where for where, text in said if text.startswith("Not in the file")}
    assert by_hand == {"", "view1", "view2", "got", "age", "stars"}
    whole = " ".join(text for where, text in said if not where)
    for part in ("en need a form of their own", "In views: blanks", "In where: square brackets", "< and >",
                 "In title, where: the signs", "far, right1, right2, views: in text the site's scales",
                 "easy, marks, stars: the site may put words"):  # fmt: skip
        assert part in whole, part
    assert ("yesno", "The matrix has too few columns for the site; each row is a question of its own.") in said


def test_the_manifest_holds_numbers_places_and_labels(shop, tmp_path):
    done, _ = export(shop, tmp_path)
    manifest = read_manifest(done.paths[-1])
    fields = {one.name: one for one in manifest.fields}
    assert (manifest.platform, manifest.language) == ("tencent", "zh-CN")
    assert (fields["2_2"].item, fields["2_2"].question, fields["2_2"].reverse) == ("shop_dear", "2", True)
    assert dict(fields["2_2"].codes) == {"6": 97, "7": 98}
    assert (fields["4_4"].part, fields["4_4"].code, fields["4_4_text"].part) == ("option", 4, "text")


def test_consent_is_asked_first(shipped, tmp_path):
    done, text = export(shipped, tmp_path)
    first = parse(text)[2][0][0]
    assert first.title == shipped.consent["zh-CN"] and first.lines == ["我同意参加", "我不同意"]
    assert first.must == ("必答" if shipped.consent_required else "选答")
    assert done.manifest.fields[0].part == "consent"
    assert any("即结束答题" in loss.say("zh-CN") for loss in done.losses)
