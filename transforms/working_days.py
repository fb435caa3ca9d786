"""Working days in Scotland: neither weekend nor bank holiday."""

from __future__ import annotations

import datetime as dt
from functools import cache

_SATURDAY = 6


def working_days(after: dt.date, until: dt.date) -> int:
    """Working days after a day, up to another and with it."""
    days = (until - after).days
    return sum(_is_worked(after + dt.timedelta(days=n)) for n in range(1, days + 1))


def working_day_after(day: dt.date, number: int) -> dt.date:
    """The working day that is so many working days after a day."""
    while number > 0:
        day += dt.timedelta(days=1)
        number -= _is_worked(day)
    return day


def _is_worked(day: dt.date) -> bool:
    return day.isoweekday() < _SATURDAY and day not in _bank_holidays(day.year)


@cache
def _bank_holidays(year: int) -> frozenset[dt.date]:
    # It takes a while to import, and only answers need it.
    from holidays import country_holidays  # noqa: PLC0415 - when asked for

    return frozenset(country_holidays("GB", subdiv="SCT", years=year))
