"""The checklist beside a form: what to set by hand on the site, in the form's language."""

from __future__ import annotations

from collections.abc import Sequence

from survey.platforms.numbered.chores import TOPICS, Chore, Topic
from survey.platforms.numbered.question import is_chinese

CHECKLIST_ENDING = ".checklist.md"
_HEADS: dict[Topic, tuple[str, str]] = {
    "consent": ("Consent", "知情同意"),
    "routing": ("Display logic", "显示逻辑"),
    "required": ("Required rows", "必答行"),
    "texts": ("Options with a text field", "允许填空的选项"),
    "exclusive": ("Exclusive options", "互斥选项"),
    "limits": ("What may be typed", "填写限制"),
    "looks": ("Looks", "样式"),
    "ends": ("Labels at the ends of scales: look at them", "量表两端的标签：请核对"),
    "thanks": ("End", "结束页"),
    "reverse": ("Reverse-keyed items: do not set reverse scores", "反向题：不要设置反向计分"),
    "checks": ("Attention checks: do not screen out on the site", "注意力检测题：不要在网站上自动甄别"),
}
# Signs that Markdown takes for its own.
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>#|~"})


def escape_markdown(text: str) -> str:
    r"""Return a text whose signs Markdown shows as they are.

    Examples
    --------
    >>> print(escape_markdown("*new* [link]"))
    \*new\* \[link\]
    """
    return text.translate(_MARKUP)


def write_checklist(title: str, steps: Sequence[str], chores: Sequence[Chore], language: str) -> bytes:
    """Return a checklist in Markdown.

    Parameters
    ----------
    title
        Of the questionnaire.
    steps
        How the file gets to the site and the answers come back, in the language, as Markdown.
    chores
        What to set by hand.
    language
        Chinese where it is Chinese, else English.
    """
    zh = is_chinese(language)
    lines = [f"# {escape_markdown(title)}: {'导入后需手动设置的内容' if zh else 'what to set by hand'}", ""]
    lines += [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    for topic in TOPICS:
        own = [chore for chore in chores if chore.topic == topic]
        if own:
            lines += ["", f"## {_HEADS[topic][zh]}", ""]
            lines += [f"- [ ] {escape_markdown(chore.zh if zh else chore.en)}" for chore in own]
    return ("\n".join(lines) + "\n").encode()
