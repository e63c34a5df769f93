"""The text file (Advanced Format TXT): questions, answers and codes, in one language, without any logic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from survey.platforms.qualtrics.markup import describe, escape, write_row, write_text
from survey.platforms.qualtrics.names import TEXT_END
from survey.platforms.qualtrics.plan import Block, Kind, Option, Plan, Question

_TYPES: dict[Kind, str] = {
    "note": "DB",
    "single": "MC:SingleAnswer:Vertical",
    "list": "MC:SingleAnswer:Vertical",
    "scale": "MC:SingleAnswer:Horizontal",
    "multiple": "MC:MultipleAnswer:Vertical",
    "matrix": "Matrix",
    "number": "TE:SingleLine",
    "date": "TE:SingleLine",
    "short": "TE:SingleLine",
    "long": "TE:Essay",
}


def write_text_survey(plan: Plan, language: str) -> bytes:
    """Return the text file.

    Parameters
    ----------
    plan
        The survey.
    language
        The only language of the file.
    """
    lines = ["[[AdvancedFormat]]", ""]
    for block in plan.blocks:
        lines += _write_block(block, language)
    return "\n".join(lines).encode()


def _write_block(block: Block, language: str) -> Iterator[str]:
    name = describe(block.name.in_language(language)).translate(str.maketrans("[]", "()"))
    yield from (f"[[Block:{name}]]", "")
    for at, screen in enumerate(block.screens):
        if at:
            yield from ("[[PageBreak]]", "")
        for question in screen:
            yield from _write_question(question, language)


def _write_question(question: Question, language: str) -> Iterator[str]:
    number = any(option.has_number for option in question.options)
    kind: Kind = "number" if number else question.kind
    yield from (f"[[Question:{_TYPES[kind]}]]", f"[[ID:{question.tag}]]")
    text = write_text(question, language)
    yield text + (_explain(question.options, language) if number else "")
    if question.rows:
        yield "[[Choices]]"
        yield from (write_row(row.item.text, row.item.help, language) for row in question.rows)
        yield from _write_answers("Answer", question.options, language)
    elif question.options and not number:
        yield from _write_answers("Choice", question.options, language)
    yield ""
    for option in question.options:
        if option.has_text:
            yield from ("[[Question:TE:SingleLine]]", f"[[ID:{question.tag}_{option.id}{TEXT_END}]]")
            yield from (f"{escape(option.label.in_language(language))}:", "")


def _write_answers(word: str, options: Sequence[Option], language: str) -> Iterator[str]:
    yield f"[[Advanced{word}s]]"
    for option in options:
        yield from (f"[[{word}:{option.code}]]", escape(option.label.in_language(language)))


def _explain(options: Sequence[Option], language: str) -> str:
    """Return the special answers of a number with the codes to write in their place."""
    special = [option for option in options if not option.has_number]
    listed = [f"{option.code} = {escape(option.label.in_language(language))}" for option in special]
    return "".join(f"<br>{line}" for line in listed)
