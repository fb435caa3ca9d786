"""A whole file searched for identifiers: every sheet, title line, column and cell.

What is found is told by place and kind, never by value, and only up to so many places a
column: the file is turned away whole, so the first few are enough to find the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from schemas.extract import Extract, Kind
from schemas.identifiers import (
    CHI_SHARE_IN_REFERENCES,
    Identifier,
    found_in,
    is_birth_label,
    is_identifier_column,
    may_hold_name,
)
from schemas.issues import Issue
from schemas.rules import rule
from transforms.read.cells import (
    Aside,
    Book,
    Sheet,
    column_letters,
    is_blank,
    normalised,
)
from transforms.read.header import WITHIN, Header
from transforms.read.table import Table

_MOST_PLACES = 100
_UNSPECIFIC = frozenset({"name", "names", "address", "birth"})
"""Headings that an ordinary notes sheet may carry without being about a person."""
_MAKERS_PLACE = "the document's properties"
_NAMED_REFERENCE = re.compile(r"(?:^|[\s_-])ref$", re.IGNORECASE)


class _Holds(Enum):
    """What a column's cells are meant to be, which decides what counts in them."""

    REFERENCES = auto()
    KEYS = auto()
    ANYTHING = auto()


class _Column(NamedTuple):
    """Cells of one column of a sheet, and what a message calls it."""

    label: str
    first_row: int
    cells: tuple[str, ...]
    holds: _Holds


def identifiers_in(book: Book, header: Header | None, extract: Extract) -> list[Issue]:
    """An error for each place that holds what may identify a person."""
    found: list[Issue] = []
    for number, sheet in enumerate(book.sheets, 1):
        name = safe_sheet_name(sheet.name, number)
        at_name = found_in(sheet.name)
        if at_name:
            found.append(_issue(name, None, None, at_name[0]))
        own = header if header is not None and header.sheet is sheet else None
        found.extend(_named_columns(sheet, own, name))
        found.extend(_labelled_births(sheet, own, name))
        for column in _columns(sheet, own, extract):
            found.extend(_in_column(column, name))
    return [*found, *_in_asides(book)]


def _asides(book: Book) -> Iterator[Aside]:
    """The texts in no cell, without the names of sheets, which are told as such."""
    names = {sheet.name for sheet in book.sheets}
    told = [name for name in names if found_in(name) or may_hold_name(name)]
    for aside in book.asides:
        text = aside.text
        for name in told:
            text = text.replace(name, "")
        yield aside._replace(text=text)


def _in_asides(book: Book) -> Iterator[Issue]:
    """An error for each kind of identifier and place outside the cells."""
    found = {
        (aside.where, kind): None
        for aside in _asides(book)
        for kind in found_in(aside.text)
    }
    for where, kind in found:
        what = f"{kind.value} in {where}"
        yield rule("identifier").found(words={"what": what})


def names_elsewhere(book: Book) -> list[Issue]:
    """A query for each place outside the table that may hold a person's name.

    Who made a workbook stands among its properties: that is no name of a child, and is
    not asked about.
    """
    places = {
        aside.where: None
        for aside in _asides(book)
        if aside.where != _MAKERS_PLACE and may_hold_name(aside.text)
    }
    if any(may_hold_name(sheet.name) for sheet in book.sheets):
        places["the name of a sheet"] = None
    return [
        rule("name_elsewhere").found(words={"where": where[:1].upper() + where[1:]})
        for where in places
    ]


def safe_sheet_name(name: str, number: int) -> str:
    """A sheet's name, or its number where the name itself holds an identifier."""
    return f"sheet {number}" if found_in(name) or may_hold_name(name) else name


def names_in_texts(table: Table, extract: Extract, sheet: str) -> list[Issue]:
    """A query for each text that may hold a person's name."""
    query = rule("name_in_text")
    found: list[Issue] = []
    for column in extract.columns:
        if column.kind is not Kind.TEXT:
            continue
        cells = table.columns[column.name]
        suspects = {cell for cell in set(cells) if may_hold_name(cell)}
        found.extend(
            query.found(sheet=sheet, row=row, column=column.name)
            for row, cell in zip(table.rows, cells, strict=True)
            if suspects and cell in suspects
        )
    return found


def _issue(sheet: str, row: int | None, column: str | None, kind: Identifier) -> Issue:
    return rule("identifier").found(
        sheet=sheet, row=row, column=column, words={"what": kind.value}
    )


def _named_columns(sheet: Sheet, header: Header | None, name: str) -> Iterator[Issue]:
    if header is not None:
        for position, cell in enumerate(header.cells):
            if is_identifier_column(cell):
                yield _issue(name, None, header.label(position), Identifier.COLUMN)
        return
    for at, row in enumerate(sheet.rows[:WITHIN]):
        for position, cell in enumerate(row):
            if _heads_identifiers(sheet, at, position, cell):
                label = f"column {column_letters(position)}"
                yield _issue(name, at + 1, label, Identifier.COLUMN)


def _labelled_births(sheet: Sheet, header: Header | None, name: str) -> Iterator[Issue]:
    """Dates outside the table in the cell after one that says they are of birth."""
    rows = sheet.rows if header is None else sheet.rows[: header.at]
    for at, row in enumerate(rows):
        for position, (label, cell) in enumerate(pairwise(row), 1):
            is_labelled = bool(label and cell) and is_birth_label(label)
            if is_labelled and Identifier.BIRTH in found_in(f"{label} {cell}"):
                column = f"column {column_letters(position)}"
                yield _issue(name, at + 1, column, Identifier.BIRTH)


def _heads_identifiers(sheet: Sheet, at: int, position: int, cell: str) -> bool:
    """Whether a cell outside the table heads a filled column of identifiers."""
    if not is_identifier_column(cell) or normalised(cell) in _UNSPECIFIC:
        return False
    beneath = sheet.rows[at + 1 : at + 2]
    return any(position < len(row) and not is_blank(row[position]) for row in beneath)


def _columns(
    sheet: Sheet, header: Header | None, extract: Extract
) -> Iterator[_Column]:
    if header is None:
        yield from _by_position(sheet, slice(0, None), _by_letters)
        return
    under = header.at + 1
    yield from _by_position(sheet, slice(0, header.at), _by_letters)
    yield from _by_position(
        sheet, slice(header.at, under), lambda p: (header.label(p), _Holds.ANYTHING)
    )
    yield from _by_position(sheet, slice(under, None), _describer(header, extract))


def _by_letters(position: int) -> tuple[str, _Holds]:
    return f"column {column_letters(position)}", _Holds.ANYTHING


def _describer(header: Header, extract: Extract) -> Callable[[int], tuple[str, _Holds]]:
    kinds = {column.name: column.kind for column in extract.columns}

    def describe(position: int) -> tuple[str, _Holds]:
        label = header.label(position)
        if kinds.get(label) is Kind.KEY_TEXT:
            return label, _Holds.KEYS
        is_reference = kinds.get(label) is Kind.REF or _NAMED_REFERENCE.search(label)
        return label, _Holds.REFERENCES if is_reference else _Holds.ANYTHING

    return describe


def _by_position(
    sheet: Sheet, rows: slice, describe: Callable[[int], tuple[str, _Holds]]
) -> Iterator[_Column]:
    for position, cells in enumerate(sheet.columns):
        label, holds = describe(position)
        yield _Column(label, rows.start + 1, cells[rows], holds)


def _in_column(column: _Column, sheet: str) -> Iterator[Issue]:
    in_reference = column.holds is not _Holds.ANYTHING
    found = {
        cell: kinds
        for cell in set(column.cells)
        if (kinds := found_in(cell, in_reference=in_reference))
    }
    if not found:
        return
    if column.holds is _Holds.REFERENCES and not _are_chi(column.cells, found):
        found = {
            cell: tuple(kind for kind in kinds if kind is not Identifier.CHI)
            for cell, kinds in found.items()
        }
    places = (
        _issue(sheet, row, column.label, kind)
        for row, cell in enumerate(column.cells, column.first_row)
        for kind in found.get(cell, ())
    )
    yield from _first(places)


def _first(places: Iterable[Issue]) -> Iterator[Issue]:
    for place, _ in zip(places, range(_MOST_PLACES), strict=False):
        yield place


def _are_chi(cells: tuple[str, ...], found: dict[str, tuple[Identifier, ...]]) -> bool:
    filled = sum(1 for cell in cells if not is_blank(cell))
    passing = sum(1 for cell in cells if Identifier.CHI in found.get(cell, ()))
    return passing * CHI_SHARE_IN_REFERENCES > filled
