"""People answer the exported survey on a real LimeSurvey server; what they gave is what comes back.

Set LIMESURVEY_URL as for the other test of a server.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.platforms.limesurvey.languages import find_language
from survey.platforms.read import read_responses

pytestmark = pytest.mark.browser

DAMAGED = 1  # the first line of the kiosk's VV file, in which a quotation mark stands after a backslash


class Visitor:
    """A respondent in a browser."""

    def __init__(self, page, server, survey: int) -> None:
        self.page = page
        self.address = f"{server.address}?r=survey/index&sid={survey}&newtest=Y"
        own = [one for one in server.client.list_questions(survey) if not int(one["parent_qid"])]
        self.numbers = {one["title"]: one["qid"] for one in own}
        self.places = {one["title"]: f"{survey}X{one['gid']}X{one['qid']}" for one in own}

    def start(self, language: str) -> None:
        self.page.goto(f"{self.address}&lang={language}")
        self.go_on()

    def go_on(self) -> None:
        self.page.click("#ls-button-submit")
        self.page.wait_for_load_state()

    def choose(self, question: str, answer: str, row: str = "") -> None:
        end = f"{row}-{answer}" if row else answer
        box = self.page.locator(f"#answer{self.places[question]}{end}")
        box.wait_for(state="visible")
        box.evaluate("node => node.click()")  # a question that has just appeared still moves
        assert box.is_checked()

    def write(self, question: str, text: str) -> None:
        self.page.fill(f"#answer{self.places[question]}", text)
        self.page.press(f"#answer{self.places[question]}", "Tab")

    def rate(self, question: str, stars: int) -> None:
        self.page.click(f"#question{self.numbers[question]} .star-rating.star-{stars}")

    def sees(self, *questions: str) -> list[bool]:
        return [self.page.is_visible(f"#question{self.numbers[question]}") for question in questions]


def answer_in_chinese(visitor: Visitor) -> None:
    """Consent, an option with text, a special answer instead of a number, every kind of free text."""
    visitor.start("zh-Hans")
    visitor.choose("consent", "1")
    visitor.go_on()
    assert visitor.sees("howcome3text", "bought3text") == [False, False]
    visitor.choose("howcome", "3")
    visitor.write("howcome3text", '排队 "久" {a} <b>')
    visitor.choose("bought", "c1")
    visitor.choose("bought", "c3")
    visitor.write("bought3text", "=1+1; a,b\\")
    visitor.choose("shop", "3", "shopclean")
    visitor.choose("change", "A1")
    visitor.choose("nps", "10", "SQ001")
    visitor.go_on()
    assert visitor.sees("age", "agespecial", "nameofit", "old", "silent", "why") == [True] * 3 + [False] * 3
    visitor.choose("agespecial", "999")
    assert visitor.sees("old", "silent") == [True, True]
    visitor.choose("old", "98")
    visitor.write("spent", "-1.25")
    visitor.write("day", "2026-11-22")
    visitor.choose("wares", "0")
    visitor.write("why", 'one, two;\ntwo\t"three" {newline}')
    visitor.go_on()


def refuse_in_english(visitor: Visitor) -> None:
    visitor.start("en")
    visitor.choose("consent", "0")
    visitor.go_on()
    assert "Thanks <you>!" in visitor.page.inner_text("body")


def answer_in_english(visitor: Visitor) -> None:
    """An option and a row shown by routing, an exclusive option, and a last page that is not shown."""
    visitor.start("en")
    assert "Kiosk & <b>{1+1}</b>" in visitor.page.title()
    visitor.choose("consent", "1")
    visitor.go_on()
    visitor.choose("howcome", "2")
    visitor.choose("bought", "c2")
    visitor.choose("bought", "c9")
    visitor.choose("shop", "98", "shopclean")
    visitor.choose("shop", "2", "shoprack")
    visitor.rate("stars", 4)
    visitor.choose("nps", "9", "SQ001")
    visitor.go_on()
    assert "Thanks <you>!" in visitor.page.inner_text("body")


def leave_half_way(visitor: Visitor) -> None:
    """A required item left out at first, then a number given, and the second page never sent."""
    visitor.start("en")
    visitor.choose("consent", "1")
    visitor.go_on()
    visitor.choose("howcome", "1")
    visitor.choose("bought", "c1")
    visitor.choose("nps", "0", "SQ001")
    visitor.go_on()
    assert visitor.sees("howcome") == [True], "the required row of the matrix is not required"
    visitor.page.click("#bootstrap-alert-box-modal .modal-footer .btn")
    visitor.page.wait_for_selector(".modal-backdrop", state="detached")
    visitor.choose("shop", "1", "shopclean")
    visitor.go_on()
    assert visitor.sees("age") == [True]


def give_numbers(visitor: Visitor) -> None:
    """The same page with a number, which hides the answer instead of a number, and no reason asked for."""
    visitor.start("zh-Hans")
    visitor.choose("consent", "1")
    visitor.go_on()
    visitor.choose("howcome", "1")
    visitor.choose("bought", "c1")
    visitor.choose("shop", "2", "shopclean")
    visitor.choose("shop", "1", "shopdear")
    visitor.rate("stars", 5)
    visitor.choose("nps", "6", "SQ001")
    visitor.go_on()
    visitor.write("age", "61")
    visitor.page.wait_for_selector(f"#question{visitor.numbers['agespecial']}", state="hidden")
    visitor.page.wait_for_selector(f"#question{visitor.numbers['old']}")
    visitor.choose("old", "3")
    visitor.write("spent", "12.5")
    visitor.write("day", "2024-02-29")
    visitor.write("nameofit", "=A1;'\\t\",")
    visitor.choose("wares", "5")
    assert visitor.sees("silent", "why") == [False, False]
    visitor.go_on()


VISITS = (answer_in_chinese, refuse_in_english, answer_in_english, leave_half_way, give_numbers)
NONE = np.nan
EXPECTED = {
    "how_come": [3, NONE, 2, 1, 1], "bought__1": [1, NONE, 0, 1, 1], "bought__2": [0, NONE, 0, 0, 0],
    "bought__3": [1, NONE, 0, 0, 0], "bought__-9": [0, NONE, 1, 0, 0], "shop_clean": [3, NONE, 98, 1, 2],
    "shop_dear": [NONE, NONE, NONE, NONE, 1], "shop_rack": [NONE, NONE, 2, NONE, NONE],
    "change": [-1, NONE, NONE, NONE, NONE], "stars": [NONE, NONE, 4, NONE, 5], "nps": [10, NONE, 9, 0, 6],
    "age": [999, NONE, NONE, NONE, 61], "spent": [-1.25, NONE, NONE, NONE, 12.5],
    "old": [98, NONE, NONE, NONE, 3], "silent": [NONE, NONE, NONE, NONE, NONE], "wares": [0, NONE, NONE, NONE, 5],
}  # fmt: skip
TEXTS = {
    "how_come__3__text": ['排队 "久" {a} <b>', None],
    "bought__3__text": ["=1+1; a,b\\", None],
    "name_of_it": [None, "=A1;'\\t\","],
    "why": ['one, two;\ntwo\t"three" {newline}', None],
}


def check_visits(responses, way) -> None:
    assert not (responses.problems["row"] > DAMAGED).any(), responses.problems.to_dict("records")
    for column, values in EXPECTED.items():
        np.testing.assert_array_equal(responses.data[column], values, err_msg=f"{column}, {way}")
    for column, (first, last) in TEXTS.items():
        told = [None if pd.isna(cell) else cell for cell in responses.data[column]]
        assert told == [first, None, None, None, last], (column, way)
    days = [None if pd.isna(day) else f"{day:%F}" for day in responses.data["day"]]
    assert days == ["2026-11-22", None, None, None, "2024-02-29"]
    assert set(responses.data) == {*EXPECTED, *TEXTS, "day"}
    assert responses.paradata["consent"].tolist() == [1, 0, 1, 1, 1]
    assert responses.paradata["complete"].tolist() == [1, 1, 1, 0, 1]
    assert responses.paradata["language"].tolist() == ["zh-CN", "en", "en", "en", "zh-CN"]
    done = responses.paradata["complete"] == 1
    assert (responses.paradata["submitted"] >= responses.paradata["started"])[done].all()


@pytest.mark.parametrize("suffix", [".txt", ".lss"])
def test_people_answer_in_a_browser(server, chromium, kiosk, tmp_path, suffix):
    survey = server.open_survey(kiosk, suffix)
    for visit in VISITS:
        context = chromium.new_context()
        visit(Visitor(context.new_page(), server, survey))
        context.close()
    path = tmp_path / "responses.csv"
    for number, headings in enumerate(("code", "abbreviated", "full", "codetext") * 2):
        for language in map(find_language, kiosk.languages):
            way = {"headstyle": headings, "answers": ("short", "long")[number // 4], "exportlang": language}
            path.write_bytes(server.export(survey, **way, csvfieldseparator=",;"[number % 2]))
            check_visits(read_responses(path, kiosk), way)
    path.write_bytes(server.download("vvexport", survey, subaction="export", extension="csv", vvVersion=2))
    vv = read_responses(path, kiosk)
    check_visits(vv, "vv")
    assert vv.hidden["how_come"].tolist() == [False, True, False, False, False]
    assert vv.hidden["shop_rack"].tolist() == [True, True, False, True, True]
    assert vv.hidden["stars"].tolist() == [False, True, False, False, False]
    assert vv.hidden["wares"].tolist() == [False, True, True, True, False]
