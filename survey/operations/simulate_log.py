"""Simulated service logs with a known truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from survey.errors import OptionError, check_option
from survey.operations.rating_texts import TEXTS, write_texts
from survey.operations.service_log import DEFAULT_ZONE, ServiceLog, arrange_table

# The clock starts here, so that the same seed gives the same log on every day.
FIRST_DAY = np.datetime64("2026-01-05T00:00:00", "us")
DAY_SECONDS, OPENING, OPEN_SECONDS = 86_400, 8 * 3600, 15 * 3600
MEDIAN_RESPONSE, RESPONSE_SPREAD, AGENT_SPREAD = 15.0, 0.8, 0.35  # seconds, SDs of logarithms
UNANSWERED, NO_CUSTOMER = 0.04, 0.05
RATED_SHARE, CASE_SHARE, CASE_RATED, SUCCESS_SHARE = 0.5, 0.2, 0.6, 0.85
LATEST_RATING = 40  # days after success: some come too late to count
BURST_SIZE, BURST_SECONDS, BURST_ACCOUNTS = 30, 7200, 6
_TYPES, _TYPE_SHARES = ("refund", "return", "exchange", "repair", "resend"), (0.45, 0.25, 0.12, 0.08, 0.1)
_CHANNELS = ("web", "app", "phone")
MISTAKEN = 0.01  # share of ratings whose stars were meant the other way round
_SLOPE = -0.3  # log seconds per SD of satisfaction


def simulate_service_log(
    n: int = 3000,
    *,
    days: int = 60,
    agents: int = 12,
    shops: int = 2,
    orders: Sequence[str] | pd.Series | None = None,
    shift_day: int | None = None,
    shift: float = 0.5,
    bursts: int = 0,
    seed: int = 1,
    language: str = "zh-CN",
) -> ServiceLog:
    """Simulate a service log from a known truth: sessions, ratings, after-sales cases.

    Use it to try the analyses of service logs before there is one. It says that it is simulated.

    Parameters
    ----------
    n
        Chat sessions.
    days
        Days from 2026-01-05 over which they spread, 08:00 to 23:00.
    agents, shops
        Agents take turns among the shops; the busiest has many times the sessions of the least busy.
    orders
        Order ids that the first sessions are about, for linking with a survey; a Series from order id to satisfaction
        makes responses to the less satisfied slower, by 0.3 of a log second per SD. The rest get ids of their own.
    shift_day
        The day (0 the first) from which on responses are slower; None: none.
    shift
        By how much, in log seconds.
    bursts
        Bursts of 30 bought five-star ratings within two hours, each of one product.
    seed
        The same seed gives the same log.
    language
        Language of the ratings' texts.

    Returns
    -------
    ServiceLog
        `truth` holds `agents` (the share answered within 20 seconds among answered sessions, the share resolved),
        `shift` (from, shift) and `fake` (the bought ratings).

    Raises
    ------
    OptionError
        A number is out of range, or the language has no texts.

    Notes
    -----
    Seconds to the first response are log-normal with a median of 15 s for the middle agent; 4 % of sessions stay
    unanswered, in 5 % the customer wrote nothing. Half of the orders are rated, a fifth have a case; what would happen
    after the last day is not in the log.

    Examples
    --------
    >>> log = simulate_service_log(500, seed=3)
    >>> len(log.sessions), log.simulated, sorted(log.truth)
    (500, True, ['agents', 'fake', 'shift'])
    """
    check_option("language", language, TEXTS)
    if min(n, days, agents, shops) < 1 or bursts < 0 or seed < 0:
        raise OptionError("n, days, agents and shops are at least 1; bursts and seed at least 0.")
    plan = _Plan(np.random.default_rng(seed), days, agents, shops, language)
    staff = plan.hire()
    sessions = plan.chat(n, staff, orders, shift_day, shift)
    ratings, fake = plan.rate(sessions, bursts)
    end = _day(days)
    cases = plan.complain(sessions)
    for name in ("closed", "succeeded_at", "rated"):
        cases[name] = cases[name].mask(cases[name] >= end)
    cases = cases.assign(
        succeeded=cases["succeeded"].where(cases["closed"].notna(), 0.0),
        stars=cases["stars"].where(cases["rated"].notna()),
    )
    return ServiceLog(
        sessions=arrange_table(sessions.drop(columns=["quality"]), "sessions"),
        ratings=arrange_table(ratings[ratings["rated"] < end], "ratings"),
        cases=arrange_table(cases[cases["opened"] < end], "cases"),
        zone=DEFAULT_ZONE,
        simulated=True,
        truth={
            "agents": staff[["agent", "shop", "answered_20s", "resolution_rate"]],
            "shift": pd.DataFrame(
                {"from": [] if shift_day is None else [_day(shift_day)], "shift": [shift][: shift_day is not None]}
            ),
            "fake": fake,
        },
    )


def _day(number: int) -> pd.Timestamp:
    return pd.Timestamp(FIRST_DAY + np.timedelta64(number, "D"))


@dataclass(frozen=True)
class _Plan:
    """Draws the parts of a log."""

    rng: np.random.Generator
    days: int
    agents: int
    shops: int
    language: str

    def hire(self) -> pd.DataFrame:
        """Return the agents with their true levels and their share of the sessions."""
        from scipy.stats import norm

        level = np.log(MEDIAN_RESPONSE) + AGENT_SPREAD * self.rng.standard_normal(self.agents)
        busy = 1 / np.arange(1, self.agents + 1)
        return pd.DataFrame(
            {
                "agent": [f"agent{number + 1:02d}" for number in range(self.agents)],
                "shop": [f"shop{number % self.shops + 1}" for number in range(self.agents)],
                "level": level,
                "answered_20s": norm.cdf((np.log(20) - level) / RESPONSE_SPREAD),
                "resolution_rate": self.rng.beta(16, 4, self.agents),
                "share": busy / busy.sum(),
            }
        )

    def moments(self, n: int) -> np.ndarray:
        """Return moments in opening hours, in order."""
        day = self.rng.integers(0, self.days, n)
        second = OPENING + self.rng.integers(0, OPEN_SECONDS, n)
        return FIRST_DAY + np.sort(day * DAY_SECONDS + second) * np.timedelta64(1, "s")

    def chat(
        self, n: int, staff: pd.DataFrame, orders: Sequence[str] | pd.Series | None, shift_day: int | None, shift: float
    ) -> pd.DataFrame:
        """Return the sessions."""
        who = self.rng.choice(self.agents, n, p=staff["share"].to_numpy())
        started = self.moments(n)
        names, moods = self._orders(n, orders)
        late = np.zeros(n) if shift_day is None else (started >= np.datetime64(_day(shift_day))).astype(float)
        noise = RESPONSE_SPREAD * self.rng.standard_normal(n)
        logs = staff["level"].to_numpy()[who] + shift * late + _SLOPE * moods + noise
        messages = np.where(self.rng.random(n) < NO_CUSTOMER, 0, 1 + self.rng.poisson(3, n))
        silent = (self.rng.random(n) < UNANSWERED) | (messages == 0)
        seconds = np.where(silent, np.nan, np.maximum(np.round(np.exp(logs)), 1))
        solved = self.rng.random(n) < staff["resolution_rate"].to_numpy()[who]
        lasted = (60 + self.rng.exponential(400, n)).astype(int)
        return pd.DataFrame(
            {
                "session": [f"S{number:07d}" for number in range(n)],
                "order": names,
                "shop": staff["shop"].to_numpy()[who],
                "agent": staff["agent"].to_numpy()[who],
                "channel": self.rng.choice(_CHANNELS, n, p=(0.3, 0.6, 0.1)),
                "started": started,
                "response_seconds": seconds,
                "ended": started + lasted * np.timedelta64(1, "s"),
                "resolved": (solved & ~silent).astype(float),
                "transferred": (self.rng.random(n) < 0.08).astype(float),
                "messages": (messages + np.where(silent, 0, 1 + self.rng.poisson(3, n))).astype(float),
                "customer_messages": messages.astype(float),
                "quality": 0.6 * solved - 0.3 * (logs - np.log(MEDIAN_RESPONSE)) - 0.8 * silent + 0.5 * moods,
            }
        )

    def _orders(self, n: int, given: Sequence[str] | pd.Series | None) -> tuple[np.ndarray, np.ndarray]:
        """Return an order id a session and how satisfied its customer is, in SDs; the given ones scattered."""
        names = np.array([f"O{number:07d}" for number in range(n)], dtype=object)
        moods = np.zeros(n)
        if given is not None:
            ids = list(given.index) if isinstance(given, pd.Series) else list(given)
            places = self.rng.permutation(n)[: len(ids)]
            names[places] = [str(name) for name in ids[: len(places)]]
            if isinstance(given, pd.Series):
                scores = given.to_numpy(dtype=float)[: len(places)]
                spread = np.nanstd(scores) or 1.0
                moods[places] = np.nan_to_num((scores - np.nanmean(scores)) / spread)
        return names, moods

    def rate(self, sessions: pd.DataFrame, bursts: int) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the ratings, the bought ones among them, and which these are."""
        rated = sessions[self.rng.random(len(sessions)) < RATED_SHARE]
        stars = np.clip(np.round(4.0 + rated["quality"] + 1.0 * self.rng.standard_normal(len(rated))), 1, 5)
        mistaken = self.rng.random(len(rated)) < MISTAKEN
        wait = self.rng.integers(3600, 7 * DAY_SECONDS, len(rated)) * np.timedelta64(1, "s")
        honest = pd.DataFrame(
            {
                "order": rated["order"].to_numpy(),
                "session": rated["session"].to_numpy(),
                "shop": rated["shop"].to_numpy(),
                "agent": rated["agent"].to_numpy(),
                "product": self._products(rated["shop"].to_numpy()),
                "account": [f"buyer{number}" for number in self.rng.integers(0, 10 * len(sessions), len(rated))],
                "stars": stars,
                "text": write_texts(np.where((stars > 3) != mistaken, "good", "bad"), self.language, self.rng),
                "rated": rated["started"].to_numpy() + wait,
                "fake": False,
            }
        )
        every = pd.concat([honest, *(self._burst(number) for number in range(bursts))], ignore_index=True)
        every = every.sort_values("rated", kind="stable", ignore_index=True)
        every.insert(0, "rating", [f"R{number:07d}" for number in range(len(every))])
        return every.drop(columns="fake"), every.loc[every["fake"], ["rating", "shop", "product", "rated"]]

    def _products(self, shop: np.ndarray) -> np.ndarray:
        numbers = self.rng.integers(1, 9, len(shop))
        return np.array([f"{name}-p{number}" for name, number in zip(shop, numbers, strict=True)], dtype=object)

    def _burst(self, number: int) -> pd.DataFrame:
        """Return bought ratings of one product within two hours, from a few accounts."""
        shop = f"shop{number % self.shops + 1}"
        begin = OPENING + int(self.rng.integers(0, self.days)) * DAY_SECONDS + int(self.rng.integers(0, OPEN_SECONDS))
        offsets = begin + self.rng.integers(0, BURST_SECONDS, BURST_SIZE)
        named: dict[str, Any] = {"shop": shop, "product": f"{shop}-p{int(self.rng.integers(1, 9))}", "stars": 5.0}
        return pd.DataFrame(
            {
                **named,
                "order": [f"F{number}-{place}" for place in range(BURST_SIZE)],
                "account": [f"paid{number}-{place % BURST_ACCOUNTS}" for place in range(BURST_SIZE)],
                "text": write_texts(np.full(BURST_SIZE, "fake"), self.language, self.rng),
                "rated": FIRST_DAY + offsets * np.timedelta64(1, "s"),
                "fake": True,
            }
        )

    def complain(self, sessions: pd.DataFrame) -> pd.DataFrame:
        """Return the after-sales cases of some orders."""
        own = sessions[self.rng.random(len(sessions)) < CASE_SHARE]
        n, second = len(own), np.timedelta64(1, "s")
        opened = own["started"].to_numpy() + self.rng.integers(600, 3 * DAY_SECONDS, n) * second
        done = opened + self.rng.integers(3600, 5 * DAY_SECONDS, n) * second
        good = self.rng.random(n) < SUCCESS_SHARE
        rated = self.rng.random(n) < CASE_RATED
        stars = np.clip(np.round(3.9 + own["quality"] + 0.9 * self.rng.standard_normal(n)), 1, 5)
        when = done + self.rng.integers(600, LATEST_RATING * DAY_SECONDS, n) * second
        never = np.datetime64("NaT", "us")
        types = self.rng.choice(_TYPES, n, p=_TYPE_SHARES)
        return pd.DataFrame(
            {
                "case": [f"C{number:06d}" for number in range(n)],
                "order": own["order"].to_numpy(),
                "shop": own["shop"].to_numpy(),
                "agent": own["agent"].to_numpy(),
                "channel": own["channel"].to_numpy(),
                "type": types,
                "opened": opened,
                "closed": done,
                "succeeded_at": np.where(good, done, never),
                "succeeded": good.astype(float),
                "amount": np.where(np.isin(types, ("refund", "return")), np.round(self.rng.gamma(2, 60, n), 2), np.nan),
                "stars": np.where(rated, stars, np.nan),
                "rated": np.where(rated, when, never),
            }
        )
