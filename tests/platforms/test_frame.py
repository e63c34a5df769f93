from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from survey.errors import OptionError, ReadError
from survey.platforms.frame import wrap_frame
from survey.platforms.read import read_responses


def frame(**columns) -> pd.DataFrame:
    return pd.DataFrame({"sat": [5, 4], "stars": [5, 1], "nps": [0, 10], **columns})


def test_codes_and_labels_in_hand(shop):
    given = frame(
        paid=pd.Categorical(["Cash", None]),
        age=[42.0, np.nan],
        day=[datetime(2026, 11, 22), None],
        talked=[True, False],
    )
    before = given.copy()
    responses = wrap_frame(given, shop)
    assert responses.data["nps"].tolist() == [0, 10]
    assert responses.data["paid"].fillna(-1).tolist() == [1, -1]
    assert responses.data["age"].fillna(-1).tolist() == [42, -1]
    assert responses.data["day"][1] == pd.Timestamp(2026, 11, 22)
    assert responses.data.index.tolist() == [1, 2]
    assert responses.log[0].because == "data frame: pandas"
    pd.testing.assert_frame_equal(given, before)


def test_rows_count_as_in_a_file(shop, named):
    assert named(wrap_frame(frame(age=[42, 7]), shop)) == [(3, "age", "7")]


def test_data_of_responses_come_back(shop):
    first = wrap_frame(frame(comment=["x", None], bought=["Bread; 4", ""]), shop)
    again = wrap_frame(first.data, shop)
    pd.testing.assert_frame_equal(again.data, first.data)
    assert len(again.problems) == 0


@pytest.mark.parametrize(
    ("index", "ids"),
    [
        (pd.RangeIndex(2), [1, 2]),
        (pd.Index(["a", "b"]), ["a", "b"]),
        (pd.Index([8, 5], name="respondent"), [8, 5]),
        (pd.RangeIndex(2, name="respondent"), [0, 1]),
        (pd.Index([3, 3]), [1, 2]),
    ],
)
def test_an_index_of_its_own_gives_the_ids(shop, index, ids):
    assert wrap_frame(frame().set_axis(index), shop).data.index.tolist() == ids


def test_an_id_column_is_preferred_to_a_nameless_index(shop):
    assert wrap_frame(frame(id=[7, 9]).set_axis(["a", "b"]), shop).data.index.tolist() == [7, 9]


def test_an_id_column_can_be_asked_for(shop):
    assert wrap_frame(frame(key=["x", "y"]), shop, respondent="key").data.index.tolist() == ["x", "y"]


def test_the_same_frame_has_the_same_hash(shop):
    one, two, other = wrap_frame(frame(), shop), wrap_frame(frame(), shop), wrap_frame(frame(age=[42, 43]), shop)
    assert one.sources == two.sources != other.sources


def test_mixed_objects_keep_their_own_text(shop):
    responses = wrap_frame(frame(comment=pd.Series([True, 1], dtype=object)), shop)
    assert responses.data["comment"].tolist() == ["TRUE", "1"]


def test_half_characters_are_named(shop, named):
    responses = wrap_frame(frame(comment=pd.Series(["a\ud800", "b"], dtype=object)), shop)
    assert responses.data["comment"].tolist() == ["a?", "b"]
    assert named(responses, "row", "column", "reason") == [(2, "comment", "half of a character, replaced by '?'")]


def test_an_empty_row_is_named(shop, named):
    responses = wrap_frame(pd.DataFrame({"sat": [5, None], "stars": [5, None], "nps": [1, None]}), shop)
    assert len(responses) == 1
    assert named(responses, "row", "reason") == [(3, "empty row")]


@pytest.mark.parametrize("empty", [pd.DataFrame(), pd.DataFrame(columns=["sat"]), pd.DataFrame(index=[1, 2])])
def test_an_empty_frame_is_refused(shop, empty):
    with pytest.raises(ReadError, match="the data frame is empty"):
        wrap_frame(empty, shop)


def test_levels_of_headings_are_refused(shop):
    with pytest.raises(ReadError, match="several levels"):
        wrap_frame(pd.concat({"a": frame()}, axis=1), shop)


def test_read_responses_takes_a_frame_but_no_file_options(shop):
    assert len(read_responses(frame(), shop)) == 2
    with pytest.raises(OptionError, match="are for files"):
        read_responses(frame(), shop, encoding="utf-8")


def test_an_unknown_language_is_refused(shop):
    with pytest.raises(OptionError, match="language='fr'"):
        wrap_frame(frame(), shop, language="fr")
