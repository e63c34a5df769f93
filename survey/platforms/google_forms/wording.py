"""What a Google form is worded like: its titles are the columns of its responses, its labels are the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from survey.platforms.coding.wording import plain
from survey.platforms.google_forms.headings import RESERVED
from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

JOINT = ", "  # between the options of a checkbox question, in the responses
_LOWEST, _SMALLEST, _LARGEST = (0, 1), 3, 10  # what a linear scale of Google can begin and end with


@dataclass(frozen=True)
class Wording:
    """The texts of a form in one language, each different from the others of its kind.

    Attributes
    ----------
    titles
        Item or matrix id to the title of its question.
    rows
        Item id to the label of its row in a grid.
    labels
        Item id to code to label; without the items that are answered by numbers or text.
    texts
        Item id and code to the title of the question for the text beside that option.
    specials
        Item id to the title of the question for the special answers that cannot stand in the question itself.
    consent
        The title of the first question, "" without consent.
    renamed
        The ids of items and matrices whose title or row got a number, for another one reads the same.
    """

    language: str
    titles: Mapping[str, str]
    rows: Mapping[str, str]
    labels: Mapping[str, Mapping[int, str]]
    texts: Mapping[tuple[str, int], str]
    specials: Mapping[str, str]
    consent: str
    renamed: frozenset[str]

    @property
    def is_chinese(self) -> bool:
        """Whether sentences of our own are written in Chinese."""
        return speaks_chinese(self.language)

    def heading(self, item: Item) -> str:
        """Return the heading of the answers to an item: its title, or ``grid [row]``."""
        return f"{self.titles[item.matrix]} [{self.rows[item.id]}]" if item.matrix else self.titles[item.id]

    def say(self, text: LocalText) -> str:
        """Return a text in the language of the form, in one line."""
        return clean(text.in_language(self.language))


def speaks_chinese(language: str) -> bool:
    """Tell whether a language tag is of a Chinese language."""
    return language.lower().startswith("zh")


def clean(text: str) -> str:
    """Return a text in one line, as Google keeps titles and labels."""
    return " ".join(text.split())


def is_linear(item: Item) -> bool:
    """Tell whether an item can be a linear scale: 0 or 1 up to 3 to 10, with labels at the ends only."""
    if item.scale is None or item.matrix or item.special:
        return False
    codes, labelled = item.scale.codes, [point.code for point in item.scale.points if point.label]
    whole = codes == tuple(range(codes[0], codes[0] + len(codes)))
    ends = set(labelled) <= {codes[0], codes[-1]} and len(codes) > 2
    return whole and ends and codes[0] in _LOWEST and _SMALLEST <= codes[-1] <= _LARGEST


def has_labels(item: Item) -> bool:
    """Tell whether an item is answered by choosing labels."""
    return bool(item.choices) or (item.scale is not None and not is_linear(item))


def word_form(questionnaire: Questionnaire, language: str) -> Wording:
    """Return the texts of a form: titles and labels that would occur twice get a number."""
    chinese = speaks_chinese(language)
    taken = _Taken(RESERVED)
    consent = "" if questionnaire.consent is None else taken.add(clean(questionnaire.consent.in_language(language)))
    titles: dict[str, str] = {}
    rows: dict[str, str] = {}
    texts: dict[tuple[str, int], str] = {}
    specials: dict[str, str] = {}
    wanted: dict[str, str] = {}
    labels = {item.id: _label(item, language) for item in questionnaire.items.values() if has_labels(item)}
    for block in (block for page in questionnaire.pages for block in page.blocks):
        if isinstance(block, Matrix):
            own = {row: _row(questionnaire.items[row], language) for row in block.rows}
            wanted |= {**own, block.id: clean(block.text.in_language(language)) or block.id}
            titles[block.id], different = _word_grid(wanted[block.id], own, taken)
            rows |= different
            continue
        item = questionnaire.items[block]
        wanted[item.id] = _title(item, language)
        titles[item.id] = taken.add(wanted[item.id])
        for choice in (choice for choice in item.choices if choice.has_text):
            label = labels[item.id][choice.code]
            ending = f"（{label}：请注明）" if chinese else f" ({label}: please specify)"
            texts[item.id, choice.code] = taken.add(titles[item.id] + ending)
        if item.special and item.type == "number":
            specials[item.id] = taken.add(titles[item.id] + ("（或选择）" if chinese else " (or choose)"))
    renamed = frozenset(name for name, text in wanted.items() if (titles | rows)[name] != text)
    return Wording(language, titles, rows, labels, texts, specials, consent, renamed)


class _Taken:
    """Texts that are taken; what is added becomes different from all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.keys = {plain(text) for text in texts}

    def add(self, text: str, *more: str) -> str:
        """Return a text, with a number if it is taken (or `more` of it would be), and take it."""
        count, found = 1, text
        while plain(found) in self.keys or any(plain(found + end) in self.keys for end in more):
            count += 1
            found = f"{text} ({count})"
        self.keys |= {plain(found), *(plain(found + end) for end in more)}
        return found


def _word_grid(title: str, rows: Mapping[str, str], taken: _Taken) -> tuple[str, dict[str, str]]:
    inside = _Taken(())
    different = {item: inside.add(text) for item, text in rows.items()}
    return taken.add(title, *(f" [{row}]" for row in different.values())), different


def _title(item: Item, language: str) -> str:
    text = clean(item.text.in_language(language)) or item.id
    return text if item.unit is None else text + _bracket(clean(item.unit.in_language(language)), language)


def _row(item: Item, language: str) -> str:
    text = clean(item.text.in_language(language)) or item.id
    return text if item.help is None else text + _bracket(clean(item.help.in_language(language)), language)


def _bracket(text: str, language: str) -> str:
    return f"（{text}）" if speaks_chinese(language) else f" ({text})"


def _label(item: Item, language: str) -> dict[int, str]:
    """Return the label of every code of an item, each different and none a list of others."""
    bare = item.scale is not None and not all(point.label for point in item.scale.points)
    special = item.special_codes
    texts = {code: clean(label.in_language(language)) for code, label in item.labels.items()}
    numbered = {
        code: text if text and (not bare or code in special) else f"{code} {text}".strip()
        for code, text in texts.items()
    }
    taken = _Taken(())
    labels = {code: taken.add(text) for code, text in numbered.items()}
    if item.type != "multiple_choice":
        return labels
    return {code: _unjoin(label, labels.values()) for code, label in labels.items()}


def _unjoin(label: str, labels: Iterable[str]) -> str:
    """Return a label that cannot be taken for a list of other labels."""
    parts = {plain(part) for part in label.split(JOINT)}
    return label.replace(JOINT, " / ") if len(parts) > 1 and parts <= {plain(one) for one in labels} else label


def name_fields(questionnaire: Questionnaire, language: str) -> Manifest:
    """Return what the columns of the responses to a form in one language are called, and what their values mean."""
    wording = word_form(questionnaire, language)

    def name(item: Item, part: FieldPart, code: int) -> str:
        return wording.texts[item.id, code] if part == "text" else wording.heading(item)

    def value(item: Item, code: int) -> str:
        return wording.labels.get(item.id, {}).get(code, str(code))

    fields: list[Field] = []
    if questionnaire.consent is not None:
        said = {language: questionnaire.consent.in_language(language)}
        agree, _ = answer_consent(language)
        fields.append(Field(name=wording.consent, part="consent", wording=said, codes={agree: 1}))
    for own in list_fields(questionnaire, name, value=value, language=language):
        item = questionnaire.items[own.item]
        fields.append(replace(own, codes={value(item, own.code): own.code}) if own.part == "option" else own)
        if item.id in wording.specials:
            fields.append(replace(own, name=wording.specials[item.id], codes=_label_specials(item, wording)))
    return Manifest(
        platform="google-forms",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=tuple(fields),
    )


def _label_specials(item: Item, wording: Wording) -> dict[str, int]:
    return {label: code for code, label in label_specials(item, wording).items()}


def label_specials(item: Item, wording: Wording) -> dict[int, str]:
    """Return the labels of the special answers to an item, each different."""
    taken = _Taken(())
    return {one.code: taken.add(wording.say(one.label)) for one in item.special}


def answer_consent(language: str) -> tuple[str, str]:
    """Return the labels of agreeing and of not agreeing to take part."""
    return ("同意", "不同意") if speaks_chinese(language) else ("I agree", "I do not agree")
