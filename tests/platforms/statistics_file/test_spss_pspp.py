"""PSPP, which shares no code with this project, sees the same in the files as the questionnaire says."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.platforms.spss import name_fields, write_responses
from survey.prepare.simulate import simulate_responses
from survey.responses import Responses

LONGEST_LABEL, LONGEST_VALUE_LABEL = 255, 120  # bytes, in SPSS


def list_variables(tables) -> dict[str, dict[str, str]]:
    heads = ["name", "position", "label", "measure", "role", "width", "alignment", "print", "write", "missing"]
    rows = [dict(zip(heads, row, strict=False)) for row in tables["Variables"]]
    return {row["name"]: row for row in rows}


def list_value_labels(tables) -> dict[str, dict[int, str]]:
    labels: dict[str, dict[int, str]] = {}
    name = ""
    for first, value, label in tables.get("Value Labels", []):
        name = first or name
        labels.setdefault(name, {})[int(re.sub(r"\[.*", "", value))] = label
    return labels


def fits(text: str, most: int) -> bool:
    return len(text.encode()) <= most


def check_dictionary(questionnaire, language, tables, missing_mark) -> None:
    variables, labels = list_variables(tables), list_value_labels(tables)
    for field in name_fields(questionnaire, language).fields:
        shown = variables[field.name]
        if field.part == "consent":
            continue
        item = questionnaire.items[field.item]
        whole = item.text[language]
        if field.part == "answer" and not item.unit and fits(whole, LONGEST_LABEL):
            assert shown["label"] == " ".join(whole.split())
        if field.part == "answer":
            wanted = "Ordinal" if item.is_rating else "Scale" if item.type in ("number", "date") else "Nominal"
            assert shown["measure"] == wanted
            special = sorted(item.special_codes)
            assert sorted(map(int, filter(None, shown.get("missing", "").split("; ")))) == special
            expected = {code: text[language] for code, text in item.labels.items() if text.get(language)}
            assert labels.get(field.name, {}).keys() == expected.keys()
            for code, text in expected.items():
                if fits(text, LONGEST_VALUE_LABEL):
                    assert labels[field.name][code] == text
        if field.part == "option":
            assert labels[field.name].keys() == {0, 1}
            assert field.labels[language][field.code] in shown["label"]
    assert missing_mark in variables


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("suffix", [".sav", ".zsav"])
def test_pspp_shows_labels_and_counts_answers(shipped, language, suffix, run_pspp, tmp_path):
    simulated = simulate_responses(shipped, n=40, seed=5)
    agreed = pd.DataFrame({"consent": 1.0}, index=simulated.data.index)
    simulated = replace(simulated, paradata=simulated.paradata.assign(**agreed))
    write_responses(simulated, tmp_path / f"answers{suffix}", language=language)
    items = [item for item in shipped.items.values() if item.labels and item.type != "multiple_choice"]
    names = {field.item: field.name for field in name_fields(shipped).fields if field.part == "answer"}
    counted = " ".join(names[item.id] for item in items)
    tables = run_pspp(f"GET FILE='answers{suffix}'.\nDISPLAY DICTIONARY.\nFREQUENCIES {counted}.")
    check_dictionary(shipped, language, tables, "respondent")
    for item in items:
        counts = simulated.data[item.id].value_counts().to_dict()
        special = set(item.special_codes)
        shown: dict[str, dict[float, int]] = {"Valid": {}, "Missing": {}}
        part = ""
        for first, value, count, *_ in tables[names[item.id]]:
            part = first or part
            if part in shown and value:
                code = value.split(" ")[0]
                if code != ".":
                    shown[part][float(code)] = int(count)
        assert shown["Valid"] == {code: n for code, n in counts.items() if code not in special}
        assert shown["Missing"] == {code: n for code, n in counts.items() if code in special}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_pspp_shows_the_labels_of_a_template(shipped, language, run_pspp, tmp_path):
    export_questionnaire(shipped, "spss", tmp_path / "template.sav", language=language)
    first = name_fields(shipped, language).fields[0].name
    check_dictionary(shipped, language, run_pspp("GET FILE='template.sav'.\nDISPLAY DICTIONARY."), first)


@pytest.mark.parametrize("suffix", [".sav", ".zsav"])
def test_pspp_lists_texts_dates_and_multiple_response_sets(shop, suffix, run_pspp, draw_answers, tmp_path):
    texts = ["plain", "字" * 200, "x" * 700 + "end", "🙂 ok"]
    answers = draw_answers(shop, 3, size=9, texts=texts, blanks=0.1)
    write_responses(Responses(questionnaire=shop, data=answers), tmp_path / f"answers{suffix}", language="en")
    tables = run_pspp(
        f"GET FILE='answers{suffix}'.\nMRSETS /DISPLAY NAME=ALL.\n"
        "COMPUTE days = CTIME.DAYS(day - DATE.DMY(1,1,1970)).\nCOMPUTE size = LENGTH(RTRIM(comment)).\n"
        "FORMATS days size age (F10.0) spent (F20.8).\nLIST days size age spent."
    )
    sets = tables["Multiple Response Sets"]
    assert [row[0] for row in sets] == ["$bought", "$topics"]
    assert "bought__1" in sets[0][-1] and "topics__2" in sets[1][-1]
    for cells, (_, row) in zip(tables["Data List"], answers.iterrows(), strict=True):
        shown = [cell.strip() for cell in cells]
        day = row["day"]
        assert shown[0] == ("." if day != day else str((day - pd.Timestamp(1970, 1, 1)).days))
        assert int(shown[1]) == (len(row["comment"].encode()) if isinstance(row["comment"], str) else 0)
        assert shown[2] == ("." if np.isnan(row["age"]) else f"{row['age']:.0f}")
        assert shown[3] == ("." if np.isnan(row["spent"]) else f"{row['spent']:.8f}")


@pytest.mark.parametrize("how", ["UNCOMPRESSED", "COMPRESSED", "ZCOMPRESSED"])
def test_a_template_filled_in_by_pspp_comes_back(shop, how, run_pspp, draw_answers, tmp_path):
    export_questionnaire(shop, "spss", tmp_path / "template.sav", language="zh-CN")
    answers = draw_answers(shop, 8, size=12, texts=["plain", "好的", 'said "no"', "字" * 60, "x" * 255])
    kinds = {name: str(answers[name].dtype) for name in answers}
    forms = {"str": "A255", "datetime64[us]": "SDATE10"}
    declared = " ".join(f"{name} ({forms.get(kind, 'F8.3')})" for name, kind in kinds.items())
    lines = []
    for _, row in answers.iterrows():
        cells = []
        for name, kind in kinds.items():
            blank = row[name] is None or row[name] != row[name]
            if kind == "str":
                cells.append('"' + ("" if blank else row[name]).replace('"', '""') + '"')
            else:
                cells.append("." if blank else f"{row[name]:%Y/%m/%d}" if kind.startswith("date") else f"{row[name]:g}")
        lines.append("\t".join(cells))
    (tmp_path / "typed.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    run_pspp(
        f"GET DATA /TYPE=TXT /FILE='typed.txt' /DELIMITERS='\\t' /QUALIFIER='\"' /VARIABLES={_flat(declared)}.\n"
        f"APPLY DICTIONARY FROM='template.sav'.\nSAVE OUTFILE='filled.sav' /{how}."
    )
    read = read_responses(tmp_path / "filled.sav", shop)
    assert_frame_equal(read.data, answers, check_index_type=False)
    assert not (read.problems["row"] > 0).any(), read.problems.to_string()


def _flat(declared: str) -> str:
    return declared.replace("(", "").replace(")", "")
