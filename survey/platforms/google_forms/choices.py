"""Labels of a Google form as codes, and what is written in its field Other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.platforms.coding.code_cell import write_code
from survey.platforms.coding.label import Labels, label_item
from survey.platforms.coding.option import read_options
from survey.platforms.coding.wording import plain
from survey.questionnaire.item import Item

OTHER_TEXT = "no option; taken as the text beside option {code}"


@dataclass(frozen=True)
class Coded:
    """What one text of a column says.

    Attributes
    ----------
    text
        The code, or several with ``;`` between them; what is not understood stays as written.
    codes
        The codes in it.
    other
        What was written in the field Other; "" for nothing.
    """

    text: str
    codes: frozenset[int] = frozenset()
    other: str = ""


class Choices:
    """The labels of an item in one form."""

    def __init__(self, item: Item, codes: Mapping[str, int]) -> None:
        self.item = item
        self.by_label = {plain(label): code for label, code in codes.items()}
        texts = [choice.code for choice in item.choices if choice.has_text]
        self.open = texts[0] if len(texts) == 1 else None

    def read_single(self, text: str) -> Coded:
        """Return the code of a label."""
        if not text.strip():
            return Coded("")
        code = self.by_label.get(plain(text))
        if code is not None:
            return self._join(frozenset({code}))
        known = label_item(self.item)
        codes = known.find(plain(text)).codes
        if codes or self.open is None or known.split_open(text) is not None:
            return Coded(text, codes)
        return self._join(frozenset({self.open}), text.strip())

    def read_many(self, text: str) -> Coded:
        """Return the codes of labels with commas or semicolons between them, the longest labels looked for first."""
        own = {label: frozenset({code}) for label, code in self.by_label.items()}
        chosen = read_options(text, Labels(frozenset(), own, ""))
        if not chosen.unknown:
            return self._join(chosen.codes)
        if self.open is None or self._is_understood(text):
            return Coded(text, chosen.codes)
        return self._join(chosen.codes | {self.open}, ", ".join(chosen.unknown))

    def _is_understood(self, text: str) -> bool:
        return not read_options(text, label_item(self.item)).unknown

    def _join(self, codes: frozenset[int], other: str = "") -> Coded:
        return Coded(";".join(write_code(self.item, code) for code in sorted(codes)), codes, other)
