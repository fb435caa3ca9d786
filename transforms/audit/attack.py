"""The attack: the least and the greatest value of every hidden number.

Linear programs first: where both ends are reached by whole tables, they are proof.
Else whole-number programs, for a linear interval may hold a single whole number.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, MutableMapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from transforms.audit.certificate import Certificate, Interval
from transforms.audit.published import Part, Published, Relation

_HAIR = 1e-6
_FAR = 1000.0
_SECONDS = 20.0

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
        self._whole = np.array([r.whole for r in part.ranges], float)
        self._lower = np.array([r.lower for r in part.ranges])
        far = _FAR + 10 * max((_size(r) for r in part.relations), default=0.0)
        self._far = far + float(np.abs(self._lower).max())
        self._upper = np.array([min(r.upper, self._far) for r in part.ranges])
        self._rows = _rows(part)
        self._tables: dict[tuple[float, ...], int] = {}

    def certificate(self) -> Certificate:
        """Intervals and tables of every number of the part."""
        ends = [
            (self._end(place, 1.0), self._end(place, -1.0))
            for place in range(len(self._part.names))
        ]
        return Certificate(
            self._part,
            tuple(self._tables),
            tuple(
                Interval(
                    name,
                    low,
                    math.inf if high > self._far - 1 else high,
                    self._differing(place),
                )
                for place, (name, (low, high)) in enumerate(
                    zip(self._part.names, ends, strict=True)
                )
            ),
        )

    def _differing(self, place: int) -> tuple[int, int] | None:
        values = [table[place] for table in self._tables]
        if not values:
            return None
        least, most = int(np.argmin(values)), int(np.argmax(values))
        return (least, most) if values[most] - values[least] > _HAIR else None

    def _end(self, place: int, sign: float) -> float:
        """The least (1) or greatest (-1) value of a number."""
        cost = np.zeros(len(self._part.names))
        cost[place] = sign
        point = self._solve(cost, np.zeros_like(self._whole))
        if point is not None and not self._is_whole(point):
            whole = self._solve(cost, self._whole)
            point = whole if whole is not None else None
        if point is None:
            # No table at all fits: what is shown contradicts what the reader believes.
            return math.nan
        rounded = np.where(self._whole > 0, np.round(point), point)
        self._tables.setdefault(tuple(rounded.tolist()), len(self._tables))
        return float(rounded[place])

    def _is_whole(self, point: npt.NDArray[np.float64]) -> bool:
        off = np.abs(point - np.round(point)) * self._whole
        return bool(off.max(initial=0.0) < _HAIR)

    def _solve(
        self, cost: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64] | None:
        solved: Any = milp(
            cost,
            integrality=whole,
            bounds=Bounds(self._lower, self._upper),
            constraints=self._rows,
            options={"time_limit": _SECONDS},
        )
        return None if solved.x is None else np.asarray(solved.x, float)


def _size(relation: Relation) -> float:
    ends = [abs(end) for end in (relation.least, relation.most) if math.isfinite(end)]
    return max(ends, default=0.0)


def _rows(part: Part) -> list[LinearConstraint]:
    if not part.relations:
        return []
    place = {name: number for number, name in enumerate(part.names)}
    entries = [
        (row, place[name], factor)
        for row, relation in enumerate(part.relations)
        for name, factor in relation.terms
    ]
    rows, columns, factors = zip(*entries, strict=True)
    matrix = csr_array(
        (factors, (rows, columns)), shape=(len(part.relations), len(part.names))
    )
    least = [relation.least for relation in part.relations]
    most = [relation.most for relation in part.relations]
    return [LinearConstraint(matrix, least, most)]
