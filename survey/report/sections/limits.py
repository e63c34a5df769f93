"""What the results cannot say."""

from __future__ import annotations

from survey.report.document import List, Point, Section
from survey.report.sections.group_names import name_note
from survey.report.sections.rules import is_small_base, small_base
from survey.report.writer import Writer

# Constructs that stand for what was expected; asked in the same questionnaire, they are asked after the fact.
EXPECTATION = ("expectation", "expectations", "expe")


def build_limits(writer: Writer) -> Section:
    """Build the part on limits."""
    texts = [*_about_answers(writer), *_about_bases(writer), *say_left_out(writer)]
    return Section("limits", writer.say("limits.heading"), (List(tuple(Point(text) for text in texts)),))


def _about_answers(writer: Writer) -> list[str]:
    drivers = writer.study.drivers.table["driver"].tolist()
    expected = [writer.construct(name) for name in drivers if name.lower() in EXPECTATION]
    return [
        *([writer.say("limits.simulated")] if writer.study.responses.simulated else []),
        writer.say("limits.association", outcome=writer.outcome),
        writer.say("limits.common"),
        *(writer.say("limits.expectation", label=label) for label in expected),
        writer.say("limits.near"),
        writer.say("limits.ceiling"),
        writer.say("limits.intervals"),
        writer.say("limits.sample"),
    ]


def _about_bases(writer: Writer) -> list[str]:
    study = writer.study
    found = []
    for name, drivers in (("small", study.drivers), ("small_contact", study.drivers_contact)):
        if drivers is not None and is_small_base(drivers.n, len(drivers.table)):
            limit = f"{small_base(len(drivers.table))}"
            found.append(writer.say(f"limits.{name}", n=writer.respondents(drivers.n), limit=limit))
    return found


def say_left_out(writer: Writer) -> list[str]:
    """Say which further analyses were left out, and why."""
    return [
        writer.say("limits.left_out", analysis=writer.say(f"methods.{name}"), reason=name_note(writer, reason))
        for name, reason in writer.study.left_out.items()
    ]
