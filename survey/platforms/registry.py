"""The platforms, by name.

A platform has a module of its own with one `Platform` in it, called PLATFORM. Its export turns a questionnaire into a
file; its reader tells the platform's response files from others and turns their table into a plain one: headings that
are columns of the questionnaire, cells that are codes, labels or blank. All the rest is the same for every platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module

from survey.errors import OptionError, check_option
from survey.platforms.files.table import Table
from survey.platforms.loss import Loss
from survey.platforms.manifest import Manifest
from survey.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True)
class Order:
    """What an export is asked for.

    Attributes
    ----------
    language
        The language shown first; platforms that hold several languages get the others too.
    suffix
        One of the platform's suffixes, such as ``.lss``.
    post_to
        An address that the filled form sends its answers to, for platforms that can.
    """

    questionnaire: Questionnaire
    language: str
    suffix: str
    post_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an export writes.

    Attributes
    ----------
    content
        The file.
    manifest
        What the columns of the response file will mean.
    losses
        What the platform cannot express.
    beside
        Further files: the ending put after the file's name (such as ``.checklist.md``) to the content.
    """

    content: bytes
    manifest: Manifest
    losses: tuple[Loss, ...] = ()
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Platform:
    """One platform, out and back.

    Attributes
    ----------
    title
        Its name as people write it.
    suffixes
        The kinds of file it can be exported to, the usual one first.
    drafts
        Turns an order into files, without writing them; None: no export.
    recognises
        Tells whether a table is a response file of the platform; None: nothing to read.
    adapts
        Returns such a table as a plain one. The manifest is the one written at export, or None.
    sends
        Whether a filled form can send its answers to an address.
    """

    title: str
    suffixes: tuple[str, ...] = ()
    drafts: Callable[[Order], Draft] | None = None
    recognises: Callable[[Table], bool] | None = None
    adapts: Callable[[Table, Questionnaire, Manifest | None], Table] | None = None
    sends: bool = False


PLAIN = "plain"
AUTO = "auto"
# In the order in which platform="auto" tries them; plain recognises every table, so it comes last.
_MODULES: Mapping[str, str] = {
    "limesurvey": "survey.platforms.limesurvey",
    "qualtrics": "survey.platforms.qualtrics",
    "xlsform": "survey.platforms.xlsform",
    "html": "survey.platforms.html",
    "surveyjs": "survey.platforms.surveyjs",
    "redcap": "survey.platforms.redcap",
    "formr": "survey.platforms.formr",
    "wjx": "survey.platforms.wjx",
    "tencent": "survey.platforms.tencent",
    "google-forms": "survey.platforms.google_forms",
    "microsoft-forms": "survey.platforms.microsoft_forms",
    "surveymonkey": "survey.platforms.surveymonkey",
    "spss": "survey.platforms.spss",
    "stata": "survey.platforms.stata",
    "parquet": "survey.platforms.parquet",
    "ddi": "survey.platforms.ddi",
    "word": "survey.platforms.word",
    "pdf": "survey.platforms.pdf",
    PLAIN: "survey.platforms.plain",
}
ALIASES: Mapping[str, str] = {
    "odk": "xlsform",
    "kobo": "xlsform",
    "问卷星": "wjx",
    "wenjuanxing": "wjx",
    "腾讯问卷": "tencent",
    "tencent-survey": "tencent",
    "sav": "spss",
    "dta": "stata",
    "docx": "word",
    "ms-forms": "microsoft-forms",
}
PLATFORMS = tuple(_MODULES)


def find_platform(name: str) -> Platform:
    """Return a platform by its name or another name for it.

    Raises
    ------
    OptionError
        There is no such platform.
    """
    known = name_platform(name)
    if known not in _MODULES:
        check_option("platform", name, [AUTO, *PLATFORMS])
    platform: Platform = import_module(_MODULES[known]).PLATFORM
    return platform


def name_platform(name: str) -> str:
    """Return the name a platform has here."""
    return ALIASES.get(name.lower(), name.lower())


def adapt_table(
    table: Table, questionnaire: Questionnaire, platform: str = AUTO, manifest: Manifest | None = None
) -> Table:
    """Return the table of a platform's response file as a plain one.

    Parameters
    ----------
    table
        As read from the file.
    questionnaire
        What was asked.
    platform
        Its name, or ``auto`` for the first that recognises the table.
    manifest
        The one written at export, or None. It counts where it is of the same platform.

    Raises
    ------
    OptionError
        There is no such platform, or it has no response files.
    """
    name = recognise_table(table) if platform.lower() == AUTO else name_platform(platform)
    chosen = find_platform(name)
    if chosen.adapts is None:
        readers = [AUTO, *(one for one in PLATFORMS if find_platform(one).adapts is not None)]
        raise OptionError(f"{chosen.title} has no response files; use one of: {', '.join(readers)}.")
    used = manifest if manifest is not None and manifest.platform == name else None
    adapted = chosen.adapts(table, questionnaire, used)
    return replace(adapted, origin=replace(adapted.origin, platform=None if name == PLAIN else chosen.title))


def recognise_table(table: Table) -> str:
    """Return the name of the first platform that recognises a table."""
    for name in PLATFORMS:
        recognises = find_platform(name).recognises
        if recognises is not None and recognises(table):
            return name
    return PLAIN
