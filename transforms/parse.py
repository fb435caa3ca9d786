"""Text cells to a typed frame, as the extract's declaration says, and what is at fault.

Each distinct text of a column is read once. A cell that can't be read is empty in the
frame and told as a finding; a text outside a closed list becomes `NOT_IN_LIST`, which
the check of codes then tells.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from schemas.check import Finding
from schemas.extract import DTYPES, Column, Extract, Kind
from schemas.vocabulary import READ_AS, READ_AS_YES_NO, UNKNOWN
from transforms.parse_dates import Fault, may_be_american, read_day, read_instant
from transforms.read.cells import ERROR_CELL, trimmed
from transforms.read.table import Table

NOT_IN_LIST: Final = "?"
"""Stands in a parsed frame for a text that its closed list does not hold."""

Value = str | int | Fault | None

_REFERENCE = re.compile(r"(?=.*[A-Z])[A-Z0-9/_-]{3,40}")
_WHOLE = re.compile(r"-?(?:[0-9]{1,18}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})(?:\.0+)?")
_LONGEST_KEY = 40
_NEVER_PRINTED = re.compile("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_FOLDED = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u0060\u00b4\u2032\uff07"), "'"),
    **dict.fromkeys(
        map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"), "-"
    ),
}
_ACUTE_ALONE = " \u0301"
"""What NFKC makes of an acute accent that stands for an apostrophe."""
_ERROR_TEXTS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
)
"""What Excel writes into a CSV file for an error; in other columns it is no value."""
_NOT_A_TIME: Final = np.iinfo(np.int64).min
"""What NumPy keeps where there is no time."""


class Parsed(NamedTuple):
    """The typed rows, the index the row as Excel numbers it, and what is at fault."""

    frame: pd.DataFrame
    findings: list[Finding]


def parse(extract: Extract, table: Table) -> Parsed:
    """The typed frame of a table's records, in the dtypes of the declaration."""
    index = pd.Index(table.rows, dtype="int64", name="row")
    findings = [Finding(cell.row, cell.column, "cell_error") for cell in table.errors]
    findings += [Finding(row, "", "extra_cell") for row in table.overfull]
    columns = {}
    for column in extract.columns:
        cells = table.columns[column.name]
        values, faults = _read(column, set(cells))
        columns[column.name] = _series(column, cells, values, index)
        if faults:
            findings.extend(
                Finding(row, column.name, faults[cell].value)
                for row, cell in zip(table.rows, cells, strict=True)
                if cell in faults
            )
    return Parsed(pd.DataFrame(columns, index=index), findings)


def _read(
    column: Column, cells: set[str]
) -> tuple[dict[str, str | int | None], dict[str, Fault]]:
    """What each distinct cell of a column reads as, and what is wrong with the others.

    A blank cell, and one at fault, reads as nothing.
    """
    reader = _reader(column)
    values: dict[str, str | int | None] = {ERROR_CELL: None}
    faults: dict[str, Fault] = {}
    for cell in cells - {ERROR_CELL}:
        text = trimmed(cell)
        value = reader(text) if text else None
        if isinstance(value, Fault):
            faults[cell] = value
            value = None
        values[cell] = value
    if Fault.AMERICAN in faults.values():
        # One such date makes every date of its column that could be one doubtful.
        doubtful = [cell for cell in cells if may_be_american(trimmed(cell))]
        faults.update(dict.fromkeys(doubtful, Fault.AMERICAN))
        values.update(dict.fromkeys(doubtful, None))
    return values, faults


def _series(
    column: Column,
    cells: list[str],
    values: dict[str, str | int | None],
    index: pd.Index[int],
) -> pd.Series[Any]:
    if column.is_temporal:
        counted = {c: _NOT_A_TIME if v is None else v for c, v in values.items()}
        microseconds = np.fromiter(
            map(counted.__getitem__, cells), np.int64, count=len(cells)
        )
        return pd.Series(microseconds.view("datetime64[us]"), index=index)
    read = list(map(values.__getitem__, cells))
    return pd.Series(read, index=index, dtype=DTYPES[column.kind])


def _reader(column: Column) -> Callable[[str], Value]:
    """What reads a trimmed text of a column that is not blank."""
    match column.kind:
        case Kind.CODE:
            spellings = _spellings(column.codes)
            return lambda text: spellings.get(folded(text), NOT_IN_LIST)
        case Kind.CODES:
            spellings = _spellings(column.codes)
            return lambda text: _list_of_codes(text, column.codes, spellings)
        case Kind.TEXT if column.max_length is not None:
            longest = column.max_length
            return lambda text: Fault.RANGE if len(text) > longest else _text(text)
        case kind:
            return _READERS[kind]


def _reference(text: str) -> str | Fault:
    reference = text.upper()
    return reference if _REFERENCE.fullmatch(reference) else Fault.REF_FORM


def _key(text: str) -> str | Fault | None:
    if text in _ERROR_TEXTS:
        return Fault.CELL_ERROR
    key = key_of(text)
    return (key or None) if len(key) <= _LONGEST_KEY else Fault.RANGE


def key_of(text: str) -> str:
    """A code of the committee as it is compared: one line, no matter its dress.

    Both sides go through it: what an agency sends and the committee's own list.
    """
    return folded(_printable(text)).upper()


def _text(text: str) -> str | Fault | None:
    if text in _ERROR_TEXTS:
        return Fault.CELL_ERROR
    return _printable(text) or None


def _printable(text: str) -> str:
    """One line, in NFC, without what no document can print."""
    one_line = " ".join(text.split())
    return _NEVER_PRINTED.sub("", unicodedata.normalize("NFC", one_line)).strip()


def _whole(text: str) -> int | Fault:
    if _WHOLE.fullmatch(text) is None:
        return Fault.TYPE
    return int(text.partition(".")[0].replace(",", ""))


def _list_of_codes(
    text: str, codes: tuple[str, ...], spellings: Mapping[str, str]
) -> str | Fault | None:
    parts = {folded(part) for part in text.split(";")} - {""}
    if not parts <= spellings.keys():
        return Fault.CODE
    named = {spellings[part] for part in parts}
    return ";".join(code for code in codes if code in named) or None


def _spellings(codes: tuple[str, ...]) -> dict[str, str]:
    """Every folded spelling that reads as a code of a list."""
    synonyms = dict(READ_AS) if UNKNOWN in codes else {}
    if "yes" in codes:
        synonyms |= READ_AS_YES_NO
    return {folded(code): code for code in codes} | synonyms


def folded(text: str) -> str:
    """A code's spelling as codes are compared: no case, plain apostrophes, dashes."""
    plain = trimmed(text).replace(_ACUTE_ALONE, "'")
    return plain.translate(_FOLDED).casefold()


_READERS: dict[Kind, Callable[[str], Value]] = {
    Kind.REF: _reference,
    Kind.KEY_TEXT: _key,
    Kind.WHOLE: _whole,
    Kind.DATE: read_day,
    Kind.DATE_TIME: read_instant,
    Kind.TEXT: _text,
}
