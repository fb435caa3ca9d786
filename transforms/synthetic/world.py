"""The synthetic world: its size and seed, and how its records come to be sent.

There is no first quarter and nothing is simulated forwards. What begins in a quarter
begins with its whole later course (return, decision, sign-off, reviews, closure), and
an extract shows as much of it as is known on the day the extract is drawn. So a
quarter's extract depends on seed, scale and calendar alone, and needs no more than the
few earlier quarters whose records may still be unsettled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from transforms.synthetic.chance import Draws, Flags, Numbers, Words
from transforms.synthetic.children import Children
from transforms.synthetic.quarters import Days, drawn_on, first_day

Rows = dict[str, NDArray[Any]]
"""Columns of one table, all of one length."""


@dataclass(frozen=True)
class World:
    """One synthetic area.

    Attributes:
        seed: what makes it this world and no other.
        scale: its size; 1.0 is a small council.
    """

    seed: int
    scale: float

    @cached_property
    def children(self) -> Children:
        """The children of the area."""
        return Children(self.seed, self.scale)

    def draws(self, about: str, number: int) -> Draws:
        """Draws for what begins in a quarter."""
        return Draws(self.seed, about, number)

    def begun(self, about: str, number: int, mean: float) -> tuple[Draws, Numbers]:
        """Draws for what begins in a quarter, and an id for each of them.

        Args:
            about: the kind of thing.
            number: the quarter.
            mean: how many a quarter are expected at scale 1.
        """
        draws = self.draws(about, number)
        count = draws.count("how many", mean * self.scale)
        return draws, np.arange(count, dtype=np.int64)


def picked(rows: Rows, where: Flags | Numbers) -> Rows:
    """Some of the rows."""
    return {name: cells[where] for name, cells in rows.items()}


def joined(parts: Iterable[Rows]) -> Rows:
    """The rows of several tables with the same columns, one after the other."""
    tables = list(parts)
    return {
        name: np.concatenate([table[name] for table in tables]) for name in tables[0]
    }


def only(where: Flags, cells: Words) -> Words:
    """The cells, empty where they are not to be sent."""
    sent = cells.copy()
    sent[~where] = None
    return sent


def sent_again(number: int, begun: int, settled: Days) -> Flags:
    """Which records that began in a quarter are sent in a later one's file.

    All in their own quarter; after it, those unsettled when last sent.
    """
    if begun == number:
        return np.ones(len(settled), dtype=np.bool_)
    unsettled: Flags = ~(settled.astype("datetime64[D]") <= drawn_on(number - 1))
    return unsettled


def still_open(number: int, begun: int, ended: Days) -> Flags:
    """Which records that began in a quarter belong to a later one, where still open."""
    if begun == number:
        return np.ones(len(ended), dtype=np.bool_)
    was_open: Flags = ~(ended.astype("datetime64[D]") < first_day(number))
    return was_open


def over_quarters(number: int, back: int, of_quarter: Callable[[int], Rows]) -> Rows:
    """The rows of a quarter and of so many quarters before it, earliest first."""
    return joined(of_quarter(begun) for begun in range(number - back, number + 1))
