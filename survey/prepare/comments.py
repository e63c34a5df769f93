"""Simulated open answers: who gives which reasons, and how they are put into words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.prepare.comment_parts import REASONS, Bank
from survey.prepare.comments_en import EN
from survey.prepare.comments_zh import ZH

BANKS: dict[str, Bank] = {"en": EN, "zh": ZH}
OTHER_ANSWERS = {"en": "something else", "zh": "其他情况"}
SHORT_ANSWERS = {"en": ("fine", "not much to add", "as expected"), "zh": ("还好", "没有补充", "跟预想的一样")}

# How much a reason's log odds move by a standard deviation of its own construct, and of the outcome.
OWN_SLOPE, OUTCOME_SLOPE = 1.0, 0.8
# Shares of comments with no reason, one, two and three of them.
REASON_SHARES = (0.08, 0.54, 0.29, 0.09)
# Among comments without a reason: those that speak of something else.
ELSEWHERE_SHARE = 0.3
# Shares of comments with an opener, a closer, a mark of mood, a slip of typing, bare words without signs, and said
# with force.
OPENED, CLOSED, MARKED, SLIPPED, BARE, FORCED = 0.18, 0.12, 0.12, 0.08, 0.1, 0.05
#: Longest comment that is written; longer ones lose their opener and closer.
LONGEST = 180
_LOWEST, _HIGHEST = 2, 9  # what {n} stands for
# Random numbers of one comment: more than three reasons take with everything beside them.
_DRAWS = 24

Floats = NDArray[np.float64]
Random = np.random.Generator


def bank_language(language: str) -> str:
    """Return the language of the sentences to use for a questionnaire's language tag."""
    return "zh" if language.startswith("zh") else "en"


def draw_reasons(outcome: Floats, own: Floats, random: Random, silent: NDArray[np.bool_]) -> list[tuple[str, ...]]:
    """Return the reasons that each respondent gives, the strongest first.

    Parameters
    ----------
    outcome
        The latent outcome, shape (n,).
    own
        The latent construct each reason goes with, shape (n, n_reasons), in the order of `REASONS`; minus infinity
        where a respondent has nothing to say on it.
    random
        Random numbers.
    silent
        Who gives none.
    """
    names = np.array(list(REASONS), dtype=object)
    sign = np.array([reason.sign for reason in REASONS.values()])
    weight = np.log([reason.weight for reason in REASONS.values()])
    heard = np.isfinite(own)
    pull = weight + sign * (OWN_SLOPE * np.where(heard, own, 0.0) + OUTCOME_SLOPE * outcome[:, None])
    # The largest of log weights with Gumbel noise are a draw without replacement in proportion to the weights.
    keys = np.where(heard, pull + random.gumbel(size=own.shape), -np.inf)
    order = np.argsort(-keys, axis=1, kind="stable")
    count = np.searchsorted(np.cumsum(REASON_SHARES), random.random(len(outcome)), side="right")
    count = np.where(silent, 0, np.minimum(count, heard.sum(axis=1)))
    return [tuple(names[row[:k]]) for row, k in zip(order, count, strict=True)]


def write_comments(reasons: list[tuple[str, ...]], random: Random, language: str) -> list[str]:
    """Return a comment for each list of reasons, in a questionnaire's language."""
    spoken = bank_language(language)
    return [
        _Writer(BANKS[spoken], spoken == "zh", draws).write(some)
        for some, draws in zip(reasons, random.random((len(reasons), _DRAWS)).tolist(), strict=True)
    ]


class _Writer:
    """One comment out of its own random numbers."""

    def __init__(self, bank: Bank, chinese: bool, draws: list[float]) -> None:
        self.bank, self.chinese, self.draws = bank, chinese, iter(draws)

    def write(self, reasons: tuple[str, ...]) -> str:
        """Return the comment."""
        if not reasons:
            return self._pick(self.bank.elsewhere if self._happens(ELSEWHERE_SHARE) else self.bank.nothing)
        said = sorted(reasons, key=lambda reason: -REASONS[reason].sign)
        if self._happens(0.5):
            said.reverse()
        body = self._join(said)
        opener = self._pick(self.bank.openers) if self._happens(OPENED) else ""
        sign = REASONS[said[-1]].sign
        closer = self._pick(self.bank.closers if sign > 0 else self.bank.pleas) if self._happens(CLOSED) else ""
        comma = "，" if self.chinese else ", "
        whole = comma.join(part for part in (opener, body, closer) if part)
        return self._roughen(whole if len(whole) <= LONGEST else body, sign)

    def _join(self, said: list[str]) -> str:
        goods, number = self._pick(self.bank.goods), str(_LOWEST + int(next(self.draws) * (_HIGHEST - _LOWEST + 1)))
        text = ""
        for before, reason in zip(("", *said), said, strict=False):
            if before:
                same = REASONS[before].sign == REASONS[reason].sign
                text += self._pick(self.bank.and_joins if same else self.bank.but_joins)
            part = self._pick(self.bank.parts[reason]).replace("{goods}", goods).replace("{n}", number)
            text += part[0].upper() + part[1:] if text.endswith(". ") else part
        return text

    def _roughen(self, text: str, sign: int) -> str:
        """Return the text as people type it: slips, missing signs, marks of mood."""
        if self._happens(SLIPPED):
            text = self._slip(text)
        end = self._pick(self.bank.ends)
        if self._happens(BARE):
            text, end = text.replace("，", " ").replace(",", "").replace("'", ""), ""
        elif not self.chinese and self._happens(0.75):
            text = text[0].upper() + text[1:]
        if self._happens(FORCED):
            end = "！！！" if self.chinese else "!!!"
        if self._happens(MARKED):
            mark = self._pick(self.bank.glad if sign > 0 else self.bank.cross)
            end += mark if self.chinese else f" {mark}"
        return text + end

    def _slip(self, text: str) -> str:
        known = [slip for slip in self.bank.slips if slip[0] in text]
        if not known:
            return text
        meant, typed = known[int(next(self.draws) * len(known))]
        return text.replace(meant, typed, 1)

    def _pick(self, options: tuple[str, ...]) -> str:
        return options[int(next(self.draws) * len(options))]

    def _happens(self, share: float) -> bool:
        return next(self.draws) < share
