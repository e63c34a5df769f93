"""Indices of careless responding, one number per respondent."""

from survey.stats.careless.agreement import correlate_pairs, even_odd, find_synonyms, psychometric_synonyms
from survey.stats.careless.copies import Match, closest_match
from survey.stats.careless.distance import distance_p, mahalanobis, pairwise_covariance
from survey.stats.careless.guttman import GuttmanErrors, guttman_errors
from survey.stats.careless.runs import average_run, longest_pattern, longest_run
from survey.stats.careless.spread import intra_individual_sd, split_sd

__all__ = [
    "GuttmanErrors",
    "Match",
    "average_run",
    "closest_match",
    "correlate_pairs",
    "distance_p",
    "even_odd",
    "find_synonyms",
    "guttman_errors",
    "intra_individual_sd",
    "longest_pattern",
    "longest_run",
    "mahalanobis",
    "pairwise_covariance",
    "psychometric_synonyms",
    "split_sd",
]
