"""The look of an organisation: one colour and a logo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from survey.errors import OptionError
from survey.report.logo import Logo, load_logo

CONTRAST = 4.5  # of text against its ground; WCAG 2.2, success criterion 1.4.3
DARK_GROUND = "171b21"  # of the page in its dark colours
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_STEP = 0.02


@dataclass(frozen=True)
class Brand:
    """A colour, a logo and a name that a report carries.

    Headings, lines and accents take the colour, and in slides the bars that need no second one. Other colours of charts
    stay as they are: they were chosen to stay apart for colour-blind readers.

    Attributes
    ----------
    colour
        Such as ``"#c8102e"``, or empty for the colour of survey-workbench. A colour too light for text on white is
        darkened until its contrast is 4.5:1 (WCAG 2.2); `accent` is the one used.
    logo
        Path of a PNG, JPEG or SVG file, at most 1 MB; None for none. An SVG with scripts or outside references is
        refused.
    name
        Name of the organisation.

    Raises
    ------
    OptionError
        The colour is none, or the logo cannot be used; the message says why.

    Examples
    --------
    >>> Brand(colour="#c8102e").accent, Brand(colour="#ffcc00").accent, Brand(colour="#ffcc00").was_darkened
    ('c8102e', '8f7200', True)
    """

    colour: str = ""
    logo: str | Path | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if self.colour and not _HEX.fullmatch(self.colour):
            raise OptionError(f"colour={self.colour!r} is no colour; write it as six hexadecimal digits, like #c8102e.")
        _ = self.mark  # a logo that cannot be used is refused here, not while saving

    @property
    def given(self) -> str:
        """The colour as six hexadecimal digits; empty if none was given."""
        digits = self.colour.removeprefix("#").lower()
        return "".join(2 * digit for digit in digits) if len(digits) == 3 else digits

    @cached_property
    def accent(self) -> str:
        """The colour for text on white, as six hexadecimal digits; empty if none was given."""
        return reach_contrast(self.given, "ffffff", towards=0) if self.given else ""

    @cached_property
    def accent_on_dark(self) -> str:
        """The colour for text on the dark page; empty if none was given."""
        return reach_contrast(self.given, DARK_GROUND, towards=255) if self.given else ""

    @property
    def was_darkened(self) -> bool:
        """Whether the colour given was too light for text."""
        return self.accent != self.given

    @cached_property
    def mark(self) -> Logo | None:
        """The logo, read and checked."""
        return load_logo(Path(self.logo)) if self.logo else None


def measure_contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2).

    Examples
    --------
    >>> measure_contrast("ffffff", "000000"), round(measure_contrast("ffffff", "767676"), 2)
    (21.0, 4.54)
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def reach_contrast(colour: str, ground: str, *, towards: int) -> str:
    """Return the colour nearest to one that is readable on a ground, mixed with black (0) or white (255).

    Examples
    --------
    >>> reach_contrast("1d649f", "ffffff", towards=0), reach_contrast("ffffff", "ffffff", towards=0)
    ('1d649f', '757575')
    """
    parts = [int(colour[place : place + 2], 16) for place in (0, 2, 4)]
    share, mixed = 0.0, colour
    while measure_contrast(mixed, ground) < CONTRAST:
        share = min(1.0, share + _STEP)
        mixed = "".join(f"{round(part + (towards - part) * share):02x}" for part in parts)
    return mixed


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
