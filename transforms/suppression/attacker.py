"""The reader who works out what is hidden, and the cuts that stop this reader.

For each sensitive cell the least and the greatest value that the facts leave open are
found by linear programs over the unknown cells alone. Where they lie too near, the
prices of the optimum say which figures, if hidden too, would push them apart: the
capacity constraints of Fischetti and Salazar (Management Science 47, 2001, section 3),
lowered to the right-hand side as in their section 4.2.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array

from transforms.linear_table import Protection
from transforms.suppression.linear_program import LinearProgram
from transforms.suppression.system import Flags, Floats, Places, System

TOLERANCE = 1e-6


class Cut(NamedTuple):
    """Sum of coefficient times how far a cell is unknown is at least `least`."""

    places: Places
    coefficients: Floats
    least: float


class Gain(NamedTuple):
    """How far a cell can be pushed one way, and what each cell's freedom adds."""

    reached: float
    coefficients: Floats
    constant: float


class Attacks:
    """Attacks on parts of a table, kept: the same again costs nothing."""

    def __init__(self) -> None:
        """Begin without any."""
        self._kept: dict[bytes, _Attack] = {}

    def on(self, system: System, unknown: Floats, component: Places) -> _Attack:
        """The attack on a component as far as its cells are unknown."""
        key = component.tobytes() + unknown[component].tobytes()
        if key not in self._kept:
            self._kept[key] = _Attack(system, unknown, component)
        return self._kept[key]


def violated(
    system: System,
    unknown: Floats,
    asked: dict[int, Protection],
    attacks: Attacks | None = None,
) -> Iterator[tuple[int, list[Cut]]]:
    """Sensitive cells that are not protected, each with its cuts.

    Args:
        system: the table.
        unknown: how far each cell is unknown; a cell may be unknown in part.
        asked: protections, by place of the cell.
        attacks: attacks made before on the same table.
    """
    attacks = Attacks() if attacks is None else attacks
    for component in components_with(system, unknown > TOLERANCE, asked):
        attack = attacks.on(system, unknown, component)
        for cell in component:
            if int(cell) in asked:
                cuts = attack.cuts(int(cell), asked[int(cell)])
                if cuts:
                    yield int(cell), cuts
    for cell in asked:
        if unknown[cell] <= TOLERANCE:
            yield cell, [Cut(np.array([cell]), np.array([1.0]), 1.0)]


def components_with(
    system: System, unknown: Flags, cells: Iterable[int]
) -> Iterator[Places]:
    """The components of unknown cells that hold one of some cells."""
    wanted = np.zeros(len(system.value), bool)
    wanted[list(cells)] = True
    for component in system.components(unknown):
        if wanted[component].any():
            yield component


class _Attack:
    """Linear programs over one component of unknown cells."""

    def __init__(self, system: System, unknown: Floats, component: Places) -> None:
        self._system = system
        self._component = component
        columns = csc_array(system.by_cell[:, component])
        rows = np.unique(columns.indices)
        self._rows = rows
        matrix = csc_array(system.facts[rows])
        self._matrix = matrix
        value = system.value[component]
        fixed = system.activity[rows] - csc_array(matrix[:, component]) @ value
        self._lower = value - system.below[component] * unknown[component]
        self._upper = value + system.above[component] * unknown[component]
        self._least = value.copy()
        self._greatest = value.copy()
        self._program = LinearProgram(
            csc_array(matrix[:, component]),
            (system.low[rows] - fixed, system.high[rows] - fixed),
            (self._lower, self._upper),
        )
        self._column = {int(cell): n for n, cell in enumerate(component)}
        self._gains: dict[tuple[int, float], Gain] = {}

    def cuts(self, cell: int, asked: Protection) -> list[Cut]:
        """Cuts that the cell's protection needs and does not have."""
        column = self._column[cell]
        if self._holds(column, asked):
            return []
        down, up = self._push(column, 1.0), self._push(column, -1.0)
        found = []
        if down.reached < asked.below - TOLERANCE:
            found.append(_cut(down.coefficients, asked.below - down.constant))
        if up.reached < asked.above - TOLERANCE:
            found.append(_cut(up.coefficients, asked.above - up.constant))
        if down.reached + up.reached < asked.apart - TOLERANCE:
            found.append(
                _cut(
                    down.coefficients + up.coefficients,
                    asked.apart - down.constant - up.constant,
                )
            )
        return found

    def _holds(self, column: int, asked: Protection) -> bool:
        """Whether points met on the way show already that it is protected."""
        value = self._system.value[self._component[column]]
        down, up = value - self._least[column], self._greatest[column] - value
        return bool(
            down >= asked.below and up >= asked.above and down + up >= asked.apart
        )

    def _push(self, column: int, sign: float) -> Gain:
        """Push a cell down (1) or up (-1) as far as it goes."""
        if (column, sign) not in self._gains:
            self._gains[column, sign] = self._pushed(column, sign)
        return self._gains[column, sign]

    def _pushed(self, column: int, sign: float) -> Gain:
        self._program.cost(column, sign)
        solved = self._program.solve()
        self._program.cost(column, 0.0)
        system, rows = self._system, self._rows
        if solved is None:
            # The truth is always a point; a solver that finds none has met its limits.
            empty = np.zeros(len(system.value))
            return Gain(0.0, empty, 0.0)
        self._least = np.minimum(self._least, solved.point)
        self._greatest = np.maximum(self._greatest, solved.point)
        target = self._component[column]
        cost = np.zeros(len(system.value))
        cost[target] = sign
        reduced = cost - np.asarray(self._matrix.T @ solved.prices, float)
        coefficients = np.where(reduced > 0, reduced * system.below, 0.0) + np.where(
            reduced < 0, -reduced * system.above, 0.0
        )
        prices, activity = solved.prices, system.activity[rows]
        slack = np.where(
            prices > 0,
            prices * np.minimum(activity - system.low[rows], 1e12),
            -prices * np.minimum(system.high[rows] - activity, 1e12),
        )
        reached = sign * (system.value[target] - solved.point[column])
        coefficients[coefficients < TOLERANCE] = 0.0
        return Gain(float(reached), coefficients, float(slack.sum()))


def _cut(coefficients: Floats, least: float) -> Cut:
    lowered = np.minimum(coefficients, least)
    places = np.flatnonzero(lowered)
    return Cut(places, lowered[places], least)
