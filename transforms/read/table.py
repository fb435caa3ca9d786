"""The records under a header, as columns of text, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from schemas.identifiers import is_identifier_column
from transforms.read.cells import ERROR_CELL, is_blank, normalised, trimmed
from transforms.read.header import Header

_TOTAL = re.compile(r"(?:grand\s+total|totals?)\s*:?", re.IGNORECASE)


class Skipped(NamedTuple):
    """A row that was left out, and the query that tells it."""

    row: int
    rule: str


class Cell(NamedTuple):
    """A place: row as Excel numbers it, declared column."""

    row: int
    column: str


@dataclass(frozen=True)
class Table:
    """The records of a file as text.

    Attributes:
        sheet: name of the sheet they stand in; empty for CSV.
        rows: row of each record as Excel numbers it.
        columns: text of each declared column, one cell a record; blank is empty.
        errors: cells that hold an Excel error or an uncalculated formula.
        overfull: rows that have more cells than the header has names.
        skipped: rows left out.
        extra: what to call each column that is not in the specification.
    """

    sheet: str
    rows: list[int]
    columns: dict[str, list[str]]
    errors: list[Cell]
    overfull: list[int]
    skipped: list[Skipped]
    extra: list[str]


def table_under(header: Header) -> Table:
    """The table under a header that has every declared column once."""
    is_record, skipped = _sorted(header)
    cells = header.sheet.columns
    rows = list(compress(range(1, len(is_record) + 1), is_record))
    columns = {
        name: list(compress(cells[position], is_record))
        for position, name in enumerate(header.declared)
        if name is not None
    }
    nameless = _nameless_and_filled(header, is_record)
    beyond = [p for p in nameless if header.sheet.name == "" and p >= header.width]
    return Table(
        sheet=header.sheet.name,
        rows=rows,
        columns=columns,
        errors=_error_cells(rows, columns),
        overfull=_overfull(header, is_record, beyond),
        skipped=[*_titles(header), *skipped],
        extra=[header.label(position) for position in _extra(header, nameless, beyond)],
    )


def _sorted(header: Header) -> tuple[list[bool], list[Skipped]]:
    """Whether each row of the sheet is a record, and the rows left out."""
    why_left_out = _sorter(header)
    under = header.at + 1
    is_record = [False] * under
    skipped: list[Skipped] = []
    for number, row in enumerate(header.sheet.rows[under:], under + 1):
        why = why_left_out(row)
        is_record.append(why is None)
        if why:
            skipped.append(Skipped(number, why))
    return is_record, skipped


def _sorter(header: Header) -> Callable[[list[str]], str | None]:
    """Tells why a row is no record: the query that says so, or "" for a blank row."""
    names = [normalised(cell) for cell in header.cells if not is_blank(cell)]
    initials = {names[0][:1], "t", "g"}

    def why_left_out(row: list[str]) -> str | None:
        first = next((trimmed(cell) for cell in row if not is_blank(cell)), None)
        if first is None:
            return ""
        if first[:1].casefold() not in initials:
            return None
        if _TOTAL.fullmatch(first):
            return "total_skipped"
        repeats = [normalised(cell) for cell in row if not is_blank(cell)] == names
        return "header_repeated" if repeats else None

    return why_left_out


def _titles(header: Header) -> list[Skipped]:
    return [
        Skipped(number, "title_skipped")
        for number, row in enumerate(header.sheet.rows[: header.at], 1)
        if not is_blank("".join(row))
    ]


def _error_cells(rows: list[int], columns: dict[str, list[str]]) -> list[Cell]:
    return [
        Cell(row, name)
        for name, cells in columns.items()
        if ERROR_CELL in cells
        for row, cell in zip(rows, cells, strict=True)
        if cell == ERROR_CELL
    ]


def _nameless_and_filled(header: Header, is_record: list[bool]) -> list[int]:
    """Positions under no name where a record has something all the same."""
    return [
        position
        for position, cells in enumerate(header.sheet.columns)
        if not header.is_named(position)
        and not is_blank("".join(compress(cells, is_record)))
    ]


def _overfull(header: Header, is_record: list[bool], nameless: list[int]) -> list[int]:
    if not nameless:
        return []
    numbered = enumerate(header.sheet.rows, 1)
    return [
        number
        for number, row in compress(numbered, is_record)
        if any(p < len(row) and not is_blank(row[p]) for p in nameless)
    ]


def _extra(header: Header, nameless: list[int], beyond: list[int]) -> list[int]:
    unknown = [
        position
        for position, name in enumerate(header.declared)
        if name is None
        and header.is_named(position)
        and not is_identifier_column(header.cells[position])
    ]
    return sorted({*unknown, *nameless} - set(beyond))
