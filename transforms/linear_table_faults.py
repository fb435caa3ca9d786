"""What is wrong with a table before anything is chosen: told, never worked around."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from transforms.linear_table import Cell, Fact, LinearTable, State

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
    least 1, is shown: hidden, it would be believed to be something else.

    Raises:
        TableError: names are used twice or not there, a number is none, a sensitive
            cell lies outside its bounds, or the true numbers break a fact.
    """
    if faults := [*_faults_of_names(table), *_faults_of_cells(table)]:
        raise TableError(faults)
    if faults := list(_broken_facts(table)):
        raise TableError(faults)
    outside = {cell.name for cell in table.cells if not _is_within(cell)}
    return replace(
        table,
        figures=tuple(
            replace(figure, state=State.SHOWN)
            if figure.state is State.FREE and outside & set(figure.cells)
            else figure
            for figure in table.figures
        ),
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
            yield (
                f"{cell.name!r} is {cell.value:g}, and every reader believes it from "
                f"{cell.lower:g} to {cell.upper:g}"
            )


def _is_within(cell: Cell) -> bool:
    return cell.lower - _HAIR <= cell.value <= cell.upper + _HAIR


def _broken_facts(table: LinearTable) -> Iterator[str]:
    values = {cell.name: cell.value for cell in table.cells}
    for fact in table.facts:
        total = sum(factor * values[name] for name, factor in fact.terms)
        size = 1 + sum(abs(factor * values[name]) for name, factor in fact.terms)
        if not fact.low - _HAIR * size <= total <= fact.high + _HAIR * size:
            yield (
                f"the true numbers of {_in_words(fact)} come to {total:g}, "
                f"which is not from {fact.low:g} to {fact.high:g}"
            )


def _in_words(fact: Fact) -> str:
    return " ".join(f"{factor:+g}*{name}" for name, factor in fact.terms)
