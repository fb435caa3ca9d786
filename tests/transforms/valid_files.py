"""Valid extracts drawn from the declarations, and files written from them.

Every extract is drawn for 2025-26-Q4, the one quarter in which all of them are due; it
holds the night of 29 March 2026, when the clocks go forward.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from schemas.extract import (
    AtMost,
    Column,
    Extract,
    FilledWhen,
    Kind,
    NotBefore,
)
from schemas.extracts import EXTRACTS, extract_named
from schemas.issues import Severity
from schemas.period import LONDON, Period
from transforms.submission import Judged, judge

QUARTER = Period(2025, "Q4")
SEEN_AT = dt.datetime(2026, 4, 10, 9, 0, tzinfo=LONDON)
SCHOOLS = {"2025-26": frozenset(f"SCH{number:03d}" for number in range(200))}
SENT = [(extract, agency) for extract in EXTRACTS for agency in extract.agencies]
"""Every extract with each agency that sends it."""
ONCE = [(extract, extract.agencies[0]) for extract in EXTRACTS]
"""Every extract with the first agency that sends it."""

Row = dict[str, str]


def extract_of(name: str) -> Extract:
    """The extract of a name that is known to exist."""
    extract = extract_named(name)
    assert extract is not None
    return extract


def valid_rows(extract: Extract, agency: str, how_many: int = 5) -> list[Row]:
    """Rows that break no rule, each with a key of its own."""
    return [_valid_row(extract, agency, number) for number in range(how_many)]


def _valid_row(extract: Extract, agency: str, number: int) -> Row:
    row = {
        column.name: _valid_cell(extract, column, agency, number, place)
        for place, column in enumerate(extract.columns)
    }
    for rule in extract.rules:
        if isinstance(rule, NotBefore):
            row[rule.column] = _moment(extract.column(rule.column), number, later=1)
        if isinstance(rule, FilledWhen):
            row[rule.other] = rule.values[0]
    return row


def _valid_cell(
    extract: Extract, column: Column, agency: str, number: int, place: int
) -> str:
    match column.kind:
        case Kind.REF:
            return f"{column.name[:2].upper()}-{number:04d}"
        case Kind.KEY_TEXT:
            return f"SCH{number:03d}"
        case Kind.CODE:
            return column.codes_of(agency)[0]
        case Kind.CODES:
            return ";".join(column.codes[:2])
        case Kind.WHOLE:
            return str(column.maximum or 200 - 10 * place)
        case Kind.DATE | Kind.DATE_TIME:
            return _moment(column, number)
        case Kind.TEXT:
            return f"Locality team {number}"


def _moment(column: Column, number: int, later: int = 0) -> str:
    day = QUARTER.first_day + dt.timedelta(days=number + later)
    return written(column, day)


def written(column: Column, day: dt.date) -> str:
    """A day as the column's kind wants it written."""
    return f"{day.isoformat()} 10:30" if column.kind is Kind.DATE_TIME else f"{day}"


def name_of(extract: Extract, agency: str, extension: str = "csv") -> str:
    """The exact name of a first version."""
    return f"{agency}_{extract.name}_{QUARTER}.{extension}"


def table_of(extract: Extract, rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Header and rows as lists of cells."""
    names = extract.column_names
    return [list(names), *([row[name] for name in names] for row in rows)]


def csv_of(
    table: Iterable[Sequence[str]],
    *,
    separator: str = ",",
    line_end: str = "\r\n",
    encoding: str = "utf-8",
) -> bytes:
    """The table as a CSV file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(table)
    return text.getvalue().encode(encoding)


def xlsx_of(
    table: Iterable[Sequence[object]],
    *,
    sheet: str = "Extract",
    date_1904: bool = False,
    others: Mapping[str, Iterable[Sequence[object]]] | None = None,
) -> bytes:
    """The table as an XLSX file; dates and numbers become true ones."""
    content = io.BytesIO()
    options = {"in_memory": True, "date_1904": date_1904}
    with xlsxwriter.Workbook(content, options) as book:
        formats = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"}),
        )
        for name, rows in {sheet: table, **(others or {})}.items():
            worksheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for position, value in enumerate(row):
                    if isinstance(value, dt.datetime):
                        worksheet.write_datetime(at, position, value, formats[1])
                    elif isinstance(value, dt.date):
                        worksheet.write_datetime(at, position, value, formats[0])
                    elif isinstance(value, bool):
                        worksheet.write_boolean(at, position, value)
                    elif isinstance(value, int | float):
                        worksheet.write_number(at, position, value)
                    elif value != "":
                        worksheet.write_string(at, position, str(value))
    return content.getvalue()


def judged(
    content: bytes, extract: Extract, agency: str, extension: str = "csv"
) -> Judged:
    """The verdict on a first version that lay in the agency's drop."""
    return judge(
        content,
        name_of(extract, agency, extension),
        drop_agency=agency,
        seen_at=SEEN_AT,
        schools=SCHOOLS,
    )


def judged_rows(
    extract: Extract, agency: str, rows: Iterable[Mapping[str, str]]
) -> Judged:
    """The verdict on rows sent as a plain CSV file."""
    return judged(csv_of(table_of(extract, rows)), extract, agency)


def errors_of(verdict: Judged) -> list[tuple[int | None, str | None, str]]:
    """Row, column and rule of every error."""
    return [
        (issue.row, issue.column, issue.rule)
        for issue in verdict.issues
        if issue.severity is Severity.ERROR
    ]


def queries_of(verdict: Judged) -> list[tuple[int | None, str | None, str]]:
    """Row, column and rule of every query."""
    return [
        (issue.row, issue.column, issue.rule)
        for issue in verdict.issues
        if issue.severity is Severity.QUERY
    ]


def chained_below(extract: Extract, column: str) -> list[str]:
    """Columns that may not be above a column, directly or through another."""
    below: list[str] = []
    for rule in extract.rules:
        if isinstance(rule, AtMost) and rule.other in {column, *below}:
            below.append(rule.column)
    return below
