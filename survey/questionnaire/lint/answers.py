"""What can be answered: scales, choices, special codes, ranges, attention checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from survey.questionnaire.lint.branch import Branch
from survey.questionnaire.lint.draft import LONGEST_SCALE, Draft, label_of, scale_codes
from survey.questionnaire.lint.mistake import Mistake

FEWEST_OPTIONS = 2
MOST_STARS = 10  # what people still count at a glance; SurveyJS and Wenjuanxing offer no more


def check_scales(draft: Draft) -> Iterator[Mistake]:
    """Check that every scale has points in one of the two forms, and is used."""
    scales = draft.part("scales")
    used = {item.scale for item in draft.items}
    for name, scale in scales.items():
        yield from _check_form(draft, name, scale)
        yield from _check_special(draft, f"scale {name}", scale, scale_codes(scale))
        yield from _check_anchors(draft, f"scale {name}", scale, scale_codes(scale))
        if name not in used:
            yield draft.warning("unused", scales.at(name), f"no item uses scale '{name}'", "leave it out, or use it")


def check_own_scales(draft: Draft) -> Iterator[Mistake]:
    """Check the codes that recommend, stars and other items bring themselves."""
    for item in draft.items:
        yield from _check_anchors(draft, "the item", item.tree, item.codes, item.id)
        yield from _check_special(draft, "the item", item.tree, item.codes, item.id)
        most = item.tree.get("max")
        if item.kind == "stars" and most is not None and not FEWEST_OPTIONS <= most <= MOST_STARS:
            message = f"{most} stars are not between {FEWEST_OPTIONS} and {MOST_STARS}"
            yield draft.error("range", item.tree.at("max"), message, "5 are usual; use a scale for more", item.id)


def check_scale_names(draft: Draft) -> Iterator[Mistake]:
    """Check that items and matrices name scales that exist."""
    known = draft.part("scales")
    named = [(item.tree, item.id) for item in draft.items if item.kind == "scale" and item.matrix is None]
    for tree, owner in [*named, *((matrix, matrix["id"]) for matrix in draft.matrices)]:
        name = tree.get("scale")
        if name is not None and name not in known:
            yield draft.error(
                "unknown-scale", tree.at("scale"), f"there is no scale '{name}'", guess(name, known, "scales"), owner
            )


def check_choices(draft: Draft) -> Iterator[Mistake]:
    """Check that choice items have options, and that no two read the same."""
    for item in draft.items:
        choices = item.tree.get("choices")
        if choices is None:
            continue
        line = item.tree.at("choices")
        if len(choices.lines) < FEWEST_OPTIONS:
            message = f"{len(choices.lines)} option is no choice" if choices.lines else "there are no options"
            yield draft.error("choices", line, message, f"give at least {FEWEST_OPTIONS}", item.id)
        if item.kind == "single_choice":
            for code, choice in choices.items():
                if choice.get("exclusive") is True:
                    message = f"option {code} is `exclusive`, which means nothing where only one can be chosen"
                    advice = "leave it out, or make the item a multiple_choice"
                    yield draft.error("choices", choices.at(code), message, advice, item.id)


def check_same_labels(draft: Draft) -> Iterator[Mistake]:
    """Warn where two answers of one list read the same."""
    for name, scale in draft.part("scales").items():
        yield from _check_same(draft, f"scale {name}", scale, "points", None)
    for item in draft.items:
        yield from _check_same(draft, "the item", item.tree, "choices", item.id)


def check_ranges(draft: Draft) -> Iterator[Mistake]:
    """Check that a number's minimum is below its maximum."""
    for item in draft.items:
        low, high = item.tree.get("min"), item.tree.get("max")
        if item.kind == "number" and low is not None and high is not None and low >= high:
            message = f"`min` {low} is not below `max` {high}"
            yield draft.error("range", item.tree.at("min"), message, "swap or mend them", item.id)


def check_attention(draft: Draft) -> Iterator[Mistake]:
    """Check that the right answer of an attention check can be given."""
    for item in draft.items:
        answer = item.tree.get("attention", {}).get("answer")
        if answer is None:
            continue
        line = item.tree["attention"].at("answer")
        if item.codes and answer not in item.codes:
            message = f"the right answer {answer} is no code of the item"
            advice = f"use one of: {listed(item.codes)}"
            yield draft.error("attention", line, message, advice, item.id)
        if item.tree.get("reverse") is True:
            message = "an attention check is scored right or wrong, so `reverse` means nothing"
            yield draft.error("attention", item.tree.at("reverse"), message, "leave `reverse` out", item.id)


def guess(name: str, known: Mapping[str, object], what: str) -> str:
    """Advise the nearest known name, or list them all."""
    close = get_close_matches(name, list(known), n=1)
    return f"did you mean '{close[0]}'?" if close else f"the {what} are: {', '.join(known) or 'none so far'}"


def listed(codes: tuple[int, ...]) -> str:
    """Write codes in a row, a long run of them as a range."""
    run = codes == tuple(range(codes[0], codes[0] + len(codes))) if codes else False
    return f"{codes[0]} to {codes[-1]}" if run and len(codes) > 2 else ", ".join(map(str, codes))


def _check_form(draft: Draft, name: str, scale: Branch) -> Iterator[Mistake]:
    has = scale.lines
    if "points" in has and ("from" in has or "to" in has or "anchors" in has):
        message = f"scale {name} has `points` and also `from`, `to` or `anchors`"
        yield draft.error("scale", scale.at("points"), message, "keep one of the two forms")
    elif "points" not in has and not ("from" in has and "to" in has):
        message = f"scale {name} has no points"
        yield draft.error("scale", scale.line, message, "give `points`, or `from`, `to` and `anchors`")
    elif "points" in scale and len(scale["points"].lines) < FEWEST_OPTIONS:
        message = f"scale {name} has fewer than {FEWEST_OPTIONS} points"
        yield draft.error("scale", scale.at("points"), message, "add points")
    elif "from" in scale and "to" in scale:
        yield from _check_span(draft, name, scale)
    codes = scale_codes(scale) if "points" in scale else ()
    if codes and codes != tuple(range(codes[0], codes[0] + len(codes))):
        message = f"the codes of scale {name} are not consecutive: {listed(codes)}"
        advice = "means take the codes as equally spaced steps; number the points one by one, low to high"
        yield draft.warning("scale", scale.at("points"), message, advice)


def _check_span(draft: Draft, name: str, scale: Branch) -> Iterator[Mistake]:
    low, high = scale["from"], scale["to"]
    if low >= high:
        message = f"scale {name} runs from {low} to {high}"
        yield draft.error("scale", scale.at("from"), message, "let `to` be above `from`")
    elif high - low >= LONGEST_SCALE:
        message = f"scale {name} has more than {LONGEST_SCALE} points"
        yield draft.error("scale", scale.at("to"), message, "ask for a number instead")


def _check_special(
    draft: Draft, what: str, tree: Branch, codes: tuple[int, ...], item: str | None = None
) -> Iterator[Mistake]:
    seen: dict[int, str] = {}
    for kind, special in tree.get("special", {}).items():
        code = special.get("code")
        if code in codes:
            message = f"the {kind} code {code} is also an ordinary answer of {what}"
            yield draft.error("special-code", special.at("code"), message, "use a code apart, such as 97, 98, 99", item)
        if code in seen:
            message = f"{kind} and {seen[code]} have the same code {code}"
            yield draft.error("special-code", special.at("code"), message, "give each its own", item)
        seen.setdefault(code, kind)


def _check_anchors(
    draft: Draft, what: str, tree: Branch, codes: tuple[int, ...], item: str | None = None
) -> Iterator[Mistake]:
    anchors = tree.get("anchors", Branch())
    for code in anchors:
        if codes and code not in codes:
            message = f"the anchor {code} is no point of {what}"
            yield draft.error("anchor", anchors.at(code), message, f"use codes among {listed(codes)}", item)


def _check_same(draft: Draft, what: str, tree: Branch, part: str, item: str | None) -> Iterator[Mistake]:
    answers = tree.get(part, Branch())
    for language in draft.languages:
        labels = {code: label_of(answer).get(language, "").strip() for code, answer in answers.items()}
        counts = Counter(label for label in labels.values() if label)
        for label in [label for label, count in counts.items() if count > 1]:
            codes = tuple(code for code, other in labels.items() if other == label)
            message = f"codes {listed(codes)} of {what} are all labelled '{label}' ({language})"
            advice = "tell them apart: files with labels cannot be read otherwise"
            yield draft.warning("same-label", answers.at(codes[-1]), message, advice, item)


RULES = (
    check_scales,
    check_own_scales,
    check_scale_names,
    check_choices,
    check_same_labels,
    check_ranges,
    check_attention,
)
