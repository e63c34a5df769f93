"""The survey file holds the keys, kinds of values and words that survey files of Qualtrics' own making hold.

The public files were exported by Qualtrics between 2016 and 2026 and cover every type of question that we write. The
lists of words are those of Qualtrics' published description of its survey interface, as a generated client has them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict

import pytest

SURVEYS = [
    # Research surveys in public repositories; BSD, GPL-3, MIT and CC BY-NC where a licence is given.
    "tufts-oir+QualtricsTools/data/Sample Surveys/Survey Logic/Survey_Logic_EVERYWHERE.qsf",
    "tufts-oir+QualtricsTools/data/Sample Surveys/Many Different Question Types/Sample_Survey.qsf",
    "tufts-oir+QualtricsTools/data/Sample Surveys/Dummy Enhancement Sample Survey/Dummy_Enhancement_Sample_Survey.qsf",
    "bixiou+robustness_global_redistr/questionnaire/questionnaire.qsf",
    "baz263+Ideal_dataset/documentation/Surveys/survey_primary_facetoface_initial.qsf",
    "brainhack-uiowa+2020-brainhack/survey/2019-Brainhack.qsf",
    "psych251+porter_2016_1_rescue/survey.qsf",
    "labordynamicsinstitute+tutorial-preserving-survey/survey/Testing_preservation.qsf",
    "albertostefanelli+conjoint_class/session_3/lab/qualtrics_survey/CJ_class.qsf",
]
WORDS = "konfig-sdks+qualtrics-survey-python-sdk/qualtrics_survey_python_sdk/pydantic/"  # MIT
# What differs from survey to survey: names, ids, texts, counts, limits.
FREE = frozenset(
    {"SurveyID", "SurveyName", "SurveyTitle", "SurveyMetaDescription", "SurveyOwnerID", "SurveyBrandID", "SkinLibrary"}
    | {"SurveyActiveResponseSet", "SurveyCreationDate", "CreatorID", "LastModified", "PrimaryAttribute", "PreviewID"}
    | {"SecondaryAttribute", "ID", "FlowID", "QuestionID", "QuestionIDFromLocator", "ChoiceLocator", "LeftOperand"}
    | {"RightOperand", "Description", "description", "DataExportTag", "QuestionText", "QuestionDescription", "Display"}
    | {"VariableNaming/#", "RecodeValues/#", "ChoiceOrder[]", "AnswerOrder[]", "ChoiceDataExportTags/#", "Count"}
    | {"NextChoiceId", "NextAnswerId", "Min", "Max", "SurveyLanguage", "subMessageID"}
)
# Parts that are built alike wherever they stand.
SHARED = (
    (re.compile(r".*(?:DisplayLogic|BranchLogic|CustomValidation/Logic)(?=/|$)"), "logic"),
    (re.compile(r".*/(?:Choices|Answers)/#(?=/|$)"), "choice"),
    (re.compile(r".*/AnalyzeChoices(?=/|$)"), "analyze"),
)


def place(kind, path) -> str:
    """Return where a path stands: in a part that all share, or in the elements or questions of a kind."""
    for pattern, name in SHARED:
        if pattern.match(path):
            return name + pattern.sub("", path)
    return kind.partition(" ")[0] + path


def last(path) -> str:
    end = path.rpartition("/")[2]
    return f"{path.split('/')[-2]}/#" if end == "#" else end


@pytest.fixture(scope="module")
def real(public_file, anatomy):
    """Return the values found at each place, and the paths of each element or question of a kind."""
    sort_parts, list_paths = anatomy
    values, shapes = defaultdict(list), defaultdict(list)
    for name in SURVEYS:
        tree = json.loads(public_file(name).read_text(encoding="utf-8-sig"))
        for kind, parts in sort_parts(tree).items():
            for part in parts:
                found = list(list_paths(part))
                shapes[kind].append({path for path, _ in found})
                for path, value in found:
                    values[place(kind, path)].append(value)
    return values, shapes


@pytest.fixture(scope="module")
def ours(everything, draft, anatomy):
    """Return the paths and values of every element and question of a survey with everything, in both languages."""
    sort_parts, list_paths = anatomy
    trees = [draft(everything, language).tree for language in everything.languages]
    return [
        (kind, list(list_paths(part))) for tree in trees for kind, parts in sort_parts(tree).items() for part in parts
    ]


def test_every_key_and_kind_of_value_is_one_of_qualtrics_own(real, ours):
    values, _ = real
    strange = set()
    for kind, found in ours:
        for path, value in found:
            seen = values.get(place(kind, path), ())
            if type(value) not in {type(one) for one in seen}:
                strange.add((kind, path, type(value).__name__))
    assert strange == set()


def test_every_key_that_is_always_there_is_in_ours(real, ours):
    _, shapes = real
    for kind, found in ours:
        assert shapes[kind], f"no public survey has {kind}"
        assert set.intersection(*shapes[kind]) - {path for path, _ in found} == set(), kind


def test_every_word_of_a_closed_list_is_one_of_qualtrics_own(real, ours):
    values, _ = real
    strange = set()
    for kind, found in ours:
        for path, value in found:
            free = last(path) in FREE or isinstance(value, dict | list)
            if not free and value not in values[place(kind, path)]:
                strange.add((kind, path, value))
    # Conditions rarely use these operators; the published list below has them.
    rare = {value for _, path, value in strange if path.endswith("/Operator")}
    assert {one for one in strange if not one[1].endswith("/Operator")} == set()
    assert rare <= {"Empty", "NotEmpty", "LessThan", "LessThanOrEqual", "NotEqualTo"}, rare


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("question_type", "QuestionType"),
        ("question_selector", "Selector"),
        ("question_sub_selector", "SubSelector"),
        ("question_expression", "Operator"),
        ("custom_validation_message", "subMessageID"),
        ("question_configuration", "QuestionDescriptionOption"),
        ("question_configuration", "LabelPosition"),
        ("question_configuration", "RepeatHeaders"),
    ],
)
def test_words_are_in_qualtrics_published_lists(public_file, ours, file, key):
    source = public_file(f"{WORDS}{file}.py").read_text(encoding="utf-8")
    lines = [
        line for line in source.splitlines() if "Literal[" in line and (f"'{key}'" in line or " = Literal" in line)
    ]
    listed = {word for line in lines for word in re.findall(r'"([^"]*)"', line)}
    used = {value for _, found in ours for path, value in found if last(path) == key}
    assert used and used <= listed


def test_sets_of_tests_are_joined_by_published_words(public_file, ours):
    listed = set(re.findall(r'"(\w+)"', public_file(f"{WORDS}boolean_expression.py").read_text(encoding="utf-8")))
    used = {value for _, found in ours for path, value in found if path.endswith("Logic/#/Type")}
    assert used == {"If", "ElseIf"} and used <= listed
