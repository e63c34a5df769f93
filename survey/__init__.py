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
    "assess_agreement": "survey.analysis.agreement",
    "assess_asymmetry": "survey.analysis.asymmetry",
    "assess_confounding": "survey.analysis.confounding",
    "assess_linearity": "survey.analysis.linearity",
    "assess_necessity": "survey.analysis.necessity",
    "assess_path_prediction": "survey.analysis.path_prediction",
    "assess_reliability": "survey.analysis.reliability",
    "assess_retest": "survey.analysis.agreement",
    "assess_scalability": "survey.analysis.scalability",
    "assess_validity": "survey.analysis.validity",
    "build_report": "survey.report.report",
    "check_cells": "survey.prepare.weights_cells",
    "classify_kano": "survey.analysis.kano",
    "compare_bases": "survey.analysis.base_comparison",
    "compare_deltas": "survey.analysis.pooling",
    "compare_importance": "survey.analysis.driver_agreement",
    "compare_items": "survey.analysis.differential",
    "compare_measurement": "survey.analysis.invariance",
    "compare_paths": "survey.analysis.path_comparison",
    "compare_screening": "survey.analysis.screening",
    "compare_segments": "survey.analysis.segments",
    "compare_waves": "survey.analysis.waves",
    "confirm_factors": "survey.analysis.confirmation",
    "decompose_change": "survey.analysis.decomposition",
    "derive_kano": "survey.analysis.kano",
    "describe_categories": "survey.analysis.item_quality",
    "describe_items": "survey.analysis.items",
    "describe_missing": "survey.analysis.missing",
    "describe_profile": "survey.analysis.profile",
    "draft_questionnaire": "survey.drafting.draft",
    "estimate_driver_shares": "survey.analysis.design_drivers",
    "estimate_means": "survey.analysis.weighting",
    "estimate_mediation": "survey.analysis.mediation",
    "estimate_paths": "survey.analysis.paths",
    "estimate_proportions": "survey.analysis.weighting",
    "explore_factors": "survey.analysis.exploration",
    "export_questionnaire": "survey.platforms.export",
    "flag_careless": "survey.prepare.careless",
    "impute_responses": "survey.prepare.imputation",
    "lint_questionnaire": "survey.questionnaire.lint",
    "list_questionnaires": "survey.questionnaire.load",
    "load_questionnaire": "survey.questionnaire.load",
    "map_path_priorities": "survey.analysis.path_priorities",
    "map_priorities": "survey.analysis.priorities",
    "measure_indicators": "survey.analysis.indicators",
    "model_outcome": "survey.analysis.outcomes",
    "plan_sample": "survey.analysis.planning",
    "pool_results": "survey.analysis.pooling",
    "post_stratify": "survey.prepare.weights",
    "rake_weights": "survey.prepare.weights",
    "rank_drivers": "survey.analysis.drivers",
    "rank_drivers_from_table": "survey.analysis.large_drivers",
    "read_responses": "survey.platforms.read",
    "replicate_estimates": "survey.stats.replicates",
    "replicate_weights": "survey.prepare.weights_replicates",
    "run_study": "survey.study",
    "score_constructs": "survey.prepare.scoring",
    "score_index": "survey.analysis.index_scores",
    "simulate_change": "survey.analysis.expected_change",
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
