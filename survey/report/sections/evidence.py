"""What a point to check rests on, beside its place on the map: shape, groups, and what would be expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from survey.report.document import Block, List, Point
from survey.report.sections.asymmetry import say_class
from survey.report.sections.change import find_alternatives, is_partly_asked
from survey.report.sections.confounding import judge_strength
from survey.report.sections.differences import sign, write_range, write_test
from survey.report.sections.group_names import name_grouping, name_segment
from survey.report.sections.rules import excludes_zero
from survey.report.sections.segments import find_lowest
from survey.report.tables import read_rows
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.change.confounding import Confounding
    from survey.analysis.change.expected_change import ExpectedChange
    from survey.analysis.comments.comments import CodedComments
    from survey.analysis.groups.segments import SegmentComparison
    from survey.analysis.shape.asymmetry import Asymmetry


def build_evidence(writer: Writer, driver: str) -> list[Block]:
    """Build the list of further evidence on one aspect; nothing where no analysis speaks of it."""
    texts = [say(writer, driver) for say in (say_shape, say_group, say_comments, say_expected, say_fragile)]
    points = tuple(Point(text) for text in texts if text)
    return [List(points)] if points else []


def say_shape(writer: Writer, driver: str) -> str:
    """Say whether low or high ratings of the aspect go with more."""
    asymmetry = cast("Asymmetry | None", writer.study.depth.get("asymmetry"))
    if asymmetry is None:
        return ""
    rows = read_rows(asymmetry.table[asymmetry.table["driver"] == driver])
    return say_class(writer, rows[0]) if rows else ""


def say_group(writer: Writer, driver: str) -> str:
    """Say which group rates the aspect lowest, if the difference stands."""
    segments = cast("SegmentComparison | None", writer.study.depth.get("segments"))
    if segments is None:
        return ""
    row = find_lowest(segments, driver)
    if row is None:
        return writer.say("evidence.no_group")
    return writer.say(
        "evidence.group",
        segment=name_segment(writer, row.by, row.segment),
        grouping=name_grouping(writer, row.by),
        value=writer.numbers.decimal(row.estimate, 0),
        rest=writer.numbers.decimal(row.estimate_rest, 0),
        interval=write_range(writer, row.measure, row.conf_low, row.conf_high),
        p=write_test(writer, row.p_adjusted),
    )


def say_comments(writer: Writer, driver: str) -> str:
    """Say which complaint about the aspect is named most in comments."""
    coded = cast("CodedComments | None", writer.study.depth.get("comments"))
    if coded is None:
        return ""
    table = coded.table
    mine = table[(table["construct"] == driver) & (table["polarity"] == "complaint")]
    if mine.empty:
        return ""
    named = read_rows(mine[mine["n"] > 0].sort_values("share", ascending=False, kind="stable"))
    if not named:
        return writer.say("evidence.no_comment")
    row = named[0]
    label = coded.codebook.codes[row.code].label.in_language(writer.source)
    return writer.say(
        "evidence.comment",
        label=writer.quote(label),
        share=writer.numbers.percent(row.share),
        interval=writer.share_interval(row),
        n=writer.numbers.count(row.n),
    )


def say_expected(writer: Writer, driver: str) -> str:
    """Say which difference of the outcome would be expected between respondents who rate the aspect differently."""
    change = cast("ExpectedChange | None", writer.study.depth.get("change"))
    if change is None:
        return ""
    rows = find_alternatives(change)
    mine = read_rows(rows[rows["driver"] == driver])
    if not mine:
        return ""
    return writer.say(
        "evidence.expected_asked" if is_partly_asked(mine[0]) else "evidence.expected",
        share=writer.numbers.percent(mine[0].asked_share),
        step=writer.numbers.decimal(change.step, 0),
        outcome=writer.outcome,
        difference=sign(writer, mine[0].estimate),
        interval=writer.numbers.decimal_range(mine[0].conf_low, mine[0].conf_high, 1),
    )


def say_fragile(writer: Writer, driver: str) -> str:
    """Say if the link is one that something as strong as the strongest other aspect would make uncertain."""
    confounding = cast("Confounding | None", writer.study.depth.get("confounding"))
    if confounding is None:
        return ""
    rows = read_rows(confounding.table[confounding.table["driver"] == driver])
    if not rows:
        return ""
    if not excludes_zero(rows[0].conf_low, rows[0].conf_high):
        return writer.say("evidence.no_link")
    falls = judge_strength(rows[0], confounding.scenarios) == "falls"
    return writer.say("evidence.fragile") if falls else ""
