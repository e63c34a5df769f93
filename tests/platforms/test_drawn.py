"""The questionnaires and answers that other tests draw are what they say they are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.frame import wrap_frame


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_drawn_answers_come_back_from_a_plain_table(drawn_questionnaires, draw_answers, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    read = wrap_frame(answers, questionnaire)
    assert_frame_equal(read.data, answers, check_index_type=False)
    assert not (read.problems["row"] > 0).any()
