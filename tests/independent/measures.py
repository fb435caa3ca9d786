"""The kinds of figure, and how one figure becomes a table by categories."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from extract_definitions import CODES, Row

TOTAL = ("", "")


class Figure(NamedTuple):
    """One figure: numerator, denominator, value and status."""

    numerator: float | None
    denominator: float | None
    value: float | None
    status: str


NOT_RECEIVED = Figure(None, None, None, "not_received")
NOT_DUE = Figure(None, None, None, "not_due")
NOT_APPLICABLE = Figure(0, 0, None, "not_applicable")

Table = dict[tuple[str, str], Figure]
Measure = Callable[[list[Row]], Figure]
Holds = Callable[[Row], bool]


def counted(number: float) -> Figure:
    """A count or a sum: no denominator."""
    return Figure(number, None, number, "ok")


def ratio(numerator: float, denominator: float, factor: float = 100) -> Figure:
    """A percentage or a rate; not applicable over a zero denominator."""
    if denominator == 0:
        return NOT_APPLICABLE
    return Figure(numerator, denominator, numerator / denominator * factor, "ok")


def middle(values: Iterable[float]) -> Figure:
    """A median: the mean of the two middle values, n as the denominator."""
    known = list(values)
    if not known:
        return Figure(None, 0, None, "not_applicable")
    return Figure(None, len(known), median(known), "ok")


def number_of_rows(rows: list[Row]) -> Figure:
    """How many records."""
    return counted(len(rows))


def number_of_children(rows: list[Row]) -> Figure:
    """How many distinct children."""
    return counted(len({row["child_ref"] for row in rows}))


def repeatedly(rows: list[Row]) -> Figure:
    """Children with three records or more."""
    refs = [row["child_ref"] for row in rows]
    return counted(sum(refs.count(child) >= 3 for child in set(refs)))


def sum_of(column: str) -> Measure:
    """The sum of a column; an empty cell adds nothing."""
    return lambda rows: counted(sum(row[column] or 0 for row in rows))


def ratio_of_sums(numerator: str, denominator: str) -> Measure:
    """A percentage of one column's sum in another's."""
    return lambda rows: ratio(
        sum(row[numerator] for row in rows), sum(row[denominator] for row in rows)
    )


def share(hit: Holds) -> Measure:
    """The percentage of records of which something holds."""
    return lambda rows: ratio(sum(map(hit, rows)), len(rows))


def equal(column: str, value: object) -> Holds:
    """Whether a column holds a value; unknown counts as not yes."""
    return lambda row: bool(row[column] == value)


def yes(column: str) -> Holds:
    """Whether a column says yes."""
    return equal(column, "yes")


@dataclass(frozen=True)
class Breakdown:
    """One one-way breakdown: its categories and those of a record."""

    name: str
    categories: tuple[str, ...]
    of: Callable[[Row], tuple[Any, ...]]


def by(column: str, codes: str, name: str = "") -> Breakdown:
    """A breakdown by the codes of a column."""
    return Breakdown(name or column, CODES[codes], lambda row: (row[column],))


def age_group(row: Row) -> tuple[str]:
    """The age group of the age sent."""
    upper = {4: "0-4", 11: "5-11", 15: "12-15", 17: "16-17"}
    return (next((group for top, group in upper.items() if row["age"] <= top), "18+"),)


def stage_group(row: Row) -> tuple[str]:
    """School stages P (P1-P7), S1-S3, S4-S6."""
    if row["stage"].startswith("P"):
        return ("P",)
    return ("S1-S3",) if row["stage"] in {"S1", "S2", "S3"} else ("S4-S6",)


CHILD_AGES = Breakdown("age_group", ("0-4", "5-11", "12-15", "16-17"), age_group)
ALL_AGES = Breakdown("age_group", (*CHILD_AGES.categories, "18+"), age_group)
STAGES = Breakdown("stage_group", ("P", "S1-S3", "S4-S6"), stage_group)
SEX = by("sex", "sex")


def tabulate(rows: list[Row], measure: Measure, *breakdowns: Breakdown) -> Table:
    """The figure of all records, and of those in each category.

    "An empty cell is in the total and in no category."
    """
    table = {TOTAL: measure(rows)}
    for breakdown in breakdowns:
        for category in breakdown.categories:
            inside = [row for row in rows if category in breakdown.of(row)]
            table[breakdown.name, category] = measure(inside)
    return table


def by_agency(
    rows_of: Mapping[str, list[Row] | None], measure: Measure, *breakdowns: Breakdown
) -> Table:
    """A total over the agencies received, each agency, and further breakdowns.

    An agency without its extract has None for rows and is not_received; "a total over
    agencies is formed from those received".
    """
    received = [rows for rows in rows_of.values() if rows is not None]
    table = tabulate([row for rows in received for row in rows], measure, *breakdowns)
    for agency, rows in rows_of.items():
        table["agency", agency] = NOT_RECEIVED if rows is None else measure(rows)
    return table if received else everywhere(table, NOT_RECEIVED)


def everywhere(table: Table, figure: Figure) -> Table:
    """The table with one figure in every place: a total passes its status on."""
    return dict.fromkeys(table, figure)
