"""Settling a sketch: kinds of items, special answers, complete texts, ids, and conditions over them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from survey.drafting.answer_list import (
    asks_to_recommend,
    is_scale,
    is_starred,
    mark_special,
    split_special,
    strip_codes,
)
from survey.drafting.condition import ALWAYS, rename_items
from survey.drafting.naming import list_routes, name_everything
from survey.drafting.plain_text import tidy_text, write_remark
from survey.drafting.sketch import MOST_QUESTIONS, Answer, Question, Route, Sketch, Texts
from survey.errors import ReadError
from survey.platforms.coding.paradata import is_personal

_NOT_CHOSEN = {"zh": "未选", "en": "Not chosen"}
_LONGEST_PERSONAL = 60  # characters; a longer question is about such a thing rather than for it
_PERSONAL = re.compile(
    r"\b(?:your|full|first|last|employee|respondent|participant|contact|parent|patient)(?:['’]s)? name\b"
    r"|e-?mail[- ]?(?:address|id\b)|e-mail-adresse|(?:phone|telephone|mobile|cell|whatsapp|wechat)"
    r" ?(?:number|no\b|id\b)"
    r"|(?:您|你)的(?:姓名|名字|电话|手机|微信|邮箱)|(?:手机|电话|身份证|微信)号",
    re.IGNORECASE,
)
_TO_FINISH = "To finish: "


def settle_sketch(sketch: Sketch, file: str) -> None:
    """Make a sketch ready to be written.

    Raises
    ------
    ReadError
        It asks nothing, or more than anybody asks.
    """
    _leave_out_personal(sketch)
    for page in sketch.pages:
        page.questions = [one for one in page.questions if one.rows or one.kind != "matrix"]
    sketch.pages = [page for page in sketch.pages if page.questions]
    count = sum(1 for _ in sketch.items)
    if not count:
        raise ReadError(f"{file} holds no question that can be drafted. Check that it is the file you meant.")
    if count > MOST_QUESTIONS:
        raise ReadError(f"{file} holds {count:,} questions; {MOST_QUESTIONS:,} are the most that are drafted.")
    for question in sketch.questions:
        _settle_answers(question)
        _settle_kind(question)
    names = name_everything(sketch)
    for route in list_routes(sketch):
        route.node = None if route.node is None else rename_items(route.node, names)
    _drop_constant_routes(sketch)
    _complete_texts(sketch, PurePath(file).stem)


def _leave_out_personal(sketch: Sketch) -> None:
    for page in sketch.pages:
        for question in [one for one in page.questions if _is_personal(one)]:
            page.questions.remove(question)
            said = write_remark(next(iter(question.text.values()), ""))
            sketch.notes.append(f"Left out, as it asks for what can identify a person: {question.id} ({said}).")


def _is_personal(question: Question) -> bool:
    if question.kind not in ("short_text", "long_text", "number"):
        return False
    if question.personal:
        return True
    short = [text for text in question.text.values() if len(text) <= _LONGEST_PERSONAL]
    if any(map(is_personal, (question.id.replace("_", " "), *short))):
        return True
    texts = question.kind != "number"
    return texts and any(_PERSONAL.search(text) for text in question.text.values())


def _settle_answers(question: Question) -> None:
    """Give every answer a code of its own, and take the special ones apart."""
    seen: set[int] = set()
    for answer in question.answers:
        if answer.code in seen:
            answer.code = max(seen) + 1
            question.remarks.append(f"{_TO_FINISH}two answers have the same code in the file; see {answer.code}")
        seen.add(answer.code)
    if question.kind in ("rated", "scale", "matrix", "single_choice", "recommend", "stars", "number"):
        mark_special(question)


def _settle_kind(question: Question) -> None:
    points, _ = split_special(question.answers)
    if question.kind in ("rated", "single_choice", "multiple_choice", "matrix") and len(points) < 2:
        _add_option(question, points)
        return
    if question.kind not in ("rated", "matrix"):
        return
    starred = is_starred(question.answers)
    strip_codes(question.answers)
    if question.kind == "matrix":
        _forget_texts(question)
    elif asks_to_recommend(question):
        question.kind = "recommend"
    elif starred:
        question.kind = "stars"
        question.maximum = len(points)
    else:
        question.kind = "scale" if is_scale(question.answers) else "single_choice"


def _add_option(question: Question, points: list[Answer]) -> None:
    """Make a question with one option one that can be answered in two ways."""
    if not question.answers:
        question.kind = "short_text" if question.kind != "matrix" else question.kind
        question.remarks.append(f"{_TO_FINISH}the file lists no answers")
    if question.kind == "matrix" and not points:
        question.answers = [Answer(1), Answer(2), *question.answers]
        return
    if question.kind == "short_text":
        return
    free = 0 if all(one.code != 0 for one in question.answers) else max(one.code for one in question.answers) + 1
    tags = {tag for text in (question.text, *(one.label for one in points)) for tag in text}
    label = {tag: _NOT_CHOSEN["zh" if tag.startswith("zh") else "en"] for tag in tags}
    question.answers.append(Answer(free, label))
    if question.kind == "rated":
        question.kind = "single_choice"
    question.remarks.append(f"{_TO_FINISH}the file has one option only; option {free} was added")


def _forget_texts(question: Question) -> None:
    if any(answer.has_text for answer in question.answers):
        question.remarks.append(f"{_TO_FINISH}a point of this matrix has a field for text in the file; it is left out")
    for answer in question.answers:
        answer.has_text = answer.exclusive = False
        answer.route = None


def _drop_constant_routes(sketch: Sketch) -> None:
    def keep(route: Route | None) -> Route | None:
        return None if route is None or route.node == ALWAYS else route

    for page in sketch.pages:
        page.route = keep(page.route)
        for question in page.questions:
            question.route = keep(question.route)
            parts: list[Answer | Question] = [*question.answers, *question.rows]
            for part in parts:
                part.route = keep(part.route)


def _complete_texts(sketch: Sketch, stem: str) -> None:
    """Give every text every language, and every question and option a text."""
    first = sketch.languages[0]
    sketch.title = sketch.title if any(sketch.title.values()) else {first: stem}
    missing = dict.fromkeys(sketch.languages, 0)
    for question in sketch.questions:
        for item in {id(one): one for one in (question, *question.rows)}.values():
            item.text = item.text or {first: item.id}
        if question.kind in ("single_choice", "multiple_choice"):
            for answer in question.answers:
                answer.label = answer.label or {first: str(answer.code)}
        for answer in question.answers:
            if answer.special and not answer.label:
                answer.label = {first: str(answer.code)}
    for text in _texts(sketch):
        clean = {tag: words for tag in sketch.languages if (words := tidy_text(text.get(tag, "")))}
        fallback = next(iter(clean.values()), None)
        if fallback is not None:
            for tag in sketch.languages:
                missing[tag] += tag not in clean
        text.clear()
        text.update({} if fallback is None else {tag: clean.get(tag, fallback) for tag in sketch.languages})
    for tag, number in missing.items():
        if number:
            sketch.notes.append(
                f"{number} text(s) are missing in {tag}: another language stands there. Translate them."
            )


def _texts(sketch: Sketch) -> Iterator[Texts]:
    yield from (sketch.title, sketch.intro, sketch.thanks, sketch.consent)
    for page in sketch.pages:
        yield from (page.title, page.intro)
        for question in page.questions:
            yield from (question.text, question.help, question.unit)
            yield from (answer.label for answer in question.answers)
            for row in question.rows:
                yield from (row.text, row.help)
