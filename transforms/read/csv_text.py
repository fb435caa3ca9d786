"""CSV in any usual dress: encoding, separator, line ends, quotes."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Iterator
from itertools import chain, islice

from schemas.extract import Extract
from transforms.read.cells import Book, Sheet, TurnedAwayError
from transforms.read.header import WITHIN, names_matched
from transforms.read.sheet_xml import LAST_COLUMN, refuse_sparse

_MOST_ROWS = 10_000_000
_SEPARATORS = ",;\t"
_EXCELS_OWN_LINE = "sep="
_TOP = 1 << 20
"""So many characters hold the header, whatever titles stand above it."""
_AFTER_THE_END = "\ufdd0"
"""A record of our own after the last: swallowed only by a quote that never closes."""


def read_csv(content: bytes, extract: Extract) -> Book:
    """The one sheet of a CSV file.

    Records are numbered as Excel numbers them: a line break inside quotes begins no
    new row, a blank line is a row.

    Raises:
        TurnedAwayError: it holds a null character, or a quote that is never closed.
    """
    text = _decoded(content)
    separator, text = _separator(text, extract)
    rows = _bounded(_records(text, separator))
    if rows.pop() != [_AFTER_THE_END]:
        raise TurnedAwayError.unreadable("a quotation mark is opened and never closed.")
    return Book("csv", (Sheet("", rows),))


def _bounded(records: Iterator[list[str]]) -> list[list[str]]:
    """The records, unless they are no table that could be held.

    Raises:
        TurnedAwayError: a row is wider than a sheet can be, there are far too many, or
            a few wide ones would make all others as wide.
    """
    rows = []
    widest = filled = 0
    for row in records:
        rows.append(row)
        filled += len(row)
        widest = max(widest, len(row))
        if widest > LAST_COLUMN or len(rows) > _MOST_ROWS:
            raise TurnedAwayError.unsafe("it has more rows or columns than any table.")
    refuse_sparse(len(rows), widest, filled)
    return rows


def _decoded(content: bytes) -> str:
    encoding = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise TurnedAwayError.unreadable("its UTF-16 text is cut off.") from None
        # The five bytes that cp1252 leaves open become U+FFFD, in their cell alone.
        plain = content.removeprefix(codecs.BOM_UTF8)
        text = plain.decode("cp1252", errors="replace")
    if "\0" in text:
        raise TurnedAwayError.unreadable("it holds a null byte.")
    return text


def _separator(text: str, extract: Extract) -> tuple[str, str]:
    """The separator, and the text without the line that names it to Excel."""
    if text[: len(_EXCELS_OWN_LINE)].casefold() == _EXCELS_OWN_LINE:
        first, _, rest = text.partition("\n")
        named = first.rstrip("\r")[len(_EXCELS_OWN_LINE) :]
        if named in tuple(_SEPARATORS):
            return named, rest
    top = text[:_TOP]
    return max(_SEPARATORS, key=lambda mark: _names_shown(top, mark, extract)), text


def _names_shown(text: str, separator: str, extract: Extract) -> tuple[int, int]:
    """Most of the extract's columns that one of the first rows names, else cells."""
    first = list(islice(_records(text, separator), WITHIN))
    return (
        max((names_matched(row, extract) for row in first), default=0),
        max(len(row) for row in first),
    )


def _records(text: str, separator: str) -> Iterator[list[str]]:
    # Python 3.11 keeps one limit for all readers; a long cell is no reason to stop.
    csv.field_size_limit(sys.maxsize)
    lines = chain(io.StringIO(text, newline=""), (_AFTER_THE_END,))
    try:
        yield from csv.reader(lines, delimiter=separator)
    except csv.Error:
        raise TurnedAwayError.unreadable("its quotation marks do not match.") from None
