"""Which figures to hide: the least loss that protects every sensitive cell.

The door to the search, and what else is asked of a table: what no choice protects, and
what every reader works out whatever is hidden.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from transforms.linear_table import LinearTable, Protection, State
from transforms.suppression.attacker import TOLERANCE, Attacks, violated
from transforms.suppression.search import Search, everything_hidden
from transforms.suppression.system import System

_APART_AT_ALL = Protection(apart=1e-3)
_HALF = 0.5


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
    most = system.unknown(everything_hidden(system))
    failing = {cell for cell, _ in violated(system, most, system.protections, attacks)}
    asked = {c: p for c, p in system.protections.items() if c not in failing}
    place = {figure.name: n for n, figure in enumerate(table.figures)}
    groups = [[place[name] for name in group] for group in more]
    hidden, least = Search(system, asked, groups, seconds, attacks).best()
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
    hidden = everything_hidden(system)
    kept = [n for n, figure in enumerate(table.figures) if figure.name in shown]
    hidden[kept] = [system.state[n] is State.HIDDEN for n in kept]
    failing = violated(system, system.unknown(hidden), system.protections, attacks)
    return tuple(table.cells[cell].name for cell, _ in failing)


def known_anyway(
    table: LinearTable, hidden: Collection[str], attacks: Attacks | None = None
) -> frozenset[str]:
    """Free figures of a pattern that every reader works out: hidden in vain.

    Showing what is known already tells nobody anything.

    Args:
        table: the table.
        hidden: names of the hidden figures.
        attacks: attacks made before on the same cells and facts.
    """
    system = System.of(table)
    place = {cell.name: n for n, cell in enumerate(table.cells)}
    free = {
        figure.name: {place[name] for name in figure.cells}
        for figure in table.figures
        if figure.name in hidden and figure.state is State.FREE
    }
    free = {
        f: cells for f, cells in free.items() if not cells & set(system.protections)
    }
    asked = {cell: _APART_AT_ALL for cells in free.values() for cell in cells}
    pattern = np.array([1.0 if f.name in hidden else 0.0 for f in table.figures])
    known = {c for c, _ in violated(system, system.unknown(pattern), asked, attacks)}
    return frozenset(name for name, cells in free.items() if cells <= known)
