"""The platforms whose exports can be read, by name.

A platform has a file of its own with one `Platform` in it. It tells its exports from others, and turns its table into
a plain one: headings that are item ids, cells that are codes, labels or blank. All the rest is the same for every
platform.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from survey.errors import check_option
from survey.platforms.files.table import Table
from survey.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True)
class Platform:
    """How the exports of one platform are read.

    Attributes
    ----------
    recognises
        Tells whether a table is an export of the platform.
    adapts
        Returns the table as a plain one, its findings named with what cannot be kept.
    """

    recognises: Callable[[Table], bool]
    adapts: Callable[[Table, Questionnaire], Table]


def _accept(table: Table) -> bool:
    return True


def _keep(table: Table, questionnaire: Questionnaire) -> Table:
    return table


PLAIN = "plain"
AUTO = "auto"
# In the order in which platform="auto" tries them; plain recognises everything, so it comes last.
PLATFORMS: dict[str, Platform] = {PLAIN: Platform(_accept, _keep)}


def check_platform(platform: str) -> None:
    """Raise `OptionError` unless a platform is known."""
    check_option("platform", platform, [AUTO, *PLATFORMS])


def adapt_table(table: Table, questionnaire: Questionnaire, platform: str = AUTO) -> Table:
    """Return the table of a platform's export as a plain one.

    Parameters
    ----------
    table
        As read from the file.
    questionnaire
        What was asked.
    platform
        Its name, or ``auto`` for the first that recognises the table.
    """
    if platform != AUTO:
        return PLATFORMS[platform].adapts(table, questionnaire)
    chosen = next(one for one in PLATFORMS.values() if one.recognises(table))
    return chosen.adapts(table, questionnaire)
