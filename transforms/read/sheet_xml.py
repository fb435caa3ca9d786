"""XML inside workbooks: parsed as it streams, without entities, its area bounded."""

from __future__ import annotations

import zipfile
import zlib
from functools import lru_cache
from xml.parsers import expat

from transforms.read.cells import TurnedAwayError

DAMAGES = (
    *(expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    # A part that is not there, an encoding nobody knows, a part under a password.
    *(LookupError, ValueError, RuntimeError),
)
"""What the archive and the parser raise for a workbook that is not whole."""

LAST_COLUMN = 16_384
"""A sheet has so many columns, in every program."""
_MOST_AREA = 20_000_000
_AREA_PER_CELL = 50


def new_parser() -> expat.XMLParserType:
    """A parser that gives names with their namespace and refuses entities.

    Raises:
        TurnedAwayError: while parsing, where the XML declares entities of its own.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    return parser


@lru_cache(maxsize=256)
def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


def refuse_sparse(rows: int, columns: int, filled: int) -> None:
    """Turn a file away whose cells span an area that could not be held.

    Raises:
        TurnedAwayError: the reader would have to make room for far more cells than
            the sheet holds.
    """
    area = rows * columns
    if area > _MOST_AREA and area > _AREA_PER_CELL * filled:
        raise TurnedAwayError.unsafe("its cells lie too far apart for a table.")


def _refuse_entities(*_: object) -> None:
    raise TurnedAwayError.unsafe("its XML declares entities of its own.")
