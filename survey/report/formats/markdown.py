"""The document as Markdown: one file of text and a folder of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from survey.report.document import Block, Document, Figure, Group, List, Note, Prose, Table, Tiles
from survey.report.formats.pictures import list_figures, write_svg

_SIGNS = re.compile(r"[\\`*_\[\]|~$]|^\s*[#+=-]|^\s*\d+[.)]")  # anywhere, or at the start of a line
_LINE_ENDS = re.compile(r"\s*[\r\n\u2028\u2029]+\s*")


def escape_markdown(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> print(escape_markdown("# <b> *1*\\n2. |"), escape_markdown("2. (-1)"))
    \\# &lt;b&gt; \\*1\\* 2. \\| 2\\. (-1)
    """
    flat = _LINE_ENDS.sub(" ", text)
    marked = _SIGNS.sub(lambda found: found[0][:-1] + "\\" + found[0][-1], flat)
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def render_markdown(document: Document, *, folder: str) -> tuple[str, dict[str, str]]:
    """Render a document as Markdown (CommonMark with the tables of GitHub).

    Parameters
    ----------
    document
        What it says.
    folder
        Where the pictures will be, seen from the file.

    Returns
    -------
    text : str
    pictures : dict
        Name in the folder to SVG.
    """
    figures = list_figures(document)
    names = {id(figure): f"figure-{place:02d}.svg" for place, figure in enumerate(figures, start=1)}
    places = {key: f"{folder}/{name}" for key, name in names.items()}
    parts = [f"# {escape_markdown(document.title)}", " · ".join(map(escape_markdown, document.subtitle))]
    if document.banner:
        parts.append(_write_note(document.banner))
    for number, section in enumerate(document.sections, start=1):
        parts.append(f"## {number}\\. {escape_markdown(section.heading)}")
        parts += _write_blocks(section.blocks, places)
    parts.append(escape_markdown(document.footer))
    text = "\n\n".join(part for part in parts if part) + "\n"
    return text, {names[id(figure)]: write_svg(figure) for figure in figures}


def _write_blocks(blocks: Sequence[Block], places: dict[int, str]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Group):
            yield f"### {escape_markdown(block.heading)}"
            yield from _write_blocks(block.blocks, places)
        else:
            yield _write_block(block, places)


def _write_block(block: Block, places: dict[int, str]) -> str:
    match block:
        case Prose():
            return escape_markdown(block.text)
        case Note():
            return _write_note(block)
        case List():
            return _write_list(block)
        case Tiles():
            lines = [f"- {escape_markdown(tile.label)}: **{escape_markdown(tile.value)}**" for tile in block.tiles]
            details = [f" ({escape_markdown(tile.detail)})" if tile.detail else "" for tile in block.tiles]
            return "\n".join(line + detail for line, detail in zip(lines, details, strict=True))
        case Table():
            return _write_table(block)
        case Figure():
            return f"**{escape_markdown(block.caption)}**\n\n![{escape_markdown(block.alt)}]({places[id(block)]})"
    raise TypeError(f"no Markdown for {type(block).__name__}")


def _write_note(note: Note) -> str:
    heading = f"**{escape_markdown(note.heading)}** " if note.heading else ""
    return f"> {heading}{escape_markdown(note.text)}"


def _write_list(block: List) -> str:
    mark = "1." if block.style == "references" else "-"
    terms = [f"**{escape_markdown(point.term)}** " if point.term else "" for point in block.points]
    texts = [escape_markdown(point.text) for point in block.points]
    return "\n".join(f"{mark} {term}{text}" for term, text in zip(terms, texts, strict=True))


def _write_table(table: Table) -> str:
    heads = [str(head) for head in table.frame.columns]
    rows = [[escape_markdown(str(cell)) for cell in row] for row in table.frame.itertuples(index=False, name=None)]
    rule = ["---:" if head in table.numeric else "---" for head in heads]
    lines = [[escape_markdown(head) for head in heads], rule, *rows]
    drawn = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    note = f"\n\n{escape_markdown(table.note)}" if table.note else ""
    return f"**{escape_markdown(table.caption)}**\n\n{drawn}{note}"
