from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from survey.errors import OptionError
from survey.platforms import registry
from survey.platforms.files.table import Origin, Table
from survey.platforms.registry import Platform, adapt_table, check_platform

TABLE = Table(
    origin=Origin(file="a.csv", sha256="0" * 64, kind="csv"),
    headings=("#1",),
    cells=(np.array(["5"], dtype=object),),
    rows=np.array([2]),
)


def test_known_platforms_pass():
    check_platform("auto")
    check_platform("plain")
    with pytest.raises(OptionError, match="use one of: auto, plain"):
        check_platform("Plain")


def test_a_platform_turns_its_table_into_a_plain_one(shop, monkeypatch):
    marked = Platform(
        lambda table: table.headings[0].startswith("#"), lambda table, q: replace(table, headings=("sat",))
    )
    monkeypatch.setattr(registry, "PLATFORMS", {"marked": marked, **registry.PLATFORMS})
    assert adapt_table(TABLE, shop).headings == ("sat",)
    assert adapt_table(TABLE, shop, "marked").headings == ("sat",)
    assert adapt_table(TABLE, shop, "plain").headings == ("#1",)
    assert adapt_table(replace(TABLE, headings=("sat1",)), shop).headings == ("sat1",)
