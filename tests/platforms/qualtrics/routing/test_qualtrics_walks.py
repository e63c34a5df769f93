"""Respondents who walk through the survey file see what the routing of the questionnaire shows them."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.questionnaire.routing import parse_condition
from survey.routed import route_respondents


def test_shipped_questionnaires_show_what_their_routing_shows(shipped, draw_wishes, check_walks):
    check_walks(shipped, draw_wishes(shipped, 5, 60))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), seed=st.integers(0, 2**32 - 2))
def test_drawn_questionnaires_show_what_their_routing_shows(drawn_questionnaires, draw_wishes, check_walks, data, seed):
    questionnaire = data.draw(drawn_questionnaires())
    check_walks(questionnaire, draw_wishes(questionnaire, seed, 12))


PATHS = """
id: paths
version: "1.0"
languages: [en]
title: {en: Paths}
consent: {text: {en: I take part.}, required: true}
scales:
  agree3: {points: {1: {en: No}, 2: {en: Neither}, 3: {en: "Yes"}}}
pages:
  - id: start
    items:
      - {id: called, type: single_choice, text: {en: Called?}, choices: {1: {en: "Yes"}, 2: {en: Twice}, 3: {en: "No"}}}
      - {id: bought, type: multiple_choice, text: {en: Bought?}, choices: {1: {en: Bread}, 2: {en: Milk}, 3: {en: Tea}}}
      - {id: spent, type: number, min: 0, text: {en: How much?}}
  - id: phone
    title: {en: On the phone}
    intro: {en: You called us.}
    shown_if: called in [1, 2]
    items:
      - id: calls
        type: matrix
        scale: agree3
        shown_if: spent > 7000 or bought includes 3
        text: {en: "The call:"}
        rows:
          - {id: kind, text: {en: kind}}
          - {id: quick, text: {en: quick}, shown_if: called == 2}
          - {id: again, text: {en: I would call again}, shown_if: kind != 1}
      - {id: why, type: short_text, text: {en: Why?}, shown_if: not (kind == 3)}
  - id: rest
    items:
      - id: best
        type: single_choice
        text: {en: What was best?}
        choices:
          1: {label: {en: The bread}, shown_if: bought includes 1}
          2: {label: {en: The milk}, shown_if: bought includes 2}
          3: {label: {en: The call}, shown_if: called != 3}
          4: {en: Nothing}
"""


def test_pages_tables_rows_and_options_appear_for_whom_they_are_meant(build_text, draw_wishes, check_walks):
    made = build_text(PATHS)
    walks, data = check_walks(made, draw_wishes(made, 3, 200))
    titles = ["text_phone" in walk.seen for walk in walks]
    assert titles == route_respondents(parse_condition("called in [1, 2]").node, data).tolist()
    for choice in made.items["best"].choices:
        seen = [str(choice.code) in walk.seen["best"] for walk in walks]
        meant = route_respondents(choice.shown_if.node, data) if choice.shown_if else np.ones(len(data), dtype=bool)
        assert seen == meant.tolist(), choice.code
    # So that the test says something: each of them is hidden from somebody who sees what it stands in.
    assert 0 < sum("again" in walk.seen for walk in walks) < sum("kind" in walk.seen for walk in walks) < sum(titles)


def test_who_does_not_agree_is_led_to_the_end(build_text, draw_wishes, walk):
    made = build_text(PATHS)
    (refused,) = walk(made, draw_wishes(made, 3, 1), consent=0.0)
    assert (set(refused.seen), refused.finished) == ({"text_start", "consent"}, False)
