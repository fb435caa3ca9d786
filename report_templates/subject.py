"""What a committee assures: its framework, its indicators and its own words for them.

This is the form; `cse` is the Inverclyde committee's, filled in. The documents know
nothing of any area but what stands in a subject and in the settings, so that another
committee writes its own subject and changes nothing else here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.framework import Action, Document, Impact, Outcome, Priority
from transforms.indicator import Indicator


@dataclass(frozen=True)
class Words:
    """What the documents say of an indicator beside its definition.

    Attributes:
        short: name for charts and sentences.
        question: what the committee asks when it sees the figure.
    """

    short: str
    question: str


@dataclass(frozen=True)
class Group:
    """Indicators that stand beside the actions.

    Attributes:
        title: heading.
        intro: what they are.
        prefixes: first parts of their ids, as X01.
    """

    title: str
    intro: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A part of a review: a heading, its indicators, and breakdowns drawn as bars.

    Attributes:
        title: heading.
        intro: one sentence on what the part asks.
        indicators: ids, in order.
        bars: (indicator, breakdown) pairs.
    """

    title: str
    intro: str
    indicators: tuple[str, ...]
    bars: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Review:
    """A review of some of the indicators over a half-year.

    Attributes:
        title: of the document.
        readers: who reads it.
        actions: the actions it is about.
        parts: its parts, in order.
    """

    title: str
    readers: str
    actions: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Subject:
    """A framework with its indicators, as the documents need it.

    Attributes:
        title: what is assured, as the documents' titles begin.
        prefix: how the documents' file names begin.
        document: what the framework says of itself.
        purpose: the words in which it says what it is for.
        working_together: the words in which it asks how agencies work together.
        priorities: in order.
        outcomes: one for each priority, in the same order.
        actions: in order.
        impacts: in order.
        catalogue: every indicator, in order.
        words: for each indicator's id.
        groups: indicators beside the actions.
        summary: (lead, indicator ids) of the summary.
        briefing: ids of the five indicators of the briefing's table.
        briefing_charts: ids of the two that it draws.
        reconciliations: ids of indicators that hold one agency's records against
            another's.
        review: the half-yearly review.
        definition: of what is assured, quoted.
        definition_title: heading over it.
        definition_source: whom it is quoted from.
        limits: sentences on what is not collected or not given.
        agency_note: how agencies' short names are to be read.
    """

    title: str
    prefix: str
    document: Document
    purpose: str
    working_together: str
    priorities: tuple[Priority, ...]
    outcomes: tuple[Outcome, ...]
    actions: tuple[Action, ...]
    impacts: tuple[Impact, ...]
    catalogue: tuple[Indicator, ...]
    words: Mapping[str, Words]
    groups: tuple[Group, ...]
    summary: tuple[tuple[str, tuple[str, ...]], ...]
    briefing: tuple[str, ...]
    briefing_charts: tuple[str, str]
    reconciliations: tuple[str, ...]
    review: Review
    definition: str
    definition_title: str
    definition_source: str
    limits: tuple[tuple[str, str], ...]
    agency_note: str

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id."""
        return next(each for each in self.catalogue if each.id == indicator_id)

    def indicators_of(self, action_id: str) -> tuple[Indicator, ...]:
        """The indicators of an action or group, in order."""
        return tuple(each for each in self.catalogue if each.action == action_id)

    def of_group(self, group: Group) -> tuple[Indicator, ...]:
        """The indicators of a group, in order."""
        return tuple(each for each in self.catalogue if each.action in group.prefixes)

    @property
    def headlines(self) -> tuple[Indicator, ...]:
        """The indicators that stand for their actions."""
        return tuple(each for each in self.catalogue if each.headline)

    def actions_of(self, priority: Priority) -> tuple[Action, ...]:
        """The actions under a priority, in order."""
        return tuple(each for each in self.actions if each.priority == priority)

    def outcome_of(self, priority: Priority) -> Outcome:
        """The outcome that a priority works towards."""
        return self.outcomes[self.priorities.index(priority)]

    def impacts_of(self, action: Action) -> tuple[Impact, ...]:
        """The impacts expected of an action, in order."""
        return tuple(each for each in self.impacts if action.id in each.action_ids)

    def short(self, indicator: Indicator) -> str:
        """An indicator's short name."""
        return self.words[indicator.id].short

    def question(self, indicator: Indicator) -> str:
        """What the committee asks when it sees the figure."""
        return self.words[indicator.id].question
