"""The registry: every cell of every release so far, and of what is to be released.

The past is fixed: what was shown is a known number, what was hidden stays unknown. A
revised number is a cell of its own, near the one before. Only figures of new releases
are free.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.period import Period, PeriodKind
from transforms.indicator import Count, Distinct, Indicator
from transforms.linear_table import Cell, Fact, Figure, LinearTable, Protection, State
from transforms.logical_cells import facts as kinds
from transforms.logical_cells.between_periods import (
    containing,
    period_of,
    rows_received,
)
from transforms.logical_cells.counted import Key, counted_by
from transforms.logical_cells.figures import (
    VALUE,
    N,
    Shown,
    figures_of,
    held_by_one,
    in_scope,
    values_of,
)
from transforms.logical_cells.groups import Groups
from transforms.logical_cells.rows import Issued, Place
from transforms.policy import Level, Policy

Breakdown = tuple[str, str, str]
"""Period, indicator, name of the breakdown."""

BELIEF = 5.0
"""A reader believes that a revised number differs by no more than this."""

_TWO = 2.0
_HAIR = 1e-9


class Named(NamedTuple):
    """A cell as it stands in a period's latest release."""

    name: str
    value: float
    known: bool


class Part(NamedTuple):
    """Name of a figure: period, place, part of it."""

    period: str
    place: Place
    part: str

    def __str__(self) -> str:
        """As one word."""
        return "|".join((self.period, *self.place, self.part))


@dataclass
class Registry:
    """Cells, facts and free figures, collected release by release.

    Attributes:
        policy: of the edition that is to be released.
        catalogue: the indicators that the edition ties to what it protects.
        loose: breakdowns of which the zeros are hidden too.
        withheld: ids of indicators of which every new figure is hidden.
    """

    policy: Policy
    catalogue: Sequence[Indicator]
    loose: frozenset[Breakdown] = frozenset()
    withheld: frozenset[str] = frozenset()
    _latest: dict[tuple[str, Key], Named] = field(default_factory=dict)
    _known: dict[str, float] = field(default_factory=dict)
    _cells: dict[str, Cell] = field(default_factory=dict)
    _facts: dict[Fact, None] = field(default_factory=dict)
    _figures: dict[str, Figure] = field(default_factory=dict)
    _parts: dict[str, Part] = field(default_factory=dict)
    _hidden_once: set[Part] = field(default_factory=set)
    _shown_before: set[Part] = field(default_factory=set)
    _keys_of: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))
    _number: int = 0

    def __post_init__(self) -> None:
        """Keep the indicators that matter to the edition."""
        self._loose: set[Breakdown] = set()
        self._with_zeros: set[Breakdown] = set()
        self._by_id = {i.id: i for i in self.catalogue if in_scope(i, self.policy)}
        protected = [i for i in self.catalogue if i.about in self.policy.protects]
        self._relations = {i.measure.of for i in protected}
        self._relations |= {b.of for i in protected for b in i.breakdowns if b.of}
        self._extracts = {need.extract for i in protected for need in i.needs}
        self._states = kinds.is_state(self._by_id.values())
        self._loosen(self.loose)

    # --- The past --------------------------------------------------------------

    def add_past(self, issued: Sequence[Issued]) -> None:
        """Releases of one moment: what they show is known, what they hide is not."""
        for each in issued:
            self._loosen((each.period, *place) for place in _with_hidden_zeros(each))
            self._add(each, is_new=False)
        self._tie_over_time({each.period for each in issued})

    def hide_as(self, issued: Issued) -> None:
        """What another edition hides is hidden in this one too."""
        for shown in self._shown(issued, is_new=False):
            if shown.hidden:
                self._hidden_once.add(Part(issued.period, shown.place, shown.part))

    # --- What is to be decided -------------------------------------------------

    def add_new(self, issued: Sequence[Issued]) -> None:
        """Figures that are to be released together; only these are free."""
        # What quarters tell of a longer period is to be known before it.
        issued = sorted(
            issued, key=lambda each: len(Period.parse(each.period).quarters)
        )
        for each in issued:
            held = held_by_one(each.rows, self._by_id, self.policy)
            self._loosen((each.period, *place) for place in held)
            self._with_zeros |= {
                (each.period, row.indicator, row.breakdown)
                for row in each.rows
                if row.numerator == 0 and row.denominator is None
            }
        for each in issued:
            self._add(each, is_new=True)
        self._tie_over_time({each.period for each in issued})

    def _loosen(self, breakdowns: Iterable[Breakdown]) -> None:
        """Hide zeros of breakdowns, and those of others that tell the same.

        Those are the zeros of longer periods, and of the children and their records.
        """
        for period, indicator, name in breakdowns:
            self._loose |= {
                (code, other, name)
                for code in containing(period)
                for other in (indicator, *self._of_same_rows(indicator, name))
            }

    def _of_same_rows(self, indicator: str, breakdown: str) -> Iterator[str]:
        """Indicators that count the same rows, or their children, the same way."""
        of = self._by_id.get(indicator)
        if of is None or not isinstance(of.measure, Count | Distinct):
            return
        for other in self._by_id.values():
            is_alike = (
                isinstance(other.measure, Count | Distinct)
                and other.measure.of == of.measure.of
                and other.measure.where == of.measure.where
            )
            if is_alike and any(b.name == breakdown for b in other.breakdowns):
                yield other.id

    def _shown(self, issued: Issued, *, is_new: bool) -> Iterator[Shown]:
        zeros = self._whose_zeros_may_be_hidden if is_new else _with_hidden_zeros
        return figures_of(
            issued.rows,
            issued.loaded,
            self._by_id,
            self.policy,
            zeros(issued),
            is_past=not is_new,
        )

    def _whose_zeros_may_be_hidden(self, issued: Issued) -> set[tuple[str, str]]:
        loose = {place[1:] for place in self._loose if place[0] == issued.period}
        return loose - set(self._with_told_zeros(issued))

    def _with_told_zeros(self, issued: Issued) -> Iterator[tuple[str, str]]:
        """Breakdowns of which a reader knows a zero: hiding zeros would be in vain.

        An earlier release of the period showed it, or all quarters of the period do.
        """
        quarters = [quarter.code for quarter in Period.parse(issued.period).quarters]
        for row in issued.rows:
            indicator = self._by_id.get(row.indicator)
            if not row.breakdown or row.numerator != 0 or indicator is None:
                continue
            key, _, _ = counted_by(indicator, row.breakdown, row.category)
            if key is None:
                continue
            of = quarters[-1:] if key.relation in self._states else quarters
            if self._is_told(issued.period, key) or all(
                self._is_told(quarter, key) for quarter in of
            ):
                yield row.indicator, row.breakdown

    def _is_told(self, period: str, key: Key) -> bool:
        """Whether a zero is known to every reader."""
        latest = self._latest.get((period, key))
        return latest is not None and latest.known and latest.value == 0

    def _add(self, issued: Issued, *, is_new: bool) -> None:
        self._number += 1
        values = values_of(issued.rows, issued.loaded, self._by_id)
        values |= kinds.never_shown(self._by_id.values(), values)
        figures = list(self._shown(issued, is_new=is_new))
        known = {
            key
            for shown in figures
            for key in shown.cells
            if (shown.fixed if is_new else not shown.hidden)
        }
        for key, value in values.items():
            self._name(issued, key, value, known=key in known)
        at = issued.period
        self._describe(issued, figures, is_new=is_new)
        for fact in self._within(issued, values):
            terms = (
                (self._latest[period_of(key, at), key].name, factor)
                for key, factor in fact.terms
            )
            self._facts[Fact(tuple(terms), fact.low, fact.high)] = None
        if is_new:
            for shown in figures:
                self._offer(at, shown)
        else:
            for shown in figures:
                part = Part(at, shown.place, shown.part)
                (self._hidden_once if shown.hidden else self._shown_before).add(part)

    def _within(
        self, issued: Issued, values: Mapping[Key, float]
    ) -> Iterator[kinds.KeyFact]:
        yield from kinds.within_period(self._by_id.values(), values)
        yield from rows_received(issued, values)

    def _name(self, issued: Issued, key: Key, value: float, *, known: bool) -> None:
        """Name the cell: as before where nothing tells that it changed.

        What was shown and has not changed stays known, shown again or not: a reader
        takes what nothing marks as revised for the same.
        """
        at = (period_of(key, issued.period), key)
        before = self._latest.get(at)
        if before is not None and before.known and before.value == value:
            known = True
        name = f"{at[0]}|{'|'.join(key)}|{self._number}"
        if before is not None and before.value == value:
            name = before.name
        elif before is not None:
            apart = max(BELIEF, abs(value - before.value))
            terms = ((name, 1.0), (before.name, -1.0))
            self._facts[Fact(terms, -apart, apart)] = None
        self._latest[at] = Named(name, value, known)
        if known:
            self._known[name] = value
        elif name not in self._cells:
            self._cells[name] = Cell(name, value)
            self._keys_of[name].append(key)

    def _describe(
        self, issued: Issued, figures: Iterable[Shown], *, is_new: bool
    ) -> None:
        """Say of each unknown cell what a reader takes for granted, what is asked."""
        lower: dict[Key, float] = {}
        asked: dict[Key, Protection] = {}
        median = {r.place: not r.hidden for r in issued.rows}
        for shown in figures:
            for place, key in enumerate(shown.cells):
                if shown.part == N and median.get(shown.place, False):
                    lower[key] = max(lower.get(key, 0), self.policy.threshold)
                elif not shown.withheld and (shown.is_count or place):
                    lower[key] = max(lower.get(key, 0), 1)
                is_whole = shown.hidden and (shown.withheld or not is_new)
                if not place and (is_whole or self._withholds(shown, is_new)):
                    asked[key] = Protection()
        for (period, key), named in list(self._latest.items()):
            cell = self._cells.get(named.name)
            if cell is None or period != period_of(key, issued.period):
                continue
            least = lower.get(key, 0.0) if self.policy.zeros_shown else 0.0
            least = min(least, named.value) if named.value > 0 else 0.0
            self._cells[named.name] = Cell(
                named.name,
                named.value,
                max(least, cell.lower),
                protection=self._protection(key, named.value, is_new=is_new)
                or asked.get(key)
                or cell.protection,
            )

    def _withholds(self, shown: Shown, is_new: bool) -> bool:
        """Whether it is hidden because its indicator is: it is not said elsewhere."""
        return is_new and not shown.fixed and shown.place[0] in self.withheld

    def _protection(self, key: Key, value: float, *, is_new: bool) -> Protection | None:
        """What is asked for a small number about what the edition protects."""
        if not 0 < value < self.policy.threshold or not self._is_protected(key):
            return None
        if not is_new or self.policy.level is Level.MINIMUM:
            return Protection(apart=_TWO)
        return Protection(value - 1, self.policy.threshold - value, _TWO)

    def _is_protected(self, key: Key) -> bool:
        if key.relation == "received":
            return key.claim in self._extracts
        return key.relation in self._relations

    def _offer(self, period: str, shown: Shown) -> None:
        """A figure that may be hidden, unless its past or its size has decided it."""
        part = Part(period, shown.place, shown.part)
        hidden_once = part in self._hidden_once
        if shown.fixed and not hidden_once:
            return
        cells = tuple(
            self._latest[period_of(key, period), key].name for key in shown.cells
        )
        must = shown.hidden or hidden_once or shown.place[0] in self.withheld
        weight = shown.weight + (0.5 if part in self._shown_before else 0.0)
        figure = Figure(str(part), cells, weight, State.HIDDEN if must else State.FREE)
        self._figures[figure.name] = figure
        self._parts[figure.name] = part

    def _tie_over_time(self, periods: Iterable[str]) -> None:
        """State how longer periods and their parts go together, as they stand now."""
        there = {period for period, _ in self._latest}
        touched = {Period.parse(code) for code in periods}
        longer = {
            Period.parse(code)
            for code in there
            if Period.parse(code).kind is not PeriodKind.QUARTER
        }
        for whole in sorted(longer):
            parts = [quarter.code for quarter in whole.quarters]
            is_touched = whole in touched or bool(touched & set(whole.quarters))
            if is_touched and all(code in there for code in parts):
                self._tie(whole.code, parts)

    def _tie(self, whole: str, parts: Sequence[str]) -> None:
        for (period, key), named in list(self._latest.items()):
            if period != whole or key.claim.startswith("not "):
                continue
            found = [self._latest.get((code, key)) for code in parts]
            quarters = [each for each in found if each is not None]
            if len(quarters) != len(parts):
                continue
            for factors, low, high in kinds.over_time(
                key,
                named.value,
                tuple(each.value for each in quarters),
                state=key.relation in self._states,
            ):
                terms = tuple(
                    (each.name, factor)
                    for each, factor in zip(quarters, factors, strict=True)
                    if factor
                )
                fact = Fact((*terms, (named.name, -1.0)), low, high)
                self._facts[fact] = None

    # --- The tables ------------------------------------------------------------

    def tables(self) -> list[LinearTable]:
        """Tables with free figures or hidden cells, each tied together by facts."""
        facts = [left for fact in self._facts if (left := self._left(fact))]
        group = Groups()
        for fact in facts:
            group.join(name for name, _ in fact.terms)
        for figure in self._figures.values():
            group.join(name for name in figure.cells if name not in self._known)
        cells: dict[str, list[Cell]] = defaultdict(list)
        for name, cell in self._cells.items():
            if name not in self._known:
                cells[group.of(name)].append(cell)
        of_facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            of_facts[group.of(fact.terms[0][0])].append(fact)
        of_figures: dict[str, list[Figure]] = defaultdict(list)
        for figure in self._figures.values():
            unknown = tuple(name for name in figure.cells if name not in self._known)
            if unknown:
                kept = Figure(figure.name, unknown, figure.weight, figure.state)
                of_figures[group.of(unknown[0])].append(kept)
        return [
            LinearTable(tuple(members), tuple(of_facts[key]), tuple(of_figures[key]))
            for key, members in cells.items()
        ]

    def _left(self, fact: Fact) -> Fact | None:
        """What a fact leaves for unknown cells; None where it leaves none."""
        known = 0.0
        terms: dict[str, float] = {}
        for name, factor in fact.terms:
            if name in self._known:
                known += factor * self._known[name]
            else:
                terms[name] = terms.get(name, 0.0) + factor
        terms = {name: factor for name, factor in terms.items() if abs(factor) > _HAIR}
        if not terms:
            return None
        return Fact(tuple(terms.items()), fact.low - known, fact.high - known)

    def hidden_already(self) -> frozenset[str]:
        """Names of new figures that must be hidden, whatever else is."""
        return frozenset(
            name for name, f in self._figures.items() if f.state is State.HIDDEN
        )

    def totals(self) -> frozenset[str]:
        """Names of new figures that are no category of a breakdown."""
        return frozenset(
            name
            for name, part in self._parts.items()
            if part.part == VALUE and not part.place[1]
        )

    def breakdowns_of(self, cells: Iterable[str]) -> frozenset[Breakdown]:
        """Breakdowns with zeros whose new figures show one of some cells."""
        wanted = set(cells)
        parts = [
            self._parts[figure.name]
            for figure in self._figures.values()
            if wanted & set(figure.cells)
        ]
        return frozenset((p.period, *p.place[:2]) for p in parts) & self._with_zeros

    def part(self, figure: str) -> Part:
        """The part that a figure's name stands for."""
        return self._parts[figure]


def _with_hidden_zeros(issued: Issued) -> set[tuple[str, str]]:
    """Breakdowns of a release of which zeros are hidden."""
    return {
        (row.indicator, row.breakdown)
        for row in issued.rows
        if row.hidden and row.numerator == 0 and row.denominator is None
    }
