"""Workbooks (XLSX; XLS and ODS through the same reader) as sheets of text cells."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    XmlError,
    ZipError,
)

from transforms.read.cells import ERROR_CELL, Beside, Book, Sheet, TurnedAwayError
from transforms.read.ods_cells import beside_ods
from transforms.read.package import OLE, ZIP, format_of_ole, format_of_zip
from transforms.read.protected import opened
from transforms.read.xls_cells import beside_xls
from transforms.read.xlsx_cells import beside_xlsx

_HALF_A_SECOND = dt.timedelta(microseconds=500_000)


def is_workbook(content: bytes) -> bool:
    """Whether the content is that of a workbook, whatever it is called."""
    return content.startswith((*ZIP, OLE))


def read_workbook(content: bytes, passwords: Sequence[str] = ()) -> Book:
    """Every sheet of a workbook, and the texts that stand in no cell.

    A formula gives its stored value; an error, and in XLSX a formula without a stored
    value, gives `ERROR_CELL`.

    Raises:
        TurnedAwayError: it can't be read, is protected by a password that is not among
            those given, or could do harm.
    """
    plain = opened(content, passwords) if content.startswith(OLE) else None
    if plain is not None:
        return replace(_read(plain), came_protected=True)
    return _read(content)


def _read(content: bytes) -> Book:
    is_zip = content.startswith(ZIP)
    extension = format_of_zip(content) if is_zip else format_of_ole(content)
    beside = _BESIDE[extension](content)
    sheets = _sheets(content)
    for sheet in sheets:
        for row, column in beside.errors.get(sheet.name, ()):
            _mark(sheet, row, column)
    return Book(extension, sheets, beside.asides)


_BESIDE: dict[str, Callable[[bytes], Beside]] = {
    "xlsx": beside_xlsx,
    "ods": beside_ods,
    "xls": beside_xls,
}
"""What the workbook reader does not tell, or must not be asked before."""


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                Sheet(
                    about.name,
                    [
                        _texts(row)
                        for row in workbook.get_sheet_by_name(about.name).to_python(
                            skip_empty_area=False
                        )
                    ],
                )
                for about in workbook.sheets_metadata
                if about.typ is SheetTypeEnum.WorkSheet
            )
    except PasswordError:
        raise TurnedAwayError.encrypted() from None
    except (CalamineError, XmlError, ZipError, OSError, ValueError):
        # The reader's own words may quote a cell: they are not passed on.
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None
    except BaseException as failure:
        # A reader that gives up raises what is no Exception, and can't be imported.
        if type(failure).__name__ != "PanicException":
            raise
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None


def _texts(row: list[Any]) -> list[str]:
    # Most rows of a sheet that reaches far are blank, and are to cost nothing.
    if row.count("") == len(row):
        return []
    return [_TEXT[type(value)](value) for value in row]


def _mark(sheet: Sheet, row: int, column: int) -> None:
    rows = sheet.rows
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = ERROR_CELL


def _text(value: str) -> str:
    return value.replace("\0", "")


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _moment(value: dt.datetime) -> str:
    """Excel keeps a time as a fraction of a day, which is off by microseconds."""
    with suppress(OverflowError):
        value += _HALF_A_SECOND
    return value.replace(microsecond=0).isoformat(sep=" ")


def _day(value: dt.date) -> str:
    return f"{value.isoformat()} 00:00:00"


_TEXT: dict[type, Callable[[Any], str]] = {
    str: _text,
    float: _number,
    int: str,
    bool: _truth,
    dt.datetime: _moment,
    dt.date: _day,
    dt.time: str,
    dt.timedelta: str,
}
