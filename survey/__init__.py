"""Survey and satisfaction research from one questionnaire file.

Every public name is loaded when first used, so that ``import survey`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "DataError": "survey.errors",
    "OptionError": "survey.errors",
    "Questionnaire": "survey.questionnaire.questionnaire",
    "QuestionnaireError": "survey.errors",
    "ReadError": "survey.errors",
    "Responses": "survey.responses",
    "Scores": "survey.scores",
    "SurveyError": "survey.errors",
    "assess_reliability": "survey.analysis.reliability",
    "build_report": "survey.report.report",
    "describe_items": "survey.analysis.items",
    "describe_profile": "survey.analysis.profile",
    "export_questionnaire": "survey.platforms.export",
    "flag_careless": "survey.prepare.careless",
    "lint_questionnaire": "survey.questionnaire.lint",
    "list_questionnaires": "survey.questionnaire.load",
    "load_questionnaire": "survey.questionnaire.load",
    "map_priorities": "survey.analysis.priorities",
    "measure_indicators": "survey.analysis.indicators",
    "rake_weights": "survey.prepare.weights",
    "rank_drivers": "survey.analysis.drivers",
    "read_responses": "survey.platforms.read",
    "run_study": "survey.study",
    "score_constructs": "survey.prepare.scoring",
    "simulate_responses": "survey.prepare.simulate",
    "wrap_frame": "survey.platforms.frame",
    "write_notebook": "survey.notebook",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'survey' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
