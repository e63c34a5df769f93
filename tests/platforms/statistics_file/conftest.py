"""Answers of every kind, files of them in every format, PSPP and R, and SPSS files of twenty years ago."""

from __future__ import annotations

import csv
import os
import shutil
import struct
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.platforms import parquet, spss, stata
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses, answer_kind

Tables = dict[str, list[list[str]]]
KIOSK = """
id: kiosk
version: "1"
languages: [zh-CN, en]
title: {zh-CN: 小卖部, en: Kiosk}
scales:
  agree5:
    points:
      1: {zh-CN: 非常不同意, en: Strongly disagree}
      2: {zh-CN: 不同意, en: Disagree}
      3: {zh-CN: 说不清楚, en: Neither}
      4: {zh-CN: 同意, en: Agree}
      5: {zh-CN: 非常同意, en: Strongly agree}
    special:
      not_applicable: {code: 97, label: {zh-CN: 不适用, en: Does not apply}}
      dont_know: {code: 98, label: {zh-CN: 不知道, en: "Don't know"}}
pages:
  - id: visit
    items:
      - {id: sat, type: scale, scale: agree5, text: {zh-CN: 总的来说，我满意。, en: "Overall, I am satisfied."}}
      - id: talked
        type: single_choice
        text: {zh-CN: 跟店员说过话吗？, en: Did you talk to anybody?}
        choices: {1: {zh-CN: 说过, en: "Yes"}, 0: {zh-CN: 没有, en: "No"}}
      - {id: day, type: date, text: {zh-CN: 哪天来的？, en: On which day did you come?}}
      - {id: comment, type: long_text, text: {zh-CN: 还有什么想说的？, en: Anything else?}}
"""

WRITERS = {
    ".sav": spss.write_responses,
    ".zsav": spss.write_responses,
    ".dta": stata.write_responses,
    ".parquet": parquet.write_responses,
}


@pytest.fixture(params=list(WRITERS))
def suffix(request) -> str:
    return request.param


@pytest.fixture
def write_answers(tmp_path) -> Callable[..., Path]:
    """Write responses as a data file; its suffix says which."""

    def write(responses: Responses, suffix: str, language: str | None = None) -> Path:
        folder = tmp_path / f"answers{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        return WRITERS[suffix](responses, folder / f"answers{suffix}", language=language)

    return write


@pytest.fixture
def answer_shop(shop) -> Callable[..., Responses]:
    """Answer the shop's questionnaire with an item's values, and with codes of a scale in the others' places."""

    def answer(**columns) -> Responses:
        size = len(next(iter(columns.values())))
        index = pd.RangeIndex(1, size + 1, name="respondent")
        data = pd.DataFrame({"sat": pd.Series([1.0] * size, dtype="float32")})
        for name in shop.columns:
            data[name] = pd.Series(columns.get(name, [np.nan] * size), dtype=kind_of(shop, name))
        return Responses(questionnaire=shop, data=data.set_axis(index))

    return answer


def kind_of(questionnaire: Questionnaire, column: str) -> str:
    item = next(item for item in questionnaire.items.values() if column in item.columns)
    return answer_kind(item, column)


@pytest.fixture
def kiosk(build_text) -> Questionnaire:
    """A questionnaire so small that a file of two variables is still one of it."""
    return build_text(KIOSK)


@pytest.fixture
def run_pspp(tmp_path) -> Callable[[str], Tables]:
    """Run PSPP commands in the test's folder and return the tables of the output by title; skip without PSPP."""
    if shutil.which("pspp") is None:
        pytest.skip("pspp is not installed")

    def run(commands: str) -> Tables:
        script, output = tmp_path / "commands.sps", tmp_path / "output.csv"
        script.write_text(f"SET TVARS=NAMES TNUMBERS=BOTH.\n{commands}\n", encoding="utf-8")
        done = subprocess.run(
            ["pspp", "--syntax-encoding=UTF-8", "-o", output.name, script.name],
            cwd=tmp_path,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        text = output.read_text(encoding="utf-8") if output.exists() else ""
        assert done.returncode == 0 and "warning" not in done.stderr, done.stdout + done.stderr + text[-2000:]
        return _split_tables(text)

    return run


def _split_tables(text: str) -> Tables:
    tables: Tables = {}
    for block in text.split("\nTable: ") if "Table: " in text else []:
        title, _, body = block.removeprefix("Table: ").partition("\n")
        body = body.partition("\nFootnote:")[0]
        tables[title] = list(csv.reader(body.splitlines()))[1:]
    return tables


@pytest.fixture
def run_r(tmp_path) -> Callable[..., str]:
    """Run a script of R that needs packages, and return what it prints; skip without R or a package."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not installed")

    def run(script: str, *packages: str) -> str:
        needed = "".join(f"if (!requireNamespace('{one}', quietly=TRUE)) quit(status=77)\n" for one in packages)
        path = tmp_path / "script.R"
        path.write_text(needed + script, encoding="utf-8")
        done = subprocess.run(
            [program, path.name],
            cwd=tmp_path,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
        )
        if done.returncode == 77:
            pytest.skip(f"R lacks one of the packages {', '.join(packages)}")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@dataclass
class OldVariable:
    """A variable of an old file: a name of at most eight bytes, and texts of at most eight."""

    name: str
    label: str = ""
    labels: Mapping[float, str] = field(default_factory=dict)
    width: int = 0


@pytest.fixture
def build_old_sav() -> Callable[..., bytes]:
    """Return an SPSS file without any of the records that came after SPSS 7: no long names, no encoding."""

    def build(
        variables: Sequence[OldVariable],
        rows: Sequence[Sequence[float | str | None]],
        encoding: str,
        *,
        order: str = "<",
        page: int | None = None,
    ) -> bytes:
        parts = [
            b"$FL2" + b"@(#) SPSS DATA FILE".ljust(60),
            struct.pack(order + "iiiiid", 2, len(variables), 0, 0, len(rows), 100.0),
            b"01 Jan 9912:00:00" + b" " * 64 + b"\0" * 3,
        ]
        for one in variables:
            label = one.label.encode(encoding)
            form = (1 << 16 | one.width << 8) if one.width else (5 << 16 | 8 << 8)
            parts.append(struct.pack(order + "iiiiii", 2, one.width, bool(label), 0, form, form))
            parts.append(one.name.upper().encode(encoding).ljust(8))
            parts += [struct.pack(order + "i", len(label)), label, b" " * (-len(label) % 4)] if label else []
        for place, one in enumerate(variables, 1):
            if one.labels:
                parts.append(_pack_labels(one, place, encoding, order))
        if page is not None:
            parts.append(struct.pack(order + "iiii8i", 7, 3, 4, 8, 9, 0, 0, -1, 1, 0, 1 if order == ">" else 2, page))
        parts.append(struct.pack(order + "ii", 999, 0))
        parts += [_pack_value(value, encoding, order) for row in rows for value in row]
        return b"".join(parts)

    return build


@pytest.fixture
def old_variable() -> type[OldVariable]:
    return OldVariable


def _pack_labels(variable: OldVariable, place: int, encoding: str, order: str) -> bytes:
    packed = [struct.pack(order + "ii", 3, len(variable.labels))]
    for value, label in variable.labels.items():
        text = label.encode(encoding)
        packed += [struct.pack(order + "dB", value, len(text)), text, b" " * (-(len(text) + 1) % 8)]
    return b"".join([*packed, struct.pack(order + "iii", 4, 1, place)])


def _pack_value(value: float | str | None, encoding: str, order: str) -> bytes:
    if isinstance(value, str):
        return value.encode(encoding).ljust(8)
    return struct.pack(order + "d", -1.7976931348623157e308 if value is None else value)
