"""Language tags: those of questionnaires and those of Qualtrics."""

from __future__ import annotations

from collections.abc import Iterable

SIMPLIFIED, TRADITIONAL = "ZH-S", "ZH-T"
_CHINESE = {"zh": SIMPLIFIED} | {
    f"zh-{part}": code
    for code, parts in {SIMPLIFIED: ("cn", "sg", "hans"), TRADITIONAL: ("tw", "hk", "mo", "hant")}.items()
    for part in parts
}
# The regional codes that Qualtrics knows beside the plain language.
_REGIONAL = frozenset({"EN-GB", "EN-US", "ES-ES", "FR-CA", "PT-BR"})
# Languages whose code in Qualtrics is not the tag in capitals.
_RENAMED = {"sq": "SQI", "hy": "HYE", "is": "ISL", "ka": "KAT", "kk": "KAZ", "tl": "TGL", "fil": "TGL", "te": "TEL"}


def name_language(tag: str) -> str:
    """Return what Qualtrics calls a language.

    Examples
    --------
    >>> [name_language(tag) for tag in ("zh-CN", "zh-Hant-TW", "en", "pt-br", "de-AT", "tl")]
    ['ZH-S', 'ZH-T', 'EN', 'PT-BR', 'DE', 'TGL']
    """
    parts = tag.lower().split("-")
    if parts[0] == "zh":
        return next((_CHINESE[key] for part in parts[1:] if (key := f"zh-{part}") in _CHINESE), SIMPLIFIED)
    regional = "-".join(parts[:2]).upper()
    return regional if regional in _REGIONAL else _RENAMED.get(parts[0], parts[0].upper())


def find_language(code: str, tags: Iterable[str]) -> str:
    """Return the tag of a language that Qualtrics names, one of the questionnaire's where it has the language.

    Examples
    --------
    >>> find_language("ZH-S", ["en", "zh-CN"]), find_language("EN-GB", ["en", "zh-CN"]), find_language("FR", ["en"])
    ('zh-CN', 'en', 'fr')
    """
    listed, wanted = list(tags), code.strip().upper().replace("_", "-")
    exact = next((tag for tag in listed if name_language(tag) == wanted or tag.upper() == wanted), None)
    if exact is not None:
        return exact
    if wanted in (SIMPLIFIED, TRADITIONAL):
        return {SIMPLIFIED: "zh-CN", TRADITIONAL: "zh-TW"}[wanted]
    plain = wanted.split("-", maxsplit=1)[0]
    return next((tag for tag in listed if name_language(tag).split("-")[0] == plain), wanted.lower())


def pick_languages(tags: Iterable[str], first: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return tag to Qualtrics code, the first language first, and the tags that share a code and have to stay out.

    Examples
    --------
    >>> pick_languages(["en", "zh-CN", "zh-SG"], "zh-CN")
    ({'zh-CN': 'ZH-S', 'en': 'EN'}, ('zh-SG',))
    """
    chosen: dict[str, str] = {}
    left: list[str] = []
    for tag in dict.fromkeys((first, *tags)):
        code = name_language(tag)
        if code in chosen.values():
            left.append(tag)
        else:
            chosen[tag] = code
    return chosen, tuple(left)
