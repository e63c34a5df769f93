from __future__ import annotations

from pathlib import Path

import pytest

import survey as sv
from survey.errors import OptionError
from survey.platforms.export import exporters
from survey.platforms.manifest import read_manifest
from survey.platforms.registry import find_platform

FORMS = [(name, suffix) for name in exporters() for suffix in find_platform(name).suffixes]


@pytest.mark.parametrize(("platform", "suffix"), FORMS)
def test_every_questionnaire_goes_out_in_every_language(shipped, platform, suffix, tmp_path):
    for language in shipped.languages:
        done = sv.export_questionnaire(shipped, platform, tmp_path / f"form-{language}{suffix}", language=language)
        assert all(path.stat().st_size for path in done.paths)
        assert read_manifest(done.paths[-1]) == done.manifest
        columns = [field.column for field in done.manifest.fields if field.part != "consent"]
        assert sorted(columns) == sorted(shipped.columns)
        names = [field.name for field in done.manifest.fields]
        assert all(names)
        assert all(loss.text["en"] and loss.text["zh-CN"] for loss in done.losses)
        assert len(set(map(str, done.losses))) == len(done.losses)
        assert len(done.tabulate()) == len(done.losses)


@pytest.mark.parametrize(("platform", "suffix"), FORMS)
def test_the_same_questionnaire_gives_the_same_form(shop, platform, suffix, tmp_path):
    first, second = (sv.export_questionnaire(shop, platform, tmp_path / f"{one}{suffix}") for one in "ab")
    assert first.paths[0].read_bytes() == second.paths[0].read_bytes()
    assert first.manifest == second.manifest


def test_a_folder_takes_the_usual_name(shop, tmp_path):
    done = sv.export_questionnaire(shop, "LimeSurvey", tmp_path)
    assert done.paths[0] == tmp_path / "corner-shop-limesurvey.txt"
    assert repr(done).startswith("Export to limesurvey: ")


@pytest.mark.parametrize(
    ("platform", "name", "options", "message"),
    [
        ("lime", "a.txt", {}, "use one of: auto, limesurvey"),
        ("limesurvey", "a.docx", {}, r"LimeSurvey takes files that end in \.txt or \.lss"),
        ("surveymonkey", "a.csv", {}, "SurveyMonkey can be read but not exported to; use one of: "),
        ("limesurvey", "a.txt", {"language": "fr"}, "language='fr' is not in questionnaire"),
        ("limesurvey", "a.txt", {"post_to": "https://x.example"}, "post_to= is for the HTML form"),
        ("html", "a.html", {"post_to": "javascript:alert(1)"}, "is no address"),
        ("html", "a.html", {"post_to": 'https://x.example/"><script>'}, "is no address"),
    ],
)
def test_what_cannot_be_done_is_refused(shop, tmp_path, platform, name, options, message):
    with pytest.raises(OptionError, match=message):
        sv.export_questionnaire(shop, platform, tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_missing_folders_are_made(shop, tmp_path):
    path = Path(tmp_path) / "out" / "deep" / "form.txt"
    assert sv.export_questionnaire(shop, "limesurvey", path).paths[0] == path
