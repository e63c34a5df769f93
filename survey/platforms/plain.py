"""A plain table: headings that are ids or wordings, cells that are codes or labels."""

from __future__ import annotations

from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.registry import Platform
from survey.questionnaire.questionnaire import Questionnaire


def _accept(table: Table) -> bool:
    return True


def _keep(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    return table


PLATFORM = Platform(title="plain table", recognises=_accept, adapts=_keep)
