"""What a study is asked to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from survey.errors import OptionError, check_option

Progress = Callable[[str, int, int], None]

# The further analyses in the order they are made.
FURTHER = (
    "missing",
    "validity",
    "linearity",
    "asymmetry",
    "necessity",
    "change",
    "confounding",
    "segments",
    "waves",
    "decomposition",
    "paths",
    "comments",
    "comment_relations",
    "quotes",
    "themes",
    "service",
    "scorecard",
    "control",
    "rating_screening",
    "service_relations",
)


@dataclass(frozen=True, kw_only=True)
class StudyOptions:
    """The options of `run_study`, as given.

    Attributes
    ----------
    depth
        Whether the further analyses are made, or the names of those that are.
    wave
        The column, item or paradata that tells the wave; None for a survey of one wave.
    segments
        The items to compare groups by; None takes the questionnaire's profile items.
    """

    seed: int = 1
    n_boot: int = 1000
    screen: bool = True
    weigh: bool = True
    language: str | None = None
    depth: bool | tuple[str, ...] = True
    wave: str | None = None
    segments: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.n_boot < 0 or self.seed < 0:
            raise OptionError(f"n_boot={self.n_boot} and seed={self.seed} must be 0 or more.")
        if not isinstance(self.depth, bool):
            for name in self.depth:
                check_option("depth", name, FURTHER)

    def asks_for(self, name: str) -> bool:
        """Tell whether an analysis is named in `depth`."""
        return not isinstance(self.depth, bool) and name in self.depth


def list_names(names: Iterable[str] | None, argument: str) -> tuple[str, ...] | None:
    """Return names as a tuple; None stays None, and one text is refused, for its letters would count as names.

    Examples
    --------
    >>> list_names(["gender", "region"], "segments")
    ('gender', 'region')
    """
    if isinstance(names, str):
        raise OptionError(f"{argument}={names!r} is one text; give a list of names, such as [{names!r}].")
    return None if names is None else tuple(dict.fromkeys(names))
