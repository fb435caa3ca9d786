"""Certificates: for each hidden number two whole tables that differ in it.

Whoever doubts that a number can't be worked out adds up both tables: each agrees with
everything that is shown and with every relation, and they differ in the number. That
needs no solver and no trust in one; `faults` does nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.audit.published import Part, Range

_HAIR = 1e-6


@dataclass(frozen=True)
class Interval:
    """What the reader can say of one hidden number at best.

    Attributes:
        name: of the number.
        low: the least possible value.
        high: the greatest possible value; infinite where nothing limits it.
        tables: places, in the certificate, of two tables that differ in it; None where
            every table agrees in it: it is disclosed.
    """

    name: str
    low: float
    high: float
    tables: tuple[int, int] | None

    @property
    def is_open(self) -> bool:
        """Whether two values at least are possible."""
        return self.tables is not None


@dataclass(frozen=True)
class Certificate:
    """The proof for one part: its numbers, its tables, an interval for each number.

    Attributes:
        part: the unknown numbers and the relations among them.
        tables: complete tables, each with a value for every number of the part.
        intervals: one for each number, in the part's order.
    """

    part: Part
    tables: tuple[tuple[float, ...], ...]
    intervals: tuple[Interval, ...]


def faults(certificate: Certificate) -> Iterator[str]:
    """Everything by which a certificate fails to prove that its numbers are open."""
    part = certificate.part
    yield from table_faults(certificate)
    place = {name: n for n, name in enumerate(part.names)}
    for interval in certificate.intervals:
        if interval.tables is None:
            yield f"{interval.name} is disclosed"
            continue
        one, other = (
            certificate.tables[n][place[interval.name]] for n in interval.tables
        )
        if abs(one - other) < _HAIR:
            yield f"the two tables of {interval.name} agree in it"
    if {i.name for i in certificate.intervals} != set(part.names):
        yield "a number has no interval"


def table_faults(certificate: Certificate) -> Iterator[str]:
    """Everything by which a table is not what a reader would believe possible."""
    part = certificate.part
    for number, table in enumerate(certificate.tables):
        if len(table) != len(part.names):
            yield f"table {number} lacks a number"
        else:
            yield from _misfits(part, table, number)


def _misfits(part: Part, table: tuple[float, ...], number: int) -> Iterator[str]:
    for name, given, value in zip(part.names, part.ranges, table, strict=True):
        if not _fits(given, value):
            yield f"table {number}: {name} is out of its range"
    values = dict(zip(part.names, table, strict=True))
    for relation in part.relations:
        total = sum(factor * values[name] for name, factor in relation.terms)
        if not relation.least - _HAIR <= total <= relation.most + _HAIR:
            yield f"table {number}: a relation does not add up"


def _fits(given: Range, value: float) -> bool:
    is_whole = not given.whole or value == round(value)
    return is_whole and given.lower - _HAIR <= value <= given.upper + _HAIR
