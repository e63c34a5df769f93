"""Parquet files: what their metadata say, and files of other programs, with types of every kind."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

from survey.errors import ReadError
from survey.platforms.export import export_questionnaire
from survey.platforms.parquet import name_fields, write_responses
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.responses import Responses

LABELS = {1: "Strongly disagree", 2: "Disagree", 3: "Neither", 4: "Agree", 5: "Strongly agree"}


def row_problems(read: Responses) -> list[tuple]:
    rows = read.problems[read.problems["row"] > 0]
    return [tuple(row) for row in rows[["row", "column", "value"]].itertuples(index=False)]


@pytest.fixture
def read_table(kiosk, tmp_path):
    """Read a table of Arrow as answers to the kiosk's questionnaire."""

    def read(table: pa.Table, **options) -> Responses:
        pq.write_table(table, tmp_path / "a.parquet", **options)
        return read_responses(tmp_path / "a.parquet", kiosk)

    return read


def test_a_file_of_pandas_is_read_by_its_labels_and_index(kiosk, tmp_path):
    sat = pd.Categorical.from_codes([4, 0, -1], categories=list(LABELS.values()), ordered=True)
    frame = pd.DataFrame(
        {
            "Overall, I am satisfied.": sat,
            "talked": [True, False, None],
            "day": pd.to_datetime(["2025-12-24", None, "1900-01-01"]),
            "comment": ["好", None, ""],
        },
        index=pd.Index(["a", "b", "c"], name="respondent"),
    )
    frame.to_parquet(tmp_path / "a.parquet")
    read = read_responses(tmp_path / "a.parquet", kiosk)
    assert read.data.index.tolist() == ["a", "b", "c"]
    assert read.data["sat"].fillna(0).tolist() == [5, 1, 0]
    assert read.data["talked"].fillna(9).tolist() == [1, 0, 9]
    assert read.data["day"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2025-12-24", "", "1900-01-01"]
    assert read.data["comment"].fillna("").tolist() == ["好", "", ""]
    assert row_problems(read) == []


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.uint16(), pa.int64(), pa.float32(), pa.float64(), pa.decimal128(9, 2), pa.string()]
)
def test_codes_of_every_type_are_read(read_table, kind):
    codes = [5, None, 97]
    if pa.types.is_decimal(kind):
        codes = [None if code is None else Decimal(code) for code in codes]
    elif pa.types.is_string(kind):
        codes = ["5", None, "97"]
    read = read_table(pa.table({"sat": pa.array(codes, kind), "talked": [1, 0, 1], "comment": ["a", "b", "c"]}))
    assert read.data["sat"].fillna(0).tolist() == [5, 0, 97]
    assert row_problems(read) == []


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int8(), pa.string())])
@pytest.mark.parametrize("options", [{}, {"compression": "gzip"}, {"use_dictionary": False, "row_group_size": 2}])
def test_a_file_without_the_metadata_of_pandas_is_read(read_table, kind, options):
    sat = pa.array(["Agree", None, "同意", "Agree", "Does not apply"], pa.string()).cast(kind)
    comment = pa.array(["a", "b", None, "d", "好"], pa.large_string())
    table = pa.table({"sat": sat, "talked": pa.array([1, 0, 1, 1, 0], pa.uint8()), "comment": comment})
    assert table.schema.metadata is None
    read = read_table(table, **options)
    assert read.data["sat"].fillna(0).tolist() == [4, 0, 4, 4, 97]
    assert read.data["comment"].fillna("").tolist() == ["a", "b", "", "d", "好"]


def test_a_dictionary_as_large_as_its_index_allows_is_read(read_table):
    texts = [f"text {place}" for place in range(128)]
    comment = pa.DictionaryArray.from_arrays(pa.array([*range(128), None], pa.int8()), pa.array(texts))
    read = read_table(pa.table({"sat": [1] * 129, "talked": [0] * 129, "comment": comment}))
    assert read.data["comment"].fillna("").tolist() == [*texts, ""]


@pytest.mark.parametrize(
    "kind",
    [pa.date32(), pa.date64(), pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("ns")],
)
def test_dates_of_every_type_are_read(read_table, kind):
    days = [datetime(2025, 12, 24), None, datetime(1901, 1, 1)]
    days = [day and day.date() for day in days] if pa.types.is_date(kind) else days
    read = read_table(pa.table({"sat": [1, 2, 3], "talked": [1, 0, 1], "day": pa.array(days, kind)}))
    assert read.data["day"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2025-12-24", "", "1901-01-01"]


def test_a_list_in_a_cell_is_a_multiple_choice(shop, tmp_path):
    lists = [[1, 3], [2], None, []]
    labels = [["Bread, cakes", "Drinks; wine"], ["Bread"], None, []]
    for own in (lists, labels):
        table = pa.table({"bought": own, "sat": [1, 2, 3, 4], "nps": [0, 10, 5, 7], "stars": [1, 5, 3, 4]})
        pq.write_table(table, tmp_path / "a.parquet")
        read = read_responses(tmp_path / "a.parquet", shop)
        assert read.data["bought__1"].fillna(-1).tolist() == [1, 0, -1, -1]
        assert read.data["bought__2"].fillna(-1).tolist() == [0, 1, -1, -1]
        assert read.data["bought__3"].fillna(-1).tolist() == [1, 0, -1, -1]


def test_numbers_of_four_bytes_have_no_digits_beyond_their_precision(build_text, tmp_path):
    shopping = build_text(
        "id: shopping\nversion: '1'\nlanguages: [en]\ntitle: {en: Shopping}\npages:\n  - id: p\n    items:\n"
        "      - {id: spent, type: number, text: {en: How much?}}\n"
    )
    amounts = [115.56, 0.1, 1e9, -2.5]
    pq.write_table(pa.table({"spent": pa.array(amounts, pa.float32())}), tmp_path / "a.parquet")
    assert read_responses(tmp_path / "a.parquet", shopping).data["spent"].tolist() == amounts


def test_values_of_no_meaning_are_named(read_table):
    table = pa.table({"sat": [1, 6, 5], "talked": [1, 0, 2], "comment": [b"\xff\xfe", b"ok", None]})
    read = read_table(table)
    assert read.data["sat"].fillna(0).tolist() == [1, 0, 5]
    assert row_problems(read) == [(2, "sat", "6"), (3, "talked", "2")]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_metadata_say_what_the_questionnaire_says(shipped, language, tmp_path):
    simulated = simulate_responses(shipped, n=3, seed=1)
    path = write_responses(simulated, tmp_path / "a.parquet", language=language)
    schema = pq.read_schema(path)
    manifest = json.loads(schema.metadata[b"survey"])
    assert (manifest["questionnaire"], manifest["language"]) == (shipped.id, language)
    for field in name_fields(shipped).fields:
        if field.part == "consent":
            continue
        said = json.loads(schema.field(field.name).metadata[b"survey"])
        item = shipped.items[field.item]
        assert said["item"] == item.id and said["wording"] == dict(item.text)
        assert said.get("reverse", False) == item.reverse
        assert said.get("construct") == shipped.construct_of(item.id)
        if field.part == "answer" and item.labels:
            named = {code: text for code, text in item.labels.items() if text}
            assert said["labels"][language] == {str(code): text[language] for code, text in named.items()}
            assert said.get("special", {}) == {str(code): kind for code, kind in item.special_codes.items()}


def test_pandas_reads_the_file_as_it_is(shop, draw_answers, tmp_path):
    answers = draw_answers(shop, 4, size=20)
    path = write_responses(Responses(questionnaire=shop, data=answers), tmp_path / "a.parquet")
    frame = pd.read_parquet(path)
    assert list(frame.columns) == ["respondent", *answers.columns]
    assert frame["sat"].tolist() == pytest.approx(answers["sat"].tolist(), nan_ok=True)
    assert frame["day"].dropna().map(type).eq(date).all()
    assert pq.read_schema(path).field("sat").type == pa.int32()


def test_a_template_filled_in_with_arrow_comes_back(shop, draw_answers, tmp_path):
    export = export_questionnaire(shop, "parquet", tmp_path / "template.parquet")
    schema = pq.read_schema(tmp_path / "template.parquet")
    assert schema.names == [field.name for field in export.manifest.fields]
    answers = draw_answers(shop, 9, size=25, texts=["plain", "好的", "z" * 70_000, " \t before and after  "])
    columns = [pa.array(answers[name], type=schema.field(name).type, from_pandas=True) for name in schema.names]
    (tmp_path / "filled").mkdir()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), tmp_path / "filled" / "a.parquet")
    for manifest in (None, export.manifest):
        read = read_responses(tmp_path / "filled" / "a.parquet", shop, manifest=manifest)
        assert_frame_equal(read.data, answers, check_index_type=False)
        assert row_problems(read) == []


def test_damaged_files_are_refused(shop, draw_answers, tmp_path, write):
    answers = draw_answers(shop, 2, size=4)
    whole = write_responses(Responses(questionnaire=shop, data=answers), tmp_path / "a.parquet").read_bytes()
    for size in (4, 12, len(whole) // 2, len(whole) - 1):
        with pytest.raises(ReadError):
            read_responses(write(whole[:size], "cut.parquet"), shop)
    rng = np.random.default_rng(3)
    for _ in range(60):
        broken = bytearray(whole)
        for place in rng.integers(4, len(whole), 3):
            broken[place] = rng.integers(0, 256)
        try:
            read_responses(write(bytes(broken), "broken.parquet"), shop)
        except ReadError:
            continue
