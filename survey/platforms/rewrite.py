"""Rewriting a platform's table as a plain one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding
from survey.platforms.files.table import Role, Table


class Rewrite:
    """A platform's table while its columns are given their meaning.

    A column that is given a meaning stands in the plain table once for each meaning; one that is not stays as found,
    and is looked up by its heading, then by the question over it. Text that a platform's reader does not understand is
    left as it is, so that the message about it shows what the file holds.

    Parameters
    ----------
    table
        The table as read.

    Examples
    --------
    >>> from survey.platforms.files.table import Origin
    >>> origin = Origin(file="a.csv", sha256="", kind="csv")
    >>> column = Column.from_cells(["A1", "A2"])
    >>> rewrite = Rewrite(Table(origin=origin, headings=("Q1",), columns=(column,), rows=np.array([2, 3])))
    >>> rewrite.answer(0, "sat1", column=column.map(lambda text: text.removeprefix("A")))
    >>> plain = rewrite.finish()
    >>> plain.headings, list(plain.columns[0]), plain.name_column(0)
    (('sat1',), ['1', '2'], 'Q1')
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.findings: list[Finding] = []
        self._meanings: dict[int, list[tuple[str, Role, Column, np.ndarray | None]]] = {}

    def answer(
        self, place: int, heading: str, *, column: Column | None = None, hidden: np.ndarray | None = None
    ) -> None:
        """Say that a column answers a column of the questionnaire.

        Parameters
        ----------
        place
            The column of the platform's table.
        heading
            ``item``, ``item__code`` or ``item__code__text``.
        column
            Its cells as codes, labels or blank; None: as found.
        hidden
            Which respondents were not shown the question, bool, shape (n_rows,); None where the platform does not tell.
        """
        self._put(place, heading, "answer", column, hidden)

    def tell(self, place: int, name: str, *, column: Column | None = None) -> None:
        """Say that a column is about the interview.

        Parameters
        ----------
        place
            The column of the platform's table.
        name
            started, submitted, seconds, language, complete, test or consent (1 or 0), or a name of the platform's own,
            whose cells stay text.
        column
            Its cells; None: as found.
        """
        self._put(place, name, "paradata", column, None)

    def identify(self, place: int) -> None:
        """Say that a column holds respondent ids; the first that is complete and unique is used."""
        self._put(place, self.table.headings[place], "id", None, None)

    def protect(self, place: int) -> None:
        """Say that a column can identify a person."""
        self._put(place, self.table.headings[place], "personal", None, None)

    def set_aside(self, place: int) -> None:
        """Say that a column is none of the questionnaire's, whatever its heading looks like."""
        self._put(place, self.table.headings[place], "extra", None, None)

    def is_used(self, place: int) -> bool:
        """Tell whether a column has a meaning yet."""
        return place in self._meanings

    def _put(self, place: int, heading: str, role: Role, column: Column | None, hidden: np.ndarray | None) -> None:
        own = self.table.columns[place] if column is None else column
        self._meanings.setdefault(place, []).append((heading, role, own, hidden))

    def finish(self) -> Table:
        """Return the plain table."""
        headings: list[str] = []
        names: list[str] = []
        wordings: list[str] = []
        columns: list[Column] = []
        roles: dict[int, Role] = {}
        hidden: dict[int, np.ndarray] = {}
        for place, heading in enumerate(self.table.headings):
            for meaning, role, column, mask in self._meanings.get(place, [(heading, None, None, None)]):
                at = len(headings)
                headings.append(meaning)
                names.append(self.table.name_column(place))
                wordings.append(self.table.word_column(place))
                columns.append(self.table.columns[place] if column is None else column)
                if role is not None:
                    roles[at] = role
                elif place in self.table.roles:
                    roles[at] = self.table.roles[place]
                mask = self.table.hidden.get(place) if mask is None else mask
                if mask is not None:
                    hidden[at] = mask
        return replace(
            self.table,
            headings=tuple(headings),
            names=tuple(names),
            wordings=tuple(wordings),
            columns=tuple(columns),
            roles=roles,
            hidden=hidden,
            labels={},
            findings=(*self.table.findings, *self.findings),
        )


def blank_unchosen(ticks: Mapping[int, Column], is_chosen: Callable[[str], bool]) -> dict[int, Column]:
    """Return the option columns of a multiple choice, blank in all of them where no option is chosen.

    Use it for platforms that write 0 for every option also where the question was not answered or not shown.

    Parameters
    ----------
    ticks
        The code of each option to its column.
    is_chosen
        Tells whether a text marks the option as chosen. It must be true of texts that are no tick at all, or they would
        be blanked unseen.

    Examples
    --------
    >>> ticks = {1: Column.from_cells(["1", "0"]), 2: Column.from_cells(["0", "0"])}
    >>> {code: list(column) for code, column in blank_unchosen(ticks, lambda text: text == "1").items()}
    {1: ['1', ''], 2: ['0', '']}
    """
    if not ticks:
        return {}
    chosen = np.any([column.mark(is_chosen) for column in ticks.values()], axis=0)
    return {code: column.replace(~chosen & ~column.blank, "") for code, column in ticks.items()}


def split_rows(table: Table, count: int) -> tuple[list[Sequence[str]], Table]:
    """Return the first rows of a table, for platforms with further header lines, and the table without them.

    Examples
    --------
    >>> from survey.platforms.files.table import Origin
    >>> column = Column.from_cells(["Your age?", "30"])
    >>> origin = Origin(file="a.csv", sha256="", kind="csv")
    >>> first, rest = split_rows(Table(origin=origin, headings=("Q1",), columns=(column,), rows=np.array([2, 3])), 1)
    >>> first, len(rest)
    ([['Your age?']], 1)
    """
    lines: list[Sequence[str]] = [[column[row] for column in table.columns] for row in range(min(count, len(table)))]
    return lines, table.take(np.arange(len(table)) >= count)
