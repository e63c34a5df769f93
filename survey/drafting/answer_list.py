"""Lists of answers: which are special, which are points of a scale, and what the scale is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.drafting.sketch import Answer, Question, Texts
from survey.platforms.coding.wording import plain
from survey.questionnaire.lint.draft import LONGEST_SCALE
from survey.questionnaire.scale import SpecialKind

_SPECIAL: tuple[tuple[SpecialKind, re.Pattern[str]], ...] = (
    (
        "not_applicable",
        re.compile(
            r"n/?\.?a\.?|not applicable\b.*|(?:this )?(?:does not|doesn't) apply\b.*|not relevant|unfamiliar\b.*"
            r"|inapplicable|no aplica|non applicable|nicht anwendbar|no basis\b.*"
            r"|(?:我)?(?:不适用|不涉及|没用过|未使用过|没有使用过|没有接触过)(?:于我)?"
        ),
    ),
    (
        "dont_know",
        re.compile(
            r"(?:i )?(?:don't|do not|dont|can't|cannot) (?:know|remember|recall|say|tell)(?: .{0,20})?|dk|unknown"
            r"|ich wei(?:ß|ss)(?: es)? nicht|wei(?:ß|ss) nicht|je ne sais pas|ne sais? pas|no s[eé]|no sabe"
            r"|not sure|i'?a?m not sure|unsure|no idea|no opinion"
            r"|(?:我)?(?:不知道|不清楚|不确定|不了解|不记得了?|记不清了?|记不得了?|说不清楚?|没有?意见|难说)"
        ),
    ),
    (
        "no_answer",
        re.compile(
            r"(?:i )?(?:would )?(?:prefer|rather|wish|choose|decline)(?:s|d)? ?(?:not)? ?to"
            r" (?:answer|say|disclose|state|respond)"
            r"(?: .{0,20})?|(?:i'd |i would )?rather not (?:answer|say)|keine angaben?|sans réponse|no contesta"
            r"|no answer|no response|not answered|not stated|unanswered|refused?(?: to answer)?|declined"
            r"|(?:我)?(?:不想|不愿意?|不便|拒绝|不方便)(?:回答|透露|作答|说|告知)?|拒答|保密|未作?回?答"
        ),
    ),
)
# What the low end and the high end of a scale hold, and what it is called; the first that fits counts.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("agree", r"\bdisagree|不同意|不赞同|不认同", r"\bagree|同意|赞同|认同"),
    ("satisfied", r"dissatisf|unsatisf|not (?:at all )?satisf|unhappy|不满", r"satisf|happy|满意"),
    (
        "likely",
        r"unlikely|not (?:at all )?likely|\bdefinitely (?:will )?not|可能性(?:非常|很)?小|不可能|不会",
        r"likely|definitely|可能|会",
    ),
    ("expected", r"below|worse than|低于|不如", r"above|better than|exceed|高于|超出|超过"),
    ("ideal", r"\bfar\b|远", r"\bclose|近"),
    ("important", r"unimportant|not (?:at all |very )?important|不重要", r"important|重要"),
    (
        "often",
        r"never|rarely|从不|从来不|从没|没有过",
        r"always|often|every ?(?:day|time)|all the time|总是|经常|一直|每次|每天",
    ),
    ("easy", r"difficult|hard\b|not (?:at all )?easy|困难|难|不容易", r"easy|容易|简单|轻松"),
    ("good", r"poor|bad\b|terrible|awful|差|不好|糟", r"excellent|good|great|outstanding|好|优秀"),
    ("true", r"\bfalse|untrue|not (?:at all )?true|不符合|不像", r"true|符合|像"),
    ("trust", r"distrust|not (?:at all )?trust|no trust|不信任", r"trust|信任"),
    ("interested", r"uninterested|not (?:at all )?interested|不感兴趣", r"interested|感兴趣"),
    ("comfortable", r"uncomfortable|not (?:at all )?comfortable", r"comfortable"),
    ("confident", r"not (?:at all |very )?confident|没有?信心", r"confident|信心"),
    ("worse", r"worse|decrease|更差|变差|减少", r"better|increase|更好|变好|增加"),
    ("like", r"dislike|讨厌|不喜欢", r"\blike|喜欢"),
    ("negative", r"negative|负面", r"positive|正面"),
    ("favorable", r"unfavou?rabl", r"favou?rabl"),
    ("low", r"\blow|低", r"\bhigh|高"),
    (
        "extent",
        r"not at all|\bnone\b|no extent|完全不|一点也?不|毫不",
        r"extremely|very|a lot|a great|completely|great extent|非常|十分|完全|极",
    ),
)
_COMPILED = tuple((name, re.compile(low), re.compile(high)) for name, low, high in _FAMILIES)
_INTENSE = re.compile(r"(very|extremely|strongly|completely|totally|entirely|非常|十分|极其|极为|完全|很)\s*\S")
_FEWEST_POINTS, _MOST_LABELLED = 3, 11
_HIGH_CODES, _HIGHEST_SMALL = 90, 50
_USUAL_CODES: dict[int, SpecialKind] = {97: "not_applicable", 98: "dont_know", 99: "no_answer"}
_ORDINARY = re.compile(r"^(?:other|another|none\b|其他|其它|以上都)")
RECOMMEND_CODES = list(range(11))
_RECOMMEND = re.compile(r"recommend|refer (?:us|a friend)|推荐|推介")
_LIKELIHOOD = re.compile(r"how (?:likely|probable)|likelihood|可能性|有多大可能|多大可能")


def mark_special(question: Question) -> None:
    """Say which answers of a question are no substantive ones: those at the end of the list, one of each kind."""
    taken = {answer.special for answer in question.answers if answer.special}
    for answer in reversed(question.answers):
        kind = find_special(answer.label)
        rest = [other.code for other in question.answers if other is not answer and not other.special]
        if answer.special or kind is None or kind in taken or len(rest) < 2 or answer.has_text:
            continue
        within = min(rest) < answer.code < max(rest)
        if not within or answer.code >= _HIGH_CODES:
            answer.special = kind
            taken.add(kind)
    _mark_by_code(question)


def _mark_by_code(question: Question) -> None:
    """Take 97, 98 and 99 apart from small codes for what they usually mean, unless their label says otherwise."""
    taken = {answer.special for answer in question.answers if answer.special}
    rest = [one.code for one in question.answers if not one.special and one.code not in _USUAL_CODES]
    if len(rest) < 2 or max(rest) > _HIGHEST_SMALL:
        return
    for answer in question.answers:
        kind = _USUAL_CODES.get(answer.code)
        ordinary = answer.has_text or any(_ORDINARY.search(plain(text)) for text in answer.label.values())
        if answer.special or kind is None or kind in taken or ordinary:
            continue
        answer.special = kind
        taken.add(kind)
        question.remarks.append(f"To finish: {answer.code} is taken as {kind} because of its code; check its label")


def find_special(label: Texts) -> SpecialKind | None:
    """Return what an answer means that is no substantive one: every language has to say it.

    Examples
    --------
    >>> find_special({"en": "Don't know", "zh-CN": "不清楚"}), find_special({"en": "Neither", "zh-CN": "说不清楚"})
    ('dont_know', None)
    """
    kinds = {_find_special(text) for text in label.values() if text.strip()}
    return kinds.pop() if len(kinds) == 1 else None


def _find_special(text: str) -> SpecialKind | None:
    words = plain(text).strip(" .。()（）/-")
    return next((kind for kind, pattern in _SPECIAL if pattern.fullmatch(words)), None)


def split_special(answers: Sequence[Answer]) -> tuple[list[Answer], list[Answer]]:
    """Return the substantive answers and the special ones."""
    return [one for one in answers if not one.special], [one for one in answers if one.special]


def strip_codes(answers: Sequence[Answer]) -> None:
    """Take the code out of the labels of points that carry it: ``0 - Never``, ``5``, ``★★ 2``."""
    own = [one for one in answers if not one.special]
    if len(own) < 2 or not all(_is_numbered(one) for one in own):
        return
    for one in own:
        one.label = {tag: rest for tag, text in one.label.items() if (rest := _strip_code(one.code, text))}


def _is_numbered(answer: Answer) -> bool:
    return not answer.has_text and all(_strip_code(answer.code, text) is not None for text in answer.label.values())


def _strip_code(code: int, text: str) -> str | None:
    """Return what stands beside the code in a label, or None where the code is not in it."""
    match = re.fullmatch(
        rf"[★☆⭐ ]*{code}(?:\s*[★☆⭐]+)?(?!\d)(?:(?:\s*[-–—=:：.)）、(（]\s*|\s+)(?P<rest>\D.*))?",
        text.strip(),
        re.DOTALL,
    )
    if match is None:
        return "" if text.strip("★⭐ ") == "" and text.count("★") + text.count("⭐") == code else None
    return (match["rest"] or "").strip()


def is_starred(answers: Sequence[Answer]) -> bool:
    """Tell whether answers are stars: 1 and up, each shown as so many stars or with one."""
    codes = [one.code for one in answers if not one.special]
    marked = [any("★" in text or "⭐" in text for text in one.label.values()) for one in answers if not one.special]
    return codes == list(range(1, len(codes) + 1)) and 2 <= len(codes) <= 10 and all(marked)


def asks_to_recommend(question: Question) -> bool:
    """Tell whether a question asks how likely somebody is to recommend, from 0 to 10."""
    points, _ = split_special(question.answers)
    if sorted(one.code for one in points) != RECOMMEND_CODES:
        return False
    words = [plain(text) for text in question.text.values()]
    labels = [plain(text) for one in points for text in one.label.values()]
    said = any(_RECOMMEND.search(text) for text in (*words, question.id.lower()))
    return said or any(_LIKELIHOOD.search(text) for text in (*words, *labels))


def is_scale(answers: Sequence[Answer]) -> bool:
    """Tell whether a list of answers is a response scale and no list of options.

    Its points are unlabelled but for anchors, or their labels lead from one end of something to the other.
    """
    points, _ = split_special(answers)
    codes = sorted(one.code for one in points)
    if any(one.has_text or one.route or one.exclusive for one in answers):
        return False
    if len(codes) < _FEWEST_POINTS or codes != list(range(codes[0], codes[0] + len(codes))):
        return False
    if not all(one.label for one in points):
        return len(codes) <= LONGEST_SCALE
    return len(points) <= _MOST_LABELLED and find_family(points) is not None


def find_family(points: Sequence[Answer]) -> str | None:
    """Return what a scale is about, going by the labels at its ends, or None.

    Examples
    --------
    >>> ends = [Answer(code, {"en": text}) for code, text in enumerate(["Strongly disagree", "Not so sure", "Agree"])]
    >>> find_family(ends), find_family([Answer(1, {"en": "Tea"}), Answer(2, {"en": "Milk"})])
    ('agree', None)
    """
    ordered = sorted(points, key=lambda one: one.code)
    ends = [(plain(ordered[0].label.get(tag, "")), plain(ordered[-1].label.get(tag, ""))) for tag in ordered[0].label]
    for name, low, high in _COMPILED:
        if any(_fits(low, high, first, last) or _fits(low, high, last, first) for first, last in ends):
            return name
    same = any(_INTENSE.match(first) and _start(first) == _start(last) and first != last for first, last in ends)
    return "rating" if same else None


def runs_down(points: Sequence[Answer]) -> bool:
    """Tell whether the lowest code of a scale stands for the most."""
    ordered = sorted(points, key=lambda one: one.code)
    for name, low, high in _COMPILED:
        for tag, text in ordered[0].label.items():
            first, last = plain(text), plain(ordered[-1].label.get(tag, ""))
            if name == find_family(points) and (_fits(low, high, first, last) or _fits(low, high, last, first)):
                return not _fits(low, high, first, last)
    return False


def _fits(low: re.Pattern[str], high: re.Pattern[str], first: str, last: str) -> bool:
    return bool(low.search(first) and high.search(last) and not low.search(last))


def _start(text: str) -> str:
    match = _INTENSE.match(text)
    return match[1] if match else ""
