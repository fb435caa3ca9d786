"""A table with its equations: what to hide, and the proof that it stays hidden.

This is the door for examples from outside. `protect_table` chooses (`suppression`),
lets the other program attack the choice (`audit`), and sharpens the choice until every
hidden number has two possible values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.audit import Certificate, Published, Range, Relation, attack
from transforms.audit.certificate import Interval
from transforms.linear_table import LinearTable, Protection, State
from transforms.linear_table_faults import checked
from transforms.suppression import Pattern, choose

_ROUNDS = 6
_TWO_WHOLE_NUMBERS = 2.0
_HAIR = 1e-9


@dataclass(frozen=True)
class ProtectedTable:
    """What was chosen, and what a reader can make of it.

    Attributes:
        pattern: hidden figures, loss, proved gap, cells that can't be protected.
        certificates: the audit: for each hidden cell the least and greatest possible
            value, and two complete tables that differ in it.
        disclosed: hidden cells that have one possible value all the same; empty unless
            a cell can't be protected.
    """

    pattern: Pattern
    certificates: tuple[Certificate, ...]
    disclosed: tuple[str, ...]

    def interval(self, cell: str) -> Interval | None:
        """What the reader can say of a cell; None where it is shown."""
        found = (i for c in self.certificates for i in c.intervals if i.name == cell)
        return next(found, None)


def protect_table(table: LinearTable, *, seconds: float = 30.0) -> ProtectedTable:
    """The pattern of least loss that no reader sees through, with its audit.

    Args:
        table: cells with values, bounds and protections, the facts, the figures.
        seconds: time for each choice; then the best found is given with its gap.

    Raises:
        TableError: the table does not agree with itself.
    """
    table = checked(table)
    pattern = choose(table, seconds=seconds)
    least = pattern.loss * (1 - pattern.gap)
    groups: tuple[frozenset[str], ...] = ()
    sharpened = table
    for number in range(_ROUNDS):
        pattern = _without_known(table, pattern)
        certificates = attack(published_of(table, pattern))
        failing = _single_valued(certificates) - set(pattern.unprotectable)
        sensitive = {c.name for c in table.cells if c.protection is not None}
        if not failing & sensitive:
            break
        if number < _ROUNDS // 2:
            # A linear interval held one whole number: hide at least one figure more.
            shown = {f.name for f in table.figures if f.state is State.FREE}
            groups = (*groups, frozenset(shown - pattern.hidden))
        else:
            sharpened = sharpened.with_protection(_wider(sharpened, failing))
        pattern = choose(sharpened, more=groups, seconds=seconds)
        if sharpened is table:
            least = max(least, pattern.loss * (1 - pattern.gap))
    else:
        certificates = attack(published_of(table, pattern))
    gap = 0.0 if pattern.loss <= least + _HAIR else 1 - least / pattern.loss
    return ProtectedTable(
        replace(pattern, gap=max(0.0, gap)),
        certificates,
        tuple(sorted(_single_valued(certificates))),
    )


def published_of(table: LinearTable, pattern: Pattern) -> Published:
    """What a reader has of a table of which a pattern is hidden."""
    unknown = table.unknown(pattern.hidden)
    return Published(
        shown={c.name: c.value for c in table.cells if c.name not in unknown},
        unknown={
            c.name: Range(c.lower, c.upper, c.whole)
            for c in table.cells
            if c.name in unknown
        },
        relations=tuple(Relation(f.terms, f.low, f.high) for f in table.facts),
    )


def _single_valued(certificates: tuple[Certificate, ...]) -> set[str]:
    return {i.name for c in certificates for i in c.intervals if not i.is_open}


def _wider(table: LinearTable, cells: set[str]) -> dict[str, Protection | None]:
    """The cells' protections, so wide that two whole numbers lie in each interval."""
    return {
        cell.name: replace(
            cell.protection, apart=max(cell.protection.apart, _TWO_WHOLE_NUMBERS)
        )
        for cell in table.cells
        if cell.name in cells and cell.protection is not None
    }


def _without_known(table: LinearTable, pattern: Pattern) -> Pattern:
    """The pattern without free figures that every reader can work out.

    Showing what is known already tells nobody anything.
    """
    single = _single_valued(attack(published_of(table, pattern)))
    sensitive = {c.name for c in table.cells if c.protection is not None}
    needless = {
        figure.name
        for figure in table.figures
        if figure.name in pattern.hidden
        and figure.state is State.FREE
        and all(cell in single and cell not in sensitive for cell in figure.cells)
    }
    if not needless:
        return pattern
    loss = sum(f.weight for f in table.figures if f.name in pattern.hidden - needless)
    return replace(pattern, hidden=pattern.hidden - needless, loss=loss)
