"""Extracts drawn as text in a test, and the figures that come out of them.

A drawn table has a line of column names and a line a record, cells apart by `|`:

    return_ref | returned_at      | outcome
    R1         | 2026-07-01 10:00 | declined

A test draws the columns it is about. Every other column gets a value that is valid and
says as little as can be said: another child in every row, the first day of the quarter,
`no`, the first code. Dates and times are local (Europe/London), a `Z` fixes the
instant; an empty cell is empty. What an agency could not send is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from schemas.extract import DTYPES, Column, Extract, Kind
from schemas.extracts import extract_named
from schemas.period import LONDON, Period
from transforms import bring_up_to_date, records
from transforms.compute import Figure, compute
from transforms.indicators import CATALOGUE
from transforms.store import Store, load_submission, open_store, replace_rows

Q1, Q2, Q3, Q4 = (f"2026-27-Q{number}" for number in (1, 2, 3, 4))
H1, H2, YEAR = "2026-27-H1", "2026-27-H2", "2026-27"
Q4_BEFORE, Q1_AFTER = "2025-26-Q4", "2027-28-Q1"

NOTHING = Figure(None, None, None)
"""A figure that is not received or not due."""
NO_SHARE = Figure(0, 0, None)
"""A ratio or rate of nothing."""
NO_MEDIAN = Figure(None, 0, None)
"""A median of no values."""

Cells = dict[str, str]


def count(number: float) -> Figure:
    """A count or sum as it is exported."""
    return Figure(number, None, number)


def share(numerator: float, denominator: float) -> Figure:
    """A percentage as it is exported, from the sum it comes from."""
    return Figure(numerator, denominator, 100 * numerator / denominator)


def median(n_values: int, value: float) -> Figure:
    """A median as it is exported."""
    return Figure(None, n_values, value)


def counts(codes: Sequence[str], given: Mapping[str, float]) -> dict[str, Figure]:
    """Counts of a breakdown: those given, and 0 for every other code."""
    assert set(codes) >= given.keys(), given
    return {code: count(given.get(code, 0)) for code in codes}


class Drawn:
    """What agencies sent, as a test draws it."""

    def __init__(self) -> None:
        """Begin with nothing sent, nothing owed and empty reference tables."""
        self._sent: dict[tuple[str, str, str, int], pd.DataFrame] = {}
        self._tables = {
            "population": pd.DataFrame(columns=list(_POPULATION)).astype(_POPULATION),
            "school": pd.DataFrame(columns=list(_SCHOOL)).astype(_SCHOOL),
            "owed": pd.DataFrame(columns=list(_OWED)).astype(_OWED),
        }

    def sends(
        self, agency: str, extract: str, quarter: str, table: str = "", version: int = 1
    ) -> None:
        """One accepted file; without a table it is a nil return."""
        form = extract_named(extract)
        assert form is not None, extract
        assert form.is_due(agency, Period.parse(quarter)), (agency, extract, quarter)
        frame = _frame(form, agency, Period.parse(quarter), _cells(table))
        self._sent[agency, extract, quarter, version] = frame

    def population(self, table: str) -> None:
        """Mid-year estimates: as_of_year, sex, age, estimate."""
        self._tables["population"] = _reference(table, _POPULATION)

    def schools(self, table: str) -> None:
        """Secondary schools: school_year, school_code, s2_roll."""
        self._tables["school"] = _reference(table, _SCHOOL)

    def owed(self, table: str) -> None:
        """What was owed and what became of it; what is not drawn is no, or 0."""
        self._tables["owed"] = _reference(table, _OWED)

    def compute(self, *periods: str, of: str, interview_hours: int = 72) -> Figures:
        """The figures of some periods.

        Args:
            periods: codes of quarters, half-years and years.
            of: ids of indicators or actions, with a space between.
            interview_hours: the committee's limit for return interviews.
        """
        wanted = of.split()
        catalogue = [i for i in CATALOGUE if i.id in wanted or i.action in wanted]
        asked = [Period.parse(code) for code in periods]
        with open_store(Path(":memory:")) as store:
            self._fill(store)
            connection = store.connection
            records.rebuild(connection, asked, interview_hours=interview_hours)
            return Figures(compute(connection, catalogue, asked))

    def _fill(self, store: Store) -> None:
        prepare_reference(store.connection)
        for table, frame in self._tables.items():
            replace_rows(store.connection, f"received.{table}", frame)
        for (agency, name, quarter, version), frame in self._sent.items():
            form = extract_named(name)
            assert form is not None
            submission = {
                "submission_id": f"{agency}_{name}_{quarter}_v{version}",
                "agency": agency,
                "quarter": quarter,
                "version": version,
                "sha256": "",
            }
            load_submission(store, form, frame, submission=submission)
        replace_rows(store.connection, "received.standing", self._standing())

    def _standing(self) -> pd.DataFrame:
        """The highest version of each file, as the register would say."""
        highest = {(a, e, q): v for a, e, q, v in sorted(self._sent)}
        rows = [(f"{a}_{e}_{q}_v{v}", a, e, q) for (a, e, q), v in highest.items()]
        columns = ["submission_id", "agency", "extract", "quarter"]
        return pd.DataFrame(rows, columns=columns).astype("str")


class Row(NamedTuple):
    """A computed value with all that stands beside it."""

    figure: Figure
    status: str
    provisional: bool
    agencies: tuple[int, int] | None
    beside: int | None


class Figures:
    """Computed values by indicator, period, and perhaps breakdown and category."""

    def __init__(self, values: pd.DataFrame) -> None:
        """Take up values as computed; each place once, its figure as its status."""
        self._rows: dict[tuple[str, ...], Row] = {}
        for value in values.to_dict("records"):
            names = ("indicator", "period", "breakdown", "category")
            place = tuple(str(value[name]) for name in names)
            assert place not in self._rows, place
            row = _row(value)
            assert _agrees(row), (place, row)
            self._rows[place] = row

    def __getitem__(self, place: tuple[str, ...]) -> Figure:
        """Numerator, denominator and value of a place."""
        return self.row(*place).figure

    def __contains__(self, place: tuple[str, ...]) -> bool:
        """Whether there is a row for a place, whatever its status."""
        return _whole(place) in self._rows

    def row(self, *place: str) -> Row:
        """Everything computed for a place."""
        return self._rows[_whole(place)]

    def status(self, *place: str) -> str:
        """How a place stands."""
        return self.row(*place).status

    def breakdown(self, indicator: str, period: str, name: str) -> dict[str, Figure]:
        """Category to figure, in the order computed."""
        return {
            place[3]: row.figure
            for place, row in self._rows.items()
            if place[:3] == (indicator, period, name)
        }

    def rows(self) -> Iterator[Row]:
        """Every row."""
        return iter(self._rows.values())


def prepare_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of population, schools and of what was owed."""
    for definition in bring_up_to_date.REFERENCE_TABLES:
        connection.execute(definition)


def _whole(place: tuple[str, ...]) -> tuple[str, ...]:
    return place if len(place) > 2 else (*place, "", "")


def _row(value: Mapping[Any, Any]) -> Row:
    numerator, denominator, shown = (
        None if pd.isna(value[name]) else float(value[name])
        for name in ("numerator", "denominator", "value")
    )
    received, due = value["agencies_received"], value["agencies_due"]
    return Row(
        Figure(numerator, denominator, shown),
        str(value["status"]),
        bool(value["provisional"]),
        None if pd.isna(received) else (int(received), int(due)),
        None if pd.isna(value["beside"]) else int(value["beside"]),
    )


def _agrees(row: Row) -> bool:
    """Whether figure and status say the same: none of the statuses is ever a 0."""
    if row.status == "ok":
        return row.figure.value is not None
    if row.status == "not_applicable":
        return row.figure in {NO_SHARE, NO_MEDIAN}
    return row.status in {"not_received", "not_due"} and row.figure == NOTHING


def _cells(table: str) -> list[Cells]:
    """The records of a drawn table as text."""
    lines = [line.split("|") for line in table.splitlines() if line.strip()]
    header, *drawn = [[cell.strip() for cell in line] for line in lines] or [[]]
    return [dict(zip(header, cells, strict=True)) for cells in drawn]


_POPULATION = {"as_of_year": "int64", "sex": "str", "age": "int64", "estimate": "int64"}
_SCHOOL = {"school_year": "str", "school_code": "str", "s2_roll": "int64"}
_OWED = {
    "quarter": "str",
    "agency": "str",
    "extract": "str",
    "was_received": "bool",
    "was_received_in_time": "bool",
    "was_accepted_at_first": "bool",
    "accepted_in_time": "bool",
    "rows_read": "int64",
    "rows_loaded": "int64",
}
_READ: dict[str, Callable[[str], object]] = {
    "str": str,
    "bool": lambda text: text == "yes",
    "int64": lambda text: int(text or 0),
}


def _reference(table: str, columns: Mapping[str, str]) -> pd.DataFrame:
    drawn = _cells(table)
    assert all(columns.keys() >= cells.keys() for cells in drawn), table
    rows = [
        {name: _READ[kind](cells.get(name, "")) for name, kind in columns.items()}
        for cells in drawn
    ]
    return pd.DataFrame(rows, columns=list(columns)).astype(dict(columns))


def _frame(
    form: Extract, agency: str, quarter: Period, drawn: Sequence[Cells]
) -> pd.DataFrame:
    """Typed rows as an accepted file gives them."""
    for cells in drawn:
        assert set(form.column_names) >= cells.keys(), (form.name, list(cells))
    rows = [
        _filled(form, agency, quarter, number, cells)
        for number, cells in enumerate(drawn, start=2)
    ]
    frame = pd.DataFrame(
        {
            column.name: pd.Series(
                [_typed(column, cells[column.name], agency) for cells in rows],
                dtype=DTYPES[column.kind],
            )
            for column in form.columns
        }
    )
    frame.index = pd.RangeIndex(2, len(rows) + 2)
    _refuse_what_could_not_be_sent(form, agency, quarter, frame)
    return frame


def _filled(
    form: Extract, agency: str, quarter: Period, number: int, cells: Cells
) -> Cells:
    whole: Cells = {}
    for column in form.columns:
        drawn = cells.get(column.name)
        if drawn is None:
            drawn = _default(column, agency, whole, quarter)
        if drawn is None:
            drawn = f"{column.name}-{agency}-{quarter}-{number}"
        whole[column.name] = drawn
    return whole


_FROM_OTHERS: dict[str, Callable[[Cells], str]] = {
    "interviewed_at": lambda c: c["returned_at"] * (c["outcome"] == "completed"),
    "decided_on": lambda c: c["referred_on"] * (c["decision"] != "pending"),
    "plan_on": lambda c: c["due_on"] * (c["plan_in_place"] == "yes"),
    "signed_off_by": lambda c: "other" * bool(c["signed_off_on"]),
    "attendees": lambda c: "0" * bool(c["held_on"]),
    "course_level": lambda c: "awareness" * bool(c["attended_on"]),
}
"""Columns that are filled when another one is."""
_PLAIN = {
    "age": "12",
    "outcome": "declined",
    "decision": "no_further_action",
    "s2_roll": "1000",
}


def _default(column: Column, agency: str, cells: Cells, quarter: Period) -> str | None:
    """What a column holds that is not drawn; None for a name of its own."""
    if column.name in _FROM_OTHERS:
        return _FROM_OTHERS[column.name](cells)
    if column.nullable:
        return ""
    if column.codes:
        code = "no" if "no" in column.codes else column.codes_of(agency)[0]
        return _PLAIN.get(column.name, code)
    of_kind = {
        Kind.WHOLE: str(column.minimum or 0),
        Kind.DATE: f"{quarter.first_day}",
        Kind.DATE_TIME: f"{quarter.first_day} 12:00",
    }
    return _PLAIN.get(column.name, of_kind.get(column.kind))


def _typed(column: Column, text: str, agency: str) -> object:
    if text == "":
        return None
    match column.kind:
        case Kind.WHOLE:
            return int(text)
        case Kind.DATE:
            return dt.datetime.combine(dt.date.fromisoformat(text), dt.time())
        case Kind.DATE_TIME:
            return _instant(text)
        case _:
            return f"{agency}:{text}" if column.within_agency else text


def _instant(text: str) -> dt.datetime:
    """Local time to the instant in UTC, without a zone, as the store keeps it."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _refuse_what_could_not_be_sent(
    form: Extract, agency: str, quarter: Period, frame: pd.DataFrame
) -> None:
    for column in form.columns:
        values = frame[column.name]
        assert column.nullable or values.notna().all(), column.name
        if column.kind is Kind.CODE:
            codes = column.codes_of(agency)
            assert values.dropna().isin(codes).all(), (column.name, list(values))
    for relation in form.rules:
        assert not relation.broken(frame).any(), relation.relation
    assert not frame.duplicated(list(form.key)).any(), form.key
    if form.dated_by is not None and form.or_dated_by is None:
        days = frame[form.dated_by].dt.tz_localize("UTC").dt.tz_convert(LONDON).dt.date
        assert all(day <= quarter.last_day for day in days), form.dated_by
        first = None if form.admits_earlier else quarter.first_day
        assert first is None or all(day >= first for day in days), form.dated_by
