"""A table with its equations: what to hide, and the proof that it stays hidden.

This is the door for examples from outside. `protect_table` chooses (`suppression`),
lets the other program attack the choice (`audit`), and hides more until every sensitive
number has two possible values.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass, replace

from transforms.audit import Certificate, Published, Range, Relation, attack
from transforms.audit.certificate import Interval
from transforms.audit.closed import closed_in
from transforms.linear_table import LinearTable, State
from transforms.linear_table_faults import checked
from transforms.suppression import Attacks, Pattern, choose, unprotected

_ROUNDS = 20
_HAIR = 1e-9


@dataclass(frozen=True)
class ProtectedTable:
    """What was chosen, and what a reader can make of it.

    Attributes:
        pattern: hidden figures, loss, proved gap, cells that can't be protected.
        certificates: the audit: for each hidden cell the least and greatest possible
            value, and two complete tables that differ in it.
        disclosed: hidden cells that have one possible value all the same. A sensitive
            one among them can't be protected.
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
    attacks = Attacks()
    pattern = choose(table, seconds=seconds, attacks=attacks)
    least = pattern.loss * (1 - pattern.gap)
    asked, hopeless = table, frozenset[str]()
    groups: tuple[frozenset[str], ...] = ()
    for number in range(_ROUNDS):
        failing = _closed(table, pattern.hidden) - {*pattern.unprotectable, *hopeless}
        if failing and not number:
            hopeless = failing & _closed(table, _most(table))
            asked = table.with_protection(dict.fromkeys(hopeless))
            failing -= hopeless
        if not failing:
            break
        # A linear interval held one whole number: hide at least one figure more.
        groups = (*groups, *(_needed(table, pattern, cell) for cell in sorted(failing)))
        pattern = choose(asked, more=groups, seconds=seconds, attacks=attacks)
        least = max(least, pattern.loss * (1 - pattern.gap))
    else:
        if _closed(table, pattern.hidden) - {*pattern.unprotectable, *hopeless}:
            pattern = _with_hidden(table, pattern, _most(table))
    unprotectable = {*pattern.unprotectable, *hopeless}
    pattern = replace(
        pattern,
        unprotectable=tuple(c.name for c in table.cells if c.name in unprotectable),
    )
    pattern = _without_known(table, pattern)
    certificates = attack(published_of(table, pattern))
    gap = 0.0 if pattern.loss <= least + _HAIR else 1 - least / pattern.loss
    return ProtectedTable(
        replace(pattern, gap=max(0.0, gap)),
        certificates,
        tuple(sorted(_single_valued(certificates))),
    )


def published_of(table: LinearTable, pattern: Pattern) -> Published:
    """What a reader has of a table of which a pattern is hidden."""
    return _published(table, pattern.hidden)


def _published(table: LinearTable, hidden: Collection[str]) -> Published:
    unknown = table.unknown(hidden)
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


def _closed(table: LinearTable, hidden: Collection[str]) -> frozenset[str]:
    """Sensitive cells that have one possible value if these figures are hidden."""
    sensitive = {c.name for c in table.cells if c.protection is not None}
    return frozenset(
        name
        for part in _published(table, hidden).parts()
        for name in closed_in(part, sorted(sensitive.intersection(part.names)))
    )


def _most(table: LinearTable) -> frozenset[str]:
    """All that may be hidden."""
    return frozenset(f.name for f in table.figures if f.state is not State.SHOWN)


def _needed(table: LinearTable, pattern: Pattern, cell: str) -> frozenset[str]:
    """Figures of which one at least must be hidden if a cell is to have two values.

    All others may be hidden besides the pattern: it has one value still.
    """
    alone = table.with_protection({c.name: None for c in table.cells if c.name != cell})
    hidden, needed = set(pattern.hidden), set[str]()
    for figure in sorted(table.figures, key=lambda figure: figure.weight):
        if figure.state is State.FREE and figure.name not in hidden:
            if _closed(alone, hidden | {figure.name}):
                hidden.add(figure.name)
            else:
                needed.add(figure.name)
    return frozenset(needed)


def _with_hidden(table: LinearTable, pattern: Pattern, hidden: Set[str]) -> Pattern:
    """The pattern with other figures hidden."""
    loss = sum(f.weight for f in table.figures if f.name in hidden)
    return replace(pattern, hidden=frozenset(hidden), loss=loss)


def _without_known(table: LinearTable, pattern: Pattern) -> Pattern:
    """The pattern without free figures that every reader can work out.

    Showing what is known already tells nobody anything; but a reader who does not
    think of whole numbers must not come nearer to a sensitive cell than is asked.
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
    less = _with_hidden(table, pattern, pattern.hidden - needless)
    decided = replace(
        table,
        figures=tuple(
            replace(f, state=State.HIDDEN if f.name in less.hidden else State.SHOWN)
            for f in table.figures
        ),
    )
    holds = set(unprotected(decided)) <= set(pattern.unprotectable)
    return less if holds else pattern
