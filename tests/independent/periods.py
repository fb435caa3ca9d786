"""Quarters, half-years and years of the Scottish financial year, and local time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
FIRST_MONTH = {"Q1": 4, "Q2": 7, "Q3": 10, "Q4": 1}
HALVES = {"H1": ("Q1", "Q2"), "H2": ("Q3", "Q4")}


def first_day(quarter: str) -> date:
    """The day a quarter begins: 2026-27-Q4 begins on 1 January 2027."""
    year, part = int(quarter[:4]), quarter[-2:]
    return date(year + (part == "Q4"), FIRST_MONTH[part], 1)


def last_day(quarter: str) -> date:
    """The day a quarter ends: 2026-27-Q4 ends on 31 March 2027."""
    start = first_day(quarter)
    month = start.month + 3
    following = date(start.year + (month > 12), (month - 1) % 12 + 1, 1)
    return following - timedelta(days=1)


def next_quarter(quarter: str) -> str:
    """The code of the quarter that follows."""
    return quarter_of(last_day(quarter) + timedelta(days=1))


def quarter_of(day: date) -> str:
    """The code of the quarter that a day falls in."""
    start = day.year - (day.month < 4)
    part = {1: "Q4", 2: "Q1", 3: "Q2", 4: "Q3"}[(day.month - 1) // 3 + 1]
    return f"{start}-{(start + 1) % 100:02d}-{part}"


def deadline(quarter: str) -> datetime:
    """The last second in time: the 15th of the month after, 23:59:59 local."""
    after = last_day(quarter) + timedelta(days=1)
    return local(datetime.combine(after.replace(day=15), time(23, 59, 59)))


def local(naive: datetime) -> datetime:
    """The instant of a local time.

    "A time in the repeated hour in October is summer time; a time in the skipped hour
    in March is read one hour on": both are what the offset before the change gives.
    """
    return naive.replace(tzinfo=LOCAL, fold=0).astimezone(UTC)


def local_date(instant: datetime) -> date:
    """The local date of an instant."""
    return instant.astimezone(LOCAL).date()


@dataclass(frozen=True)
class Period:
    """A quarter, half-year or year, as its code and the quarters that make it up."""

    code: str
    quarters: tuple[str, ...]

    @property
    def first(self) -> date:
        """The first day."""
        return first_day(self.quarters[0])

    @property
    def last(self) -> date:
        """The last day."""
        return last_day(self.quarters[-1])

    @property
    def closing_quarter(self) -> str:
        """The quarter in which the period ends."""
        return self.quarters[-1]

    @property
    def is_half(self) -> bool:
        """Whether this is a half-year."""
        return self.code[-2] == "H"

    @property
    def is_quarter(self) -> bool:
        """Whether this is one quarter."""
        return len(self.quarters) == 1

    @property
    def financial_year_start(self) -> date:
        """1 April of the financial year that holds the period."""
        return date(int(self.code[:4]), 4, 1)

    @property
    def school_year(self) -> str:
        """The school year, 1 August to 31 July, that holds the last day."""
        return school_year_of(self.last)

    @property
    def school_year_start(self) -> date:
        """1 August of that school year."""
        return date(int(self.school_year[:4]), 8, 1)

    def holds(self, day: date | None) -> bool:
        """Whether a day falls in the period, both ends included."""
        return day is not None and self.first <= day <= self.last


def school_year_of(day: date) -> str:
    """The school year of a day: 31 July 2026 is 2025-26, 1 August 2026 is 2026-27."""
    start = day.year - (day.month < 8)
    return f"{start}-{(start + 1) % 100:02d}"


def periods_of(quarters: set[str]) -> list[Period]:
    """Every quarter given, then each half-year and year all of whose quarters are."""
    years = sorted({quarter[:7] for quarter in quarters})
    longer = [
        Period(f"{year}-{half}", tuple(f"{year}-{part}" for part in parts))
        for year in years
        for half, parts in HALVES.items()
    ]
    longer += [
        Period(year, tuple(f"{year}-{q}" for q in FIRST_MONTH)) for year in years
    ]
    return [Period(quarter, (quarter,)) for quarter in sorted(quarters)] + [
        period for period in longer if set(period.quarters) <= quarters
    ]
