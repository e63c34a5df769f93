"""What a report needs of a study: the results of the standard plan, and nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from survey.analysis.drivers.drivers import Drivers
    from survey.analysis.drivers.priorities import Priorities
    from survey.analysis.items.items import ItemDescription
    from survey.analysis.measurement.reliability import Reliability
    from survey.analysis.sample.indicators import Indicators
    from survey.analysis.sample.profile import Profile
    from survey.prepare.careless import Careless
    from survey.prepare.weights import Weighting
    from survey.questionnaire.questionnaire import Questionnaire
    from survey.responses import Responses
    from survey.result import Result


class StudyResults(Protocol):
    """The results a report is written from; `survey.study.study.Study` is one."""

    @property
    def questionnaire(self) -> Questionnaire:
        """What was asked."""

    @property
    def received(self) -> Responses:
        """The responses before screening and weighting."""

    @property
    def responses(self) -> Responses:
        """The responses that the results rest on."""

    @property
    def careless(self) -> Careless | None:
        """The screening."""

    @property
    def weighting(self) -> Weighting | None:
        """The weighting."""

    @property
    def items(self) -> ItemDescription:
        """The items one by one."""

    @property
    def profile(self) -> Profile:
        """Who answered."""

    @property
    def indicators(self) -> Indicators:
        """The satisfaction indicators."""

    @property
    def reliability(self) -> Reliability:
        """The reliability of the constructs."""

    @property
    def drivers(self) -> Drivers:
        """The driver analysis."""

    @property
    def drivers_contact(self) -> Drivers | None:
        """The driver analysis among those asked everything."""

    @property
    def drivers_all(self) -> Drivers | None:
        """The driver analysis with the flagged respondents kept."""

    @property
    def priorities(self) -> Priorities:
        """The importance–performance map."""

    @property
    def depth(self) -> Mapping[str, Result]:
        """The further analyses by name."""

    @property
    def left_out(self) -> Mapping[str, str]:
        """The further analyses that the answers do not allow, each with its reason."""

    @property
    def seed(self) -> int:
        """The seed of every bootstrap."""

    @property
    def n_boot(self) -> int:
        """The bootstrap samples of the driver analysis."""

    @property
    def versions(self) -> dict[str, str]:
        """Package to version."""
