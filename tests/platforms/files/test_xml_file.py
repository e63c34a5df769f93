from __future__ import annotations

import pytest

from survey.errors import ReadError
from survey.platforms.files.xml_file import is_xml, read_leaves, read_submissions

ONE = b'<?xml version="1.0"?><data id="shop" version="3"><visit><sat>4</sat><why/></visit><nps>0</nps></data>'
TWO = '<data id="shop"><visit><sat/></visit><day>星期一</day></data>'.encode()
BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'


def test_leaves_are_columns_and_absent_ones_were_not_shown():
    table = read_submissions([("1.xml", ONE), ("2.xml", TWO)], "0")
    assert table.headings == ("@id", "@version", "visit/sat", "visit/why", "nps", "day")
    assert [list(column) for column in table.columns][2:] == [["4", ""], ["", ""], ["0", ""], ["", "星期一"]]
    assert [table.hidden[place].tolist() for place in range(2, 6)] == [
        [False, False], [False, True], [False, True], [True, False],
    ]  # fmt: skip


def test_repeated_leaves_are_counted():
    assert read_leaves(b"<a><b>1</b><b>2</b></a>", "a.xml") == {"b": "1", "b[2]": "2"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (BOMB, "document type or entities"),
        (BOMB.decode().replace('version="1.0"', 'version="1.0" encoding="utf-16"').encode("utf-16"), "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b"<a><b></a>", "no well-formed XML"),
        (b"<a>" * 60 + b"</a>" * 60, "nested more than"),
    ],
)
def test_hostile_and_broken_documents_are_refused(data, message):
    assert is_xml(data)
    with pytest.raises(ReadError, match=message):
        read_leaves(data, "a.xml")


def test_a_table_is_not_taken_for_xml():
    assert not is_xml(b"<b>Question</b>,id\n5,1\n")
