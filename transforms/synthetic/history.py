"""How files arrive: mostly in time and whole, and what goes wrong now and then.

Mishaps stand in a plan of twelve quarters that begins with 2023-24-Q3 and comes round
again, so that any history shows some, always the same ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
import pandas as pd

from schemas.extract import Extract, Kind
from schemas.period import Period
from schemas.vocabulary import AGENCIES
from transforms.synthetic.chance import Draws
from transforms.synthetic.dress import Cells, Dress, dressed
from transforms.synthetic.quarters import number_of


class Mishap(Enum):
    """What can happen to an extract on its way."""

    LATE = auto()
    MISSING = auto()
    NIL = auto()
    COLUMN_MISSING = auto()
    AMERICAN_DATES = auto()
    TWO_ROWS_WRONG = auto()


_PLAN_BEGINS = Period(2023, "Q3")
_PLAN_LASTS = 12
_PLAN = {
    (1, "icpc", "awareness_programmes"): Mishap.LATE,
    (2, "health", "attendances"): Mishap.LATE,
    (3, "education", "training"): Mishap.COLUMN_MISSING,
    (4, "barnardos", "supervision"): Mishap.MISSING,
    (5, "police", "missing_persons"): Mishap.TWO_ROWS_WRONG,
    (6, "hscp", "return_interviews"): Mishap.AMERICAN_DATES,
    (7, "hscp", "case_file_audits"): Mishap.TWO_ROWS_WRONG,
    (8, "education", "missing_from_education"): Mishap.LATE,
    (9, "police", "ceop_reports"): Mishap.NIL,
    (11, "hscp", "wellbeing_assessments"): Mishap.TWO_ROWS_WRONG,
    (11, "barnardos", "concern_report_reviews"): Mishap.LATE,
}
_REJECTED_FIRST = (Mishap.COLUMN_MISSING, Mishap.AMERICAN_DATES)
_EARLIEST_DAY, _LATEST_DAY = 7, 12
_AGAIN_AFTER = dt.timedelta(days=2, hours=1, minutes=20)
_LATE_DAY = 17
_SATURDAY = 5
_NOT_IN_THE_LIST = "see note"


@dataclass(frozen=True)
class Sending:
    """One version of an extract as it is sent.

    Attributes:
        version: 1, or higher when sent again.
        cells: what the file holds.
        arrived_at: local moment of its arrival.
    """

    version: int
    cells: Cells
    arrived_at: dt.datetime


def mishap_of(quarter: Period, agency: str, extract: Extract) -> Mishap | None:
    """What happens to an extract of a quarter, if anything does."""
    place = (number_of(quarter) - number_of(_PLAN_BEGINS)) % _PLAN_LASTS
    return _PLAN.get((place, agency, extract.name))


def sendings(
    extract: Extract,
    table: pd.DataFrame,
    dress: Dress,
    mishap: Mishap | None,
    arrives: dt.datetime,
) -> Iterator[Sending]:
    """The versions of an extract that are sent, in order; none when it is missing."""
    if mishap is Mishap.MISSING:
        return
    if mishap is Mishap.NIL:
        table = table.iloc[:0]
    cells = dressed(extract, table, dress)
    if mishap in _REJECTED_FIRST:
        yield Sending(1, _spoiled(extract, cells, mishap), arrives)
        yield Sending(2, cells, arrives + _AGAIN_AFTER)
    elif mishap is Mishap.TWO_ROWS_WRONG:
        yield Sending(1, _spoiled(extract, cells, mishap), arrives)
    elif mishap is Mishap.LATE:
        yield Sending(1, cells, _on_a_weekday(arrives.replace(day=_LATE_DAY)))
    else:
        yield Sending(1, cells, arrives)


def _spoiled(extract: Extract, cells: Cells, mishap: Mishap | None) -> Cells:
    names = dict(zip(extract.column_names, cells, strict=True))
    if mishap is Mishap.COLUMN_MISSING:
        code = _first(extract, Kind.CODE)
        return {name: column for name, column in cells.items() if name != names[code]}
    if mishap is Mishap.AMERICAN_DATES:
        temporal = {names[c.name] for c in extract.columns if c.is_temporal}
        return {
            name: [_american(text) for text in column] if name in temporal else column
            for name, column in cells.items()
        }
    return _two_rows_wrong(extract, cells, names)


def _two_rows_wrong(extract: Extract, cells: Cells, names: dict[str, str]) -> Cells:
    """A word outside its list in one row, a day that does not exist in another."""
    spoiled = {name: list(column) for name, column in cells.items()}
    code = spoiled[names[_first(extract, Kind.CODE)]]
    dates = spoiled[names[extract.dated_by or ""]]
    if code:
        code[len(code) // 3] = _NOT_IN_THE_LIST
        dates[len(dates) * 2 // 3] = "31/09/2026"
    return spoiled


def _first(extract: Extract, kind: Kind) -> str:
    """The first column of a kind that may not be empty."""
    return next(c.name for c in extract.columns if c.kind is kind and not c.nullable)


def _american(text: str | None) -> str | None:
    return f"{text[3:5]}/{text[:2]}{text[5:]}" if text else text


def arrivals_of(seed: int, quarter: Period, agency: str) -> Iterator[dt.datetime]:
    """The moments at which an agency's files arrive, one after the other."""
    draws = Draws(seed, "arrival", agency, number_of(quarter))
    agency_id = np.array([AGENCIES.index(agency)], dtype=np.int64)
    day = int(draws.whole("day", agency_id, _EARLIEST_DAY, _LATEST_DAY)[0])
    minute = int(draws.whole("minute", agency_id, 0, 300)[0])
    second = int(draws.whole("second", agency_id, 11, 37)[0])
    after = quarter.last_day + dt.timedelta(days=day)
    moment = dt.datetime.combine(after, dt.time(9)) + dt.timedelta(minutes=minute)
    moment = _on_a_weekday(moment)
    while True:
        yield moment
        moment += dt.timedelta(seconds=3 * second)


def _on_a_weekday(moment: dt.datetime) -> dt.datetime:
    """The moment, on Saturday moved to Friday and on Sunday to Monday."""
    move = {_SATURDAY: -1, _SATURDAY + 1: 1}.get(moment.weekday(), 0)
    return moment + dt.timedelta(days=move)
