"""The tree of a draft: a sketch as the mappings and lists of a questionnaire file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from survey.drafting.answer_list import split_special
from survey.drafting.condition import say_condition
from survey.drafting.formula import FormulaError
from survey.drafting.plain_text import write_remark
from survey.drafting.scales import DraftScale, Scales
from survey.drafting.sketch import Answer, Question, Route, Sketch, SketchPage, Texts

_LONG = 60  # characters from which on each language has a line of its own
Path = tuple[Any, ...]


@dataclass
class Tree:
    """The tree, the comments that go with it, and where its conditions are.

    Attributes
    ----------
    remarks
        The path of a key or element to the comments before it.
    routes
        Mapping and condition, for every `shown_if`.
    """

    root: CommentedMap
    remarks: dict[Path, list[str]] = field(default_factory=dict)
    routes: list[tuple[CommentedMap, Route]] = field(default_factory=list)
    scales: Scales = field(default_factory=Scales)

    def remark(self, path: Path, texts: Iterable[str]) -> None:
        """Put comments before a key or element."""
        self.remarks.setdefault(path, []).extend(map(write_remark, texts))


def grow_tree(sketch: Sketch, name: str) -> Tree:
    """Return the tree of a settled sketch.

    Parameters
    ----------
    sketch
        Whose texts are complete.
    name
        The id of the questionnaire.
    """
    tree = Tree(CommentedMap())
    root = tree.root
    root["id"], root["version"] = name, DoubleQuotedScalarString("1.0")
    root["languages"] = _flow_list(sketch.languages)
    root["title"] = write_texts(sketch.title)
    if sketch.intro:
        root["intro"] = write_texts(sketch.intro)
    if sketch.consent:
        root["consent"] = CommentedMap(text=write_texts(sketch.consent), required=sketch.consent_required)
    if sketch.thanks:
        root["thanks"] = write_texts(sketch.thanks)
    scales = root["scales"] = CommentedMap()
    root["pages"] = CommentedSeq(_write_page(tree, page, ("pages", at)) for at, page in enumerate(sketch.pages))
    for scale in tree.scales.by_key.values():
        scales[scale.name] = _write_scale(scale)
        tree.remark(("scales", scale.name), scale.remarks)
    if not scales:
        del root["scales"]
    return tree


def write_texts(texts: Texts) -> CommentedMap:
    """Return a text in every language, quoted."""
    node = CommentedMap((tag, DoubleQuotedScalarString(text)) for tag, text in texts.items())
    if max(map(len, texts.values())) <= _LONG or len(texts) == 1:
        node.fa.set_flow_style()
    return node


def _flow_list(values: Iterable[Any]) -> CommentedSeq:
    node = CommentedSeq(values)
    node.fa.set_flow_style()
    return node


def _write_page(tree: Tree, page: SketchPage, path: Path) -> CommentedMap:
    node = CommentedMap(id=page.id)
    for key, texts in (("title", page.title), ("intro", page.intro)):
        if texts:
            node[key] = write_texts(texts)
    _route(tree, node, page.route, path)
    tree.remark(path, page.remarks)
    node["items"] = CommentedSeq(
        _write_question(tree, question, (*path, "items", at)) for at, question in enumerate(page.questions)
    )
    return node


def _write_question(tree: Tree, question: Question, path: Path) -> CommentedMap:
    node = CommentedMap(id=question.id, type=question.kind)
    if question.kind in ("matrix", "scale"):
        node["scale"] = tree.scales.find(question).name
    node["text"] = write_texts(question.text)
    if question.help:
        node["help"] = write_texts(question.help)
    if question.required:
        node["required"] = True
    _route(tree, node, question.route, path)
    _write_own(tree, node, question, path)
    tree.remark(path, question.remarks)
    return node


def _write_own(tree: Tree, node: CommentedMap, question: Question, path: Path) -> None:
    """Write what only some types have."""
    if question.kind == "matrix":
        rows = enumerate(question.rows)
        node["rows"] = CommentedSeq(_write_row(tree, question, row, (*path, "rows", at)) for at, row in rows)
    elif question.kind in ("single_choice", "multiple_choice"):
        points, special = split_special(question.answers)
        node["choices"] = choices = CommentedMap()
        for answer in points:
            choices[answer.code] = _write_choice(tree, answer, path)
        _write_special(node, special)
    elif question.kind in ("recommend", "stars"):
        points, special = split_special(question.answers)
        if question.kind == "stars" and question.maximum not in (None, 5):
            node["max"] = int(question.maximum or 0)
        _write_anchors(node, points)
        _write_special(node, special)
    elif question.kind == "number":
        for key, limit in (("min", question.minimum), ("max", question.maximum)):
            if limit is not None:
                node[key] = int(limit) if limit == int(limit) else limit
        if question.integer:
            node["integer"] = True
        if question.unit:
            node["unit"] = write_texts(question.unit)
        _write_special(node, split_special(question.answers)[1])


def _write_row(tree: Tree, matrix: Question, row: Question, path: Path) -> CommentedMap:
    node = CommentedMap(id=row.id, text=write_texts(row.text))
    node["text"].fa.set_flow_style()
    if row.help:
        node["help"] = write_texts(row.help)
        node["help"].fa.set_flow_style()
    if row.required != matrix.required:
        node["required"] = row.required
    _route(tree, node, row.route, path)
    tree.remark(path, row.remarks)
    node.fa.set_flow_style()
    return node


def _write_choice(tree: Tree, answer: Answer, path: Path) -> CommentedMap:
    label = write_texts(answer.label)
    label.fa.set_flow_style()
    if not (answer.has_text or answer.exclusive or answer.route):
        return label
    node = CommentedMap(label=label)
    if answer.has_text:
        node["text"] = True
    if answer.exclusive:
        node["exclusive"] = True
    _route(tree, node, answer.route, path, f"option {answer.code} is ")
    node.fa.set_flow_style()
    return node


def _write_special(node: CommentedMap, special: list[Answer]) -> None:
    if special:
        node["special"] = CommentedMap()
        for one in special:
            node["special"][one.special] = CommentedMap(code=one.code, label=write_texts(one.label))
            node["special"][one.special]["label"].fa.set_flow_style()
            node["special"][one.special].fa.set_flow_style()


def _write_anchors(node: CommentedMap, points: list[Answer]) -> None:
    anchors = CommentedMap((one.code, write_texts(one.label)) for one in points if one.label)
    if anchors:
        node["anchors"] = anchors


def _write_scale(scale: DraftScale) -> CommentedMap:
    node = CommentedMap()
    codes = [one.code for one in scale.points]
    bare = not all(one.label for one in scale.points)
    if bare and codes == list(range(codes[0], codes[0] + len(codes))):
        node["from"], node["to"] = codes[0], codes[-1]
        _write_anchors(node, scale.points)
    else:
        tags = next((list(one.label) for one in scale.points if one.label), [])
        fallback = {one.code: {tag: str(one.code) for tag in tags} for one in scale.points}
        node["points"] = CommentedMap((one.code, write_texts(one.label or fallback[one.code])) for one in scale.points)
    _write_special(node, scale.special)
    return node


def _route(tree: Tree, node: CommentedMap, route: Route | None, path: Path, what: str = "") -> None:
    """Write a condition, or the file's own words as a comment where it cannot be said."""
    if route is None:
        return
    try:
        text = None if route.node is None else say_condition(route.node)
    except FormulaError:
        text = None
    if text is None:
        tree.remark(path, [f"To finish: {what}shown only if (in the file's own words): {route.original}"])
        return
    node["shown_if"] = text
    tree.routes.append((node, route))
