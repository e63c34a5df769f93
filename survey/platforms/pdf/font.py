"""Fonts of the PDF form: found in packages that are installed anyway, embedded into the file."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from survey.errors import OptionError

_CHINESE = ("zhplot", Path("fonts"), "NotoSansSC-Regular.ttf")
_SIGNS = ("matplotlib", Path("mpl-data", "fonts", "ttf"), "DejaVuSans.ttf")


def find_font_files() -> tuple[Path, ...]:
    """Return the font files: Noto Sans SC for Chinese and Latin, DejaVu Sans for what it lacks.

    The packages that bring them are located, not imported.

    Raises
    ------
    OptionError
        The Chinese font is not there.
    """
    found = [_locate(*font) for font in (_CHINESE, _SIGNS)]
    if found[0] is None:
        raise OptionError("PDF forms need the font of the package zhplot, which is not installed: pip install zhplot.")
    return tuple(path for path in found if path is not None)


def _locate(package: str, folder: Path, file: str) -> Path | None:
    spec = find_spec(package)
    places = [Path(place) / folder / file for place in (spec.submodule_search_locations or [])] if spec else []
    return next((place for place in places if place.is_file()), None)
