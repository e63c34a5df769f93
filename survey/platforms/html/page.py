"""The form as one HTML page that holds everything it needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from survey.platforms.html.definition import choose_texts, describe_form
from survey.platforms.html.names import name_fields
from survey.platforms.html.policy import write_policy
from survey.platforms.loss import Loss, name_loss
from survey.platforms.registry import Draft, Order
from survey.questionnaire.questionnaire import Questionnaire

FOLDER = Path(__file__).parent
# In the order in which they build on each other.
SCRIPTS = (
    *("form", "routing", "answers", "elements", "storage", "options", "entries", "matrix", "pages", "frame"),
    *("delivery", "start"),
)


def draft_form(order: Order) -> Draft:
    """Return a questionnaire as a self-contained form in all its languages, `order.language` first."""
    return Draft(
        content=render_form(order).encode(),
        manifest=name_fields(order.questionnaire, order.language),
        losses=tuple(find_losses(order.questionnaire)),
    )


def render_form(order: Order) -> str:
    """Return the page.

    Raises
    ------
    OptionError
        The address to send to has no plain host.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    script, style = write_script(), "\n" + _read("form.css")
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("form.html.j2").render(
        language=order.language,
        title=order.questionnaire.title.in_language(order.language),
        policy=write_policy(script, style, order.post_to),
        css=Markup(style),
        definition=Markup(embed_json(describe_form(order))),
        script=Markup(script),
    )


def write_script() -> str:
    """Return all parts of the script as one, in a scope of its own."""
    parts = "\n".join(_read(f"scripts/{name}.js") for name in SCRIPTS)
    return f'\n(() => {{\n"use strict";\n\n{parts}}})();\n'


def embed_json(tree: dict[str, Any]) -> str:
    r"""Return JSON that cannot end the element it stands in.

    Examples
    --------
    >>> embed_json({"a": "</script><!--\u2028&"})
    '{"a":"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026"}'
    """
    text = json.dumps(tree, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def find_losses(questionnaire: Questionnaire) -> list[Loss]:
    """Return what the form cannot express: only its own buttons and messages in further languages."""
    losses = []
    for language in questionnaire.languages:
        own = choose_texts(language)
        if own.split("-")[0] != language.split("-")[0].lower():
            losses.append(
                name_loss(
                    "",
                    en=f"Buttons and messages of the form are in English where the questionnaire is in {language}.",
                    zh=f"问卷语言为 {language} 时，表单的按钮与提示为英文。",
                )
            )
    return losses


def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
