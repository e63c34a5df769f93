"""Losses: what a platform cannot express, told before anybody is asked."""

from __future__ import annotations

from dataclasses import dataclass

from survey.questionnaire.text import LocalText


@dataclass(frozen=True)
class Loss:
    """One thing of a questionnaire that a platform cannot hold, and what stands in for it.

    Attributes
    ----------
    where
        The id of the item, matrix, page or scale; "" for the whole questionnaire.
    text
        One sentence in English and Chinese: what is lost, and what to do about it.
    """

    where: str
    text: LocalText

    def __str__(self) -> str:
        return self.say("en")

    def say(self, language: str) -> str:
        """Return the sentence with its place in front: in Chinese for a Chinese language, else in English."""
        text = self.text.in_language("zh-CN" if language.lower().startswith("zh") else "en")
        return f"{self.where}: {text}" if self.where else text


def name_loss(where: str, *, en: str, zh: str) -> Loss:
    """Return a loss.

    Examples
    --------
    >>> loss = name_loss("sat1", en="The help text is left out.", zh="帮助文字未导出。")
    >>> loss.say("en"), loss.say("zh-CN")
    ('sat1: The help text is left out.', 'sat1: 帮助文字未导出。')
    """
    return Loss(where, LocalText({"en": en, "zh-CN": zh}))
