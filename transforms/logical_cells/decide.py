"""The decision: which new figures are hidden, at the least loss, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.linear_table import LinearTable, Protection, State
from transforms.logical_cells.registry import Breakdown, Part, Registry
from transforms.suppression import Attacks, Pattern, choose, unprotected

_SECONDS = 20.0
_STEPS = 4
_TWO = 2.0


Loose = frozenset[Breakdown]
"""Breakdowns of which the zeros are hidden too."""
Tried = Sequence[tuple[LinearTable, Attacks]]
"""Tables, with the attacks that were made on each."""


@dataclass(frozen=True)
class Decision:
    """What is hidden of the figures that are to be released together.

    Attributes:
        hidden: the hidden figures.
        loss: sum of their weights.
        gap: the widest proved gap of any table.
        weaker: cells for which the whole window can't stay open, with what is asked.
        unprotectable: small numbers that no choice protects.
    """

    hidden: frozenset[Part]
    loss: float
    gap: float
    weaker: Mapping[str, Protection | None]
    unprotectable: tuple[str, ...]


def decide(registry_with: Callable[[Loose], Registry]) -> Decision:
    """The pattern of least loss for everything that is to be released.

    Where a breakdown can't be protected beside its total, its zeros may be hidden too,
    so that its hidden counts may be zeros.

    Args:
        registry_with: makes the registry, with breakdowns whose zeros may be hidden.
    """
    loose: Loose = frozenset()
    registry = registry_with(loose)
    while True:
        # What was tried on a table is tried on the same table again: it is kept.
        tables = [(table, Attacks()) for table in registry.tables()]
        more = loose | registry.breakdowns_of(_closed_in(registry, tables))
        if more == loose:
            return _decided(registry, tables)
        loose = more
        registry = registry_with(loose)


def _closed_in(registry: Registry, tables: Tried) -> Iterator[str]:
    """Cells that can't be protected beside shown totals."""
    totals = registry.totals()
    for table, attacks in tables:
        if _needs_a_choice(table):
            least = {
                cell.name: Protection(0.0, cell.protection.above, _TWO)
                for cell in table.cells
                if cell.protection is not None and cell.protection.apart >= _TWO
            }
            yield from unprotected(table.with_protection(least), totals, attacks)


def _decided(registry: Registry, tables: Tried) -> Decision:
    hidden = set(registry.hidden_already())
    loss, gap = 0.0, 0.0
    weaker: dict[str, Protection | None] = {}
    for table, attacks in tables:
        if not _needs_a_choice(table):
            continue
        chosen, asked = _choose(table, registry.totals(), attacks)
        hidden |= chosen.hidden
        loss += chosen.loss
        gap = max(gap, chosen.gap)
        weaker |= asked
    return Decision(
        frozenset(registry.part(name) for name in hidden),
        loss,
        gap,
        weaker,
        tuple(sorted(name for name, asked in weaker.items() if asked is None)),
    )


def _needs_a_choice(table: LinearTable) -> bool:
    return any(f.state is State.FREE for f in table.figures) and any(
        cell.protection is not None for cell in table.cells
    )


def _choose(
    table: LinearTable, totals: frozenset[str], attacks: Attacks
) -> tuple[Pattern, dict[str, Protection | None]]:
    """The pattern, with less asked of cells for which more can't be had.

    A total is hidden only for the least that must hold, never for the whole window.
    """
    asked: dict[str, Protection | None] = {}
    for shown in (totals, frozenset[str]()):
        for _ in range(_STEPS):
            failing = unprotected(table, shown, attacks)
            protections = {cell.name: cell.protection for cell in table.cells}
            less = {
                name: _less(protections[name], can_hide_totals=not shown)
                for name in failing
            }
            changed = {n: p for n, p in less.items() if p != protections[n]}
            if not changed:
                break
            asked |= changed
            table = table.with_protection(changed)
    return choose(table, seconds=_SECONDS, attacks=attacks), asked


def _less(asked: Protection | None, *, can_hide_totals: bool) -> Protection | None:
    """What is asked next, where so much can't be had.

    The window down to 1 first: two hidden quarters of at least 1 make a year of 2.
    """
    if asked is None:
        return None
    if asked.below > 0:
        return Protection(0.0, asked.above, _TWO)
    if asked.above > 0:
        return Protection(apart=_TWO)
    if not can_hide_totals:
        return asked
    return Protection(apart=1.0) if asked.apart > 1 else None
