"""A file as it lies in a drop, read to the point where its rows are loaded or not.

Only what decides whether a file and its rows are accepted is read here; no message is
made. Anything that the description of the extracts turns away whole raises
TurnedAwayError.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import openpyxl
from cells import (
    CellFault,
    InadmissibleError,
    american_faults,
    as_text,
    is_blank,
    parse,
)
from extract_definitions import EXTRACTS, Extract, Row
from periods import first_day, last_day, local_date, school_year_of

Table = list[list[object]]

IDENTIFIER_NAMES = {
    *("name", "forename", "surname", "dob", "dateofbirth", "birth", "address"),
    *("postcode", "chi", "nhsnumber", "telephone", "email"),
}
BEARERS = ("child", "pupil", "patient", "client", "parent", "carer")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)")
TOTAL_WORDS = {"total", "totals", "grand total"}


class TurnedAwayError(Exception):
    """The file is rejected whole."""


@dataclass
class Reading:
    """What came out of one file: its verdict and its rows."""

    accepted: bool = False
    rows_read: int = 0
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Circumstances:
    """What a file's verdict depends on besides its bytes."""

    agency: str
    extract: str
    quarter: str
    first_seen: date
    schools: dict[str, set[str]]


def read_extract(path: Path, around: Circumstances) -> Reading:
    """The rows loaded from a file, or a rejection."""
    try:
        if around.first_seen <= last_day(around.quarter):
            raise TurnedAwayError
        if around.extract == "pathway_knowledge" and around.quarter[-2:] != "Q4":
            raise TurnedAwayError
        return checked(table_of(path.read_bytes(), definition(around)), around)
    except TurnedAwayError:
        return Reading()


def definition(around: Circumstances) -> Extract:
    """The definition of the extract."""
    return EXTRACTS[around.agency][around.extract]


def normalised(name: object) -> str:
    """A column's name without case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_-]", "", as_text(name)).casefold() if name is not None else ""


def table_of(content: bytes, extract: Extract) -> Table:
    """Header and rows under it, from either kind of file, title lines left out."""
    if content[:2] == b"PK":
        sheets = workbook_sheets(content)
    else:
        sheets = [csv_table(content, extract)]
    for sheet in sheets:
        header_at = header_row(sheet, extract)
        if header_at is not None:
            refuse_identifiers([cell for one in sheets for row in one for cell in row])
            return sheet[header_at:]
    raise TurnedAwayError


def workbook_sheets(content: bytes) -> list[Table]:
    """The sheets of a workbook, cell by cell."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as unreadable:
        raise TurnedAwayError from unreadable
    return [
        [
            [CellFault() if cell.data_type == "e" else cell.value for cell in row]
            for row in sheet.iter_rows()
        ]
        for sheet in book.worksheets
    ]


def csv_table(content: bytes, extract: Extract) -> Table:
    """The lines of a text file, by the delimiter that shows the header."""
    words = decoded(content)
    tables: list[Table] = [
        [
            list(row)
            for row in csv.reader(io.StringIO(words, newline=""), delimiter=mark)
        ]
        for mark in ",;\t"
    ]
    for table in tables:
        if header_row(table, extract) is not None:
            return table
    return tables[0]


def decoded(content: bytes) -> str:
    """Text of UTF-8 with or without a mark, UTF-16 with one, else cp1252."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16")
    if b"\x00" in content:
        raise TurnedAwayError
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def header_row(table: Table, extract: Extract) -> int | None:
    """Where the header stands among the first ten rows, every column present once."""
    wanted = {normalised(name) for name in extract.columns}
    for number, row in enumerate(table[:10]):
        names = [normalised(cell) for cell in row if not is_blank(cell)]
        if wanted <= set(names):
            if len(names) != len(set(names)):
                raise TurnedAwayError
            return number
    return None


def refuse_identifiers(cells: list[object]) -> None:
    """Turn the file away when a value carries an e-mail address or a CHI number."""
    for cell in cells:
        if not isinstance(cell, str):
            continue
        if EMAIL.search(cell) or any(map(is_chi, TEN_DIGITS.findall(cell))):
            raise TurnedAwayError


def is_chi(digits: str) -> bool:
    """Whether ten digits are a date and a valid check digit."""
    try:
        datetime.strptime(digits[:6], "%d%m%y")  # noqa: DTZ007 - only a date
    except ValueError:
        return False
    weighed = sum(int(d) * w for d, w in zip(digits[:9], range(10, 1, -1), strict=True))
    return (11 - weighed % 11) % 11 == int(digits[9])


def is_identifier_name(name: str) -> bool:
    """Whether a normalised column name is an identifier's, alone or behind a bearer."""
    bare = next((name[len(b) :] for b in BEARERS if name.startswith(b)), name)
    return name in IDENTIFIER_NAMES or bare in IDENTIFIER_NAMES


def checked(table: Table, around: Circumstances) -> Reading:
    """Rows loaded; the file is turned away when more than half are in error."""
    names = [normalised(cell) for cell in table[0]]
    if any(is_identifier_name(name) for name in names):
        raise TurnedAwayError
    rows = [row for row in table[1:] if not is_skipped(row, names)]
    columns = {
        name: [row[names.index(normalised(name))] for row in padded(rows, names)]
        for name in definition(around).columns
    }
    parsed = [
        None if excess(row, names) else row_values(columns, number, around)
        for number, row in enumerate(rows)
    ]
    if sum(row is None for row in parsed) * 2 > len(rows):
        raise TurnedAwayError
    return Reading(True, len(rows), first_of_each_key(parsed, definition(around)))


def padded(rows: Table, names: list[str]) -> Table:
    """Rows with empty cells to the width of the header."""
    return [row + [None] * (len(names) - len(row)) for row in rows]


def excess(row: list[object], names: list[str]) -> bool:
    """Whether a row has filled cells beyond the header."""
    return any(not is_blank(cell) for cell in row[len(names) :])


def is_skipped(row: list[object], names: list[str]) -> bool:
    """Blank rows, repeated headers and rows of totals are not rows read."""
    filled = [cell for cell in row if not is_blank(cell)]
    if not filled:
        return True
    if [normalised(cell) for cell in filled] == [name for name in names if name]:
        return True
    return as_text(filled[0]).casefold().rstrip(":").strip() in TOTAL_WORDS


def row_values(
    columns: dict[str, list[object]], number: int, around: Circumstances
) -> Row | None:
    """The values of one row, or None where any of its cells is in error."""
    extract = definition(around)
    row: Row = {}
    for name, column in extract.columns.items():
        if column.kind in {"day", "moment"} and american_faults(columns[name])[number]:
            return None
        try:
            row[name] = parse(columns[name][number], column)
        except InadmissibleError:
            return None
    admissible = (
        all(rule(row) for rule in extract.rules)
        and dates_admitted(row, around)
        and programme_admitted(row, around)
    )
    return row if admissible else None


def day_of(value: object) -> date | None:
    """The local date of a date or an instant."""
    if isinstance(value, datetime):
        return local_date(value)
    return value if isinstance(value, date) else None


def dates_admitted(row: Row, around: Circumstances) -> bool:
    """The quarter rule for the attribution date, the day first seen for the others."""
    extract = definition(around)
    for name, column in extract.columns.items():
        day = day_of(row[name])
        if column.kind not in {"day", "moment"} or day is None or name == "by_when":
            continue
        if name == extract.attributed_by:
            if not attribution_admitted(day, row, around):
                return False
        elif name == "attended_on":
            if day > last_day(around.quarter):
                return False
        elif day > around.first_seen:
            return False
    return True


def attribution_admitted(day: date, row: Row, around: Circumstances) -> bool:
    """In the quarter; earlier where unsettled records are sent again.

    "planned_on too [may be any date] when held_on is in the quarter".
    """
    start, end = first_day(around.quarter), last_day(around.quarter)
    if around.extract == "governance_meetings":
        held = row["held_on"]
        if held is not None and start <= held <= end:
            return True
    return day <= end and (day >= start or definition(around).earlier_admitted)


def programme_admitted(row: Row, around: Circumstances) -> bool:
    """Each agency sends its own programme, to schools of the year of the delivery."""
    if around.extract != "s2_programmes":
        return True
    own = {"education": "wasted", "barnardos": "safer_choices"}[around.agency]
    known = around.schools.get(school_year_of(row["delivered_on"]), set())
    return row["programme"] == own and (not known or row["school_code"] in known)


def first_of_each_key(parsed: list[Row | None], extract: Extract) -> list[Row]:
    """Rows without error, the second and later of each key left out."""
    kept: dict[tuple[object, ...], Row] = {}
    for row in parsed:
        if row is not None:
            kept.setdefault(tuple(row[name] for name in extract.key), row)
    return list(kept.values())
