"""Catalogue and records to values: knows the kinds of measure, names no indicator.

Every indicator is one query over all periods at once, with its breakdowns as grouping
sets; what the extracts and reference tables could not give is said by the status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import duckdb
import pandas as pd

from schemas.extracts import EXTRACTS, extract_named
from schemas.period import Period, PeriodKind
from schemas.released import Status
from transforms.indicator import (
    Breakdown,
    Count,
    Distinct,
    Indicator,
    Measure,
    Median,
    Need,
    Rate,
    RatioOfSums,
    Repeated,
    Share,
    Sum,
)

COLUMNS: tuple[str, ...] = (
    "period",
    "indicator",
    "breakdown",
    "category",
    "place",
    "numerator",
    "denominator",
    "value",
    "status",
    "provisional",
    "agencies_received",
    "agencies_due",
    "beside",
)
"""Columns of `indicators.value`; `place` keeps the order of the catalogue."""

TABLE = """
CREATE TABLE IF NOT EXISTS indicators.value (
    period VARCHAR, indicator VARCHAR, breakdown VARCHAR, category VARCHAR,
    place INTEGER, numerator DOUBLE, denominator DOUBLE, value DOUBLE, status VARCHAR,
    provisional BOOLEAN, agencies_received INTEGER, agencies_due INTEGER,
    beside INTEGER
)
"""


class Figure(NamedTuple):
    """A computed figure: numerator, denominator, value; None where there is none."""

    numerator: float | None
    denominator: float | None
    value: float | None


Place = tuple[str, str, str]
"""Period code, breakdown, category."""


def compute(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Sequence[Indicator],
    periods: Sequence[Period],
) -> pd.DataFrame:
    """Values of every indicator for a set of periods, from `records`.

    Args:
        connection: a store whose records were rebuilt for these periods.
        catalogue: the indicators, in the order of reports.
        periods: quarters, half-years and years; a half-year holds only indicators
            that have half-years.

    Returns:
        One row per period, indicator, breakdown and category, columns as `COLUMNS`.
        Percentages are 0-100; counts and sums have no denominator; a median has n as
        its denominator and no numerator.
    """
    received = Received.read(connection)
    rows: list[tuple[object, ...]] = []
    for number, indicator in enumerate(catalogue):
        figures = _figures(connection, indicator)
        beside = _beside(connection, indicator)
        for period in periods:
            if _has(indicator, period):
                standing = _standing(indicator, period, received)
                within = _Within(period.code, number * 1000, standing)
                rows.extend(_rows(indicator, within, figures, beside))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    whole = ["agencies_received", "agencies_due", "beside"]
    numbers = ["numerator", "denominator", "value"]
    return frame.astype(dict.fromkeys(whole, "Int64") | dict.fromkeys(numbers, "float"))


def _has(indicator: Indicator, period: Period) -> bool:
    return period.kind is not PeriodKind.HALF_YEAR or indicator.half_years


@dataclass(frozen=True)
class Received:
    """What was received: who may count, what is missing, what is still unsettled.

    Attributes:
        throughout: (period, extract) to the agencies accepted for every quarter of it.
        at_end: (period, extract) to the agencies accepted for its last quarter.
        quarters: (quarter, extract, agency) that stand.
        unsettled: (period, extract) that hold an unsettled record.
        reference: (period, column) for which the reference tables have rows.
    """

    throughout: Mapping[tuple[str, str], frozenset[str]]
    at_end: Mapping[tuple[str, str], frozenset[str]]
    quarters: frozenset[tuple[str, str, str]]
    unsettled: frozenset[tuple[str, str]]
    reference: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> Received:
        """What the rebuilt records say was received."""
        return cls(
            throughout=_agencies(connection, "received_throughout"),
            at_end=_agencies(connection, "received_at_end"),
            quarters=frozenset(
                connection.execute(
                    "SELECT DISTINCT quarter, extract, agency FROM received.standing"
                ).fetchall()
            ),
            unsettled=frozenset(_unsettled(connection)),
            reference=frozenset(_reference(connection)),
        )

    def agencies(self, need: Need, period: Period) -> frozenset[str]:
        """The agencies whose extract is accepted as far as a period needs it."""
        table = self.at_end if need.at_end else self.throughout
        return table.get((period.code, need.extract), frozenset())

    def is_unsettled(self, need: Need, period: Period) -> bool:
        """Whether the period's records may still change by the next quarter's files."""
        if (period.code, need.extract) not in self.unsettled:
            return False
        following = period.quarters[-1].following.code
        return (following, need.extract, need.agency) not in self.quarters


def _agencies(
    connection: duckdb.DuckDBPyConnection, relation: str
) -> dict[tuple[str, str], frozenset[str]]:
    rows = connection.execute(
        f"SELECT period, extract, list(agency) FROM records.{relation} GROUP BY ALL"
    ).fetchall()
    return {(period, extract): frozenset(found) for period, extract, found in rows}


def _unsettled(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    for extract in EXTRACTS:
        if extract.unsettled is None or extract.dated_by is None:
            continue
        column, value = extract.unsettled
        dated_by = extract.column(extract.dated_by).local_date_name
        is_unsettled = f"{column} = '{value}'" if value else f"{column} IS NULL"
        rows = connection.execute(
            "SELECT DISTINCT period.period FROM records.period "
            f"JOIN received.latest_{extract.name} AS rows "
            f"ON rows.{dated_by} BETWEEN period.first_day AND period.last_day "
            f"WHERE rows.{is_unsettled}"
        ).fetchall()
        yield from ((period, extract.name) for (period,) in rows)


def _reference(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    rows = connection.execute(
        "SELECT period, population, s2_roll FROM records.period_reference"
    ).fetchall()
    for period, population, s2_roll in rows:
        if population is not None:
            yield period, "population"
        if s2_roll is not None:
            yield period, "s2_roll"


@dataclass(frozen=True)
class _Standing:
    """How an indicator stands in a period, before its figures are looked at.

    Attributes:
        status: ok unless an extract, a reference table or the time of year forbids.
        agencies: agencies received, for a total over agencies; None otherwise.
        due: how many agencies owe it.
        provisional: records may still change, or an agency's extract is missing.
    """

    status: Status
    agencies: frozenset[str] | None
    due: int
    provisional: bool


def _standing(indicator: Indicator, period: Period, received: Received) -> _Standing:
    pooled = next((need for need in indicator.needs if not need.agency), None)
    agencies = None if pooled is None else received.agencies(pooled, period)
    due = 0 if pooled is None else len(_senders(pooled))
    status = _status_of_needs(indicator, period, received, agencies)
    provisional = status is Status.OK and (
        any(received.is_unsettled(need, period) for need in indicator.needs)
        or (agencies is not None and len(agencies) < due)
    )
    return _Standing(status, agencies, due, provisional)


def _senders(need: Need) -> tuple[str, ...]:
    extract = extract_named(need.extract)
    return () if extract is None else extract.agencies


def _status_of_needs(
    indicator: Indicator,
    period: Period,
    received: Received,
    agencies: frozenset[str] | None,
) -> Status:
    if (
        indicator.due_in
        and period.kind is PeriodKind.QUARTER
        and period.part != indicator.due_in
    ):
        return Status.NOT_DUE
    lacks_reference = any(
        (period.code, column) not in received.reference
        for column in indicator.reference
    )
    lacks_extract = any(
        need.agency not in received.agencies(need, period)
        for need in indicator.needs
        if need.agency
    )
    lacks_every_agency = agencies is not None and not agencies
    if lacks_reference or lacks_extract or lacks_every_agency:
        return Status.NOT_RECEIVED
    return Status.OK


class _Within(NamedTuple):
    """An indicator in a period: period code, where its rows begin, how it stands."""

    period: str
    first_place: int
    standing: _Standing


def _rows(
    indicator: Indicator,
    within: _Within,
    figures: Mapping[Place, Figure],
    beside: Mapping[str, int],
) -> Iterator[tuple[object, ...]]:
    standing = within.standing
    for place, (breakdown, category) in enumerate(
        _places(indicator), start=within.first_place
    ):
        status = _status(standing, breakdown, category)
        figure = figures.get((within.period, breakdown, category))
        figure = figure or _nothing(indicator.measure)
        status, figure = _as_exported(indicator.measure, status, figure)
        received = due = None
        if standing.agencies is not None and breakdown != "agency":
            received, due = len(standing.agencies), standing.due
        with_beside = (
            beside.get(within.period, 0)
            if indicator.beside and not breakdown and standing.status is Status.OK
            else None
        )
        yield (
            within.period,
            indicator.id,
            breakdown,
            category,
            place,
            *figure,
            status.value,
            standing.provisional,
            received,
            due,
            with_beside,
        )


def _places(indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "", ""
    for breakdown in indicator.breakdowns:
        for category in breakdown.categories:
            yield breakdown.name, category


def _status(standing: _Standing, breakdown: str, category: str) -> Status:
    if standing.status is not Status.OK:
        return standing.status
    if (
        breakdown == "agency"
        and standing.agencies is not None
        and category not in standing.agencies
    ):
        return Status.NOT_RECEIVED
    return Status.OK


def _nothing(measure: Measure) -> Figure:
    """The figure of no rows at all."""
    if isinstance(measure, Median):
        return Figure(None, 0, None)
    if isinstance(measure, Share | RatioOfSums | Rate):
        return Figure(0, 0, None)
    return Figure(0, None, 0)


def _as_exported(
    measure: Measure, status: Status, figure: Figure
) -> tuple[Status, Figure]:
    if status is not Status.OK:
        return status, Figure(None, None, None)
    if isinstance(measure, Median):
        if not figure.denominator:
            return Status.NOT_APPLICABLE, Figure(None, 0, None)
        return status, figure
    if isinstance(measure, Share | RatioOfSums | Rate) and not figure.denominator:
        return Status.NOT_APPLICABLE, Figure(0, 0, None)
    return status, figure


def _figures(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator
) -> dict[Place, Figure]:
    """Figures of the total and of every category, for every period with any row."""
    found: dict[Place, Figure] = {}
    for query in _queries(indicator):
        for row in connection.execute(query.sql).fetchall():
            period, numerator, denominator, value, depth, *categories = row
            breakdown = query.at(depth)
            category = "" if breakdown is None else categories[_index(query, breakdown)]
            if category is None:
                continue
            place = (period, "" if breakdown is None else breakdown.name, category)
            found[place] = Figure(numerator, denominator, value)
    for breakdown in indicator.breakdowns:
        if breakdown.shares:
            found |= _shares_of_whole(breakdown, found)
    return found


def _shares_of_whole(
    breakdown: Breakdown, found: Mapping[Place, Figure]
) -> dict[Place, Figure]:
    """Each category's rows over the denominator of the total."""
    shares = {}
    for (period, name, _), total in found.items():
        if name:
            continue
        for category in breakdown.categories:
            own = found.get((period, breakdown.name, category))
            rows = 0.0 if own is None or own.denominator is None else own.denominator
            shares[period, breakdown.name, category] = _ratio(rows, total.denominator)
    return shares


def _ratio(numerator: float, denominator: float | None) -> Figure:
    if not denominator:
        return Figure(numerator, denominator, None)
    return Figure(numerator, denominator, 100 * numerator / denominator)


def sql_of(indicator: Indicator) -> tuple[str, ...]:
    """The queries that give an indicator's figures, the total's first."""
    return tuple(query.sql for query in _queries(indicator))


@dataclass(frozen=True)
class _Query:
    """One query: the total, and the breakdowns that share its relation."""

    sql: str
    breakdowns: tuple[Breakdown, ...]

    @cached_property
    def _by_depth(self) -> dict[int, Breakdown | None]:
        """GROUPING() of a row to its breakdown: a bit is 0 where a column groups."""
        every = 2 ** len(self.breakdowns) - 1
        by_depth: dict[int, Breakdown | None] = {every: None}
        for position, breakdown in enumerate(reversed(self.breakdowns)):
            by_depth[every - 2**position] = breakdown
        return by_depth

    def at(self, depth: int) -> Breakdown | None:
        """The breakdown of a row, None for the total."""
        return self._by_depth[depth]


def _index(query: _Query, breakdown: Breakdown) -> int:
    return query.breakdowns.index(breakdown)


def _queries(indicator: Indicator) -> Iterator[_Query]:
    measure = indicator.measure
    alongside = tuple(b for b in indicator.breakdowns if not b.of and not b.whole)
    yield _query(measure, measure.of, alongside, with_total=True)
    for breakdown in indicator.breakdowns:
        if breakdown not in alongside:
            relation = breakdown.of or measure.of
            yield _query(Count(relation), relation, (breakdown,), with_total=False)


def _query(
    measure: Measure,
    relation: str,
    breakdowns: tuple[Breakdown, ...],
    *,
    with_total: bool,
) -> _Query:
    columns = [breakdown.source for breakdown in breakdowns]
    period = "reference.period" if isinstance(measure, Rate) else "rows.period"
    sets = [f"({period})"] if with_total else []
    sets += [f"({period}, rows.{column})" for column in columns]
    named = "".join(f", rows.{column}" for column in columns)
    depth = f"grouping({named[2:]})" if columns else "0"
    sql = (
        f"SELECT {period}, {_sql_of(measure)}, {depth}{named} "
        f"FROM {_source(measure, relation)} GROUP BY GROUPING SETS ({', '.join(sets)})"
    )
    return _Query(sql, breakdowns)


def _source(measure: Measure, relation: str) -> str:
    """The rows to aggregate, named `rows`."""
    if isinstance(measure, Repeated):
        return (
            f"(SELECT period, {measure.unit}, count(*) AS n_rows "
            f"FROM records.{relation} GROUP BY ALL) AS rows"
        )
    if isinstance(measure, Rate):
        return (
            "records.period_reference AS reference "
            f"LEFT JOIN records.{relation} AS rows ON rows.period = reference.period"
        )
    return f"records.{relation} AS rows"


def _sql_of(measure: Measure) -> str:
    """SQL of numerator, denominator and value."""
    if isinstance(measure, Median):
        column = f"rows.{measure.column}"
        return f"NULL, count({column}), median({column})"
    if isinstance(measure, Share | RatioOfSums | Rate):
        numerator, denominator, scale = _sql_of_ratio(measure)
        return f"{numerator} AS num, {denominator} AS den, {scale}::DOUBLE * num / den"
    return f"{_sql_of_count(measure)} AS num, NULL, num"


def _sql_of_count(measure: Count | Distinct | Repeated | Sum) -> str:
    match measure:
        case Count(where=where):
            return f"count(*){_filter(where)}"
        case Distinct(unit=unit, where=where):
            return f"count(DISTINCT rows.{unit}){_filter(where)}"
        case Repeated(at_least=at_least):
            return f"count(*) FILTER (rows.n_rows >= {at_least})"
        case Sum(column=column):
            return f"coalesce(sum(rows.{column}), 0)"


def _sql_of_ratio(measure: Share | RatioOfSums | Rate) -> tuple[str, str, int]:
    """SQL of numerator and denominator, and what a whole is shown as."""
    match measure:
        case Share(claim=claim, among=among):
            both = f"rows.{claim} AND rows.{among}" if among else f"rows.{claim}"
            return f"count(*) FILTER ({both})", f"count(*){_filter(among)}", 100
        case RatioOfSums(numerator=numerator, denominator=denominator):
            return (
                f"coalesce(sum(rows.{numerator}), 0)",
                f"coalesce(sum(rows.{denominator}), 0)",
                100,
            )
        case Rate(unit=unit, population=population, per=per, where=where):
            return (
                f"count(DISTINCT rows.{unit}){_filter(where)}",
                f"any_value(reference.{population})",
                per,
            )


def _filter(where: str | None) -> str:
    return "" if where is None else f" FILTER (rows.{where})"


def _beside(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator
) -> dict[str, int]:
    if indicator.beside is None:
        return {}
    rows = connection.execute(
        f"SELECT period, count(*) FILTER ({indicator.beside.where}) "
        f"FROM records.{indicator.beside.of} GROUP BY period"
    ).fetchall()
    return dict(rows)
