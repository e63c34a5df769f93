from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from survey.errors import OptionError
from survey.platforms import registry
from survey.platforms.files.column import Column
from survey.platforms.files.table import Origin, Table
from survey.platforms.registry import ALIASES, PLATFORMS, Platform, adapt_table, find_platform, recognise_table

TABLE = Table(
    origin=Origin(file="a.csv", sha256="0" * 64, kind="csv"),
    headings=("#1",),
    columns=(Column.from_cells(["5"]),),
    rows=np.array([2]),
)


@pytest.fixture
def marked(monkeypatch):
    """A platform whose headings begin with a hash."""
    platform = Platform(
        title="Marked",
        recognises=lambda table: table.headings[0].startswith("#"),
        adapts=lambda table, questionnaire, manifest: replace(table, headings=("sat",)),
    )
    load = registry.import_module
    monkeypatch.setattr(
        registry, "import_module", lambda name: SimpleNamespace(PLATFORM=platform) if name == "marked" else load(name)
    )
    monkeypatch.setattr(registry, "_MODULES", {"marked": "marked", **registry._MODULES})
    monkeypatch.setattr(registry, "PLATFORMS", ("marked", *PLATFORMS))
    return platform


@pytest.mark.parametrize("name", [*PLATFORMS, *ALIASES])
def test_every_platform_loads_and_goes_out_or_comes_back(name):
    platform = find_platform(name)
    assert platform.title
    assert platform.drafts is not None or platform.adapts is not None
    assert (platform.drafts is None) == (not platform.suffixes)
    assert (platform.recognises is None) == (platform.adapts is None)


def test_an_unknown_platform_is_refused_with_the_good_names():
    with pytest.raises(OptionError, match=r"use one of: auto, limesurvey, .*plain"):
        find_platform("lime")


def test_a_platform_turns_its_table_into_a_plain_one(shop, marked):
    assert recognise_table(TABLE) == "marked"
    adapted = adapt_table(TABLE, shop)
    assert adapted.headings == ("sat",)
    assert adapted.origin.platform == "Marked"
    assert adapt_table(TABLE, shop, "Marked").headings == ("sat",)
    assert adapt_table(TABLE, shop, "plain").headings == ("#1",)
    assert adapt_table(replace(TABLE, headings=("sat1",)), shop).headings == ("sat1",)


def test_a_platform_without_response_files_is_refused(shop):
    with pytest.raises(OptionError, match="has no response files; use one of: auto"):
        adapt_table(TABLE, shop, "ddi")
