"""Which column of the answers a heading of REDCap's exports means: a variable, or its label in any language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.manifest import Field, Manifest
from survey.platforms.redcap.names import name_fields
from survey.questionnaire.questionnaire import Questionnaire


def list_manifests(questionnaire: Questionnaire, manifest: Manifest | None) -> list[Manifest]:
    """Return the manifest that was written, and those of every language in which a dictionary can be written."""
    own = [name_fields(questionnaire, language) for language in questionnaire.languages]
    return [manifest, *own] if manifest else own


def match_headings(headings: Sequence[str], manifests: Sequence[Manifest]) -> dict[int, Field]:
    """Return for the place of each heading that is understood the field it means.

    A variable is looked for first. The same label may stand over several columns: those are told apart by their
    order, if there are as many of them as fields with that label.
    """
    by_name = {field.name: field for field in reversed(_spread(manifests)) if field.name}
    found = {place: by_name[heading] for place, heading in enumerate(headings) if heading in by_name}
    used = {field.name for field in found.values()}
    rest = [place for place, heading in enumerate(headings) if place not in found and heading]
    for manifest in manifests:
        fields = [field for field in manifest.fields if field.name not in used]
        for place, field in _match_labels(headings, rest, fields):
            found.setdefault(place, field)
    return found


def _spread(manifests: Iterable[Manifest]) -> list[Field]:
    return [field for manifest in manifests for field in manifest.fields]


def _match_labels(
    headings: Sequence[str], places: Iterable[int], fields: Sequence[Field]
) -> Iterator[tuple[int, Field]]:
    labelled: defaultdict[str, list[Field]] = defaultdict(list)
    for field in fields:
        labelled[wording_key(write_heading(field))].append(field)
    keys = {place: wording_key(headings[place]) for place in places}
    count = Counter(keys.values())
    seen: Counter[str] = Counter()
    for place, key in keys.items():
        possible = labelled.get(key, [])
        if key and count[key] == len(possible):
            yield place, possible[seen[key]]
            seen[key] += 1


def write_heading(field: Field) -> str:
    """Return the heading of a column where an export has labels for headings.

    Examples
    --------
    >>> write_heading(Field(name="ch___2", part="option", code=2, labels={"en": {2: "Web"}}, wording={"en": "How?"}))
    'How? (choice=Web)'
    """
    wording = next(iter(field.wording.values()), "")
    if field.part != "option":
        return wording
    label = next(iter(field.labels.values()), {}).get(field.code, "")
    return f"{wording} (choice={label})"


def read_labels(manifests: Iterable[Manifest]) -> Mapping[str, Mapping[str, frozenset[int]]]:
    """Return for each variable every label, as `plain` gives it, with the codes that it stands for."""
    meanings: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for field in _spread(manifests):
        for labels in field.labels.values():
            for code, label in labels.items():
                meanings[field.name][plain(label)].add(code)
    return {name: {label: frozenset(codes) for label, codes in own.items()} for name, own in meanings.items()}
