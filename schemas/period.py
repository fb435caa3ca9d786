"""Periods: quarter, half-year and year of the financial year, as Scotland counts them.

`2026-27-Q1` is 1 April to 30 June 2026, `2026-27-H1` is Q1 and Q2, `2026-27` the year
to 31 March 2027. Both ends are included; times are local (Europe/London).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering
from zoneinfo import ZoneInfo

from schemas.errors import PeriodError

LONDON = ZoneInfo("Europe/London")

_CODE = re.compile(r"([12][0-9]{3})-([0-9]{2})(?:-(Q[1-4]|H[12]))?")
_MONTHS_A_QUARTER = 3
_DEADLINE_DAY = 15
_REPORTS_DAY = 20
_REPORTS_HOUR = 7
_APRIL = 4
_AUGUST = 8


class PeriodKind(StrEnum):
    """How long a period is."""

    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"


@total_ordering
@dataclass(frozen=True)
class Period:
    """A quarter, half-year or year.

    Attributes:
        start_year: calendar year in which the financial year begins.
        part: `Q1` to `Q4`, `H1`, `H2`, or empty for the year.
    """

    start_year: int
    part: str = ""

    @classmethod
    def parse(cls, code: str) -> Period:
        """The period a code names.

        Raises:
            PeriodError: the text is no period code, or its two years do not follow.
        """
        match = _CODE.fullmatch(code.strip())
        if match is None:
            raise PeriodError(
                "That is no period.",
                "Write a quarter as 2026-27-Q2, a half-year as 2026-27-H1, "
                "a year as 2026-27.",
            )
        start_year = int(match[1])
        if (start_year + 1) % 100 != int(match[2]):
            following = f"{start_year}-{(start_year + 1) % 100:02d}"
            raise PeriodError(
                "The two years of that period do not follow each other.",
                f"The financial year that begins in {start_year} is {following}.",
            )
        return cls(start_year, match[3] or "")

    @classmethod
    def quarter_of(cls, day: dt.date) -> Period:
        """The quarter that a day falls in."""
        months = (day.month - _APRIL) % 12
        start_year = day.year if day.month >= _APRIL else day.year - 1
        return cls(start_year, f"Q{months // _MONTHS_A_QUARTER + 1}")

    @classmethod
    def last_over(
        cls, now: dt.datetime, kind: PeriodKind = PeriodKind.QUARTER
    ) -> Period:
        """The last quarter, half-year or year that is over at a local moment."""
        quarter = cls.quarter_of(now.date())
        half = "H1" if quarter.part in ("Q1", "Q2") else "H2"
        part = {PeriodKind.QUARTER: quarter.part, PeriodKind.HALF_YEAR: half}
        return cls(quarter.start_year, part.get(kind, "")).previous

    @property
    def kind(self) -> PeriodKind:
        """Quarter, half-year or year."""
        if not self.part:
            return PeriodKind.YEAR
        return PeriodKind.QUARTER if self.part[0] == "Q" else PeriodKind.HALF_YEAR

    @property
    def code(self) -> str:
        """The code as written in names of files and tables."""
        years = f"{self.start_year}-{(self.start_year + 1) % 100:02d}"
        return f"{years}-{self.part}" if self.part else years

    @property
    def quarters(self) -> tuple[Period, ...]:
        """Its quarters, earliest first."""
        if self.kind is PeriodKind.QUARTER:
            return (self,)
        numbers = {"H1": (1, 2), "H2": (3, 4), "": (1, 2, 3, 4)}[self.part]
        return tuple(Period(self.start_year, f"Q{number}") for number in numbers)

    @property
    def first_day(self) -> dt.date:
        """First day, included."""
        number = int(self.quarters[0].part[1])
        month = _APRIL + _MONTHS_A_QUARTER * (number - 1)
        return dt.date(self.start_year + (month - 1) // 12, (month - 1) % 12 + 1, 1)

    @property
    def last_day(self) -> dt.date:
        """Last day, included."""
        last = self.quarters[-1]
        return last.following.first_day - dt.timedelta(days=1)

    @property
    def following(self) -> Period:
        """The period of the same kind that comes next."""
        return self._shifted(1)

    @property
    def previous(self) -> Period:
        """The period of the same kind that came before."""
        return self._shifted(-1)

    @property
    def same_last_year(self) -> Period:
        """The same part of the financial year before."""
        return Period(self.start_year - 1, self.part)

    @property
    def deadline(self) -> dt.datetime:
        """Last local moment at which an extract of its last quarter is in time.

        The 15th of the month after the quarter, 23:59:59.
        """
        after = self.last_day + dt.timedelta(days=1)
        return dt.datetime(
            after.year, after.month, _DEADLINE_DAY, 23, 59, 59, tzinfo=LONDON
        )

    @property
    def reports_at(self) -> dt.datetime:
        """Local moment at which the reports of the period are made."""
        after = self.last_day + dt.timedelta(days=1)
        return dt.datetime(
            after.year, after.month, _REPORTS_DAY, _REPORTS_HOUR, tzinfo=LONDON
        )

    @property
    def year_first_day(self) -> dt.date:
        """First day of the financial year the period lies in."""
        return dt.date(self.start_year, _APRIL, 1)

    @property
    def school_year_first_day(self) -> dt.date:
        """First day (1 August) of the school year that holds the period's last day."""
        last = self.last_day
        year = last.year if last.month >= _AUGUST else last.year - 1
        return dt.date(year, _AUGUST, 1)

    @property
    def label(self) -> str:
        """The period in words, months always said: `July to September 2026`."""
        first, last = self.first_day, self.last_day
        if first.year == last.year:
            return f"{first:%B} to {last:%B %Y}"
        return f"{first:%B %Y} to {last:%B %Y}"

    def is_over(self, now: dt.datetime) -> bool:
        """Whether the last day has passed at a local moment."""
        return now.date() > self.last_day

    def holds(self, day: dt.date) -> bool:
        """Whether a day falls in the period, both ends included."""
        return self.first_day <= day <= self.last_day

    def _shifted(self, by: int) -> Period:
        if self.kind is PeriodKind.YEAR:
            return Period(self.start_year + by)
        letter, a_year = ("Q", 4) if self.kind is PeriodKind.QUARTER else ("H", 2)
        place = self.start_year * a_year + int(self.part[1]) - 1 + by
        return Period(place // a_year, f"{letter}{place % a_year + 1}")

    def __str__(self) -> str:
        """The code."""
        return self.code

    def __lt__(self, other: Period) -> bool:
        """Earlier end first; of periods that end together the shorter first."""
        mine = (self.last_day, -self.first_day.toordinal())
        return mine < (other.last_day, -other.first_day.toordinal())


def school_year_of(day: dt.date) -> str:
    """The school year, 1 August to 31 July, that holds a day, as `2026-27`."""
    start = day.year if day.month >= _AUGUST else day.year - 1
    return f"{start}-{(start + 1) % 100:02d}"


def quarters_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every quarter from the first to the last, both included."""
    quarters = []
    quarter = first
    while quarter <= last:
        quarters.append(quarter)
        quarter = quarter.following
    return tuple(quarters)


def longer_periods(quarters: set[Period]) -> tuple[Period, ...]:
    """Every half-year and year all of whose quarters are among the given ones."""
    years = sorted({quarter.start_year for quarter in quarters})
    longer = [Period(year, part) for year in years for part in ("H1", "H2", "")]
    return tuple(sorted(p for p in longer if set(p.quarters) <= quarters))
