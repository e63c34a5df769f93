from __future__ import annotations

import pytest

from survey.platforms.condition import UntranslatableError, write_condition
from survey.questionnaire.routing import parse_condition


class Words:
    """A dialect that says everything but a text."""

    def compare(self, item, sign, value):
        if isinstance(value, str):
            raise UntranslatableError(item)
        return f"{item} {sign} {value:g}"

    def belong(self, item, values):
        return f"{item} among {'/'.join(f'{value:g}' for value in values)}"

    def include(self, item, code):
        return f"{item} has {code}"

    def answer(self, item):
        return f"{item} given"

    def negate(self, part):
        return f"not<{part}>"

    def join(self, parts, *, every):
        return f"<{' & '.join(parts)}>" if every else f"<{' | '.join(parts)}>"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a == 1", "a == 1"),
        ("a != 1 and not (b in [2, 3] or c includes 4)", "<a != 1 & not<<b among 2/3 | c has 4>>>"),
        ("answered(a) or b < 2.5 or c >= -1", "<a given | b < 2.5 | c >= -1>"),
    ],
)
def test_every_part_is_written(text, written):
    assert write_condition(parse_condition(text).node, Words()) == written


def test_a_part_without_words_is_told():
    with pytest.raises(UntranslatableError):
        write_condition(parse_condition('a == 1 or b == "x"').node, Words())
