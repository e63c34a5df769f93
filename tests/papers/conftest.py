"""Published data small enough to type, read by the tests of published numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def attitude() -> pd.DataFrame:
    """Chatterjee & Price (1977): 30 departments, overall rating first, then six drivers."""
    return pd.read_csv(DATA / "attitude.csv", comment="#").astype(np.float64)


@pytest.fixture(scope="session")
def swiss() -> pd.DataFrame:
    """Mosteller & Tukey (1977): 47 provinces, fertility first, then five drivers."""
    return pd.read_csv(DATA / "swiss.csv", comment="#").astype(np.float64)
