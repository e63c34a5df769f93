"""Optional libraries: loaded when a format needs them, named when they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from survey.errors import OptionError


def need(module: str, extra: str, purpose: str) -> Any:
    """Return an optional module.

    Parameters
    ----------
    module
        For example ``pyreadstat``.
    extra
        The extra of this package that brings it.
    purpose
        What it is needed for, as the start of the message: ``SPSS files``.

    Raises
    ------
    OptionError
        It is not installed; the message names the extra.

    Examples
    --------
    >>> need("json", "none", "JSON").__name__
    'json'
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise OptionError(
            f"{purpose} need the package {package}, which is not installed: pip install 'survey-workbench[{extra}]'."
        ) from error
