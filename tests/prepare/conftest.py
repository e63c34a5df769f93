"""A shop's questionnaire with every type of item, and answers to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.prepare.simulate import simulate_responses
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses


@pytest.fixture(scope="session")
def shop() -> Questionnaire:
    return load_questionnaire(Path(__file__).parent / "shop.yaml")


@pytest.fixture(scope="session")
def shipped() -> Questionnaire:
    return load_questionnaire("ecommerce-service")


@pytest.fixture(scope="session")
def simulated(shop) -> Responses:
    """4,000 simulated respondents with unanswered items and careless people."""
    return simulate_responses(shop, n=4000, seed=3)


@pytest.fixture
def answers(shop) -> Callable[..., Responses]:
    """Make responses from columns; the items not named are blank."""

    def make(seconds: list[float] | None = None, index: list[object] | None = None, **columns: list) -> Responses:
        n = len(next(iter(columns.values())))
        rows = pd.Index(index or range(1, n + 1))
        data = pd.DataFrame(np.nan, index=rows, columns=[name for name in shop.columns if not name.endswith("text")])
        for name, values in columns.items():
            data[name] = np.asarray(values, dtype=float)
        paradata = pd.DataFrame() if seconds is None else pd.DataFrame({"seconds": seconds}, index=rows)
        return Responses(questionnaire=shop, data=data, paradata=paradata)

    return make
