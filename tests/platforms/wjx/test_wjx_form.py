"""Forms for Wenjuanxing: what the files hold, what the checklist says, and what is named as lost."""

from __future__ import annotations

import json

import pytest

from survey.platforms.export import export_questionnaire
from survey.platforms.manifest import read_manifest

TRICKY = """
id: tricky
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: 2026 年调查, en: 2026 survey}
intro: {zh-CN: "第一行\\n第二行", en: "line one\\nline two"}
thanks: {zh-CN: 谢谢, en: Thank you}
scales:
  two: {points: {1: {zh-CN: 否, en: "No"}, 2: {zh-CN: 是, en: "Yes"}}}
  ten: {from: 0, to: 10, anchors: {0: {zh-CN: 差, en: Bad}, 10: {zh-CN: 好, en: Good}}}
  agree: {points: {1: {zh-CN: 不 同意, en: Not at all}, 2: {zh-CN: 中立, en: Neutral}, 3: {zh-CN: 同意, en: Agree}}}
pages:
  - id: first
    title: {zh-CN: 第一页, en: Page one}
    items:
      - {id: where, type: single_choice, text: {zh-CN: "哪里[任选]？", en: "Where [any]?"},
         choices: {1: {zh-CN: 家, en: Home}, 2: {zh-CN: "1~2 处", en: "I live in 1~2 places"}}}
      - {id: easy, type: scale, scale: ten, text: {zh-CN: 容易吗, en: Easy?}}
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
      - {id: age, type: number, min: 18, max: 99, integer: true, unit: {zh-CN: 岁, en: years},
         text: {zh-CN: 年龄, en: Age}, special: {no_answer: {code: 999, label: {zh-CN: 不想说, en: Rather not}}}}
      - {id: day, type: date, text: {zh-CN: 哪天, en: Which day}}
      - id: got
        type: multiple_choice
        text: {zh-CN: 买了§什么, en: What § did you get}
        choices:
          1: {zh-CN: 面包, en: Bread}
          2: {label: {zh-CN: 别的, en: Else}, text: true, shown_if: easy >= 3}
          3: {label: {zh-CN: 没有, en: Nothing}, exclusive: true}
      - {id: stars, type: stars, text: {zh-CN: 打星, en: Stars}}
      - {id: nps, type: recommend, text: {zh-CN: 推荐, en: Recommend}}
"""


@pytest.fixture
def tricky(build_text):
    return build_text(TRICKY)


def export(questionnaire, tmp_path, suffix, language="zh-CN"):
    done = export_questionnaire(questionnaire, "问卷星", tmp_path / f"form{suffix}", language=language)
    return done, done.paths[0].read_text(encoding="utf-8")


def test_the_text_form_is_what_the_importers_expect(tricky, tmp_path):
    _, text = export(tricky, tmp_path, ".txt")
    assert text.startswith(
        "《2026 年调查》\n\n第一行[段落说明]\n\n第二行[段落说明]\n\n第一页[段落说明]\n\n"
        "1. 哪里【任选】？[单选题]（选填）\n家\n1～2 处\n\n"
    )
    assert (
        "\n=== 分页 ===\n\n第二页 ＜b＞[段落说明]\n\n5. 看法（每行一项）[矩阵量表题]（选填）\n不_同意 中立 同意\n"
        "— 好\n差\n" in text
    )
    assert (
        "\n2. 容易吗[量表题]（选填）\n0（差）\n1\n" in text
        and "\n10（好）\n\n3. 对吗：一[量表题]（选填）\n否\n是\n" in text
    )
    assert "6. 年龄（单位：岁）（或填写：不想说）[填空题]（选填）" in text
    assert "反向" not in text


def test_options_are_lettered_where_one_would_lose_its_first_word(tricky, tmp_path):
    _, text = export(tricky, tmp_path, ".txt", "en")
    assert "1. Where 【any】?[单选题]（选填）\nA. Home\nB. I live in 1～2 places\n" in text
    assert "Not_at_all Neutral Agree\n— good\nbad\n" in text


def test_json_lines_keep_blanks_and_say_what_the_scale_ends_mean(tricky, tmp_path):
    _, text = export(tricky, tmp_path, ".jsonl", "en")
    records = [json.loads(line) for line in text.splitlines()]
    assert records[0] == {
        "qtype": "问卷基础信息",
        "title": "2026 survey",
        "introduction": "line one line two",
        "endpageinformation": "Thank you",
        "language": "en",
    }
    by_title = {record.get("title"): record for record in records}
    assert by_title["Easy?"]["select"] == [str(point) for point in range(11)]
    assert (by_title["Easy?"]["minvaluetext"], by_title["Easy?"]["maxvaluetext"]) == ("Bad", "Good")
    assert by_title["Views (One a row)"] == {
        "qtype": "矩阵量表",
        "title": "Views (One a row)",
        "rowtitle": ["- good", "bad"],
        "select": ["Not at all", "Neutral", "Agree"],
        "requir": False,
    }
    kinds = [record["qtype"] for record in records]
    assert kinds[1:3] == ["段落说明", "单选"] and kinds[6:9] == ["分页栏", "段落说明", "矩阵量表"]
    assert by_title["Which day"]["qtype"] == "日期" and by_title["Recommend"]["qtype"] == "NPS量表"


def test_the_checklist_says_everything_to_set_by_hand(tricky, tmp_path):
    export(tricky, tmp_path, ".txt")
    chinese = (tmp_path / "form.txt.checklist.md").read_text(encoding="utf-8")
    for line in (
        "第 5 题“差”一行仅在以下条件成立时显示：第 1 题选择“家”。",
        "第 8 题的选项“别的”仅在以下条件成立时显示：第 2 题选择“3”或“4”或“5”或“6”或“7”或“8”或“9”或“10”。",
        "第 5 题“- 好”一行为必答，与其他行不同。",
        "第 8 题的选项“别的”允许填空。",
        "第 8 题的选项“没有”与其他选项互斥。",
        "第 6 题限填整数 ≥ 18 ≤ 99或“不想说”。",
        "第 7 题限填日期。",
        "第 9 题的样式设为星形。",
        "结束语：谢谢",
        "第 5 题“差”一行为反向题：分值保持原样，由分析程序反向计分。",
    ):
        assert f"- [ ] {line}" in chinese
    assert "选填题（不勾选必答）：第 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 题" in chinese
    export(tricky, tmp_path, ".jsonl", "en")
    english = (tmp_path / "form.jsonl.checklist.md").read_text(encoding="utf-8")
    assert "- [ ] show row “bad” of question 5 only if question 1 is “Home”." in english
    assert "takes a date" not in english and "text at the end" not in english
    assert json.loads(english.split("````")[1].removeprefix("json"))[0] == "Where [any]?"


def test_every_loss_is_named_once_where_it_is(tricky, tmp_path):
    done, _ = export(tricky, tmp_path, ".txt")
    said = [(loss.where, loss.text["en"]) for loss in done.losses]
    assert len(said) == len(set(said))
    by_hand = {where for where, text in said if text.startswith("Not in the file")}
    assert by_hand == {"", "view1", "view2", "got", "age", "day", "stars"}
    whole = " ".join(text for where, text in said if not where)
    for part in ("en need a form of their own", "begins with a digit", "In views: blanks", "In where: square brackets",
                 "In got: the site's text import replaces", "< and >", "Page breaks, page titles"):  # fmt: skip
        assert part in whole
    assert ("yesno", "The matrix has too few columns for the site; each row is a question of its own.") in said
    lines, _ = export(tricky, tmp_path, ".jsonl")
    assert {loss.where for loss in lines.losses} == {"", "yesno", "view1", "view2", "got", "age", "stars"}
    assert all(set(loss.text) == {"en", "zh-CN"} for loss in done.losses)


def test_special_answers_make_a_scale_a_choice(shop, tmp_path):
    done, text = export(shop, tmp_path, ".txt")
    assert "1. 总的来说，我满意。[单选题]（选填）" in text and "2. 您怎么看这家店？[矩阵单选题]（选填）" in text
    assert any("sat, shop, polite: special answers" in str(loss) for loss in done.losses)


def test_the_manifest_holds_numbers_places_and_labels(shop, tmp_path):
    done, _ = export(shop, tmp_path, ".jsonl")
    manifest = read_manifest(done.paths[-1])
    fields = {field.name: field for field in manifest.fields}
    assert (manifest.platform, manifest.language) == ("wjx", "zh-CN")
    assert (fields["2_2"].item, fields["2_2"].question, fields["2_2"].reverse) == ("shop_dear", "2", True)
    assert dict(fields["2_2"].codes) == {"6": 97, "7": 98}
    assert dict(fields["5"].codes) == {str(point + 1): point for point in range(11)}
    assert (fields["4_4"].part, fields["4_4"].code, fields["4_4_text"].part) == ("option", 4, "text")
    assert fields["3_3_text"].labels["zh-CN"] == {3: "其他"}


def test_consent_is_asked_first(shipped, tmp_path):
    done, text = export(shipped, tmp_path, ".jsonl")
    first = json.loads(text.splitlines()[1])
    assert first["title"] == shipped.consent["zh-CN"] and first["select"] == ["我同意参加", "我不同意"]
    assert first["requir"] is shipped.consent_required
    assert done.manifest.fields[0].part == "consent"
    assert any("即结束答题" in loss.say("zh-CN") for loss in done.losses)


def test_a_form_too_large_for_the_site_is_named(build_text, tmp_path):
    text = "长" * 600_000
    questionnaire = build_text(f"""
id: long
version: "1.0"
languages: [zh-CN]
title: {{zh-CN: 长问卷}}
pages:
  - id: all
    items:
      - {{id: one, type: short_text, text: {{zh-CN: {text}}}}}
      - {{id: two, type: short_text, text: {{zh-CN: {text}二}}}}
""")
    done, _ = export(questionnaire, tmp_path, ".jsonl")
    assert any("Split the questionnaire" in str(loss) for loss in done.losses)
