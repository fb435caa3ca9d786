"""The search for the pattern of least loss.

Benders' decomposition as Fischetti and Salazar use it: a master problem proposes a
pattern, the reader is let loose on it, and each success of the reader becomes a cut.
First with figures hidden in part, then whole, the gap lowered in steps. Between what is
proposed and the best valid pattern a smaller problem is solved each time (Danna,
Rothberg and Le Pape, Mathematical Programming 102, 2005), so that the time limit costs
proof and hardly ever loss, and never safety.
"""

from __future__ import annotations

import time

import numpy as np

from transforms.linear_table import Protection, State
from transforms.suppression.attacker import TOLERANCE, Attacks, violated
from transforms.suppression.master import Master, Proposal
from transforms.suppression.needed import Needed
from transforms.suppression.repair import Repair
from transforms.suppression.system import Flags, Floats, System

_GAPS = (0.03, 0.01, 0.003, 0.0)
_ROUNDS_IN_PART = 40
_ROUNDS_BETWEEN = 60
_FEW_CELLS = 500
"""Cuts of whole figures take a program over the whole table for each figure: in large
ones, which sums over time tie loosely, they are not worth it."""
_SECONDS_BETWEEN = 5.0
_HALF = 0.5
_SLOWEST = 5.0
"""So many times longer a second of the processor may take on a busy machine."""


def everything_hidden(system: System) -> Floats:
    """The pattern that hides every figure that may be hidden."""
    return np.array([0.0 if s is State.SHOWN else 1.0 for s in system.state])


class Search:
    """The search for the best pattern of one table."""

    def __init__(
        self,
        system: System,
        asked: dict[int, Protection],
        groups: list[list[int]],
        seconds: float,
        attacks: Attacks,
    ) -> None:
        """Pose it.

        Args:
            system: the table.
            asked: protections, by place of the cell.
            groups: figures of which at least one is to be hidden, by place.
            seconds: of the processor's time.
            attacks: attacks made before on the same cells and facts.
        """
        self._system = system
        self._asked = asked
        self._groups = groups
        self._give_up = time.process_time() + seconds
        self._master = Master(system)
        self._repair = Repair(system)
        self._needed = Needed(system)
        self._cheapest = [int(n) for n in np.argsort(system.weight, kind="stable")]
        self._bridges = _bridges(system, asked)
        self._best = everything_hidden(system)
        self._loss = float(self._best @ system.weight)
        self._most = self._loss
        self._attacks = attacks
        self._least = 0.0

    def best(self) -> tuple[Floats, float]:
        """The best pattern found, and the loss that none can be below."""
        if not self._master.free:
            return self._best, self._loss
        for group in self._groups:
            self._master.add_group(group)
        self._in_part()
        for gap in _GAPS:
            if not self._is_settled():
                self._in_whole(gap)
        if self._loss == self._most:
            # Time was up before anything was valid.
            self._mend(np.array([s is State.HIDDEN for s in self._system.state], float))
        return self._best, min(self._least, self._loss)

    def _in_part(self) -> None:
        """Cuts from patterns in which figures are hidden in part."""
        for _ in range(_ROUNDS_IN_PART):
            proposal = self._propose(whole=False)
            if proposal is None or not self._answer(proposal):
                return

    def _in_whole(self, gap: float) -> None:
        """Whole patterns and their cuts, until one within the gap is valid."""
        while not self._is_settled() and time.process_time() < self._give_up:
            proposal = self._propose(whole=True, gap=gap)
            if proposal is None:
                return
            if not self._answer(proposal):
                self._keep(proposal.hidden)
                return
            if self._loss == self._most:
                self._mend(proposal.hidden)
            self._between(proposal.hidden)

    def _between(self, hidden: Floats) -> None:
        """The best pattern that is as the proposal and the best one where these agree.

        Its cuts hold everywhere.
        """
        agreed = (hidden > _HALF) == (self._best > _HALF)
        with self._master.fixed(agreed, self._best):
            for _ in range(_ROUNDS_BETWEEN):
                proposal = self._master.propose(
                    whole=True, gap=0.0, seconds=_SECONDS_BETWEEN
                )
                if proposal is None or self._is_no_better(proposal.hidden):
                    return
                if not self._answer(proposal):
                    self._keep(proposal.hidden)
                    return

    def _propose(self, *, whole: bool, gap: float = 0.0) -> Proposal | None:
        left = max(0.1, self._give_up - time.process_time())
        # The solver counts by the clock on the wall.
        on_the_wall = left * _SLOWEST
        proposal = self._master.propose(whole=whole, gap=gap, seconds=on_the_wall)
        if proposal is not None:
            self._least = max(self._least, proposal.least_loss)
        return proposal

    def _answer(self, proposal: Proposal) -> bool:
        """Add every cut that the proposal violates; False where there is none."""
        unknown = self._system.unknown(proposal.hidden)
        added = False
        for cell, others in self._bridges:
            if unknown[cell] > unknown[others].sum() + TOLERANCE:
                added |= self._master.add_bridge(cell, others)
        if added:
            return True
        is_worth_it = proposal.is_whole and len(unknown) <= _FEW_CELLS
        whole = proposal.hidden > _HALF if is_worth_it else None
        for cell, cuts in violated(self._system, unknown, self._asked, self._attacks):
            for cut in cuts:
                added |= self._master.add(cut)
            if whole is not None:
                added |= self._add_needed(cell, whole)
        return added

    def _add_needed(self, cell: int, hidden: Flags) -> bool:
        """The cut of figures that the cell needs besides a pattern that fails it."""
        needed = self._needed.figures(cell, self._asked[cell], hidden, self._cheapest)
        return needed is not None and self._master.add_group(needed)

    def _mend(self, hidden: Floats) -> None:
        """A valid pattern near a proposal, kept if it is the best so far."""
        near = self._repair.valid_near(hidden, self._asked)
        if near is not None and self._meets_groups(near):
            added = np.flatnonzero(near > hidden)
            self._keep(self._repair.without_needless(near, self._asked, added))

    def _meets_groups(self, hidden: Floats) -> bool:
        return all(hidden[group].any() for group in self._groups)

    def _keep(self, hidden: Floats) -> None:
        loss = float(hidden @ self._system.weight)
        if loss < self._loss and self._is_valid(hidden):
            self._best, self._loss = hidden, loss

    def _is_valid(self, hidden: Floats) -> bool:
        """Whether every cell is protected, whatever cuts are known already."""
        unknown = self._system.unknown(hidden)
        failing = violated(self._system, unknown, self._asked, self._attacks)
        return next(iter(failing), None) is None

    def _is_no_better(self, hidden: Floats) -> bool:
        return float(hidden @ self._system.weight) >= self._loss - TOLERANCE

    def _is_settled(self) -> bool:
        return self._loss <= self._least + TOLERANCE


def _is_alone(system: System, cell: int) -> bool:
    """Whether a free figure shows this cell and no other, and no other figure does."""
    figures = system.shown_by[cell]
    return (
        len(figures) == 1
        and len(system.shows[figures[0]]) == 1
        and system.state[figures[0]] is State.FREE
    )


def _bridges(
    system: System, asked: dict[int, Protection]
) -> list[tuple[int, list[int]]]:
    """Cells that must not be the only unknown one of an equation, with the others.

    Only a cell that is sensitive, or whose figure shows nothing else, is sure to be
    hidden for a reason.
    """
    found: list[tuple[int, list[int]]] = []
    for row in np.flatnonzero(system.low == system.high):
        cells = system.facts.indices[
            system.facts.indptr[row] : system.facts.indptr[row + 1]
        ]
        found += [
            (int(cell), [int(c) for c in cells if c != cell])
            for cell in cells
            if cell in asked or _is_alone(system, int(cell))
        ]
    return found
