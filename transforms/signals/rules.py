"""Rules that find points which chance alone would seldom give.

Each rule takes the points in order of time, None where one is missing, and gives the
runs that it finds, each with the places of its points. A missing point is left out as
if it had not been there. Which rules are asked, at what length, and what a point on
the centre line does, is the matter of a profile.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from transforms.signals.limits import Limits, Points

_ONE_IN = 20
_OF_THREE = 2


class Rule(StrEnum):
    """What a signal is."""

    OUTSIDE = "outside the limits"
    TREND = "trend"
    TWO_OF_THREE = "two of three near a limit"
    SHIFT = "shift"
    INNER_THIRD = "close to the centre"
    LONG_RUN = "unusually long run"
    FEW_CROSSINGS = "unusually few crossings"


class Side(StrEnum):
    """Where the points lie, or which way they go."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@dataclass(frozen=True)
class Signal:
    """One finding.

    Attributes:
        rule: the rule that found it.
        side: above or below the centre; of a trend, up or down.
        points: places of its points, 0 for the first of the series. A point that the
            rule passes over (on the centre, or equal to the one before) is not among
            them.
    """

    rule: Rule
    side: Side
    points: tuple[int, ...]


@dataclass(frozen=True)
class Runs:
    """Runs of points on one side of the centre (Anhøj and Olesen, PLoS ONE 2014).

    Attributes:
        n_useful: points that are not on the centre line.
        longest: points in the longest run.
        longest_allowed: the most that chance gives: round(log2(n)) + 3.
        crossings: how often the series crosses the centre.
        crossings_needed: the fewest that chance gives: the 5 % point of a binomial
            distribution of n - 1 and one half.
    """

    n_useful: int
    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int

    @property
    def is_signal(self) -> bool:
        """Whether the series varies by more than chance gives."""
        return self.is_long or self.is_seldom_crossing

    @property
    def is_long(self) -> bool:
        """Whether the longest run is longer than chance gives."""
        return self.longest > self.longest_allowed

    @property
    def is_seldom_crossing(self) -> bool:
        """Whether the centre is crossed less often than chance gives."""
        return self.crossings < self.crossings_needed


def shifts(
    values: Points, centre: Sequence[float], *, length: int, broken_by_centre: bool
) -> Iterator[Signal]:
    """Runs of so many points or more on one side of the centre.

    Args:
        values: the points.
        centre: the centre line at each point.
        length: points that make a shift.
        broken_by_centre: a point on the centre ends a run (Making Data Count); else it
            neither breaks nor counts (Perla, Provost and Murray 2011).
    """
    for side, run in _runs(values, centre, broken_by_centre=broken_by_centre):
        if len(run) >= length:
            yield Signal(Rule.SHIFT, side, run)


def trends(values: Points, *, length: int, broken_by_tie: bool) -> Iterator[Signal]:
    """So many points or more that all rise or all fall.

    Args:
        values: the points.
        length: points that make a trend, its first one included.
        broken_by_tie: a value equal to the one before ends it (Making Data Count); else
            that value does not count (Perla, Provost and Murray 2011).
    """
    chain: list[int] = []
    way = Side.NEITHER
    for place, value in enumerate(values):
        if value is None:
            continue
        if not chain:
            chain = [place]
            continue
        last = values[chain[-1]]
        step = _side(value - (last if last is not None else value))
        if step is Side.NEITHER and not broken_by_tie:
            continue
        if step is way and way is not Side.NEITHER:
            chain.append(place)
            continue
        if len(chain) >= length:
            yield Signal(Rule.TREND, way, tuple(chain))
        chain = [place] if step is Side.NEITHER else [chain[-1], place]
        way = step
    if len(chain) >= length:
        yield Signal(Rule.TREND, way, tuple(chain))


def outside(values: Points, limits: Limits) -> Iterator[Signal]:
    """Points beyond a limit; on it is within."""
    for place, value in enumerate(values):
        if value is None:
            continue
        lower, upper = limits.lower[place], limits.upper[place]
        if upper is not None and value > upper:
            yield Signal(Rule.OUTSIDE, Side.HIGH, (place,))
        elif lower is not None and value < lower:
            yield Signal(Rule.OUTSIDE, Side.LOW, (place,))


def two_of_three(
    values: Points, limits: Limits, *, outside_counts: bool, all_on_one_side: bool
) -> Iterator[Signal]:
    """Three points in a row, two of them beyond the same near limit.

    Args:
        values: the points.
        limits: with near limits at two standard deviations.
        outside_counts: a point beyond the limit itself counts as beyond the near one.
        all_on_one_side: the third point must lie on the same side of the centre.

    Yields:
        The points that are beyond the near limit, once for every stretch of threes
        that share one.
    """
    there = [place for place, value in enumerate(values) if value is not None]
    for side in (Side.HIGH, Side.LOW):
        found: list[int] = []
        for three in zip(there, there[1:], there[2:], strict=False):
            beyond = {
                place
                for place in three
                if _is_beyond(values, limits, place, side, outside_counts)
            }
            level = all(
                _side_of(values, limits.centre, place) is side for place in three
            )
            if len(beyond) >= _OF_THREE and (level or not all_on_one_side):
                if found and not beyond & set(found):
                    yield Signal(Rule.TWO_OF_THREE, side, tuple(found))
                    found = []
                found += sorted(beyond - set(found))
        if found:
            yield Signal(Rule.TWO_OF_THREE, side, tuple(found))


def close_to_centre(values: Points, limits: Limits, *, length: int) -> Iterator[Signal]:
    """So many points or more within one standard deviation of the centre."""
    chain: list[int] = []
    for place, value in enumerate(values):
        if value is None:
            continue
        if _is_close(values, limits, place):
            chain.append(place)
            continue
        if len(chain) >= length:
            yield Signal(Rule.INNER_THIRD, Side.NEITHER, tuple(chain))
        chain = []
    if len(chain) >= length:
        yield Signal(Rule.INNER_THIRD, Side.NEITHER, tuple(chain))


def runs_of(values: Points, centre: Sequence[float]) -> Runs:
    """Longest run and crossings of the centre, and what chance allows of both."""
    runs = [run for _, run in _runs(values, centre, broken_by_centre=False)]
    n_useful = sum(len(run) for run in runs)
    if not n_useful:
        return Runs(0, 0, 0, 0, 0)
    return Runs(
        n_useful=n_useful,
        longest=max(len(run) for run in runs),
        longest_allowed=round(math.log2(n_useful)) + 3,
        crossings=len(runs) - 1,
        crossings_needed=_fewest_crossings(n_useful - 1),
    )


def _fewest_crossings(chances: int) -> int:
    """The 5 % point of a binomial distribution with probability one half, exactly."""
    fewest, so_far = 0, 1
    while so_far * _ONE_IN < 2**chances:
        fewest += 1
        so_far += math.comb(chances, fewest)
    return fewest


def anhoej(values: Points, centre: Sequence[float]) -> Iterator[Signal]:
    """Runs longer, and crossings fewer, than chance gives (Anhøj and Olesen 2014)."""
    found = runs_of(values, centre)
    if found.is_long:
        for side, run in _runs(values, centre, broken_by_centre=False):
            if len(run) > found.longest_allowed:
                yield Signal(Rule.LONG_RUN, side, run)
    if found.is_seldom_crossing:
        useful = tuple(
            place
            for _, run in _runs(values, centre, broken_by_centre=False)
            for place in run
        )
        yield Signal(Rule.FEW_CROSSINGS, Side.NEITHER, useful)


def _runs(
    values: Points, centre: Sequence[float], *, broken_by_centre: bool
) -> Iterator[tuple[Side, tuple[int, ...]]]:
    run: list[int] = []
    side = Side.NEITHER
    for place, value in enumerate(values):
        if value is None:
            continue
        here = _side_of(values, centre, place)
        if here is Side.NEITHER and not broken_by_centre:
            continue
        if here is not side and run:
            yield side, tuple(run)
            run = []
        side = here
        if here is not Side.NEITHER:
            run.append(place)
    if run:
        yield side, tuple(run)


def _side(difference: float) -> Side:
    if difference > 0:
        return Side.HIGH
    return Side.LOW if difference < 0 else Side.NEITHER


def _side_of(values: Points, centre: Sequence[float], place: int) -> Side:
    value = values[place]
    return Side.NEITHER if value is None else _side(value - centre[place])


def _is_beyond(
    values: Points, limits: Limits, place: int, side: Side, outside_counts: bool
) -> bool:
    value = values[place]
    high = side is Side.HIGH
    near = (limits.near_upper if high else limits.near_lower)[place]
    far = (limits.upper if high else limits.lower)[place]
    if value is None or near is None or far is None:
        return False
    sign = 1 if high else -1
    is_outside = sign * (value - far) > 0
    return sign * (value - near) > 0 and (outside_counts or not is_outside)


def _is_close(values: Points, limits: Limits, place: int) -> bool:
    value, upper, lower = (
        values[place],
        limits.near_upper[place],
        limits.near_lower[place],
    )
    if value is None or upper is None or lower is None:
        return False
    centre = limits.centre[place]
    edge = upper if value >= centre else lower
    return abs(value - centre) <= abs(edge - centre) / _OF_THREE
