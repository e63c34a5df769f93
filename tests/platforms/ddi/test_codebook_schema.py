"""Codebooks hold to the official schema of DDI-Codebook 2.5."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from survey.platforms.ddi.codebook import draft_codebook
from survey.platforms.registry import Order

DDI = "{ddi:codebook:2_5}"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_shipped_questionnaires_hold_to_the_schema(shipped, language, schema, write_codebook):
    root = write_codebook(shipped, language)
    assert schema.validate(root), schema.error_log


def test_the_shop_holds_to_the_schema(shop, schema, write_codebook):
    assert schema.validate(write_codebook(shop)), schema.error_log


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_questionnaires_hold_to_the_schema(drawn_questionnaires, schema, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = data.draw(st.sampled_from(questionnaire.languages))
    order = Order(questionnaire=questionnaire, language=language, suffix=".xml", post_to=None)
    assert schema.validate(etree.fromstring(draft_codebook(order).content)), schema.error_log


def test_the_schema_refuses_what_is_wrong(shop, schema, write_codebook):
    root = write_codebook(shop)
    variable = root.find(f".//{DDI}var")
    variable.append(variable.find(f"{DDI}labl"))
    assert not schema.validate(root)
    root = write_codebook(shop)
    root.remove(root.find(f"{DDI}stdyDscr"))
    assert not schema.validate(root)
    root = write_codebook(shop)
    root.find(f".//{DDI}var").set("nature", "sideways")
    assert not schema.validate(root)
