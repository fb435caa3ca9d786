"""Which figures to hide: the least loss that protects every sensitive cell.

Benders' decomposition as Fischetti and Salazar use it: a master problem proposes a
pattern, the reader is let loose on it, and each success of the reader becomes a cut.
First with figures hidden in part, then whole, the gap lowered in steps; a repair gives
a valid pattern at every moment, so that the time limit costs optimality, never safety.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from transforms.linear_table import LinearTable, Protection, State
from transforms.suppression.attacker import TOLERANCE, Attacks, violated
from transforms.suppression.master import Master, Proposal
from transforms.suppression.repair import Repair
from transforms.suppression.system import Floats, System

_GAPS = (0.03, 0.01, 0.003, 0.0)
_ROUNDS_IN_PART = 40
_ROUNDS_TO_A_MEND = 3
_HALF = 0.5
_SLOWEST = 5.0
"""So many times longer a second of the processor may take on a busy machine."""


@dataclass(frozen=True)
class Pattern:
    """What to hide.

    Attributes:
        hidden: names of the hidden figures, those decided before included.
        loss: sum of their weights.
        gap: how far the loss may be from the least possible, as a share of it; 0 where
            it is proved to be the least.
        unprotectable: sensitive cells that no choice of free figures protects; they
            were left out of what is asked.
    """

    hidden: frozenset[str]
    loss: float
    gap: float
    unprotectable: tuple[str, ...]


def choose(
    table: LinearTable,
    *,
    more: tuple[frozenset[str], ...] = (),
    seconds: float = 30.0,
    attacks: Attacks | None = None,
) -> Pattern:
    """The pattern of least loss.

    Args:
        table: the table; figures that are decided already stay as they are.
        more: groups of figures, of each of which at least one is to be hidden.
        seconds: of the processor's time for it; then the best valid pattern is given
            with its gap. What other programs do at the time must not change a pattern.
        attacks: attacks made before on the same cells and facts.
    """
    attacks = Attacks() if attacks is None else attacks
    system = System.of(table)
    most = system.unknown(_everything_hidden(system))
    failing = {cell for cell, _ in violated(system, most, system.protections, attacks)}
    asked = {c: p for c, p in system.protections.items() if c not in failing}
    place = {figure.name: n for n, figure in enumerate(table.figures)}
    groups = [[place[name] for name in group] for group in more]
    hidden, least = _Search(system, asked, groups, seconds, attacks).best()
    loss = float(hidden @ system.weight)
    return Pattern(
        frozenset(table.figures[n].name for n in np.flatnonzero(hidden > _HALF)),
        loss,
        0.0 if loss <= least + TOLERANCE else (loss - least) / loss,
        tuple(table.cells[cell].name for cell in sorted(failing)),
    )


def unprotected(
    table: LinearTable, shown: Collection[str] = (), attacks: Attacks | None = None
) -> tuple[str, ...]:
    """Sensitive cells that are not protected even if everything else is hidden.

    Args:
        table: the table.
        shown: figures that are to be shown all the same.
        attacks: attacks made before on the same cells and facts.
    """
    system = System.of(table)
    hidden = _everything_hidden(system)
    kept = [n for n, figure in enumerate(table.figures) if figure.name in shown]
    hidden[kept] = [system.state[n] is State.HIDDEN for n in kept]
    failing = violated(system, system.unknown(hidden), system.protections, attacks)
    return tuple(table.cells[cell].name for cell, _ in failing)


def _everything_hidden(system: System) -> Floats:
    return np.array([0.0 if s is State.SHOWN else 1.0 for s in system.state])


class _Search:
    """The search for the best pattern of one table."""

    def __init__(
        self,
        system: System,
        asked: dict[int, Protection],
        groups: list[list[int]],
        seconds: float,
        attacks: Attacks,
    ) -> None:
        self._system = system
        self._asked = asked
        self._groups = groups
        self._give_up = time.process_time() + seconds
        self._master = Master(system)
        self._repair = Repair(system)
        self._bridges = _bridges(system, asked)
        self._best = _everything_hidden(system)
        self._loss = float(self._best @ system.weight)
        self._most = self._loss
        self._attacks = attacks
        self._least = 0.0
        self._rounds = 0

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
            self._rounds += 1
            if self._rounds % _ROUNDS_TO_A_MEND == 0:
                self._mend(proposal.hidden)

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
        for _, cuts in violated(self._system, unknown, self._asked, self._attacks):
            for cut in cuts:
                added |= self._master.add(cut)
        return added

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
        if loss < self._loss:
            self._best, self._loss = hidden, loss

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
