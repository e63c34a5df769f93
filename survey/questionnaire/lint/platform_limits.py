"""What the survey platforms and statistics programs cannot hold.

Each limit is a warning: the questionnaire works here, but would be cut short there.
"""

from __future__ import annotations

from collections.abc import Iterator

from survey.questionnaire.lint.branch import Branch
from survey.questionnaire.lint.draft import LONGEST_ID, Draft, label_of
from survey.questionnaire.lint.mistake import Mistake

SPSS_VARIABLE_LABEL_BYTES = 255  # IBM SPSS Statistics, Command Syntax Reference, VARIABLE LABELS; writers cut silently
SPSS_VALUE_LABEL_BYTES = 120  # the same, VALUE LABELS
# IBM SPSS Statistics, Command Syntax Reference, Variable names
SPSS_RESERVED = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
STATA_NAME_CHARACTERS = 32  # Stata User's Guide, 11.3 Naming conventions
LIMESURVEY_CODE_CHARACTERS = 20  # column `title` of its table of questions; longer codes end in an SQL error
LIMESURVEY_ANSWER_CHARACTERS = 5  # column `code` of its table of answers; longer codes, and "-", are dropped


def check_names(draft: Draft) -> Iterator[Mistake]:
    """Warn of ids that are too long or reserved somewhere."""
    asked = [(item.id, item.tree) for item in draft.items] + [(one["id"], one) for one in draft.matrices]
    for name, tree in asked:
        if LIMESURVEY_CODE_CHARACTERS < len(name) <= LONGEST_ID:
            programs = "LimeSurvey" + (" and Stata" if len(name) > STATA_NAME_CHARACTERS else "")
            message = f"the id has {len(name)} characters, too many for {programs}"
            advice = f"use at most {LIMESURVEY_CODE_CHARACTERS}"
            yield draft.warning("platform-limit", tree.at("id"), message, advice, name)
        if name.lower() in SPSS_RESERVED:
            message = "the id is a reserved word of SPSS"
            yield draft.warning("platform-limit", tree.at("id"), message, "choose another id", name)


def check_codes(draft: Draft) -> Iterator[Mistake]:
    """Warn of codes that LimeSurvey would drop."""
    for what, tree, item in _answer_lists(draft):
        lines = {code: line for key in ("points", "choices") for code, line in _lines(tree.get(key)).items()}
        lines |= {one["code"]: one.at("code") for one in tree.get("special", {}).values() if "code" in one}
        lines |= {tree[end]: tree.at(end) for end in ("from", "to") if end in tree}
        for code, line in lines.items():
            if isinstance(code, int) and (code < 0 or len(str(code)) > LIMESURVEY_ANSWER_CHARACTERS):
                message = f"LimeSurvey drops the code {code} of {what}"
                advice = f"use whole numbers from 0 to {10**LIMESURVEY_ANSWER_CHARACTERS - 1}"
                yield draft.warning("platform-limit", line, message, advice, item)


def check_labels(draft: Draft) -> Iterator[Mistake]:
    """Warn of answer labels that SPSS would cut and REDCap would split."""
    for _, tree, item in _answer_lists(draft):
        for label in _labels(tree):
            for tag, text in label.items():
                size = len(text.encode())
                if size > SPSS_VALUE_LABEL_BYTES:
                    message = f"the {tag} label has {size} bytes; SPSS keeps {SPSS_VALUE_LABEL_BYTES}"
                    yield draft.warning("platform-limit", label.at(tag), message, "shorten it", item)
                if "|" in text:
                    message = f"the {tag} label '{text}' holds '|', at which REDCap splits it"
                    yield draft.warning("platform-limit", label.at(tag), message, "write it without", item)


def check_texts(draft: Draft) -> Iterator[Mistake]:
    """Warn of item texts that SPSS would cut."""
    for item in draft.items:
        text = item.tree.get("text", Branch())
        for tag, words in text.items():
            size = len(words.encode())
            if size > SPSS_VARIABLE_LABEL_BYTES:
                message = f"the {tag} text has {size} bytes; as a variable label SPSS keeps {SPSS_VARIABLE_LABEL_BYTES}"
                advice = "shorten it, or move part of it to `help` or the page's `intro`"
                yield draft.warning("platform-limit", text.at(tag), message, advice, item.id)


def check_matrix_labels(draft: Draft) -> Iterator[Mistake]:
    """Warn of scales in matrices whose Chinese labels hold spaces, at which Wenjuanxing splits them."""
    used = {item.scale for item in draft.items if item.matrix is not None}
    for name, scale in draft.part("scales").items():
        for label in _labels(scale) if name in used else ():
            for tag, text in label.items():
                if tag.split("-")[0] == "zh" and " " in text.strip():
                    message = f"Wenjuanxing splits the {tag} label '{text}' of scale {name} at the space"
                    yield draft.warning("platform-limit", label.at(tag), message, "write it without spaces")


def _answer_lists(draft: Draft) -> Iterator[tuple[str, Branch, str | None]]:
    yield from ((f"scale {name}", scale, None) for name, scale in draft.part("scales").items())
    yield from (("the item", item.tree, item.id) for item in draft.items)


def _lines(node: Branch | None) -> dict[int, int]:
    return {} if node is None else node.lines


def _labels(tree: Branch) -> Iterator[Branch]:
    for part in ("points", "anchors", "choices", "special"):
        yield from map(label_of, tree.get(part, {}).values())


RULES = (check_names, check_codes, check_labels, check_texts, check_matrix_labels)
