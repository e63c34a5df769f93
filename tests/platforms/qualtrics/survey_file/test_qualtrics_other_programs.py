"""Three programs by others, written for files of Qualtrics, read the survey file and the response files of the tests.

They are R packages: qsf by M. Marbach (GPL-3; sumtxt/qsf), QualtricsTools of Tufts University (BSD;
tufts-oir/QualtricsTools) and qualtRics of rOpenSci (MIT; ropensci/qualtRics). Their sources are read from the folder of
published files, and the R packages that they need must be installed.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess

import pytest

from survey.prepare.simulate import simulate_responses
from survey.questionnaire.load import load_questionnaire

QSF = """
ignored <- suppressWarnings(lapply(sources, function(file) if (!grepl("data[.]R$", file)) source(file)))
survey <- read_qsf(arguments[1])
answer <- list(sound = check_survey(survey), questions = suppressWarnings(get_questions(survey)))
"""
TOOLS = """
ignored <- lapply(sources, source)
survey <- ask_for_qsf(arguments[1])
read <- ask_for_csv(arguments[2], 3)
found <- suppressWarnings(get_reorganized_questions_and_blocks(survey, read[[1]], read[[2]]))
describe <- function(one) {
  table <- one$Table
  if (!is.null(table)) names(table) <- paste0("c", seq_along(table))
  list(tag = one$Payload$DataExportTag, columns = as.list(names(one$Responses)), table = table)
}
answer <- list(questions = unname(lapply(found$questions, describe)))
"""
READER = """
ignored <- lapply(sources, function(file) try(source(file), silent = TRUE))
data <- read_survey(arguments[1], legacy = arguments[2] == "legacy")
answer <- list(rows = nrow(data), columns = as.list(names(data)), labels = as.list(unlist(lapply(data, attr, "label"))))
"""
START = """
arguments <- commandArgs(TRUE)
wanted <- strsplit(arguments[3], ",")[[1]]
absent <- wanted[!vapply(wanted, requireNamespace, logical(1), quietly = TRUE)]
if (length(absent)) { cat(absent, file = stderr()); quit(status = 77) }
suppressPackageStartupMessages(for (name in wanted) library(name, character.only = TRUE))
sources <- list.files(arguments[4], "[.]R$", full.names = TRUE)
"""
END = """
writeLines(jsonlite::toJSON(answer, auto_unbox = TRUE, null = "null", dataframe = "rows"), arguments[5])
"""
NEEDS = {
    "sumtxt+qsf": (QSF, "jsonlite,dplyr,purrr,stringr,tibble,rlang", "read_qsf.R"),
    "tufts-oir+QualtricsTools": (
        TOOLS, "jsonlite,dplyr,purrr,stringr,magrittr,rjson,gdata,gtools,plyr", "loading_files.R"),
    "ropensci+qualtRics": (
        READER, "jsonlite,dplyr,purrr,stringr,tidyr,rlang,readr,sjlabelled,lubridate", "read_survey.R"),
}  # fmt: skip


@pytest.fixture
def run(public_file, tmp_path):
    """Run one of the programs on two arguments and return its answer."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("no R on this machine")

    def run_r(name, first, second=""):
        script, needs, file = NEEDS[name]
        folder = public_file(f"{name}/R/{file}").parent
        path, out = tmp_path / "script.R", tmp_path / "answer.json"
        path.write_text(START + script + END, encoding="utf-8")
        command = [program, "--vanilla", str(path), str(first), str(second), needs, str(folder), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, cwd=tmp_path)
        if done.returncode == 77:
            pytest.skip(f"R lacks packages that {name} needs: {done.stderr}")
        assert done.returncode == 0, done.stderr
        return json.loads(out.read_text(encoding="utf-8"))

    return run_r


def flat(text) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text))).strip()


def test_qsf_lists_every_question_row_and_option_in_both_languages(run, everything, draft):
    tree = draft(everything)
    answer = run("sumtxt+qsf", tree.export.paths[0])
    assert answer["sound"] is True
    listed = {(one["PrimaryAttribute"], one["Class"], one["Language"], one["Display"]) for one in answer["questions"]}
    expected = set()
    for payload in tree.questions.values():
        for tag, own in (("EN", payload), ("ZH-S", payload["Language"]["ZH-S"])):
            expected.add((payload["QuestionID"], "Question", tag, own["QuestionText"]))
            for part in ("Choices", "Answers"):
                for one in own.get(part, {}).values():
                    expected.add((payload["QuestionID"], part, tag, one["Display"]))
    assert listed == expected


@pytest.mark.parametrize("name", ["ecommerce-service", "csibank"])
def test_qualtricstools_counts_the_answers_that_were_given(run, exporter, draft, tmp_path, name):
    made = load_questionnaire(name, modules=list(load_questionnaire(name).modules))
    answers = simulate_responses(made, n=40, seed=7).data
    file = exporter(made, answers).save(tmp_path / "answers.csv", ["zh-CN", "en"])
    tree = draft(made)
    found = run("tufts-oir+QualtricsTools", tree.export.paths[0], file)
    questions = {one["tag"]: one for one in found["questions"]}
    assert set(questions) == set(tree.questions)
    for item in made.items.values():
        field = next(one for one in tree.export.manifest.fields if one.item == item.id)
        asked = next(one for one in questions.values() if any(own.endswith(f"_{field.name}") for own in one["columns"]))
        check_counts(item, asked, answers, made.languages[0])


def check_counts(item, asked, answers, language) -> None:
    """Assert that an item's table holds the numbers of its answers."""
    if item.is_text or item.type in ("number", "date"):
        return
    table = asked["table"]
    if item.matrix:
        (row,) = [one for one in table if next(iter(one.values())) == flat(item.text[language])]
        given = answers[item.id].dropna()
        shares = [f"{100 * (given == code).mean():.1f}%" for code in item.labels]
        assert list(row.values())[1:] == [len(given), *shares]
    elif item.type == "multiple_choice":
        counts = {clean(one["c3"]): one["c1"] for one in table}
        expected = {clean(choice.label[language]): int((answers[f"{item.id}__{choice.code}"] == 1).sum())
                    for choice in item.choices}  # fmt: skip
        assert counts == expected
    else:
        assert [one["c1"] for one in table] == [int((answers[item.id] == code).sum()) for code in item.labels]


def clean(text) -> str:
    return text.replace("'", "").partition(" See Appendix")[0].strip()


@pytest.mark.parametrize("era", ["modern", "legacy"])
def test_qualtrics_package_reads_the_response_files_of_these_tests(
    run, everything, draw_answers, exporter, tmp_path, era
):
    answers = draw_answers(everything, 3, size=30)
    writer = exporter(everything, answers, era=era)
    found = run("ropensci+qualtRics", writer.save(tmp_path / "answers.csv", ["zh-CN", "en"]), era)
    assert found["rows"] == 30
    names = [column.name if era == "modern" else column.recode for column in writer.columns()]
    assert found["columns"][-len(names) :] == names
