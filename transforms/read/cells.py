"""What every reader hands on: sheets of text cells, and why a file was turned away."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Final, NamedTuple

from schemas.issues import Issue
from schemas.rules import rule

ERROR_CELL: Final = "\x00error"
"""Stands for an Excel error or an uncalculated formula.

No reader lets a cell through that holds the null character, so nothing sent looks so.
"""

_INVISIBLE = "\u200b\u2060\ufeff"
_BETWEEN_WORDS = re.compile(r"[\s_\u2010-\u2015\u2212\u200b\u2060\ufeff-]+")


@dataclass(frozen=True)
class Sheet:
    """One sheet, from row 1 and column A on.

    Attributes:
        name: as the workbook names it; empty for CSV.
        rows: text cells; a blank cell is empty or white space. Rows may be ragged.
    """

    name: str
    rows: list[list[str]]

    @cached_property
    def columns(self) -> list[tuple[str, ...]]:
        """The same cells by column, every one from the first row to the last."""
        return list(zip_longest(*self.rows, fillvalue=""))


class Aside(NamedTuple):
    """A text of a workbook that stands in no cell.

    Attributes:
        where: what a message calls its place, such as "the comments".
        text: the text.
    """

    where: str
    text: str


Place = tuple[int, int]
"""Row and column, both counted from 0."""


class Beside(NamedTuple):
    """What a workbook holds beside the values of its cells.

    Attributes:
        errors: by sheet, the cells that hold an error or a formula never calculated.
        asides: texts that stand in no cell.
    """

    errors: dict[str, list[Place]]
    asides: tuple[Aside, ...]


@dataclass(frozen=True)
class Book:
    """A file as it was found to be.

    Attributes:
        extension: the extension its content calls for.
        sheets: its sheets in order; one for CSV.
        asides: texts that stand in no cell.
        came_protected: a password was needed to open it.
    """

    extension: str
    sheets: tuple[Sheet, ...]
    asides: tuple[Aside, ...] = ()
    came_protected: bool = False


class TurnedAwayError(Exception):
    """The file is rejected; the issue says why and holds nothing of its content."""

    def __init__(self, issue: Issue) -> None:
        """Keep the issue."""
        self.issue = issue
        super().__init__(issue.message)

    @classmethod
    def unreadable(cls, why: str) -> TurnedAwayError:
        """It can't be read."""
        return cls(rule("unreadable").found(words={"why": why}))

    @classmethod
    def unsafe(cls, why: str) -> TurnedAwayError:
        """It could do harm."""
        return cls(rule("unsafe").found(words={"why": why}))

    @classmethod
    def encrypted(cls) -> TurnedAwayError:
        """It is protected by a password."""
        return cls(rule("encrypted").found())


def trimmed(text: str) -> str:
    """The text in NFKC without white space or invisible characters around it."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip().strip(_INVISIBLE)
    return text.strip()


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing to be seen."""
    return not text or not trimmed(text)


def normalised(name: str) -> str:
    """A column's name without case, spaces, hyphens and underscores."""
    return _BETWEEN_WORDS.sub("", unicodedata.normalize("NFKC", name).casefold())


def column_letters(position: int) -> str:
    """A column's letters as Excel shows them, from its position counted from 0."""
    letters = ""
    number = position + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
