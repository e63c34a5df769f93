"""Language tags as LimeSurvey writes them; a tag it does not know breaks the survey after the import."""

from __future__ import annotations

from collections.abc import Mapping

from survey.questionnaire.questionnaire import Questionnaire

FALLBACK = "en"
# The languages of LimeSurvey 6.4.
_CODES = (
    "af sq am ar hy az eu be bn bs bg ca-valencia ca ceb ny zh-Hans zh-Hant-HK zh-Hant-TW hr cs cs-informal da prs nl "
    "nl-informal en et fil fi fr ful gl ka de de-easy de-informal gu el kal he hi hil hu is id ike ie ilo it "
    "it-informal ja kn kk rw ko km run ckb kmr ky lv lt lb mk ms mt mr mn cnr mya nb nn oc ps fa pap-CW pl pl-informal "
    "pt pt-BR pa ro roh ru smi sr sr-Latn si sk sl so es es-informal es-AR es-AR-informal es-CL es-CO es-MX swh sv tl "
    "tg ta te th ti tr uk ur ug vi cy xho sah yor zu"
)
# Tags in lower case that LimeSurvey writes in another way.
_OTHERWISE: Mapping[str, str] = {
    **dict.fromkeys(("zh", "zh-cn", "zh-sg", "zh-my"), "zh-Hans"),
    **dict.fromkeys(("zh-hant", "zh-tw"), "zh-Hant-TW"),
    **dict.fromkeys(("zh-hk", "zh-mo", "zh-hant-mo"), "zh-Hant-HK"),
    **{"no": "nb", "sw": "swh", "my": "mya", "kl": "kal", "ff": "ful", "rm": "roh", "se": "smi", "rn": "run"},
    **{"xh": "xho", "yo": "yor", "ga": "ie", "iu": "ike", "ku": "kmr", "fa-af": "prs", "pap": "pap-CW"},
}
_KNOWN_ANYHOW = {code.lower(): code for code in _CODES.split()}


def find_language(tag: str) -> str | None:
    """Return LimeSurvey's code for a BCP-47 tag, or None where it has none.

    Examples
    --------
    >>> find_language("zh-CN"), find_language("zh-Hant"), find_language("en-GB"), find_language("eo")
    ('zh-Hans', 'zh-Hant-TW', 'en', None)
    """
    parts = tag.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        shorter = "-".join(parts[:length])
        found = _OTHERWISE.get(shorter) or _KNOWN_ANYHOW.get(shorter)
        if found:
            return found
    return None


def list_languages(questionnaire: Questionnaire, first: str) -> dict[str, str]:
    """Return the languages a form is written in, the first one first: tag to LimeSurvey's code.

    A language that LimeSurvey does not have, or that it does not tell from an earlier one, is left out. The first is
    never left out: it goes by the name of English if need be.
    """
    codes: dict[str, str] = {first: find_language(first) or FALLBACK}
    for tag in questionnaire.languages:
        code = find_language(tag)
        if code is not None and code not in codes.values():
            codes[tag] = code
    return codes


def read_language(code: str, questionnaire: Questionnaire) -> str:
    """Return the questionnaire's tag for a LimeSurvey code, or the code itself where it is of another language."""
    for tag in questionnaire.languages:
        if find_language(tag) == code:
            return tag
    return code
