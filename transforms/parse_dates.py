"""Dates and times as agencies write them, to days and instants.

A cell either can be read in one way only or is at fault: nothing is guessed. A day is
its midnight, a time is the instant in UTC; both are counted in microseconds since 1970.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from schemas.period import LONDON


class Fault(StrEnum):
    """Why a cell could not be read: the id of the rule it breaks."""

    TYPE = "type"
    DATE_FORM = "date_form"
    AMERICAN = "american_date"
    CODE = "code"
    REF_FORM = "ref_form"
    RANGE = "range"
    CELL_ERROR = "cell_error"


_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})"
_MINUTES = rf"(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}))?\s?{_ZONE}?"
_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    rf"(?:[ Tt](?P<hour>[0-9]{{2}}):{_MINUTES})?"
)
_SLASHED = re.compile(
    r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})"
    rf"(?:[ Tt](?P<hour>[0-9]{{1,2}}):{_MINUTES})?"
)
_MONTHS = 12
_DAYS = 31
_EARLIEST_YEAR = 1900
"""A year before it is a slip of the keyboard, not a date of a record."""
_FARTHEST_OFFSET = dt.timedelta(hours=14)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_MICROSECONDS_A_DAY = dt.timedelta(days=1) // _MICROSECOND
_MIDNIGHT = dt.time(0, 0)


def read_day(text: str) -> int | Fault:
    """The day a text writes; a time may follow only if it is midnight, local."""
    moment = _moment(text)
    if isinstance(moment, Fault):
        return moment
    if isinstance(moment, dt.datetime):
        if moment.tzinfo is not None:
            moment = moment.astimezone(LONDON)
        if moment.time() != _MIDNIGHT:
            return Fault.DATE_FORM
    return (moment.toordinal() - _EPOCH.toordinal()) * _MICROSECONDS_A_DAY


def read_instant(text: str) -> int | Fault:
    """The instant a text writes.

    Without an offset it is local time: in the hour that comes twice in October it is
    summer time, in the hour that is skipped in March it is one hour later.
    """
    moment = _moment(text)
    if isinstance(moment, Fault):
        return moment
    if not isinstance(moment, dt.datetime):
        return Fault.DATE_FORM
    if moment.tzinfo is None:
        # fold=0: the first of two equal times, the offset before a skipped hour.
        moment = moment.replace(tzinfo=LONDON)
    return (moment - _EPOCH) // _MICROSECOND


def may_be_american(text: str) -> bool:
    """Whether day and month of a slash date could stand in either order."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return False
    first, second = int(match["day"]), int(match["month"])
    return first <= _MONTHS and second <= _MONTHS and first != second


def _moment(text: str) -> dt.date | dt.datetime | Fault:
    """The date, or date and time, that a text writes."""
    match = _ISO.fullmatch(text) or _SLASHED.fullmatch(text)
    if match is None or int(match["year"]) < _EARLIEST_YEAR:
        return Fault.DATE_FORM
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    if month > _MONTHS:
        american = match.re is _SLASHED and day <= _MONTHS and month <= _DAYS
        return Fault.AMERICAN if american else Fault.DATE_FORM
    date = _date(year, month, day)
    if date is None:
        return Fault.DATE_FORM
    return date if match["hour"] is None else _with_time(date, match)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _with_time(date: dt.date, match: re.Match[str]) -> dt.datetime | Fault:
    try:
        time = dt.time(
            int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        )
    except ValueError:
        return Fault.DATE_FORM
    zone = match["zone"]
    if zone is None:
        return dt.datetime.combine(date, time)
    offset = _offset(zone)
    if offset > _FARTHEST_OFFSET or date.year == dt.MAXYEAR:
        return Fault.DATE_FORM
    signed = -offset if zone[0] == "-" else offset
    return dt.datetime.combine(date, time, tzinfo=dt.timezone(signed))


def _offset(zone: str) -> dt.timedelta:
    if zone == "Z":
        return dt.timedelta(0)
    return dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
