"""Simulated interviews: each item drawn from a stream of its own, routing items before what they route."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype
from scipy.special import ndtr, ndtri

from survey.prepare import drawing
from survey.prepare.choices import is_complaint, passing_codes, plan_shares
from survey.prepare.comment_parts import REASONS
from survey.prepare.drawing import Flags, Floats
from survey.prepare.truth import OTHER_LEVEL, OUTCOME_CORRELATION, Truth, measure_loading
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition
from survey.responses import answer_kind
from survey.routed import route_respondents

# How far contact with one service goes with contact with another, and being satisfied with not complaining.
CONTACT_CORRELATION, COMPLAINT_CORRELATION = 0.5, 0.6
NO_OUTCOME = "(outcome)"


class Interviews:
    """Draw the answers of n respondents, item by item, on demand.

    Parameters
    ----------
    questionnaire
        What is asked.
    truth
        The structure the answers follow.
    n
        Respondents.
    seed
        Whole numbers >= 0. Every item and latent variable has its own stream under them, so that asking for fewer items
        leaves the others as they are.
    careless
        Share of respondents who answer every rating alike and fail attention checks.
    nonresponse
        Share of special codes among the answers of an item that has them.
    language
        The language of open answers.

    Attributes
    ----------
    reasons
        Open question to the reasons given in each comment, ids parted by spaces; NaN where there is no comment.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        truth: Truth,
        n: int,
        seed: tuple[int, ...],
        *,
        careless: float = 0.0,
        nonresponse: float = 0.0,
        language: str = "en",
    ) -> None:
        self.questionnaire, self.truth, self.n, self.seed = questionnaire, truth, n, seed
        self.nonresponse, self.language = nonresponse, language
        self.careless: Flags = np.zeros(n, dtype=bool)
        self.careless[self.stream("careless").permutation(n)[: round(careless * n)]] = True
        self._places = self.stream("careless/place").choice(drawing.STRAIGHT_PLACES, n)
        self.reasons: dict[str, np.ndarray] = {}
        self._columns: dict[str, np.ndarray] = {}
        self._shown: dict[str, Flags] = {}
        self._latent: dict[str, Floats] = {}
        self._drawn: set[str] = set()

    def stream(self, name: str) -> np.random.Generator:
        """Return the random numbers of one item or latent variable."""
        return np.random.default_rng([*self.seed, crc32(name.encode())])

    def frame(self, items: list[str] | None = None) -> pd.DataFrame:
        """Return the answers to items (None: all) and to whatever routes them, indexed 1 to n."""
        for name in self.questionnaire.items if items is None else items:
            self._draw(name)
        data = {
            column: pd.Series(self._columns[column]).astype(pandas_dtype(answer_kind(item, column)))
            for item in self.questionnaire.items.values()
            for column in item.columns
            if column in self._columns
        }
        frame = pd.DataFrame(data, index=pd.RangeIndex(self.n))
        return frame.set_axis(pd.RangeIndex(1, self.n + 1, name="respondent"), axis=0)

    def shown(self, condition: Condition | None) -> Flags:
        """Return whom a routing condition lets through, shape (n,); its items are drawn first."""
        if condition is None:
            return np.ones(self.n, dtype=bool)
        if condition.text not in self._shown:
            known = [self.questionnaire.items[name] for name in condition.items if name in self.questionnaire.items]
            for item in known:
                self._draw(item.id)
            columns = [column for item in known for column in item.columns if column in self._columns]
            answers = pd.DataFrame({name: self._columns[name] for name in columns}, index=pd.RangeIndex(self.n))
            self._shown[condition.text] = route_respondents(condition.node, answers)
        return self._shown[condition.text]

    def latent(self, construct: str | None) -> Floats:
        """Return a construct's latent normal, shape (n,); None stands for the outcome."""
        whole = self.questionnaire.outcome or NO_OUTCOME
        name = construct or whole
        if name not in self._latent:
            if name in self.truth.drivers:
                self._draw_drivers()
            elif name == whole:
                self._latent[name] = self._outcome()
            else:
                self._latent[name] = self._companion(name)
        return self._latent[name]

    # -- latent variables ------------------------------------------------------------------------------------------

    def _normal(self, name: str) -> Floats:
        return self.stream(name).standard_normal(self.n)

    def _draw_drivers(self) -> None:
        own = np.column_stack([self._normal(f"latent/{name}") for name in self.truth.drivers])
        mixed = own @ self.truth.mixing.T
        self._latent |= {name: mixed[:, at] for at, name in enumerate(self.truth.drivers)}

    def _outcome(self) -> Floats:
        value: Floats = np.sqrt(1 - self.truth.r2) * self._normal("latent/outcome")
        for driver, coefficient in self.truth.coefficients.items():
            if coefficient:
                value = value + coefficient * self.latent(driver) * self._asked(driver)
        return value

    def _companion(self, construct: str) -> Floats:
        own = self._normal(f"latent/{construct}")
        if self.questionnaire.constructs[construct].role != "outcome":
            return own
        return np.asarray(OUTCOME_CORRELATION * self.latent(None) + np.sqrt(1 - OUTCOME_CORRELATION**2) * own)

    def _asked(self, driver: str) -> Flags:
        """Return who is shown any item of a driver; all where its routing looks at the outcome itself."""
        items = [self.questionnaire.item(name) for name in self.questionnaire.constructs[driver].items]
        if any(self._routed_by_outcome(item, set()) for item in items):
            return np.ones(self.n, dtype=bool)
        return np.asarray(np.any([self.shown(item.shown_if) for item in items], axis=0))

    def _routed_by_outcome(self, item: Item, seen: set[str]) -> bool:
        routing = {name for name in (item.shown_if.items if item.shown_if else ()) if name in self.questionnaire.items}
        for name in routing - seen:
            seen.add(name)
            before = self.questionnaire.items[name]
            if self._follows_outcome(before) or self._routed_by_outcome(before, seen):
                return True
        return False

    def _follows_outcome(self, item: Item) -> bool:
        construct = self.questionnaire.construct_of(item.id)
        if construct is not None:
            return self.questionnaire.constructs[construct].role == "outcome"
        return item.is_rating or item.type == "long_text" or is_complaint(item)

    # -- items -----------------------------------------------------------------------------------------------------

    def _draw(self, name: str) -> None:
        if name in self._drawn:
            return
        self._drawn.add(name)
        item = self.questionnaire.items[name]
        visible = self.shown(item.shown_if)
        for column, answers in self._answer(item).items():
            self._columns[column] = np.where(visible, answers, np.nan)

    def _answer(self, item: Item) -> dict[str, np.ndarray]:
        random = self.stream(item.id)
        if item.type == "multiple_choice":
            return self._choose_several(item, random)
        if item.type == "date":
            return {item.id: drawing.draw_dates(random, self.n)}
        if item.type == "long_text":
            return self._comment(item, random)
        if item.type == "short_text":
            return {item.id: drawing.draw_words(random, self.n, self.language)}
        answers = self._coded(item, random)
        if item.attention is None:
            exempt = self.careless & item.is_rating
            answers = drawing.leave_out(item, answers, random, self.nonresponse, exempt)
        return {item.id: answers} | self._others(item, {item.id: answers})

    def _coded(self, item: Item, random: np.random.Generator) -> Floats:
        if item.type == "single_choice":
            return self._choose(item, random)
        if item.is_rating:
            return np.where(self.careless, drawing.draw_straight(item, self._places), self._rate(item, random))
        if self.questionnaire.construct_of(item.id) and item.maximum is not None:
            return drawing.draw_rated_number(item, self._indicator(item, random), self._level(item))
        return drawing.draw_number(item, random, self.n)

    def _rate(self, item: Item, random: np.random.Generator) -> Floats:
        if item.attention is not None:
            return drawing.draw_attention(item, random, self.n)
        return drawing.draw_rating(item, self._indicator(item, random), self._level(item))

    def _indicator(self, item: Item, random: np.random.Generator) -> Floats:
        """Return loading · latent + error, a standard normal."""
        loading = measure_loading(self.questionnaire, item)
        latent = self.latent(self.questionnaire.construct_of(item.id))
        return np.asarray(loading * latent + np.sqrt(1 - loading**2) * random.standard_normal(self.n))

    def _level(self, item: Item) -> float:
        return self.truth.levels.get(self.questionnaire.construct_of(item.id) or "", OTHER_LEVEL)

    def _comment(self, item: Item, random: np.random.Generator) -> dict[str, np.ndarray]:
        """Return comments; the reasons behind them are kept in `reasons`."""
        known = {name: self._opinion(name) for name in self.questionnaire.constructs}
        own = np.column_stack([known.get(reason.construct, np.zeros(self.n)) for reason in REASONS.values()])
        texts, reasons = drawing.draw_comments(self.latent(None), own, self.careless, random, self.language)
        self.reasons[item.id] = np.where(self.shown(item.shown_if), reasons, np.nan)
        return {item.id: texts}

    def _opinion(self, construct: str) -> Floats:
        """Return a construct's latent variable, minus infinity for those who were not asked about it."""
        return np.where(self._asked(construct), self.latent(construct), -np.inf)

    def _choose(self, item: Item, random: np.random.Generator) -> Floats:
        order, uniform = list(range(len(item.choices))), random.random(self.n)
        if is_complaint(item):
            uniform = _tie(uniform, COMPLAINT_CORRELATION, self.latent(None))
        elif passing := passing_codes(self.questionnaire, item):
            order.sort(key=lambda at: item.choices[at].code not in passing)
            uniform = _tie(uniform, CONTACT_CORRELATION**0.5, self._normal("latent/contact"))
        return drawing.draw_choice(item, self._shares(item), uniform, order)

    def _choose_several(self, item: Item, random: np.random.Generator) -> dict[str, np.ndarray]:
        chosen = drawing.draw_multiple(item, self._shares(item), random, self.n)
        empty = random.random(self.n) < (0 if item.required else self.nonresponse * drawing.BLANK_RATIO)
        columns: dict[str, np.ndarray] = {name: np.where(empty, np.nan, column) for name, column in chosen.items()}
        return columns | self._others(item, columns)

    def _shares(self, item: Item) -> Floats:
        """Return the share of each choice, shape (n_choices,), or (n, n_choices) where routing hides some."""
        shares = plan_shares(self.questionnaire, item)
        if any(choice.shown_if for choice in item.choices):
            return shares * np.column_stack([self.shown(choice.shown_if) for choice in item.choices])
        return shares

    def _others(self, item: Item, answers: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        written = {}
        for choice in item.choices:
            if choice.has_text:
                own = answers.get(f"{item.id}__{choice.code}")
                chosen = answers[item.id] == choice.code if own is None else own == 1
                written[f"{item.id}__{choice.code}__text"] = drawing.write_other(chosen, self.language)
        return written


def _tie(uniform: Floats, correlation: float, value: Floats) -> Floats:
    """Return uniform numbers that go with a normal variable: the higher it is, the higher they are."""
    return np.asarray(ndtr(correlation * value + np.sqrt(1 - correlation**2) * ndtri(uniform)))
