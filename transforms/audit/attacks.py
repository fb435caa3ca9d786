"""The attack: the least and the greatest value of every hidden number.

Linear programs first: where both ends are reached by whole tables, they are proof.
Else whole-number programs, for a linear interval may hold a single whole number.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, MutableMapping
from typing import Any

import highspy
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from transforms.audit.certificate import Certificate, Floats, Interval, matrix_of
from transforms.audit.published import Part, Published, Relation
from transforms.quiet_highs import QuietHighs

_HAIR = 1e-6
_FAR = 1000.0
_SECONDS = 20.0
_NO_END = 1e30

Kept = MutableMapping[str, Certificate]
"""Certificates of earlier audits by the content of their part."""


def attack(published: Published, kept: Kept | None = None) -> tuple[Certificate, ...]:
    """A certificate for each part of what is not shown.

    Args:
        published: what the reader has.
        kept: certificates found before; a part that has not changed is not attacked
            again. New ones are added.
    """
    kept = {} if kept is None else kept
    found = []
    for part in published.parts():
        content = content_of(part)
        if content not in kept:
            kept[content] = _Attack(part).certificate()
        found.append(kept[content])
    return tuple(found)


def closed_in(part: Part, names: Iterable[str]) -> set[str]:
    """Of some numbers of a part, those that have one possible value."""
    attack = _Attack(part)
    return {name for name in names if attack.is_closed(part.names.index(name))}


def disclosed(certificates: Iterable[Certificate]) -> tuple[str, ...]:
    """Names of the numbers that have one possible value."""
    return tuple(
        interval.name
        for certificate in certificates
        for interval in certificate.intervals
        if not interval.is_open
    )


def content_of(part: Part) -> str:
    """The content of a part, whatever the order of its relations."""
    relations = sorted(repr(relation) for relation in part.relations)
    text = repr(
        (sorted(zip(part.names, map(repr, part.ranges), strict=True)), relations)
    )
    return hashlib.sha256(text.encode()).hexdigest()


class _Attack:
    """The programs of one part."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._whole = np.array([r.whole for r in part.ranges], bool)
        self._lower = np.array([r.lower for r in part.ranges], float)
        far = _FAR + 10 * max((_size(r) for r in part.relations), default=0.0)
        self._far = far + float(np.abs(self._lower).max())
        self._upper = np.array([min(r.upper, self._far) for r in part.ranges])
        self._matrix = matrix_of(part)
        self._least = np.array([relation.least for relation in part.relations])
        self._most = np.array([relation.most for relation in part.relations])
        self._linear = self._posed()
        self._tables: dict[tuple[float, ...], int] = {}

    def certificate(self) -> Certificate:
        """Intervals and tables of every number of the part."""
        ends = [
            (self.end(place, 1.0), self.end(place, -1.0))
            for place in range(len(self._part.names))
        ]
        tables = np.array(list(self._tables), float)
        return Certificate(
            self._part,
            tuple(self._tables),
            tuple(
                Interval(
                    name,
                    low,
                    math.inf if high > self._far - 1 else high,
                    _differing(tables, place),
                )
                for place, (name, (low, high)) in enumerate(
                    zip(self._part.names, ends, strict=True)
                )
            ),
        )

    def end(self, place: int, sign: float) -> float:
        """The least (1) or greatest (-1) value of a number."""
        point = self._linear_end(place, sign)
        if point is not None and not self._is_whole(point):
            point = self._whole_end(place, sign)
        if point is None:
            # No table at all fits: what is shown contradicts what the reader believes.
            return math.nan
        rounded = np.where(self._whole, np.round(point), point)
        self._tables.setdefault(tuple(rounded.tolist()), len(self._tables))
        return float(rounded[place])

    def is_closed(self, place: int) -> bool:
        """Whether a number has one possible value; tables found so far are used."""
        if _differing(np.array(list(self._tables), float), place) is not None:
            return False
        return self.end(place, 1.0) == self.end(place, -1.0)

    def _is_whole(self, point: Floats) -> bool:
        off = np.abs(point - np.round(point)) * self._whole
        return bool(off.max(initial=0.0) < _HAIR)

    def _posed(self) -> Any:
        solver: Any = QuietHighs()
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = self._matrix.shape
        program.col_cost_ = np.zeros(len(self._lower))
        program.col_lower_, program.col_upper_ = self._lower, self._upper
        program.row_lower_ = np.clip(self._least, -_NO_END, _NO_END)
        program.row_upper_ = np.clip(self._most, -_NO_END, _NO_END)
        columns = csc_array(self._matrix)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = columns.indptr
        program.a_matrix_.index_ = columns.indices
        program.a_matrix_.value_ = columns.data
        solver.passModel(program)
        solver.setOptionValue("presolve", "off")
        return solver

    def _linear_end(self, place: int, sign: float) -> Floats | None:
        self._linear.changeColCost(place, sign)
        self._linear.run()
        is_optimal = self._linear.getModelStatus() == highspy.HighsModelStatus.kOptimal
        point = np.array(self._linear.getSolution().col_value, float)
        self._linear.changeColCost(place, 0.0)
        return point if is_optimal else None

    def _whole_end(self, place: int, sign: float) -> Floats | None:
        cost = np.zeros(len(self._lower))
        cost[place] = sign
        solved: Any = milp(
            cost,
            integrality=self._whole.astype(float),
            bounds=Bounds(self._lower, self._upper),
            constraints=[LinearConstraint(self._matrix, self._least, self._most)],
            options={"time_limit": _SECONDS},
        )
        return None if solved.x is None else np.asarray(solved.x, float)


def _differing(tables: Floats, place: int) -> tuple[int, int] | None:
    if not len(tables):
        return None
    values = tables[:, place]
    least, most = int(np.argmin(values)), int(np.argmax(values))
    return (least, most) if values[most] - values[least] > _HAIR else None


def _size(relation: Relation) -> float:
    ends = [abs(end) for end in (relation.least, relation.most) if math.isfinite(end)]
    return max(ends, default=0.0)
