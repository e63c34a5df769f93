"""Names that a platform accepts, made from ids, always the same for the same questionnaire."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable


def shorten_names(
    names: Iterable[str], *, longest: int, forbidden: str, reserved: Collection[str] = (), filler: str = ""
) -> dict[str, str]:
    """Return for each id a name that a platform accepts, unique whatever the case of its letters.

    An id that is accepted as it stands keeps its name, also beside one that would be shortened to it.

    Parameters
    ----------
    names
        Unique ids: a letter, then letters, digits and ``_``.
    longest
        How many characters a name may have.
    forbidden
        A regular expression of the signs a name must not hold; each is replaced by `filler`.
    reserved
        Names that mean something else, in lower case.

    Examples
    --------
    >>> shorten_names(["sat_1", "sat1", "all"], longest=20, forbidden="_", reserved={"all"})
    {'sat_1': 'sat1x2', 'sat1': 'sat1', 'all': 'allx2'}
    """
    listed = list(names)
    wanted = {name: re.sub(forbidden, filler, name)[:longest] for name in listed}
    chosen: dict[str, str] = {}
    taken = {name.lower() for name in reserved}
    unchanged = [name for name in listed if wanted[name] == name]
    for name in [*unchanged, *(name for name in listed if wanted[name] != name)]:
        chosen[name] = _free(wanted[name], taken, longest)
        taken.add(chosen[name].lower())
    return {name: chosen[name] for name in listed}


def _free(name: str, taken: Collection[str], longest: int) -> str:
    candidate, count = name, 1
    while not candidate or candidate.lower() in taken:
        count += 1
        end = f"x{count}"
        candidate = name[: longest - len(end)] + end
    return candidate
