"""The two catalogues: equal in what they can say, and silent on what the design does not earn."""

import re
from pathlib import Path

import pytest

import survey.report
from survey.errors import OptionError
from survey.report.catalogue import check_language, load_catalogue

ENGLISH, CHINESE = load_catalogue("en"), load_catalogue("zh-CN")
FOLDER = Path(survey.report.__path__[0])

CAUSAL_ENGLISH = re.compile(
    r"\b(causes?|caused|causing|causal\w*|effects?|affect\w*|impact\w*|influenc\w*|drives?|driven|driving|leads? to|"
    r"because of|due to|owing to|thanks to|improve\w*|increas\w*|boost\w*|results? in|raises?|determin\w*)\b",
    re.IGNORECASE,
)
CAUSAL_CHINESE = re.compile(
    "导致|影响|提升|提高|改善|造成|使得|引起|促使|促进|带来|拉动|决定|归因|因果|效果|作用|取决于|有助于|由于.{0,12}所以"
)
# Terms of statistics that hold such a word and claim nothing.
TERMS = re.compile("design effect", re.IGNORECASE)
HAN = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’]*")
NAMES = {
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
    "HC3",
    "HC",
    "LMG",
    "Wilson",
    "Wald",
    "VIF",
    "p",
    "t",
    "SHA",
    "survey",
    "workbench",
    "Nunnally",
    "DeVellis",
    "Hair",
    "et",
    "al",
    "Q",
    "f",
    "d",
    "AVE",
    "HTMT",
    "Benjamini",
    "Bernstein",
    "Cohen",
    "Dul",
    "Fornell",
    "Henseler",
    "Hochberg",
    "Larcker",
}


def sentences(catalogue):
    return [(key, text) for key, message in catalogue.items() for text in (message.one, message.other)]


def test_both_languages_have_the_same_messages():
    assert set(ENGLISH) == set(CHINESE)


def test_messages_take_the_same_values_in_both_languages():
    assert {key: message.placeholders for key, message in ENGLISH.items()} == {
        key: message.placeholders for key, message in CHINESE.items()
    }


def test_counts_have_both_forms_in_english():
    same = [key for key, message in ENGLISH.items() if "count" in message.placeholders and message.one == message.other]
    # "of 600 received", "carry as much information as" and "of 600 respondents" read the same for one.
    assert set(same) == {"answer.tile_of_received", "respondents.weighted", "screening.found"}


def test_every_message_the_code_names_exists():
    named = {
        key
        for path in FOLDER.rglob("*")
        if path.suffix in {".py", ".j2"}
        for key in re.findall(r'say\(\s*"([a-z]+\.[a-z0-9_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 150
    assert named - set(ENGLISH) == set()


def test_every_message_is_used():
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*") if path.suffix in {".py", ".j2"})
    built = {key.split("{")[0] for key in re.findall(r'f"([a-z]+\.[a-z_]*\{)', code)}
    looked_up = {f"{section}." for section in re.findall(r'term\("([a-z]+)"', code)}
    unused = [
        key
        for key in ENGLISH
        if f'"{key}"' not in code and not any(key.startswith(prefix) for prefix in built | looked_up)
    ]
    assert unused == []


@pytest.mark.parametrize(("catalogue", "words"), [(ENGLISH, CAUSAL_ENGLISH), (CHINESE, CAUSAL_CHINESE)])
def test_no_sentence_claims_a_cause(catalogue, words):
    assert [(key, text) for key, text in sentences(catalogue) if words.search(TERMS.sub("", text))] == []


def test_significance_is_never_claimed():
    assert [key for key, text in sentences(ENGLISH) if "significan" in text.lower()] == []
    assert [key for key, text in sentences(CHINESE) if "显著" in text] == []


def test_no_english_sentence_holds_chinese():
    assert [key for key, text in sentences(ENGLISH) if HAN.search(text)] == []


def test_no_chinese_sentence_is_half_english():
    found = {
        (key, word)
        for key, text in sentences(CHINESE)
        for part in LATIN.findall(re.sub(r"{\w+}", "", text))
        for word in part.split("–")
    }
    assert {(key, word) for key, word in found if word not in NAMES} == set()


def test_chinese_uses_its_own_punctuation():
    wrong = re.compile(f"{HAN.pattern}[,;:!?()]|[,;:!?()]{HAN.pattern}")
    assert [key for key, text in sentences(CHINESE) if wrong.search(text)] == []


def test_values_with_braces_stay_as_they_are():
    assert ENGLISH["unit.quoted"].fill(text="{7*7} {text}") == "“{7*7} {text}”"


def test_one_is_singular():
    assert ENGLISH["unit.respondents"].fill(1, count="1") == "1 respondent"
    assert ENGLISH["unit.respondents"].fill(0, count="0") == "0 respondents"


def test_an_unknown_language_names_the_known_ones():
    with pytest.raises(OptionError, match=r"en, zh-CN, zh"):
        check_language("fr")
