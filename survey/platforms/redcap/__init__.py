"""REDCap."""

from __future__ import annotations

from survey.platforms.redcap.answers import read_records, recognise_records
from survey.platforms.redcap.draft import draft_redcap
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="REDCap",
    suffixes=(".csv", ".zip"),
    drafts=draft_redcap,
    recognises=recognise_records,
    adapts=read_records,
)
