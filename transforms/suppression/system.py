"""A linear table as arrays, and which of its cells a decision leaves unknown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

from transforms.linear_table import LinearTable, Protection, State

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

_FAR = 10.0
"""A cell without a bound may differ by this many times the largest number."""


@dataclass(frozen=True)
class System:
    """Arrays of a table, cells and figures by their place.

    Attributes:
        value: true values.
        below: how far a cell may lie below its value, as the reader knows.
        above: how far above.
        facts: one row a fact, one column a cell.
        low: lower ends of the facts.
        high: upper ends of the facts.
        weight: loss of each figure.
        state: of each figure.
        shown_by: for each cell the figures that show it.
        shows: for each figure its cells.
        protections: of the sensitive cells, by place.
        whole: which cells are whole numbers.
    """

    value: Floats
    below: Floats
    above: Floats
    facts: csr_array
    low: Floats
    high: Floats
    weight: Floats
    state: tuple[State, ...]
    shown_by: tuple[tuple[int, ...], ...]
    shows: tuple[tuple[int, ...], ...]
    protections: dict[int, Protection]
    whole: Flags

    @classmethod
    def of(cls, table: LinearTable) -> System:
        """The arrays of a table."""
        place = {cell.name: number for number, cell in enumerate(table.cells)}
        value = np.array([cell.value for cell in table.cells], float)
        far = _FAR * (1 + np.abs(value).max(initial=0) + _most_asked(table))
        shows = tuple(
            tuple(place[name] for name in figure.cells) for figure in table.figures
        )
        shown_by: list[list[int]] = [[] for _ in table.cells]
        for number, cells in enumerate(shows):
            for cell in cells:
                shown_by[cell].append(number)
        return cls(
            value=value,
            below=_room(value - [cell.lower for cell in table.cells], far),
            above=_room([cell.upper for cell in table.cells] - value, far),
            facts=_matrix(table, place),
            low=np.array([fact.low for fact in table.facts], float),
            high=np.array([fact.high for fact in table.facts], float),
            weight=np.array([figure.weight for figure in table.figures], float),
            state=tuple(figure.state for figure in table.figures),
            shown_by=tuple(tuple(numbers) for numbers in shown_by),
            shows=shows,
            protections={
                number: cell.protection
                for number, cell in enumerate(table.cells)
                if cell.protection is not None
            },
            whole=np.array([cell.whole for cell in table.cells], bool),
        )

    @cached_property
    def by_cell(self) -> csc_array:
        """The facts, ready to be read by cell."""
        return csc_array(self.facts)

    @cached_property
    def activity(self) -> Floats:
        """What each fact adds up to in truth."""
        return np.asarray(self.facts @ self.value, float)

    def unknown(self, hidden: Floats) -> Floats:
        """How far each cell is unknown, 0 to 1, from how far each figure is hidden."""
        return np.array(
            [
                min((hidden[figure] for figure in figures), default=1.0)
                for figures in self.shown_by
            ],
            float,
        )

    def components(self, unknown: Flags) -> list[Places]:
        """Unknown cells that facts tie together, each group by itself."""
        places = np.flatnonzero(unknown)
        if not len(places):
            return []
        touched = csr_array(self.by_cell[:, places])
        ties = abs(touched.T) @ abs(touched)
        count, label = connected_components(ties, directed=False)
        order = np.argsort(label, kind="stable")
        ends = np.cumsum(np.bincount(label, minlength=count))[:-1]
        return list(np.split(places[order], ends))


def _room(difference: Floats, far: float) -> Floats:
    return np.asarray(np.clip(difference, 0.0, far), float)


def _most_asked(table: LinearTable) -> float:
    asked = [cell.protection for cell in table.cells if cell.protection is not None]
    return max((max(p.below, p.above, p.apart) for p in asked), default=0.0)


def _matrix(table: LinearTable, place: dict[str, int]) -> csr_array:
    rows, columns, numbers = [], [], []
    for row, fact in enumerate(table.facts):
        for name, coefficient in fact.terms:
            rows.append(row)
            columns.append(place[name])
            numbers.append(coefficient)
    shape = (len(table.facts), len(table.cells))
    return csr_array(coo_array((numbers, (rows, columns)), shape=shape, dtype=float))
