"""A real LimeSurvey server imports the survey as it was meant, and its response files come back as they were given.

Set LIMESURVEY_URL (the address of its index.php), and LIMESURVEY_USER and LIMESURVEY_PASSWORD where they are not admin
and password. The JSON-RPC interface must be on. The surveys that the tests make are deleted again.
"""

from __future__ import annotations

from itertools import cycle

import pytest
from lxml import etree
from pandas.testing import assert_frame_equal

from survey.platforms.limesurvey.draft import build_form
from survey.platforms.limesurvey.languages import find_language
from survey.platforms.limesurvey.markup import write_markup
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.questionnaire.load import load_questionnaire

NAMES = ["ecommerce-service", "ecommerce-service+", "mobi", "csibank", "kiosk"]
SUFFIXES = [".txt", ".lss"]
HEADINGS = ["code", "abbreviated", "full", "codetext"]
ODD_WAYS = [
    {"headstyle": "code", "emcode": "1", "csvfieldseparator": "\t"},
    {"headstyle": "abbreviated", "answers": "long", "abbreviatedtext": "1", "abbreviatedtextto": "25"},
    {"headstyle": "full", "answers": "long", "headspacetounderscores": "1", "striphtmlcode": "1"},
    {"headstyle": "codetext", "codetextseparator": " - ", "abbreviatedtext": "1", "abbreviatedtextto": "40"},
    {"converty": "1", "convertyto": "1", "convertn": "1", "convertnto": "2", "csvfieldseparator": ","},
    {"type": "xls", "headstyle": "full", "answers": "long"},
    {"type": "json"},
    {"type": "rdata"},
]


@pytest.fixture(scope="module", params=NAMES)
def asked(request):
    if request.param == "kiosk":
        return request.getfixturevalue("kiosk")
    whole = load_questionnaire(request.param.removesuffix("+"))
    return load_questionnaire(whole.id, modules=list(whole.modules)) if request.param.endswith("+") else whole


# -- the survey -------------------------------------------------------------------------------------------------------


def describe_form(form):
    """Return what each question is: type, routing, rows, answers, settings; and each text in each language."""
    things, texts = {}, {}
    for question in form.questions:
        parts = [(part.code, part.relevance) for part in question.parts]
        answers = [answer.code for answer in question.answers]
        settings = {(name, "", value) for name, value in question.attributes.items()}
        for tag, code in form.languages.items():
            settings |= {(name, code, write_markup(own[tag])) for name, own in question.texts.items()}
            texts[question.code, "", code] = (question.text[tag], question.help.get(tag, ""))
            texts |= {(question.code, part.code, code): (part.text[tag], "") for part in question.parts}
            texts |= {(question.code, f"={one.code}", code): (one.text[tag], "") for one in question.answers}
        mandatory = "Y" if question.mandatory else "N"
        things[question.code] = (question.type, question.relevance, mandatory, parts, answers, settings)
    return things, {place: tuple(map(write_markup, own)) for place, own in texts.items()}


def describe_structure(content, known):
    """Return the same of the survey that the server exports again; of the settings only those that are known."""
    tree = etree.fromstring(content)

    def rows(section):
        return [{cell.tag: cell.text or "" for cell in row} for row in tree.findall(f"{section}/rows/row")]

    things, texts, names, answers = {}, {}, {}, {}
    for row in sorted(rows("questions"), key=lambda row: (int(row["gid"]), int(row["question_order"]))):
        names[row["qid"]] = (row["title"], "")
        things[row["title"]] = (row["type"], row["relevance"], row["mandatory"], [], [], set())
    for row in sorted(rows("subquestions"), key=lambda row: int(row["question_order"])):
        title = names[row["parent_qid"]][0]
        names[row["qid"]] = (title, row["title"])
        things[title][3].append((row["title"], row["relevance"]))
    for row in sorted(rows("answers"), key=lambda row: int(row["sortorder"])):
        title = names[row["qid"]][0]
        answers[row["aid"]] = (title, f"={row['code']}")
        things[title][4].append(row["code"])
    for row in rows("question_attributes"):
        if row["attribute"] in known and row["value"]:
            things[names[row["qid"]][0]][5].add((row["attribute"], row["language"], row["value"]))
    for row in rows("question_l10ns"):
        texts[*names[row["qid"]], row["language"]] = (row["question"], row["help"])
    for row in rows("answer_l10ns"):
        texts[*answers[row["aid"]], row["language"]] = (row["answer"], "")
    return things, texts, tree


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_server_has_what_was_asked(server, asked, suffix):
    form = build_form(asked, asked.languages[0])
    things, texts = describe_form(form)
    survey = server.open_survey(asked, suffix)
    known = {name for *_, settings in things.values() for name, *_ in settings}
    found, worded, tree = describe_structure(server.download("survey/action/exportstructurexml", survey), known)
    assert list(found) == list(things)
    for code, thing in things.items():
        assert found[code] == thing, code
    assert worded == texts
    groups = tree.findall("groups/rows/row")
    assert [row.findtext("grelevance") for row in groups] == [group.relevance for group in form.groups]
    base, *more = form.languages.values()
    settings = tree.find("surveys/rows/row")
    assert (settings.findtext("language"), (settings.findtext("additional_languages") or "").split()) == (base, more)
    for name in ("format", "datestamp", "anonymized", "showgroupinfo", "shownoanswer", "showwelcome"):
        assert settings.findtext(name) == form.settings[name], name
    titles = {row.findtext("surveyls_language"): row.findtext("surveyls_title")
              for row in tree.findall("surveys_languagesettings/rows/row")}  # fmt: skip
    assert titles == {code: write_markup(asked.title[tag]) for tag, code in form.languages.items()}


# -- the answers ------------------------------------------------------------------------------------------------------


def list_ways(questionnaire):
    """Return every way to export responses: headings, answers and separator in each language, then odd ones."""
    separators, languages = cycle(",;"), cycle(map(find_language, questionnaire.languages))
    for language in map(find_language, questionnaire.languages):
        for headings in HEADINGS:
            for answers in ("short", "long"):
                chosen = {"headstyle": headings, "answers": answers, "csvfieldseparator": next(separators)}
                yield chosen | {"exportlang": language}
    for way in ODD_WAYS:
        yield way | {"exportlang": next(languages)}


def store(server, survey, stand_in):
    """Give a survey the answers of the stand-in for the server."""
    places = {}
    for name, field in server.client.get_fieldmap(survey).items():
        places[f"{field['title']}[{field['aid']}]" if field.get("aid") else field.get("title") or name] = name
    for stored in stand_in.responses:
        kept = {places[name]: value for name, value in stored.items() if name in places and value is not None}
        kept.pop("id", None)
        server.client.add_response(survey, kept)


def read(content, questionnaire, folder, kind="csv", first=0):
    path = folder / f"responses.{ {'xls': 'xlsx', 'json': 'json'}.get(kind, 'csv') }"
    path.write_bytes(content)
    responses = read_responses(path, questionnaire)
    assert "read as LimeSurvey" in responses.log[0].because
    assert not (responses.problems["row"] > first).any(), responses.problems.to_dict("records")
    return responses


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_answers_survive_the_trip(server, asked, draw_answers, field_survey, tmp_path, suffix):
    survey = server.open_survey(asked, suffix)
    answers = draw_answers(asked, 4, size=12) if asked.id == "kiosk" else simulate_responses(asked, n=6, seed=3).data
    stand_in = field_survey(asked, answers)
    store(server, survey, stand_in)
    for way in list_ways(asked):
        responses = read(server.export(survey, **way), asked, tmp_path, way.get("type"))
        assert_frame_equal(responses.data, answers, check_index_type=False, obj=str(way))
        assert set(responses.paradata["language"]) == set(asked.languages), way
    content = server.download("vvexport", survey, subaction="export", extension="csv", vvVersion=2)
    vv = read(content, asked, tmp_path, first=1)  # the kiosk's first line has a quotation mark after a backslash
    assert_frame_equal(vv.data, answers, check_index_type=False)
    for item in vv.hidden:
        assert (vv.hidden[item] == ~vv.shown(item)).all(), item


MODES = {
    "code": {},
    "full": {"mode": "text"},
    "abbreviated": {"mode": "text", "limit": 15},
    "codetext": {"mode": "both"},
}


def test_the_stand_in_writes_what_the_server_writes(server, asked, draw_answers, field_survey):
    """The other tests of reading rest on a stand-in for the server; here are both, byte by byte."""
    survey = server.open_survey(asked)
    answers = draw_answers(asked, 9, size=12)
    stand_in = field_survey(asked, answers)
    store(server, survey, stand_in)
    for way in list_ways(asked):
        if way.get("headstyle") in MODES and {"answers", "csvfieldseparator"} < way.keys():
            given = {"long": way["answers"] == "long", "separator": way["csvfieldseparator"]}
            own = stand_in.write_csv(language=way["exportlang"], **given, **MODES[way["headstyle"]])
            assert own.split(b"\r\n") == server.export(survey, **way).split(b"\r\n"), way
    vv = server.download("vvexport", survey, subaction="export", extension="csv", vvVersion=2)
    assert stand_in.write_vv() == vv
