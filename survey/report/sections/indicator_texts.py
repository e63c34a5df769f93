"""Satisfaction indicators in words: the same numbers for the top of the report and for their own section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from survey.report.document import Tile
from survey.report.tables import read_rows
from survey.report.writer import Writer

# What the first page says in its one sentence, in this order; the rest is in the section.
HEADLINES = ("index", "csat", "recommend")
TILES = ("csat", "recommend", "effort", "stars")


@dataclass(frozen=True)
class IndicatorWriter:
    """Write indicators: shares as percentages, the recommendation score as points, the index as a score."""

    writer: Writer

    @property
    def rows(self) -> dict[str, Any]:
        """Indicator to its row, in the order measured."""
        return {row.indicator: row for row in read_rows(self.writer.study.indicators.table)}

    @property
    def level(self) -> str:
        """Coverage of the intervals."""
        return self.writer.level(self.writer.study.indicators.confidence)

    def value(self, row: Any) -> str:
        """Return the value of an indicator."""
        numbers = self.writer.numbers
        if row.indicator == "recommend":
            return numbers.points(row.estimate)
        return numbers.decimal(row.estimate, 0) if row.indicator == "index" else numbers.percent(row.estimate)

    def interval(self, row: Any) -> str:
        """Return the interval of an indicator."""
        numbers = self.writer.numbers
        if row.indicator == "recommend":
            return numbers.points_range(row.conf_low, row.conf_high)
        if row.indicator == "index":
            return numbers.decimal_range(row.conf_low, row.conf_high, 0)
        return numbers.percent_range(row.conf_low, row.conf_high)

    def name(self, row: Any) -> str:
        """Return the name of an indicator."""
        key = f"indicators.{row.indicator}"
        values = {"index": {"outcome": self.writer.outcome}, "stars": self.best_stars(row)}.get(row.indicator, {})
        return self.writer.say(key, **values) if self.writer.has(key) else str(row.indicator)

    def best_stars(self, row: Any) -> dict[str, str]:
        """Return the two highest numbers of stars of an item."""
        item = self.writer.study.questionnaire.items.get(row.item)
        codes = sorted(item.scale.codes)[-2:] if item and item.scale else [4, 5]
        return {"low": f"{codes[0]}", "high": f"{codes[-1]}"}

    def parts(self) -> list[str]:
        """Return the parts of the one sentence on the first page."""
        rows = self.rows
        found = [name for name in HEADLINES if name in rows]
        return [
            self.writer.say(
                f"answer.part_{name}",
                value=self._headline(rows[name]),
                interval=self.interval(rows[name]),
                level=self.level,
                outcome=self.writer.outcome,
            )
            for name in found
        ]

    def tiles(self) -> list[Tile]:
        """Return the headline numbers."""
        rows = self.rows
        return [
            Tile(
                self.writer.say(f"answer.tile_{name}", **(self.best_stars(rows[name]) if name == "stars" else {})),
                self.value(rows[name]),
                self.writer.say("answer.tile_interval", level=self.level, interval=self.interval(rows[name])),
            )
            for name in TILES
            if name in rows
        ]

    def sentence(self, row: Any) -> str:
        """Return the sentence of an indicator in its section."""
        item = self.writer.quote(self.writer.wording(row.item).rstrip("。"))
        values = {
            "n": self.writer.respondents(row.n),
            "n_number": self.writer.numbers.count(row.n),
            "value": self.value(row),
            "interval": self.interval(row),
            "level": self.level,
            "item": item,
            "outcome": self.writer.outcome,
        }
        text = self.writer.say(f"indicators.{row.indicator}_text", **values, **self.best_stars(row))
        return self.writer.paragraph(text, self._groups_compared(row)) if row.indicator == "recommend" else text

    def _headline(self, row: Any) -> str:
        value = self.value(row)
        return self.writer.say("unit.of_hundred", value=value) if row.indicator == "index" else value

    def _groups_compared(self, row: Any) -> str:
        above, below = row.conf_low > 0, row.conf_high < 0
        which = "above" if above else "below" if below else "unclear"
        return self.writer.say(f"indicators.recommend_{which}")
