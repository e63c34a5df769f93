"""Response files of Wenjuanxing as plain tables."""

from __future__ import annotations

from survey.platforms.coding.wording import wording_key
from survey.platforms.files.findings import name_one
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.numbered.answers import Answers, Manner
from survey.platforms.rewrite import Rewrite
from survey.platforms.wjx.mode import NUMBERS, WORDS, Mode, find_mode
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

_PARADATA = {
    wording_key("提交答卷时间"): "submitted",
    wording_key("所用时间"): "seconds",
    wording_key("来源"): "source",
    wording_key("来源详情"): "source_detail",
    wording_key("总分"): "total_score",
}
_ID, _ADDRESS = wording_key("序号"), wording_key("来自IP")
_DOUBT = "download the answers by text (按选项文本) to be sure"
_MANNERS = {
    "text": Manner(marks=WORDS, doubt=_DOUBT),
    "number": Manner(marks=NUMBERS, places=True, doubt=_DOUBT),
    "score": Manner(marks=NUMBERS, places=True, scores=True, doubt=_DOUBT),
}
_MARKS_OR_NUMBERS = "-3 and -2 are read as not shown and left blank, as the site writes them, never as answers"
_TURNED = (
    "a download by score: reverse-keyed items ({}) come turned round if the site gives them reverse scores; "
    "download by number (按选项序号) or by text (按选项文本) to be sure"
)


def recognise_answers(table: Table) -> bool:
    """Tell whether a table is a download of Wenjuanxing: the time of submission beside another of its columns."""
    keys = {wording_key(heading) for heading in table.headings}
    return wording_key("提交答卷时间") in keys and len(keys & {*_PARADATA, _ID, _ADDRESS}) > 1


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return a download as a plain table."""
    answers = Answers(table, questionnaire, manifest)
    _tell_interview(table, answers.rewrite)
    answers.match(
        {
            place: heading
            for place, heading in enumerate(table.headings)
            if heading and not answers.rewrite.is_used(place)
        }
    )
    mode = find_mode(table.origin.file, answers.list_options())
    answers.put(_MANNERS[mode])
    _warn(answers, mode)
    return answers.rewrite.finish()


def _tell_interview(table: Table, rewrite: Rewrite) -> None:
    """Give the columns about the interview their meaning."""
    for place, heading in enumerate(table.headings):
        key = wording_key(heading)
        if key == _ID:
            rewrite.identify(place)
        elif key == _ADDRESS:
            rewrite.protect(place)
        elif key in _PARADATA:
            rewrite.tell(place, _PARADATA[key])


def _warn(answers: Answers, mode: Mode) -> None:
    """Say what the kind of download leaves open."""
    items = [(place, item) for place, spot in answers.spots.items() for item in spot.question.items]
    for place, item in items:
        marked = answers.table.columns[place].mark(lambda text: NUMBERS.is_empty(text) and not WORDS.is_empty(text))
        if mode != "text" and _may_be_below_zero(item) and marked.any():
            answers.say(place, _MARKS_OR_NUMBERS)
    turned = dict.fromkeys(item.id for _, item in items if item.reverse)
    if mode == "score" and turned:
        answers.rewrite.findings.append(name_one("", _TURNED.format(", ".join(turned))))


def _may_be_below_zero(item: Item) -> bool:
    return item.type == "number" and (item.minimum is None or item.minimum < 0)
