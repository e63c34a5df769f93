"""Comments: which reasons people write about, who checked the coding, and how satisfied the writers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.comments import plot_comment_relations, plot_comments
from survey.report.document import Block, Group, List, Note, Point, Prose, Section
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.comments.coding_agreement import CodingAgreement
    from survey.analysis.comments.comment_relations import CommentRelations
    from survey.analysis.comments.comments import CodedComments
    from survey.analysis.comments.quotes import Quotes
    from survey.analysis.comments.themes import Themes

MOST_ROWS = 14  # of a picture
MOST_LOW, MOST_HIGH = 4, 2  # differences named one by one; the picture has all
MOST_QUOTED = 6  # codes with quotes: as many as a reader reads
TEST_LEVEL = 0.05  # the customary level, Fisher (1925), Statistical methods for research workers
SMALL_BASE = 30
# Mean cosine of matched themes below which other samples would give other themes.
STABLE = 0.6
MACHINE = "codebook"


def build_comments(writer: Writer) -> Section | None:
    """Build the part on open answers."""
    coded = cast("CodedComments | None", writer.study.depth.get("comments"))
    if coded is None:
        return None
    named = name_codes(writer, coded.table[coded.table["n"] > 0])
    verdict = say_top(writer, named)
    blocks: list[Block] = [Prose(writer.paragraph(say_base(writer, coded), verdict)), _trust(writer, coded)]
    if len(named):
        blocks += [_figure(writer, named), _table(writer, coded, named)]
    blocks += [*_relations(writer), *_quotes(writer, named), *_themes(writer)]
    return Section("comments", writer.say("comments.heading"), tuple(blocks), headline=verdict)


def name_codes(writer: Writer, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of codes with the codebook's labels in the report's language."""
    coded = cast("CodedComments", writer.study.depth["comments"])
    return table.assign(label=[coded.codebook.codes[code].label.in_language(writer.language) for code in table["code"]])


def say_base(writer: Writer, coded: CodedComments) -> str:
    """Say how many wrote something."""
    total = len(coded.texts.texts)
    return writer.say(
        "comments.base",
        wrote=writer.numbers.count(coded.n),
        total=writer.numbers.count(total),
        share=writer.numbers.percent(coded.n / total),
    )


def say_top(writer: Writer, named: pd.DataFrame) -> str:
    """Say which complaint and which praise are named most."""
    parts = []
    for polarity, key in (("complaint", "comments.top_complaint"), ("praise", "comments.top_praise")):
        rows = read_rows(named[named["polarity"] == polarity].sort_values("share", ascending=False, kind="stable"))
        if rows:
            share = writer.numbers.percent(rows[0].share)
            parts.append(writer.say(key, label=rows[0].label, share=share, interval=writer.share_interval(rows[0])))
        elif polarity == "complaint":
            parts.append(writer.say("comments.no_complaint"))
    return writer.paragraph(*parts)


def say_checked(writer: Writer, agreement: CodingAgreement) -> str:
    """Say how far the coding agrees with that of a person."""
    rows = name_codes(writer, agreement.table[agreement.table["coder"] == MACHINE])
    known = rows[rows["kappa"].notna()]
    if known.empty:
        return writer.say("comments.unchecked")
    lowest = read_rows(known.sort_values("kappa", kind="stable"))[0]
    text = writer.say(
        "comments.checked",
        count=len(known),
        sampled=writer.numbers.count(agreement.n),
        middle=writer.numbers.decimal(float(known["kappa"].median())),
        label=lowest.label,
        lowest=writer.numbers.decimal(lowest.kappa),
    )
    shares = writer.say(
        "comments.checked_shares",
        precision=writer.numbers.percent(float(known["precision"].median())),
        recall=writer.numbers.percent(float(known["recall"].median())),
    )
    return writer.paragraph(text, shares)


def pick_differences(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the differences that stand after adjusting for all comparisons, the lowest first: more low than high."""
    found = compared[compared["p_adjusted"] < TEST_LEVEL].sort_values("change", kind="stable")
    return pd.concat([found[found["change"] < 0].head(MOST_LOW), found[found["change"] > 0].tail(MOST_HIGH)])


def say_difference(writer: Writer, row: Any, confidence: float) -> str:
    """Say how the outcome of those who name a reason differs from that of the others who wrote."""
    p = writer.numbers.p_value(row.p_adjusted)
    return writer.say(
        "comments.lower" if row.change < 0 else "comments.higher",
        label=row.label,
        difference=writer.numbers.decimal(abs(row.change), 1),
        level=writer.level(confidence),
        interval=writer.numbers.decimal_range(row.conf_low, row.conf_high, 1),
        p=p if p.startswith("<") else f"= {p}",
        n=writer.numbers.count(row.n),
    )


def say_beside(writer: Writer, construct: str) -> str:
    """Say which complaints that belong to a construct are named, for the part on what to look at first; "" for none."""
    coded = cast("CodedComments | None", writer.study.depth.get("comments"))
    if coded is None:
        return ""
    own = coded.table["construct"].eq(construct) & coded.table["polarity"].eq("complaint") & coded.table["n"].gt(0)
    mine = name_codes(writer, coded.table[own])
    reasons = [
        writer.say("comments.beside_reason", share=writer.numbers.percent(row.share), label=row.label)
        for row in read_rows(mine.sort_values("share", ascending=False, kind="stable").head(3))
    ]
    return writer.say("comments.beside", reasons=writer.join(reasons)) if reasons else ""


def _trust(writer: Writer, coded: CodedComments) -> Block:
    """Return what the coding rests on, and whether anybody checked it."""
    agreement = cast("CodingAgreement | None", writer.study.depth.get("comment_agreement"))
    checked = writer.say("comments.unchecked") if agreement is None else say_checked(writer, agreement)
    uncoded = writer.say("comments.uncoded", share=writer.numbers.percent(coded.uncoded_share))
    return Note(writer.paragraph(writer.say("comments.coded_by"), uncoded, checked), "info")


def _figure(writer: Writer, named: pd.DataFrame) -> Block:
    kept = named.sort_values("share", ascending=False, kind="stable").head(MOST_ROWS).index
    frame = named.loc[[at for at in named.index if at in set(kept)]].reset_index(drop=True)
    frame = frame.assign(label=name_apart(frame["label"], frame["code"].tolist()))
    alt = describe_rows(writer, [(row.label, writer.numbers.percent(row.share)) for row in read_rows(frame)])
    return draw_figure(writer, plot_comments, frame, caption=writer.say("comments.figure"), alt=alt)


def _table(writer: Writer, coded: CodedComments, named: pd.DataFrame) -> Block:
    rows, numbers = read_rows(named), writer.numbers
    outcome = writer.construct(coded.texts.outcome)
    return build_table(
        writer.say("comments.table"),
        words(writer.say("comments.reason"), [row.label for row in rows]),
        words(writer.say("comments.kind"), [writer.term("comments", f"polarity_{row.polarity}") for row in rows]),
        figures(writer.say("comments.n"), [numbers.count(row.n) for row in rows]),
        figures(writer.say("comments.share"), [numbers.percent(row.share, 1) for row in rows]),
        figures(
            writer.say("comments.interval", level=writer.level(coded.confidence)),
            [numbers.percent_range(row.conf_low, row.conf_high, 1) for row in rows],
        ),
        figures(
            writer.say("comments.outcome_mean", outcome=outcome), [numbers.decimal(row.outcome_mean, 1) for row in rows]
        ),
        note=writer.say("comments.table_note"),
    )


def _relations(writer: Writer) -> list[Block]:
    related = cast("CommentRelations | None", writer.study.depth.get("comment_relations"))
    if related is None or related.table["p_adjusted"].isna().all():
        return []
    compared = name_codes(writer, related.table[related.table["p_adjusted"].notna()])
    outcome = writer.construct(related.outcome)
    found = pick_differences(compared)
    blocks: list[Block] = [Prose(writer.say("comments.relations_intro", outcome=outcome))]
    if len(found):
        blocks.append(List(tuple(Point(say_difference(writer, row, related.confidence)) for row in read_rows(found))))
    else:
        blocks.append(Prose(writer.say("comments.relations_none", count=len(compared))))
    small = int((compared[["n", "n_rest"]].min(axis=1) < SMALL_BASE).sum())
    said = writer.say("comments.relations_small", count=small, minimum=SMALL_BASE) if small else ""
    blocks.append(Prose(writer.paragraph(said, writer.say("comments.relations_limit"))))
    frame = compared.loc[compared["n"].sort_values(ascending=False, kind="stable").head(MOST_ROWS).index]
    frame = frame.sort_values("change", kind="stable").reset_index(drop=True)
    frame = frame.assign(label=name_apart(frame["label"], frame["code"].tolist()))
    alt = describe_rows(writer, [(row.label, writer.numbers.decimal(row.change, 1)) for row in read_rows(frame)])
    caption = writer.say("comments.relations_figure", outcome=outcome)
    blocks.append(draw_figure(writer, plot_comment_relations, frame, caption=caption, alt=alt))
    return [Group(writer.say("comments.relations"), tuple(blocks))]


def _quotes(writer: Writer, named: pd.DataFrame) -> list[Block]:
    quotes = cast("Quotes | None", writer.study.depth.get("quotes"))
    if quotes is None or quotes.table.empty:
        return []
    shown = named.sort_values("share", ascending=False, kind="stable")["code"]
    quoted = [code for code in shown if (quotes.table["code"] == code).any()][:MOST_QUOTED]
    rows = [row for code in quoted for row in read_rows(quotes.table[quotes.table["code"] == code])]
    labels = named.set_index("code")["label"]
    points = tuple(Point(writer.quote(row.quote), labels[row.code]) for row in rows)
    note = Prose(writer.say("comments.quotes_note"), "faint")
    return [Group(writer.say("comments.quotes"), (List(points), note))]


def _themes(writer: Writer) -> list[Block]:
    themes = cast("Themes | None", writer.study.depth.get("themes"))
    if themes is None:
        return []
    rows, numbers = read_rows(themes.table), writer.numbers
    stability = float(themes.stability.loc[themes.stability["chosen"], "stability"].iloc[0])
    key = "comments.themes_stable" if stability >= STABLE else "comments.themes_unstable"
    text = writer.paragraph(
        writer.say("comments.themes_intro", count=len(rows)), writer.say(key, stability=numbers.decimal(stability))
    )
    table = build_table(
        writer.say("comments.themes_table"),
        words(writer.say("comments.theme"), [f"{row.theme}" for row in rows]),
        words(
            writer.say("comments.words"), [writer.say("list.separator").join(row.top_words.split(", ")) for row in rows]
        ),
        figures(writer.say("comments.n"), [numbers.count(row.n) for row in rows]),
        figures(writer.say("comments.share"), [numbers.percent(row.share, 1) for row in rows]),
        figures(
            writer.say("comments.outcome_mean", outcome=writer.outcome),
            [numbers.decimal(row.outcome_mean, 1) for row in rows],
        ),
    )
    return [Group(writer.say("comments.themes"), (Prose(text), table))]
