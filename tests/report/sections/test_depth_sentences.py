"""Sentences of the further analyses against numbers that stand in the fixtures, in both languages."""

from types import SimpleNamespace as Row

import pandas as pd
import pytest

from survey.notes import Note as NoteOf
from survey.questionnaire.text import LocalText
from survey.report.build import PARTS, build_sections
from survey.report.document import Figure, Group, List, Note, Prose, Table
from survey.report.sections import (
    asymmetry,
    change,
    confounding,
    decomposition,
    differences,
    evidence,
    group_names,
    indicators,
    limits,
    linearity,
    missing,
    necessity,
    next_steps,
    paths,
    references,
    segments,
    validity,
    waves,
)
from survey.report.writer import Writer

NAN = float("nan")
FURTHER = (
    "asymmetry",
    "change",
    "confounding",
    "linearity",
    "missing",
    "necessity",
    "paths",
    "segments",
    "validity",
    "waves",
)


def texts(blocks):
    for block in blocks:
        match block:
            case Group():
                yield from texts(block.blocks)
            case List():
                yield from (point.text for point in block.points)
            case Prose() | Note():
                yield block.text


@pytest.fixture
def writer(writer_of, depth):
    """A function that makes a writer of the study with every further analysis."""
    return lambda language="en", **changes: writer_of(language, depth=depth, **changes)


@pytest.fixture(scope="module")
def sections(makers, depth_makers):
    """Every section in both languages; what the charts look like is read elsewhere."""
    study = makers["study"](depth={name: make() for name, make in depth_makers.items()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("survey.report.figures.figure_svg", lambda *_, **__: "<svg></svg>")
        return {language: list(build_sections(Writer(study, language))) for language in ("en", "zh-CN")}


# -- the order of the report -----------------------------------------------------------------------------------


def test_the_report_has_five_parts_and_an_appendix(sections):
    found = [(section.part, section.id) for section in sections["en"]]
    assert list(dict.fromkeys(part for part, _ in found)) == list(PARTS)
    assert found[0] == ("", "answer")
    assert found[-1] == ("appendix", "methods")
    assert len({name for _, name in found}) == len(found)


def test_without_further_analyses_no_section_of_theirs_is_there(writer_of, depth):
    built = {
        build(writer_of()) for builders in PARTS.values() for build in builders if build.__module__.endswith(FURTHER)
    }
    assert built == {None}
    assert len(FURTHER) == len(depth) - 1  # the parts of a difference stand in the section on waves


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_each_further_section_says_something_first_and_has_one_figure_at_most(sections, language):
    further = [section for section in sections[language] if section.id in FURTHER]
    assert len(further) == len(FURTHER)
    for section in further:
        assert sum(isinstance(block, Figure) for block in section.blocks) <= 1, section.id
        assert isinstance(section.blocks[0], Prose), section.id
        assert section.headline, section.id


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_no_sentence_holds_a_missing_number(sections, language):
    for section in sections[language]:
        for text in texts(section.blocks):
            assert "nan" not in text.lower().split(), (section.id, text)
            assert "{" not in text, (section.id, text)


def test_the_report_holds_the_works_of_its_analyses(depth):
    listed = references.list_references(depth)
    assert any(work.startswith("Cinelli") for work in listed)
    assert not any(work.startswith("Cinelli") for work in references.list_references([]))
    assert len(set(listed)) == len(listed)


# -- differences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "direction"), [(0.1, 2.0, "higher"), (-2.0, -0.1, "lower"), (0.0, 2.0, "open"), (NAN, NAN, "open")]
)
def test_a_direction_needs_an_interval_that_leaves_out_zero(low, high, direction):
    assert differences.judge_direction(low, high) == direction


def test_differences_carry_their_unit_and_sign(writer):
    en, zh = writer(), writer("zh")
    assert differences.write_difference(en, "performance", -2.04) == "−2.0"
    assert differences.write_difference(en, "indicator", 0.034) == "+3.4"
    assert differences.write_range(en, "indicator", -0.2, 0.1) == "−20.0 to +10.0"
    assert differences.write_range(zh, "performance", -2.0, 1.0) == "−2.0 至 +1.0"
    assert differences.write_value(en, "indicator", "recommend", -0.05) == "−5"


def test_groups_are_named_in_the_language_of_the_report(writer):
    assert group_names.name_segment(writer(), "gender", "女") == "Female"
    assert group_names.name_segment(writer("zh"), "gender", "Female") == "女"
    assert group_names.name_segment(writer(), "shop", "<b>") == "<b>"
    assert group_names.name_grouping(writer(), "gender") == "“Your gender?”"


# -- validity --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("estimate", "low", "high", "verdict"),
    [
        (0.84, 0.78, 0.88, "apart"),
        (0.84, 0.78, 0.91, "unsure"),
        (0.92, 0.88, 0.96, "same"),
        (0.84, NAN, NAN, "apart_no_interval"),
        (0.90, NAN, NAN, "same_no_interval"),
    ],
)
def test_pairs_are_judged_by_the_upper_end(estimate, low, high, verdict):
    assert validity.judge_apartness(Row(estimate=estimate, conf_low=low, conf_high=high)) == verdict


def test_validity_names_what_falls_short(writer):
    found = list(texts(validity.build_validity(writer()).blocks))
    assert found[0] == (
        "Of 2 aspects, 1 meets all three rules for its questions; what falls short is listed below. Service and "
        "Quality are the closest pair (HTMT 0.84, 95% interval 0.78–0.88); the whole interval lies below 0.90, so by "
        "this measure all aspects can be told apart."
    )
    assert found[1] == (
        "Quality: its questions agree too little (composite reliability 0.62, below 0.70); less than half of what its "
        "questions measure is the aspect itself (AVE 0.45); by the stricter rule of Fornell and Larcker it is not told "
        "apart from Service: the two share 0.50, more than it shares with its own questions (AVE 0.45)."
    )
    zh = list(texts(validity.build_validity(writer("zh")).blocks))
    assert zh[0].startswith("2 个方面中，有 1 个的题目符合全部三条标准；")


def test_validity_says_whom_it_rests_on(writer, depth):
    assert validity.say_base(writer(), depth["validity"]) == ""
    depth["validity"].n = 60
    assert validity.say_base(writer(), depth["validity"]) == (
        "This rests on the 60 of 100 respondents who answered every one of these questions."
    )
    depth["validity"].notes = (Row(code="measurement_few_respondents"),)
    assert validity.say_base(writer(), depth["validity"]).endswith("that is few, so the numbers are rough.")


def test_a_large_general_factor_is_a_caution(writer, depth):
    depth["validity"].general["estimate"] = 0.75
    notes = [block for block in validity.build_validity(writer()).blocks if isinstance(block, Note)]
    assert [note.weight for note in notes] == ["caution"]
    assert "75% of what all questions have in common, more than 70%" in notes[0].text


# -- missing ---------------------------------------------------------------------------------------------------


def test_missing_answers_in_three_sentences(writer):
    found = next(texts(missing.build_missing(writer()).blocks)).replace("\u00a0", " ")
    assert found == (
        "94% of the respondents answered every question they were asked. The question most often left unanswered is "
        "“Quality is good”: 5.0% of the 80 who were asked. Little's test finds no sign that those who left questions "
        "unanswered gave other answers to the rest (p = .310); that does not show that they are alike."
    )


def test_a_pattern_of_missing_answers_is_said(writer, depth):
    depth["missing"].mcar["p_value"] = 0.001
    depth["missing"].notes = (Row(code="mcar_many_patterns"),)
    text = missing.say_little(writer(), depth["missing"])
    assert "gave other answers to the rest (Little's test" in text
    assert text.endswith("With 3 different patterns of unanswered questions the test is rough.")
    assert "其余题目的回答也不一样" in missing.say_little(writer("zh"), depth["missing"])


def test_complete_answers_are_said_to_be_complete(writer, depth):
    whole = depth["missing"]
    whole.patterns = whole.patterns.head(1).assign(share=1.0)
    whole.table["nonresponse_share"] = 0.0
    section = missing.build_missing(writer())
    assert next(texts(section.blocks)).startswith("Every respondent answered every question they were asked.")
    assert not any(isinstance(block, Table) for block in section.blocks)


# -- linearity -------------------------------------------------------------------------------------------------


def test_a_straight_line_may_be_enough(writer, depth):
    assert linearity.say_line(writer(), depth["linearity"]) == (
        "Yes: for respondents left out of the fit, no other model predicts Satisfaction better by 0.02 of R² or more; "
        "the closest model, curves, differs by +0.010 (0.002–0.018)."
    )


@pytest.mark.parametrize(
    ("verdict", "model_verdict", "start"),
    [("not_enough", "better", "No: "), ("undecided", "undecided", "These answers do not say: ")],
)
def test_the_model_that_decides_is_named(writer, depth, verdict, model_verdict, start):
    found = depth["linearity"]
    found.verdict = verdict
    found.table.loc[2, ["r2_gain", "model_verdict"]] = [0.005, model_verdict]  # the trees, though curves gain more
    text = linearity.say_line(writer(), found)
    assert text.startswith(start)
    assert "decision trees" in text


def test_bends_are_counted(writer, depth):
    found = depth["linearity"]
    assert linearity.say_bends(writer(), found).endswith("(smallest adjusted p\u00a0=\u00a0.400).")
    found.drivers.loc[0, "p_adjusted"] = 0.01
    assert linearity.say_bends(writer(), found) == "Service goes with it along a curve (adjusted p below .05)."
    assert linearity.say_bends(writer("zh"), found).startswith("有 1 个方面与它呈曲线关系")


# -- asymmetry -------------------------------------------------------------------------------------------------


def test_classes_with_an_interval_over_zero_are_hints(writer, depth):
    assert asymmetry.say_firm(writer(), depth["asymmetry"]) == (
        "For 1 aspect the two sides differ by more than chance explains: Service. The other classes of one side are "
        "hints, not findings."
    )
    assert asymmetry.say_categories(writer(), depth["asymmetry"]) == [
        "Must-be, low ratings go with more than high ones: Service.",
        "Performance, both sides go with about as much: Quality.",
        "Attractive, high ratings go with more than low ones: Price.",
    ]
    assert asymmetry.say_categories(writer("zh"), depth["asymmetry"])[0] == "必备型（低分相差的比高分多）：服务。"


def test_no_class_is_firm_without_an_interval_off_zero(writer, depth):
    depth["asymmetry"].table["asymmetry_high"] = 0.1
    assert asymmetry.say_firm(writer(), depth["asymmetry"]).startswith("For no aspect")


# -- necessity -------------------------------------------------------------------------------------------------


def test_needed_takes_size_and_test(writer, depth):
    # quality: large enough, p .2; price: p .001, too small
    assert necessity.find_needed(depth["necessity"])["condition"].tolist() == ["service"]
    found = [text.replace("\u00a0", " ") for text in texts(necessity.build_necessity(writer()).blocks)]
    assert found[0].startswith(
        "Among these respondents, high Satisfaction is not found without a certain level of 1 aspect"
    )
    assert found[1] == (
        "Service: nobody who rates it below 46 of 100 reaches 80 or more in Satisfaction, and 7% of those who rated it "
        "rate it lower (size 0.25, p = .002)."
    )


def test_nothing_needed_and_nothing_tested_are_two_things(writer, depth):
    depth["necessity"].table["p_value"] = 0.5
    assert next(texts(necessity.build_necessity(writer()).blocks)).startswith("No aspect has an empty corner of 0.1")
    depth["necessity"].n_permutations = 0
    assert next(texts(necessity.build_necessity(writer()).blocks)).startswith("No shuffles were run")


def test_a_level_that_nobody_falls_short_of_is_no_level(writer, depth):
    depth["necessity"].bottleneck["short_share"] = 0.0
    section = necessity.build_necessity(writer())
    assert "Service: 80 in Satisfaction is found at any level of it; its empty corner lies elsewhere" in " ".join(
        texts(section.blocks)
    )
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert set(table.frame["Needed for 80"]) == {"any level will do"}


# -- what if ---------------------------------------------------------------------------------------------------


def test_what_if_speaks_of_respondents_and_promises_nothing(writer, depth):
    found = list(texts(change.build_change(writer()).blocks))
    assert found[0] == (
        "For 5 points more on each aspect alone, Service goes with the largest difference (+2.0), ahead of Quality "
        "(+1.1), and the order of the two is resolved. Respondents who score 5 points higher on Service, all else "
        "equal, would be expected to differ in Satisfaction by +2.0 points (95% interval 1.5–2.5): 70.0 instead of "
        "68.0 on average."
    )
    assert "not a promise" in found[1]
    assert "不是承诺" in list(texts(change.build_change(writer("zh")).blocks))[1]


def test_what_if_over_zero_and_for_all_aspects(writer, depth):
    found = depth["change"]
    found.table.loc[0, "conf_low"] = -0.5
    found.applied = pd.DataFrame({"driver": ["service", "quality", "price"], "points_asked": -5.0, "raised_to": NAN})
    text = change.say_asked(writer(), found)
    assert text.startswith("Respondents who score 5 points lower on every aspect")
    assert text.endswith("it stays open whether they would differ at all.")


# -- what was not asked ----------------------------------------------------------------------------------------


def test_links_hold_fall_or_are_none(writer, depth):
    assert confounding.say_strengths(writer(), depth["confounding"]) == [
        "The link of Service would still be told apart from 0 beside something as strong as the strongest other "
        "aspect.",
        "Something as strong as the strongest other aspect would be enough to make the link of Quality uncertain.",
        "The coefficient of Price is not told apart from 0 as it is.",
    ]
    text = next(texts(confounding.build_confounding(writer()).blocks))
    assert "would have to explain 41% of what is left of both; to make its interval reach 0, 36%." in text
    assert "would be 0.33 instead of 0.41" in text


# -- segments --------------------------------------------------------------------------------------------------


def test_differences_of_groups_stand_or_do_not(writer, depth):
    section = segments.build_segments(writer())
    found = [text.replace("\u00a0", " ") for text in texts(section.blocks)]
    # 8 rows: one of a coefficient, one too small, one of a construct that works differently; five remain
    assert found[0] == (
        "Groups by “Your gender?” were each set beside everyone else: of 5 comparisons, 1 difference stands after "
        "allowing for their number."
    )
    assert found[1] == (
        "Female (“Your gender?”): Service is 8.0 points lower than among everyone else (50.0 instead of 58.0; 95% "
        "interval of the difference −12.0 to −4.0, adjusted p = .003, n = 60)."
    )
    assert "the questions of Price work differently from group to group" in found[2]
    means = next(block for block in section.blocks if isinstance(block, Table))
    assert means.frame["Service"].tolist() == ["50 ▼", "58 ▲"]


def test_no_difference_is_no_sign_of_likeness(writer, depth):
    depth["segments"].table["p_adjusted"] = 0.5
    assert next(texts(segments.build_segments(writer()).blocks)).endswith(
        "That does not show that the groups are alike."
    )
    assert segments.find_lowest(depth["segments"], "service") is None
    assert "并不说明各组相同" in next(texts(segments.build_segments(writer("zh")).blocks))


# -- waves -----------------------------------------------------------------------------------------------------


def test_a_change_of_the_outcome_is_higher_lower_or_open(writer, depth):
    found = depth["waves"]
    assert waves.say_outcome(writer(), found) == (
        "Satisfaction is higher in 2026 than in 2025: 68.0 instead of 64.0 (+4.0 points, 95% interval +1.0 to +7.0)."
    )
    found.table.loc[0, ["change", "conf_low", "conf_high"]] = [0.1, -2.0, 2.2]
    assert waves.say_outcome(writer(), found).endswith("the interval includes 0, so no change is shown.")
    assert waves.say_outcome(writer("zh"), found).endswith("区间包含 0，看不出变化。")


def test_moves_are_listed_after_adjusting(writer, depth):
    found = [text.replace("\u00a0", " ") for text in texts(waves.build_waves(writer()).blocks)]
    assert "Of the other 4 aspects and indicators, 2 moved after allowing for their number." in found[0]
    assert found[1:3] == [
        "Service: 55.0 in 2026 instead of 60.0 in 2025 (−5.0 points, interval −8.0 to −2.0, adjusted p = .004).",
        "Satisfied (CSAT): 62% in 2026 instead of 50% in 2025 (+12.0 percentage points, interval +2.0 to +22.0, "
        "adjusted p = .030).",
    ]


def test_means_that_cannot_be_compared_are_not(writer, depth):
    found = depth["waves"]
    found.gate = pd.DataFrame({"construct": ["satisfaction", "service"], "means_comparable": False})
    assert waves.say_outcome(writer(), found) == "The means of Satisfaction cannot be compared between the waves."
    assert waves.find_moved(writer(), found)["subject"].tolist() == ["csat"]


def test_parts_of_a_difference(writer, depth):
    found = depth["decomposition"]
    assert decomposition.say_parts(writer(), found) == (
        "Of the difference of +4.0 points in Satisfaction between 2025 and 2026 (1.0–7.0), −1.1 points go with other "
        "ratings of the aspects and +5.1 with another tie between these ratings and Satisfaction."
    )
    assert decomposition.say_largest(writer(), found) == (
        "The largest part whose interval leaves 0 out goes with the ratings of Service (−1.5 points, −2.5 to −0.5)."
    )
    found.totals.loc[0, "conf_low"] = -1.0
    assert "not told apart from 0, so its parts are no findings" in decomposition.say_parts(writer(), found)


# -- paths -----------------------------------------------------------------------------------------------------


def test_links_of_the_model_are_counted(writer):
    found = list(texts(paths.build_paths(writer()).blocks))
    assert found[0] == (
        "Of 3 links in the model, 2 have an interval that excludes 0 (100 respondents with complete answers). The "
        "strongest is Quality → Satisfaction: 0.44 (0.30–0.58). What points to Satisfaction in the model accounts for "
        "42% of its differences."
    )
    assert "they cannot say which comes first" in found[1]


# -- what to do, and what comes next ---------------------------------------------------------------------------


def test_a_point_to_check_rests_on_every_analysis(writer):
    (block,) = evidence.build_evidence(writer(), "service")
    found = [point.text.replace("\u00a0", " ") for point in block.points]
    assert found == [
        "Low ratings go with more (−12.0 points) than high ones (+3.0): must-be, and the interval of the asymmetry "
        "leaves 0 out.",
        "Lowest in the group Female (“Your gender?”): 50 instead of 58 among everyone else (interval of the difference "
        "−12.0 to −4.0, adjusted p = .003).",
        "Respondents who rate it 5 points higher, all else equal, would be expected to differ in Satisfaction by +2.0 "
        "points (1.5–2.5).",
    ]
    zh = evidence.build_evidence(writer("zh"), "service")[0].points
    assert zh[1].text.startswith("评价最低的是“女”一组")


def test_a_difference_says_who_it_is_averaged_over(writer, depth):
    assert evidence.say_expected(writer(), "price") == (
        "If those who were asked about it (70% of the respondents) rate it 5 points higher, all else equal, the "
        "average Satisfaction of all respondents would be expected to differ by −0.2 points (−0.7 to 0.3)."
    )
    depth["change"].alternatives["asked_share"] = [0.7, 1.0, 1.0]
    assert "Service can only differ for those who were asked about it" in change.say_largest(writer(), depth["change"])


def test_evidence_says_what_speaks_against(writer):
    assert evidence.say_fragile(writer(), "quality").startswith("Something not asked, as strong as")
    assert evidence.say_fragile(writer(), "price").startswith("Its coefficient is not told apart from 0")
    assert evidence.say_group(writer(), "quality").startswith("No group compared rates it lower")


def test_evidence_names_the_complaint_that_comments_name_most(writer, depth):
    table = pd.DataFrame(
        {
            "code": ["slow", "rude", "fine", "dear"],
            "construct": ["service", "service", "service", "price"],
            "polarity": ["complaint", "complaint", "praise", "complaint"],
            "n": [8, 12, 20, 0],
            "share": [0.16, 0.24, 0.4, 0.0],
            "conf_low": [0.08, 0.14, 0.28, 0.0],
            "conf_high": [0.28, 0.37, 0.54, 0.07],
        }
    )
    label = LocalText({"en": "unkind staff", "zh-CN": "态度差"})
    depth["comments"] = Row(table=table, codebook=Row(codes={"rude": Row(label=label)}))
    assert evidence.say_comments(writer(), "service") == (
        "The complaint about it that comments name most often: “unkind staff”, by 24% of those who wrote something "
        "(14–37%, n = 12)."
    )
    assert evidence.say_comments(writer("zh"), "service").startswith(
        "评论中对它最常见的不满是“态度差”，占写了评论者的 24%"
    )
    assert evidence.say_comments(writer(), "price") == "No comment names a complaint about it."
    assert evidence.say_comments(writer(), "quality") == ""


def test_without_further_analyses_there_is_no_further_evidence(writer_of):
    assert evidence.build_evidence(writer_of(), "service") == []


def test_next_steps_follow_from_what_is_open(writer, writer_of, drivers_of, driver_rows):
    found = list(texts(next_steps.build_next_steps(writer()).blocks))
    assert "The order of 1 pair of aspects is open; more answers make the intervals narrower." in found
    assert any(text.startswith("Reword or add questions for Quality ") for text in found)
    assert found[-1].startswith("Keep the questions as they are")
    assert not any("than these aspects; read" in text for text in found)
    shaky = drivers_of(driver_rows.assign(performance_high=[70.0, 73.0, 78.0]), r2=0.2)
    open_ends = list(texts(next_steps.build_next_steps(writer_of(drivers=shaky)).blocks))
    assert any(text.startswith("The place on the map is not firm for Service") for text in open_ends)
    assert any(text.startswith("80% of the differences in Satisfaction go with other things") for text in open_ends)
    assert open_ends[-1].startswith("Ask again with the same questions")


def test_what_was_left_out_is_a_limit(writer_of):
    left_out = {"paths": "The questionnaire names no paths."}
    assert limits.say_left_out(writer_of(left_out=left_out)) == [
        "Left out: Path model. The questionnaire names no paths."
    ]
    assert limits.say_left_out(writer_of("zh", left_out={"waves": "只有一期。"})) == ["未做各期比较：只有一期。"]


def test_after_sales_service_is_an_indicator_where_it_is_asked(writer_of, drivers_of, driver_rows):
    assert indicators.say_after_sales(writer_of()) == []
    rows = driver_rows.assign(driver=["after_sales", "quality", "price"])
    (text,) = indicators.say_after_sales(writer_of(drivers=drivers_of(rows)))
    assert text.endswith(
        "averages 55 on a scale from 0 to 100 among those who were asked about it (95% interval 52–58)."
    )


def test_notes_name_groups_and_aspects_in_the_language_of_the_report(writer):
    note = NoteOf("segments_small", by="gender", segments="女, 男", minimum=30)
    assert "Female, Male" in group_names.name_note(writer(), note)
    place = NoteOf("segments_driver_missing", place="gender: 女", drivers="服务", minimum=30)
    assert group_names.name_note(writer(), place).startswith("“Your gender?”: Female: Service ")
    assert group_names.name_note(writer(), "as written") == "as written"
