"""The questionnaire: everything that the later stages need to know about what was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from survey.errors import OptionError
from survey.questionnaire.construct import AnalysisPlan, Construct, Margin, Role, ScreeningRules, Simulation
from survey.questionnaire.item import Item, Page
from survey.questionnaire.scale import Scale
from survey.questionnaire.text import LocalText


@dataclass(frozen=True, kw_only=True, repr=False)
class Questionnaire:
    """What is asked, how it is answered, what it measures, and how it is analysed.

    Build one with `load_questionnaire`. Items are flat: the rows of a matrix stand in `items` like any other.

    Attributes
    ----------
    languages
        Language tags; the first is the default.
    items
        Item id to item, in the order shown.
    constructs
        Construct id to construct, in file order.
    modules
        Optional module to whether it is on.
    """

    id: str
    version: str
    languages: tuple[str, ...]
    title: LocalText
    pages: tuple[Page, ...]
    items: dict[str, Item]
    constructs: dict[str, Construct]
    scales: dict[str, Scale] = field(default_factory=dict)
    analysis: AnalysisPlan = field(default_factory=AnalysisPlan)
    screening: ScreeningRules = field(default_factory=ScreeningRules)
    margins: dict[str, Margin] = field(default_factory=dict)
    quotas: dict[str, dict[int, int]] = field(default_factory=dict)
    modules: dict[str, bool] = field(default_factory=dict)
    simulation: Simulation = field(default_factory=Simulation)
    description: LocalText | None = None
    intro: LocalText | None = None
    consent: LocalText | None = None
    consent_required: bool = False
    thanks: LocalText | None = None
    source: LocalText | None = None
    path: Path | None = None

    def __repr__(self) -> str:
        languages = ", ".join(self.languages)
        return (
            f"Questionnaire {self.id} {self.version}: {len(self.items)} items on {len(self.pages)} pages, "
            f"{len(self.constructs)} constructs, languages {languages}"
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of a complete answer table, in the order shown."""
        return tuple(column for item in self.items.values() for column in item.columns)

    @property
    def rating_items(self) -> tuple[str, ...]:
        """Items answered on a response scale, attention checks left out, in the order shown."""
        return tuple(item.id for item in self.items.values() if item.is_rating and item.attention is None)

    @property
    def attention_items(self) -> tuple[str, ...]:
        """Attention checks, in the order shown."""
        return tuple(item.id for item in self.items.values() if item.attention is not None)

    @property
    def drivers(self) -> tuple[str, ...]:
        """The constructs whose importance is asked for: the plan's, or all with the role driver."""
        return self.analysis.drivers or self.with_role("driver")

    @property
    def outcome(self) -> str | None:
        """The construct to be explained: the plan's, or the first with the role outcome."""
        return self.analysis.outcome or next(iter(self.with_role("outcome")), None)

    def with_role(self, role: Role) -> tuple[str, ...]:
        """Return the ids of the constructs with a role, in file order."""
        return tuple(construct.id for construct in self.constructs.values() if construct.role == role)

    def construct_of(self, item: str) -> str | None:
        """Return the id of the first construct an item belongs to, or None."""
        return next((construct.id for construct in self.constructs.values() if item in construct.items), None)

    def item(self, item: str) -> Item:
        """Return an item by its id.

        Raises
        ------
        OptionError
            The questionnaire has no such item.
        """
        if item not in self.items:
            raise OptionError(f"questionnaire {self.id} has no item '{item}'; it has: {', '.join(self.items)}.")
        return self.items[item]

    def check_language(self, language: str | None) -> str:
        """Return a language of the questionnaire; None is its default.

        Raises
        ------
        OptionError
            The questionnaire is not written in that language.
        """
        if language is None:
            return self.languages[0]
        if language not in self.languages:
            raise OptionError(
                f"language='{language}' is not in questionnaire {self.id}; use one of: {', '.join(self.languages)}."
            )
        return language
