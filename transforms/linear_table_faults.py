"""What is wrong with a table before anything is chosen: told, never worked around."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace

from transforms.linear_table import Cell, Fact, Figure, LinearTable, State

_HAIR = 1e-6
_TOLD = 5


class TableError(ValueError):
    """A table that does not agree with itself; the first faults are told."""

    def __init__(self, faults: Iterable[str]) -> None:
        """Tell the first faults, and how many there are.

        Args:
            faults: one at least.
        """
        listed = list(faults)
        more = len(listed) - _TOLD
        told = [*listed[:_TOLD], *([f"and {more} more"] if more > 0 else [])]
        super().__init__("The table can't be protected: " + "; ".join(told) + ".")


def checked(table: LinearTable) -> LinearTable:
    """The table, with what no reader would take for hidden as shown.

    A free cell outside its own bounds, such as a zero where all hidden numbers are at
    least 1, is shown: hidden, it would be believed to be something else. What shows a
    sensitive cell is hidden. Facts that the true numbers miss by a hair, as sums of
    rounded numbers do, are set to what these come to: no table at all would fit both.

    Raises:
        TableError: names are used twice or not there, a number is none, a cell that is
            hidden lies outside its bounds, or the true numbers break a fact.
    """
    if faults := [
        *_faults_of_names(table),
        *_faults_of_cells(table),
        *_faults_of_figures(table),
    ]:
        raise TableError(faults)
    if faults := list(_broken_facts(table)):
        raise TableError(faults)
    outside = {cell.name for cell in table.cells if not _is_within(cell)}
    sensitive = {cell.name for cell in table.cells if cell.protection is not None}

    def decided(figure: Figure) -> Figure:
        figure = replace(figure, state=State(figure.state))
        if figure.state is State.FREE and sensitive & set(figure.cells):
            return replace(figure, state=State.HIDDEN)
        if figure.state is State.FREE and outside & set(figure.cells):
            return replace(figure, state=State.SHOWN)
        return figure

    return replace(
        table,
        facts=tuple(_kept_to_a_hair(table)),
        figures=tuple(decided(figure) for figure in table.figures),
    )


def _faults_of_names(table: LinearTable) -> Iterator[str]:
    there = {cell.name for cell in table.cells}
    yield from _twice("cell", [cell.name for cell in table.cells])
    yield from _twice("figure", [figure.name for figure in table.figures])
    named = [("a fact", name) for fact in table.facts for name, _ in fact.terms]
    named += [
        (f"the figure {figure.name!r}", name)
        for figure in table.figures
        for name in figure.cells
    ]
    for where, name in named:
        if name not in there:
            yield f"{where} names {name!r}, which is no cell"


def _faults_of_figures(table: LinearTable) -> Iterator[str]:
    bounds = {cell.name: cell for cell in table.cells}
    for figure in table.figures:
        if not 0 <= figure.weight < math.inf:
            yield f"the weight of {figure.name!r} is {figure.weight}"
        if figure.state == State.HIDDEN:
            hidden = [bounds[name] for name in figure.cells if name in bounds]
            yield from (
                _outside(cell)
                for cell in hidden
                if cell.protection is None and not _is_within(cell)
            )


def _twice(kind: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"there are {times} {kind}s of the name {name!r}"


def _faults_of_cells(table: LinearTable) -> Iterator[str]:
    for cell in table.cells:
        if not math.isfinite(cell.value):
            yield f"the value of {cell.name!r} is {cell.value}"
        elif cell.whole and abs(cell.value - round(cell.value)) > _HAIR:
            yield f"{cell.name!r} is {cell.value:g}, no whole number (whole=False?)"
        elif cell.protection is not None and not _is_within(cell):
            yield _outside(cell)
        elif cell.protection is not None and not all(
            math.isfinite(asked) for asked in astuple(cell.protection)
        ):
            yield f"the protection of {cell.name!r} is {cell.protection}"


def _outside(cell: Cell) -> str:
    return (
        f"{cell.name!r} is {cell.value:g}, and every reader believes it from "
        f"{cell.lower:g} to {cell.upper:g}"
    )


def _is_within(cell: Cell) -> bool:
    return cell.lower - _HAIR <= cell.value <= cell.upper + _HAIR


def _broken_facts(table: LinearTable) -> Iterator[str]:
    for fact, total, hair in _sums(table):
        if not fact.low - hair <= total <= fact.high + hair:
            yield (
                f"the true numbers of {_in_words(fact)} come to {total:g}, "
                f"which is not from {fact.low:g} to {fact.high:g}"
            )


def _kept_to_a_hair(table: LinearTable) -> Iterator[Fact]:
    for fact, total, _ in _sums(table):
        if fact.is_equation:
            yield replace(fact, low=total, high=total)
        else:
            yield replace(fact, low=min(fact.low, total), high=max(fact.high, total))


def _sums(table: LinearTable) -> Iterator[tuple[Fact, float, float]]:
    """Each fact, what the true numbers come to in it, and what counts for nothing."""
    values = {cell.name: cell.value for cell in table.cells}
    for fact in table.facts:
        parts = [factor * values[name] for name, factor in fact.terms]
        yield fact, sum(parts), _HAIR * (1 + sum(map(abs, parts)))


def _in_words(fact: Fact) -> str:
    return " ".join(f"{factor:+g}*{name}" for name, factor in fact.terms)
