"""Reports of a simulated survey, from the questionnaire that comes with the package, through the whole plan."""

import re

import pytest

import survey as sv
from survey.report import document as d

# A page that opens at once on a phone, and passes as an attachment of a mail.
LARGEST = 2_500_000
HAN = re.compile("[\u4e00-\u9fff]")
# Names, symbols and works that Chinese texts write in Latin letters.
LATIN = {
    "R",
    "NPS",
    "CSAT",
    "alpha",
    "omega",
    "lambda",
    "Spearman",
    "Brown",
    "Cronbach",
    "Guttman",
    "HC",
    "LMG",
    "Shapley",
    "OLS",
    "Wilson",
    "Wald",
    "Kish",
    "Feldt",
    "VIF",
    "p",
    "t",
    "n",
    "SHA",
    "raking",
    "survey",
    "workbench",
    "ecommerce",
    "service",
    "Nunnally",
    "DeVellis",
    "Hair",
    "et",
    "al",
    "SE",
    "d",
    "Dul",
    "Welch",
    "Newcombe",
    "Benjamini",
    "Hochberg",
    "Cinelli",
    "Hazlett",
    "Little",
    "logit",
    "TF",
    "IDF",
}
# Texts that are data: the source of the wording, hashes, packages.
DATA_TABLES = {"软件", "回答所来自的文件"}


# Further analyses whose sentences are read here. Validity and linearity would take most of the time; their sentences
# are read in `sections`, against numbers one sees.
DEPTH = (
    "missing",
    "asymmetry",
    "necessity",
    "change",
    "confounding",
    "segments",
    "comments",
    "comment_relations",
    "quotes",
    "themes",
)


@pytest.fixture(scope="module")
def study():
    questionnaire = sv.load_questionnaire("ecommerce-service")
    return sv.run_study(sv.simulate_responses(questionnaire, n=150, seed=1), seed=1, n_boot=20, depth=DEPTH)


@pytest.fixture(scope="module")
def reports(study):
    """The report in both languages; charts are drawn in one, since drawing takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("survey.report.figures.figure_svg", lambda *_, **__: "<svg></svg>")
        english = sv.build_report(study)
    return {"en": english, "zh-CN": sv.build_report(study, language="zh-CN")}


@pytest.fixture(scope="module")
def written(study):
    """What respondents wrote, and the words of it."""
    words_of_themes = study.depth["themes"].table["top_words"].str.replace(", ", "、").tolist()
    return {*study.depth["quotes"].table["quote"], *words_of_themes, *study.depth["themes"].table["top_words"]}


def words(blocks):
    """Every text of a document but data and references."""
    for block in blocks:
        match block:
            case d.Prose():
                yield block.text
            case d.Note():
                yield from (block.heading, block.text)
            case d.List() if block.style != "references":
                yield from (part for point in block.points for part in (point.term, point.text))
            case d.Tiles():
                yield from (part for tile in block.tiles for part in (tile.label, tile.value, tile.detail))
            case d.Table() if block.caption not in DATA_TABLES:
                yield from (block.caption, block.note, *block.frame.columns)
                yield from block.frame.to_numpy().ravel().tolist()
            case d.Figure():
                yield from (block.caption, block.alt)
            case d.Group():
                yield block.heading
                yield from words(block.blocks)


def all_words(report):
    document = report.document
    yield from (document.title, *document.subtitle, document.footer, document.banner.text)
    for section in document.sections:
        yield section.heading
        yield from words(section.blocks)


def test_the_chinese_report_is_chinese_throughout(reports, study):
    quoted = [study.questionnaire.source["zh-CN"]]  # holds names of authors and journals
    foreign = set()
    for text in all_words(reports["zh-CN"]):
        for source in quoted:
            text = text.replace(source, "").replace(source.rstrip("."), "")
        foreign |= {(word, text) for word in re.findall("[A-Za-z]+", text) if word not in LATIN}
    assert foreign == set()


def test_the_english_report_is_english_throughout(reports, written):
    found = {text.strip("“”") for text in all_words(reports["en"]) if HAN.search(text)}
    assert found <= written


def test_no_number_is_nan_and_no_placeholder_is_left(reports):
    for report in reports.values():
        found = [text for text in all_words(report) if re.search(r"\bnan\b|\bNone\b(?! of the)|[{}]|<NA>", text)]
        assert found == []


def test_minus_is_a_minus(reports):
    for report in reports.values():
        assert [text for text in all_words(report) if re.search(r"(?<![\w\]])-\d", text)] == []


def test_the_page_is_small(reports):
    assert 1_000_000 < len(reports["zh-CN"].html.encode()) < LARGEST  # drawn, and not too much


def test_both_reports_hold_the_same_numbers(reports):
    english, chinese = (
        [
            block.frame.shape
            for section in report.document.sections
            for block in section.blocks
            if isinstance(block, d.Table)
        ]
        for report in reports.values()
    )
    assert english == chinese


def test_simulated_answers_are_marked_and_compared_with_the_truth(reports):
    document = reports["en"].document
    assert document.banner is not None
    drivers = next(section for section in document.sections if section.id == "drivers")
    assert "Estimate and truth" in [block.heading for block in drivers.blocks if isinstance(block, d.Group)]
