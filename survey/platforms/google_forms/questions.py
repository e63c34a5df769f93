"""Items and matrices as questions of a Google form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.platforms.google_forms.script import Script, write_array, write_string
from survey.platforms.google_forms.section import Block
from survey.platforms.google_forms.wording import Wording, has_labels, label_specials
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_MOST_BUTTONS = 15  # options shown as buttons; more make a list to open


@dataclass
class Writer:
    """Adds questions to a script.

    Attributes
    ----------
    variables
        Item id to the variable of its question.
    """

    questionnaire: Questionnaire
    wording: Wording
    script: Script
    variables: dict[str, str] = field(default_factory=dict)

    def add_block(self, block: Block, *, required: bool, advice: str) -> None:
        """Add the question of a block, and those that belong to it.

        Parameters
        ----------
        block
            What is asked.
        required
            Whether an answer is needed.
        advice
            A sentence put below the title, "" for none.
        """
        item = block.items[0]
        if block.matrix is not None:
            self._add_grid(block, required, advice)
            return
        title = self.wording.heading(item)
        helps = [block.apart.help if block.apart else None, None if block.apart else item.help]
        text = "\n".join(part for part in [*(self._say(one) for one in helps if one), advice] if part)
        name = self._add(_method(item), title, text, required)
        self.variables[item.id] = name
        _FILL.get(item.type, _leave)(self, item, name)
        self._add_companions(item)

    def add_choices(self, name: str, labels: Sequence[str], pages: Sequence[str] | None = None) -> None:
        """Add the options of a question, each with the page it leads to where there are any."""
        if pages is None:
            self.script.call(name, "setChoiceValues", write_array(labels))
            return
        made = [f"{name}.createChoice({write_string(one)}, {page})" for one, page in zip(labels, pages, strict=True)]
        self.script.call(name, "setChoices", "[" + ", ".join(made) + "]")

    def _add(self, method: str, title: str, text: str, required: bool) -> str:
        name = self.script.create(method)
        self.script.call(name, "setTitle", write_string(title))
        if text:
            self.script.call(name, "setHelpText", write_string(text))
        if required:
            self.script.call(name, "setRequired", "true")
        return name

    def _add_grid(self, block: Block, required: bool, advice: str) -> None:
        assert block.matrix is not None
        text = "\n".join(part for part in [self._say(block.matrix.help) if block.matrix.help else "", advice] if part)
        name = self._add("addGridItem", self.wording.titles[block.matrix.id], text, required)
        self.script.call(name, "setRows", write_array(self.wording.rows[item.id] for item in block.items))
        self.script.call(name, "setColumns", write_array(self.wording.labels[block.items[0].id].values()))

    def _add_companions(self, item: Item) -> None:
        """Add the questions for special answers and for texts beside options, which Google has no place for."""
        if item.id in self.wording.specials:
            name = self._add("addMultipleChoiceItem", self.wording.specials[item.id], "", False)
            self.add_choices(name, list(label_specials(item, self.wording).values()))
        for choice in item.choices:
            if choice.has_text:
                self._add("addTextItem", self.wording.texts[item.id, choice.code], "", False)

    def _say(self, text: Mapping[str, str]) -> str:
        return text.get(self.wording.language) or next(iter(text.values()), "")


def _method(item: Item) -> str:
    if has_labels(item) and item.type != "multiple_choice":
        return "addMultipleChoiceItem" if len(item.labels) <= _MOST_BUTTONS else "addListItem"
    return {
        "multiple_choice": "addCheckboxItem",
        "number": "addTextItem",
        "date": "addDateItem",
        "short_text": "addTextItem",
        "long_text": "addParagraphTextItem",
    }.get(item.type, "addScaleItem")


def _leave(writer: Writer, item: Item, name: str) -> None:
    """Add nothing to a question that has only a title."""


def _fill_rating(writer: Writer, item: Item, name: str) -> None:
    assert item.scale is not None
    if has_labels(item):
        writer.add_choices(name, list(writer.wording.labels[item.id].values()))
        return
    first, last = item.scale.points[0], item.scale.points[-1]
    writer.script.call(name, "setBounds", str(first.code), str(last.code))
    if first.label or last.label:
        ends = [write_string(writer.wording.say(point.label)) for point in (first, last)]
        writer.script.call(name, "setLabels", *ends)


def _fill_choices(writer: Writer, item: Item, name: str) -> None:
    writer.add_choices(name, list(writer.wording.labels[item.id].values()))


def _fill_number(writer: Writer, item: Item, name: str) -> None:
    low, high = item.minimum, item.maximum
    if low is not None and high is not None:
        rule, said = f"requireNumberBetween({low!r}, {high!r})", f"{low:g} – {high:g}"
    elif low is not None:
        rule, said = f"requireNumberGreaterThanOrEqualTo({low!r})", f"≥ {low:g}"
    elif high is not None:
        rule, said = f"requireNumberLessThanOrEqualTo({high!r})", f"≤ {high:g}"
    else:
        rule, said = "requireWholeNumber()" if item.integer else "requireNumber()", ""
    told = _tell_number(item, said, chinese=writer.wording.is_chinese)
    rule = f"FormApp.createTextValidation().{rule}.setHelpText({write_string(told)}).build()"
    writer.script.call(name, "setValidation", rule)


def _tell_number(item: Item, said: str, *, chinese: bool) -> str:
    if chinese:
        return ("请输入整数" if item.integer else "请输入数字") + (f"（{said}）" if said else "")
    return ("Please enter a whole number" if item.integer else "Please enter a number") + (f" ({said})" if said else "")


_FILL: Mapping[str, Callable[[Writer, Item, str], None]] = {
    "scale": _fill_rating,
    "recommend": _fill_rating,
    "stars": _fill_rating,
    "single_choice": _fill_choices,
    "multiple_choice": _fill_choices,
    "number": _fill_number,
}
