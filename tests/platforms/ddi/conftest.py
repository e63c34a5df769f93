"""The official schema of DDI-Codebook 2.5, where it is at hand, and codebooks as trees."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from survey.platforms.export import export_questionnaire
from survey.questionnaire.questionnaire import Questionnaire


@pytest.fixture(scope="session")
def schema(public_file) -> etree.XMLSchema:
    """The schema of the DDI Alliance: the file that SURVEY_DDI_XSD names, or the copy in nyuglobalties/rddi (GPL-3)."""
    named = os.environ.get("SURVEY_DDI_XSD")
    path = Path(named) if named else public_file("nyuglobalties+rddi/inst/codebook.xsd")
    return etree.XMLSchema(etree.parse(str(path)))


@pytest.fixture
def write_codebook(tmp_path) -> Callable[..., etree._Element]:
    """Export a questionnaire and return the root of its codebook."""

    def write(questionnaire: Questionnaire, language: str | None = None) -> etree._Element:
        path = export_questionnaire(questionnaire, "ddi", tmp_path / "codebook.xml", language=language).paths[0]
        return etree.fromstring(path.read_bytes())

    return write
