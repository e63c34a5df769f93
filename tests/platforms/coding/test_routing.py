from __future__ import annotations

from survey.platforms.coding.routing import HIDDEN

OTHERS = "sat,stars,nps,age"


def test_answers_to_hidden_items_are_kept_and_named(read, named):
    responses = read(f"{OTHERS},talked,polite\n5,5,5,50,1,4\n5,5,5,50,0,Agree\n5,5,5,50,No,\n5,5,5,50,,98\n")
    assert responses.data["polite"].fillna(-1).tolist() == [4, 4, -1, 98]
    assert named(responses, "row", "column", "value", "reason") == [
        (3, "polite", "Agree", HIDDEN),
        (5, "polite", "98", HIDDEN),
    ]


def test_a_hidden_multiple_choice_is_one_answer(read, named):
    responses = read(
        f"{OTHERS},talked,topics__1,topics__2\n5,5,5,50,0,1,1\n5,5,5,50,0,0,0\n5,5,5,50,0,,\n5,5,5,50,1,1,0\n"
    )
    assert responses.data["topics__1"].fillna(-1).tolist() == [1, 0, -1, 1]
    assert named(responses) == [(2, "topics", "1;2"), (3, "topics", "0")]


def test_a_hidden_multiple_choice_in_one_column(read, named):
    assert named(read(f"{OTHERS},talked,topics\n5,5,5,50,0,The weather\n")) == [(2, "topics", "The weather")]


def test_every_hidden_answer_is_named(read, named):
    count = 1500
    responses = read(f"{OTHERS},talked,polite\n" + "5,5,5,50,0,4\n" * count)
    assert len(named(responses)) == count


def test_without_the_asking_column_nothing_is_hidden(read, named):
    assert named(read(f"{OTHERS},polite\n5,5,5,50,4\n")) == []
