from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import ReadError
from survey.platforms.manifest import Manifest, list_fields, read_manifest


def describe(questionnaire, **options) -> Manifest:
    fields = list_fields(questionnaire, lambda item, part, code: f"{item.id}/{part}/{code}", **options)
    return Manifest(platform="x", questionnaire="q", version="1", language="en", fields=fields)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_a_manifest_names_every_column_and_comes_back_from_its_file(drawn_questionnaires, tmp_path_factory, data):
    questionnaire = data.draw(drawn_questionnaires())
    manifest = describe(questionnaire, value=lambda item, code: f"A{code}")
    assert tuple(one.column for one in manifest.fields) == questionnaire.columns
    path = tmp_path_factory.mktemp("manifest") / "a.manifest.json"
    path.write_text(manifest.to_json(), encoding="utf-8")
    assert read_manifest(path) == manifest


def test_labels_values_and_keying_are_told(shop):
    manifest = describe(shop, value=lambda item, code: f"A{code}" if code > 90 else str(code), language="en")
    field = manifest.find("paid/answer/0")
    assert field is not None
    assert (field.codes, field.labels["en"][2], list(field.labels)) == ({"A99": 99}, "By phone", ["en"])
    assert [one.item for one in manifest.fields if one.reverse] == ["shop_dear"]
    option = manifest.find("bought/option/4")
    assert option is not None
    assert (option.column, option.labels) == ("bought__4", {"en": {4: "Something else"}})


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"manifest": 2}', '{"manifest": 1, "fields": [{}]}', '{"manifest": 1, "fields": 5}', "\x00"],
)
def test_what_is_no_manifest_is_refused(tmp_path, text):
    path = tmp_path / "a.manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match="is no manifest"):
        read_manifest(path)
    with pytest.raises(ReadError, match="no such file"):
        read_manifest(tmp_path / "b.manifest.json")


def test_a_manifest_of_another_questionnaire_is_refused(shop, read, tmp_path):
    path = tmp_path / "a.manifest.json"
    content = json.loads(describe(shop).to_json())
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ReadError, match="of the questionnaire 'q', not of 'corner-shop'"):
        read("sat,stars,nps,age\n5,5,5,50\n", manifest=path)
