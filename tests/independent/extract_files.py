"""How rows become a file: text of several encodings and delimiters, or a workbook."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
from extract_definitions import EXTRACTS, Column, Row
from periods import LOCAL, local

Cells = list[list[Any]]

YES_NO = {
    "yes": ["yes", "Y", "TRUE", "Yes", " yes ", "true", "y"],
    "no": ["no", "N", "FALSE", "No", "no ", "false", "n"],
    "unknown": ["unknown", "Not known", "N/K", "n/k", "UNKNOWN"],
}
WIDE = {ord("K"): "\uff2b", ord("E"): "\uff25"}
RECORDED = datetime(2020, 1, 1)  # noqa: DTZ001 - so that a workbook's bytes are its rows


class Raw(str):
    """Something to be written as it stands."""

    __slots__ = ()


def spelled(value: object, column: Column, dice: Random) -> object:
    """A value in one of the ways an agency may write it."""
    if value is None or isinstance(value, Raw):
        return value
    words = str(value)
    ways: list[str] = []
    if column.kind == "code" and words in YES_NO:
        return dice.choice(YES_NO[words])
    if column.kind in {"code", "codes"}:
        curly = words.replace("'", "\u2019")
        ways = [words.upper(), f" {words} ", curly, curly, words, words, words]
    elif column.kind == "ref":
        ways = [words.lower(), f" {words} ", words.translate(WIDE), *[words] * 20]
    elif column.kind == "school":
        ways = [f" {words} ", words.lower(), *[words] * 10]
    return dice.choice(ways) if ways else value


def dated(value: object, column: Column, dice: Random) -> object:
    """A date or an instant as text, in any form that is admitted."""
    if isinstance(value, datetime):
        return moment_text(value, dice)
    if isinstance(value, date):
        forms = ["%Y-%m-%d", "%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d 00:00"]
        return value.strftime(dice.choice(forms))
    if column.kind == "whole" and isinstance(value, int):
        return dice.choice([str(value)] * 4 + [f"{value}.0", f"{value:,}"])
    return value


def moment_text(instant: datetime, dice: Random) -> str:
    """An instant in local time without a zone, or with its offset or Z."""
    here = instant.astimezone(LOCAL)
    seconds = ":%S" if here.second or dice.random() < 0.3 else ""
    form = dice.choice(["iso", "iso", "T", "slash", "Z", "offset"])
    if here.fold and form in {"iso", "T", "slash"} and dice.random() < 0.7:
        form = "offset"
    if form == "Z":
        return instant.astimezone(UTC).strftime(f"%Y-%m-%dT%H:%M{seconds}Z")
    if form == "offset":
        offset = here.strftime("%z")
        return here.strftime(f"%Y-%m-%dT%H:%M{seconds}") + f"{offset[:3]}:{offset[3:]}"
    skipped = here.replace(tzinfo=None) - timedelta(hours=1)
    if local(skipped) == instant:
        here = dice.choice([here, skipped])
    patterns = {"iso": "%Y-%m-%d %H:%M", "T": "%Y-%m-%dT%H:%M"}
    return here.strftime(patterns.get(form, "%d/%m/%Y %H:%M") + seconds)


def header(columns: list[str], dice: Random) -> list[str]:
    """The columns' names as people type them."""
    way = dice.randrange(4)
    return [
        (name, name.upper(), name.replace("_", " ").title(), name.replace("_", "-"))[
            way
        ]
        for name in columns
    ]


def laid_out(rows: list[Row], agency: str, extract: str, dice: Random) -> Cells:
    """Header and rows as cells; columns in any order, some lines that are not rows."""
    definition = EXTRACTS[agency][extract]
    columns = list(definition.columns)
    if dice.random() < 0.3:
        dice.shuffle(columns)
    names = header(columns, dice)
    lines: Cells = [
        [spelled(row[name], definition.columns[name], dice) for name in columns]
        for row in rows
    ]
    if dice.random() < 0.15:
        names.append("cohort")
        lines = [[*line, dice.choice(["", "blue"])] for line in lines]
    blank: list[Any] = [""] * len(names)
    if lines and dice.random() < 0.2:
        lines.insert(dice.randrange(len(lines) + 1), blank)
    if lines and dice.random() < 0.1:
        lines.insert(dice.randrange(len(lines) + 1), list(names))
    if lines and dice.random() < 0.15:
        total = dice.choice(["Total", "TOTALS", "Grand total:"])
        lines.append([total, *blank[1:-1], "7"])
    title = [["Quarterly return", *blank[1:]]] if dice.random() < 0.2 else []
    return [*title, names, *lines]


def csv_bytes(cells: Cells, agency: str, extract: str, dice: Random) -> bytes:
    """The cells as text, in an encoding that holds them."""
    columns = EXTRACTS[agency][extract].columns
    kind = Column("text")
    by_place = placed(cells, columns)
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=dice.choice([",", ",", ";", "\t"]),
        lineterminator=dice.choice(["\n", "\r\n"]),
    )
    for line in cells:
        writer.writerow(
            "" if cell is None else dated(cell, by_place.get(n, kind), dice)
            for n, cell in enumerate(line)
        )
    encoding = dice.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    try:
        return out.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return out.getvalue().encode("utf-8")


def placed(cells: Cells, columns: dict[str, Column]) -> dict[int, Column]:
    """The column of each place, by the header wherever it stands."""
    known = {name.replace("_", ""): column for name, column in columns.items()}
    for line in cells:
        names = [
            str(cell).lower().replace(" ", "").replace("_", "").replace("-", "")
            for cell in line
        ]
        if any(name in known for name in names):
            return {n: known[name] for n, name in enumerate(names) if name in known}
    return {}


def write_workbook(path: Path, cells: Cells, notes: str, dice: Random) -> None:
    """A workbook whose table is on the first or second sheet; dates true or as text."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": RECORDED})
    if notes:
        book.add_worksheet("Notes").write_string(0, 0, notes)
    sheet = book.add_worksheet("Return")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    formats = (day, moment)
    for r, line in enumerate(cells):
        for c, cell in enumerate(line):
            write_cell(sheet, (r, c), cell, formats, dice)
    book.close()


def write_cell(
    sheet: Any,
    place: tuple[int, int],
    cell: object,
    formats: tuple[object, object],
    dice: Random,
) -> None:
    """One cell, true to its type or as text."""
    if cell is None or cell == "":
        return
    if isinstance(cell, date):
        write_date(sheet, place, cell, formats, dice)
    elif isinstance(cell, int):
        write_number(sheet, place, cell, dice)
    elif cell in {"TRUE", "FALSE"} and dice.random() < 0.5:
        sheet.write_boolean(*place, cell == "TRUE")
    else:
        sheet.write_string(*place, str(cell))


def write_date(
    sheet: Any,
    place: tuple[int, int],
    value: date,
    formats: tuple[object, object],
    dice: Random,
) -> None:
    """A date or instant as a true Excel date or as text."""
    if dice.random() < 0.4:
        sheet.write_string(*place, str(dated(value, Column("day"), dice)))
    elif isinstance(value, datetime):
        naive = value.astimezone(LOCAL).replace(tzinfo=None)
        sheet.write_datetime(*place, naive, formats[1])
    else:
        sheet.write_datetime(*place, value, formats[0])


def write_number(
    sheet: Any,
    place: tuple[int, int],
    number: int,
    dice: Random,
) -> None:
    """A number as such, as text, or as a formula with its stored value."""
    way = dice.random()
    if way < 0.8:
        sheet.write_number(*place, number)
    elif way < 0.9:
        sheet.write_string(*place, f"{number:,}")
    else:
        sheet.write_formula(*place, f"={number}+0", None, number)
