"""The record of a study: what it was made from and how, and its headline numbers, as a JSON file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from survey.errors import DataError, OptionError
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import find_questionnaire, shipped_names
from survey.responses import Responses, Source
from survey.result import Result
from survey.study.fingerprint import fingerprint_result, hash_file, hash_frame
from survey.study.record_file import FORMAT, READING, load_tree
from survey.study.study import Study

# The results of the standard plan, in the order they are made; `Study.depth` holds the others.
STANDARD = (
    "careless",
    "weighting",
    "items",
    "profile",
    "indicators",
    "reliability",
    "drivers",
    "drivers_contact",
    "drivers_all",
    "priorities",
)
CHANGES = ("respondents left out", "answers replaced", "weights set", "weights removed")


@dataclass(frozen=True, kw_only=True)
class Record:
    """A record as read from its file.

    Attributes
    ----------
    path
        The file; its paths are relative to the folder it is in.
    content
        Its checked content: questionnaire, answers, service, options, versions, results, left_out.
    """

    path: Path
    content: dict[str, Any]

    def __repr__(self) -> str:
        asked, answers = self.content["questionnaire"], self.content["answers"]
        files = ", ".join(file["path"] for file in answers["files"])
        return f"Record of {asked['id']} {asked['version']}: {files}, {len(self.content['results'])} results"


def write_record(
    study: Study,
    path: str | Path,
    *,
    files: Sequence[str | Path] | None = None,
    service_files: Sequence[str | Path] | None = None,
    reading: Mapping[str, str] | None = None,
) -> Path:
    """Write what a study was made from, how, and its headline numbers.

    Use it beside every report that may be asked about later: `reproduce_study` makes the study again from it and
    compares number by number. The record holds no answers and names no respondents.

    Parameters
    ----------
    study
        The study.
    path
        The JSON file to write.
    files
        The files the answers were read from. None looks for them by name beside the record, in the folder above it and
        in the working folder, and takes the one with the right content.
    service_files
        The same for the files of the service log, which are taken to have been read without further options.
    reading
        The options that `read_responses` was given: platform, language, encoding, separator, sheet, respondent.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    DataError
        The answers come from no file, or were changed after they had been read, so that nobody could make the study
        again from files.
    OptionError
        A file cannot be found or holds other answers; an unknown reading option.

    Examples
    --------
    >>> import survey as sv
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     answers = Path(folder) / "answers.csv"
    ...     _ = sv.simulate_responses("mobi", n=200, seed=1).data.to_csv(answers, index=False)
    ...     study = sv.run_study(sv.read_responses(answers, "mobi"), n_boot=20, depth=False)
    ...     record = read_record(write_record(study, Path(folder) / "report.json"))
    >>> record
    Record of mobi 1.0: answers.csv, 7 results
    """
    target = Path(path)
    _check(study.received, reading or {})
    found = _find_files(study.received.sources, target, files, "files")
    logs = () if study.service is None else study.service.sources
    logged = _find_files(logs, target, service_files, "service_files")
    target.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "format": FORMAT,
        "questionnaire": _describe_questionnaire(study.questionnaire, target),
        "answers": _describe_answers(study.received, found, target, reading or {}),
        "service": [_describe_file(path, one, target) for path, one in zip(logged, logs, strict=True)],
        "options": _describe_options(study),
        "versions": study.versions,
        "results": {name: fingerprint_result(result) for name, result in list_results(study).items()},
        "left_out": {name: str(reason) for name, reason in study.left_out.items()},
    }
    target.write_text(json.dumps(content, ensure_ascii=True, allow_nan=False, indent=1) + "\n", encoding="utf-8")
    return target


def read_record(path: str | Path) -> Record:
    """Read the record of a study.

    Raises
    ------
    ReadError
        The file is no record, is too large, or holds a key or a value that records do not have; the message names it.

    Examples
    --------
    >>> read_record("nowhere/report.json")
    Traceback (most recent call last):
    ...
    survey.errors.ReadError: nowhere/report.json: there is no such file.
    """
    return Record(path=Path(path), content=load_tree(Path(path)))


def list_results(study: Study) -> dict[str, Result]:
    """Return every result of a study by its name, those of the standard plan first."""
    standard = {name: getattr(study, name) for name in STANDARD}
    return {name: result for name, result in (standard | study.depth).items() if result is not None}


def answers_hash(responses: Responses) -> str:
    """Return the hash of the answers as they were understood, respondents' ids left out."""
    return hash_frame(responses.data)


def _check(responses: Responses, reading: Mapping[str, str]) -> None:
    if not responses.sources:
        raise DataError("the answers come from no file, so no record can lead back to them; write and read them first.")
    if changed := [step.because for step in responses.log if step.what in CHANGES]:
        raise DataError(
            f"the answers were changed after they had been read ({'; '.join(changed)}), so that they cannot be read "
            "again as they were; save the changed answers as a file and read that."
        )
    if unknown := [name for name in reading if name not in READING]:
        raise OptionError(f"reading has no option {unknown[0]!r}; it has: {', '.join(READING)}.")


def _find_files(
    sources: Sequence[Source], target: Path, files: Sequence[str | Path] | None, argument: str
) -> list[Path]:
    """Return the file of each source, in the order read."""
    if files is not None and len(files) != len(sources):
        raise OptionError(f"{argument}= has {len(files)} path(s), but {len(sources)} file(s) were read.")
    found = []
    for place, source in enumerate(sources):
        name = Path(source.name).name
        folders = (target.parent, target.parent.parent, Path())
        tried = [Path(files[place])] if files is not None else [folder / name for folder in folders]
        right = [path for path in tried if path.is_file() and hash_file(path) == source.sha256]
        if not right:
            raise OptionError(
                f"{tried[0] if files is not None else name}: no such file with what this study was made "
                f"from; give the paths that were read with {argument}=[…]."
            )
        found.append(right[0])
    return found


def _relative(path: Path, target: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), target.parent.resolve())).as_posix()
    except ValueError as error:  # another drive of Windows
        raise OptionError(f"{path} and {target} are on different drives; put them on one.") from error


def _describe_questionnaire(asked: Questionnaire, target: Path) -> dict[str, Any]:
    if asked.path is None:
        raise DataError("the questionnaire comes from no file; save it as YAML and load that.")
    shipped = asked.id in shipped_names() and find_questionnaire(asked.id).samefile(asked.path)
    return {
        "id": asked.id,
        "version": asked.version,
        "path": "" if shipped else _relative(asked.path, target),
        "sha256": hash_file(asked.path),
        "modules": dict(asked.modules),
    }


def _describe_file(path: Path, source: Source, target: Path) -> dict[str, Any]:
    return {"path": _relative(path, target), "sha256": source.sha256, "rows": source.n_rows}


def _describe_answers(
    responses: Responses, files: list[Path], target: Path, reading: Mapping[str, str]
) -> dict[str, Any]:
    said = [step.because for step in responses.log if step.what == "answers read"]
    return {
        "files": [
            {**_describe_file(path, source, target), "read_as": text}
            for path, source, text in zip(files, responses.sources, said, strict=True)
        ],
        "reading": dict(reading),
        "simulated": responses.simulated,
        "sha256": answers_hash(responses),
    }


def _describe_options(study: Study) -> dict[str, Any]:
    options = study.options
    return {
        "seed": options.seed,
        "n_boot": options.n_boot,
        "screen": options.screen,
        "weigh": options.weigh,
        "language": options.language,
        "depth": options.depth if isinstance(options.depth, bool) else list(options.depth),
        "wave": options.wave,
        "segments": None if options.segments is None else list(options.segments),
    }
