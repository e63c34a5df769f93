"""Wording that makes answers hard to read: two questions in one, leading words, double negatives, absolutes.

The rules look for patterns, so they warn and never refuse. What they look for follows the textbooks of questionnaire
design; the word lists are our own and short on purpose, since a linter that cries wolf is switched off.

References
----------
Krosnick & Presser 2010, Question and questionnaire design, in Marsden & Wright (eds), Handbook of Survey Research.
Dillman, Smyth & Christian 2014, Internet, Phone, Mail, and Mixed-Mode Surveys, chapter 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from survey.questionnaire.lint.draft import Draft
from survey.questionnaire.lint.mistake import Mistake


@dataclass(frozen=True)
class Habit:
    """A habit of wording in one language: what shows it, and what looks like it but is harmless."""

    rule: str
    language: str
    shows: re.Pattern[str]
    harmless: re.Pattern[str]
    judged_only: bool = False


def _habit(rule: str, language: str, shows: str, harmless: str = r"(?!)", judged_only: bool = False) -> Habit:
    return Habit(rule, language, re.compile(shows, re.I), re.compile(harmless, re.I), judged_only)


_NEGATIVE = r"(?:not|never|no|none|nothing|nobody|cannot|hardly|\w+n['’]t)"
_NEGATED = (
    rf"(?:{_NEGATIVE}|without|un(?:able|clear|common|fair|friendly|happy|helpful|important|likely|necessary|pleasant"
    r"|reasonable|reliable|satisfied|suitable|willing)|dis(?:agree|honest|satisfied|like)|im(?:possible|polite)"
    r"|in(?:accurate|convenient|correct|sufficient))"
)

HABITS = (
    _habit(
        "double-barrelled",
        "en",
        r"\b(?:and|or|as well as)\b|&",
        r"\b(?:terms and conditions|pros and cons|research and development|yes or no|whether or not|more or less"
        r"|again and again|back and forth|now and then|by and large|one or more|up and running|and so on"
        r"|between \S+(?: \S+)? and|(?:day|week|month|year|minute|hour|time)s? or (?:more|less|longer))\b",
        judged_only=True,
    ),
    _habit(
        "double-barrelled",
        "zh",
        r"、|以及|并且|而且|或者|[和与及或]",
        r"参与|与其说?|与众不同|与时俱进|赠与|给与|和气|和蔼|和善|温和|柔和|平和|缓和|随和|谦和|和睦|和谐|总和|饱和|和解|及时|及早"
        r"|及格|普及|涉及|提及|顾及|遍及|波及|触及|来得及|来不及|或许|或多或少|条款[与和及]条件"
        r"|[和与跟][^，。；！？、]{1,12}?(?:相符|不符|一致|相同|不同|一样|相比|相差|差不多|匹配|吻合|沟通|联系|交流|打交道|有关|无关|之间)",
        judged_only=True,
    ),
    _habit(
        "leading",
        "en",
        r"\b(?:do|does|did|is|are|was|were|has|have|would|could|should|wo|ca)n['’]t (?:you|it|we|they)\b|\bdo you not\b"
        r"|\bof course\b|\bas (?:you know|everyone knows|everybody knows)\b|\bneedless to say\b|\bno doubt\b"
        r"|(?:^|[.!?]\s+)(?:obviously|clearly|surely|undoubtedly)\b|\byou (?:surely|must) agree\b"
        r"|\b(?:excellent|outstanding|amazing|superb|award-winning|world-class) \w+",
    ),
    _habit(
        "leading",
        "zh",
        r"难道|您?不(?:觉得|认为|同意)[^，。；！？]*吗|是不是(?:很|非常|特别|十分)|是否(?:很|非常|特别|十分)|众所周知|毫无疑问|不用说"
        r"|您一定|相信您|大家都|当然|显然|(?:优秀|优质|卓越|出色|一流|顶级|完美|贴心|超值)的",
        r"理所当然",
    ),
    _habit("double-negative", "en", rf"\b{_NEGATIVE}\b[^.,;:!?()]*\b{_NEGATED}\b", r"\bno\. ?\d|\bnot only\b"),
    _habit(
        "double-negative",
        "zh",
        r"(?:不|没有?|未|无法|难以|并非)[^，。；：！？、“”]{0,6}(?:不|没|未|无法|并非)",
        r"(.)[不没]\1|有没有|不仅|不但|不断|不同|不久|不过|不少|不错|不论|不管|不妨|不如|差不多|对不起|了不起|无论|未来|无理由|不限"
        r"|不知不觉|不大不小|不多不少|不远不近",
    ),
    _habit("absolute", "en", r"\b(?:always|never|absolutely|at all times|every single|in every respect)\b"),
    _habit("absolute", "zh", r"总是|从不|从来|从未|从没|永远|绝对|百分之百|毫不|每一次都|任何时候"),
)

ADVICE = {
    "double-barrelled": "ask one thing only, or make it two items",
    "leading": "word it so that both answers are equally easy to give",
    "double-negative": "word it positively; reverse-keyed items need no `not`",
    "absolute": "few people can agree to it; leave the word out",
}
MESSAGES = {
    "double-barrelled": "may ask two things at once",
    "leading": "may lead to an answer",
    "double-negative": "may have a double negative",
    "absolute": "is absolute",
}


def check_wording(draft: Draft) -> Iterator[Mistake]:
    """Warn of the habits of wording that make answers hard to read, in the texts of the items."""
    matrices = [(matrix["id"], matrix, False) for matrix in draft.matrices]
    asked = [(item.id, item.tree, item.is_rating and item.id in draft.judged) for item in draft.items]
    for name, tree, judged in [*matrices, *asked]:
        if "attention" in tree:
            continue
        for tag, text in tree.get("text", {}).items():
            for habit, shown in find_habits(text, tag, judged=judged):
                message = f"the {tag} text {MESSAGES[habit.rule]}: '{shown}'"
                yield draft.warning(habit.rule, tree["text"].at(tag), message, ADVICE[habit.rule], name)


def find_habits(text: str, language: str, *, judged: bool = True) -> Iterator[tuple[Habit, str]]:
    """Find the habits a text shows, each with the words that show it.

    Parameters
    ----------
    text
        The wording of an item.
    language
        Its language tag.
    judged
        Whether the item rates something, so that it must ask one thing only.

    Examples
    --------
    >>> [(habit.rule, shown) for habit, shown in find_habits("Delivery was fast and cheap.", "en")]
    [('double-barrelled', 'and')]
    >>> list(find_habits("商品与页面描述一致。", "zh-CN"))
    []
    """
    for habit in HABITS:
        if habit.language != language.split("-")[0] or (habit.judged_only and not judged):
            continue
        found = habit.shows.search(habit.harmless.sub("·", text))
        if found:
            yield habit, " ".join(found[0].split())


RULES = (check_wording,)
