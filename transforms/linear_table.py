"""A table as numbers and the linear facts between them: the form, no method.

Choosing what to hide (`suppression`) and attacking what was chosen (`audit`) share this
form and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True)
class Protection:
    """How far the reader must stay from a hidden number.

    Attributes:
        below: the least possible value lies at least so far below the true one.
        above: the greatest possible value lies at least so far above it.
        apart: least and greatest possible value lie at least so far apart.
    """

    below: float = 0.0
    above: float = 0.0
    apart: float = 1.0


@dataclass(frozen=True)
class Cell:
    """A number that figures show.

    Attributes:
        name: its name, once in a table.
        value: the true number.
        lower: no reader would believe less; 1 for a count where zeros are shown.
        upper: no reader would believe more.
        protection: what is asked if it is sensitive; None where it is not.
        whole: it is a whole number, and every reader knows it.
    """

    name: str
    value: float
    lower: float = 0.0
    upper: float = math.inf
    protection: Protection | None = None
    whole: bool = True


@dataclass(frozen=True)
class Fact:
    """What every reader knows: low <= sum of coefficient times cell <= high.

    A total and its parts are a fact with 1 for each part, -1 for the total, and 0 for
    low and high.
    """

    terms: tuple[tuple[str, float], ...]
    low: float = 0.0
    high: float = 0.0

    @property
    def is_equation(self) -> bool:
        """Whether it ties its cells together exactly."""
        return self.low == self.high


class State(StrEnum):
    """What is decided of a figure already."""

    FREE = "free"
    SHOWN = "shown"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Figure:
    """What is shown or hidden as one: a count, or a share with what it rests on.

    Attributes:
        name: its name, once in a table.
        cells: names of the cells that it shows.
        weight: what is lost if it is hidden.
        state: free, or decided already.
    """

    name: str
    cells: tuple[str, ...]
    weight: float = 1.0
    state: State = State.FREE


@dataclass(frozen=True)
class LinearTable:
    """Cells, what is known of them, and the figures that show them.

    A cell is known as soon as one of its figures is shown; a cell of no figure is
    never known.
    """

    cells: tuple[Cell, ...]
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]

    @classmethod
    def of_cells(
        cls,
        cells: Iterable[Cell],
        facts: Iterable[Fact],
        *,
        weights: Mapping[str, float] | None = None,
        states: Mapping[str, State] | None = None,
    ) -> LinearTable:
        """A table in which each cell is a figure of its own.

        Args:
            cells: the cells; those with a protection are hidden in any case.
            facts: what ties them together.
            weights: what is lost with a cell, by its name; 1 where none is given.
            states: of cells that are decided already, by name.

        Raises:
            ValueError: a weight or a state is given for what is no cell.
        """
        weights, states, listed = weights or {}, states or {}, tuple(cells)
        if unknown := {*weights, *states} - {cell.name for cell in listed}:
            raise ValueError(
                f"weights and states name {', '.join(sorted(map(repr, unknown)))}, "
                "which is no cell"
            )
        figures = tuple(
            Figure(
                cell.name,
                (cell.name,),
                weights.get(cell.name, 1.0),
                states.get(
                    cell.name, State.FREE if cell.protection is None else State.HIDDEN
                ),
            )
            for cell in listed
        )
        return cls(listed, tuple(facts), figures)

    def unknown(self, hidden: Iterable[str]) -> frozenset[str]:
        """Names of the cells that no shown figure shows.

        Args:
            hidden: names of the hidden figures.
        """
        not_shown = frozenset(hidden)
        known = {
            cell
            for figure in self.figures
            if figure.name not in not_shown
            for cell in figure.cells
        }
        return frozenset(cell.name for cell in self.cells if cell.name not in known)

    def with_protection(self, of: Mapping[str, Protection | None]) -> LinearTable:
        """The same table, other protections asked for some cells."""
        cells = tuple(
            replace(cell, protection=of[cell.name]) if cell.name in of else cell
            for cell in self.cells
        )
        return replace(self, cells=cells)
