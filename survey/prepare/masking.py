"""Masking what identifies a person in a comment: numbers, addresses, accounts, links, names; Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from survey.prepare.comment_text import strip_hidden

_MARKS = {
    "phone": ("［电话］", "[phone]"),
    "id": ("［证件号］", "[ID number]"),
    "number": ("［号码］", "[number]"),
    "email": ("［邮箱］", "[e-mail]"),
    "link": ("［链接］", "[link]"),
    "account": ("［账号］", "[account]"),
    "address": ("［地址］", "[address]"),
    "name": ("［姓名］", "[name]"),
}
#: GB 11643-1999: weights of the first 17 digits of a Chinese identity number, and the check digit by the remainder.
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于余蒋蔡杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜"
    "倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈"
)
_NOT_IN_NAMES = "的是在来要想了买吗呢你我他她和跟给说，"
_HAN = "\u4e00-\u9fff"

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_LINK = re.compile(
    r"(?:https?://|www\.)[!-~]{1,2000}|(?<![A-Za-z0-9.-])[A-Za-z0-9-]{1,63}\.(?:com|cn|net|org|io|top|shop)\b(?:/[!-~]{0,2000})?",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"((?:微信|薇信|威信|wechat|weixin|vx|v信|(?<![a-z])wx|扣扣|企鹅|(?<![a-z])qq|whatsapp|telegram|line\sid|支付宝|抖音|小红书)"
    r"\s?(?:号码|账号|号|id|number)?\s?(?:[:：是为]|is)?\s?)([A-Za-z0-9][A-Za-z0-9_-]{4,29})",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"((?:订单号|订单编号|单号|运单号|快递单号|流水号|order\s?(?:number|no\.?|id|#)|tracking\s?(?:number|no\.?|id|#))\s?"
    r"(?:[:：是为#]|is)?\s?)([A-Za-z0-9][A-Za-z0-9-]{4,39})",
    re.IGNORECASE,
)
_ID_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])\(?0[0-9]{2,3}\)?[- ]?[0-9]{7,8}(?![0-9])"
    r"|(?<![0-9])[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])\(?[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4}(?![0-9])"
    r"|\+[0-9](?:[- ]?[0-9]){7,14}"
    r"|[零〇一二三四五六七八九幺]{7,}"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?!(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-]))"
    r"[A-Za-z]{0,4}[0-9](?:[- ]?[0-9]){7,29}(?![0-9])"
)
_ZH_ADDRESS = re.compile(
    r"(?:路|街|大道|巷|弄|胡同|村|小区|花园|苑|大厦|广场|公寓|镇|里)[东南西北中]?[0-9零一二三四五六七八九十百]{1,6}(?:号楼|号|弄|栋|幢|座|楼|组)"
    rf"(?:[{_HAN}]{{0,6}}[0-9A-Za-z]{{1,5}}(?:号楼|号|栋|幢|单元|座|楼|层|室|户)?){{0,3}}"
    r"|[0-9]{1,4}(?:号楼|栋|幢|座)[0-9]{0,3}(?:单元|门)?[0-9]{1,5}(?:室|号|户)?"
)
_EN_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{1,5}[A-Za-z]?\s(?:[A-Z][A-Za-z'.-]{0,30}\s){1,4}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Square|Terrace|Close)\b\.?",
)
_ADDRESS_LEAD = re.compile(r"住在|家在|寄到|寄往|送到|发到|地址是|地址为|地址|收货|位于|我在|在|到")
_ZH_NAME = re.compile(rf"(我叫|我的名字是|我的名字叫|名字是|姓名|收件人|收货人|联系人|本人)([:： ]?)([{_HAN}]{{2,4}})")
_ZH_TITLE = re.compile(rf"([{_SURNAMES}])[{_HAN}]{{0,2}}(?=先生|女士|小姐|太太|阿姨|老师)")
_EN_NAME = re.compile(
    r"\b((?:(?i:my name is|my name's|my name:|i am called|i'm called|name:)\s|(?:Mr|Mrs|Ms|Miss|Dr)\b\.?\s(?=[A-Z])))"
    r"([A-Za-z][A-Za-z'-]{0,30})(\s[A-Z][A-Za-z'-]{0,30})?"
)
_NOT_NAMES = frozenset(("and", "but", "not", "the", "on", "in", "you", "wrong", "misspelled", "spelled", "missing"))
_LEFT = 24  # characters of an address before its street's number, at most


def mask_personal(text: str) -> str:
    """Mask what identifies a person in a comment.

    Use it before a comment is shown to anybody. Masked are phone numbers, Chinese identity numbers, other long numbers
    (orders, parcels, cards), e-mail addresses, links, accounts named as such (WeChat, QQ and others), street addresses,
    and names after such words as "my name is" and 我叫 or before a form of address. A name without such a word stays:
    read what you publish.

    Parameters
    ----------
    text
        A comment.

    Returns
    -------
    str
        The comment with marks in its own language, and without control and direction characters.

    Examples
    --------
    >>> mask_personal("我叫王小明，电话138-0013-8000，微信号：abc_123")
    '我叫［姓名］，电话［电话］，微信号：［账号］'
    >>> mask_personal("My name is John Smith, mail me at john@example.com")
    'My name is [name], mail me at [e-mail]'
    """
    plain = strip_hidden(text)
    chinese = any("\u4e00" <= character <= "\u9fff" for character in plain)

    def mark(kind: str) -> str:
        return _MARKS[kind][0 if chinese else 1]

    for pattern, replace in _rules(mark):
        plain = pattern.sub(replace, plain)
    return _mask_addresses(plain, mark("address"))


def _rules(mark: Callable[[str], str]) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
    """Return what is looked for, in order: what holds digits of another kind comes first."""
    return [
        (_EMAIL, lambda found: mark("email")),
        (_LINK, lambda found: mark("link")),
        (_ACCOUNT, lambda found: _mask_account(found, mark("account"))),
        (_ORDER, lambda found: found[1] + mark("number") if re.search("[0-9]", found[2]) else found[0]),
        (_ID_NUMBER, lambda found: mark("id") if is_identity_number(found[0]) else mark("number")),
        (_PHONE, lambda found: mark("phone")),
        (_NUMBER, lambda found: mark("number")),
        (_EN_ADDRESS, lambda found: mark("address")),
        (_ZH_NAME, lambda found: _mask_zh_name(found, mark("name"))),
        (_ZH_TITLE, lambda found: mark("name")),
        (_EN_NAME, lambda found: _mask_en_name(found, mark("name"))),
    ]


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a Chinese identity number by their check digit.

    References
    ----------
    GB 11643-1999, Citizen identification number; ISO 7064:1983, MOD 11-2.

    Examples
    --------
    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or not number[:17].isascii() or not number[:17].isdigit():
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def _mask_account(found: re.Match[str], mark: str) -> str:
    """Mask an account; a plain English word after "wechat" is none unless a sign says so."""
    named = bool(re.search("[0-9_-]", found[2])) or found[1].rstrip().endswith((":", "：", "是", "号", "为"))
    return found[1] + mark if named else found[0]


def _mask_zh_name(found: re.Match[str], mark: str) -> str:
    name = found[3]
    if name[0] not in _SURNAMES:
        return found[0]
    end = next((at for at in range(1, len(name)) if name[at] in _NOT_IN_NAMES), min(3, len(name)))
    return found[1] + found[2] + mark + name[max(end, 1) :] if end > 1 else found[0]


def _mask_en_name(found: re.Match[str], mark: str) -> str:
    return found[0] if found[2].lower() in _NOT_NAMES else found[1] + mark


def _mask_addresses(text: str, mark: str) -> str:
    """Mask Chinese addresses: a street's number, and the places named before it."""
    parts, at = [], 0
    for found in _ZH_ADDRESS.finditer(text):
        start = found.start()
        while start > max(at, found.start() - _LEFT) and _goes_on(text[start - 1]):
            start -= 1
        leads = list(_ADDRESS_LEAD.finditer(text, start, found.start()))
        start = leads[-1].end() if leads else start
        parts += [text[at:start], mark]
        at = found.end()
    return "".join([*parts, text[at:]])


def _goes_on(character: str) -> bool:
    return unicodedata.category(character) in ("Lo", "Nd", "Lu", "Ll")
