from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import OptionError, ReadError
from survey.platforms.files.decode import decode_bytes

CHINESE = "序号,总的来说，我满意。\n1,非常同意\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-32", "utf-32"), ("gb18030", "gb18030"),
     ("gbk", "gb18030"), ("gb2312", "gb18030")],
)  # fmt: skip
def test_encodings_are_found(encoding, found):
    decoded = decode_bytes(CHINESE.encode(encoding), "a.csv")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (CHINESE, found, False)


def test_both_byte_orders_of_utf16_are_read():
    assert decode_bytes(b"\xfe\xff" + CHINESE.encode("utf-16-be"), "a.csv").text == CHINESE


def test_western_text_is_a_guess():
    text = "id;comment\n1;très bien, déjà vu\n"
    decoded = decode_bytes(text.encode("cp1252"), "a.csv")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (text, "cp1252", True)


def test_a_given_encoding_is_used_and_its_mark_dropped():
    assert decode_bytes("﻿id,ß".encode(), "a.csv", "utf-8") == ("id,ß", "utf-8", False)


def test_a_wrong_encoding_names_the_byte_and_a_guess():
    with pytest.raises(ReadError, match=r"a\.csv is not utf-8 text: byte 0 \(line 1, value 0xd0\).*gb18030"):
        decode_bytes(CHINESE.encode("gb18030"), "a.csv", "utf-8")


def test_an_unknown_encoding_is_refused():
    with pytest.raises(OptionError, match="encoding='klingon'"):
        decode_bytes(b"id", "a.csv", "klingon")


def test_damaged_utf8_is_not_taken_for_chinese_of_another_encoding():
    data = (CHINESE * 3).encode()
    broken = data[:70] + data[71:]
    with pytest.raises(ReadError, match=r"damaged characters: byte \d+ \(line \d"):
        decode_bytes(broken, "a.csv")


def test_a_cut_file_is_damaged():
    with pytest.raises(ReadError, match="damaged characters"):
        decode_bytes((CHINESE * 3).encode()[:-2], "a.csv")


def test_bytes_of_no_encoding_name_the_place():
    with pytest.raises(ReadError, match=r"byte 4 \(line 2, value 0x81\)"):
        decode_bytes(b"id\n1\x81\x20\xff\xff\x81\x8d\x90", "a.csv")


def test_binary_junk_is_refused():
    with pytest.raises(ReadError, match=r"is no text: .* control characters"):
        decode_bytes(bytes(range(256)) * 4, "a.bin")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [CHINESE, "id,sat\n1,5\n"])
def test_utf16_without_mark_is_a_guess(encoding, text):
    assert decode_bytes(text.encode(encoding), "a.csv") == (text, encoding, True)


def test_a_cut_file_in_utf16_is_damaged():
    with pytest.raises(ReadError, match=r"is not utf-16 text: .* may be damaged"):
        decode_bytes(CHINESE.encode("utf-16")[:-1], "a.csv")


def test_the_line_ends_of_old_macs_tell_their_encoding():
    text = "id;comment\r1;très bien, déjà vu – «ça»\r"
    assert decode_bytes(text.encode("mac_roman"), "a.csv") == (text, "mac_roman", True)


def test_a_cut_file_in_gb18030_is_damaged():
    with pytest.raises(ReadError, match="GB18030 text with damaged characters, perhaps cut off"):
        decode_bytes((CHINESE * 3).encode("gb18030")[:-2], "a.csv")


def test_a_single_nul_in_a_text_is_no_junk():
    assert decode_bytes(b"id,comment\n1,a\x00b\n", "a.csv").text == "id,comment\n1,a\x00b\n"


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        decode_bytes(data, "a.csv")
    except ReadError as error:
        assert "a.csv" in str(error)
