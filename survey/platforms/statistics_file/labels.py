"""Labels within the limits of a program, cut between characters and where it does least harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.platforms.loss import Loss, name_loss
from survey.platforms.statistics_file.variables import Variable

_CUT = "…"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long labels may be.

    Attributes
    ----------
    title
        The program, for messages.
    unit
        What is counted.
    variable, value
        The longest label of a variable and of a value; None: any length.
    """

    title: str
    unit: Literal["bytes", "characters"]
    variable: int | None = None
    value: int | None = None

    def cut(self, text: str, longest: int | None, ending: str = "") -> str:
        """Return a text and its ending, cut to a length.

        Examples
        --------
        >>> limits = Limits(title="SPSS", unit="bytes")
        >>> limits.cut("您买了什么？", 12, " [面包]"), limits.cut("您买了什么？", 12)
        ('… [面包]', '您买了…')
        """
        size: Callable[[str], int] = len if self.unit == "characters" else _count_bytes
        whole = text + ending
        if longest is None or size(whole) <= longest:
            return whole
        kept = ending if size(ending) + size(_CUT) <= longest else ""
        room = longest - size(kept) - size(_CUT)
        head = (text if kept else whole)[:room]
        while size(head) > room:
            head = head[:-1]
        return head.rstrip() + _CUT + kept


def _count_bytes(text: str) -> int:
    return len(text.encode())


def label_variable(variable: Variable, limits: Limits) -> str:
    """Return the label of a variable within the limits."""
    return limits.cut(variable.label, limits.variable, variable.ending)


def label_values(variable: Variable, limits: Limits) -> dict[int, str]:
    """Return the labels of a variable's values within the limits."""
    return {code: limits.cut(label, limits.value) for code, label in variable.values.items()}


def name_cuts(variables: Sequence[Variable], limits: Limits) -> tuple[Loss, ...]:
    """Return a loss for every item or scale with a label that is cut; the manifest keeps the whole text."""
    return tuple(dict.fromkeys(loss for variable in variables for loss in _cuts(variable, limits)))


def _cuts(variable: Variable, limits: Limits) -> Iterator[Loss]:
    item = variable.item
    where = item.id if item else ""
    units = "个字节" if limits.unit == "bytes" else "个字符"
    if label_variable(variable, limits) != variable.label + variable.ending:
        yield name_loss(
            where,
            en=f"The question is cut to the {limits.variable} {limits.unit} of a {limits.title} label; "
            "the manifest has all of it.",
            zh=f"题目文字被截短为 {limits.title} 变量标签的上限 {limits.variable} {units}；完整文字见 manifest 文件。",
        )
    cut = [code for code, label in label_values(variable, limits).items() if label != variable.values[code]]
    if cut:
        listed = ", ".join(map(str, cut))
        yield name_loss(
            item.scale.id if item and item.scale else where,
            en=f"The labels of {listed} are cut to the {limits.value} {limits.unit} of a {limits.title} value label; "
            "the manifest has all of them.",
            zh=f"编码 {listed} 的标签被截短为 {limits.title} 值标签的上限 {limits.value} {units}；"
            "完整文字见 manifest 文件。",
        )


def name_renamed(variables: Sequence[Variable], title: str) -> tuple[Loss, ...]:
    """Return a loss for every column that a program calls otherwise."""
    return tuple(
        name_loss(
            variable.item.id,
            en=f"{variable.column} is called {variable.name} in the {title} file.",
            zh=f"{variable.column} 在 {title} 文件中的变量名为 {variable.name}。",
        )
        for variable in variables
        if variable.item is not None and variable.name != variable.column
    )
