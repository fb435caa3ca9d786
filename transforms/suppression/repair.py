"""A valid pattern near an invalid one: a good one at once, and a bound for the best.

For each cell that is not protected, one linear program moves it as far as is asked, at
the least price of figures that would have to be hidden for that; then what is hidden
without need is shown again, the dearest first.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csc_array, hstack

from transforms.linear_table import Protection, State
from transforms.suppression.attacker import TOLERANCE, violated
from transforms.suppression.linear_program import LinearProgram
from transforms.suppression.system import Floats, System

_NEARLY_FREE = 1e-3


class Repair:
    """The linear program over differences from the truth, posed once."""

    def __init__(self, system: System) -> None:
        """Pose it for a table."""
        self._system = system
        slack = np.maximum(0.0, system.activity - system.low)
        room = np.maximum(0.0, system.high - system.activity)
        n_cells = len(system.value)
        self._program = LinearProgram(
            csc_array(hstack([system.facts, -system.facts])),
            (-slack, room),
            (np.zeros(2 * n_cells), np.zeros(2 * n_cells)),
        )
        self._never = np.array(
            [
                any(system.state[figure] is State.SHOWN for figure in figures)
                for figures in system.shown_by
            ]
        )
        for cell in range(n_cells):
            self._allow(cell)

    def _allow(self, cell: int) -> None:
        up, down = self._system.above[cell], self._system.below[cell]
        if self._never[cell]:
            up = down = 0.0
        self._program.bound(cell, 0.0, up)
        self._program.bound(cell + len(self._system.value), 0.0, down)

    def valid_near(self, hidden: Floats, asked: dict[int, Protection]) -> Floats | None:
        """A pattern that protects every cell; None where a cell can't be protected."""
        hidden = np.round(hidden)
        for _ in range(3):
            failing = [
                cell
                for cell, _ in violated(
                    self._system, self._system.unknown(hidden), asked
                )
            ]
            if not failing:
                return hidden
            for cell in failing:
                for step in _steps(asked[cell]):
                    moved = self._move(cell, step, hidden)
                    if moved is None:
                        return None
                    hidden = moved
        return None

    def _move(self, cell: int, by: float, hidden: Floats) -> Floats | None:
        """Hide what must be hidden so that a cell may move by so much."""
        system, n_cells = self._system, len(self._system.value)
        price = self._prices(hidden)
        self._program.costs(np.concatenate([price, price]))
        column = cell if by > 0 else cell + n_cells
        other = cell + n_cells if by > 0 else cell
        self._program.bound(column, abs(by), abs(by))
        self._program.bound(other, 0.0, 0.0)
        solved = self._program.solve()
        self._allow(cell)
        if solved is None:
            return None
        moved = solved.point[:n_cells] + solved.point[n_cells:] > TOLERANCE
        result = hidden.copy()
        for place in (*np.flatnonzero(moved), cell):
            for figure in system.shown_by[place]:
                result[figure] = 1.0
        return result

    def _prices(self, hidden: Floats) -> Floats:
        """For each cell the loss of the figures that its being unknown would hide."""
        weight = np.where(hidden > 0.5, 0.0, self._system.weight)  # noqa: PLR2004 -- 0 or 1
        return np.array(
            [
                _NEARLY_FREE + sum(weight[figure] for figure in figures)
                for figures in self._system.shown_by
            ]
        )

    def without_needless(
        self, hidden: Floats, asked: dict[int, Protection], only: Iterable[int]
    ) -> Floats:
        """The pattern with what is hidden without need shown again."""
        system, result = self._system, hidden.copy()
        for figure in sorted(only, key=lambda n: -system.weight[n]):
            if not result[figure]:
                continue
            result[figure] = 0.0
            if any(True for _ in violated(system, system.unknown(result), asked)):
                result[figure] = 1.0
        return result


def _steps(asked: Protection) -> list[float]:
    """Moves after which a cell is protected."""
    steps = [asked.above] if asked.above > 0 else []
    if asked.below > 0:
        steps.append(-asked.below)
    rest = asked.apart - asked.above - asked.below
    if rest > 0 and not steps:
        return [rest]
    return steps
