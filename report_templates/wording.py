"""Values to words: figures, symbols, dates and periods. Sentences: `sentences`.

One decimal, half up; counts with none; a percentage on fewer than ten as "n of N".
A figure that is not there is said in words beside its symbol, never left blank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from schemas.period import Period
from schemas.released import ReleasedValue, Status, Symbol
from transforms.indicator import Indicator, Median, Unit

FEW = 10
"""A percentage on fewer than these is printed as "n of N"."""

_EXACT = Decimal("1e-9")
_TENTH = Decimal("0.1")
_ONE = Decimal(1)
_IN_WORDS: dict[Status, str] = {
    Status.NOT_RECEIVED: f"not received {Symbol.NOT_AVAILABLE}",
    Status.NOT_APPLICABLE: f"not applicable {Symbol.NOT_APPLICABLE}",
    Status.NOT_DUE: "not due",
}
_IN_SYMBOLS: dict[Status, str] = {
    Status.NOT_RECEIVED: Symbol.NOT_AVAILABLE,
    Status.NOT_APPLICABLE: Symbol.NOT_APPLICABLE,
    Status.NOT_DUE: "not due",
}
_UNITS: dict[Unit, str] = {
    Unit.COUNT: "",
    Unit.PERCENT: "%",
    Unit.PER_100: " per 100",
    Unit.PER_1000: " per 1,000",
    Unit.HOURS: " hours",
    Unit.DAYS: " days",
    Unit.SESSIONS: " sessions",
}
_ELSE = f"not available {Symbol.NOT_AVAILABLE}"
"""Of a figure that was never released, or claims to be there and is not."""


# --- Numbers ----------------------------------------------------------------------


def one_decimal(value: float) -> str:
    """The number with one decimal, half up, thousands apart."""
    return f"{_rounded(value, _TENTH):,}"


def whole(value: float) -> str:
    """The number without decimals, half up, thousands apart."""
    return f"{_rounded(value, _ONE):,}"


def _rounded(value: float, to: Decimal) -> Decimal:
    # A share such as 11.45 may lie a hair below it as a binary number: nine decimals
    # first, further than any two different figures of ours can lie apart.
    exact = Decimal(value).quantize(_EXACT)
    return exact.quantize(to, ROUND_HALF_UP) + 0


def figure(indicator: Indicator, value: ReleasedValue) -> str:
    """A figure that is shown: number, unit, or "n of N" on fewer than ten."""
    number = value.value or 0
    if indicator.unit is Unit.COUNT:
        return whole(number)
    n, of = value.numerator, value.denominator
    if indicator.unit is Unit.PERCENT and n is not None and of is not None and of < FEW:
        return f"{whole(n)} of {whole(of)}"
    return f"{one_decimal(number)}{_UNITS[indicator.unit]}"


def is_shown(value: ReleasedValue | None) -> bool:
    """Whether there is a number to print."""
    return (
        value is not None
        and value.status is Status.OK
        and not value.hidden
        and value.value is not None
    )


def in_cell(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value in a small cell: the figure or its symbol, with its marks."""
    if value is None:
        return Symbol.NOT_AVAILABLE
    if is_shown(value):
        return _with_details(figure(indicator, value), (agencies(value),), value)
    return _absent(value, _IN_SYMBOLS, Symbol.HIDDEN)


def in_words(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value, or the status in words; incomplete agencies are said."""
    if value is None or not is_shown(value):
        return _absence(value)
    return _with_details(figure(indicator, value), (agencies(value),), value)


def in_short(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value with its marks alone, or the status in words."""
    if value is None or not is_shown(value):
        return _absence(value)
    return _with_details(figure(indicator, value), (), value)


def in_column(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value with its marks alone, or its symbol: for the narrowest columns."""
    if value is None or not is_shown(value):
        return in_cell(indicator, value)
    return _with_details(figure(indicator, value), (), value)


def in_full(indicator: Indicator, value: ReleasedValue | None) -> str:
    """A value with what it rests on: "62.5% (25 of 40; 4 of 5 agencies) [p]"."""
    if value is None or not is_shown(value):
        return in_words(indicator, value)
    details = (
        _rests_on(indicator, value),
        agencies(value),
        _beside(indicator, value),
    )
    return _with_details(figure(indicator, value), details, value)


def _absence(value: ReleasedValue | None) -> str:
    if value is None:
        return _ELSE
    return _absent(value, _IN_WORDS, f"not shown {Symbol.HIDDEN}")


def _absent(value: ReleasedValue, of: dict[Status, str], hidden: str) -> str:
    text = hidden if value.hidden else of.get(value.status, _ELSE)
    return f"{text} {Symbol.REVISED}" if value.revised else text


def _with_details(text: str, details: Iterable[str], value: ReleasedValue) -> str:
    said = "; ".join(detail for detail in details if detail)
    return f"{text} ({said}){_marks(value)}" if said else f"{text}{_marks(value)}"


def _marks(value: ReleasedValue) -> str:
    provisional = f" {Symbol.PROVISIONAL}" if value.provisional else ""
    revised = f" {Symbol.REVISED}" if value.revised else ""
    return provisional + revised


def _rests_on(indicator: Indicator, value: ReleasedValue) -> str:
    of = value.denominator
    if of is None:
        return ""
    if isinstance(indicator.measure, Median):
        return f"of {whole(of)}"
    if indicator.unit is Unit.PERCENT and of >= FEW and value.numerator is not None:
        return f"{whole(value.numerator)} of {whole(of)}"
    return ""


def is_incomplete(value: ReleasedValue) -> bool:
    """Whether the total lacks an agency."""
    received = value.agencies_received
    return received is not None and received[0] < received[1]


def agencies(value: ReleasedValue) -> str:
    """Of how many agencies a total is, where one is missing; empty where none is."""
    if value.agencies_received is None or not is_incomplete(value):
        return ""
    received, due = value.agencies_received
    return f"{received} of {due} agencies"


def _beside(indicator: Indicator, value: ReleasedValue) -> str:
    if indicator.beside is None or value.beside is None:
        return ""
    return f"{value.beside:,} {indicator.beside.words}"


# --- Dates and periods ------------------------------------------------------------


def date(day: dt.date) -> str:
    """A date as 20 October 2026."""
    return f"{day.day} {day:%B %Y}"


def date_and_time(moment: dt.datetime) -> str:
    """A moment as 20 October 2026, 07:00."""
    return f"{date(moment)}, {moment:%H:%M}"


def short_label(code: str) -> str:
    """A period with months cut short, for heads of columns, as Jul to Sep 2026."""
    first, last = Period.parse(code).first_day, Period.parse(code).last_day
    if first.year == last.year:
        return f"{first:%b}\N{EN DASH}{last:%b %Y}"
    return f"{first:%b %Y} to {last:%b %Y}"


def place_in_year(period: Period) -> str:
    """Which quarter or half of which financial year a period is, or that year."""
    year = f"financial year {Period(period.start_year).code}"
    place = {"Q": "quarter", "H": "half"}.get(period.part[:1])
    return f"{place} {period.part[1]} of {year}" if place else year


def range_label(series: Sequence[str]) -> str:
    """First month to last month of a series of periods."""
    first = Period.parse(series[0]).first_day
    return f"{first:%B %Y} to {Period.parse(series[-1]).last_day:%B %Y}"


def counted(number: int, one: str, more: str = "") -> str:
    """As `1 file`, `7 files`, `no files`."""
    return f"{number or 'no'} {one if number == 1 else more or one + 's'}"
