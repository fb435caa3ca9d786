"""Figures of which one at least must be hidden, whatever else is.

A capacity constraint asks for so much freedom in sum; what it takes in whole figures is
often more. So a failing pattern is widened as long as a sensitive cell still fails, and
what is left shown then is needed: one of these figures must be hidden in every valid
pattern. (Combinatorial Benders' cuts: Codato and Fischetti, Operations Research 54(4),
2006, section 2.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csc_array

from transforms.linear_table import Protection, State
from transforms.suppression.linear_program import LinearProgram
from transforms.suppression.system import Flags, System

_TOLERANCE = 1e-6


class Needed:
    """The reader's linear program over the whole table, posed once, cells set free."""

    def __init__(self, system: System) -> None:
        """Pose it with every number known."""
        self._system = system
        self._program = LinearProgram(
            csc_array(system.facts),
            (system.low, system.high),
            (system.value, system.value),
        )
        self._rows = csc_array(system.facts)
        self._unknown = np.zeros(len(system.value), bool)
        self._hidden = np.zeros(len(system.weight), bool)
        self._free = np.array([s is State.FREE for s in system.state], bool)
        for cell, figures in enumerate(system.shown_by):
            if not figures:
                self._let_free(cell, unknown=True)

    def figures(
        self, cell: int, asked: Protection, hidden: Flags, order: Sequence[int]
    ) -> list[int] | None:
        """Figures of which one must be hidden, so that a cell is protected.

        Args:
            cell: the sensitive cell, by place.
            asked: its protection.
            hidden: a pattern that fails it.
            order: free figures in the order in which they are hidden besides.

        Returns:
            None where the pattern does not fail the cell.
        """
        self._hide_exactly(hidden)
        used = self._used(cell, asked)
        if used is None:
            return None
        self._hide_besides(used)
        for figure in order:
            if self._hidden[figure] or not self._free[figure]:
                continue
            self._set(figure, hidden=True)
            found = self._used(cell, asked)
            if found is None:
                self._set(figure, hidden=False)
            else:
                self._hide_besides(found)
        return [int(n) for n in np.flatnonzero(self._free & ~self._hidden)]

    def _hide_exactly(self, hidden: Flags) -> None:
        for figure in np.flatnonzero(self._hidden != hidden):
            self._set(int(figure), hidden=bool(hidden[figure]))

    def _hide_besides(self, used: Flags) -> None:
        """Hide figures that the reader makes no use of: nothing changes."""
        for figure in np.flatnonzero(self._free & ~self._hidden):
            if not used[list(self._system.shows[figure])].any():
                self._set(int(figure), hidden=True)

    def _set(self, figure: int, *, hidden: bool) -> None:
        self._hidden[figure] = hidden
        system = self._system
        for cell in system.shows[figure]:
            unknown = all(self._hidden[f] for f in system.shown_by[cell])
            if unknown != self._unknown[cell]:
                self._let_free(cell, unknown=unknown)

    def _let_free(self, cell: int, *, unknown: bool) -> None:
        self._unknown[cell] = unknown
        value = self._system.value[cell]
        below = self._system.below[cell] if unknown else 0.0
        above = self._system.above[cell] if unknown else 0.0
        self._program.bound(cell, value - below, value + above)

    def _used(self, cell: int, asked: Protection) -> Flags | None:
        """Cells that the reader uses to come too near; None where it is protected."""
        down, down_used = self._push(cell, 1.0)
        if down < asked.below - _TOLERANCE:
            return down_used
        up, up_used = self._push(cell, -1.0)
        if up < asked.above - _TOLERANCE:
            return up_used
        if down + up < asked.apart - _TOLERANCE:
            return down_used | up_used
        return None

    def _push(self, cell: int, sign: float) -> tuple[float, Flags]:
        self._program.cost(cell, sign)
        solved = self._program.solve()
        self._program.cost(cell, 0.0)
        if solved is None:
            return 0.0, np.ones(len(self._unknown), bool)
        cost = np.zeros(len(self._unknown))
        cost[cell] = sign
        reduced = cost - np.asarray(self._rows.T @ solved.prices, float)
        reached = sign * (self._system.value[cell] - solved.point[cell])
        return float(reached), np.abs(reduced) > _TOLERANCE
