"""Survey and satisfaction research from one questionnaire file.

Every public name is loaded when first used, so that ``import survey`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Brand": "survey.report.brand",
    "DataError": "survey.errors",
    "OptionError": "survey.errors",
    "Questionnaire": "survey.questionnaire.questionnaire",
    "QuestionnaireError": "survey.errors",
    "ReadError": "survey.errors",
    "Responses": "survey.responses",
    "Scores": "survey.scores",
    "ServiceLog": "survey.operations.service_log",
    "SurveyError": "survey.errors",
    "assess_agreement": "survey.analysis.measurement.agreement",
    "assess_asymmetry": "survey.analysis.shape.asymmetry",
    "assess_coding": "survey.analysis.comments.coding_agreement",
    "assess_confounding": "survey.analysis.change.confounding",
    "assess_linearity": "survey.analysis.shape.linearity",
    "assess_necessity": "survey.analysis.shape.necessity",
    "assess_path_prediction": "survey.analysis.paths.path_prediction",
    "assess_reliability": "survey.analysis.measurement.reliability",
    "assess_retest": "survey.analysis.measurement.agreement",
    "assess_scalability": "survey.analysis.items.scalability",
    "assess_validity": "survey.analysis.measurement.validity",
    "build_report": "survey.report.report",
    "chart_service": "survey.analysis.service.control_chart",
    "check_cells": "survey.prepare.weights_cells",
    "classify_kano": "survey.analysis.shape.kano",
    "code_comments": "survey.analysis.comments.comments",
    "compare_bases": "survey.analysis.outcomes.base_comparison",
    "compare_deltas": "survey.analysis.missing.pooling",
    "compare_importance": "survey.analysis.drivers.driver_agreement",
    "compare_items": "survey.analysis.items.differential",
    "compare_measurement": "survey.analysis.measurement.invariance",
    "compare_paths": "survey.analysis.paths.path_comparison",
    "compare_screening": "survey.analysis.sample.screening",
    "compare_segments": "survey.analysis.groups.segments",
    "compare_waves": "survey.analysis.groups.waves",
    "confirm_factors": "survey.analysis.measurement.confirmation",
    "decompose_change": "survey.analysis.groups.decomposition",
    "derive_kano": "survey.analysis.shape.kano",
    "describe_categories": "survey.analysis.items.item_quality",
    "describe_items": "survey.analysis.items.items",
    "describe_missing": "survey.analysis.missing.missing",
    "describe_profile": "survey.analysis.sample.profile",
    "draft_questionnaire": "survey.drafting.draft",
    "estimate_driver_shares": "survey.analysis.drivers.design_drivers",
    "estimate_means": "survey.analysis.sample.weighting",
    "estimate_mediation": "survey.analysis.paths.mediation",
    "estimate_paths": "survey.analysis.paths.paths",
    "estimate_proportions": "survey.analysis.sample.weighting",
    "explore_factors": "survey.analysis.measurement.exploration",
    "export_questionnaire": "survey.platforms.export",
    "find_themes": "survey.analysis.comments.themes",
    "flag_careless": "survey.prepare.careless",
    "flag_ratings": "survey.analysis.service.rating_screening",
    "impute_responses": "survey.prepare.imputation",
    "link_service": "survey.analysis.service.linked",
    "lint_codebook": "survey.prepare.codebook_lint",
    "lint_questionnaire": "survey.questionnaire.lint",
    "list_codebooks": "survey.prepare.codebook_file",
    "list_guides": "survey.notebook",
    "list_questionnaires": "survey.questionnaire.load",
    "load_codebook": "survey.prepare.codebook_file",
    "load_questionnaire": "survey.questionnaire.load",
    "map_path_priorities": "survey.analysis.paths.path_priorities",
    "map_priorities": "survey.analysis.drivers.priorities",
    "mask_personal": "survey.prepare.masking",
    "measure_indicators": "survey.analysis.sample.indicators",
    "measure_service": "survey.analysis.service.service_levels",
    "model_outcome": "survey.analysis.outcomes.outcomes",
    "plan_sample": "survey.analysis.change.planning",
    "pool_results": "survey.analysis.missing.pooling",
    "post_stratify": "survey.prepare.weights",
    "quote_comments": "survey.analysis.comments.quotes",
    "rake_weights": "survey.prepare.weights",
    "rank_drivers": "survey.analysis.drivers.drivers",
    "rank_drivers_from_table": "survey.analysis.drivers.large_drivers",
    "read_record": "survey.study.record",
    "read_responses": "survey.platforms.read",
    "read_service_log": "survey.operations.read_log",
    "relate_comments": "survey.analysis.comments.comment_relations",
    "relate_service": "survey.analysis.service.relations",
    "replicate_estimates": "survey.stats.replicates",
    "replicate_weights": "survey.prepare.weights_replicates",
    "reproduce_study": "survey.study.reproduction",
    "run_study": "survey.study.run",
    "sample_comments": "survey.analysis.comments.comment_sample",
    "score_constructs": "survey.prepare.scoring",
    "score_index": "survey.analysis.paths.index_scores",
    "score_service": "survey.analysis.service.scorecard",
    "simulate_change": "survey.analysis.change.expected_change",
    "simulate_responses": "survey.prepare.simulate",
    "simulate_service_log": "survey.operations.simulate_log",
    "wrap_frame": "survey.platforms.frame",
    "write_guide": "survey.notebook",
    "write_notebook": "survey.notebook",
    "write_record": "survey.study.record",
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
