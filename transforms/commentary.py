"""The committee's own commentary: one workbook a period, in the home's commentary/.

It does not come through a drop: what lies in a drop is an agency's extract or nothing.
Three columns, About, Author and Text; a row a paragraph. About names an action (A07) or
a topic (overview, impact, risks, views, practice, preface, next).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from schemas.commentary import Comment, Topic
from schemas.errors import PipelineError
from schemas.framework import ACTION_IDS
from schemas.identifiers import found_in, may_hold_name
from schemas.period import Period
from transforms.home import Home

COLUMNS = ("About", "Author", "Text")
_LONGEST = 1500
_ACTION = re.compile(r"[A-Z]\d\d")


class CommentaryError(PipelineError):
    """The committee's commentary can't be read."""


def file_of(home: Home, period: Period) -> Path:
    """Where the commentary of a period lies."""
    return home.commentary / f"commentary_{period}.xlsx"


def commentary_of(home: Home, period: Period) -> tuple[Comment, ...]:
    """The paragraphs of a period, in the file's order; none where there is no file.

    A paragraph that may hold what identifies a person is withheld.

    Raises:
        CommentaryError: the file can't be read, or a row is not as it must be.
    """
    path = file_of(home, period)
    if not path.is_file():
        return ()
    return tuple(_comments(path))


def _comments(path: Path) -> Iterator[Comment]:
    rows = _rows(path)
    header = tuple(cell.strip().lower() for cell in rows[0][:3]) if rows else ()
    if header != tuple(name.lower() for name in COLUMNS):
        raise CommentaryError(
            f"{path.name} does not begin with the columns {', '.join(COLUMNS)}.",
            "Put the three headings into the first row of the first sheet.",
        )
    for number, row in enumerate(rows[1:], start=2):
        about, author, text = (*(cell.strip() for cell in row[:3]), "", "", "")[:3]
        if any((about, author, text)):
            yield _comment(path, number, (about, author, text))


def _rows(path: Path) -> list[list[str]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise CommentaryError(
            f"{path.name} can't be read as an Excel workbook.",
            "Save it as .xlsx without a password, and run again.",
        ) from None
    try:
        sheet = book.worksheets[0]
        return [
            ["" if cell is None else str(cell) for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
    finally:
        book.close()


def _comment(path: Path, number: int, cells: tuple[str, str, str]) -> Comment:
    about, author, text = cells
    place = f"{path.name}, row {number}"
    known = about.upper() if _ACTION.fullmatch(about.upper()) else about.lower()
    if known not in {*ACTION_IDS, *Topic}:
        raise CommentaryError(
            f"{place}: About names no action and no topic.",
            f"Write an action, as A07, or one of {', '.join(Topic)}.",
        )
    if not author or not text:
        raise CommentaryError(
            f"{place}: Author and Text must both be filled.",
            "Write who says it, by role, and what.",
        )
    if len(text) > _LONGEST:
        raise CommentaryError(
            f"{place}: the text is longer than {_LONGEST} letters.",
            "Shorten it, or split it into two rows.",
        )
    whole = " ".join(text.split())
    if any(found_in(cell) or may_hold_name(cell) for cell in (whole, author)):
        role = (
            author if not (found_in(author) or may_hold_name(author)) else "an author"
        )
        return Comment(known, role, "", withheld=True)
    return Comment(known, author, whole)
