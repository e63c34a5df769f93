"""Drafting a questionnaire from a file of another program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from survey.drafting.columns import read_columns
from survey.drafting.limesurvey_file import is_lss, read_lss
from survey.drafting.limesurvey_text import is_limesurvey_text, read_limesurvey_text
from survey.drafting.naming import make_questionnaire_id
from survey.drafting.qsf import is_qsf, read_qsf
from survey.drafting.redcap import is_dictionary, read_dictionary_file
from survey.drafting.response_columns import list_columns
from survey.drafting.settle import settle_sketch
from survey.drafting.sketch import Sketch
from survey.drafting.statistics_file import is_statistics, read_statistics_file
from survey.drafting.suggestion import mark_reversed, suggest_plan
from survey.drafting.tree import grow_tree
from survey.drafting.xlsform import is_xlsform, read_xlsform
from survey.drafting.yaml_text import drop_route, find_unsound_routes, write_yaml
from survey.errors import OptionError, ReadError
from survey.platforms.manifest import MANIFEST_ENDING, Manifest
from survey.questionnaire.lint.draft import LANGUAGE_TAG
from survey.questionnaire.lint.names import QUESTIONNAIRE_ID

LARGEST = 500_000_000  # bytes
_ROUNDS = 5  # of leaving conditions out, which may make others reachable or not


@dataclass(frozen=True, kw_only=True, repr=False)
class DraftedQuestionnaire:
    """A drafted questionnaire.

    Attributes
    ----------
    text
        The questionnaire file, with comments that begin with ``To finish:`` where a person has to decide.
    notes
        What was left out or changed on the way, one sentence each.
    id
        The id of the questionnaire.
    source
        What kind of file it was drafted from.
    questions
        How many items it has.
    manifest
        What the columns of the platform's response files mean; None where the ids say it all.
    """

    text: str
    notes: tuple[str, ...]
    id: str
    source: str
    questions: int
    manifest: Manifest | None = None

    def __repr__(self) -> str:
        return f"Draft of {self.id} from {self.source}: {self.questions} items, {len(self.notes)} notes"

    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the questionnaire file, and beside it the manifest by which the platform's response files are read.

        Parameters
        ----------
        path
            The file, ending in .yaml.
        force
            Overwrite a file that is there.

        Raises
        ------
        OptionError
            The path does not end in .yaml, or a file is there already.
        """
        target = Path(path)
        if target.suffix.lower() not in {".yaml", ".yml"}:
            raise OptionError(f"{target}: a questionnaire file ends in .yaml.")
        if target.exists() and not force:
            raise OptionError(f"{target} is there already; choose another path, or overwrite it with force=True.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(self.text, encoding="utf-8")
        if self.manifest is not None:
            target.with_suffix(MANIFEST_ENDING).write_text(self.manifest.to_json(), encoding="utf-8")
        return target


def draft_questionnaire(
    path: str | Path, *, language: str | None = None, name: str | None = None
) -> DraftedQuestionnaire:
    """Draft a questionnaire file from a survey made elsewhere, or from answers to it.

    Use it to bring an existing survey here. The draft loads and lints without errors; what the file cannot tell
    (constructs, reverse-keyed items, the outcome, margins) is left to you in comments.

    Parameters
    ----------
    path
        A survey of Qualtrics (.qsf) or LimeSurvey (.lss, .txt), an XLSForm (.xlsx), a data dictionary of REDCap
        (.csv), or answers: SPSS, Stata, CSV, XLSX and whatever else `read_responses` opens.
    language
        Of a file with several languages the one to come first; of a file that does not say the one it is written in.
    name
        The id of the questionnaire; None makes one from the file's name.

    Returns
    -------
    DraftedQuestionnaire
        The text of the file, notes for the researcher, and `save`.

    Raises
    ------
    ReadError
        The file is missing, damaged, unsafe, or holds no questions.
    OptionError
        The name cannot be an id, or the language is none, or a library for this kind of file is missing.

    Notes
    -----
    Ids are the platform's own names where these can be ids, so that its response files can be read with the draft.
    Cost: a second for some hundred questions.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from survey import load_questionnaire
    >>> with TemporaryDirectory() as folder:
    ...     answers = Path(folder) / "visits.csv"
    ...     _ = answers.write_text("sat1,sat2,city\\n5,4,Bonn\\n3,2,Kiel\\n1,5,Bonn\\n2,2,Bonn\\n4,1,Kiel\\n")
    ...     draft = draft_questionnaire(answers)
    ...     questionnaire = load_questionnaire(draft.save(Path(folder) / "visits.yaml"))
    >>> questionnaire
    Questionnaire visits 1.0: 3 items on 1 pages, 0 constructs, languages en
    >>> questionnaire.item("sat1").scale.codes
    (1, 2, 3, 4, 5)
    """
    file = Path(path)
    chosen = name or make_questionnaire_id(file.stem)
    if not QUESTIONNAIRE_ID.fullmatch(chosen):
        raise OptionError(f"'{chosen}' cannot be an id; use lower-case letters, digits and hyphens, such as my-shop.")
    if language is not None and not LANGUAGE_TAG.fullmatch(language):
        raise OptionError(f"language='{language}' is no language tag; write one such as zh-CN or en.")
    sketch = _read(file, language)
    _put_first(sketch, language, file.name)
    settle_sketch(sketch, file.name)
    return _write(sketch, chosen, file.name)


def _read(file: Path, language: str | None) -> Sketch:
    data = _load(file)
    readers: tuple[tuple[Callable[[bytes], bool], Callable[[bytes, str], Sketch]], ...] = (
        (is_qsf, read_qsf),
        (is_lss, read_lss),
        (is_limesurvey_text, read_limesurvey_text),
        (is_xlsform, read_xlsform),
    )
    for recognises, read in readers:
        if recognises(data):
            return read(data, file.name)
    if is_dictionary(data):
        return read_dictionary_file(data, file.name, language)
    if is_statistics(data):
        return read_statistics_file(file, data, language)
    return read_columns(file, language)


def _load(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST:
            raise ReadError(f"{file.name} has more than {LARGEST:,} bytes; draft from a file with fewer respondents.")
        data = file.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"{file}: there is no such file. Check the path and the current folder.") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{file} cannot be opened ({error}). Give the path of a file.") from error
    if not data:
        raise ReadError(f"{file} is empty (0 bytes). Export it again.")
    return data


def _put_first(sketch: Sketch, language: str | None, file: str) -> None:
    if language is None:
        return
    if language not in sketch.languages:
        raise OptionError(f"{file} is not written in '{language}' but in: {', '.join(sketch.languages)}.")
    sketch.languages.sort(key=lambda tag: tag != language)


def _write(sketch: Sketch, name: str, file: str) -> DraftedQuestionnaire:
    mark_reversed(sketch)
    for _ in range(_ROUNDS):
        tree = grow_tree(sketch, name)
        unsound = find_unsound_routes(tree, file)
        for _, route in tree.routes:
            if id(route) in unsound:
                drop_route(route, unsound[id(route)])
        if not unsound:
            break
    count, pages = sum(1 for _ in sketch.items), len(sketch.pages)
    head = [
        f"Drafted from {file} ({sketch.source}): {count} item(s) on {pages} page(s).",
        f"What is marked 'To finish' needs a person. Then check the file with: survey lint {name}.yaml",
        *(f"Note: {note}" for note in sketch.notes),
    ]
    return DraftedQuestionnaire(
        text=write_yaml(tree, head, suggest_plan(sketch)),
        notes=tuple(sketch.notes),
        id=name,
        source=sketch.source,
        questions=count,
        manifest=list_columns(sketch, name),
    )
