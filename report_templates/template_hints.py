"""Marks in a template's rows: what is missing, does not agree, or repeats a row above.

A mark is a frame and a ground, so that it is seen without colour too; it refuses
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from schemas.extract import (
    AtMost,
    Extract,
    FilledTogether,
    FilledWhen,
    NotBefore,
    RecordRule,
)


class Hint(NamedTuple):
    """A column whose cells are marked where a formula of the first record is true."""

    column: str
    formula: str


def hints_of(extract: Extract, cells: Mapping[str, str]) -> Iterator[Hint]:
    """Every hint of an extract.

    Args:
        extract: the extract.
        cells: where the first record's cell of each column stands, as `$D2`.
    """
    first, last = cells[extract.column_names[0]], cells[extract.column_names[-1]]
    for column in extract.columns:
        if not column.nullable:
            empty = f"LEN(TRIM({cells[column.name]}))=0"
            yield Hint(column.name, f"=AND(COUNTA({first}:{last})>0,{empty})")
    for relation in extract.rules:
        yield Hint(relation.column, _broken(relation, cells))
    yield Hint(extract.key[-1], _repeated(extract, cells))


def _broken(relation: RecordRule, cells: Mapping[str, str]) -> str:
    this, other = cells[relation.column], cells[relation.other]
    match relation:
        case NotBefore(strict=strict):
            wrong = f"{this}<={other}" if strict else f"{this}<{other}"
            return f"=AND(ISNUMBER({this}),ISNUMBER({other}),{wrong})"
        case AtMost():
            return f"=AND(ISNUMBER({this}),ISNUMBER({other}),{this}>{other})"
        case FilledWhen(values=values):
            needed = ",".join(f'{other}="{value}"' for value in values)
            return f'=AND({other}<>"",({this}<>"")<>OR({needed}))'
        case FilledTogether():
            return f'=AND({this}="",{other}<>"")'


def _repeated(extract: Extract, cells: Mapping[str, str]) -> str:
    """The same key in a row above; the range grows from row to row."""
    keys = [cells[name] for name in extract.key]
    pairs = ",".join(f"{_above(cell)},{cell}" for cell in keys)
    filled = ",".join(f'{cell}<>""' for cell in keys)
    return f"=AND({filled},COUNTIFS({pairs})>0)"


def _above(cell: str) -> str:
    letters = cell.strip("$").rstrip("0123456789")
    return f"${letters}$1:${letters}1"
