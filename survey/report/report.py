"""The report of a study: one document, and the files it can be saved as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape
from pathlib import Path

from survey.errors import OptionError
from survey.questionnaire.questionnaire import Questionnaire
from survey.report.brand import CONTRAST, Brand, measure_contrast
from survey.report.catalogue import check_language
from survey.report.document import Document
from survey.report.plain_text import clean_document
from survey.report.plan import StudyResults
from survey.report.writer import Writer
from survey.result import Result

# Results in the order of the workbook's sheets.
WORKBOOK = (
    "profile",
    "weighting",
    "items",
    "indicators",
    "reliability",
    "drivers",
    "drivers_contact",
    "drivers_all",
    "priorities",
)
SUFFIXES = (".html", ".htm", ".pdf", ".docx", ".pptx", ".xlsx", ".md")


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """A report, ready to be read or saved.

    Attributes
    ----------
    document
        What it says: sections of plain text, tables and figures, with no mark-up.
    results
        The numbers behind it, for the workbook and the notes of the slides.
    questionnaire
        What was asked, for the codebook of the workbook.
    notes
        What to know about the files: a colour that was darkened.
    """

    document: Document
    results: Mapping[str, Result] = field(default_factory=dict)
    questionnaire: Questionnaire | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        # Every format gets texts that no control sign or turned reading direction can spoil.
        object.__setattr__(self, "document", clean_document(self.document))

    @cached_property
    def html(self) -> str:
        """The report as one self-contained page."""
        from survey.report.formats.html import render_html

        return render_html(self.document)

    def save(self, path: str | Path) -> Path:
        """Save the report.

        Parameters
        ----------
        path
            File to write; the suffix chooses the format: .html or .htm, .pdf, .docx, .pptx (slides), .xlsx (the
            numbers behind it, a sheet a table), or .md, whose pictures go into a folder beside it. Folders are made
            where they are missing.

        Returns
        -------
        pathlib.Path
            The file written.

        Raises
        ------
        OptionError
            There is no such format, or it needs a package that is not installed; the message names the extra.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in SUFFIXES:
            raise OptionError(
                f"a report cannot be saved as '{target.name}'; use a name that ends in: {', '.join(SUFFIXES)}."
            )
        write = {
            ".pdf": self._write_pdf,
            ".docx": self._write_word,
            ".pptx": self._write_slides,
            ".xlsx": self._write_workbook,
            ".md": self._write_markdown,
        }.get(suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        if write:
            write(target)
        else:
            target.write_text(self.html, encoding="utf-8")
        return target

    def _write_pdf(self, target: Path) -> None:
        from survey.report.formats.pdf import render_pdf

        target.write_bytes(render_pdf(self.document))

    def _write_word(self, target: Path) -> None:
        from survey.report.formats.word import render_word

        target.write_bytes(render_word(self.document))

    def _write_slides(self, target: Path) -> None:
        from survey.report.formats.slides.render import render_slides

        target.write_bytes(render_slides(self.document, self.results))

    def _write_workbook(self, target: Path) -> None:
        from survey.report.formats.workbook import render_workbook

        target.write_bytes(render_workbook(self.document, self.results, self.questionnaire))

    def _write_markdown(self, target: Path) -> None:
        from survey.report.formats.markdown import render_markdown

        folder = target.with_name(f"{target.stem}-figures")
        text, pictures = render_markdown(self.document, folder=folder.name)
        target.write_text(text, encoding="utf-8")
        for name, picture in pictures.items():
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(picture, encoding="utf-8")

    def __repr__(self) -> str:
        return f"Report “{self.document.title}” ({self.document.language}), {len(self.document.sections)} sections"

    def _repr_html_(self) -> str:
        from survey.report.formats.html import render_html

        # In a frame made from text, links to parts of the page need to be told what page that is; no script runs there.
        page = escape(
            render_html(self.document, script=False).replace("<head>", '<head><base href="about:srcdoc">', 1),
            quote=True,
        )
        title = escape(self.document.title, quote=True)
        style = "width:100%;height:720px;border:1px solid #ccc"
        return f'<iframe title="{title}" sandbox="" style="{style}" srcdoc="{page}"></iframe>'


def build_report(
    study: StudyResults, *, language: str = "en", title: str | None = None, brand: Brand | None = None
) -> Report:
    """Build the report of a study, from the answer in three sentences to the references.

    Use it for readers who were not there: sentences follow fixed rules from the results, and every number names its
    base, interval and method.

    Parameters
    ----------
    study
        The results of `survey.run_study`.
    language
        "en" or "zh-CN" ("zh" for short). Labels come from the questionnaire in that language, or in its default one.
    title
        Title of the report; None takes the questionnaire's.
    brand
        Colour, logo and name of an organisation (`survey.Brand`), or None.

    Returns
    -------
    Report
        `.html`, and `.save(path)`.

    Raises
    ------
    OptionError
        There are no texts in that language.

    Notes
    -----
    The report computes no statistics; weights and missing answers are as in the results. The same study gives the same
    bytes. Cost: about ten seconds, nearly all of it drawing.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=200, seed=1)
    >>> report = build_report(sv.run_study(responses, n_boot=50, depth=False), language="zh-CN")
    >>> report
    Report “网店购物体验调查” (zh-CN), 12 sections
    """
    from survey.report.build import build_document

    writer = Writer(study, check_language(language))
    document = replace(build_document(writer, title=title), brand=brand)
    depth = getattr(study, "depth", {})
    named = {name: getattr(study, name, None) or depth.get(name) for name in WORKBOOK}
    results = {name: result for name, result in {**named, **depth}.items() if result is not None}
    return Report(document, results, study.questionnaire, tuple(say_darkened(writer, brand)))


def say_darkened(writer: Writer, brand: Brand | None) -> list[str]:
    """Say that a brand's colour was darkened, if it was."""
    if brand is None or not brand.was_darkened:
        return []
    ratio = writer.numbers.decimal(measure_contrast(brand.given, "ffffff"), 1)
    needed = writer.numbers.decimal(CONTRAST, 1)
    return [writer.say("brand.darkened", given=f"#{brand.given}", used=f"#{brand.accent}", ratio=ratio, needed=needed)]
