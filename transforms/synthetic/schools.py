"""Secondary schools and the two programmes for S2."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from schemas.period import Period, school_year_of
from schemas.vocabulary import PROGRAMME_OF_AGENCY
from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Numbers, Words
from transforms.synthetic.refs import numbered
from transforms.synthetic.world import Rows, World

_SCHOOLS = 6
_ROLL = ((0.0, 84.0), (0.5, 124.0), (1.0, 172.0))
_YEARLY_CHANGE = 6
_DELIVERED = (0, 1, 2)
"""Quarters after the July quarter in which a school's main delivery falls."""
_CATCH_UP_ONE_IN = 4
_ATTENDANCE = ((0.0, 0.8), (0.5, 0.91), (1.0, 0.98))
_SECOND_ATTENDANCE = ((0.0, 0.05), (1.0, 0.16))
_TERM = {0: (1, 80), 1: (50, 91), 2: (1, 76), 3: (8, 85)}
"""First and last day of a quarter, counted from its start, that lie in term."""


def school_codes(world: World) -> Words:
    """The codes of the secondary schools."""
    count = max(round(_SCHOOLS * world.scale), 1)
    return numbered("SEC", np.arange(1, count + 1, dtype=np.int64))


def s2_rolls(world: World, school_year: str) -> Numbers:
    """The S2 roll of each school in a school year."""
    schools = np.arange(len(school_codes(world)), dtype=np.int64)
    usual = Draws(world.seed, "school").from_quantiles("roll", schools, _ROLL)
    of_year = Draws(world.seed, "school", school_year)
    return usual + of_year.whole("change", schools, -_YEARLY_CHANGE, _YEARLY_CHANGE)


def s2_programmes(world: World, number: int, agency: str) -> Rows:
    """The extract of deliveries: each school once a school year, some a second time."""
    programme = PROGRAMME_OF_AGENCY[agency]
    schools, again = _turns(world, number, programme)
    draws = world.draws(programme, number)
    days = _term_days(draws, schools, number)
    years = [school_year_of(when.as_date(day)) for day in days]
    rolls = {year: s2_rolls(world, year) for year in set(years)}
    roll = np.array(
        [rolls[y][s] for y, s in zip(years, schools, strict=True)], dtype=np.int64
    )
    came = np.where(
        again,
        _of(roll, draws, schools, "second", _SECOND_ATTENDANCE),
        _of(roll, draws, schools, "attended", _ATTENDANCE),
    )
    answered = _of(came, draws, schools, "answered", ((0.0, 0.7), (1.0, 0.97)))
    better = when.ramp(number, "2023-24-Q3", "2026-27-Q2", 0.0, 0.1)
    before = ((0.0, 0.3 + better), (1.0, 0.5 + better))
    after = ((0.0, 0.74 + better), (1.0, 0.88 + better))
    return {
        "programme": np.full(len(schools), programme, dtype=object),
        "school_code": school_codes(world)[schools],
        "delivered_on": days,
        "s2_roll": roll,
        "pupils_attended": came,
        "responses": answered,
        "aware_before": _of(answered, draws, schools, "before", before),
        "aware_after": _of(answered, draws, schools, "after", after),
    }


def _turns(world: World, number: int, programme: str) -> tuple[Numbers, Numbers]:
    """The schools with a delivery in a quarter, and which of them have their second."""
    schools = np.arange(len(school_codes(world)), dtype=np.int64)
    quarter = when.quarter_of(number)
    place = (int(quarter.part[1]) - 2) % 4
    turn = schools + quarter.start_year + len(programme)
    if place in _DELIVERED:
        chosen = schools[turn % len(_DELIVERED) == place]
        return chosen, np.zeros(len(chosen), dtype=np.int64)
    chosen = schools[(turn - 1) % _CATCH_UP_ONE_IN == 0]
    return chosen, np.ones(len(chosen), dtype=np.int64)


def _term_days(draws: Draws, schools: Numbers, number: int) -> when.Days:
    first, last = _TERM[number % 4]
    day = draws.whole("day", schools, first, last)
    return when.working_days(when.days_after(when.first_day(number), day), number)


def _of(
    whole: Numbers,
    draws: Draws,
    schools: Numbers,
    what: str,
    points: tuple[tuple[float, float], ...],
) -> Numbers:
    """A part of each whole; the points describe how large a share of it."""
    shares, values = zip(*points, strict=True)
    share = np.interp(draws.share(what, schools), shares, values)
    return np.asarray(np.rint(whole * np.minimum(share, 1.0)), np.int64)


def school_years(periods: Sequence[Period]) -> list[str]:
    """The school years that the periods' quarters touch."""
    quarters = [quarter for period in periods for quarter in period.quarters]
    days = [day for q in quarters for day in (q.first_day, q.last_day)]
    return sorted({school_year_of(day) for day in days})
