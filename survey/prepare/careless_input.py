"""What the indices of careless responding are computed from: ratings as shown, of one range, by construct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.notes import Note
from survey.responses import Responses
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """One index of every respondent.

    Attributes
    ----------
    value
        Shape (n_respondents,), NaN where unknown.
    judged
        What the limit is held against where that is not the value itself.
    about
        What the rule in words tells besides the limit.
    detail
        A frame behind the numbers.
    """

    value: Floats
    judged: Floats | None = None
    about: dict[str, object] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    detail: pd.DataFrame | None = None


@dataclass(frozen=True, eq=False)
class CarelessInput:
    """Ratings of the responses, taken once for all indices."""

    responses: Responses

    @cached_property
    def weights(self) -> Floats | None:
        """The weights, checked, for what is estimated from the sample; None without."""
        given = self.responses.weight_array()
        return None if given is None else check_weights(given, len(self.responses))

    @cached_property
    def ratings(self) -> list[str]:
        """Rating items that the data have, attention checks left out."""
        return [name for name in self.responses.questionnaire.rating_items if name in self.responses.data]

    @cached_property
    def hidden(self) -> Flags:
        """Whether a rating was hidden from a respondent, shape (n_respondents, n_ratings)."""
        values = self.responses.values(self.ratings).to_numpy()
        hidden: Flags = np.column_stack([find_hidden(self.responses, name) for name in self.ratings])
        return np.asarray(hidden & np.isnan(values))

    @cached_property
    def in_order(self) -> Floats:
        """Answers with those hidden from a respondent moved to the end, so that they do not end a run."""
        values = self.responses.values(self.ratings).to_numpy()
        if not self.hidden.any():
            return values
        return np.take_along_axis(values, np.argsort(self.hidden, axis=1, kind="stable"), axis=1)

    @cached_property
    def of_one_range(self) -> list[str]:
        """Ratings of the commonest response range; spreads on 1–7 and 0–10 do not compare."""
        scales = {name: self.responses.questionnaire.item(name).scale for name in self.ratings}
        ranges = {name: (scale.minimum, scale.maximum) for name, scale in scales.items() if scale}
        if not ranges:
            return []
        commonest = Counter(ranges.values()).most_common(1)[0][0]
        return [name for name, own in ranges.items() if own == commonest]

    @cached_property
    def constructs(self) -> list[list[str]]:
        """Rating items of each construct that has two or more in the data."""
        of_all = self.responses.questionnaire.constructs.values()
        found = [[name for name in construct.items if name in self.ratings] for construct in of_all]
        return [items for items in found if len(items) > 1]

    def scale_ends(self, items: list[str]) -> tuple[Floats, Floats]:
        """Return the lowest and the highest points of items."""
        scales = [self.responses.questionnaire.item(name).scale for name in items]
        ends = np.array([(scale.minimum, scale.maximum) for scale in scales if scale], dtype=float)
        return ends[:, 0], ends[:, 1]


def find_hidden(responses: Responses, item: str) -> Flags:
    """Return from whom an item was hidden, as the platform tells, or by the routing where it does not."""
    return np.asarray(responses.was_hidden(item), dtype=np.bool_)


Measure = Callable[[CarelessInput], Measured | Note]
