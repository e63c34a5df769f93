"""Simulated answers for the analyses of questionnaires."""

from __future__ import annotations

import pytest

import survey as sv


@pytest.fixture(scope="session")
def simulated() -> sv.Responses:
    """1,000 simulated buyers, the careless ones and the item non-response included."""
    return sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=1000, seed=1)
