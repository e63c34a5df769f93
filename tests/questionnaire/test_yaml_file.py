from __future__ import annotations

import pytest

from survey.errors import QuestionnaireError
from survey.questionnaire.yaml_file import find_questionnaire, read_tree, shipped_folder, shipped_names


def test_words_and_times_stay_text(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("a: no\nb: Yes\nc: on\nd: off\ne: 12:30\nf: 0x\ng: ~x\n", encoding="utf-8")
    assert dict(read_tree(path)) == {"a": "no", "b": "Yes", "c": "on", "d": "off", "e": "12:30", "f": "0x", "g": "~x"}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("id: x\n", encoding="utf-8-sig")
    assert list(read_tree(path)) == ["id"]


def test_the_tree_knows_its_lines(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("# comment\nid: x\n\npages:\n  - id: a\n", encoding="utf-8")
    tree = read_tree(path)
    assert tree.lc.key("pages") == (3, 0)
    assert tree["pages"].lc.item(0)[0] == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id: x\nid: y\n", "line 2: found duplicate key"),
        (b"a:\n\tb: 1\n", "line 2"),
        ("title: 满意\n".encode("gb18030"), "not UTF-8"),
        ("title: x\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_an_unreadable_file_is_an_error_with_its_place(content, words, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(QuestionnaireError, match=words):
        read_tree(path)


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_questionnaires_are_found_by_name_and_by_path(name):
    path = shipped_folder() / f"{name}.yaml"
    assert find_questionnaire(name) == find_questionnaire(path) == path


@pytest.mark.parametrize("source", ["no-such", "no-such.yaml", "../questionnaires/ecommerce-service", ""])
def test_what_is_not_there_is_an_error(source):
    with pytest.raises(QuestionnaireError, match="there is no"):
        find_questionnaire(source)
