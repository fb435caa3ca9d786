"""The form of an indicator: its words, its measure, its breakdowns, what it needs.

`compute` knows the kinds of measure below and names no indicator. Every measure counts
rows of one relation of `transforms/records`; each row carries the period it is of.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    """Which direction is good news."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"


class Chart(StrEnum):
    """How an indicator is drawn over time."""

    COUNT = "count"
    PROPORTION = "proportion"
    MEASUREMENT = "measurement"


class About(StrEnum):
    """What disclosure control protects in it."""

    CHILDREN = "children"
    OFFENDING = "offending"
    SERVICE = "service"


class Span(StrEnum):
    """Flow: events dated in the period. State: as at the period's last day."""

    FLOW = "flow"
    STATE = "state"


class Unit(StrEnum):
    """What a value is, for words and rounding."""

    COUNT = "count"
    PERCENT = "percent"
    PER_100 = "per 100"
    PER_1000 = "per 1,000"
    HOURS = "hours"
    DAYS = "days"
    SESSIONS = "sessions"


@dataclass(frozen=True)
class Count:
    """Rows of a relation, or those for which a claim is true."""

    of: str
    where: str | None = None


@dataclass(frozen=True)
class Distinct:
    """Distinct references among the rows: children, staff, schools."""

    of: str
    unit: str
    where: str | None = None


@dataclass(frozen=True)
class Repeated:
    """Distinct references with at least so many rows."""

    of: str
    unit: str
    at_least: int


@dataclass(frozen=True)
class Sum:
    """Sum of a column."""

    of: str
    column: str


@dataclass(frozen=True)
class Share:
    """Rows for which a claim is true, of all rows or of those of another claim."""

    of: str
    claim: str
    among: str | None = None


@dataclass(frozen=True)
class RatioOfSums:
    """Sum of one column over the sum of another, as a percentage."""

    of: str
    numerator: str
    denominator: str


@dataclass(frozen=True)
class Rate:
    """Distinct references per 100 or 1,000 of a population."""

    of: str
    unit: str
    population: str
    per: int
    where: str | None = None


@dataclass(frozen=True)
class Median:
    """Median of a column, the mean of the two middle values; empty cells apart.

    `beside` is a claim whose rows are counted beside the value ("still open").
    """

    of: str
    column: str


Measure = Count | Distinct | Repeated | Sum | Share | RatioOfSums | Rate | Median


@dataclass(frozen=True)
class Breakdown:
    """A one-way breakdown.

    Attributes:
        name: as exported.
        categories: codes, in the order of reports; all of them are always given.
        column: column of the relation that holds the category; the name if empty.
        of: another relation whose rows stand once in each of their categories.
        shares: categories are shares of the whole denominator.
        whole: the measure's condition does not hold for the categories.
        apart: categories that are no part of the total.
    """

    name: str
    categories: tuple[str, ...]
    column: str = ""
    of: str = ""
    shares: bool = False
    whole: bool = False
    apart: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """The column that holds the category."""
        return self.column or self.name


@dataclass(frozen=True)
class Need:
    """An extract without which there is no figure.

    Attributes:
        extract: name of the extract.
        agency: who sends it; empty for "any of those that send it", whose total is over
            the agencies received.
        at_end: only the period's last quarter is needed.
    """

    extract: str
    agency: str = ""
    at_end: bool = False


@dataclass(frozen=True)
class Beside:
    """A number that stands beside the value: rows of a relation with a claim."""

    of: str
    where: str
    words: str


@dataclass(frozen=True)
class Indicator:
    """One indicator: words and SQL side by side.

    Attributes:
        id: as the framework numbers it.
        title: a heading for readers.
        definition: what is counted, of what, dated by what.
        measure: how it is computed.
        needs: extracts without which it is not_received.
        unit: what the value is.
        better: which direction is good news.
        chart: how it is drawn over time.
        about: what disclosure control protects.
        breakdowns: one-way breakdowns.
        span: flow or state.
        reference: reference tables without whose rows it is not_received: columns of
            `records.period_reference` that must not be empty.
        half_years: it has half-years.
        due_in: part of the year whose quarter alone has it; empty for every quarter.
        headline: drawn as the chart of its action.
        target: a standard the committee set, with its words; None where there is none.
        beside: a number that stands beside the value.
        limits: whether its points are independent, so that signals are looked for and
            control limits may be drawn.
        recoded_from: periods from which it is coded another way, with what changed.
    """

    id: str
    title: str
    definition: str
    measure: Measure
    needs: tuple[Need, ...]
    unit: Unit
    better: Better
    chart: Chart
    about: About
    breakdowns: tuple[Breakdown, ...] = ()
    span: Span = Span.FLOW
    reference: tuple[str, ...] = ()
    half_years: bool = False
    due_in: str = ""
    headline: bool = False
    target: tuple[float, str] | None = None
    beside: Beside | None = None
    limits: bool = True
    recoded_from: tuple[tuple[str, str], ...] = ()

    @property
    def action(self) -> str:
        """The action, or group X, it belongs to."""
        return self.id.partition(".")[0]

    @property
    def has_denominator(self) -> bool:
        """Whether it is a ratio or rate."""
        return isinstance(self.measure, Share | RatioOfSums | Rate)
