"""What can go wrong, as one small tree.

::

    SurveyError                 anything the toolkit refuses to do, with what, where and what to do
    ├── QuestionnaireError      a questionnaire file cannot be used; ``.mistakes`` lists every reason
    ├── ReadError               a file cannot be read as answers to this questionnaire
    ├── DataError               these answers do not allow this analysis
    └── OptionError             an argument has no such value; the message lists the good ones
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


class SurveyError(Exception):
    """Stand for every error the toolkit raises on purpose."""


class QuestionnaireError(SurveyError):
    """Say that a questionnaire file cannot be used.

    Parameters
    ----------
    message
        What is wrong, where, and what to do.
    mistakes
        Every mistake found, in file order.
    """

    def __init__(self, message: str, mistakes: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.mistakes = tuple(mistakes)


class ReadError(SurveyError):
    """Say that a file cannot be read as answers to this questionnaire."""


class DataError(SurveyError):
    """Say that these answers do not allow this analysis."""


class OptionError(SurveyError, ValueError):
    """Say that an argument has no such value."""


def check_option(name: str, value: str, good: Iterable[str]) -> None:
    """Raise `OptionError` unless a value is one of the good ones.

    Examples
    --------
    >>> check_option("method", "shapley", ["shapley", "relative_weights"])
    >>> check_option("method", "magic", ["shapley", "relative_weights"])
    Traceback (most recent call last):
    ...
    survey.errors.OptionError: method='magic' is not an option; use one of: shapley, relative_weights.
    """
    choices = list(good)
    if value not in choices:
        raise OptionError(f"{name}={value!r} is not an option; use one of: {', '.join(choices)}.")
