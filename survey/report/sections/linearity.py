"""Whether a straight line is enough: what curves, products and trees add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from survey.plots.linearity import plot_gains
from survey.report.document import Block, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure
from survey.report.sections.differences import sign, write_test
from survey.report.sections.rules import TEST_LEVEL
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.shape.linearity import Linearity


def build_linearity(writer: Writer) -> Section | None:
    """Build the part on straight lines and curves."""
    linearity = cast("Linearity | None", writer.study.depth.get("linearity"))
    if linearity is None:
        return None
    line = say_line(writer, linearity)
    text = Prose(writer.paragraph(line, say_bends(writer, linearity)))
    blocks = [text, *_figure(writer, linearity), _table(writer, linearity), _bends(writer, linearity)]
    return Section("linearity", writer.say("linearity.heading"), tuple(blocks), headline=line)


def say_line(writer: Writer, linearity: Linearity) -> str:
    """Say whether a straight line is enough, by the verdict of the analysis."""
    rivals = linearity.table[linearity.table["model"] != "linear"]
    deciding = {"not_enough": "better", "undecided": "undecided"}.get(linearity.verdict)
    if deciding:
        rivals = rivals[rivals["model_verdict"] == deciding]
    best = read_rows(rivals.sort_values("r2_gain", ascending=False, kind="stable"))[0]
    numbers = writer.numbers
    return writer.say(
        f"linearity.{linearity.verdict}",
        model=writer.say(f"linearity.model_{best.model}"),
        gain=sign(writer, best.r2_gain, 3),
        interval=numbers.decimal_range(best.conf_low, best.conf_high, 3),
        margin=numbers.decimal(linearity.margin),
        outcome=writer.outcome,
    )


def say_bends(writer: Writer, linearity: Linearity) -> str:
    """Say which aspects go with the outcome along a curve."""
    tested = linearity.drivers[linearity.drivers["p_adjusted"].notna()]
    if tested.empty:
        return ""
    bent = tested.loc[tested["p_adjusted"] < TEST_LEVEL, "driver"].tolist()
    if not bent:
        return writer.say("linearity.no_bend", p=write_test(writer, tested["p_adjusted"].min()))
    return writer.say("linearity.bend", count=len(bent), labels=writer.join(map(writer.construct, bent)))


def _name(writer: Writer, model: str) -> str:
    return writer.capital(writer.say(f"linearity.model_{model}"))


def _figure(writer: Writer, linearity: Linearity) -> list[Block]:
    shown = linearity.table[linearity.table["r2_gain"].notna()]
    if shown.empty:
        return []
    names = {name: _name(writer, name) for name in shown["model"]}
    alt = describe_rows(writer, [(names[row.model], sign(writer, row.r2_gain, 3)) for row in read_rows(shown)])

    def plot(frame: Any, **options: Any) -> Any:
        return plot_gains(frame, linearity.margin, labels=names, **options)

    return [draw_figure(writer, plot, shown, caption=writer.say("linearity.figure"), alt=alt)]


def _table(writer: Writer, linearity: Linearity) -> Table:
    rows = read_rows(linearity.table)
    numbers = writer.numbers
    return build_table(
        writer.say("linearity.table"),
        words(writer.say("linearity.model"), [_name(writer, row.model) for row in rows]),
        figures(writer.say("linearity.cv_r2"), [numbers.decimal(row.cv_r2, 3) for row in rows]),
        figures(writer.say("linearity.gain"), [sign(writer, row.r2_gain, 3) for row in rows]),
        figures(
            writer.say("linearity.interval"), [numbers.decimal_range(row.conf_low, row.conf_high, 3) for row in rows]
        ),
        words(writer.say("linearity.verdict"), [writer.say(f"linearity.verdict_{row.model_verdict}") for row in rows]),
        note=writer.say("linearity.table_note", margin=numbers.decimal(linearity.margin)),
    )


def _bends(writer: Writer, linearity: Linearity) -> Table:
    rows = read_rows(linearity.drivers)
    numbers = writer.numbers
    return build_table(
        writer.say("linearity.bends_table"),
        words(writer.say("linearity.aspect"), [writer.construct(row.driver) for row in rows]),
        figures(writer.say("linearity.p_adjusted"), [numbers.p_value(row.p_adjusted) for row in rows]),
        figures(writer.say("linearity.share_line"), [numbers.percent(row.importance_share) for row in rows]),
        figures(writer.say("linearity.share_trees"), [numbers.percent(row.shap_share) for row in rows]),
        note=writer.say("linearity.bends_note") if linearity.drivers["shap_share"].notna().any() else "",
        folded=True,
    )
