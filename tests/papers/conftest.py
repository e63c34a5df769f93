"""Published data small enough to keep here, read by the tests of published numbers; each file names its source."""

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


@pytest.fixture(scope="session")
def apistrat() -> pd.DataFrame:
    """California Academic Performance Index 2000, public data: 200 schools by type, as in R's survey (Lumley)."""
    return pd.read_csv(DATA / "apistrat.csv", comment="#")


@pytest.fixture(scope="session")
def apiclus1() -> pd.DataFrame:
    """The same index, 183 schools in a sample of 15 districts, as in R's survey (Lumley)."""
    return pd.read_csv(DATA / "apiclus1.csv", comment="#")


@pytest.fixture(scope="session")
def housing() -> pd.DataFrame:
    """Madsen (1976): 1681 residents of Copenhagen in 72 cells; satisfaction, influence, type, contact, frequency."""
    return pd.read_csv(DATA / "housing.csv", comment="#")
