"""The attack: the least and the greatest value of every hidden number.

What single relations prove comes first, then whole tables that reach it for many
numbers at once. Where none does, linear programs say how far a number can go, and where
their points are not whole, whole-number programs: a linear interval may hold a single
whole number.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, MutableMapping

import numpy as np

from transforms.audit.certificate import Certificate, Floats, Interval
from transforms.audit.narrowing import Box
from transforms.audit.programs import Programs
from transforms.audit.published import Part, Published
from transforms.audit.tables import Flags, Tables

_HAIR = 1e-6
_SECONDS = 20.0
_SECONDS_TOGETHER = 5.0
_ROUGHLY = 0.1
_DOWN, _UP = _SIGNS = (1.0, -1.0)
_WORTH_A_ROUND = 12
"""A whole-number program takes as long as so many linear ones."""

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
            kept[content] = _certificate(part)
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


def _certificate(part: Part) -> Certificate:
    """Intervals and tables of every number of a part."""
    programs = Programs.of(part)
    nothing = np.zeros(programs.n_numbers)
    first = programs.table(nothing, gap=0.0, seconds=_SECONDS)
    if first.table is None:
        # No table at all fits: what is shown contradicts what the reader believes. Or
        # none was found in time: then nothing is proved of any number.
        end = math.nan if first.is_contradictory else -math.inf
        return Certificate(
            part, (), tuple(Interval(n, end, end, None) for n in part.names)
        )
    search = _Ends(programs, first.table)
    search.settle()
    return Certificate(
        part,
        search.tables.rows(),
        tuple(
            Interval(name, float(low), float(high), pair)
            for name, low, high, pair in zip(
                part.names, *search.ends(), search.tables.differing(), strict=True
            )
        ),
    )


class _Ends:
    """The search for tables in which each number is least and greatest.

    Attributes:
        tables: found so far. What they reach is possible; where time was up it may be
            less than what is, so that a number rather counts as worked out.
    """

    def __init__(self, programs: Programs, first: Floats) -> None:
        self._programs = programs
        self._lower, self._upper = (end.copy() for end in programs.box)
        # Nothing limits a number until the contrary is proved.
        self._is_endless = {s: np.zeros(programs.n_numbers, bool) for s in _SIGNS}
        self.tables = Tables(programs.n_numbers)
        self.tables.add(first)

    def settle(self) -> None:
        """Find the ends of every number."""
        self._together()
        for sign in _SIGNS:
            for place in range(self._programs.n_numbers):
                if self._is_unsettled(sign)[place]:
                    self._linear(place, sign)
        self._together()
        for sign in _SIGNS:
            for place in range(self._programs.n_numbers):
                if self._is_unsettled(sign)[place]:
                    self._whole(place, sign)

    def ends(self) -> tuple[Floats, Floats]:
        """The least and the greatest value of each number."""
        return (
            np.where(self._is_endless[_DOWN], -np.inf, self.tables.least),
            np.where(self._is_endless[_UP], np.inf, self.tables.greatest),
        )

    def _is_unsettled(self, sign: float) -> Flags:
        """Of which numbers no table reaches the end that is proved.

        Where there is no end, tables that differ are enough.
        """
        tables = self.tables
        short = (
            tables.least > self._lower + _HAIR
            if sign == _DOWN
            else tables.greatest < self._upper - _HAIR
        )
        differs = tables.greatest - tables.least > _HAIR
        return np.asarray(short & ~(self._is_endless[sign] & differs))

    def _can_be_reached(self, sign: float) -> Flags:
        """Which unsettled numbers have an end that a table may reach."""
        end = self._lower if sign == _DOWN else self._upper
        return np.asarray(self._is_unsettled(sign) & np.isfinite(end))

    def _together(self) -> None:
        """Tables in which many numbers are least, or greatest, at once."""
        for sign in _SIGNS:
            left = self._can_be_reached(sign)
            while left.sum() >= _WORTH_A_ROUND:
                found = self._programs.table(
                    sign * left.astype(float),
                    gap=_ROUGHLY,
                    seconds=_SECONDS_TOGETHER,
                    within=Box(self._lower, self._upper),
                )
                if found.table is None:
                    break
                self.tables.add(found.table)
                before, left = left.sum(), self._can_be_reached(sign)
                if before - left.sum() < _WORTH_A_ROUND:
                    break

    def _linear(self, place: int, sign: float) -> None:
        """What linear programs prove, and their point where it is a whole table."""
        end = self._programs.linear_end(place, sign)
        if end is None:
            return
        if end.table is not None:
            self.tables.add(end.table)
        if math.isinf(end.proved):
            self._is_endless[sign][place] = True
        elif sign == _DOWN:
            self._lower[place] = max(self._lower[place], end.proved)
        else:
            self._upper[place] = min(self._upper[place], end.proved)

    def _whole(self, place: int, sign: float) -> None:
        """The end of a number by a whole-number program."""
        costs = np.zeros(self._programs.n_numbers)
        costs[place] = sign
        within = Box(self._lower, self._upper)
        found = self._programs.table(costs, gap=0.0, seconds=_SECONDS, within=within)
        if found.table is not None:
            self.tables.add(found.table)
