"""Stata files that end too early are told from files that only look so."""

from __future__ import annotations

import pandas as pd
import pyreadstat
import pytest

from survey.errors import ReadError
from survey.platforms.read import read_responses
from survey.platforms.stata import write_responses
from survey.responses import Responses


@pytest.mark.parametrize("version", [8, 12, 13, 14])
def test_many_short_rows_are_a_whole_file(kiosk, version, tmp_path):
    frame = pd.DataFrame({"sat": [1.0, 5.0], "talked": [1.0, 0.0], "comment": ["a", "b"]})
    pyreadstat.write_dta(pd.concat([frame] * 4000), tmp_path / "a.dta", version=version)
    read = read_responses(tmp_path / "a.dta", kiosk)
    assert read.data["comment"].tolist() == ["a", "b"] * 4000


def test_every_cut_of_a_file_is_refused(shop, draw_answers, tmp_path, write):
    answers = draw_answers(shop, 2, size=4, texts=["plain", "字" * 200])
    whole = write_responses(Responses(questionnaire=shop, data=answers), tmp_path / "a.dta").read_bytes()
    for size in [11, 40, 120, 500, len(whole) // 2, len(whole) - len(b"</stata_dta>") - 60]:
        with pytest.raises(ReadError):
            read_responses(write(whole[:size], "cut.dta"), shop)
