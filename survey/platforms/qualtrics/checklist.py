"""What is left to do by hand in Qualtrics, as a page to tick off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.platforms.loss import Loss
from survey.questionnaire.questionnaire import Questionnaire

_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|&~-])")


def write_checklist(questionnaire: Questionnaire, losses: Sequence[Loss], language: str) -> bytes:
    """Return the page, in Chinese for a Chinese language and else in English.

    Parameters
    ----------
    questionnaire
        What is asked; its thanks are quoted.
    losses
        What the file cannot hold.
    language
        The language shown first.
    """
    chinese = language.lower().startswith("zh")
    title = _escape(questionnaire.title.in_language(language))
    lines = [f"# {'导入后的设置' if chinese else 'After the import'}: {title}", ""]
    lines += [f"- [ ] {_escape(loss.say(language))}" for loss in losses]
    if questionnaire.thanks:
        lines += ["", f"## {'致谢语' if chinese else 'Thanks'}", ""]
        lines += [f"- {tag}: {_escape(questionnaire.thanks.in_language(tag))}" for tag in questionnaire.languages]
    return ("\n".join(lines) + "\n").encode()


def _escape(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
