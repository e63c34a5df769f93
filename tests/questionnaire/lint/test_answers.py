from __future__ import annotations

import pytest

SCALES = "scales:\n"
EMAIL = "2: {zh-CN: 邮件, en: Email}"
ANCHOR = "{zh-CN: 低, en: Low}"
NO = """          1: {zh-CN: 是, en: 'Yes'}
          2: {zh-CN: 否, en: 'No'}
"""

# old text, new text, rule, severity, item, words of the message
CASES = {
    "unused scale": (SCALES, f"{SCALES}  spare: {{from: 1, to: 3}} #!\n", "unused", "warning", None, "spare"),
    "two forms": ("    points:\n", "    from: 1\n    points: #!\n", "scale", "error", None, "two forms"),
    "gap": ("points:\n      1: {", "points: #!\n      0: {", "scale", "warning", None, "0, 2, 3, 4, 5"),
    "code of a point": ("code: 97", "code: 3", "special-code", "error", None, "ordinary answer"),
    "special code twice": (
        "no_answer: {code: 99",
        "no_answer: {code: 97",
        "special-code",
        "error",
        None,
        "same code 97",
    ),
    "unknown scale": (
        "type: matrix\n        scale: agree5",
        "type: matrix\n        scale: agre5 #!",
        "unknown-scale",
        "error",
        "pq",
        "Did you mean 'agree5'?",
    ),
    "one option": (
        "choices:\n" + NO,
        "choices:\n          1: {zh-CN: 是, en: 'Yes'}\n",
        "choices",
        "error",
        "contacted",
        "at least 2",
        ("    targets: {1: 0.4, 2: 0.6}", "    targets: {1: 1}"),
        ("{1: 100, 2: 150}", "{1: 100}"),
        ("shown_if: contacted == 1", "required: false"),
    ),
    "exclusive single choice": (
        "1: {zh-CN: 是, en: 'Yes'}",
        "1: {label: {zh-CN: 是, en: 'Yes'}, exclusive: true}",
        "choices",
        "error",
        "contacted",
        "multiple_choice",
    ),
    "same labels": (EMAIL, "2: {zh-CN: 电话, en: Email}", "same-label", "warning", "channels", "codes 1, 2"),
    "min above max": ("min: 16", "min: 160", "range", "error", "age", "not below"),
    "eleven stars": (
        "type: stars\n",
        "type: stars\n        max: 11 #!\n",
        "range",
        "error",
        "stars",
        "between 2 and 10",
    ),
    "anchor off the scale": (
        "type: recommend\n",
        f"type: recommend\n        anchors: {{11: {ANCHOR}}} #!\n",
        "anchor",
        "error",
        "nps",
        "0 to 10",
    ),
    "wrong right answer": ("attention: {answer: 4}", "attention: {answer: 6}", "attention", "error", "check", "1 to 5"),
    "special right answer": ("attention: {answer: 4}", "attention: {answer: 97}", "attention", "error", "check", "97"),
    "reversed check": (
        "attention: {answer: 4}",
        "attention: {answer: 4}\n        reverse: true #!",
        "attention",
        "error",
        "check",
        "reverse",
    ),
}

# the points of a scale of its own, and words of the error
SCALE_CASES = {
    "no points": ("{special: {no_answer: {code: 9, label: {zh-CN: 无, en: None}}}}", "no points"),
    "half a span": ("{from: 1}", "no points"),
    "upside down": ("{from: 5, to: 1}", "from 5 to 1"),
    "endless": ("{from: 1, to: 1000}", "more than 101 points"),
    "one point": ("{points: {1: {zh-CN: 低, en: Low}}}", "fewer than 2"),
    "anchor beyond": (f"{{from: 1, to: 5, anchors: {{0: {ANCHOR}}}}}", "anchor 0"),
}


@pytest.mark.parametrize("name", CASES)
def test_each_answer_is_judged(name, blame):
    blame(*CASES[name])


@pytest.mark.parametrize("name", SCALE_CASES)
def test_each_scale_is_judged(name, blame):
    scale, words = SCALE_CASES[name]
    rule = "anchor" if "beyond" in name else "scale"
    use = ("type: date", "type: scale\n        scale: odd")
    blame(SCALES, f"{SCALES}  odd: {scale} #!\n", rule, "error", None, words, use)
