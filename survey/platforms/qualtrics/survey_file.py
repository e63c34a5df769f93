"""The survey file (QSF): blocks, flow, options and questions as Qualtrics exports them itself."""

from __future__ import annotations

import hashlib
import json
import string
import uuid
from collections.abc import Mapping
from typing import Any

from survey.platforms.qualtrics.languages import pick_languages
from survey.platforms.qualtrics.logic import Test
from survey.platforms.qualtrics.markup import break_pipes, describe
from survey.platforms.qualtrics.payload import PayloadWriter
from survey.platforms.qualtrics.plan import REFUSED, Block, Plan
from survey.questionnaire.questionnaire import Questionnaire

Element = dict[str, Any]
_BRAND = "survey-workbench"  # Qualtrics puts the importing account's own here
_NEVER = "0000-00-00 00:00:00"
_WRITTEN = "2026-01-01 00:00:00"  # the same file whenever it is written
_SIGNS = string.ascii_letters + string.digits
_ID_LENGTH = 15


def write_survey(questionnaire: Questionnaire, plan: Plan, language: str) -> bytes:
    """Return the survey file.

    Parameters
    ----------
    questionnaire
        What is asked.
    plan
        The survey made of it.
    language
        The language shown first; the others are translations.
    """
    file = _SurveyFile(questionnaire, plan, language)
    return (json.dumps(file.write(), ensure_ascii=False, indent=1) + "\n").encode()


class _SurveyFile:
    def __init__(self, questionnaire: Questionnaire, plan: Plan, language: str) -> None:
        self.questionnaire = questionnaire
        self.plan = plan
        self.language = language
        self.languages: Mapping[str, str] = pick_languages(questionnaire.languages, language)[0]
        self.writer = PayloadWriter(plan=plan, languages=self.languages)
        self.survey = self._name("SV", "survey")
        self.title = break_pipes(" ".join(questionnaire.title.in_language(language).split()))

    def write(self) -> dict[str, Any]:
        """Return the whole file."""
        responses = self._name("RS", "responses")
        elements = [
            self._element("BL", "Survey Blocks", self._blocks()),
            self._element("FL", "Survey Flow", self._flow()),
            self._element("PL", "Preview Link", {"PreviewType": "Brand", "PreviewID": self._preview()}),
            self._element("PROJ", "CORE", {"ProjectCategory": "CORE", "SchemaVersion": "1.1.0"}, third="1.1.0"),
            self._element("QC", "Survey Question Count", None, str(len(self.plan.questions))),
            self._element("RS", responses, None, "Default Response Set"),
            self._element("SCO", "Scoring", _SCORING),
            self._element("SO", "Survey Options", self._options()),
            *self._questions(),
            self._element("STAT", "Survey Statistics", {"MobileCompatible": True, "ID": "Survey Statistics"}),
        ]
        return {"SurveyEntry": self._entry(responses), "SurveyElements": elements}

    def _entry(self, responses: str) -> Element:
        owner = self._name("UR", "owner")
        return {
            "SurveyID": self.survey,
            "SurveyName": self.title,
            "SurveyDescription": None,
            "SurveyOwnerID": owner,
            "SurveyBrandID": _BRAND,
            "DivisionID": None,
            "SurveyLanguage": self.languages[self.language],
            "SurveyActiveResponseSet": responses,
            "SurveyStatus": "Inactive",
            "SurveyStartDate": _NEVER,
            "SurveyExpirationDate": _NEVER,
            "SurveyCreationDate": _WRITTEN,
            "CreatorID": owner,
            "LastModified": _WRITTEN,
            "LastAccessed": _NEVER,
            "LastActivated": _NEVER,
            "Deleted": None,
        }

    def _element(
        self, kind: str, first: str, payload: Any, second: str | None = None, *, third: str | None = None
    ) -> Element:
        return {
            "SurveyID": self.survey,
            "Element": kind,
            "PrimaryAttribute": first,
            "SecondaryAttribute": second,
            "TertiaryAttribute": third,
            "Payload": payload,
        }

    def _questions(self) -> list[Element]:
        return [
            self._element(
                "SQ",
                question.qid,
                self.writer.write(question),
                describe(question.text.in_language(self.language)),
            )
            for question in self.plan.questions
        ]

    # -- blocks and flow -----------------------------------------------------------------------------------------

    def _blocks(self) -> list[Element]:
        trash = {
            "Type": "Trash",
            "Description": "Trash / Unused Questions",
            "ID": self._name("BL", "trash"),
            "BlockElements": [],
        }
        return [*(self._block(block, at) for at, block in enumerate(self.plan.blocks)), trash]

    def _block(self, block: Block, at: int) -> Element:
        elements: list[Element] = []
        for screen in block.screens:
            elements += [{"Type": "Page Break"}] if elements else []
            elements += [{"Type": "Question", "QuestionID": question.qid} for question in screen]
        return {
            "Type": "Standard" if at else "Default",
            **({"SubType": ""} if at else {}),
            "Description": describe(block.name.in_language(self.language)),
            "ID": self._block_id(block),
            "BlockElements": elements,
            "Options": {"BlockLocking": "false", "RandomizeQuestions": "false", "BlockVisibility": "Expanded"},
        }

    def _flow(self) -> Element:
        """Return the order of the blocks; who does not agree to take part is led to the end after the first."""
        flow: list[Element] = []
        number = 1
        for at, block in enumerate(self.plan.blocks):
            number += 1
            kind = "Standard" if at else "Block"
            flow.append({"Type": kind, "ID": self._block_id(block), "FlowID": f"FL_{number}", "Autofill": []})
            if not at and self.plan.consent:
                flow.append(self._refusal(number + 1))
                number += 2
        return {"Type": "Root", "FlowID": "FL_1", "Flow": flow, "Properties": {"Count": number}}

    def _refusal(self, number: int) -> Element:
        consent = self.plan.consent
        assert consent is not None
        refused = next(option for option in consent.options if option.code == REFUSED)
        return {
            "Type": "Branch",
            "FlowID": f"FL_{number}",
            "Description": "New Branch",
            "BranchLogic": self.writer.branch(Test(consent.qid, f"SelectableChoice/{refused.id}", "Selected")),
            "Flow": [{"Type": "EndSurvey", "FlowID": f"FL_{number + 1}"}],
        }

    def _options(self) -> Element:
        return _OPTIONS | {
            "SurveyTitle": self.title,
            "SkinLibrary": _BRAND,
            "SurveyMetaDescription": self.title,
            "SurveyName": self.title,
            "AvailableLanguages": {code: [] for code in self.languages.values()},
        }

    # -- ids -----------------------------------------------------------------------------------------------------

    def _block_id(self, block: Block) -> str:
        return self._name("BL", f"block {block.where}")

    def _name(self, kind: str, what: str) -> str:
        """Return an id of the form that Qualtrics gives, the same for the same questionnaire."""
        number = int.from_bytes(hashlib.sha256(f"{self.questionnaire.id} {kind} {what}".encode()).digest())
        signs = []
        for _ in range(_ID_LENGTH):
            number, sign = divmod(number, len(_SIGNS))
            signs.append(_SIGNS[sign])
        return f"{kind}_{''.join(signs)}"

    def _preview(self) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, self.survey))


_SCORING: Element = {
    "ScoringCategories": [],
    "ScoringCategoryGroups": [],
    "ScoringSummaryCategory": None,
    "ScoringSummaryAfterQuestions": 0,
    "ScoringSummaryAfterSurvey": 0,
    "DefaultScoringCategory": None,
    "AutoScoringCategory": None,
}
_OPTIONS: Element = {
    "BackButton": "false",
    "SaveAndContinue": "true",
    "SurveyProtection": "PublicSurvey",
    "BallotBoxStuffingPrevention": "false",
    "NoIndex": "Yes",
    "SecureResponseFiles": "true",
    "SurveyExpiration": "None",
    "SurveyTermination": "DefaultMessage",
    "Header": "",
    "Footer": "",
    "ProgressBarDisplay": "Text",
    "PartialData": "+1 week",
    "ValidationMessage": "",
    "PreviousButton": "",
    "NextButton": "",
    "SkinType": "templated",
    "Skin": {"brandingId": None, "templateId": "*base", "overrides": None},
    "NewScoring": 1,
    "CustomStyles": [],
    "EOSMessage": None,
    "ShowExportTags": "false",
    "CollectGeoLocation": "false",
    "PasswordProtection": "No",
    "AnonymizeResponse": "Yes",
    "RefererCheck": "No",
    "UseCustomSurveyLinkCompletedMessage": None,
    "SurveyLinkCompletedMessage": None,
    "SurveyLinkCompletedMessageLibrary": None,
    "ResponseSummary": "No",
    "EOSMessageLibrary": None,
    "EOSRedirectURL": None,
    "EmailThankYou": "false",
    "ThankYouEmailMessageLibrary": None,
    "ThankYouEmailMessage": None,
    "ValidateMessage": "false",
    "ValidationMessageLibrary": None,
    "InactiveSurvey": "DefaultMessage",
    "PartialDeletion": None,
    "PartialDataCloseAfter": "LastActivity",
    "InactiveMessageLibrary": None,
    "InactiveMessage": None,
    "ProtectSelectionIds": True,
}
