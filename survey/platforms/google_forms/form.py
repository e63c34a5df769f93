"""A questionnaire as a script that makes a Google form."""

from __future__ import annotations

from survey.platforms.google_forms.checklist import write_checklist
from survey.platforms.google_forms.losses import list_losses
from survey.platforms.google_forms.questions import Writer
from survey.platforms.google_forms.script import Script, write_string
from survey.platforms.google_forms.section import Block, Plan, Route, Section, plan_sections
from survey.platforms.google_forms.wording import Wording, answer_consent, name_fields, word_form
from survey.platforms.google_forms.words import Words
from survey.platforms.registry import Draft, Order
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

_SUBMIT = "FormApp.PageNavigationType.SUBMIT"


def draft_form(order: Order) -> Draft:
    """Return a questionnaire as Apps Script in one language, and a checklist for what has to be done by hand."""
    questionnaire = order.questionnaire
    wording = word_form(questionnaire, order.language)
    plan = plan_sections(questionnaire)
    losses = list_losses(questionnaire, wording, plan)
    script = _Form(questionnaire, wording, plan).write()
    return Draft(
        content=script.encode(),
        manifest=name_fields(questionnaire, order.language),
        losses=losses,
        beside={".checklist.md": write_checklist(losses, order.language).encode()},
    )


class _Form:
    """The script while it is written."""

    def __init__(self, questionnaire: Questionnaire, wording: Wording, plan: Plan) -> None:
        self.questionnaire = questionnaire
        self.wording = wording
        self.plan = plan
        self.script = Script()
        self.writer = Writer(questionnaire, wording, self.script)
        self.words = Words(questionnaire, wording)
        self.pages: dict[int, str] = {len(plan.sections): _SUBMIT}

    def write(self) -> str:
        """Return the whole script."""
        self._set_up()
        consent = self._add_consent()
        for place, section in enumerate(self.plan.sections):
            self._open(place, section, consent)
            for block in section.blocks:
                self._add(block)
        self.script.note("Where each page leads to.")
        if consent and self.questionnaire.consent_required:
            self.writer.add_choices(consent, answer_consent(self.wording.language), [self.pages[0], _SUBMIT])
        for place, route in enumerate(self.plan.routes):
            self._lead(place, route)
        return self.script.write(self.wording.say(self.questionnaire.title))

    def _set_up(self) -> None:
        if self.questionnaire.intro is not None:
            self.script.call("form", "setDescription", self._string(self.questionnaire.intro))
        if self.questionnaire.thanks is not None:
            self.script.call("form", "setConfirmationMessage", self._string(self.questionnaire.thanks))
        self.script.call("form", "setProgressBar", "true")

    def _string(self, text: LocalText) -> str:
        return write_string(text.in_language(self.wording.language))

    def _add_consent(self) -> str:
        """Add the question for the consent, and return its variable, "" without one."""
        if self.questionnaire.consent is None:
            return ""
        name = self.script.create("addMultipleChoiceItem")
        self.script.call(name, "setTitle", write_string(self.wording.consent))
        if self.questionnaire.consent_required:
            self.script.call(name, "setRequired", "true")
        self.writer.add_choices(name, answer_consent(self.wording.language))
        return name

    def _open(self, place: int, section: Section, consent: str) -> None:
        """Add the page break before a section, or for the first page its heading."""
        title, text = section.page.title, section.page.intro if section.opens_page else None
        if place or consent:
            self.pages[place] = self.script.create("addPageBreakItem")
        elif title is None and text is None:
            return
        name = self.pages.get(place) or self.script.create("addSectionHeaderItem")
        if title is not None:
            self.script.call(name, "setTitle", write_string(self.wording.say(title)))
        if text is not None:
            self.script.call(name, "setHelpText", self._string(text))

    def _add(self, block: Block) -> None:
        item = block.items[0]
        shown_to_all = item.id in self.plan.open
        condition = block.condition if shown_to_all else None
        advice = self.words.advise(condition) if condition else ""
        required = item.required and not shown_to_all and item.id not in self.wording.specials
        self.writer.add_block(block, required=required, advice=advice)

    def _lead(self, place: int, route: Route) -> None:
        """Add the way from a section to those that do not come next."""
        if set(route.targets.values()) <= {place + 1}:
            return
        if route.item is not None:
            labels = self.wording.labels[route.item.id]
            pages = [self.pages[route.targets[code]] for code in labels]
            self.writer.add_choices(self.writer.variables[route.item.id], list(labels.values()), pages)
        straight = route.targets.get(None, place + 1)
        if straight != place + 1:
            self.script.call(self.pages[place + 1], "setGoToPage", self.pages[straight])
