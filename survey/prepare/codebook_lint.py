"""Whether a codebook file is sound: its keys, its terms, and its own examples, each mistake with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from survey.errors import QuestionnaireError
from survey.prepare.codebook import POLARITIES, read_term, split_phrase
from survey.prepare.codebook_file import build_codebook, find_codebook
from survey.prepare.comment_matcher import Matcher
from survey.questionnaire.lint.branch import Branch, Listing
from survey.questionnaire.lint.mistake import Mistake, Severity
from survey.questionnaire.lint.schema import NAME, STRING, TEXT, Fields, Scalar, Sequence, Table
from survey.questionnaire.lint.structure import read_structure
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree

_POLARITY = Scalar(
    "a polarity",
    lambda value: isinstance(value, str) and value in POLARITIES,
    f"use one of: {', '.join(POLARITIES)}",
)
_WORDS = Sequence("phrases", STRING)
_LISTS = Table("phrases in every language", NAME, _WORDS)
_NEGATION = Fields("negating words", {"words": _WORDS}, {"fillers": _WORDS, "except": _WORDS, "wishes": _WORDS})
_CODE = Fields(
    "a code",
    {"id": NAME, "polarity": _POLARITY, "label": TEXT, "definition": TEXT, "terms": _LISTS},
    {"construct": NAME, "except": _LISTS, "negated_as": NAME, "examples": _LISTS, "counter_examples": _LISTS},
)
CODEBOOK = Fields(
    "a codebook",
    {"id": NAME, "languages": Sequence("language tags", NAME, least=1), "title": TEXT,
     "codes": Sequence("codes", _CODE, least=1)},
    {"version": STRING, "negation": Table("negating words", NAME, _NEGATION)},
)  # fmt: skip


def lint_codebook(source: str | Path, *, questionnaire: Questionnaire | str | Path | None = None) -> list[Mistake]:
    """Find every mistake in a codebook file.

    Use it while writing a codebook: it finds everything at once, and runs the examples and counter-examples as tests.

    Parameters
    ----------
    source
        A shipped name (`list_codebooks`), or the path of a YAML file.
    questionnaire
        Where given, each code's `construct` must be one of its constructs.

    Returns
    -------
    list of Mistake
        In the order of the file; a file that is missing or no YAML is one mistake.

    Examples
    --------
    >>> lint_codebook("ecommerce-service", questionnaire="ecommerce-service")
    []
    >>> print(lint_codebook("mine.yaml")[0])
    mine.yaml:1: error: mine.yaml: there is no such file. Check the path, or use a shipped codebook's name.
    """
    try:
        path = find_codebook(source)
        tree = read_tree(path)
    except QuestionnaireError as error:
        message, _, advice = str(error).partition(". ")
        return [Mistake(str(source), 1, None, "error", "yaml", message, advice.removesuffix("."))]
    return lint_codebook_tree(tree, path, questionnaire)


def lint_codebook_tree(
    tree: Any, path: Path | str, questionnaire: Questionnaire | str | Path | None = None
) -> list[Mistake]:
    """Find every mistake in the tree of a codebook file; nothing in it makes this function raise."""
    sound, mistakes = read_structure(tree, str(path), CODEBOOK)
    if sound is not None:
        checker = _Checker(sound, str(path))
        mistakes += checker.check(questionnaire)
        if not any(mistake.severity == "error" for mistake in mistakes):
            mistakes += checker.run_examples()
    return sorted(mistakes, key=lambda mistake: mistake.line)


class _Checker:
    """The rules over one sound tree."""

    def __init__(self, tree: Branch, file: str) -> None:
        self.tree, self.file = tree, file
        codes = tree.get("codes", Listing())
        self.codes = [(code, line) for code, line in zip(codes, codes.lines, strict=True) if "id" in code]
        self.ids = {code["id"] for code, _ in self.codes}
        self.languages = list(tree.get("languages", ()))

    def check(self, questionnaire: Questionnaire | str | Path | None) -> list[Mistake]:
        known = None if questionnaire is None else _constructs(questionnaire)
        found = [*self._check_ids(), *self._check_phrases()]
        for code, _ in self.codes:
            found += [*self._check_links(code, known), *self._check_languages(code), *self._check_terms(code)]
        return found

    def run_examples(self) -> list[Mistake]:
        """Code the examples and counter-examples with the codebook itself."""
        matcher = Matcher(build_codebook(self.tree))
        found = []
        for code, _ in self.codes:
            for key, wanted in (("examples", True), ("counter_examples", False)):
                for text, line in _texts(code.get(key)):
                    coded = [mention.counts_for for mention in matcher.code(text).mentions if mention.counts_for]
                    if (code["id"] in coded) is not wanted:
                        found.append(self._say_example(code["id"], text, line, coded, wanted))
        return found

    def _say_example(self, code: str, text: str, line: int, coded: list[str], wanted: bool) -> Mistake:
        got = ", ".join(dict.fromkeys(coded)) or "nothing"
        told = "is not" if wanted else "is"
        advice = "add a term that finds it" if wanted else "narrow a term, or add an exception"
        message = f"code {code}: '{text}' {told} coded as {code} (it is coded as: {got})"
        return self._mistake(line, "example", message, f"{advice}, or move the example")

    def _check_ids(self) -> Iterator[Mistake]:
        seen: set[str] = set()
        for code, _ in self.codes:
            if code["id"] in seen:
                yield self._mistake(code.at("id"), "duplicate", f"code {code['id']} comes twice", "rename one")
            seen.add(code["id"])

    def _check_links(self, code: Branch, known: set[str] | None) -> Iterator[Mistake]:
        target = code.get("negated_as")
        if target and (target not in self.ids or target == code["id"]):
            advice = f"use another code's id: {', '.join(sorted(self.ids - {code['id']}))}"
            yield self._mistake(code.at("negated_as"), "unknown-code", f"there is no other code `{target}`", advice)
        construct = code.get("construct")
        if construct and known is not None and construct not in known:
            message = f"code {code['id']}: the questionnaire has no construct `{construct}`"
            yield self._mistake(code.at("construct"), "unknown-construct", message, f"use: {', '.join(sorted(known))}")

    def _check_languages(self, code: Branch) -> Iterator[Mistake]:
        for key in ("label", "definition", "terms"):
            for language in self.languages:
                if key in code and not code[key].get(language):
                    message = f"code {code['id']}: `{key}` lacks {language}"
                    yield self._mistake(code.at(key), "language", message, "write it in every language")
        for key in ("examples", "counter_examples"):
            if not code.get(key):
                message = f"code {code['id']} has no {key}, so nothing tests it"
                yield self._mistake(code.line, "untested", message, f"add `{key}`", "warning")

    def _check_terms(self, code: Branch) -> Iterator[Mistake]:
        for language, terms in code.get("terms", {}).items():
            for term, line in zip(terms, terms.lines, strict=True):
                try:
                    read_term(term, language)
                except ValueError as error:
                    yield self._mistake(line, "term", f"code {code['id']}: {error}", "write a word or a phrase")

    def _check_phrases(self) -> Iterator[Mistake]:
        lists = [group for one in self.tree.get("negation", {}).values() for group in one.values()]
        lists += [group for code, _ in self.codes for group in code.get("except", {}).values()]
        for group in lists:
            for phrase, line in zip(group, group.lines, strict=True):
                try:
                    split_phrase(phrase)
                except ValueError as error:
                    yield self._mistake(line, "term", str(error), "write a word or a phrase")

    def _mistake(self, line: int, rule: str, message: str, advice: str, severity: Severity = "error") -> Mistake:
        return Mistake(self.file, line, None, severity, rule, message, advice)


def _constructs(questionnaire: Questionnaire | str | Path) -> set[str]:
    """Return every construct, those of modules not asked by default included."""
    asked = load_questionnaire(questionnaire)
    if isinstance(questionnaire, Questionnaire):
        return set(asked.constructs)
    return set(load_questionnaire(questionnaire, modules=list(asked.modules)).constructs)


def _texts(lists: Branch | None) -> Iterator[tuple[str, int]]:
    for group in (lists or {}).values():
        yield from zip(group, group.lines, strict=True)
