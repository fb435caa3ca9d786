"""The one table of a file: where its header stands, which rows are records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.identifiers import found_in, is_identifier_column
from schemas.issues import Issue
from schemas.rules import rule
from transforms.read.cells import (
    ERROR_CELL,
    Book,
    Sheet,
    TurnedAwayError,
    column_letters,
    is_blank,
    normalised,
    trimmed,
)

HEADER_WITHIN = 10
"""The header stands within so many rows from the top."""

_TOTAL = re.compile(r"(?:grand\s+total|totals?)\s*:?", re.IGNORECASE)
_HARMLESS = re.compile(r"[A-Za-z0-9 _-]{1,40}")


class Skipped(NamedTuple):
    """A row that was left out, and the query that tells it."""

    row: int
    rule: str


@dataclass(frozen=True)
class Table:
    """The records of a file as text.

    Attributes:
        sheet: the sheet they stand in.
        header_row: row of the header as Excel numbers it.
        labels: what to call each of the sheet's columns in a message, in order.
        declared: the declared column at each position, or None.
        rows: row of each record as Excel numbers it.
        columns: text of each declared column, one cell a record; blank is "".
        error_cells: row and column of each Excel error or uncalculated formula.
        overfull: rows that have filled cells beyond the header's names.
        skipped: rows left out.
        extra: labels of the columns that are not in the specification.
    """

    sheet: Sheet
    header_row: int
    labels: list[str]
    declared: list[str | None]
    rows: list[int]
    columns: dict[str, list[str]]
    error_cells: list[tuple[int, str]] = field(default_factory=list)
    overfull: list[int] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def names_matched(row: Sequence[str], extract: Extract) -> int:
    """How many of an extract's columns a row names."""
    return len({normalised(cell) for cell in row} & _wanted(extract).keys())


def find_table(book: Book, extract: Extract) -> tuple[Table | None, list[Issue]]:
    """The table of a file, or why there is none.

    The header is the row that names most of the extract's columns, at least half of
    them, among the first ten of the first sheet that has such a row.
    """
    for sheet in book.sheets:
        at = _header_at(sheet, extract)
        if at is None:
            continue
        issues = _header_issues(sheet, sheet.rows[at], extract)
        if issues:
            return None, issues
        return _table(sheet, at, extract, nameless_is_overfull=not sheet.name), []
    return None, [_no_header(book, extract)]


def _wanted(extract: Extract) -> dict[str, str]:
    return {normalised(name): name for name in extract.column_names}


def _header_at(sheet: Sheet, extract: Extract) -> int | None:
    matched = [names_matched(row, extract) for row in sheet.rows[:HEADER_WITHIN]]
    most = max(matched, default=0)
    if most * 2 < len(extract.columns):
        return None
    return matched.index(most)


def _header_issues(sheet: Sheet, header: list[str], extract: Extract) -> list[Issue]:
    named = Counter(normalised(cell) for cell in header)
    missing = [c for c in extract.columns if not named[normalised(c.name)]]
    other = _other_extract(header, extract) if missing else None
    if other is not None:
        return [_wrong_table(f"its header is that of {other.name}.", extract)]
    return [
        rule("column_missing").found(
            sheet=sheet.name,
            column=column.name,
            words={"column": column.name, "title": column.title},
        )
        for column in missing
    ] + [
        rule("column_repeated").found(
            sheet=sheet.name, column=name, words={"column": name}
        )
        for name in extract.column_names
        if named[normalised(name)] > 1
    ]


def _other_extract(header: Sequence[str], extract: Extract) -> Extract | None:
    named = {normalised(cell) for cell in header}
    whole = [e for e in EXTRACTS if e is not extract and _wanted(e).keys() <= named]
    return max(whole, key=lambda e: len(e.columns), default=None)


def _no_header(book: Book, extract: Extract) -> Issue:
    first_rows = [row for sheet in book.sheets for row in sheet.rows[:HEADER_WITHIN]]
    for row in first_rows:
        other = _other_extract(row, extract)
        if other is not None:
            return _wrong_table(f"its header is that of {other.name}.", extract)
    return _wrong_table(
        f"none of its first {HEADER_WITHIN} rows is the header of {extract.name}.",
        extract,
    )


def _wrong_table(why: str, extract: Extract) -> Issue:
    expected = (
        f"A header with the columns {', '.join(extract.column_names)}, "
        f"within the first {HEADER_WITHIN} rows."
    )
    return rule("wrong_table").found(words={"why": why, "expected": expected})


def _table(
    sheet: Sheet, at: int, extract: Extract, *, nameless_is_overfull: bool
) -> Table:
    header = sheet.rows[at]
    wanted = _wanted(extract)
    declared = [wanted.get(normalised(cell)) for cell in header]
    table = Table(
        sheet=sheet,
        header_row=at + 1,
        labels=[_label(cell, position) for position, cell in enumerate(header)],
        declared=declared,
        rows=[],
        columns={},
        extra=[],
    )
    table.skipped.extend(
        Skipped(number, "title_skipped")
        for number, row in enumerate(sheet.rows[:at], 1)
        if not _is_blank_row(row)
    )
    records = _records(table, header)
    _fill_columns(table, records)
    named = [not is_blank(cell) for cell in header]
    beyond = _filled_beyond(records, named)
    if nameless_is_overfull:
        table.overfull.extend(
            number for number, row in zip(table.rows, records, strict=True)
            if _has_any(row, beyond)
        )
    else:
        table.extra.extend(f"column {column_letters(p)}" for p in sorted(beyond))
    table.extra.extend(
        label
        for label, name, is_named in zip(table.labels, declared, named, strict=True)
        if is_named and name is None
    )
    return table
