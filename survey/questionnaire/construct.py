"""Constructs and the plan of the analysis."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
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
class KanoFeature:
    """A feature asked about twice: how people feel if it is there, and if it is not.

    Attributes
    ----------
    with_item, without_item
        The two items, on a scale of five points from "I like it" to "I dislike it".
    importance
        The item of its stated importance, or None.
    """

    id: str
    label: LocalText
    with_item: str
    without_item: str
    importance: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnalysisPlan:
    """Which construct is the outcome, which are its drivers, and which items carry the indicators.

    Attributes
    ----------
    paths
        The path model: construct that leads and construct it leads to, pair by pair.
    kano
        The features asked about in pairs.
    """

    outcome: str | None = None
    drivers: tuple[str, ...] = ()
    csat: str | None = None
    recommend: str | None = None
    effort: str | None = None
    stars: str | None = None
    comment: str | None = None
    profile: tuple[str, ...] = ()
    paths: tuple[tuple[str, str], ...] = ()
    kano: tuple[KanoFeature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ScreeningRules:
    """The signs of careless responding, fixed before the data are seen; None leaves a sign out.

    Attributes
    ----------
    signs_needed
        How many signs make a respondent careless, those of one behaviour counted once.
    min_seconds_per_item
        Fewer seconds than this for each question shown are a sign.
    max_average_string
        Runs of identical ratings longer than this on average are a sign.
    max_pattern
        A pattern of 2 to 5 answers that repeats over more ratings than this is a sign.
    min_irv_part
        A standard deviation below this in a quarter of the ratings is a sign.
    max_same_share
        A larger share of ratings identical with an earlier respondent's is a sign.
    min_mahalanobis_p
        A Mahalanobis distance with a smaller p value is a sign.
    min_even_odd, min_synonyms
        Smaller consistency of even and odd halves, or of psychometric synonyms, is a sign.
    min_antonyms
        A correlation of psychometric antonyms above minus this is a sign.
    max_guttman
        A larger share of the Guttman errors possible is a sign.
    gibberish_comments
        So many comments of gibberish, or copied ones, are a sign.
    """

    min_seconds: float | None = None
    max_longstring: int | None = None
    min_irv: float | None = None
    max_missing_share: float | None = None
    attention_failed: int | None = None
    min_seconds_per_item: float | None = None
    max_average_string: float | None = None
    max_pattern: int | None = None
    min_irv_part: float | None = None
    max_same_share: float | None = None
    min_mahalanobis_p: float | None = None
    min_even_odd: float | None = None
    min_synonyms: float | None = None
    min_antonyms: float | None = None
    max_guttman: float | None = None
    gibberish_comments: int | None = None
    signs_needed: int = 2

    @property
    def in_use(self) -> bool:
        """Whether any limit is set."""
        return any(getattr(self, limit.name) is not None for limit in fields(self) if limit.name != "signs_needed")


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
