"""survey service: files in, tables out."""

from __future__ import annotations

import pandas as pd

import survey as sv


def write_log(folder, **options):
    log = sv.simulate_service_log(900, seed=2, **options)
    paths = [folder / f"{kind}.csv" for kind in ("sessions", "ratings", "cases")]
    for path in paths:
        log.table(path.stem).to_csv(path, index=False)
    return log, paths


def test_it_prints_every_analysis_and_writes_levels_by_group(run, tmp_path):
    log, paths = write_log(tmp_path, bursts=1)
    ended = run("service", *paths, "--by", "shop", "--out", "levels.csv", "--problems", "problems.csv")
    assert ended.code == 0, ended.err
    for name in ("ServiceLevels", "ControlChart", "RatingScreening"):
        assert name in ended.out
    assert "a scorecard compares at least 3" in ended.out  # two shops
    levels = pd.read_csv(tmp_path / "levels.csv")
    pd.testing.assert_frame_equal(levels, sv.measure_service(log, by="shop").table, check_dtype=False)
    assert len(pd.read_csv(tmp_path / "problems.csv")) == 0


def test_it_speaks_chinese(run, tmp_path):
    _, paths = write_log(tmp_path)
    ended = run("service", *paths, "--language", "zh-CN", "--measure", "first_response")
    assert ended.code == 0, ended.err
    assert "服务日志，" in ended.out
    assert "随机效应模型" in ended.out


def test_it_says_what_is_wrong(run, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    ended = run("service", path)
    assert ended.code == 2
    assert "holds neither sessions" in ended.err
    _, paths = write_log(tmp_path)
    assert "use one of: answered_20s" in run("service", *paths, "--measure", "speed").err
