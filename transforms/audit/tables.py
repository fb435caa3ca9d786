"""Complete tables that a reader must hold possible, and what they show together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from transforms.audit.certificate import Floats

_HAIR = 1e-6

Flags = npt.NDArray[np.bool_]


class Tables:
    """Tables found by an attack, each once, in the order of their finding.

    Attributes:
        least: the least value of each number in any of them.
        greatest: the greatest.
    """

    def __init__(self, n_numbers: int) -> None:
        """Begin without any."""
        self._tables: dict[tuple[float, ...], None] = {}
        self._stacked = np.zeros((0, n_numbers))
        self.least = np.full(n_numbers, np.inf)
        self.greatest = np.full(n_numbers, -np.inf)

    def add(self, table: Floats) -> None:
        """Add a table."""
        self._tables.setdefault(tuple(table.tolist()))
        np.minimum(self.least, table, out=self.least)
        np.maximum(self.greatest, table, out=self.greatest)

    def rows(self) -> tuple[tuple[float, ...], ...]:
        """The tables."""
        return tuple(self._tables)

    def differing(self) -> list[tuple[int, int] | None]:
        """For each number the places of two tables that differ in it, if any do."""
        tables = self._array()
        if not len(tables):
            return [None] * len(self.least)
        least, most = tables.argmin(axis=0), tables.argmax(axis=0)
        differs = self.greatest - self.least > _HAIR
        return [
            (int(one), int(other)) if is_open else None
            for one, other, is_open in zip(least, most, differs, strict=True)
        ]

    def open_to(self, known: Mapping[int, float]) -> Flags:
        """Which numbers differ among the tables that agree with what is known."""
        tables = self._fitting(known)
        if not len(tables):
            return np.zeros(len(self.least), bool)
        return np.asarray(np.ptp(tables, axis=0) > _HAIR)

    def fitting(self, known: Mapping[int, float]) -> Floats | None:
        """A table that agrees with what is known; None for none."""
        return next(iter(self._fitting(known)), None)

    def _fitting(self, known: Mapping[int, float]) -> Floats:
        tables = self._array()
        fits = np.ones(len(tables), bool)
        for place, number in known.items():
            fits &= np.abs(tables[:, place] - number) < _HAIR
        return tables[fits]

    def _array(self) -> Floats:
        if len(self._stacked) < len(self._tables):
            new = list(self._tables)[len(self._stacked) :]
            self._stacked = np.vstack([self._stacked, np.array(new, float)])
        return self._stacked
