"""From a questionnaire to the plan of a survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.platforms.qualtrics.names import TEXT_END, choose_tags, free_tag
from survey.platforms.qualtrics.plan import AGREED, REFUSED, Block, Kind, Option, Plan, Question, Row, number_options
from survey.platforms.qualtrics.words import (
    add_text,
    bracket,
    say,
    say_agreed,
    say_date_form,
    say_number,
    say_refused,
)
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import AnyOf, Condition
from survey.questionnaire.text import LocalText

_LONG_LIST = 15  # options; more of them are chosen from a list
_STAR = " ★"


def plan_survey(questionnaire: Questionnaire) -> Plan:
    """Return the survey that a questionnaire becomes.

    Parameters
    ----------
    questionnaire
        What is asked.
    """
    return _Planner(questionnaire).plan()


class _Planner:
    """A survey being planned: questions are numbered as they come."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.languages = questionnaire.languages
        self.count = 0
        runs = {block.id: list(_cut_matrix(questionnaire, block)) for block in _matrices(questionnaire)}
        self.runs = runs
        whole = [item.id for item in questionnaire.items.values()]
        ids = [*whole, *(matrix for matrix in runs if matrix not in whole)]
        endings = {item.id: ends for item in questionnaire.items.values() if (ends := _endings(item))}
        endings |= {
            matrix: [f"_{number + 1}" for number in range(max(map(len, parts)))] for matrix, parts in runs.items()
        }
        self.tags = choose_tags(ids, endings)
        self.taken = {tag.lower() for tag in self.tags.values()}

    def plan(self) -> Plan:
        opening, consent = self._open()
        blocks = [opening, *(self._page(page) for page in self.questionnaire.pages)]
        return Plan(
            blocks=tuple(blocks),
            consent=consent,
            split=tuple(matrix for matrix, parts in self.runs.items() if len(parts) > 1),
            renamed={name: tag for name, tag in self.tags.items() if tag != name},
        )

    # -- blocks --------------------------------------------------------------------------------------------------

    def _open(self) -> tuple[Block, Question | None]:
        """Return the first block: title, introduction, and the consent if one is asked for."""
        made = self.questionnaire
        notes = (made.intro,) if made.intro else ()
        shown = [self._note("", "text_start", made.title, notes)]
        consent = self._consent(made.consent) if made.consent else None
        if consent is not None:
            shown.append(consent)
        name = say(self.languages, en="Start", zh="开始")
        return Block(where="", name=name, screens=(tuple(shown),)), consent

    def _consent(self, text: LocalText) -> Question:
        return Question(
            qid=self._number(),
            tag=self._free("consent"),
            kind="single",
            where="consent",
            text=text,
            required=self.questionnaire.consent_required,
            options=(
                Option(id=1, code=AGREED, label=say_agreed(self.languages)),
                Option(id=2, code=REFUSED, label=say_refused(self.languages)),
            ),
        )

    def _page(self, page: Page) -> Block:
        screens: list[tuple[Question, ...]] = []
        screen: list[Question] = []
        for question in self._page_questions(page):
            if question.needs & {item.id for shown in screen for item in shown.items}:
                screens.append(tuple(screen))
                screen = []
            screen.append(question)
        name = page.title or LocalText(dict.fromkeys(self.languages, page.id))
        return Block(where=page.id, name=name, screens=(*screens, tuple(screen)))

    def _page_questions(self, page: Page) -> Iterator[Question]:
        if page.title or page.intro:
            first, rest = (page.title, page.intro) if page.title else (page.intro, None)
            text = first or LocalText({})
            notes = (rest,) if rest else ()
            yield self._note(page.id, f"text_{page.id}", text, notes, page.shown_if, heading=bool(page.title))
        for block in page.blocks:
            if isinstance(block, Matrix):
                yield from self._matrix(block)
            else:
                yield self._question(self.questionnaire.items[block])

    # -- questions -----------------------------------------------------------------------------------------------

    def _note(
        self,
        where: str,
        tag: str,
        text: LocalText,
        notes: tuple[LocalText, ...],
        shown_if: Condition | None = None,
        *,
        heading: bool = True,
    ) -> Question:
        return Question(
            qid=self._number(),
            tag=self._free(tag),
            kind="note",
            where=where,
            text=text,
            notes=notes,
            shown_if=shown_if,
            heading=heading,
        )

    def _question(self, item: Item) -> Question:
        options = self._options(item)
        notes = [item.help]
        if item.unit and not options:
            notes.append(bracket(item.unit))
        if item.type == "date":
            notes.append(say_date_form(self.languages))
        return Question(
            qid=self._number(),
            tag=self.tags[item.id],
            kind=_kind(item, options),
            where=item.id,
            text=item.text,
            notes=tuple(note for note in notes if note),
            item=item,
            required=item.required,
            shown_if=item.shown_if,
            options=options,
        )

    def _matrix(self, matrix: Matrix) -> Iterator[Question]:
        for part, items in enumerate(self.runs[matrix.id]):
            conditions = [item.shown_if for item in items]
            alike = len({condition.text if condition else "" for condition in conditions}) == 1
            rows = tuple(
                Row(id=number, tag=self.tags[item.id], item=item, shown_if=None if alike else item.shown_if)
                for number, item in enumerate(items, 1)
            )
            yield Question(
                qid=self._number(),
                tag=self._free(f"{self.tags[matrix.id]}_part{part + 1}") if part else self.tags[matrix.id],
                kind="matrix",
                where=matrix.id,
                text=matrix.text,
                notes=(matrix.help,) if matrix.help else (),
                required=items[0].required,
                shown_if=_any_of(conditions),
                options=self._options(items[0]),
                rows=rows,
            )

    def _options(self, item: Item) -> tuple[Option, ...]:
        ids = number_options(list(item.labels))
        choices = {choice.code: choice for choice in item.choices}
        options = [
            Option(
                id=ids[code],
                code=code,
                label=label_answer(item, code, self.languages),
                has_text=code in choices and choices[code].has_text,
                exclusive=code in choices and choices[code].exclusive,
                shown_if=choices[code].shown_if if code in choices else None,
            )
            for code in item.labels
        ]
        if item.type == "number" and options:
            free = _free_id(ids)
            label = item.unit or say_number(self.languages)
            options.insert(0, Option(id=free, code=free, label=label, has_number=True))
        return tuple(options)

    def _number(self) -> str:
        self.count += 1
        return f"QID{self.count}"

    def _free(self, tag: str) -> str:
        chosen = free_tag(tag, self.taken)
        self.taken.add(chosen.lower())
        return chosen


def label_answer(item: Item, code: int, languages: Sequence[str]) -> LocalText:
    """Return an answer as it is shown: stars as stars, a point of a scale with unlabelled points as its number.

    Parameters
    ----------
    item
        The item.
    code
        One of its answers.
    languages
        The questionnaire's.
    """
    own = item.labels[code]
    if item.scale is None or code in item.special_codes:
        return own
    if item.type == "stars":
        return add_text(LocalText(dict.fromkeys(languages, f"{code}{_STAR}")), own, " – ")
    if all(any(point.label.values()) for point in item.scale.points):
        return own
    return add_text(LocalText(dict.fromkeys(languages, str(code))), own, " – ")


def _kind(item: Item, options: Sequence[Option]) -> Kind:
    if item.type == "multiple_choice":
        return "multiple"
    if item.is_rating:
        bare = any(not any(point.label.values()) for point in item.scale.points) if item.scale else False
        return "scale" if bare or item.type == "stars" else "single"
    if options:
        plain = not any(option.has_text or option.has_number for option in options)
        return "list" if len(options) > _LONG_LIST and plain else "single"
    kinds: dict[str, Kind] = {"number": "number", "date": "date", "short_text": "short", "long_text": "long"}
    return kinds[item.type]


def _endings(item: Item) -> list[str]:
    ids = number_options(list(item.labels))
    if item.type == "number":
        return [f"_{_free_id(ids)}{TEXT_END}"] if ids else []
    many = item.type == "multiple_choice"
    ends = [f"_{number}" for number in {*ids.values(), *range(1, len(ids) + 1)}] if many else []
    return [*ends, *(f"_{ids[choice.code]}{TEXT_END}" for choice in item.choices if choice.has_text)]


def _free_id(ids: Mapping[int, int]) -> int:
    """Return the smallest id that is neither an id nor a code of special answers: that of the number itself."""
    return next(number for number in range(1, len(ids) * 2 + 2) if number not in {*ids, *ids.values()})


def _matrices(questionnaire: Questionnaire) -> list[Matrix]:
    return [block for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)]


def _cut_matrix(questionnaire: Questionnaire, matrix: Matrix) -> Iterator[list[Item]]:
    """Yield the rows of a matrix in tables that Qualtrics can have.

    A table is required as a whole, and a row is not hidden by an answer in the same table.
    """
    run: list[Item] = []
    for name in matrix.rows:
        item = questionnaire.items[name]
        needs = item.shown_if.items if item.shown_if else frozenset()
        if run and (item.required != run[0].required or needs & {own.id for own in run}):
            yield run
            run = []
        run.append(item)
    yield run


def _any_of(conditions: Sequence[Condition | None]) -> Condition | None:
    """Return when a table is shown: when any of its rows is."""
    given = {condition.text: condition for condition in conditions if condition is not None}
    if not all(conditions) or not given:
        return None
    if len(given) == 1:
        return next(iter(given.values()))
    text = " or ".join(f"({one})" for one in given)
    return Condition(text, AnyOf(tuple(condition.node for condition in given.values())))
