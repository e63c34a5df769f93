"""What every analysis returns: tidy frames with their method, base and notes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

import pandas as pd

from survey.errors import OptionError
from survey.glossary import COLUMNS, Kind, check_columns, column_label, format_cell, format_value
from survey.notes import Note

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Result:
    """Hold one analysis: the headline table, its base, how it was made, and what to know before quoting it.

    Attributes
    ----------
    table
        The headline, tidy: one row per `key`, every column in the glossary.
    shown
        Columns of the table that the printed summary shows; none means all.
    kinds
        How to format columns whose unit differs from result to result.
    frame_kinds
        The same for further frames, by their names.
    n
        Respondents the numbers rest on.
    method
        Estimator, missing mode and weights in one sentence.
    notes
        What the reader must know: repairs, small bases, flags.
    language
        The language it shows itself in: that of the call, English if none was named.
    """

    key: ClassVar[tuple[str, ...]] = ()
    shown: ClassVar[tuple[str, ...]] = ()
    kinds: ClassVar[dict[str, Kind]] = {}
    frame_kinds: ClassVar[dict[str, dict[str, Kind]]] = {}

    table: pd.DataFrame
    n: int
    method: Note
    notes: tuple[Note, ...] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        for name, frame in self.frames().items():
            check_columns(f"{type(self).__name__}.{name}", frame.columns)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return every frame of the result by its name, the headline first."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in found.items() if isinstance(value, pd.DataFrame)}

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values, ready for JSON."""
        frames = {name: _records(frame) for name, frame in self.frames().items()}
        return {
            "result": type(self).__name__,
            "n": self.n,
            "method": str(self.method),
            "notes": [str(note) for note in self.notes],
            **frames,
        }

    def plot(self, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the headline.

        Parameters
        ----------
        ax
            Where to draw; None makes a figure of its own, which a Jupyter cell shows by itself.
        language
            The language of axis titles.

        Raises
        ------
        OptionError
            This result has no picture.
        """
        drawn = self._draw(ax, language)
        return _hand_to_notebook(drawn) if ax is None else drawn

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw on the axes given, or on new ones; results with a picture override this."""
        raise OptionError(f"{type(self).__name__} has no picture; use its .table.")

    def _shown_columns(self) -> list[str]:
        return list(self.shown) or list(self.table.columns)

    def _headline(self, language: str = "en") -> pd.DataFrame:
        return display_table(self.table[self._shown_columns()], language, self.kinds)

    def view(self, frame: str | pd.DataFrame = "table", *, language: str | None = None) -> View:
        """Show a frame for reading: columns by their labels in a language, numbers as their kind is written.

        Parameters
        ----------
        frame
            A frame of this result by name, or a cut of one, such as `result.table.head(3)`. The headline comes with
            base, method and notes, as the result shows itself.
        language
            "en" or "zh-CN"; None is the result's own.

        Raises
        ------
        OptionError
            This result has no frame of that name.
        """
        language = language or self.language
        if isinstance(frame, str):
            found = self.frames()
            if frame not in found:
                raise OptionError(f"{type(self).__name__} has no frame '{frame}'; it has: {', '.join(found)}.")
            if frame == "table":
                return self._summary(language)
            frame = found[frame]
        names = [str(name) for name in frame.columns]
        whole = next((name for name, each in self.frames().items() if set(names) <= set(each.columns)), "")
        kinds = self.kinds if whole == "table" else self.frame_kinds.get(whole)
        return View(shown=display_table(frame, language, kinds), columns=tuple(names))

    def _summary(self, language: str) -> View:
        texts = [note.in_language(language) if isinstance(note, Note) else str(note) for note in self.notes]
        return View(
            shown=self._headline(language),
            columns=tuple(self._shown_columns()),
            name=type(self).__name__,
            head=f"n = {self.n:,} · {self.method.in_language(language)}",
            notes=tuple(texts),
        )

    def __repr__(self) -> str:
        return repr(self._summary(self.language))

    def _repr_html_(self) -> str:
        return self._summary(self.language)._repr_html_()


Options = ParamSpec("Options")
Found = TypeVar("Found", bound=Result)


def speak_language(analyse: Callable[Options, Found]) -> Callable[Options, Found]:
    """Let the result of an analysis show itself in the `language=` of the call."""

    @wraps(analyse)
    def speaking(*args: Options.args, **options: Options.kwargs) -> Found:
        found, language = analyse(*args, **options), options.get("language")
        return replace(found, language=str(language)) if language else found

    return speaking


@dataclass(frozen=True, eq=False, repr=False)
class View:
    """A table written for people; as text on a terminal, as HTML in a notebook.

    Attributes
    ----------
    shown
        Labels and formatted cells.
    columns
        Names of the columns in the result.
    name, head, notes
        What stands above and below a headline.
    """

    shown: pd.DataFrame
    columns: tuple[str, ...]
    name: str = ""
    head: str = ""
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        with pd.option_context("display.unicode.east_asian_width", True):
            text = self.shown.to_string(index=False)
        head = [f"{self.name} · {self.head}"] if self.name else []
        return "\n".join([*head, text, *(f"· {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        from html import escape

        head = f"<p><b>{escape(self.name)}</b> · {escape(self.head)}</p>" if self.name else ""
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        table = _html_table(self.shown, list(self.columns))
        return f"{head}{table}<ul>{notes}</ul>" if notes else head + table


def _html_table(shown: pd.DataFrame, names: list[str]) -> str:
    """Write a display table of the named columns as HTML: texts on the left, numbers on the right, all escaped."""
    from html import escape

    sides = ["left" if COLUMNS[name].kind in ("text", "flag") else "right" for name in names]

    def line(tag: str, texts: Iterable[object]) -> str:
        kept = ";white-space:nowrap" if tag == "td" else ""
        styles = {"left": "text-align:left", "right": f"text-align:right{kept}"}
        cells = (
            f'<{tag} style="{styles[side]}">{escape(str(text))}</{tag}>'
            for side, text in zip(sides, texts, strict=True)
        )
        return f"<tr>{''.join(cells)}</tr>"

    rows = "".join(line("td", row) for row in shown.to_numpy())
    return f"<table><thead>{line('th', shown.columns)}</thead><tbody>{rows}</tbody></table>"


def _hand_to_notebook(ax: Axes) -> Axes:
    """Hand a new figure to pyplot inside a Jupyter kernel, which shows it below the cell; elsewhere do nothing."""
    if "ipykernel" in sys.modules:
        import matplotlib.pyplot as plt

        plt.figure(ax.get_figure(root=True))
    return ax


def display_table(frame: pd.DataFrame, language: str, kinds: Mapping[str, Kind] | None = None) -> pd.DataFrame:
    """Return a table of formatted text with column labels, for people; the numbers stay in the original.

    Parameters
    ----------
    frame
        A frame of a result.
    language
        Language of the labels.
    kinds
        How to format columns whose unit differs from result to result, such as the ends of an interval.
    """
    given = kinds or {}
    columns = {
        column_label(name, language): [_write_cell(value, name, given.get(name), language) for value in frame[name]]
        for name in frame.columns
    }
    return pd.DataFrame(columns)


def _write_cell(value: Any, name: str, kind: Kind | None, language: str) -> str:
    if isinstance(value, Note):
        return value.in_language(language)
    return format_cell(value, name, language) if kind is None else format_value(value, kind, language)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object).where(frame.notna(), None)
    return [
        {str(name): value.item() if hasattr(value, "item") else value for name, value in row.items()}
        for row in plain.to_dict("records")
    ]
