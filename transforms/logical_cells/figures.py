"""The figures of a period: which cells each shows, what it weighs, what is fixed."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from schemas.released import Status
from transforms.indicator import Better, Indicator, Median, Unit
from transforms.logical_cells.counted import Key, counted_by
from transforms.logical_cells.rows import Loaded, Place, Row
from transforms.policy import Policy

VALUE, N, BESIDE, ROWS_RECEIVED = "value", "n", "beside", "rows"
_ROWS_ACCEPTED = "X02.3"
_SAID_ELSEWHERE = frozenset(
    {"disruption", "ceop_reports", "action_plan", "supervision", "team_meetings"}
)
"""Extracts of which a reader knows the rows though they are hidden: figures that are
always shown count them, or each quarter has a row for each service."""
_ATTRIBUTES = frozenset(
    {
        "age_group",
        "sex",
        "disability",
        "ethnicity",
        "looked_after",
        "theme",
        "risk_level",
        "risk_grade",
        "placement_type",
        "stage_group",
        "reason_group",
        "locality",
        "location_type",
        "place_type",
    }
)
"""Breakdowns that say what a child is: nobody is to be known by all being so."""


class Shown(NamedTuple):
    """A figure of a period.

    Attributes:
        place: indicator, breakdown, category.
        part: value, n of a median, number beside it, or rows received.
        cells: the cells it shows.
        weight: what is lost if it is hidden.
        is_count: it is a count, of which a zero is shown as such.
        hidden: as it was released; of a new figure, whether it must be hidden.
        fixed: it can't be hidden, because it says that there is nothing.
        withheld: it belongs to a breakdown that is hidden whole, zeros too.
    """

    place: Place
    part: str
    cells: tuple[Key, ...]
    weight: float
    is_count: bool
    hidden: bool
    fixed: bool
    withheld: bool = False


def in_scope(indicator: Indicator, policy: Policy) -> bool:
    """Whether its cells are tied to something that the edition protects."""
    return indicator.about in policy.protects or indicator.id == _ROWS_ACCEPTED


def values_of(
    rows: Iterable[Row], loaded: Iterable[Loaded], by_id: Mapping[str, Indicator]
) -> dict[Key, float]:
    """The true numbers of a period's cells."""
    found: dict[Key, float] = {}
    for row in rows:
        indicator = by_id.get(row.indicator)
        if indicator is None or row.status in {Status.NOT_RECEIVED, Status.NOT_DUE}:
            continue
        numbers = (row.numerator, row.denominator, row.beside)
        cells = counted_by(indicator, row.breakdown, row.category)
        found |= {
            key: number
            for key, number in zip(cells, numbers, strict=True)
            if key is not None and number is not None
        }
    for each in loaded:
        found |= dict(zip(rows_cells(each), (each.read, each.loaded), strict=True))
    return found


def rows_cells(loaded: Loaded) -> tuple[Key, Key]:
    """The cells of the rows received: rows read, rows loaded."""
    of = f"{loaded.quarter} {loaded.agency}"
    return (
        Key("received", f"read {of}", loaded.extract),
        Key("received", f"loaded {of}", loaded.extract),
    )


def figures_of(
    rows: Iterable[Row],
    loaded: Iterable[Loaded],
    by_id: Mapping[str, Indicator],
    policy: Policy,
    loose: Collection[tuple[str, str]] = (),
    *,
    is_past: bool = False,
) -> Iterator[Shown]:
    """The figures of a period that show cells of what the edition protects.

    Args:
        rows: of the period.
        loaded: rows received, as the period's report lists them.
        by_id: the indicators that matter to the edition.
        policy: of the edition.
        loose: indicator and breakdown of which the zeros are hidden too, so that what
            is hidden may be a zero.
        is_past: the rows were released: they say themselves what is hidden.
    """
    listed = tuple(rows)
    few_of = {
        need.extract
        for indicator in by_id.values()
        if indicator.about in policy.protects
        for need in indicator.needs
    }
    withheld = set() if is_past else held_by_one(listed, by_id, policy)
    for row in listed:
        indicator = by_id.get(row.indicator)
        if indicator is None or row.status in {Status.NOT_RECEIVED, Status.NOT_DUE}:
            continue
        place = (row.indicator, row.breakdown)
        of_row = (
            _of_past_row(row, indicator, policy)
            if is_past
            else _of_row(row, indicator, policy, place in withheld)
        )
        for shown in of_row:
            if place not in loose or not shown.is_count:
                yield shown
            else:
                yield shown._replace(
                    is_count=False,
                    fixed=False,
                    hidden=shown.hidden or not row.numerator,
                )
    for each in loaded:
        weight = 0.2 + 0.05 * math.log1p(each.loaded)
        yield Shown(
            each.place,
            ROWS_RECEIVED,
            rows_cells(each),
            weight,
            is_count=False,
            hidden=each.hidden
            or (
                not is_past
                and each.extract in few_of
                and (
                    policy.hides(each.loaded or None) or policy.hides(each.read or None)
                )
            ),
            fixed=not each.read
            or (each.extract in _SAID_ELSEWHERE and each.extract not in few_of),
        )


def _of_past_row(row: Row, indicator: Indicator, policy: Policy) -> Iterator[Shown]:
    """Figures of a row that was released: hidden is what it hides, by any policy."""
    hides = {
        VALUE: row.hidden,
        N: row.hidden or row.n_hidden,
        BESIDE: row.hidden or row.beside_hidden,
    }
    for shown in _of_row(row, indicator, policy, is_withheld=False):
        yield shown._replace(hidden=hides[shown.part])


def _of_row(
    row: Row, indicator: Indicator, policy: Policy, is_withheld: bool
) -> Iterator[Shown]:
    numerator, denominator, beside = counted_by(indicator, row.breakdown, row.category)
    nothing = row.status == Status.NOT_APPLICABLE
    if isinstance(indicator.measure, Median):
        if denominator is not None and row.denominator is not None:
            small = policy.hides(row.denominator) and not nothing
            yield Shown(
                row.place,
                N,
                (denominator,),
                0.5 + 0.1 * math.log1p(row.denominator),
                is_count=False,
                hidden=row.hidden or row.n_hidden or small,
                fixed=nothing,
            )
    elif row.numerator is not None:
        cells = tuple(
            key
            for key, number in (
                (numerator, row.numerator),
                (denominator, row.denominator),
            )
            if key is not None and number is not None
        )
        is_count = row.denominator is None
        zero_shown = is_count and not row.numerator and policy.zeros_shown
        yield Shown(
            row.place,
            VALUE,
            cells,
            weight_of(row, indicator),
            is_count=is_count,
            hidden=row.hidden or is_withheld or _must_be_hidden(row, indicator, policy),
            fixed=(nothing or zero_shown) and not is_withheld,
            withheld=is_withheld,
        )
    if beside is not None and row.beside is not None:
        yield Shown(
            row.place,
            BESIDE,
            (beside,),
            0.4,
            is_count=True,
            hidden=row.beside_hidden or policy.hides(row.beside),
            fixed=not row.beside and policy.zeros_shown,
        )


def weight_of(row: Row, indicator: Indicator) -> float:
    """What is lost with a figure: more with a large one, a total, a headline."""
    size = row.numerator if row.denominator is None else row.denominator
    weight = 1 + 0.5 * math.log1p(max(0.0, size or 0.0))
    if not row.breakdown:
        weight += 10
        if indicator.headline:
            weight += 10
    return weight


def _must_be_hidden(row: Row, indicator: Indicator, policy: Policy) -> bool:
    """Whether the figure itself shows a number that is too small."""
    if indicator.about not in policy.protects or row.status != Status.OK:
        return False
    if policy.hides(row.numerator):
        return True
    if row.numerator is None or row.denominator is None:
        return False
    if indicator.unit is not Unit.PERCENT:
        return False
    of_all = (
        row.numerator == row.denominator
        and indicator.better is Better.NEUTRAL
        and row.denominator > 0
    )
    return (
        policy.hides(row.denominator - row.numerator)
        and row.numerator != (row.denominator)
    ) or of_all


def held_by_one(
    rows: Iterable[Row], by_id: Mapping[str, Indicator], policy: Policy
) -> set[tuple[str, str]]:
    """Breakdowns in which one category holds everybody.

    Its zeros would say of every child what the child is. Of few children, whose number
    is hidden, any breakdown would.
    """
    sizes: dict[tuple[str, str], list[float]] = {}
    totals: dict[str, float] = {}
    for row in rows:
        indicator = by_id.get(row.indicator)
        if indicator is None or indicator.about not in policy.protects:
            continue
        if row.breakdown and row.status == Status.OK and row.denominator is None:
            place = (row.indicator, row.breakdown)
            sizes.setdefault(place, []).append(row.numerator or 0)
        elif row.denominator is None:
            totals[row.indicator] = row.numerator or 0
    return {
        place
        for place, of in sizes.items()
        if sum(size > 0 for size in of) == 1
        and sum(of) >= totals.get(place[0], 0)
        and len(of) > 1
        and (place[1] in _ATTRIBUTES or sum(of) < policy.threshold)
    }
