"""Who answered: the way from received to used, and the make-up of the sample."""

from __future__ import annotations

import re

import pandas as pd

from survey.note_texts import NOTE_TEXTS
from survey.plots.flow import plot_flow
from survey.plots.profiles import plot_profile
from survey.report.document import Block, Prose, Section
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer
from survey.responses import Step

READ = "answers read"
# What `Responses` and the readers write into the log, and the reasons the standard plan gives.
STEPS = {
    READ: "answers_read",
    "respondents left out": "left_out",
    "answers replaced": "answers_replaced",
    "weights set": "weights_set",
    "weights removed": "weights_removed",
}
REASONS = {
    "careless responding": "because_careless",
    "duplicate response": "because_duplicate",
    "incomplete response": "because_incomplete",
}
RAKED = re.compile(r"raked to (.+)")
# The words in what a reader says of a file; the rest is the file's own: name, kind, encoding, separator.
SHEET, PLATFORM = re.compile(r", sheet '(.*)'"), re.compile(r", read as (\S+)$")


def build_respondents(writer: Writer) -> Section:
    """Build the part on the respondents."""
    blocks = [*_flow(writer), *_problems(writer), *_profile(writer)]
    return Section("respondents", writer.say("respondents.heading"), tuple(blocks))


def name_step(writer: Writer, step: Step) -> str:
    """Return what a step did, in the report's language."""
    return (
        writer.say(f"respondents.{STEPS[step.what]}") if step.what in STEPS else writer.capital(writer.note(step.what))
    )


def name_reason(writer: Writer, step: Step) -> str:
    """Return why a step was taken; a reason in somebody's own words stays as written."""
    if step.what == READ:
        return _name_file(writer, step.because)
    if step.because in REASONS:
        return writer.say(f"respondents.{REASONS[step.because]}")
    if raked := RAKED.fullmatch(step.because):
        items = [writer.quote(writer.wording(name.strip())) for name in raked[1].split(",")]
        return writer.say("respondents.because_raked", items=writer.say("list.separator").join(items))
    return writer.note(step.because)


def _name_file(writer: Writer, described: str) -> str:
    """Return how a file was read, in the report's language."""
    platform, sheet = PLATFORM.search(described), SHEET.search(described)
    bare = SHEET.sub("", PLATFORM.sub("", described))
    parts = [
        writer.capital(bare),
        writer.say("respondents.sheet", name=sheet[1]) if sheet else "",
        writer.say("respondents.read_as", platform=platform[1]) if platform else "",
    ]
    return writer.say("list.clause").join(part for part in parts if part)


def _flow(writer: Writer) -> list[Block]:
    log = writer.study.responses.log
    if not log:
        return [Prose(writer.say("respondents.flow_none", count=len(writer.study.responses)))]
    received = writer.say("respondents.received", count=log[0].n_before)
    blocks: list[Block] = [Prose(writer.say("respondents.flow", count=log[-1].n_after, received=received))]
    removing = [step for step in log if step.n_after != step.n_before]
    if removing:
        frame = pd.DataFrame(
            {
                "step": [
                    writer.say("unit.labelled", label=name_step(writer, s), text=name_reason(writer, s))
                    for s in removing
                ],
                "n_before": [s.n_before for s in removing],
                "n_after": [s.n_after for s in removing],
            }
        )
        rows = zip(frame["step"], map(writer.respondents, frame["n_after"]), strict=True)
        blocks.append(
            draw_figure(
                writer,
                plot_flow,
                frame,
                caption=writer.say("respondents.flow_figure"),
                alt=describe_rows(writer, rows),
                labels={"everyone": writer.say("respondents.everyone")},
            )
        )
    return [*blocks, _flow_table(writer)]


def _flow_table(writer: Writer) -> Block:
    log = writer.study.responses.log
    return build_table(
        writer.say("respondents.flow_table"),
        words(writer.say("respondents.step"), [name_step(writer, step) for step in log]),
        words(writer.say("respondents.reason"), [writer.capital(name_reason(writer, step)) for step in log]),
        figures(writer.say("respondents.before"), [writer.numbers.count(step.n_before) for step in log]),
        figures(writer.say("respondents.after"), [writer.numbers.count(step.n_after) for step in log]),
    )


def _problems(writer: Writer) -> list[Block]:
    n = len(writer.study.received.problems)
    return [Prose(writer.say("respondents.problems", count=n))] if n else []


def _profile(writer: Writer) -> list[Block]:
    table = writer.study.profile.table
    if table.empty:
        return []
    items = table["item"].drop_duplicates().tolist()
    names = dict(zip(items, name_apart(map(writer.wording, items), items), strict=True))
    frame = pd.DataFrame(
        {
            "item": table["item"].map(names),
            "choice": [_answer(writer, row.item, row.code, row.answer) for row in read_rows(table)],
            "share": table["share"],
            "target": table["target"],
        }
    )
    known = frame["item"].isin(frame.loc[frame["target"].notna(), "item"])
    text = writer.say("respondents.profile")
    if known.any():
        text = writer.paragraph(writer.say("respondents.profile_targets"), _say_weights(writer), text)
    parts = {"target_figure": frame[known], "profile_figure": frame[~known].drop(columns="target")}
    drawn = [_picture(writer, name, part) for name, part in parts.items() if len(part)]
    return [Prose(text), *drawn, _profile_table(writer, frame, table["count"]), *_sources(writer, items)]


def _picture(writer: Writer, name: str, frame: pd.DataFrame) -> Block:
    shares = map(writer.numbers.percent, frame["share"])
    alt = describe_rows(writer, zip(frame["choice"], shares, strict=True))
    return draw_figure(writer, plot_profile, frame, caption=writer.say(f"respondents.{name}"), alt=alt)


def _profile_table(writer: Writer, frame: pd.DataFrame, counts: pd.Series) -> Block:
    numbers = writer.numbers
    shown = frame["item"].where(frame["item"] != frame["item"].shift(), "")
    return build_table(
        writer.say("respondents.profile_table"),
        words(writer.say("respondents.question"), shown),
        words(writer.say("respondents.choice"), frame["choice"]),
        figures(writer.say("respondents.count"), map(numbers.count, counts)),
        figures(writer.say("respondents.share"), [numbers.percent(share, 1) for share in frame["share"]]),
        figures(writer.say("respondents.target"), [numbers.percent(share, 1) for share in frame["target"]]),
        folded=True,
    )


def _answer(writer: Writer, item: str, code: str, answer: str) -> str:
    if str(code):
        return writer.answer(item, int(float(code))) if _is_number(code) else str(answer)
    kinds = [name for name in ("answer_blank", "answer_not_shown") if answer in NOTE_TEXTS.get(name, {}).values()]
    return NOTE_TEXTS[kinds[0]][writer.language] if kinds else str(answer)


def _is_number(code: object) -> bool:
    return str(code).removeprefix("-").replace(".", "", 1).isdigit()


def _say_weights(writer: Writer) -> str:
    weighting = writer.study.weighting
    if weighting is None:
        return writer.say("respondents.unweighted") if writer.study.responses.weights is None else ""
    text = writer.say(
        "respondents.weighted",
        count=len(weighting.weights),
        deff=writer.numbers.decimal(weighting.deff),
        n_eff=writer.numbers.count(weighting.n_eff),
    )
    return text if weighting.converged else writer.paragraph(text, writer.say("respondents.not_converged"))


def _sources(writer: Writer, items: list[str]) -> list[Block]:
    margins = writer.study.responses.margins()
    named: dict[str, list[str]] = {}
    for item, margin in margins.items():
        if margin.source and item in items:
            source = margin.source.in_language(writer.source).rstrip(".。")
            named.setdefault(source, []).append(writer.quote(writer.wording(item)))
    return [
        Prose(
            writer.say(
                "respondents.margin_source", question=writer.say("list.separator").join(questions), source=source
            ),
            "faint",
        )
        for source, questions in named.items()
    ]
