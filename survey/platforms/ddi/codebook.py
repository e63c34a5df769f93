"""The codebook of a questionnaire: about the document, the study, the file, and its variables.

After the schema of DDI-Codebook 2.5.1 by the DDI Alliance, https://ddialliance.org/Specification/DDI-Codebook/2.5/.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, indent, tostring

import survey
from survey.platforms.ddi.element import Tongues, put, set_language
from survey.platforms.ddi.groups import put_groups
from survey.platforms.ddi.variable import FILE, put_variable
from survey.platforms.loss import Loss, name_loss
from survey.platforms.manifest import Field, Manifest, list_fields
from survey.platforms.registry import Draft, Order
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

NAMESPACE = "ddi:codebook:2_5"
_SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_CONTENT = LocalText({"en": "The answers, one row a respondent.", "zh-CN": "答案数据，每位受访者一行。"})
_INSTRUMENT = LocalText({"en": "structured questionnaire", "zh-CN": "结构化问卷"})


def name_fields(questionnaire: Questionnaire, language: str | None = None) -> Manifest:
    """Return what the variables of the codebook are: the columns of the answers, under their own names."""
    return Manifest(
        platform="ddi",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=questionnaire.check_language(language),
        fields=list_fields(
            questionnaire, lambda item, part, code: Field(name="", item=item.id, part=part, code=code).column
        ),
    )


def draft_codebook(order: Order) -> Draft:
    """Return the codebook of a questionnaire."""
    manifest = name_fields(order.questionnaire, order.language)
    root = _build(order.questionnaire, manifest)
    indent(root)
    content = tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    return Draft(content=content, manifest=manifest, losses=tuple(_list_losses(order.questionnaire)))


def _build(questionnaire: Questionnaire, manifest: Manifest) -> Element:
    first = manifest.language
    tongues = Tongues((first, *(one for one in questionnaire.languages if one != first)))
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", _INSTANCE: f"{NAMESPACE} {_SCHEMA}"})
    set_language(root, first)
    _put_document(root, questionnaire, tongues)
    _put_study(root, questionnaire, tongues)
    _put_file(root, manifest.fields, tongues)
    data = put(root, "dataDscr")
    put_groups(data, questionnaire, tongues)
    for field in manifest.fields:
        put_variable(data, questionnaire, field, tongues)
    return root


def _put_document(root: Element, questionnaire: Questionnaire, tongues: Tongues) -> None:
    """Describe the codebook itself."""
    citation = _cite(put(root, "docDscr"), questionnaire, tongues)
    production = put(citation, "prodStmt")
    put(production, "software", "survey-workbench", version=survey.__version__)


def _put_study(root: Element, questionnaire: Questionnaire, tongues: Tongues) -> None:
    """Describe what was asked, and what is told to the respondents."""
    study = put(root, "stdyDscr")
    citation = _cite(study, questionnaire, tongues)
    put(put(citation, "verStmt"), "version", questionnaire.version)
    if questionnaire.description:
        tongues.put(put(study, "stdyInfo"), "abstract", questionnaire.description)
    tongues.say(put(put(study, "method"), "dataColl"), "resInstru", _INSTRUMENT)
    for subject in ("intro", "consent", "thanks", "source"):
        tongues.put(study, "notes", getattr(questionnaire, subject), type=subject)


def _put_file(root: Element, fields: tuple[Field, ...], tongues: Tongues) -> None:
    """Describe the file of answers, whatever its format will be."""
    text = put(put(root, "fileDscr", ID=FILE), "fileTxt")
    first = Tongues(tongues.languages[:1])
    first.say(text, "fileCont", _CONTENT)
    put(put(text, "dimensns"), "varQnty", str(len(fields)))


def _cite(parent: Element, questionnaire: Questionnaire, tongues: Tongues) -> Element:
    citation = put(parent, "citation")
    statement = put(citation, "titlStmt")
    first, *others = tongues.languages
    title = put(statement, "titl", questionnaire.title.in_language(first))
    set_language(title, first)
    Tongues(tuple(others)).put(statement, "parTitl", questionnaire.title)
    put(statement, "IDNo", questionnaire.id)
    return citation


def _list_losses(questionnaire: Questionnaire) -> Iterator[Loss]:
    yield name_loss(
        "",
        en="A codebook asks nothing: required answers, exclusive options, reverse keying and attention checks stand in "
        "it as notes, routing as the universe of a variable, all as text.",
        zh="编码手册本身不提问：必答、互斥选项、反向计分、注意力检测以注释（notes）形式写入，"
        "跳转条件写作变量的适用范围（universe），均为文字说明。",
    )
