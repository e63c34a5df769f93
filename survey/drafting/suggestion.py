"""What a draft leaves to the researcher: suggestions as comments, never as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from survey.drafting.naming import make_id
from survey.drafting.sketch import Question, Sketch
from survey.drafting.tree import write_texts
from survey.drafting.yaml_text import dump_yaml

_NEGATIVE = re.compile(
    r"\b(?:not|never|no|hard|hardly|difficult|poor|bad|worse|worr\w+|disappoint\w*|let down|fail\w*|broke\w*|confus\w+"
    r"|unable|lack\w*|waste\w*|annoy\w*|frustrat\w*|slow|complicated|too (?:expensive|long|much))\b|n['’]t\b"
    r"|不(?!同|仅|但|断|错)|没有?|难|失望|担心|太差|麻烦|复杂|浪费|糟"
)
_FEWEST = 3
_NUMBERED = re.compile(r"^(?P<stem>.*?[A-Za-z])_?\d+$")


def mark_reversed(sketch: Sketch) -> None:
    """Add a comment to items whose wording looks reverse-keyed."""
    for question in sketch.questions:
        for item in question.asked:
            rated = question.kind == "matrix" or item.kind == "scale"
            if rated and any(_NEGATIVE.search(text) for text in item.text.values()):
                item.remarks.append("To finish: worded negatively? Add `reverse: true` if a high answer means less")


def suggest_plan(sketch: Sketch) -> list[str]:
    """Return the last lines of the file: what constructs and plan could look like, and what else is open."""
    lines = [
        "To finish: constructs. Several items that measure one thing together; one is the outcome, the others drivers.",
    ]
    groups = list(_group_items(sketch))
    constructs = CommentedMap()
    for question, items in groups:
        name = make_id(question.id.lower(), "construct")
        row = CommentedSeq(items)
        row.fa.set_flow_style()
        constructs[name] = CommentedMap(role="driver", label=write_texts(question.text), items=row)
    if constructs:
        lines.append("The groups of items on one scale suggest these (check roles, labels and items):")
        lines += dump_yaml(CommentedMap(constructs=constructs)).splitlines()
    plan = CommentedMap()
    for key, kind in (("recommend", "recommend"), ("stars", "stars"), ("comment", "long_text")):
        found = [item.id for item in sketch.items if item.kind == kind]
        if found:
            plan[key] = found[-1] if key == "comment" else found[0]
    lines += ["To finish: analysis. The outcome, its drivers, and the items of the indicators and of the profile."]
    if plan:
        lines += dump_yaml(CommentedMap(analysis=plan)).splitlines()
    lines += [
        "To finish: screening, such as min_seconds, max_longstring, max_missing_share; before the answers are seen.",
        "To finish: margins, the known shares of the population, if the answers are to be weighted.",
    ]
    return lines


def _group_items(sketch: Sketch) -> Iterator[tuple[Question, list[str]]]:
    """Yield the matrices, and runs of single items on a scale that are numbered through."""
    runs: dict[str, list[Question]] = {}
    for question in sketch.questions:
        if question.kind == "matrix" and len(question.rows) >= _FEWEST:
            yield question, [row.id for row in question.rows]
        elif question.kind == "scale" and (match := _NUMBERED.match(question.id)):
            runs.setdefault(match["stem"].rstrip("_"), []).append(question)
    for stem, run in runs.items():
        if len(run) >= _FEWEST:
            yield Question(id=stem, kind="matrix", text=dict.fromkeys(sketch.languages, stem)), [one.id for one in run]
