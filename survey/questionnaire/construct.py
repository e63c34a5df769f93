"""Constructs and the plan of the analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from survey.questionnaire.text import LocalText

Role = Literal["driver", "outcome", "profile"]
ROLES: tuple[Role, ...] = get_args(Role)

INDICATORS = ("csat", "recommend", "effort", "stars", "comment")


@dataclass(frozen=True, kw_only=True)
class Construct:
    """What several items measure together, and what can be done about it.

    Attributes
    ----------
    likely_causes, suggested_actions
        What may lie behind low scores, and what is done about it; the k-th action answers the k-th cause.
    """

    id: str
    role: Role
    label: LocalText
    items: tuple[str, ...]
    definition: LocalText | None = None
    source: str = ""
    likely_causes: tuple[LocalText, ...] = ()
    suggested_actions: tuple[LocalText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnalysisPlan:
    """Which construct is the outcome, which are its drivers, and which items carry the indicators."""

    outcome: str | None = None
    drivers: tuple[str, ...] = ()
    csat: str | None = None
    recommend: str | None = None
    effort: str | None = None
    stars: str | None = None
    comment: str | None = None
    profile: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScreeningRules:
    """The signs of careless responding, fixed before the data are seen; None leaves a sign out.

    Attributes
    ----------
    signs_needed
        How many signs make a respondent careless.
    """

    min_seconds: float | None = None
    max_longstring: int | None = None
    min_irv: float | None = None
    max_missing_share: float | None = None
    attention_failed: int | None = None
    signs_needed: int = 2


@dataclass(frozen=True, kw_only=True)
class Margin:
    """The population shares of one item's answers, for weighting.

    Attributes
    ----------
    illustrative
        Whether the shares are made up, as in a shipped questionnaire: they serve simulated answers, never people's.
    """

    item: str
    targets: dict[int, float]
    source: LocalText | None = None
    illustrative: bool = False


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """The known truth that simulated answers follow: standardised coefficients and the drivers' correlation."""

    coefficients: dict[str, float] = field(default_factory=dict)
    correlation: float = 0.4
