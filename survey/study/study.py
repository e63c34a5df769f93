"""Everything the standard plan found."""

from __future__ import annotations

from dataclasses import dataclass, field

from survey.analysis.drivers.drivers import Drivers
from survey.analysis.drivers.priorities import Priorities
from survey.analysis.items.items import ItemDescription
from survey.analysis.measurement.reliability import Reliability
from survey.analysis.sample.indicators import Indicators
from survey.analysis.sample.profile import Profile
from survey.operations.service_log import ServiceLog
from survey.prepare.careless import Careless
from survey.prepare.weights import Weighting
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.result import Result
from survey.scores import Scores
from survey.study.options import StudyOptions


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Study:
    """Every result of the standard plan.

    Attributes
    ----------
    received, responses
        Before and after screening and weighting.
    drivers
        The headline: all respondents; where the routing hides a driver from some, with contact indicators.
    drivers_contact
        Only those who were asked about every driver, or None where all were.
    drivers_all
        The headline analysis with the flagged respondents kept, or None where none was flagged.
    options
        What the study was asked to do, for its record.
    depth
        The further analyses by name, as `options.FURTHER` lists them; only those that these answers allow.
    left_out
        The further analyses that these answers do not allow, each with its reason as a `Note`.
    service
        The service log reported beside the survey, if there was one.
    """

    questionnaire: Questionnaire
    received: Responses
    responses: Responses
    careless: Careless | None
    weighting: Weighting | None
    items: ItemDescription
    profile: Profile
    indicators: Indicators
    reliability: Reliability
    scores: Scores
    drivers: Drivers
    drivers_contact: Drivers | None
    drivers_all: Drivers | None
    priorities: Priorities
    options: StudyOptions
    versions: dict[str, str]
    depth: dict[str, Result] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    service: ServiceLog | None = None

    @property
    def seed(self) -> int:
        """The seed of everything random."""
        return self.options.seed

    @property
    def n_boot(self) -> int:
        """Bootstrap samples of the driver analysis."""
        return self.options.n_boot

    def __repr__(self) -> str:
        first = self.drivers.table.iloc[0]
        return (
            f"Study of {self.questionnaire.id}: {len(self.responses):,} of {len(self.received):,} respondents, "
            f"R² {self.drivers.r2:.2f}, largest share {first['label']} {first['importance_share']:.0%}"
        )
