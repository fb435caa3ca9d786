"""Which figures to hide so that every cut found so far holds, at the least loss."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array

from transforms.linear_table import State
from transforms.suppression.attacker import Cut
from transforms.suppression.linear_program import LinearProgram
from transforms.suppression.system import Flags, Floats, System


class Proposal(NamedTuple):
    """How far to hide each figure, wholly or in part; what no loss can be below."""

    hidden: Floats
    least_loss: float
    is_whole: bool


class Master:
    """The choice among free figures, posed once; cuts are added as they are found."""

    def __init__(self, system: System) -> None:
        """Pose the choice without any cut."""
        self._system = system
        self.free = [n for n, state in enumerate(system.state) if state is State.FREE]
        self._fixed_loss = sum(
            system.weight[n]
            for n, state in enumerate(system.state)
            if state is State.HIDDEN
        )
        self._column = {figure: n for n, figure in enumerate(self.free)}
        self._of_cell: dict[int, int | float] = {}
        shared = self._place_cells()
        n_columns = len(self.free) + len(shared)
        self._n_free = len(self.free)
        costs = np.zeros(n_columns)
        costs[: self._n_free] = system.weight[self.free]
        self._program = LinearProgram(
            csc_array((0, n_columns)),
            (np.zeros(0), np.zeros(0)),
            (np.zeros(n_columns), np.ones(n_columns)),
            costs,
        )
        for cell, figures in shared.items():
            column = int(self._of_cell[cell])
            for figure in figures:
                self._program.add_row(
                    [column, self._column[figure]], [1.0, -1.0], -np.inf, 0.0
                )
        self._known: set[tuple[object, ...]] = set()
        self._is_whole = False

    def _place_cells(self) -> dict[int, list[int]]:
        """Say for each cell how far it is unknown: a number, or a column's place.

        Returns:
            Cells of several free figures, which have columns of their own.
        """
        shared: dict[int, list[int]] = {}
        for cell, figures in enumerate(self._system.shown_by):
            states = {self._system.state[figure] for figure in figures}
            free = [f for f in figures if self._system.state[f] is State.FREE]
            if State.SHOWN in states:
                self._of_cell[cell] = 0.0
            elif not free:
                self._of_cell[cell] = 1.0
            elif len(free) == 1:
                self._of_cell[cell] = self._column[free[0]]
            else:
                self._of_cell[cell] = len(self.free) + len(shared)
                shared[cell] = free
        return shared

    def add(self, cut: Cut) -> bool:
        """Add a cut; False where it is known already or can't be met."""
        terms: dict[int, float] = {}
        least = cut.least
        for cell, coefficient in zip(cut.places, cut.coefficients, strict=True):
            of = self._of_cell[int(cell)]
            if isinstance(of, float):
                least -= of * coefficient
            else:
                terms[of] = terms.get(of, 0.0) + coefficient
        if least <= 0 or not terms:
            return False
        terms = {column: min(c, least) for column, c in terms.items()}
        key = (*sorted((c, round(n / least, 9)) for c, n in terms.items()),)
        if key in self._known:
            return False
        self._known.add(key)
        columns = list(terms)
        self._program.add_row(columns, [terms[c] / least for c in columns], 1.0, np.inf)
        return True

    def add_bridge(self, cell: int, others: list[int]) -> bool:
        """Let a cell be unknown only if others of its equation are, as far as it is."""
        key = ("bridge", cell, *others)
        if key in self._known:
            return False
        self._known.add(key)
        terms: dict[int, float] = {}
        least = 0.0
        for place, sign in ((cell, -1.0), *((other, 1.0) for other in others)):
            of = self._of_cell[place]
            if isinstance(of, float):
                least -= sign * of
            else:
                terms[of] = terms.get(of, 0.0) + sign
        if least == 1.0:
            terms = {column: min(n, least) for column, n in terms.items()}
        self._program.add_row(list(terms), list(terms.values()), least, np.inf)
        return True

    def add_group(self, figures: list[int]) -> bool:
        """Let one of some figures at least be hidden; False where that is known."""
        columns = [self._column[f] for f in figures if f in self._column]
        key = ("group", *sorted(columns))
        if key in self._known:
            return False
        self._known.add(key)
        self._program.add_row(columns, [1.0] * len(columns), 1.0, np.inf)
        return True

    @contextmanager
    def fixed(self, places: Flags, at: Floats) -> Iterator[None]:
        """While it lasts, propose only what agrees with a pattern in some figures."""
        columns = [n for n, figure in enumerate(self.free) if places[figure]]
        for column in columns:
            state = at[self.free[column]]
            self._program.bound(column, state, state)
        try:
            yield
        finally:
            for column in columns:
                self._program.bound(column, 0.0, 1.0)

    def propose(
        self, *, whole: bool, gap: float = 0.0, seconds: float = 1e3
    ) -> Proposal | None:
        """The least loss that the cuts allow; None where they can't all be met.

        Args:
            whole: figures are hidden or shown; otherwise they may be so in part.
            gap: how far from the optimum the proposal may be, as a share of it.
            seconds: after which the best so far is taken.
        """
        if whole and not self._is_whole:
            self._program.want_whole(list(range(self._n_free)))
            self._is_whole = True
        solved = self._program.solve(gap=gap, seconds=seconds)
        if solved is None:
            return None
        hidden = np.array(
            [1.0 if state is State.HIDDEN else 0.0 for state in self._system.state]
        )
        chosen = solved.point[: self._n_free]
        hidden[self.free] = np.round(chosen) if whole else chosen
        least = self._program.least if whole else solved.objective
        return Proposal(hidden, self._fixed_loss + max(0.0, least), whole)
