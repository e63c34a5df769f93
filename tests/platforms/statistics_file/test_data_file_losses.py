"""What templates cannot hold is named, stands in the checklist, and labels are cut between characters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire
from survey.platforms.registry import Order, find_platform
from survey.platforms.spss import LIMITS as SPSS
from survey.platforms.spss import name_fields
from survey.platforms.stata import LIMITS as STATA
from survey.platforms.statistics_file.checklist import write_checklist
from survey.platforms.statistics_file.losses import list_losses
from survey.platforms.statistics_file.variables import list_variables

RULES = """
id: rules
version: "1"
languages: [en, zh-CN]
title: {en: "<Rules> *and* more", zh-CN: 规则}
intro: {en: "Hello # you", zh-CN: 您好}
thanks: {en: Thank you., zh-CN: 谢谢。}
consent: {text: {en: I agree., zh-CN: 我同意。}, required: true}
scales:
  two: {points: {1: {en: "No", zh-CN: 否}, 2: {en: "Yes", zh-CN: 是}}}
pages:
  - id: first
    title: {en: First page, zh-CN: 第一页}
    items:
      - {id: age, type: number, required: true, min: 18, max: 99, integer: true,
         text: {en: Age?, zh-CN: 年龄？}, help: {en: In years., zh-CN: 周岁。}}
      - id: had
        type: multiple_choice
        shown_if: age > 20
        text: {en: What did you have?, zh-CN: 您点了什么？}
        choices:
          1: {en: Tea, zh-CN: 茶}
          2: {label: {en: Beer, zh-CN: 啤酒}, shown_if: age > 30}
          3: {label: {en: Nothing, zh-CN: 没点}, exclusive: true}
      - id: grid
        type: matrix
        scale: two
        text: {en: "Was it …", zh-CN: 是否……}
        rows:
          - {id: warm, text: {en: warm?, zh-CN: 热的？}}
"""


def say_all(losses, language="en") -> str:
    return "\n".join(loss.say(language) for loss in losses)


def test_every_rule_is_named_as_a_loss(build_text):
    rules = build_text(RULES)
    told = [(loss.where, str(loss)) for loss in list_losses(rules, "en")]
    where = [place for place, _ in told]
    assert {"", "first", "grid", "age", "had"} == set(where)
    text = "\n".join(line for _, line in told)
    for part in ("asks nothing", "in en only", "Required answers", "help text", "age > 20", "option 2", "age > 30",
                 "Option 3 does not exclude", "limits of the number", "rows are variables"):  # fmt: skip
        assert part in text, part
    assert len(told) == len(set(told))


def test_the_checklist_says_what_the_file_cannot(build_text, tmp_path):
    rules = build_text(RULES)
    export = export_questionnaire(rules, "spss", tmp_path / "rules.sav", language="en")
    (path,) = [path for path in export.paths if path.name.endswith(".checklist.md")]
    text = path.read_text(encoding="utf-8")
    for part in (r"\<Rules\> \*and\* more", "Hello \\# you", "I agree.", "Thank you.", "## First page", "required",
                 "at least 18", "at most 99", "whole number", "(In years.)", "option 2 only if", "option 3 excludes",
                 "`had__1`, `had__2`, `had__3`", "Was it …", "`warm`: warm?", "`consent`"):  # fmt: skip
        assert part in text, part


def test_chinese_templates_have_a_chinese_checklist(build_text, tmp_path):
    export = export_questionnaire(build_text(RULES), "stata", tmp_path / "rules.dta", language="zh-CN")
    text = export.paths[1].read_text(encoding="utf-8")
    assert "填写模板" in text and "年龄？" in text and "Age?" not in text
    assert "标签只有 zh-CN 一种语言" in say_all(export.losses, "zh-CN")


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_every_drawn_questionnaire_has_losses_at_places_that_exist(drawn_questionnaires, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = data.draw(st.sampled_from(questionnaire.languages))
    name, suffix = data.draw(st.sampled_from([("spss", ".sav"), ("stata", ".dta"), ("parquet", ".parquet")]))
    order = Order(questionnaire=questionnaire, language=language, suffix=suffix, post_to=None)
    draft = find_platform(name).drafts(order)
    pages = {page.id for page in questionnaire.pages}
    matrices = {item.matrix for item in questionnaire.items.values() if item.matrix}
    scales = {item.scale.id for item in questionnaire.items.values() if item.scale}
    assert {loss.where for loss in draft.losses} <= {"", *questionnaire.items, *pages, *matrices, *scales}
    if name != "parquet":
        variables = list_variables(questionnaire, draft.manifest.fields, language)
        assert draft.beside[".checklist.md"] == write_checklist(questionnaire, variables, language)
        routed = {item.id for item in questionnaire.items.values() if item.shown_if}
        assert routed <= {loss.where for loss in draft.losses}


@settings(max_examples=200)
@given(text=st.text(max_size=120), ending=st.text(max_size=40), longest=st.integers(3, 130))
def test_labels_are_cut_to_their_limit_between_characters(text, ending, longest):
    for limits, size in ((SPSS, lambda text: len(text.encode())), (STATA, len)):
        cut = limits.cut(text, longest, ending)
        assert size(cut) <= longest
        if size(text + ending) <= longest:
            assert cut == text + ending
        else:
            head, sign, kept = cut.rpartition("…" + ending) if cut.endswith("…" + ending) else cut.rpartition("…")
            assert sign and (text + ending).startswith(head) and kept == ""


def test_labels_have_no_line_breaks(build_text, tmp_path):
    broken = build_text(
        "id: broken\nversion: '1'\nlanguages: [en]\ntitle: {en: Broken}\npages:\n  - id: p\n    items:\n"
        '      - {id: one, type: single_choice, text: {en: "First line\\n  second"}, choices:'
        ' {1: {en: "A\\nB"}, 2: {en: C}}}\n'
    )
    variables = list_variables(broken, name_fields(broken).fields, "en")
    assert variables[0].label == "First line second"
    assert variables[0].values == {1: "A B", 2: "C"}
