"""Question numbers: one for each question, ``4.2`` for the second row of question 4."""

from __future__ import annotations

from survey.questionnaire.questionnaire import Questionnaire


def number_questions(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the number of every item and matrix, in the order shown.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> numbers = number_questions(load_questionnaire("ecommerce-service"))
    >>> numbers["lastbuy"], numbers["pq"], numbers["pqfunction"]
    ('1', '10', '10.2')
    """
    numbers: dict[str, str] = {}
    blocks = [block for page in questionnaire.pages for block in page.blocks]
    for count, block in enumerate(blocks, 1):
        if isinstance(block, str):
            numbers[block] = str(count)
            continue
        numbers.setdefault(block.id, str(count))
        numbers |= {row: f"{count}.{place}" for place, row in enumerate(block.rows, 1)}
    return numbers
