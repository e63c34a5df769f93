"""The service log of a study: levels, agents, change over time, doubtful ratings, and what goes with satisfaction."""

from __future__ import annotations

from survey.analysis.service.control_chart import ControlChart, chart_service
from survey.analysis.service.linked import link_service
from survey.analysis.service.rating_screening import RatingScreening, flag_ratings
from survey.analysis.service.relations import ServiceRelations, relate_service
from survey.analysis.service.scorecard import Scorecard, score_service
from survey.analysis.service.service_levels import ServiceLevels, measure_service
from survey.errors import OptionError
from survey.operations.service_log import ServiceLog
from survey.study.ground import Ground, NotPossible


def has_log(ground: Ground) -> bool:
    """Tell whether there is a service log."""
    return ground.service is not None


def has_sessions(ground: Ground) -> bool:
    """Tell whether the log has chat sessions."""
    return ground.service is not None and len(ground.service.sessions) > 0


def has_ratings(ground: Ground) -> bool:
    """Tell whether the log has ratings."""
    return ground.service is not None and len(ground.service.ratings) > 0


def measure_study_service(ground: Ground) -> ServiceLevels:
    """Measure the last thirty days of the log."""
    return measure_service(_log(ground))


def score_study_service(ground: Ground) -> Scorecard:
    """Compare agents by the share answered within 20 seconds."""
    return score_service(_log(ground), seed=ground.options.seed)


def chart_study_service(ground: Ground) -> ControlChart:
    """Chart the share answered within 20 seconds by day."""
    return chart_service(_log(ground), seed=ground.options.seed)


def screen_study_ratings(ground: Ground) -> RatingScreening:
    """Look for ratings that may not be a customer's own."""
    return flag_ratings(_log(ground), seed=ground.options.seed)


def relate_study_service(ground: Ground) -> ServiceRelations:
    """Join log and answers by order, and say what goes with satisfaction."""
    log = _log(ground)
    try:
        linked = link_service(log, ground.responses)
    except OptionError as error:  # the answers have no column of order ids
        raise NotPossible("study_no_orders") from error
    return relate_service(linked)


def _log(ground: Ground) -> ServiceLog:
    if ground.service is None:
        raise NotPossible("study_no_service")
    return ground.service
