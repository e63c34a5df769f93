"""Whether a rating's words are good or bad: short lists in Chinese and English, with what turns them round.

The lists are this project's own. They tell only plain cases, for a person to look at.
"""

from __future__ import annotations

import re
from typing import Literal

Polarity = Literal["good", "bad", ""]

_GOOD_ZH = (
    "好评|满意|喜欢|很好|不错|非常好|太好|挺好|真好|很棒|超棒|推荐|回购|超出预期|物美价廉|质量好|性价比高|贴心|周到|热情|完美|"
    "值得|惊喜|舒服|合适|很快|靠谱|正品|好看|好用"
)
_BAD_ZH = (
    "差评|失望|垃圾|很差|太差|差劲|糟糕|坏了|破了|破损|假货|骗|后悔|粗糙|掉色|异味|不符|敷衍|踢皮球|态度差|浪费|坑|难用|难看|"
    "投诉|退货|没人回|不理人|慎重|上当|少发|漏发|不会再买|不值"
)
_GOOD_EN = (
    "good|great|excellent|happy|love|loves|loved|perfect|recommend|satisfied|nice|wonderful|amazing|fantastic|quick|fast|"
    "helpful|friendly|worth|best|beautiful|comfortable|pleased"
)
_BAD_EN = (
    "bad|terrible|awful|horrible|poor|poorly|broken|broke|torn|fake|disappointed|disappointing|waste|rude|worst|useless|"
    "refund|scam|smells|missing|slow|damaged|wrong|unhappy|nobody answered"
)
_TURN_ZH = re.compile(r"(?:不|没|没有|未|别|无|不是|不太|不够|并不|谈不上)(?:很|太|怎么|那么|特别|再)?$")
_TURN_EN = re.compile(r"\b(?:not|no|never|without|\w+n't|hardly|isnt|wasnt|dont)(?:\s+\w+)?\s*$")
_WORDS = re.compile(
    rf"(?P<good>{_GOOD_ZH})|(?P<bad>{_BAD_ZH})|\b(?:(?P<good_en>{_GOOD_EN})|(?P<bad_en>{_BAD_EN}))\b", re.IGNORECASE
)
# Words of the lists that are within another meaning.
_FIXED = ("不错", "不符", "不会再买", "不值", "不理人", "没人回")
_BEFORE = 24  # characters looked back at for what turns a word round


def find_polarity(text: str) -> Polarity:
    """Return whether all telling words of a text are good, all are bad, or neither.

    Examples
    --------
    >>> [find_polarity(text) for text in ("质量很好，推荐", "不推荐，太差", "Not good at all", "物流一般")]
    ['good', 'bad', 'bad', '']
    """
    found = set()
    lowered = text.lower().replace("’", "'")
    for match in _WORDS.finditer(lowered):
        good = match["good"] is not None or match["good_en"] is not None
        chinese = match["good"] is not None or match["bad"] is not None
        before = lowered[max(0, match.start() - _BEFORE) : match.start()]
        turned = match[0] not in _FIXED and bool((_TURN_ZH if chinese else _TURN_EN).search(before))
        found.add(good != turned)
    if len(found) != 1:
        return ""
    return "good" if found.pop() else "bad"
