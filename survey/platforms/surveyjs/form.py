"""A questionnaire as the JSON that SurveyJS shows."""

from __future__ import annotations

import json

from survey.platforms.loss import Loss, name_loss
from survey.platforms.registry import Draft, Order
from survey.platforms.surveyjs.names import CONSENT, name_fields, name_questions
from survey.platforms.surveyjs.question import Tree, Writer
from survey.platforms.surveyjs.texts import LOCALES, Tongues, map_tongues
from survey.questionnaire.item import Page
from survey.questionnaire.questionnaire import Questionnaire


def draft_form(order: Order) -> Draft:
    """Return a questionnaire as SurveyJS JSON, all languages in it."""
    questionnaire = order.questionnaire
    tongues = map_tongues(questionnaire.languages, order.language)
    writer = Writer(questionnaire, name_questions(questionnaire), tongues)
    tree = _write_form(questionnaire, writer)
    losses = [*_name_languages(tongues), *writer.losses]
    content = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    manifest = name_fields(questionnaire, order.language)
    return Draft(content=content.encode(), manifest=manifest, losses=tuple(losses))


def _write_form(questionnaire: Questionnaire, writer: Writer) -> Tree:
    tongues = writer.tongues
    start = _write_start(questionnaire, tongues)
    tree: Tree = {
        "locale": tongues.locale,
        "title": tongues.say(questionnaire.title),
        # Not onComplete, the default: then a hidden answer would still steer the questions after it.
        "clearInvisibleValues": "onHidden",
        "showQuestionNumbers": "off",
        "showProgressBar": True,
        "pages": [*([start] if start else []), *(_write_page(page, writer) for page in questionnaire.pages)],
    }
    if questionnaire.thanks is not None:
        tree["completedHtml"] = tongues.say_html(questionnaire.thanks)
    return tree


def _write_start(questionnaire: Questionnaire, tongues: Tongues) -> Tree | None:
    """Return a first page with the introduction and the consent, or None where there is neither."""
    elements: list[Tree] = []
    if questionnaire.intro is not None:
        elements.append({"type": "html", "name": "introduction-text", "html": tongues.say_html(questionnaire.intro)})
    if questionnaire.consent is not None:
        text = tongues.say(questionnaire.consent)
        consent: Tree = {"type": "checkbox", "name": CONSENT, "title": text, "titleLocation": "hidden"}
        consent["choices"] = [{"value": 1, "text": text}]
        elements.append({**consent, "isRequired": True} if questionnaire.consent_required else consent)
    return {"name": "page-start", "elements": elements} if elements else None


def _write_page(page: Page, writer: Writer) -> Tree:
    tree: Tree = {"name": f"page-{page.id}"}
    if page.title is not None:
        tree["title"] = writer.tongues.say(page.title)
    if page.intro is not None:
        tree["description"] = writer.tongues.say(page.intro)
    around = page.shown_if
    tree |= writer.show_if(page.id, around)
    elements: list[Tree] = []
    for block in page.blocks:
        if isinstance(block, str):
            elements += writer.write_item(writer.questionnaire.items[block], around)
        else:
            elements.append(writer.write_matrix(block, around))
    return {**tree, "elements": elements}


def _name_languages(tongues: Tongues) -> list[Loss]:
    return [
        name_loss(
            "",
            en=f"SurveyJS has no {tag}: its own buttons and messages stay in English in that language.",
            zh=f"SurveyJS 没有 {tag} 语言包：该语言下按钮和提示仍为英文。",
        )
        for tag, key in tongues.keys.items()
        if key != "en" and key not in LOCALES
    ]
