"""Where the header of a file's table stands, and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.identifiers import may_hold_name
from schemas.issues import Issue
from schemas.rules import rule
from transforms.read.cells import (
    Book,
    Sheet,
    column_letters,
    is_blank,
    normalised,
    trimmed,
)

WITHIN = 10
"""The header stands within so many rows from the top."""

_HARMLESS = re.compile(r"[A-Za-z _-]{1,40}")


@dataclass(frozen=True)
class Header:
    """A header row and what its cells name.

    Attributes:
        sheet: the sheet it stands in.
        at: its place among the sheet's rows, counted from 0.
        declared: the declared column that each cell names, or None.
    """

    sheet: Sheet
    at: int
    declared: tuple[str | None, ...]

    @property
    def cells(self) -> list[str]:
        """The cells as sent."""
        return self.sheet.rows[self.at]

    @property
    def width(self) -> int:
        """How many columns there are up to the last that has a name."""
        named = (p for p in range(len(self.cells)) if self.is_named(p))
        return max(named, default=-1) + 1

    def is_named(self, position: int) -> bool:
        """Whether the header has a name at a position."""
        return position < len(self.cells) and not is_blank(self.cells[position])

    def label(self, position: int) -> str:
        """What a message calls the column at a position, counted from 0.

        The declared name; else the name as sent where it is harmless to repeat; else
        the letters Excel shows.
        """
        if position < len(self.declared) and self.declared[position] is not None:
            return str(self.declared[position])
        if self.is_named(position):
            name = trimmed(self.cells[position])
            if _HARMLESS.fullmatch(name) and not may_hold_name(name):
                return name
        return f"column {column_letters(position)}"


def names_matched(row: Iterable[str], extract: Extract) -> int:
    """How many of an extract's columns a row names."""
    return len({normalised(cell) for cell in row} & _wanted(extract).keys())


def find_header(book: Book, extract: Extract) -> Header | None:
    """The header: the row that names most of the extract's columns, if it is half.

    Looked for among the first ten rows of each sheet; the first sheet that has the
    whole header holds the table, else the first that has half of it. A page of guidance
    that lists some of the columns is then not taken for the table.
    """
    n_columns = len(extract.columns)
    return _header_naming(n_columns, book, extract) or _header_naming(
        (n_columns + 1) // 2, book, extract
    )


def _header_naming(least: int, book: Book, extract: Extract) -> Header | None:
    for sheet in book.sheets:
        matched = [names_matched(row, extract) for row in sheet.rows[:WITHIN]]
        most = max(matched, default=0)
        if most >= least:
            at = matched.index(most)
            wanted = _wanted(extract)
            names = tuple(wanted.get(normalised(cell)) for cell in sheet.rows[at])
            return Header(sheet, at, names)
    return None


def header_issues(book: Book, header: Header | None, extract: Extract) -> list[Issue]:
    """What is wrong with the header, none if every column is there once."""
    if header is None:
        return [_no_header(book, extract)]
    named = Counter(header.declared)
    missing = [column for column in extract.columns if not named[column.name]]
    other = _other_extract(header.cells, extract) if missing else None
    if other is not None:
        return [_wrong_table(f"its header is that of {other.name}.", extract)]
    sheet = header.sheet.name
    return [
        rule("column_missing").found(
            sheet=sheet,
            column=column.name,
            words={"column": column.name, "title": column.title},
        )
        for column in missing
    ] + [
        rule("column_repeated").found(sheet=sheet, column=name, words={"column": name})
        for name in extract.column_names
        if named[name] > 1
    ]


@lru_cache(maxsize=len(EXTRACTS))
def _wanted(extract: Extract) -> dict[str, str]:
    return {normalised(name): name for name in extract.column_names}


def _other_extract(row: Sequence[str], extract: Extract) -> Extract | None:
    named = {normalised(cell) for cell in row}
    whole = [e for e in EXTRACTS if e != extract and _wanted(e).keys() <= named]
    return max(whole, key=lambda e: len(e.columns), default=None)


def _no_header(book: Book, extract: Extract) -> Issue:
    for row in (row for sheet in book.sheets for row in sheet.rows[:WITHIN]):
        other = _other_extract(row, extract)
        if other is not None:
            return _wrong_table(f"its header is that of {other.name}.", extract)
    why = f"none of its first {WITHIN} rows is the header of {extract.name}."
    return _wrong_table(why, extract)


def _wrong_table(why: str, extract: Extract) -> Issue:
    expected = (
        f"A header with the columns {', '.join(extract.column_names)}, "
        f"within the first {WITHIN} rows."
    )
    return rule("wrong_table").found(words={"why": why, "expected": expected})
