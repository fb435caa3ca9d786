"""Quarters as whole numbers, their days, and how shares change over the years."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from schemas.period import Period
from transforms.synthetic.chance import Draws, Flags, Numbers

Days = NDArray[np.datetime64]
"""Days (`datetime64[D]`) or local minutes (`datetime64[m]`)."""

_DRAWN_ON_DAY = 5
_FRIDAY = 4
_MINUTES_A_DAY = 24 * 60
ONE_DAY = np.timedelta64(1, "D")
NO_DAY = np.datetime64("NaT", "D")
NO_MINUTE = np.datetime64("NaT", "m")


def number_of(quarter: Period) -> int:
    """The quarter's place in time: consecutive quarters have consecutive numbers."""
    return quarter.start_year * 4 + int(quarter.part[1]) - 1


def quarter_of(number: int) -> Period:
    """The quarter of a number."""
    return Period(number // 4, f"Q{number % 4 + 1}")


def first_day(number: int) -> np.datetime64:
    """First day of a quarter."""
    return np.datetime64(quarter_of(number).first_day, "D")


def last_day(number: int) -> np.datetime64:
    """Last day of a quarter."""
    return np.datetime64(quarter_of(number).last_day, "D")


def drawn_on(number: int) -> np.datetime64:
    """The day on which agencies draw a quarter's extracts; nothing later is known.

    The 5th of the month after the quarter: some decisions, returns and signatures of
    its first days are in, and every file arrives later than that.
    """
    return first_day(number + 1) + (_DRAWN_ON_DAY - 1) * ONE_DAY


def known(dates: Days, number: int) -> Days:
    """The dates that are known when a quarter's extracts are drawn; others empty."""
    later = dates.astype("datetime64[D]") > drawn_on(number)
    return np.where(later, np.datetime64("NaT"), dates)


def days_in(number: int, draws: Draws, ids: Numbers) -> Days:
    """A day of the quarter for each id, in order of the ids."""
    length = int((last_day(number) - first_day(number)) / ONE_DAY) + 1
    shares = (np.arange(len(ids)) + draws.share("day", ids)) / max(len(ids), 1)
    passed = np.minimum((shares * length).astype(np.int64), length - 1)
    return days_after(first_day(number), passed)


def days_after(days: Days | np.datetime64, count: Numbers) -> Days:
    """Days a number of days later."""
    later: Days = days + count.astype("timedelta64[D]")
    return later


def working_days(days: Days, number: int) -> Days:
    """The days, weekends moved to the Friday before or, at its start, the Monday."""
    weekday = (days.astype(np.int64) + 3) % 7
    back = np.maximum(weekday - _FRIDAY, 0).astype("timedelta64[D]")
    moved = days - back
    week = np.timedelta64(3, "D")
    return np.asarray(np.where(moved < first_day(number), moved + week, moved))


def at_minute(days: Days, minute_of_day: Numbers) -> Days:
    """Local minutes on the days."""
    return minutes_after(days.astype("datetime64[m]"), minute_of_day)


def minutes_after(moments: Days, minutes: Numbers) -> Days:
    """Moments a number of minutes later."""
    later: Days = moments + minutes.astype("timedelta64[m]")
    return later


def minute_of_day(moments: Days) -> Numbers:
    """Minutes since midnight."""
    return moments.astype(np.int64) % _MINUTES_A_DAY


def within(dates: Days, number: int) -> Flags:
    """Which dates or moments lie in the quarter."""
    days = dates.astype("datetime64[D]")
    return (days >= first_day(number)) & (days <= last_day(number))


def ramp(number: int, first: str, last: str, before: float, after: float) -> float:
    """A share that goes in a straight line from one quarter's value to another's."""
    start, end = (number_of(Period.parse(code)) for code in (first, last))
    passed = min(max((number - start) / (end - start), 0.0), 1.0)
    return before + (after - before) * passed


def step(number: int, at: str, before: float, after: float) -> float:
    """A share that changes with one quarter and stays."""
    return after if number >= number_of(Period.parse(at)) else before


def as_date(day: np.datetime64) -> dt.date:
    """The day as Python's own date."""
    return dt.date.fromisoformat(str(day))
