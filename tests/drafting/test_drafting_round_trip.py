"""Exported here, drafted from the export: the same questionnaire, and it reads the same answers."""

from __future__ import annotations

from importlib import import_module

import pandas as pd
import pytest

import survey as sv

FORMS = [("qualtrics", "form.qsf"), ("limesurvey", "form.lss"), ("limesurvey", "form.txt"), ("xlsform", "form.xlsx")]


@pytest.mark.parametrize(("platform", "file"), FORMS, ids=[file.split(".")[1] for _, file in FORMS])
def test_a_draft_from_an_export_asks_the_same(shipped, platform, file, tmp_path, drafted, compare, blocks):
    sv.export_questionnaire(shipped, platform, tmp_path / "out" / file)
    draft = drafted(tmp_path / "out" / file)
    assert draft.languages == shipped.languages
    assert dict(draft.title) == dict(shipped.title)
    assert dict(draft.intro or {}) == dict(shipped.intro or {})
    assert dict(draft.consent or {}) == dict(shipped.consent or {})
    assert draft.consent_required == shipped.consent_required
    changed = file.endswith(".xlsx")  # a form has straight quotation marks only
    compare(draft, shipped, plainly=changed)
    assert blocks(draft) == blocks(shipped, plainly=changed)


@pytest.mark.parametrize(("platform", "file"), FORMS, ids=[file.split(".")[1] for _, file in FORMS])
def test_a_draft_from_an_export_reads_the_answers(shipped, platform, file, tmp_path, drafted):
    sv.export_questionnaire(shipped, platform, tmp_path / "out" / file)
    draft = drafted(tmp_path / "out" / file)
    simulated = sv.simulate_responses(shipped, n=60, seed=4)
    simulated.data.to_csv(tmp_path / "answers.csv")
    read = sv.read_responses(tmp_path / "answers.csv", draft)
    pd.testing.assert_frame_equal(read.data, simulated.data, check_index_type=False, check_names=False)


def test_a_draft_from_a_data_dictionary_asks_the_same(shipped, tmp_path, drafted):
    sv.export_questionnaire(shipped, "redcap", tmp_path / "out" / "form.csv")
    draft = drafted(tmp_path / "out" / "form.csv")
    language = shipped.languages[0]
    assert draft.languages == (language,)
    assert (draft.consent or {}).get(language) == (shipped.consent or {}).get(language)
    by_name = dict(zip(shipped.items, draft.items.values(), strict=True))  # names are in lower case there
    for name, found in by_name.items():
        item = shipped.items[name]
        assert found.id == name.lower()
        assert (found.type, found.text[language], found.required) == (item.type, item.text[language], item.required)
        assert (found.special_codes, tuple(found.labels)) == (item.special_codes, tuple(item.labels))
        assert (found.matrix or "").lower() == (item.matrix or "").lower()
        assert (found.shown_if and found.shown_if.node) == (item.shown_if and item.shown_if.node)
        assert [(one.code, one.has_text) for one in found.choices] == [(one.code, one.has_text) for one in item.choices]


@pytest.mark.parametrize(("platform", "file"), [("spss", "form.sav"), ("stata", "form.dta")])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_draft_from_a_template_of_a_statistics_program(shipped, platform, file, language, tmp_path, drafted):
    pytest.importorskip("pyreadstat")
    sv.export_questionnaire(shipped, platform, tmp_path / "out" / file, language=language)
    draft = drafted(tmp_path / "out" / file)
    assert draft.languages == (language,)
    assert list(draft.items) == list(shipped.items)
    for name, item in shipped.items.items():
        found = draft.items[name]
        assert item.text[language].startswith(found.text[language].rstrip("…"))  # SPSS and Stata cut long ones
        told = item.type != "stars" and (file, item.type) != ("form.dta", "long_text")
        if told:  # the files say of stars no more than that they are numbers, and Stata nothing of lines
            assert (found.type, found.special_codes) == (item.type, item.special_codes), name
            assert [(one.code, one.has_text) for one in found.choices] == [
                (one.code, one.has_text) for one in item.choices
            ]
            wanted = {code: label.get(language, "") for code, label in item.labels.items()}
            assert {code: label.get(language, "") for code, label in found.labels.items()} == wanted


@pytest.mark.parametrize("kind", ["csv", "xlsx", "sav", "dta"])
def test_a_draft_from_answers_reads_them(shipped, kind, tmp_path, drafted):
    simulated = sv.simulate_responses(shipped, n=150, seed=4)
    path = tmp_path / f"answers.{kind}"
    if kind in ("sav", "dta"):
        pytest.importorskip("pyreadstat")
        module = import_module("survey.platforms.spss" if kind == "sav" else "survey.platforms.stata")
        module.write_responses(simulated, path, language="en")
    elif kind == "csv":
        simulated.data.to_csv(path)
    else:
        simulated.data.to_excel(path)
    draft = drafted(path)
    filled = [name for name in simulated.data.columns if simulated.data[name].notna().any()]
    texts = [name for name in simulated.data.columns if name.endswith("__text")]
    assert set(draft.columns) == {*filled, *texts}
    read = sv.read_responses(path, draft)
    assert read.problems[read.problems["row"] > 0].empty
    found, wanted = read.data[filled], simulated.data[filled]
    pd.testing.assert_frame_equal(found, wanted, check_index_type=False, check_names=False, check_dtype=False)
