"""Every template: empty a nil return, filled accepted, with help in every column."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from report_templates.agency_template import DATA, DICTIONARY, LISTS, READ_ME, template
from report_templates.template_guidance import Filled
from report_templates.template_hints import hints_of
from schemas.extract import Extract, Kind
from schemas.extracts import due
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from schemas.rules import RULES
from tests.transforms.valid_files import extract_of
from transforms.file_name import FileName, read_name
from transforms.submission import Judged, judge
from transforms.synthetic.extracts import tables_of
from transforms.synthetic.world import World

QUARTER = Period.parse("2025-26-Q4")
"""All extracts are due in it."""
SEEN_AT = dt.datetime(2026, 4, 10, 9, 0, tzinfo=LONDON)
EVERY = [Filled(extract, agency, QUARTER) for agency, extract in due(QUARTER)]
every_template = pytest.mark.parametrize("of", EVERY, ids=lambda of: of.stem)


@cache
def made(of: Filled) -> bytes:
    return template(of)


@cache
def opened(of: Filled) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(made(of)))


def judged(content: bytes, of: Filled) -> Judged:
    return judge(
        content,
        of.file_name,
        drop_agency=of.agency,
        seen_at=SEEN_AT,
        schools=None,
    )


def validations(of: Filled) -> dict[str, DataValidation]:
    """The validation of each column's first record."""
    sheet = opened(of)[DATA]
    found = {}
    for place, name in enumerate(of.extract.column_names, 1):
        cell = sheet.cell(2, place).coordinate
        (found[name],) = [
            v for v in sheet.data_validations.dataValidation if cell in v.sqref
        ]
    return found


def named(extract: str, agency: str) -> Filled:
    return Filled(extract_of(extract), agency, QUARTER)


@every_template
def test_an_empty_template_is_a_nil_return(of: Filled) -> None:
    verdict = judged(made(of), of)
    assert verdict.issues == []
    assert (verdict.verdict, verdict.rows_read) == (Verdict.ACCEPTED, 0)
    assert verdict.sheet == DATA


@cache
def synthetic_rows() -> dict[tuple[str, str], pd.DataFrame]:
    tables = tables_of(World(seed=3, scale=0.2), QUARTER, first=False)
    return {(agency, extract.name): table for agency, extract, table in tables}


def fill(sheet: Worksheet, extract: Extract, rows: pd.DataFrame) -> None:
    for place, column in enumerate(extract.columns, 1):
        for row, value in enumerate(rows[column.name], 2):
            if pd.isna(value):
                continue
            whole = column.kind is Kind.WHOLE
            sheet.cell(row, place, int(value) if whole else value)


@every_template
def test_a_template_filled_with_valid_rows_is_accepted_without_a_word(
    of: Filled,
) -> None:
    rows = synthetic_rows()[of.agency, of.extract.name]
    book = openpyxl.load_workbook(io.BytesIO(made(of)))
    fill(book[DATA], of.extract, rows)
    content = io.BytesIO()
    book.save(content)
    verdict = judged(content.getvalue(), of)
    assert verdict.issues == []
    assert verdict.verdict is Verdict.ACCEPTED
    assert verdict.rows_loaded == len(rows)


@every_template
def test_its_name_is_the_one_that_the_file_must_have(of: Filled) -> None:
    name = read_name(of.file_name, drop_agency=of.agency, seen_at=SEEN_AT)
    assert name == FileName(of.agency, of.extract, QUARTER, 1, "xlsx")


@every_template
def test_the_table_comes_first_and_its_header_is_the_specifications(
    of: Filled,
) -> None:
    book = opened(of)
    assert book.sheetnames == [DATA, READ_ME, LISTS, DICTIONARY]
    assert book.active is book[DATA]
    sheet = book[DATA]
    assert tuple(c.value for c in sheet[1]) == of.extract.column_names
    assert sheet.freeze_panes == "A2"
    assert [table.ref[:2] for table in sheet.tables.values()] == ["A1"]
    for place, name in enumerate(of.extract.column_names, 1):
        assert look_of(sheet, place).width > len(name)


def look_of(sheet: Worksheet, place: int) -> ColumnDimension:
    """The look of a column; openpyxl keeps neighbours that look alike as one."""
    (look,) = [
        look
        for look in sheet.column_dimensions.values()
        if look.min <= place <= look.max
    ]
    return look


WANTED = {
    Kind.REF: {"textLength"},
    Kind.KEY_TEXT: {"textLength"},
    Kind.CODE: {"list"},
    Kind.CODES: {"list"},
    Kind.WHOLE: {"whole"},
    Kind.DATE: {"date"},
    Kind.DATE_TIME: {"date"},
    Kind.TEXT: {"textLength", None},
}


@every_template
def test_every_column_has_a_validation_and_words_within_excels_limits(
    of: Filled,
) -> None:
    for name, validation in validations(of).items():
        assert validation.type in WANTED[of.extract.column(name).kind]
        assert str(validation.sqref).endswith("1048576")
        assert validation.showInputMessage
        assert 0 < len(validation.promptTitle) <= 32
        assert 0 < len(validation.prompt) <= 255
        assert 0 < len(validation.errorTitle) <= 32
        assert 0 < len(validation.error) < 200
        assert of.extract.column(name).description in validation.prompt


@every_template
def test_every_list_stands_on_the_sheet_lists_and_is_that_of_the_agency(
    of: Filled,
) -> None:
    for name, validation in validations(of).items():
        column = of.extract.column(name)
        if not column.codes:
            continue
        place = re.fullmatch(
            rf"{LISTS}!\$([A-Z]+)\$2:\$\1\$(\d+)", str(validation.formula1)
        )
        assert place is not None
        cells = opened(of)[LISTS][f"{place[1]}2:{place[1]}{place[2]}"]
        assert tuple(c.value for (c,) in cells) == column.codes_of(of.agency)
        assert opened(of)[LISTS][f"{place[1]}1"].value == name
        assert validation.showErrorMessage is (column.kind is Kind.CODE)


FORMATS = {
    Kind.WHOLE: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATE_TIME: "yyyy-mm-dd hh:mm",
}


@every_template
def test_columns_are_formatted_as_what_they_hold(of: Filled) -> None:
    for place, column in enumerate(of.extract.columns, 1):
        look = look_of(opened(of)[DATA], place)
        assert look.number_format == FORMATS.get(column.kind, "@")


def test_bounds_are_those_of_the_rules() -> None:
    attendance = validations(named("attendances", "health"))
    assert (attendance["age"].formula1, attendance["age"].formula2) == ("0", "17")
    first, last = serial(QUARTER.first_day), serial(QUARTER.last_day)
    on = attendance["attended_on"]
    assert (on.formula1, on.formula2) == (str(first), str(last))
    episode = validations(named("missing_episodes", "hscp"))
    assert float(str(episode["missing_from"].formula2)) == pytest.approx(
        last + 1 - 1 / 1440
    )
    assert episode["missing_from"].formula1 == str(serial(dt.date(2000, 1, 1)))
    assert episode["returned_at"].formula1 == "MAX($D2,DATE(2000,1,1))"
    assert episode["returned_at"].formula2 == "NOW()"
    delivery = validations(named("s2_programmes", "education"))
    assert delivery["responses"].formula2 == "IF(ISBLANK($E2),999999999,$E2)"
    assert delivery["s2_roll"].formula1 == "1"
    training = validations(named("training", "police"))
    assert training["attended_on"].formula2 == str(last)
    plan = validations(named("action_plan", "icpc"))
    assert plan["progress_note"].formula2 == "280"


def serial(day: dt.date) -> int:
    """The number by which Excel knows a day."""
    return (day - dt.date(1899, 12, 30)).days


def test_an_error_is_said_in_the_words_of_its_finding() -> None:
    attendance = validations(named("attendances", "health"))
    assert attendance["sex"].error == "Sex: one of female, male, other, unknown."
    assert attendance["attended_on"].error == (
        "Attended on: a date from 1 January 2026 to 31 March 2026."
    )


@every_template
def test_marks_look_at_cells_of_the_row_and_above_alone(of: Filled) -> None:
    names = of.extract.column_names
    cells = {
        name: f"${openpyxl.utils.get_column_letter(place)}2"
        for place, name in enumerate(names, 1)
    }
    hints = list(hints_of(of.extract, cells))
    required = {c.name for c in of.extract.columns if not c.nullable}
    assert required <= {hint.column for hint in hints}
    assert {r.column for r in of.extract.rules} <= {hint.column for hint in hints}
    for hint in hints:
        assert set(re.findall(r"\$[A-Z]+", hint.formula)) <= {
            cell[:-1] for cell in cells.values()
        }
        assert set(re.findall(r"\$?[A-Z]\$?(\d+)", hint.formula)) <= {"1", "2"}
    ranges = opened(of)[DATA].conditional_formatting
    assert sum(len(each.rules) for each in ranges) == len(hints)


@every_template
def test_it_says_what_it_is_when_it_is_due_and_every_rule(of: Filled) -> None:
    text = "\n".join(
        str(cell.value)
        for row in opened(of)[READ_ME].iter_rows()
        for cell in row
        if cell.value is not None
    )
    for words in (
        of.file_name,
        of.extract.title,
        "1 January 2026 to 31 March 2026",
        "15 April 2026, 23:59",
        "nil return",
        f"{of.stem}_v2.xlsx",
        *(rule.mend for rule in of.rules),
    ):
        assert words in text
    assert {rule.id for rule in of.rules} <= {rule.id for rule in RULES}


@every_template
def test_the_dictionary_has_every_column_with_an_example(of: Filled) -> None:
    header, *rows = opened(of)[DICTIONARY].iter_rows(values_only=True)
    assert header[0] == "Column"
    assert tuple(row[0] for row in rows) == of.extract.column_names
    assert all(row[-1] for row in rows)


@every_template
def test_the_same_template_is_the_same_bytes(of: Filled) -> None:
    assert template(of) == made(of)


@every_template
def test_it_is_a_workbook_as_the_standard_has_it(of: Filled, tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit")
    path = tmp_path / of.file_name
    path.write_bytes(made(of))
    result = audit.OpenXmlValidator().validate(str(path))
    assert result.is_valid, [error.description for error in result.errors]
