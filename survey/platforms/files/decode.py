"""Bytes to text: which encoding a file is in."""

from __future__ import annotations

import codecs
from contextlib import suppress
from typing import NamedTuple

from survey.errors import OptionError, ReadError

# Longest first: the mark of UTF-32 begins with the mark of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(sorted(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b")))
_NOT_ASCII = bytes(range(128, 256))
_NO_ASCII = dict.fromkeys(range(128))
_FEWEST_CONTROLS = 4
_BINARY_SHARE = 0.05  # text holds next to no control bytes; random bytes hold some 10 per cent
_BROKEN_SHARE = 0.2  # of the sequences beyond ASCII: fewer broken ones than this, and the file is damaged UTF-8
_COMMON_SHARE = 0.5  # of the characters beyond ASCII: Chinese text is nearly all in the common set GB 2312


class Decoded(NamedTuple):
    """A text, its encoding, and whether that encoding is only a guess."""

    text: str
    encoding: str
    guessed: bool = False


def decode_bytes(data: bytes, file: str, encoding: str | None = None) -> Decoded:
    """Decode a file: UTF-8, UTF-16 and UTF-32 with a mark, GB18030, and guesses as the last resort.

    Guesses are UTF-16 without a mark, Mac Roman where lines end as on old Macs, and else Windows-1252.

    Parameters
    ----------
    data
        The whole file.
    file
        Its name, for messages.
    encoding
        The encoding, if known; None finds out.

    Raises
    ------
    ReadError
        The bytes are no text, or not in that encoding; the message names the first bad byte.
    OptionError
        There is no such encoding.
    """
    if encoding is not None:
        return _decode_as(data, file, encoding)
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, file, name)
    if _holds_controls(data):
        return _decode_wide(data, file)
    return _decode_unmarked(data, file)


def _decode_as(data: bytes, file: str, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), encoding)
    except LookupError as error:
        raise OptionError(
            f"encoding='{encoding}' is not an encoding; use for example utf-8, utf-16, gb18030 or cp1252."
        ) from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{file} is not {encoding} text: {_place(data, error)}. {_advise(data, encoding)}") from error


def _place(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"byte {error.start} (line {line}, value 0x{data[error.start]:02x}) does not fit"


def _advise(data: bytes, tried: str) -> str:
    guess = tried
    if not any(data.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS):
        with suppress(ReadError):
            guess = _decode_unmarked(data, "").encoding
    if codecs.lookup(guess) == codecs.lookup(tried):
        return "The file may be damaged: export it again."
    return f"It looks like {guess}: leave `encoding` out or pass encoding='{guess}'."


def _holds_controls(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls >= max(_FEWEST_CONTROLS, _BINARY_SHARE * len(data))


def _decode_wide(data: bytes, file: str) -> Decoded:
    """Decode text in UTF-16 without its mark: every other byte of its separators and line ends is 0."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = _try(data, name) if max(even, odd) > max(_FEWEST_CONTROLS, 10 * min(even, odd)) else None
    if text is not None:
        return Decoded(text, name, guessed=True)
    raise ReadError(
        f"{file} is no text: more than {_BINARY_SHARE:.0%} of its bytes are control characters. Give a CSV, TSV or "
        "XLSX file of answers, or pass encoding= if it is text."
    )


def _decode_unmarked(data: bytes, file: str) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if _is_damaged_utf8(data):
        raise ReadError(
            f"{file} is UTF-8 text with damaged characters: {_place(data, broken)}. Export it again, or mend that byte."
        )
    chinese = _try(data, "gb18030")
    if chinese is None and _is_damaged_chinese(data):
        raise ReadError(
            f"{file} is GB18030 text with damaged characters, perhaps cut off at its end. Export it again, or pass "
            "encoding= if it is in another encoding."
        )
    name = "mac_roman" if b"\r" in data and b"\n" not in data else "cp1252"
    western = _try(data, name)
    if chinese is not None and (western is None or _is_chinese(chinese)):
        return Decoded(chinese, "gb18030")
    if western is not None:
        return Decoded(western, name, guessed=True)
    raise ReadError(
        f"{file} is in no encoding known here: as UTF-8 {_place(data, broken)}, and it is neither GB18030 nor "
        "Windows-1252. Save it as UTF-8, or pass encoding=, for example big5, shift_jis or mac_roman."
    )


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_damaged_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    beyond = len(text) - len(data.translate(None, _NOT_ASCII))
    return text.count("\ufffd") < _BROKEN_SHARE * beyond


def _is_damaged_chinese(data: bytes) -> bool:
    text = data.decode("gb18030", "replace")
    beyond = len(text.translate(_NO_ASCII))
    return text.count("\ufffd") < _BROKEN_SHARE * beyond and _is_chinese(text)


def _is_chinese(text: str) -> bool:
    """Tell Chinese from Western text, whose accented letters GB18030 also reads, as rare characters."""
    ascii_signs = len(text.encode("ascii", "ignore"))
    common = (len(text.encode("gb2312", "ignore")) - ascii_signs) // 2
    return common >= _COMMON_SHARE * (len(text) - ascii_signs)
