"""What comes next: what would settle the questions that these answers leave open."""

from __future__ import annotations

from survey.report.document import List, Point, Prose, Section
from survey.report.sections.rules import (
    LOW_R2,
    MODEST_RELIABILITY,
    find_first,
    has_intervals,
    is_all_noise,
    is_firm,
    judge_reliability,
    pick_headlines,
)
from survey.report.tables import read_rows
from survey.report.writer import Writer


def build_next_steps(writer: Writer) -> Section:
    """Build the part on what comes next."""
    points = not is_all_noise(writer.study.drivers) and len(find_first(writer.study.priorities))
    texts = [
        *([writer.say("next.check")] if points else []),
        writer.say("next.trial"),
        *say_more_answers(writer),
        *say_better_questions(writer),
        *say_unasked(writer),
        writer.say("next.again" if "waves" in writer.study.depth else "next.second"),
    ]
    return Section(
        "next", writer.say("next.heading"), (Prose(writer.say("next.intro")), List(tuple(map(Point, texts))))
    )


def say_more_answers(writer: Writer) -> list[str]:
    """Say what more answers would settle: open pairs, and points whose place on the map is not firm."""
    study = writer.study
    texts = []
    if has_intervals(study.drivers):
        unsettled = int((~study.drivers.differences["resolved"].astype(bool)).sum())
        texts += [writer.say("next.order", count=unsettled)] if unsettled else []
    shaky = [
        writer.construct(row.driver)
        for row in read_rows(find_first(study.priorities))
        if is_firm(row, study.priorities) is False
    ]
    return [*texts, *([writer.say("next.place", labels=writer.join(shaky))] if shaky else [])]


def say_better_questions(writer: Writer) -> list[str]:
    """Say whose questions should be mended before they are asked again."""
    rows = read_rows(pick_headlines(writer.study.reliability.table))
    weak = [writer.construct(row.construct) for row in rows if judge_reliability(row) in ("modest", "low")]
    if not weak:
        return []
    limit = writer.numbers.decimal(MODEST_RELIABILITY)
    return [writer.say("next.questions", labels=writer.join(weak), limit=limit)]


def say_unasked(writer: Writer) -> list[str]:
    """Say that most of the outcome goes with what was not asked, where it does."""
    r2 = writer.study.drivers.r2
    if r2 >= LOW_R2:
        return []
    return [writer.say("next.unasked", share=writer.numbers.percent(1 - r2), outcome=writer.outcome)]
