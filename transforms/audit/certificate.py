"""Certificates: for each hidden number two whole tables that differ in it.

Whoever doubts that a number can't be worked out adds up both tables: each agrees with
everything that is shown and with every relation, and they differ in the number. That
needs no solver and no trust in one; `faults` does nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from transforms.audit.published import Part

_HAIR = 1e-6
Floats = npt.NDArray[np.float64]


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
    whole_ones = []
    for number, table in enumerate(certificate.tables):
        if len(table) != len(part.names):
            yield f"table {number} lacks a number"
        else:
            whole_ones.append((number, table))
    if whole_ones:
        numbers, tables = zip(*whole_ones, strict=True)
        yield from _misfits(part, np.array(tables, float), numbers)


def _misfits(part: Part, tables: Floats, numbers: Sequence[int]) -> Iterator[str]:
    """Numbers out of their range, and relations that don't add up, in any table."""
    lower = np.array([given.lower for given in part.ranges])
    upper = np.array([given.upper for given in part.ranges])
    whole = np.array([given.whole for given in part.ranges], bool)
    fits = (lower - _HAIR <= tables) & (tables <= upper + _HAIR)
    fits &= ~whole | (tables == np.round(tables))
    for row, column in np.argwhere(~fits):
        yield f"table {numbers[int(row)]}: {part.names[column]} is out of its range"
    totals = tables @ matrix_of(part).T
    least = np.array([relation.least for relation in part.relations])
    most = np.array([relation.most for relation in part.relations])
    adds_up = (least - _HAIR <= totals) & (totals <= most + _HAIR)
    for row in np.flatnonzero(~adds_up.all(axis=1)):
        yield f"table {numbers[int(row)]}: a relation does not add up"


def matrix_of(part: Part) -> csr_array:
    """The factors of a part: a row for each relation, a column for each number."""
    place = {name: number for number, name in enumerate(part.names)}
    rows, columns, factors = [], [], []
    for row, relation in enumerate(part.relations):
        for name, factor in relation.terms:
            rows.append(row)
            columns.append(place[name])
            factors.append(factor)
    shape = (len(part.relations), len(part.names))
    return csr_array((factors, (rows, columns)), shape=shape, dtype=float)
