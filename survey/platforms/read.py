"""Reading answers from files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from survey.errors import OptionError, ReadError
from survey.platforms.coding.assemble import assemble_responses
from survey.platforms.files.source import read_tables
from survey.platforms.files.table import Table
from survey.platforms.frame import tabulate_frame
from survey.platforms.manifest import MANIFEST_ENDING, Manifest, read_manifest
from survey.platforms.registry import AUTO, adapt_table, find_platform, name_platform, recognise_table
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

Source = str | Path | pd.DataFrame | Sequence[str | Path]


def read_responses(
    source: Source,
    questionnaire: Questionnaire | str | Path,
    *,
    platform: str = "auto",
    manifest: str | Path | Manifest | None = None,
    language: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
    respondent: str | None = None,
) -> Responses:
    """Read answers to a questionnaire from a file of any platform.

    Columns are found by item id or by question wording in any language of the questionnaire, answers by code or by
    label in any of them. Special answers (not applicable, don't know, no answer) keep their codes; nothing is flipped.

    Parameters
    ----------
    source
        The path of a response file, a list of paths of the same layout, a folder of XML submissions, or a data frame.
    questionnaire
        A questionnaire, a shipped name, or the path of a YAML file.
    platform
        The platform the file comes from; "auto" finds out, "plain" is a table with one heading row.
    manifest
        The manifest that the export wrote, or its path. None looks beside the file for one of this questionnaire and
        platform, and otherwise works the names out from the questionnaire.
    language
        Where a label stands for two codes in different languages, the language that counts.
    encoding
        Of a text file; None finds out UTF-8, GB18030 and UTF-16 with a byte order mark, and guesses UTF-16 without one,
        Mac Roman (of files with the line ends of old Macs) and Windows-1252. A guess is named in ``problems``.
    separator
        Of a text file; None finds out among comma, semicolon, tab and ``|``.
    sheet
        Of a workbook, or the file within an archive; None takes the first sheet with something in it.
    respondent
        The heading of the respondent ids; None takes a column called id, respondent, 序号 or the like if it is complete
        and unique, and otherwise numbers the respondents from 1.

    Returns
    -------
    Responses
        Answers, paradata, personal and extra columns, and in `problems` every value that is no answer.

    Raises
    ------
    ReadError
        The file cannot be read as answers to this questionnaire; the message says what is wrong, where, what to do.
    OptionError
        An argument has no such value.

    Notes
    -----
    Missing: a blank cell is NaN; texts such as NA that are no label are named in `problems`, not taken as blank.
    Of a multiple choice with one column an option, blanks count as not chosen where any of its columns is filled.
    Times with a zone are turned into UTC, times without one stay as they are.
    Cost: each different text of a column is understood once; 100,000 respondents with 60 columns take seconds as CSV
    and a minute or more as XLSX.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "answers.csv"
    ...     lines = ["序号,sat1,sat2,sat3,stars,effort,rebuy,lookfirst,recommend,gender,ageband,region",
    ...              "1,非常满意,Above what I expected,6,5星,7,7,6,10 - 极有可能,女,25 至 34 岁,华东",
    ...              "2,5,4,4,3,99,4,4,N/A,2,3,1"]
    ...     _ = path.write_text("\\n".join(lines), encoding="gb18030")
    ...     responses = read_responses(path, "ecommerce-service")
    >>> responses.data.loc[1, ["sat1", "sat2", "recommend", "gender"]].tolist()
    [7.0, 6.0, 10.0, 1.0]
    >>> responses.problems.query("row == 3")[["column", "value"]].values.tolist()
    [['recommend', 'N/A']]
    """
    if platform.lower() != AUTO:
        find_platform(platform)
    loaded = load_questionnaire(questionnaire)
    if language is not None:
        loaded.check_language(language)
    tables = _open(source, encoding=encoding, separator=separator, sheet=sheet)
    plain = [_adapt(table, loaded, platform, manifest, source) for table in tables]
    return assemble_responses(plain, loaded, language=language, respondent=respondent)


def _open(source: Source, *, encoding: str | None, separator: str | None, sheet: str | None) -> list[Table]:
    if isinstance(source, pd.DataFrame):
        if encoding or separator or sheet:
            raise OptionError("encoding=, separator= and sheet= are for files; leave them out for a data frame.")
        return [tabulate_frame(source)]
    paths = _paths(source)
    if not paths:
        raise ReadError("the list of files is empty; give at least one path.")
    return read_tables(paths, encoding=encoding, separator=separator, sheet=sheet)


def _paths(source: Source) -> list[str | Path]:
    if isinstance(source, pd.DataFrame):
        return []
    return [source] if isinstance(source, str | Path) else list(source)


def _adapt(
    table: Table, questionnaire: Questionnaire, platform: str, manifest: str | Path | Manifest | None, source: Source
) -> Table:
    name = recognise_table(table) if platform.lower() == AUTO else name_platform(platform)
    if isinstance(manifest, str | Path):
        manifest = read_manifest(manifest)
    if manifest is not None and manifest.questionnaire != questionnaire.id:
        raise ReadError(
            f"the manifest is of the questionnaire '{manifest.questionnaire}', not of '{questionnaire.id}'; "
            "leave manifest= out, or read the answers with that questionnaire."
        )
    return adapt_table(table, questionnaire, name, manifest or _look_beside(_paths(source), questionnaire, name))


def _look_beside(paths: Sequence[str | Path], questionnaire: Questionnaire, platform: str) -> Manifest | None:
    """Return the manifest in the folder of the first file that is of the questionnaire and platform, if all agree."""
    found: list[Manifest] = []
    folder = Path(paths[0]).parent if paths else None
    for path in sorted(folder.glob(f"*{MANIFEST_ENDING}")) if folder else ():
        try:
            manifest = read_manifest(path)
        except ReadError:
            continue
        if (manifest.platform, manifest.questionnaire) == (platform, questionnaire.id):
            found.append(manifest)
    alike = all(one.fields == found[0].fields for one in found)
    return found[0] if found and alike else None
