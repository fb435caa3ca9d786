"""How often chance alone gives a finding, so that it is not overread.

Exact counts over all orders in which the same figures could have come, which is what a
series without change is. A trend is counted as if no two figures were equal; equal ones
make it rarer than that.
"""

from __future__ import annotations

import math
from functools import cache


@cache
def of_shift(n_above: int, n_below: int, length: int) -> float:
    """Share of all orders with a run of so many points on one side of the centre."""
    without = _orders_without_run(n_above, n_below, length)
    return 1 - without / _orders(n_above, n_below)


@cache
def of_trend(n_points: int, length: int) -> float:
    """Share of all orders of different values with so many in a row that rise or fall.

    Counted by the rank of the last value among those so far and the steps of the
    monotone run that ends with it.
    """
    if n_points < length:
        return 0.0
    at: dict[tuple[int, int], float] = {(0, 0): 1.0}
    for n_so_far in range(1, n_points):
        following: dict[tuple[int, int], float] = {}
        for (rank, steps), share in at.items():
            for new_rank in range(n_so_far + 1):
                rises = new_rank > rank
                new_steps = max(steps, 0) + 1 if rises else min(steps, 0) - 1
                if abs(new_steps) < length - 1:
                    key = (new_rank, new_steps)
                    following[key] = following.get(key, 0.0) + share / (n_so_far + 1)
        at = following
    return 1 - sum(at.values())


def of_few_crossings(n_above: int, n_below: int, fewest: int) -> float:
    """Share of all orders that cross the centre fewer times than `fewest`.

    Of r runs, one more than crossings, the side that begins has every second; each
    side's points fall into its runs in as many ways as there are places to part them.
    """
    ways = 0
    for n_runs in range(1, fewest + 1):
        for first, other in ((n_above, n_below), (n_below, n_above)):
            ways += _partings(first, -(-n_runs // 2)) * _partings(other, n_runs // 2)
    return ways / math.comb(n_above + n_below, n_above)


def _partings(n_points: int, n_runs: int) -> int:
    if not n_points or not n_runs:
        return int(n_points == n_runs)
    return math.comb(n_points - 1, n_runs - 1)


def _orders(n_above: int, n_below: int) -> int:
    return _orders_without_run(n_above, n_below, n_above + n_below + 1)


def _orders_without_run(n_above: int, n_below: int, length: int) -> int:
    """Orders of two kinds of points in which no kind stands so often in a row."""

    @cache
    def ending_in(above: int, below: int, *, is_above: bool) -> int:
        here, other = (above, below) if is_above else (below, above)
        total = 0
        for run in range(1, min(here, length - 1) + 1):
            rest = (above - run, below) if is_above else (above, below - run)
            if rest == (0, 0):
                total += 1
            elif other:
                total += ending_in(*rest, is_above=not is_above)
        return total

    if n_above + n_below == 0:
        return 1
    return ending_in(n_above, n_below, is_above=True) + ending_in(
        n_above, n_below, is_above=False
    )
