"""The look of every chart: colours, fonts and axes, set for one drawing and never globally.

Nothing here touches ``matplotlib.pyplot`` or leaves a setting behind. The colours are a blue and an orange that stay
apart under red–green colour blindness, at a lightness that reads on white and on a dark page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure

from survey.plots.fonts import FONT_FAMILIES, load_fonts
from survey.plots.svg import INK, figure_png, figure_svg

# Blue and vermilion after Okabe & Ito (2008), "Color Universal Design", moved to one middle lightness so that both
# keep a contrast above 3:1 (WCAG 2.1, success criterion 1.4.11) on white and on near-black.
ACCENT = "#2b7bba"
GOOD = "#2b7bba"
BAD = "#d1600a"
NEUTRAL = "#868b94"
SERIES = (ACCENT, BAD, "#18a86c", "#786ce4", NEUTRAL)
MARKERS = ("o", "D", "s", "^", "v")
MIDPOINT = "#cdd0d5"
DARK_TEXT = "#141414"
LIGHT_TEXT = "#fefefe"
FONT_SIZE = 10.0
SMALL_SIZE = 8.5
NARROW_INCHES = 6.0  # below this a chart is laid out for a phone
_DIVERGING = ("#b04d05", "#e0873d", "#f3c9a2", MIDPOINT, "#abd0ea", "#5a9fd2", "#1d649f")
_HASH_SALT = "survey-plots"

__all__ = [
    "ACCENT",
    "BAD",
    "GOOD",
    "INK",
    "NEUTRAL",
    "diverging_colours",
    "diverging_map",
    "figure_png",
    "figure_svg",
    "new_axes",
    "use_style",
]

_SETTINGS: Any = {
    "font.family": list(FONT_FAMILIES),
    "font.size": FONT_SIZE,
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "axes.titlesize": FONT_SIZE,
    "axes.labelsize": SMALL_SIZE,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.facecolor": "none",
    "axes.linewidth": 0.7,
    "axes.unicode_minus": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "figure.facecolor": "none",
    "figure.edgecolor": "none",
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.05,
    "figure.constrained_layout.w_pad": 0.05,
    "savefig.facecolor": "none",
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": SMALL_SIZE,
    "ytick.labelsize": FONT_SIZE,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": SMALL_SIZE,
    "svg.fonttype": "path",
    "svg.hashsalt": _HASH_SALT,
}


@contextmanager
def use_style() -> Iterator[None]:
    """Draw in the survey style inside a ``with`` block and restore the old settings after it.

    Text made inside shows Chinese, takes ``$`` and ``_`` literally and does not depend on the fonts of the machine.

    Examples
    --------
    >>> import matplotlib
    >>> before = matplotlib.rcParams["font.family"]
    >>> with use_style():
    ...     matplotlib.rcParams["font.family"]
    ['Noto Sans SC', 'DejaVu Sans']
    >>> matplotlib.rcParams["font.family"] == before
    True
    """
    load_fonts()
    with matplotlib.rc_context(_SETTINGS):
        yield


def new_axes(width: float = 8.0, height: float = 4.5) -> Axes:
    """Make empty axes on a figure of their own, outside pyplot.

    Parameters
    ----------
    width, height
        Size in inches.

    Returns
    -------
    matplotlib.axes.Axes
        Axes; the figure is ``axes.figure``.

    Examples
    --------
    >>> new_axes(4.5, 3).figure.get_size_inches().tolist()
    [4.5, 3.0]
    """
    with use_style():
        figure = Figure(figsize=(width, height))
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def diverging_map() -> LinearSegmentedColormap:
    """Make the colour map from low (orange) over grey to high (blue)."""
    return LinearSegmentedColormap.from_list("survey_diverging", list(_DIVERGING))


def diverging_colours(n: int) -> list[str]:
    """Pick ``n`` colours from low to high; an odd ``n`` has grey in the middle.

    Examples
    --------
    >>> diverging_colours(3)
    ['#b04d05', '#cdd0d5', '#1d649f']
    """
    if n == 1:
        return [MIDPOINT]
    ramp = diverging_map()
    return [to_hex(ramp(i / (n - 1))) for i in range(n)]


def text_on(colour: str) -> str:
    """Choose dark or light text for a filled area, by relative luminance (WCAG 2.1)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return DARK_TEXT if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else LIGHT_TEXT
