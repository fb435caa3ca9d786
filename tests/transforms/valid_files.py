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
        column.name: _valid_cell(column, agency, number, place)
        for place, column in enumerate(extract.columns)
    }
    for rule in extract.rules:
        if isinstance(rule, NotBefore):
            row[rule.column] = _moment(extract.column(rule.column), number, later=1)
        if isinstance(rule, FilledWhen):
            row[rule.other] = rule.values[0]
    return row


def _valid_cell(column: Column, agency: str, number: int, place: int) -> str:
    cells = {
        Kind.REF: f"{column.name[:2].upper()}-{number:04d}",
        Kind.KEY_TEXT: f"SCH{number:03d}",
        Kind.CODE: "".join(column.codes_of(agency)[:1]),
        Kind.CODES: ";".join(column.codes[:2]),
        Kind.WHOLE: str(column.maximum or 200 - 10 * place),
        Kind.DATE: _moment(column, number),
        Kind.DATE_TIME: _moment(column, number),
        Kind.TEXT: f"Locality team {number}",
    }
    return cells[column.kind]


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
    # The writer leaves a line break without quotes where it is not the line's own end.
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    csv.writer(
        text, delimiter=separator, lineterminator=line_end, quoting=quoting
    ).writerows(table)
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
    options = {
        "in_memory": True,
        "date_1904": date_1904,
        "default_date_format": "dd/mm/yyyy hh:mm:ss",
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(content, options) as book:
        for name, rows in {sheet: table, **(others or {})}.items():
            worksheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                worksheet.write_row(at, 0, row)
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
