"""What the workbook reader does not tell of an old XLS: errors, and texts in no cell.

An XLS is a stream of records, each with its kind and size before it.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import olefile

from transforms.read.cells import Aside, Beside, Place, TurnedAwayError
from transforms.read.part_texts import without_codes

_BOF, _EOF = 0x809, 0x0A
_BOUND_SHEET, _FORMULA, _BOOL_OR_ERROR = 0x85, 0x06, 0x205
_TEXT_OBJECT, _CONTINUED = 0x1B6, 0x3C
_WITH_TEXT = {
    0x14: "a sheet's header",
    0x15: "a sheet's footer",
    0x18: "the defined names",
    0x1C: "the comments",
    _TEXT_OBJECT: "the comments or a text box",
    0x1BE: "the hints of a sheet",
    0x1B8: "a link",
}
_NEWEST_VERSION = 0x600
_IS_MACRO = (1, 6)
_PROPERTIES = "\x05DocumentSummaryInformation"
_SUMMARY = (
    *("title", "subject", "author", "keywords", "comments", "last_saved_by"),
    *("category", "manager", "company"),
)
_NARROW = re.compile(r"[ -~\u00a0-\u00ff]{4,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){4,}")


class _Record(NamedTuple):
    """A record and where it begins."""

    at: int
    kind: int
    body: bytes


def beside_xls(content: bytes) -> Beside:
    """The cells that hold an error, and the texts that stand in no cell.

    Raises:
        TurnedAwayError: the container is damaged, or holds sheets of macros.
    """
    try:
        with closing(olefile.OleFileIO(io.BytesIO(content))) as ole:
            _refuse_loops(ole)
            name = next(n for n in ("Workbook", "Book") if ole.exists(n))
            records = list(_records(ole.openstream(name).read()))
            return Beside(_errors(records), (*_texts(records), *_properties(ole)))
    except (OSError, StopIteration, ValueError, IndexError, struct.error):
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None
    except (TypeError, AttributeError, KeyError, OverflowError):
        # The library takes sizes and types on trust.
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None


def _refuse_loops(ole: olefile.OleFileIO) -> None:
    """Turn a container away whose parts lead in a circle: the reader would never end.

    Raises:
        ValueError: they do.
    """
    starts = [ole.first_dir_sector, ole.first_mini_fat_sector]
    starts += [entry.isectStart for entry in ole.direntries if entry is not None]
    for start in starts:
        seen, sector = 0, start
        while sector < len(ole.fat) and seen <= len(ole.fat):
            seen, sector = seen + 1, ole.fat[sector]
        if seen > len(ole.fat):
            raise ValueError


def _records(stream: bytes) -> Iterator[_Record]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield _Record(at, kind, stream[at + 4 : at + 4 + size])
        at += 4 + size


def _errors(records: list[_Record]) -> dict[str, list[Place]]:
    names = dict(_sheets(records))
    found: dict[str, list[Place]] = {}
    depth, sheet = 0, ""
    for record in records:
        if record.kind == _BOF:
            depth += 1
            sheet = names.get(record.at, "") if depth == 1 else sheet
        elif record.kind == _EOF:
            depth = max(depth - 1, 0)
        elif depth == 1 and sheet and _is_error(record):
            row, column = struct.unpack_from("<HH", record.body)
            found.setdefault(sheet, []).append((row, column))
    return found


def _sheets(records: list[_Record]) -> Iterator[tuple[int, str]]:
    """Where each sheet begins, and its name."""
    is_newest = any(
        r.kind == _BOF and r.body[:2] == struct.pack("<H", _NEWEST_VERSION)
        for r in records[:1]
    )
    for record in records:
        if record.kind != _BOUND_SHEET:
            continue
        at, _, of_kind, length = struct.unpack_from("<IBBB", record.body)
        if of_kind in _IS_MACRO:
            raise TurnedAwayError.unsafe("it holds macros.")
        if not is_newest:
            yield at, record.body[7 : 7 + length].decode("cp1252", "replace")
        elif record.body[7] & 1:
            yield at, record.body[8 : 8 + 2 * length].decode("utf-16-le", "replace")
        else:
            yield at, record.body[8 : 8 + length].decode("latin-1")


def _is_error(record: _Record) -> bool:
    if record.kind == _BOOL_OR_ERROR:
        return record.body[7] == 1
    if record.kind == _FORMULA:
        result = record.body[6:14]
        return result[:1] == b"\x02" and result[6:] == b"\xff\xff"
    return False


def _texts(records: list[_Record]) -> Iterator[Aside]:
    where = ""
    for record in records:
        if record.kind != _CONTINUED:
            where = _WITH_TEXT.get(record.kind, "")
        if where:
            runs = _runs(record.body)
            yield from (Aside(where, without_codes(text)) for text in runs)


def _properties(ole: olefile.OleFileIO) -> Iterator[Aside]:
    where = "the document's properties"
    about = ole.get_metadata()
    for name in _SUMMARY:
        value = getattr(about, name)
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if isinstance(value, str):
            yield Aside(where, value)
    if ole.exists(_PROPERTIES):
        others = ole.openstream(_PROPERTIES).read()
        yield from (Aside(where, text) for text in _runs(others))


def _runs(body: bytes) -> Iterator[str]:
    """What can be read in a record, in either width of its letters."""
    yield from _NARROW.findall(body.decode("latin-1"))
    for run in _WIDE.findall(body):
        yield run.decode("utf-16-le")
