"""Workbooks (XLSX; XLS and ODS through the same reader) as sheets of text cells."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    XmlError,
    ZipError,
)

from transforms.read.cells import ERROR_CELL, Book, Sheet, TurnedAwayError
from transforms.read.ods_cells import refuse_unreadable
from transforms.read.package import OLE, ZIP, format_of_ole, format_of_zip
from transforms.read.xlsx_cells import cells_without_value

_HALF_A_SECOND = dt.timedelta(microseconds=500_000)


def is_workbook(content: bytes) -> bool:
    """Whether the content is that of a workbook, whatever it is called."""
    return content.startswith((*ZIP, OLE))


def read_workbook(content: bytes) -> Book:
    """Every sheet of a workbook.

    A formula gives its stored value; in XLSX an error, and a formula without a stored
    value, gives `ERROR_CELL`.

    Raises:
        TurnedAwayError: it can't be read, is protected, or could do harm.
    """
    is_zip = content.startswith(ZIP)
    extension = format_of_zip(content) if is_zip else format_of_ole(content)
    without_value = cells_without_value(content) if extension == "xlsx" else {}
    if extension == "ods":
        refuse_unreadable(content)
    sheets = _sheets(content)
    for sheet in sheets:
        for row, column in without_value.get(sheet.name, ()):
            _mark(sheet, row, column)
    return Book(extension, sheets)


def _sheets(content: bytes) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                Sheet(
                    about.name,
                    [
                        [_TEXT[type(value)](value) for value in row]
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
