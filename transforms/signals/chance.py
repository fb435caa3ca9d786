"""How often chance alone gives a shift or a trend, so that a finding is not overread.

Both are exact counts over all orders in which the same figures could have come, which
is what a series without change is.
"""

from __future__ import annotations

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
