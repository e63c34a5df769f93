"""Charts: a frame in, matplotlib axes out, in the survey style.

Every ``plot_`` function takes one pandas frame and returns the axes; it shows nothing, changes no setting and leaves
the frame alone. ``figure_svg`` and ``figure_png`` turn ``axes.figure`` into a page's or a document's picture.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from survey.plots.asymmetry import plot_asymmetry
    from survey.plots.confounding import plot_confounding
    from survey.plots.correlations import plot_correlations
    from survey.plots.decomposition import plot_decomposition
    from survey.plots.distributions import plot_distribution
    from survey.plots.eigenvalues import plot_eigenvalues
    from survey.plots.expected_change import plot_expected_change
    from survey.plots.flow import plot_flow
    from survey.plots.importance import plot_importance
    from survey.plots.importance_performance import plot_importance_performance
    from survey.plots.indicators import plot_indicator
    from survey.plots.item_curves import plot_item_curves
    from survey.plots.kano import plot_kano
    from survey.plots.labels import format_number, format_percent, format_range
    from survey.plots.linearity import plot_curves, plot_gains
    from survey.plots.necessity import plot_necessity
    from survey.plots.paths import plot_paths
    from survey.plots.planning import plot_power
    from survey.plots.priorities import plot_priorities
    from survey.plots.profiles import plot_profile
    from survey.plots.reliability import plot_reliability
    from survey.plots.segments import plot_segments
    from survey.plots.style import new_axes, use_style
    from survey.plots.svg import figure_png, figure_svg
    from survey.plots.waves import plot_waves

__all__ = [
    "figure_png",
    "figure_svg",
    "format_number",
    "format_percent",
    "format_range",
    "new_axes",
    "plot_asymmetry",
    "plot_confounding",
    "plot_correlations",
    "plot_curves",
    "plot_decomposition",
    "plot_distribution",
    "plot_eigenvalues",
    "plot_expected_change",
    "plot_flow",
    "plot_gains",
    "plot_importance",
    "plot_importance_performance",
    "plot_indicator",
    "plot_item_curves",
    "plot_kano",
    "plot_necessity",
    "plot_paths",
    "plot_power",
    "plot_priorities",
    "plot_profile",
    "plot_reliability",
    "plot_segments",
    "plot_waves",
    "use_style",
]

_HOMES = {
    "figure_png": "svg",
    "figure_svg": "svg",
    "format_number": "labels",
    "format_percent": "labels",
    "format_range": "labels",
    "new_axes": "style",
    "plot_asymmetry": "asymmetry",
    "plot_confounding": "confounding",
    "plot_correlations": "correlations",
    "plot_curves": "linearity",
    "plot_decomposition": "decomposition",
    "plot_distribution": "distributions",
    "plot_eigenvalues": "eigenvalues",
    "plot_expected_change": "expected_change",
    "plot_flow": "flow",
    "plot_gains": "linearity",
    "plot_importance": "importance",
    "plot_importance_performance": "importance_performance",
    "plot_indicator": "indicators",
    "plot_item_curves": "item_curves",
    "plot_kano": "kano",
    "plot_necessity": "necessity",
    "plot_paths": "paths",
    "plot_power": "planning",
    "plot_priorities": "priorities",
    "plot_profile": "profiles",
    "plot_reliability": "reliability",
    "plot_segments": "segments",
    "plot_waves": "waves",
    "use_style": "style",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
