"""Writing a questionnaire for a platform."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from survey.errors import OptionError
from survey.platforms.loss import Loss
from survey.platforms.manifest import MANIFEST_ENDING, Manifest
from survey.platforms.registry import PLATFORMS, Draft, Order, Platform, find_platform, name_platform
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True, kw_only=True, repr=False)
class Export:
    """What was written for a platform, and what it cannot express.

    Attributes
    ----------
    platform
        The platform's name.
    paths
        The files: the form first, the manifest last.
    losses
        What the platform cannot express, and what stands in for it.
    manifest
        What the columns of the platform's response file will mean.
    """

    platform: str
    paths: tuple[Path, ...]
    losses: tuple[Loss, ...]
    manifest: Manifest

    def __repr__(self) -> str:
        lost = "nothing lost" if not self.losses else f"{len(self.losses)} loss(es):"
        lines = [f"Export to {self.platform}: {', '.join(map(str, self.paths))}; {lost}"]
        return "\n  ".join([*lines, *map(str, self.losses)])

    def tabulate(self) -> pd.DataFrame:
        """Return the losses as a table: where, en, zh-CN."""
        rows = [(loss.where, loss.text["en"], loss.text["zh-CN"]) for loss in self.losses]
        return pd.DataFrame(rows, columns=["where", "en", "zh-CN"], dtype="str")


def export_questionnaire(
    questionnaire: Questionnaire | str | Path,
    platform: str,
    path: str | Path | None = None,
    *,
    language: str | None = None,
    post_to: str | None = None,
) -> Export:
    """Write a questionnaire as a platform imports it, with a manifest that its response files are read by.

    Use it to put a questionnaire into the field. Read the losses before anybody is asked: they say what the platform
    cannot express and what has to be set by hand.

    Parameters
    ----------
    questionnaire
        A questionnaire, a shipped name, or the path of a YAML file.
    platform
        For example ``limesurvey``, ``xlsform``, ``qualtrics``, ``wjx``, ``html`` or ``word``.
    path
        The file to write; its suffix chooses among a platform's formats. A folder, or None for the current folder,
        takes ``QUESTIONNAIRE-PLATFORM`` with the platform's usual suffix.
    language
        The language shown first, or the only one where a platform holds one; None takes the questionnaire's first.
    post_to
        An http or https address that the HTML form sends its answers to.

    Returns
    -------
    Export
        The paths, the losses and the manifest.

    Raises
    ------
    OptionError
        There is no such platform, it has no export, no such suffix or language, or the address is none.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export = export_questionnaire("ecommerce-service", "limesurvey", Path(folder) / "form.txt")
    ...     [path.name for path in export.paths]
    ['form.txt', 'form.txt.manifest.json']
    """
    loaded = load_questionnaire(questionnaire)
    chosen = find_platform(platform)
    name = name_platform(platform)
    if chosen.drafts is None:
        raise OptionError(f"{chosen.title} can be read but not exported to; use one of: {', '.join(exporters())}.")
    target = _place(path, loaded, name, chosen)
    order = Order(
        questionnaire=loaded,
        language=loaded.check_language(language),
        suffix=target.suffix.lower(),
        post_to=_check_address(post_to, chosen),
    )
    draft = chosen.drafts(order)
    return Export(platform=name, paths=_write(draft, target), losses=draft.losses, manifest=draft.manifest)


def exporters() -> list[str]:
    """Return the names of the platforms that a questionnaire can be exported to."""
    return [name for name in PLATFORMS if find_platform(name).drafts is not None]


def _place(path: str | Path | None, questionnaire: Questionnaire, name: str, platform: Platform) -> Path:
    target = Path.cwd() if path is None else Path(path)
    if target.is_dir():
        stem = re.sub(r"[^\w-]+", "-", questionnaire.id).strip("-") or "questionnaire"
        target = target / f"{stem}-{name}{platform.suffixes[0]}"
    if target.suffix.lower() not in platform.suffixes:
        good = " or ".join(platform.suffixes)
        raise OptionError(f"{target.name}: {platform.title} takes files that end in {good}; name the file so.")
    return target


def _check_address(address: str | None, platform: Platform) -> str | None:
    if address is None:
        return None
    if not platform.sends:
        raise OptionError(f"post_to= is for the HTML form; {platform.title} collects answers by itself: leave it out.")
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+", address):
        raise OptionError(f"post_to='{address}' is no address; it begins with https:// or http://.")
    return address


def _write(draft: Draft, target: Path) -> tuple[Path, ...]:
    """Write every file whole or not at all, and return their paths."""
    target.parent.mkdir(parents=True, exist_ok=True)
    manifest = draft.manifest.to_json().encode()
    files = {target.name: draft.content}
    files |= {target.name + ending: content for ending, content in draft.beside.items()}
    files[target.name + MANIFEST_ENDING] = manifest
    paths = []
    for name, content in files.items():
        path = target.with_name(name)
        unfinished = path.with_name(name + ".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        paths.append(path)
    return tuple(paths)
