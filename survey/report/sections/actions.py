"""What to look at first: points to check for drivers that are important and rated lower."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from survey.report.document import Block, Group, List, Point, Prose, Section
from survey.report.sections.evidence import build_evidence
from survey.report.sections.rules import find_first, is_all_noise, is_firm, weakest_items
from survey.report.tables import build_table, read_rows, words
from survey.report.writer import Writer


def build_actions(writer: Writer) -> Section:
    """Build the part with the points to check."""
    heading = writer.say("actions.heading")
    if is_all_noise(writer.study.drivers):
        return Section("actions", heading, (Prose(writer.say("answer.first_noise", outcome=writer.outcome)),))
    found = find_first(writer.study.priorities)
    if found.empty:
        first = writer.study.priorities.table["driver"].iloc[0]
        which = "none" if len(writer.study.priorities.table) > 1 else "alone"
        text = writer.say(f"actions.{which}", label=writer.construct(first))
        return Section("actions", heading, (Prose(text), *_weakest(writer, first)))
    intro = Prose(writer.say("actions.intro", count=len(found)))
    return Section("actions", heading, (intro, *(_group(writer, row) for row in read_rows(found))))


def _group(writer: Writer, row: Any) -> Group:
    evidence = (Prose(say_evidence(writer, row)), *build_evidence(writer, row.driver))
    blocks = (*evidence, *_weakest(writer, row.driver), _suggestions(writer, row.driver))
    return Group(writer.construct(row.driver), blocks)


def say_evidence(writer: Writer, row: Any) -> str:
    """Return what a priority rests on."""
    values = {
        "importance": writer.numbers.percent(row.importance_share),
        "performance": writer.performance(row),
    }
    firm = is_firm(row, writer.study.priorities)
    if firm is None:
        return writer.say("actions.evidence_plain", **values)
    evidence = writer.say(
        "actions.evidence",
        importance_interval=writer.share_interval(row),
        performance_interval=writer.performance_interval(row),
        **values,
    )
    return evidence if firm else writer.paragraph(evidence, writer.say("actions.not_firm"))


def _weakest(writer: Writer, construct: str) -> list[Block]:
    rows = read_rows(weakest_items(writer.study.items.table, construct))
    points = tuple(
        Point(
            writer.say(
                "actions.weak_item_reversed" if row.reverse else "actions.weak_item",
                wording=writer.quote(writer.wording(row.item)),
                mean=writer.numbers.decimal(row.mean),
                low=f"{row.minimum:.0f}",
                high=f"{row.maximum:.0f}",
                n=writer.numbers.count(row.n),
            )
        )
        for row in rows
    )
    return [Prose(writer.say("actions.weakest")), List(points)] if points else []


def _suggestions(writer: Writer, name: str) -> Block:
    construct = writer.study.questionnaire.constructs.get(name)
    causes = construct.likely_causes if construct else ()
    actions = construct.suggested_actions if construct else ()
    if not (causes or actions):
        return Prose(writer.say("actions.empty"))
    pairs = [
        tuple(text.in_language(writer.source) if text else "" for text in pair)
        for pair in zip_longest(causes, actions, fillvalue=None)
    ]
    return build_table(
        writer.say("actions.table", label=writer.construct(name)),
        words(writer.say("actions.cause"), [cause for cause, _ in pairs]),
        words(writer.say("actions.action"), [action for _, action in pairs]),
    )
