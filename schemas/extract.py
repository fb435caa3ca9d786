"""The form of an extract: its columns, key, dates and rules, declared once.

From a declaration come the pandera schema that checks it, the DuckDB table that keeps
it, the data dictionary, the agencies' specification and the synthetic extracts.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandas as pd
import pandera.pandas as pa

from schemas.period import LONDON, Period


class Kind(StrEnum):
    """What a cell holds, and so how it is read and stored."""

    REF = "reference"
    KEY_TEXT = "code of the committee"
    CODE = "code"
    CODES = "codes"
    WHOLE = "whole number"
    DATE = "date"
    DATE_TIME = "date and time"
    TEXT = "text"


DTYPES: dict[Kind, Any] = {
    Kind.REF: "str",
    Kind.KEY_TEXT: "str",
    Kind.CODE: "str",
    Kind.CODES: "str",
    Kind.WHOLE: pd.Int64Dtype(),
    Kind.DATE: "datetime64[us]",
    Kind.DATE_TIME: "datetime64[us]",
    Kind.TEXT: "str",
}
"""dtype of a parsed column; a date-time is the instant in UTC, without a zone."""


@dataclass(frozen=True)
class Column:
    """One column of an extract.

    Attributes:
        name: as the agencies write it.
        kind: what its cells hold.
        title: a heading for people.
        description: what it means.
        unit: unit of a number or a duration; empty where there is none.
        nullable: an empty cell is allowed.
        codes: the closed list of a code.
        own_code: agency to the only code it may send.
        minimum: least whole number.
        maximum: greatest whole number.
        ref_kind: kind of thing a reference names; part of its re-keying.
        within_agency: a reference has meaning only within its agency.
        max_length: most characters of a text.
        any_date: a date that may lie at any time.
        by_quarter_end: a date that may not lie after the quarter's last day.
    """

    name: str
    kind: Kind
    title: str
    description: str
    unit: str = ""
    nullable: bool = False
    codes: tuple[str, ...] = ()
    own_code: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    ref_kind: str = ""
    within_agency: bool = False
    max_length: int | None = None
    any_date: bool = False
    by_quarter_end: bool = False

    def codes_of(self, agency: str) -> tuple[str, ...]:
        """The codes an agency may send."""
        own = dict(self.own_code).get(agency)
        return (own,) if own else self.codes

    @property
    def is_temporal(self) -> bool:
        """Whether it holds a date or an instant."""
        return self.kind in {Kind.DATE, Kind.DATE_TIME}

    @property
    def local_date_name(self) -> str:
        """Name of the column that holds its local date in the store."""
        if self.kind is Kind.DATE:
            return self.name
        return f"{self.name.removesuffix('_at')}_on"

    def values_in_words(self, agency: str = "") -> str:
        """What a cell may hold, for messages and the data dictionary."""
        match self.kind:
            case Kind.CODE:
                words = ", ".join(self.codes_of(agency))
            case Kind.CODES:
                words = f"one or more, with ; between, of {', '.join(self.codes)}"
            case Kind.WHOLE:
                words = _range_in_words(self.minimum, self.maximum)
            case Kind.DATE:
                words = "a date as 2026-12-31 or 31/12/2026"
            case Kind.DATE_TIME:
                words = "a local date and time as 2026-12-31 14:05 or 31/12/2026 14:05"
            case Kind.REF:
                words = "a reference of 3 to 40 letters, digits, - _ /, with a letter"
            case _:
                words = "text"
        if self.max_length is not None:
            words += f" of at most {self.max_length} characters"
        return words + (", or empty" if self.nullable else "")


@dataclass(frozen=True)
class NotBefore:
    """A date or instant is not before another of the same row."""

    column: str
    other: str
    strict: bool = False
    rule: str = field(default="order", init=False)

    @property
    def relation(self) -> str:
        """The relation in words."""
        return "is after" if self.strict else "is the same as or after"

    def broken(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Rows that break it; an empty cell breaks nothing."""
        later, earlier = frame[self.column], frame[self.other]
        wrong = later <= earlier if self.strict else later < earlier
        return wrong.fillna(value=False).astype(bool)


@dataclass(frozen=True)
class AtMost:
    """A whole number is at most another of the same row."""

    column: str
    other: str
    rule: str = field(default="order", init=False)
    relation: str = field(default="is at most", init=False)

    def broken(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Rows that break it."""
        wrong = frame[self.column] > frame[self.other]
        return wrong.fillna(value=False).astype(bool)


@dataclass(frozen=True)
class FilledWhen:
    """A column is filled exactly where a code has certain values."""

    column: str
    other: str
    values: tuple[str, ...]
    rule: str = field(default="filled_together", init=False)

    @property
    def relation(self) -> str:
        """The relation in words."""
        return (
            f"{self.column} is filled exactly when {self.other} is "
            f"{' or '.join(self.values)}"
        )

    def broken(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Rows that break it; a row without the code breaks nothing."""
        needed = frame[self.other].isin(self.values)
        wrong = (frame[self.column].notna() != needed) & frame[self.other].notna()
        return wrong.astype(bool)


@dataclass(frozen=True)
class FilledTogether:
    """Two columns are both filled or both empty; told at the empty one."""

    column: str
    other: str
    rule: str = field(default="filled_together", init=False)

    @property
    def relation(self) -> str:
        """The relation in words."""
        return f"{self.column} and {self.other} are both filled or both empty"

    def broken(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Rows where `column` is empty and `other` is not."""
        return frame[self.column].isna() & frame[self.other].notna()


RecordRule = NotBefore | AtMost | FilledWhen | FilledTogether


@dataclass(frozen=True)
class Extract:
    """One kind of extract.

    Attributes:
        name: as it stands in names of files.
        agencies: the agencies that send it.
        row: what one row is.
        title: a heading for people.
        key: columns that together name a row.
        columns: in the order of the specification.
        rules: rules over several columns of a row.
        dated_by: the attribution date; None where it is the file's quarter.
        or_dated_by: a second date that takes its place when it is in the quarter.
        unsettled: column and value (empty: no value) of a record that was unsettled
            when sent. Such a record is sent again until it is settled, so that an
            earlier attribution date is admitted.
        quarters: parts of the year in which it is due.
    """

    name: str
    agencies: tuple[str, ...]
    title: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[RecordRule, ...] = ()
    dated_by: str | None = None
    or_dated_by: str | None = None
    unsettled: tuple[str, str] | None = None
    quarters: tuple[str, ...] = ("Q1", "Q2", "Q3", "Q4")

    @property
    def admits_earlier(self) -> bool:
        """Whether an attribution date before the file's quarter is admitted."""
        return self.unsettled is not None

    def column(self, name: str) -> Column:
        """The column of a name."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    def is_due(self, agency: str, quarter: Period) -> bool:
        """Whether an agency owes it for a quarter."""
        return agency in self.agencies and quarter.part in self.quarters

    def schema(
        self, agency: str, quarter: Period, seen_on: dt.date
    ) -> pa.DataFrameSchema:
        """The pandera schema of one submission's parsed rows.

        Args:
            agency: who sent it; some codes depend on it.
            quarter: the file's quarter.
            seen_on: local date on which the file was first seen; no date but those
                admitted at any time may lie after it.
        """
        return pa.DataFrameSchema(
            {
                column.name: pa.Column(
                    DTYPES[column.kind],
                    checks=self._checks(column, agency, quarter, seen_on),
                    nullable=column.nullable,
                    title=column.title,
                    description=column.description,
                )
                for column in self.columns
            },
            name=self.name,
            title=self.title,
            description=f"One row is {self.row}.",
            strict=True,
            ordered=True,
        )

    def _checks(
        self, column: Column, agency: str, quarter: Period, seen_on: dt.date
    ) -> list[pa.Check]:
        checks: list[pa.Check] = []
        if column.kind is Kind.CODE:
            checks.append(pa.Check.isin(column.codes_of(agency), error="code"))
        if column.minimum is not None:
            checks.append(pa.Check.ge(column.minimum, error="range"))
        if column.maximum is not None:
            checks.append(pa.Check.le(column.maximum, error="range"))
        if column.max_length is not None:
            checks.append(
                pa.Check.str_length(max_value=column.max_length, error="range")
            )
        if column.is_temporal:
            checks.extend(self._date_checks(column, quarter, seen_on))
        return checks

    def _date_checks(
        self, column: Column, quarter: Period, seen_on: dt.date
    ) -> list[pa.Check]:
        on_local_date = column.kind is Kind.DATE_TIME
        if column.name == self.dated_by and self.or_dated_by is not None:
            # Which of the two dates counts is for the row to say: schemas.check.
            return []
        if column.name == self.dated_by:
            first = None if self.admits_earlier else quarter.first_day
            return [
                _within(first, quarter.last_day, "outside_quarter", local=on_local_date)
            ]
        if column.any_date:
            return []
        if column.by_quarter_end:
            return [_within(None, quarter.last_day, "range", local=on_local_date)]
        return [_within(None, seen_on, "range", local=on_local_date)]


def _within(
    first: dt.date | None, last: dt.date, rule: str, *, local: bool
) -> pa.Check:
    def holds(dates: pd.Series[Any]) -> pd.Series[bool]:
        days = local_dates(dates) if local else dates
        inside = days <= pd.Timestamp(last)
        if first is not None:
            inside &= days >= pd.Timestamp(first)
        return inside

    return pa.Check(holds, error=rule)


def local_dates(instants: pd.Series[Any]) -> pd.Series[Any]:
    """Local dates (Europe/London) of instants in UTC."""
    local = instants.dt.tz_localize("UTC").dt.tz_convert(LONDON)
    days: pd.Series[Any] = local.dt.tz_localize(None).dt.normalize()
    return days


def _range_in_words(minimum: int | None, maximum: int | None) -> str:
    if minimum is not None and maximum is not None:
        return f"a whole number from {minimum} to {maximum}"
    if minimum is not None:
        return f"a whole number of {minimum} or more"
    return "a whole number"
