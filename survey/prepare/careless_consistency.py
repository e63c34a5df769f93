"""Signs that answers do not fit together: distance, halves, synonyms, antonyms, Guttman errors."""

from __future__ import annotations

import numpy as np

from survey.errors import DataError
from survey.notes import Note
from survey.prepare.careless_input import CarelessInput, Measured
from survey.stats.careless import correlate_pairs, distance_p, even_odd, find_synonyms, guttman_errors, mahalanobis

# Meade & Craig 2012, Psychological Methods 17:437: pairs correlating beyond .60 either way.
SYNONYMS_ABOVE, ANTONYMS_BELOW = 0.60, -0.60
LEAST_PAIRS = 3


def measure_distance(given: CarelessInput) -> Measured | Note:
    """Return squared Mahalanobis distances over the answered ratings, judged by their p values."""
    values = given.responses.values(given.ratings)
    still = [str(name) for name in values if values[name].nunique() < 2]
    items = values.drop(columns=still)
    if items.shape[1] < 2:
        return Note("careless_no_ratings", sign="mahalanobis")
    notes = (Note("careless_constant", sign="mahalanobis", items=", ".join(still)),) if still else ()
    x, weights = items.to_numpy(), given.weights
    try:
        squared = mahalanobis(x, weights, missing="answered")
    except DataError:
        return Note("careless_singular", n=len(x), n_items=x.shape[1])
    p = distance_p(squared, (~np.isnan(x)).sum(axis=1))
    return Measured(value=squared, judged=p, about={"n_items": x.shape[1]}, notes=notes)


def measure_even_odd(given: CarelessInput) -> Measured | Note:
    """Return the consistency of even and odd halves of the constructs, 1 the best, items put on one range."""
    scales = given.constructs
    if len(scales) < LEAST_PAIRS:
        return Note("careless_few_constructs", sign="even_odd", least=LEAST_PAIRS)
    items = [name for items in scales for name in items]
    low, high = given.scale_ends(items)
    keyed = np.column_stack([given.responses.keyed([name])[name] for name in items])
    consistency = -even_odd((keyed - low) / (high - low), [len(each) for each in scales])
    return Measured(value=consistency, about={"n_scales": len(scales)})


def measure_synonyms(given: CarelessInput) -> Measured | Note:
    """Return each respondent's correlation over pairs of ratings that correlate highly in the sample."""
    return _measure_pairs(given, "synonyms", SYNONYMS_ABOVE)


def measure_antonyms(given: CarelessInput) -> Measured | Note:
    """Return each respondent's correlation over pairs of ratings that correlate negatively in the sample."""
    found = _measure_pairs(given, "antonyms", ANTONYMS_BELOW)
    return found if isinstance(found, Note) else Measured(value=found.value, judged=-found.value, about=found.about)


def _measure_pairs(given: CarelessInput, sign: str, critical: float) -> Measured | Note:
    items = given.of_one_range
    if len(items) < 2:
        return Note("careless_no_ratings", sign=sign)
    x = given.responses.values(items).to_numpy()
    pairs = find_synonyms(x, critical, given.weights)
    n_pairs = int(pairs.sum())
    if n_pairs < LEAST_PAIRS:
        return Note("careless_few_pairs", sign=sign, n_pairs=n_pairs, critical=critical, least=LEAST_PAIRS)
    return Measured(value=correlate_pairs(x, pairs), about={"n_pairs": n_pairs, "critical": critical})


def measure_guttman(given: CarelessInput) -> Measured | Note:
    """Return Guttman errors within constructs over the most possible, both summed over the constructs."""
    if not given.constructs:
        return Note("careless_few_constructs", sign="guttman", least=1)
    errors, most = np.zeros(len(given.responses)), np.zeros(len(given.responses))
    for items in given.constructs:
        low, high = given.scale_ends(items)
        found = guttman_errors(given.responses.keyed(items).to_numpy(), low, high, given.weights)
        errors += np.nan_to_num(found.errors)
        most += np.nan_to_num(found.most)
    share = np.divide(errors, most, out=np.full(len(errors), np.nan), where=most > 0)
    return Measured(value=share, about={"n_scales": len(given.constructs)})
