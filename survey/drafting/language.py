"""Languages: tags for what platforms call them, and a guess where a file does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from survey.questionnaire.lint.draft import LANGUAGE_TAG

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$")
_TAGS = {
    **dict.fromkeys(("zh", "zh-s", "zh-hans", "zh_cn", "zh-hans-cn", "chinese", "chinese simplified", "中文"), "zh-CN"),
    **dict.fromkeys(("zh-t", "zh-hant", "zh-hant-tw", "chinese traditional"), "zh-TW"),
    **dict.fromkeys(("zh-hant-hk",), "zh-HK"),
    **{"english": "en", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es", "español": "es"},
    **{"espanol": "es", "portuguese": "pt", "português": "pt", "german": "de", "deutsch": "de", "arabic": "ar"},
    **{"italian": "it", "russian": "ru", "hindi": "hi", "swahili": "sw", "kiswahili": "sw", "nepali": "ne"},
    **{"bangla": "bn", "bengali": "bn", "indonesian": "id", "bahasa indonesia": "id", "vietnamese": "vi"},
    **{"dutch": "nl", "turkish": "tr", "ukrainian": "uk", "polish": "pl", "japanese": "ja", "korean": "ko"},
    **{"amharic": "am", "somali": "so", "hausa": "ha", "burmese": "my", "khmer": "km", "lao": "lo", "thai": "th"},
    **{"tamil": "ta", "telugu": "te", "urdu": "ur", "urdu (pakistan)": "ur", "farsi": "fa", "persian": "fa"},
    **{"kinyarwanda": "rw", "creole": "ht", "haitian creole": "ht", "malagasy": "mg", "pashto": "ps", "dari": "prs"},
    **{"sqi": "sq", "hye": "hy", "isl": "is", "kat": "ka", "kaz": "kk", "tgl": "tl", "tel": "te"},
    **{"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt", "deu": "de", "ger": "de", "zho": "zh-CN"},
    **{"de-informal": "de", "nl-informal": "nl", "es-informal": "es", "it-informal": "it", "cs-informal": "cs"},
}


def tag_language(name: str) -> str | None:
    """Return the tag for what a platform calls a language, or None.

    Examples
    --------
    >>> [tag_language(name) for name in ("ZH-S", "Chinese (zh)", "English", "PT-BR", "Klingon")]
    ['zh-CN', 'zh-CN', 'en', 'pt-BR', None]
    """
    plain = " ".join(name.strip().casefold().split())
    if plain in _TAGS:
        return _TAGS[plain]
    bracket = _IN_BRACKETS.search(name)
    if bracket is not None:
        return tag_language(bracket[1])
    parts = plain.replace("_", "-").split("-")
    tag = "-".join([parts[0], *(part.upper() if len(part) == 2 else part.capitalize() for part in parts[1:])])
    return tag if LANGUAGE_TAG.fullmatch(tag) and len(parts[0]) <= 3 else None


def guess_language(texts: Iterable[str]) -> str:
    """Return zh-CN for texts that are mostly Chinese, else en."""
    joined = " ".join(texts)
    return "zh-CN" if len(_HAN.findall(joined)) * 4 > len(_LATIN.findall(joined)) else "en"
