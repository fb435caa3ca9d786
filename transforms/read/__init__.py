"""A file's bytes to one table of text cells that remember sheet, row and column.

Belongs here: everything about how files are dressed. Does not belong here: what a cell
means (transforms.parse) and whether it may stand (schemas).
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.extract import Extract
from schemas.file_rules import MOST_BYTES
from transforms.read.cells import Book, TurnedAwayError
from transforms.read.csv_text import read_csv
from transforms.read.workbook import is_workbook, read_workbook


def read_book(content: bytes, extract: Extract, passwords: Sequence[str] = ()) -> Book:
    """Every sheet of a file as text cells, whatever the file's name claims to be.

    Args:
        content: the file's bytes.
        extract: what it is to hold; a CSV file's separator is the one that shows its
            header.
        passwords: tried in turn on a protected workbook.

    Raises:
        TurnedAwayError: the file can't or may not be read.
    """
    if not content:
        raise TurnedAwayError.unreadable("it is empty.")
    if len(content) > MOST_BYTES:
        megabytes = MOST_BYTES // 1024**2
        raise TurnedAwayError.unsafe(f"it is larger than {megabytes} MB.")
    if is_workbook(content):
        return read_workbook(content, passwords)
    return read_csv(content, extract)
