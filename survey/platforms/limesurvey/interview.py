"""LimeSurvey's own columns: ids, times, language, and what can identify a person."""

from __future__ import annotations

from survey.platforms.limesurvey.languages import read_language
from survey.platforms.limesurvey.metadata import PERSONAL, name_metadata, name_timing
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.questionnaire import Questionnaire

_NO_DATE = "1980-01-01"  # stands for the date of submission in surveys that keep no dates
_PARADATA = {"startdate": "started", "interviewtime": "seconds"}


def tell_interview(rewrite: Rewrite, questionnaire: Questionnaire) -> None:
    """Give the columns that LimeSurvey adds their meaning; a heading that stands twice counts once."""
    told: set[str] = set()
    for place, heading in enumerate(rewrite.table.headings):
        if rewrite.is_used(place):
            continue
        name = name_metadata(heading)
        if name is not None and name not in told:
            told.add(name)
            _tell(rewrite, place, name, questionnaire)
        elif name is None and (timing := name_timing(heading)):
            rewrite.tell(place, timing)


def _tell(rewrite: Rewrite, place: int, name: str, questionnaire: Questionnaire) -> None:
    column = rewrite.table.columns[place]
    if name == "id":
        rewrite.identify(place)
    elif name in PERSONAL:
        rewrite.protect(place)
    elif name == "submitdate":
        rewrite.tell(place, "submitted", column=column.map(lambda text: "" if text.startswith(_NO_DATE) else text))
        rewrite.tell(place, "complete", column=column.map(lambda text: "1" if text.strip() else "0"))
    elif name == "startlanguage":
        rewrite.tell(place, "language", column=column.map(lambda text: read_language(text.strip(), questionnaire)))
    else:
        rewrite.tell(place, _PARADATA.get(name, name))
