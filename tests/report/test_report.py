from html import unescape

import pytest

from survey.errors import OptionError
from survey.report.formats.html import render_html
from survey.report.report import build_report


@pytest.fixture
def undrawn(monkeypatch):
    """Charts are left out: drawing takes most of the time, and these tests read sentences."""
    monkeypatch.setattr("survey.report.figures.figure_svg", lambda *_, **__: "<svg></svg>")


@pytest.mark.parametrize("name", ["report.html", "report.HTM", "new/folder/report.html"])
def test_a_report_is_saved_as_a_page(fake_reports, tmp_path, name):
    path = fake_reports["zh-CN"].save(tmp_path / name)
    assert path == tmp_path / name
    assert path.read_text(encoding="utf-8") == fake_reports["zh-CN"].html


@pytest.mark.parametrize("name", ["report.odt", "report", "report.ppt"])
def test_another_format_names_those_that_exist(fake_reports, tmp_path, name):
    with pytest.raises(OptionError, match=r"\.html, \.htm"):
        fake_reports["en"].save(tmp_path / name)


def test_an_unknown_language_names_the_known_ones(study_of):
    with pytest.raises(OptionError, match="en, zh-CN, zh"):
        build_report(study_of(), language="de")


def test_the_same_study_gives_the_same_bytes(study_of, fake_reports):
    assert build_report(study_of()).html == fake_reports["en"].html


def test_a_title_replaces_that_of_the_questionnaire(study_of, undrawn):
    report = build_report(study_of(), title="Quarter three", language="zh")
    assert report.document.title == "Quarter three"
    assert report.document.language == "zh-CN"


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(fake_reports):
    shown = fake_reports["en"]._repr_html_()
    assert shown.startswith("<iframe")
    assert 'sandbox=""' in shown
    assert shown.count("<") == 2
    inside = unescape(shown.split('srcdoc="')[1].removesuffix('"></iframe>'))
    page = inside.replace('<base href="about:srcdoc">', "")
    assert page == render_html(fake_reports["en"].document, script=False)


def test_sections_come_in_the_order_of_reading(fake_reports):
    for report in fake_reports.values():
        assert [section.id for section in report.document.sections] == [
            "answer",
            "respondents",
            "screening",
            "indicators",
            "drivers",
            "priorities",
            "actions",
            "next",
            "limits",
            "items",
            "reliability",
            "methods",
        ]


def test_answers_of_people_carry_no_banner(fake_reports):
    assert fake_reports["en"].document.banner is None


def test_simulated_answers_carry_a_banner(study_of, undrawn):
    from dataclasses import replace

    study = study_of(responses=replace(study_of().responses, simulated=True))
    report = build_report(study)
    assert "No person gave these answers" in report.document.banner.text
    assert 'class="banner simulated"' in report.html


def test_the_period_comes_from_the_interviews(study_of, undrawn):
    from dataclasses import replace

    import pandas as pd

    responses = study_of().responses
    submitted = pd.date_range("2026-03-01 10:00", periods=len(responses), freq="h")
    dated = replace(responses, paradata=pd.DataFrame({"submitted": submitted}, index=responses.data.index))
    assert "Answers from 2026-03-01 to 2026-03-05" in build_report(study_of(responses=dated)).document.subtitle
