"""One line of a data dictionary, and the dictionary as a file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

# The headings and their order are REDCap's.
HEADINGS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
INSTRUMENT = "instrument.csv"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same input gives the same archive


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One line of a data dictionary."""

    name: str
    type: str
    label: str
    header: str = ""
    choices: str = ""
    note: str = ""
    validation: str = ""
    minimum: str = ""
    maximum: str = ""
    branching: str = ""
    required: bool = False
    alignment: str = ""
    group: str = ""
    annotation: str = ""

    def cells(self, form: str) -> tuple[str, ...]:
        """Return the cells of the line, in the order of the headings."""
        limits = (self.validation, self.minimum, self.maximum)
        needed = "y" if self.required else ""
        return (
            *(self.name, form, self.header, self.type, self.label, self.choices, self.note, *limits, ""),
            *(self.branching, needed, self.alignment, "", self.group, "", self.annotation),
        )


def write_dictionary(variables: Iterable[Variable], form: str) -> bytes:
    """Return a data dictionary: UTF-8 without a byte order mark, commas, quotes where needed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(variable.cells(form) for variable in variables)
    return text.getvalue().encode()


def write_archive(dictionary: bytes) -> bytes:
    """Return an instrument as the archive that a project takes in addition to its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(INSTRUMENT, _EPOCH), dictionary)
    return buffer.getvalue()
