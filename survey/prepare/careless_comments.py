"""Signs in open answers: gibberish, and long texts that another respondent gave word for word."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.prepare.careless_input import CarelessInput, Measured
from survey.prepare.careless_text import find_gibberish

# A text of so many letters is not hit upon twice; a Chinese character says as much as three letters.
LONG_TEXT, LETTERS_A_CHARACTER = 24, 3
# What shops' platforms write for customers who wrote nothing.
FILLERS = frozenset(
    ("此用户没有填写评价", "该用户没有填写评价", "用户未填写评价", "系统默认好评", "此用户未及时填写评价内容")
)


def measure_gibberish(given: CarelessInput) -> Measured | Note:
    """Return how many of a respondent's open answers are gibberish or copied from an earlier respondent."""
    responses = given.responses
    items = [item.id for item in responses.questionnaire.items.values() if item.type == "long_text"]
    items = [name for name in items if name in responses.data]
    if not items:
        return Note("careless_no_comments")
    found = pd.concat([_judge_item(name, responses.data[name], copies=not responses.simulated) for name in items])
    answered = np.any([responses.data[name].notna() & (responses.data[name] != "") for name in items], axis=0)
    counts = found["respondent"].value_counts().reindex(responses.data.index, fill_value=0).to_numpy(dtype=float)
    notes = (Note("careless_simulated_comments"),) if responses.simulated else ()
    return Measured(
        value=np.where(answered, counts, np.nan),
        about={"n_items": len(items)},
        notes=notes,
        detail=found.reset_index(drop=True),
    )


def _judge_item(name: str, texts: pd.Series, *, copies: bool) -> pd.DataFrame:
    """Return the respondents whose answer is no comment, and why."""
    written = texts[texts.notna()].astype(str)
    bare = written.map(_strip)
    written = written[~bare.isin(FILLERS)]
    reasons = written.map(find_gibberish)
    if copies:
        long = bare[bare.map(_count_letters) >= LONG_TEXT]
        copied = long.index[long.duplicated() & ~long.isin(FILLERS)]
        reasons = reasons.where(reasons.notna() | ~reasons.index.isin(copied), "copied")
    reasons = reasons[reasons.notna()]
    # Objects, so that a reason stays a Note that can speak every language of the reports.
    notes = pd.Series([Note(f"careless_text_{reason}") for reason in reasons], dtype="object")
    return pd.DataFrame({"respondent": reasons.index, "item": name, "reason": notes})


def _strip(text: str) -> str:
    """Return the letters and digits of a text in one case and width."""
    return "".join(mark for mark in unicodedata.normalize("NFKC", text).casefold() if mark.isalnum())


def _count_letters(bare: str) -> int:
    return sum(1 if mark.isascii() else LETTERS_A_CHARACTER for mark in bare)
