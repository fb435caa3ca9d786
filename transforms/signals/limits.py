"""Centre lines and limits of run charts and control charts.

Every function takes the points in order of time, None where a point is missing, and
gives one centre, limit and near limit for each of them. Formulas are those of
Montgomery, Introduction to Statistical Quality Control (2009, 6.4, 7.3, 7.4), of
Wheeler and Chambers for individual values (1992), of Laney for p' and u' (Quality
Engineering 2002, 14(4)), and of Provost and Murray for rare events (2011, chapter 7).
Proportions are from 0 to 1.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

D2 = 1.128
"""Mean range of two values of a normal distribution, in standard deviations."""

XMR_FACTOR = 2.66
"""3 / d2 as Wheeler, Making Data Count and Public Health Scotland print it."""

MOVING_RANGE_FACTOR = 3.267
"""Upper limit of moving ranges over their mean (D4 of two values)."""

_SIGMAS = 3.0
_NEAR = 2.0
_T_POWER = 3.6
_PROVOST_MEDIAN = 0.693

Points = Sequence[float | None]


@dataclass(frozen=True)
class Limits:
    """Centre and limits of a chart, one each for every point.

    Attributes:
        centre: the centre line.
        lower: lower limit; None where a chart has none.
        upper: upper limit.
        near_lower: lower limit at two thirds of the way (two standard deviations).
        near_upper: the same above.
    """

    centre: tuple[float, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    near_lower: tuple[float | None, ...]
    near_upper: tuple[float | None, ...]


def run_chart(values: Points, *, baseline: int | None = None) -> Limits:
    """The median of the points, or of the first so many; there are no limits."""
    none = (None,) * len(values)
    centre = (statistics.median(_there(values[:baseline])),) * len(values)
    return Limits(centre, none, none, none, none)


def xmr_chart(
    values: Points,
    *,
    factor: float = XMR_FACTOR,
    screened: bool = False,
    baseline: int | None = None,
) -> Limits:
    """Mean of individual values, limits from the mean moving range.

    Args:
        values: the points; a moving range needs two neighbours that are both there.
        factor: 2.66, or 3 / 1.128 unrounded as qicharts2 has it.
        screened: moving ranges from 3.267 times their mean are left out once, and the
            mean is taken again (Nelson 1982).
        baseline: centre and limits come from the first so many points alone.

    Raises:
        ValueError: fewer than two neighbouring points are there.
    """
    based = values[:baseline]
    centre = _mean(_there(based))
    width = factor * _mean_moving_range(based, screened=screened)
    return _level(centre, width, width * _NEAR / _SIGMAS, len(values))


def c_chart(counts: Points, *, baseline: int | None = None) -> Limits:
    """Mean count, limits of a Poisson distribution, the lower one not below 0.

    Here as in the charts of shares and rates, `baseline` is the number of first points
    on which centre and limits rest; None for all.
    """
    centre = _mean(_there(counts[:baseline]))
    deviation = math.sqrt(centre)
    return _around(centre, (deviation,) * len(counts), lowest=0.0)


def u_chart(counts: Points, sizes: Points, *, baseline: int | None = None) -> Limits:
    """Events over opportunities, limits of a Poisson distribution for each size."""
    centre = _ratio(counts[:baseline], sizes[:baseline])
    deviations = (_root(centre, size) for size in sizes)
    return _around(centre, deviations, lowest=0.0)


def p_chart(counts: Points, sizes: Points, *, baseline: int | None = None) -> Limits:
    """Share of all, limits of a binomial distribution for each size, cut to 0 and 1."""
    centre = _ratio(counts[:baseline], sizes[:baseline])
    deviations = (_root(centre * (1 - centre), size) for size in sizes)
    return _around(centre, deviations, lowest=0.0, highest=1.0)


def p_prime_chart(
    counts: Points,
    sizes: Points,
    *,
    screened: bool = False,
    baseline: int | None = None,
) -> Limits:
    """A p chart whose limits allow for variation between periods (Laney 2002)."""
    centre = _ratio(counts[:baseline], sizes[:baseline])
    own = [_root(centre * (1 - centre), size) for size in sizes]
    between = _between(
        counts[:baseline], sizes[:baseline], centre, own, screened=screened
    )
    return _around(centre, _times(own, between), lowest=0.0, highest=1.0)


def u_prime_chart(
    counts: Points,
    sizes: Points,
    *,
    screened: bool = False,
    baseline: int | None = None,
) -> Limits:
    """A u chart whose limits allow for variation between periods (Laney 2002)."""
    centre = _ratio(counts[:baseline], sizes[:baseline])
    own = [_root(centre, size) for size in sizes]
    between = _between(
        counts[:baseline], sizes[:baseline], centre, own, screened=screened
    )
    return _around(centre, _times(own, between), lowest=0.0)


def g_chart(between: Points, *, provost: bool = False) -> Limits:
    """Opportunities between rare events: limits from the mean of a geometric one.

    Every point is one event, so that a published chart would show single children; for
    restricted use only.

    Args:
        between: opportunities between one event and the next.
        provost: the centre is 0.693 of the mean (Provost and Murray 2011), else the
            median of the points (qicharts2).
    """
    there = _there(between)
    mean = statistics.fmean(there)
    deviation = math.sqrt(mean * (mean + 1))
    centre = _PROVOST_MEDIAN * mean if provost else statistics.median(there)
    around = _around(mean, (deviation,) * len(between), lowest=0.0)
    return Limits(
        (centre,) * len(between),
        around.lower,
        around.upper,
        around.near_lower,
        around.near_upper,
    )


def t_chart(between: Points) -> Limits:
    """Time between rare events: individual values of the power 1/3.6, and back.

    Every point is one event: for restricted use only, as the g chart.

    Raises:
        ValueError: a time is not above 0.
    """
    if any(value <= 0 for value in _there(between)):
        raise ValueError("Every time between events must be above 0.")
    bent = [None if value is None else value ** (1 / _T_POWER) for value in between]
    level = xmr_chart(bent, factor=_SIGMAS / D2)
    return Limits(
        tuple(value**_T_POWER for value in level.centre),
        _back(level.lower),
        _back(level.upper),
        _back(level.near_lower),
        _back(level.near_upper),
    )


def moving_ranges(values: Points) -> list[float]:
    """Distances of neighbouring points; none across a missing point."""
    return [
        abs(after - before)
        for before, after in pairwise(values)
        if before is not None and after is not None
    ]


def _there(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _mean(values: Sequence[float]) -> float:
    """The mean, such that that of equal values is their value to the last digit.

    A second pass takes away what rounding left, as R has it: else every point of a
    constant series may lie above its own mean.
    """
    mean = statistics.fmean(values)
    return mean + statistics.fmean(value - mean for value in values)


def _mean_moving_range(values: Points, *, screened: bool) -> float:
    ranges = moving_ranges(values)
    if not ranges:
        raise ValueError("Limits need two neighbouring points.")
    mean = statistics.fmean(ranges)
    kept = [r for r in ranges if r < MOVING_RANGE_FACTOR * mean] if screened else []
    return statistics.fmean(kept) if kept else mean


def _ratio(counts: Points, sizes: Points) -> float:
    pairs = _pairs(counts, sizes)
    return sum(count for count, _ in pairs) / sum(size for _, size in pairs)


def _pairs(counts: Points, sizes: Points) -> list[tuple[float, float]]:
    return [
        (count, size)
        for count, size in zip(counts, sizes, strict=True)
        if count is not None and size
    ]


def _root(variance: float, size: float | None) -> float | None:
    return math.sqrt(variance / size) if size else None


def _between(
    counts: Points,
    sizes: Points,
    centre: float,
    own: Sequence[float | None],
    *,
    screened: bool,
) -> float:
    """The variation that is left between points, over their own deviations."""
    standardised = [
        (count / size - centre) / deviation
        if count is not None and size and deviation
        else None
        for count, size, deviation in zip(
            counts, sizes, own[: len(counts)], strict=True
        )
    ]
    return _mean_moving_range(standardised, screened=screened) / D2


def _times(deviations: Iterable[float | None], by: float) -> list[float | None]:
    return [None if each is None else each * by for each in deviations]


def _level(centre: float, width: float, near: float, length: int) -> Limits:
    return Limits(
        (centre,) * length,
        (centre - width,) * length,
        (centre + width,) * length,
        (centre - near,) * length,
        (centre + near,) * length,
    )


def _around(
    centre: float,
    deviations: Iterable[float | None],
    *,
    lowest: float = -math.inf,
    highest: float = math.inf,
) -> Limits:
    all_of_them = tuple(deviations)

    def at(sigmas: float) -> tuple[float | None, ...]:
        return tuple(
            None if each is None else min(highest, max(lowest, centre + sigmas * each))
            for each in all_of_them
        )

    return Limits(
        (centre,) * len(all_of_them),
        at(-_SIGMAS),
        at(_SIGMAS),
        at(-_NEAR),
        at(_NEAR),
    )


def _back(limit: Iterable[float | None]) -> tuple[float | None, ...]:
    return tuple(
        None if value is None else max(0.0, value) ** _T_POWER for value in limit
    )
