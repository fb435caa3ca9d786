"""Tables of counts with margins, as a test draws them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from transforms.linear_table import Cell, Fact, LinearTable, Protection, State

THRESHOLD = 5


def two_way(inner: Sequence[Sequence[int]], *, window: bool = False) -> LinearTable:
    """Counts with their margins; 1 to 4 are sensitive, zeros are shown and known."""
    return with_margins(np.array(inner, int), window=window)


def with_margins(block: np.ndarray, *, window: bool = False) -> LinearTable:
    """Counts of any number of ways, with the totals along each."""
    full = block
    for axis in range(block.ndim):
        total = full.sum(axis=axis, keepdims=True)
        full = np.concatenate([full, total], axis=axis)
    return of_array(full, window=window)


def of_array(full: np.ndarray, *, window: bool = False) -> LinearTable:
    """Counts whose last place along each axis is the total."""
    places = list(np.ndindex(full.shape))
    cells = [_cell(place, int(full[place]), window=window) for place in places]
    zeros = {name(place): State.SHOWN for place in places if not full[place]}
    return LinearTable.of_cells(
        cells,
        [fact for axis in range(full.ndim) for fact in _totals(full.shape, axis)],
        weights={name(place): _weight(place, full) for place in places},
        states=zeros,
    )


def name(place: tuple[int, ...]) -> str:
    return ",".join(map(str, place))


def _cell(place: tuple[int, ...], value: int, *, window: bool) -> Cell:
    protection = None
    if 0 < value < THRESHOLD:
        protection = Protection()
        if window:
            protection = Protection(value - 1, THRESHOLD - value, 2)
    return Cell(name(place), value, lower=min(value, 1), protection=protection)


def _weight(place: tuple[int, ...], full: np.ndarray) -> float:
    margins = sum(at == size - 1 for at, size in zip(place, full.shape, strict=True))
    return round(float(1 + 0.5 * np.log1p(full[place]) + margins), 3)


def _totals(shape: tuple[int, ...], axis: int) -> list[Fact]:
    across = [size for n, size in enumerate(shape) if n != axis]
    facts = []
    for rest in np.ndindex(*across):
        line = [(*rest[:axis], at, *rest[axis:]) for at in range(shape[axis])]
        terms = [(name(place), 1.0) for place in line[:-1]]
        facts.append(Fact((*terms, (name(line[-1]), -1.0))))
    return facts
