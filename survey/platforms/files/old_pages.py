"""Prints the sheets of an old workbook as JSON: the part of reading it that runs in a process of its own.

The package that reads such files ends the whole process where a damaged file asks for more memory than there is.
"""

from __future__ import annotations

import io
import json
import sys

from survey.platforms.files.cell import cell_text

LARGEST_MEMORY = 4 << 30  # bytes


def print_pages() -> None:
    """Read a workbook from the standard input, and print each sheet's name with its rows of text."""
    from python_calamine import CalamineWorkbook

    _limit_memory()
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    pages = {
        name: [[cell_text(value) for value in row] for row in book.get_sheet_by_name(name).to_python(False)]
        for name in book.sheet_names
    }
    sys.stdout.buffer.write(json.dumps(pages, ensure_ascii=True).encode("ascii"))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    allowed = LARGEST_MEMORY if most == resource.RLIM_INFINITY else min(LARGEST_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


if __name__ == "__main__":
    print_pages()
