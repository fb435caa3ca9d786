"""The committee's own reference tables: population and schools.

They are kept with the home and changed once a year. Population: as_of_year, sex, age
0-17, estimate, source; the mid-year estimate of 30 June. Schools: school_year as
2026-27, school_code, s2_roll; every secondary school.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

from schemas.errors import ReferenceTableError
from schemas.vocabulary import SEX
from transforms.parse import key_of

POPULATION_COLUMNS = ("as_of_year", "sex", "age", "estimate", "source")
SCHOOL_COLUMNS = ("school_year", "school_code", "s2_roll")
_OLDEST_CHILD = 17
_MOST = 10**9
_SEXES = {sex: sex for sex in SEX} | {"f": "female", "m": "male"}
_SCHOOL_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")


def read_population(path: Path) -> pd.DataFrame:
    """Mid-year estimates of children aged 0 to 17: as_of_year, sex, age, estimate.

    Raises:
        ReferenceTableError: a column is missing or a cell can't be read.
    """
    rows = _rows(path, POPULATION_COLUMNS)
    numbers = [
        (
            _whole(path, line, row, "as_of_year"),
            _sex(path, line, row),
            _whole(path, line, row, "age"),
            _whole(path, line, row, "estimate"),
        )
        for line, row in rows
    ]
    frame = pd.DataFrame(numbers, columns=["as_of_year", "sex", "age", "estimate"])
    if frame.duplicated(["as_of_year", "sex", "age"]).any():
        raise ReferenceTableError(
            f"{path.name} holds a year, sex and age twice.",
            "Leave one row for each: they are added up.",
        )
    frame = frame.astype({"as_of_year": "int64", "age": "int64", "estimate": "int64"})
    return frame[frame["age"] <= _OLDEST_CHILD]


def read_schools(path: Path) -> pd.DataFrame:
    """Secondary schools: school_year, school_code (upper case), s2_roll.

    Raises:
        ReferenceTableError: a column is missing, or a cell can't be read.
    """
    rows = _rows(path, SCHOOL_COLUMNS)
    schools = [
        (
            _school_year(path, line, row),
            key_of(row["school_code"]),
            _whole(path, line, row, "s2_roll"),
        )
        for line, row in rows
    ]
    frame = pd.DataFrame(schools, columns=["school_year", "school_code", "s2_roll"])
    if frame.duplicated(["school_year", "school_code"]).any():
        raise ReferenceTableError(
            f"{path.name} holds a school twice in one school year.",
            "Leave one row for each school and school year.",
        )
    return frame.astype({"s2_roll": "int64"})


def schools_by_year(schools: pd.DataFrame) -> dict[str, frozenset[str]]:
    """School codes of each school year."""
    return {
        str(year): frozenset(codes)
        for year, codes in schools.groupby("school_year")["school_code"]
    }


def _rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Rows with their line; none where the file is not there."""
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text("cp1252", errors="replace")
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    names = [(name or "").strip().casefold() for name in reader.fieldnames or ()]
    missing = [column for column in columns if column not in names]
    if missing:
        raise ReferenceTableError(
            f"{path.name} lacks the column {', '.join(missing)}.",
            f"Its first line is: {','.join(columns)}",
        )
    reader.fieldnames = names
    return [
        (reader.line_num, {column: row.get(column) or "" for column in columns})
        for row in reader
        if any((value or "").strip() for value in row.values() if not _is_rest(value))
    ]


def _is_rest(value: object) -> bool:
    return isinstance(value, list)


def _whole(path: Path, line: int, row: dict[str, str], column: str) -> int:
    text = row[column].strip().replace(",", "")
    if not (text.isascii() and text.isdecimal() and int(text) < _MOST):
        raise _cell_error(path, line, column, "a whole number")
    return int(text)


def _sex(path: Path, line: int, row: dict[str, str]) -> str:
    """One sex: a row of all persons would count every child twice."""
    text = row["sex"].strip().casefold()
    if text not in _SEXES:
        raise _cell_error(path, line, "sex", "female or male")
    return _SEXES[text]


def _school_year(path: Path, line: int, row: dict[str, str]) -> str:
    text = row["school_year"].strip()
    match = _SCHOOL_YEAR.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise _cell_error(path, line, "school_year", "a school year as 2026-27")
    return text


def _cell_error(
    path: Path, line: int, column: str, expected: str
) -> ReferenceTableError:
    return ReferenceTableError(
        f"{path.name}, line {line}, column {column} is not {expected}.",
        "Mend that cell, save, and run the same command again.",
    )
