"""Questionnaires there and back, and published files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import survey as sv
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
PUBLIC = Path(__file__).parents[3] / "shared" / "public"


def load_whole(name: str) -> Questionnaire:
    """Load a shipped questionnaire with every module on."""
    return sv.load_questionnaire(name, modules=list(sv.load_questionnaire(name).modules))


@pytest.fixture(params=sv.list_questionnaires())
def shipped(request) -> Questionnaire:
    return load_whole(request.param)


@pytest.fixture
def drafted(tmp_path) -> Callable[..., Questionnaire]:
    """Draft from a file, and load what came of it, which must lint without errors."""

    def draft_and_load(path: Path, **options) -> Questionnaire:
        saved = sv.draft_questionnaire(path, **options).save(tmp_path / "draft" / "drafted.yaml", force=True)
        assert [str(one) for one in sv.lint_questionnaire(saved) if one.severity == "error"] == []
        return sv.load_questionnaire(saved)

    return draft_and_load


@pytest.fixture
def drafted_text(tmp_path, drafted) -> Callable[..., tuple[Questionnaire, str]]:
    """Draft from the content of a file; return the questionnaire and the text of its file."""

    def draft_content(content: str | bytes, name: str, **options) -> tuple[Questionnaire, str]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        questionnaire = drafted(path, **options)
        return questionnaire, (tmp_path / "draft" / "drafted.yaml").read_text(encoding="utf-8")

    return draft_content


def describe_item(item: Item) -> dict:
    """Return everything about an item that a file of another program can hold."""
    return {
        "type": item.type,
        "text": dict(item.text),
        "help": dict(item.help or {}),
        "required": item.required,
        "labels": {code: dict(label) for code, label in item.labels.items()},
        "special": item.special_codes,
        "choices": [(one.code, one.has_text, one.exclusive) for one in item.choices],
        "shown_if": item.shown_if and item.shown_if.node,
        "limits": (item.minimum, item.maximum, item.integer),
    }


def describe_blocks(questionnaire: Questionnaire, *, plainly: bool = False) -> list:
    """Return the pages with their matrices."""

    def say(texts) -> dict[str, str]:
        return {tag: text.translate(STRAIGHT) if plainly else text for tag, text in (texts or {}).items()}

    return [
        (
            say(page.title),
            say(page.intro),
            [
                (block.id, block.rows, say(block.text), say(block.help)) if isinstance(block, Matrix) else block
                for block in page.blocks
            ],
        )
        for page in questionnaire.pages
    ]


@pytest.fixture
def compare() -> Callable[..., None]:
    """Require that a draft asks what the original asks."""

    def compare_items(draft: Questionnaire, original: Questionnaire, *, plainly: bool = False) -> None:
        assert list(draft.items) == list(original.items)
        for name, item in original.items.items():
            wanted, found = describe_item(item), describe_item(draft.items[name])
            if plainly:
                for key in ("text", "help"):
                    wanted[key] = {tag: text.translate(STRAIGHT) for tag, text in wanted[key].items()}
            assert found == wanted, name

    return compare_items


@pytest.fixture
def blocks() -> Callable[[Questionnaire], list]:
    return describe_blocks


@pytest.fixture(scope="session")
def public_file() -> Callable[[str], Path]:
    """Return a published file by `owner+name/path in the repository`; skip where it is not at hand."""

    def find(name: str) -> Path:
        path = Path(os.environ.get("SURVEY_PUBLIC_FILES", PUBLIC)) / name
        if not path.is_file():
            pytest.skip(f"the published file {name} is not here; set SURVEY_PUBLIC_FILES to a folder that has it")
        return path

    return find
