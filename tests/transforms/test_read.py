"""Files in every dress: encodings, separators, workbooks, titles, totals, harm."""

from __future__ import annotations

import datetime as dt
import io
import re
import string
import traceback
import types
import zipfile
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineError

from schemas.extract import DTYPES, Column, Extract, Kind
from schemas.extracts import EXTRACTS, barnardos, hscp, icpc, police
from schemas.issues import Verdict
from tests.transforms.dresses import ods_of, xls_of
from tests.transforms.valid_files import (
    csv_of,
    errors_of,
    judged,
    queries_of,
    table_of,
    valid_rows,
    xlsx_of,
)
from transforms.parse import parse
from transforms.read import read_book
from transforms.read.cells import TurnedAwayError, column_letters, normalised
from transforms.read.header import find_header, header_issues
from transforms.read.table import Table, table_under

CEOP = police.CEOP_REPORTS
REVIEWS = barnardos.CONCERN_REPORT_REVIEWS
EPISODES = hscp.MISSING_EPISODES
PLAN = icpc.ACTION_PLAN
LONDON = ZoneInfo("Europe/London")
Cells = Sequence[Sequence[object]]


def read_table(content: bytes, extract: Extract) -> Table:
    """The table of a file that is known to have one."""
    book = read_book(content, extract)
    header = find_header(book, extract)
    assert header_issues(book, header, extract) == []
    assert header is not None
    return table_under(header)


def ceop_table(how_many: int = 3) -> list[list[str]]:
    return table_of(CEOP, valid_rows(CEOP, "police", how_many))


def rule_of(content: bytes, extension: str = "csv") -> str:
    """The rule by which a file is turned away, alone."""
    verdict = judged(content, CEOP, "police", extension)
    assert verdict.verdict is Verdict.REJECTED
    assert (verdict.rows_loaded, verdict.rows.empty) == (0, True)
    errors = errors_of(verdict)
    assert len(errors) == 1
    return errors[0][2]


# CSV


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_reads_the_same_in_every_dress(encoding, separator, line_end):
    rows = valid_rows(REVIEWS, "barnardos", 3)
    rows[1]["recommendation"] = (
        'Café, school; "bus stop"\tand shop \u2013 Barnardo\u2019s'
    )
    content = csv_of(
        table_of(REVIEWS, rows),
        separator=separator,
        line_end=line_end,
        encoding=encoding,
    )

    table = read_table(content, REVIEWS)

    assert table.columns["recommendation"][1] == rows[1]["recommendation"]
    assert table.rows == [2, 3, 4]


def test_utf_16_may_begin_with_the_other_byte():
    content = b"\xfe\xff" + csv_of(ceop_table(), encoding="utf-16-be")

    assert read_table(content, CEOP).rows == [2, 3, 4]


def test_a_byte_that_cp1252_does_not_know_spoils_its_own_cell_alone():
    table = ceop_table()
    table[2][2] = "MARK"
    content = csv_of(table).replace(b"MARK", b"\x81\xe9")

    assert errors_of(judged(content, CEOP, "police")) == [(3, "report_type", "code")]


def test_a_line_break_inside_quotes_begins_no_new_row():
    rows = valid_rows(REVIEWS, "barnardos", 3)
    rows[0]["recommendation"] = "first line\nsecond\r\nthird"
    rows[2]["locality"] = ""

    verdict = judged(csv_of(table_of(REVIEWS, rows)), REVIEWS, "barnardos")

    assert errors_of(verdict) == [(4, "locality", "required")]
    assert verdict.rows["recommendation"].iloc[0] == "first line second third"


def test_blank_lines_are_rows_of_excel_but_no_rows_read():
    table = ceop_table()
    lines = [",".join(row) for row in table]
    content = "\n".join([lines[0], "", lines[1], ",,,", "  ", lines[2], lines[3], ""])

    verdict = judged(content.encode(), CEOP, "police")

    assert list(verdict.rows.index) == [3, 6, 7]
    assert verdict.issues == []


def test_the_line_that_names_the_separator_to_excel_is_no_row():
    content = b"sep=;\r\n" + csv_of(ceop_table(), separator=";")

    assert read_table(content, CEOP).rows == [2, 3, 4]


def test_the_separator_is_the_one_that_shows_the_header_whatever_else_a_title_holds():
    title = "Reports; of CEOP; for the quarter; and more; and more; and more\n"

    assert read_table(title.encode() + csv_of(ceop_table()), CEOP).rows == [3, 4, 5]


def test_more_cells_than_headers_are_an_error_of_the_row():
    table = ceop_table()
    table[2].append("more")
    table[3].extend(["", " "])

    verdict = judged(csv_of(table), CEOP, "police")

    assert errors_of(verdict) == [(3, None, "extra_cell")]
    assert verdict.rows_loaded == 2


def test_fewer_cells_than_headers_are_empty_cells():
    rows = valid_rows(REVIEWS, "barnardos", 2)
    table = table_of(REVIEWS, rows)
    table[1].pop()

    verdict = judged(csv_of(table), REVIEWS, "barnardos")

    assert verdict.issues == []
    assert verdict.rows["recommendation"].isna().tolist() == [True, False]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        csv_of(ceop_table()).replace(b"RE-0001", b"RE\0001"),
        csv_of(ceop_table()) + b"\0",
        csv_of(ceop_table(), encoding="utf-16-le"),
        csv_of(ceop_table(), encoding="utf-16")[:-1],
        csv_of(ceop_table()) + b'"never closed\nRE-9,2026-01-05',
    ],
    ids=["empty", "null byte", "null at end", "no mark", "cut off", "open quote"],
)
def test_a_text_that_is_not_whole_can_not_be_read(content):
    assert rule_of(content) == "unreadable"


@pytest.mark.parametrize(
    "content", [b"\n\n", b" ", b"\xef\xbb\xbf", b"%PDF-1.7 hello", b"<html>"]
)
def test_a_text_without_the_header_is_another_table(content):
    assert rule_of(content) == "wrong_table"


# Header, titles, totals: the same in CSV and in a workbook

WRITERS: list[tuple[str, Callable[[Cells], bytes]]] = [
    ("csv", lambda table: csv_of([[str(cell) for cell in row] for row in table])),
    ("xlsx", xlsx_of),
]
in_both = pytest.mark.parametrize(
    ("extension", "written"), WRITERS, ids=[name for name, _ in WRITERS]
)


@in_both
def test_the_columns_may_stand_in_any_order_and_any_spelling(extension, written):
    table = [list(reversed(row)) for row in ceop_table()]
    table[0] = ["Action-Taken", " REPORT TYPE ", "Received\u00a0On", "report_REF"]

    verdict = judged(written(table), CEOP, "police", extension)

    assert verdict.issues == []
    assert list(verdict.rows.columns) == list(CEOP.column_names)


@in_both
@pytest.mark.parametrize("titles", [1, 5, 9])
def test_lines_above_the_header_are_titles_and_told(extension, written, titles):
    above = [[f"About the quarter, line {n}"] for n in range(titles)]
    verdict = judged(written([*above, *ceop_table()]), CEOP, "police", extension)

    assert queries_of(verdict) == [
        (number, None, "title_skipped") for number in range(1, titles + 1)
    ]
    assert list(verdict.rows.index) == [titles + 2, titles + 3, titles + 4]


@in_both
def test_a_blank_line_above_the_header_is_not_told(extension, written):
    content = written([["Reports"], [""], *ceop_table()])

    verdict = judged(content, CEOP, "police", extension)

    assert queries_of(verdict) == [(1, None, "title_skipped")]
    assert list(verdict.rows.index) == [4, 5, 6]


@in_both
def test_a_header_in_the_eleventh_row_is_too_late(extension, written):
    content = written([*[["title"]] * 10, *ceop_table()])

    verdict = judged(content, CEOP, "police", extension)

    assert errors_of(verdict) == [(None, None, "wrong_table")]


@in_both
@pytest.mark.parametrize(
    "total",
    ["Total", "TOTALS", "grand total", "Total:", " Grand  Total : ", "totals :"],
)
def test_a_row_of_totals_is_left_out_and_told(extension, written, total):
    content = written([*ceop_table(), ["", total, "", "3"]])

    verdict = judged(content, CEOP, "police", extension)

    assert queries_of(verdict) == [(5, None, "total_skipped")]
    assert (verdict.rows_read, verdict.rows_loaded) == (3, 3)


@in_both
@pytest.mark.parametrize("first", ["Total-1", "Subtotal", "Total of all", "Totally"])
def test_a_row_that_only_begins_like_a_total_is_a_record(extension, written, first):
    table = ceop_table()
    table[2][0] = first

    verdict = judged(written(table), CEOP, "police", extension)

    assert verdict.rows_read == 3
    assert queries_of(verdict) == []


@in_both
def test_a_repeated_header_is_left_out_and_told(extension, written):
    table = ceop_table()
    table.insert(2, [name.upper().replace("_", " ") for name in table[0]])

    verdict = judged(written(table), CEOP, "police", extension)

    assert queries_of(verdict) == [(3, None, "header_repeated")]
    assert list(verdict.rows.index) == [2, 4, 5]


@in_both
@pytest.mark.parametrize("name", CEOP.column_names)
def test_a_missing_column_is_told_by_name(extension, written, name):
    table = ceop_table()
    table[0][table[0].index(name)] = ""

    verdict = judged(written(table), CEOP, "police", extension)

    assert errors_of(verdict) == [(None, name, "column_missing")]
    assert verdict.rows_loaded == 0


@in_both
def test_every_missing_column_is_told(extension, written):
    table = [row[:2] for row in ceop_table()]

    verdict = judged(written(table), CEOP, "police", extension)

    assert errors_of(verdict) == [
        (None, "report_type", "column_missing"),
        (None, "action_taken", "column_missing"),
    ]


@in_both
def test_a_column_that_stands_twice_is_told(extension, written):
    table = [[*row, row[0]] for row in ceop_table()]
    table[0][-1] = "Report Ref"

    verdict = judged(written(table), CEOP, "police", extension)

    assert errors_of(verdict) == [(None, "report_ref", "column_repeated")]


@in_both
def test_the_header_of_another_extract_is_another_table(extension, written):
    other = table_of(
        police.CONCERN_REPORTS, valid_rows(police.CONCERN_REPORTS, "police")
    )

    verdict = judged(written(other), CEOP, "police", extension)

    assert errors_of(verdict) == [(None, None, "wrong_table")]
    assert "concern_reports" in verdict.issues[0].message


@in_both
def test_a_header_that_lacks_a_column_and_holds_all_of_another_extract(
    extension, written
):
    # Eight of the nine columns of return interviews, and all of missing episodes.
    episodes = table_of(EPISODES, valid_rows(EPISODES, "hscp"))
    extract = hscp.RETURN_INTERVIEWS
    rest = [n for n in extract.column_names if n not in episodes[0]][:-1]
    both = [[*row, *(["x"] * len(rest))] for row in episodes]
    both[0] = [*episodes[0], *rest]

    verdict = judged(written(both), extract, "hscp", extension)

    assert errors_of(verdict) == [(None, None, "wrong_table")]


@in_both
def test_a_header_alone_is_a_nil_return(extension, written):
    verdict = judged(written(ceop_table(0)), CEOP, "police", extension)

    assert (verdict.verdict, verdict.rows_read) == (Verdict.ACCEPTED, 0)
    assert verdict.issues == []
    assert list(verdict.rows.columns) == list(CEOP.column_names)


@in_both
def test_an_unknown_column_is_left_out_and_told_by_name(extension, written):
    table = [[*row, f"note {n}"] for n, row in enumerate(ceop_table())]
    table[0][-1] = "Team notes"

    verdict = judged(written(table), CEOP, "police", extension)

    assert queries_of(verdict) == [(None, "Team notes", "extra_column")]
    assert verdict.rows_loaded == 3


@in_both
@pytest.mark.parametrize(
    "header", ["Fiona's list!", "x" * 41, "Born 2011", "Fiona Campbell"]
)
def test_an_unknown_column_of_an_odd_name_is_told_by_its_letter(
    extension, written, header
):
    table = [[*row, "1"] for row in ceop_table()]
    table[0][-1] = header
    verdict = judged(written(table), CEOP, "police", extension)

    assert queries_of(verdict) == [(None, "column E", "extra_column")]


def test_a_title_that_names_one_column_does_not_hide_the_header():
    extract = icpc.CAMPAIGN_RETURNS
    table = table_of(extract, valid_rows(extract, "icpc", 1))

    verdict = judged(csv_of([["Campaign"], *table]), extract, "icpc")

    assert queries_of(verdict) == [(1, None, "title_skipped")]
    assert verdict.rows_loaded == 1


# Workbooks


def test_the_first_sheet_with_the_header_holds_the_table():
    content = xlsx_of(
        [["Guidance"], ["Fill in the next sheet."]],
        sheet="Read me",
        others={"Data": ceop_table(), "Copy": ceop_table(2)},
    )

    verdict = judged(content, CEOP, "police", "xlsx")

    assert (verdict.sheet, verdict.rows_loaded) == ("Data", 3)
    assert verdict.issues == []


def test_issues_name_sheet_and_row_as_excel_shows_them():
    table = ceop_table()
    table[2][2] = "nonsense"

    verdict = judged(xlsx_of([["Title"], [], *table]), CEOP, "police", "xlsx")

    (error,) = [issue for issue in verdict.issues if issue.rule == "code"]
    assert (error.sheet, error.row, error.column) == ("Extract", 5, "report_type")


@pytest.mark.parametrize("date_1904", [False, True])
def test_true_excel_dates_are_read_in_both_date_systems(date_1904):
    rows: list[list[object]] = [list(row) for row in _episodes()]
    rows[1][3] = dt.datetime(2026, 2, 3, 14, 5, 6)  # noqa: DTZ001 - as Excel has it
    rows[1][4] = dt.datetime(2026, 2, 4)  # noqa: DTZ001
    rows[2][3] = dt.date(2026, 2, 3)

    verdict = judged(xlsx_of(rows, date_1904=date_1904), EPISODES, "hscp", "xlsx")

    assert verdict.issues == []
    missing, returned = verdict.rows["missing_from"], verdict.rows["returned_at"]
    assert missing.iloc[0] == pd.Timestamp(2026, 2, 3, 14, 5, 6)
    assert returned.iloc[0] == pd.Timestamp(2026, 2, 4)
    assert missing.iloc[1] == pd.Timestamp(2026, 2, 3)


def _episodes() -> list[list[str]]:
    rows = valid_rows(EPISODES, "hscp", 2)
    for row in rows:
        row["returned_at"] = "2026-03-20 10:00"
    return table_of(EPISODES, rows)


def test_a_true_date_with_a_time_is_no_date():
    table: list[list[object]] = [list(row) for row in ceop_table()]
    table[1][1] = dt.datetime(2026, 2, 3, 9, 30)  # noqa: DTZ001
    table[2][1] = dt.datetime(2026, 2, 3)  # noqa: DTZ001

    verdict = judged(xlsx_of(table), CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(2, "received_on", "date_form")]


def test_a_true_time_is_read_to_the_second_however_excel_rounds_it():
    content = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    table: list[list[object]] = [list(row) for row in _episodes()]
    table[1][3] = dt.datetime(2026, 2, 3, 14, 4, 59, 999_600)  # noqa: DTZ001
    for row in table:
        sheet.append(row)
    book.save(content)

    verdict = judged(content.getvalue(), EPISODES, "hscp", "xlsx")

    assert verdict.rows["missing_from"].iloc[0] == pd.Timestamp(2026, 2, 3, 14, 5)


def test_numbers_and_truths_of_a_workbook_become_text_as_shown():
    extract = hscp.LOOKED_AFTER_CHILDREN
    table: list[list[object]] = [
        list(row) for row in table_of(extract, valid_rows(extract, "hscp", 3))
    ]
    table[1][1], table[1][3] = 12.0, True
    table[2][1], table[2][3] = 12.5, False
    table[3][1] = "1,2"

    verdict = judged(xlsx_of(table), extract, "hscp", "xlsx")

    assert [(e.row, e.column, e.rule) for e in verdict.issues if e.row] == [
        (3, "age", "type"),
        (4, "age", "type"),
    ]
    table[2][1] = table[3][1] = 7
    verdict = judged(xlsx_of(table), extract, "hscp", "xlsx")
    assert verdict.rows["age"].tolist() == [12, 7, 7]
    assert verdict.rows["disability"].tolist() == ["yes", "no", "yes"]


def test_a_number_is_no_reference_but_a_code_of_a_school():
    table: list[list[object]] = [list(row) for row in ceop_table()]
    table[1][0] = 12345

    verdict = judged(xlsx_of(table), CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(2, "report_ref", "ref_form")]


def test_hidden_rows_and_hidden_sheets_are_read():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.add_worksheet("Front")
        sheet = book.add_worksheet("Hidden")
        for at, row in enumerate(ceop_table()):
            sheet.write_row(at, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.hide()

    verdict = judged(content.getvalue(), CEOP, "police", "xlsx")

    assert list(verdict.rows.index) == [2, 3, 4]


def _with_openpyxl(
    change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None],
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ceop_table():
        sheet.append(row)
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_an_error_value_is_told_at_its_cell(error):
    def change(sheet):
        sheet["C3"] = error

    verdict = judged(_with_openpyxl(change), CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(3, "report_type", "cell_error")]
    assert verdict.rows_loaded == 2


def test_a_formula_that_was_never_calculated_is_told_at_its_cell():
    def change(sheet):
        sheet["B4"] = "=B3+1"

    verdict = judged(_with_openpyxl(change), CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(4, "received_on", "cell_error")]


def test_a_formula_gives_its_stored_value_and_an_empty_text_is_empty():
    rows = valid_rows(REVIEWS, "barnardos", 2)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(table_of(REVIEWS, rows)):
            sheet.write_row(at, 0, row)
        sheet.write_formula("F2", '=IF(1,"","x")', None, "EMPTY")
        sheet.write_formula("F3", '="a"&"b"', None, "ab")
    as_excel_does = _rewritten(
        content.getvalue(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v>EMPTY</v>", b"<v></v>"),
    )

    verdict = judged(as_excel_does, REVIEWS, "barnardos", "xlsx")

    assert verdict.issues == []
    recommendation = verdict.rows["recommendation"]
    assert recommendation.isna().tolist() == [True, False]
    assert recommendation.iloc[1] == "ab"


def test_a_row_that_holds_nothing_but_an_error_is_a_row():
    def change(sheet):
        sheet["B6"] = "#N/A"

    verdict = judged(_with_openpyxl(change), CEOP, "police", "xlsx")

    assert (6, "received_on", "cell_error") in errors_of(verdict)
    assert verdict.rows_read == 4


def test_an_error_outside_the_table_is_no_error_of_a_row():
    content = _with_openpyxl(lambda sheet: sheet.__setitem__("H3", "#N/A"))

    verdict = judged(content, CEOP, "police", "xlsx")

    assert errors_of(verdict) == []
    assert queries_of(verdict) == [(None, "column H", "extra_column")]


def test_cells_are_found_in_the_xml_with_prefixes_and_without_references():
    content = _with_openpyxl(lambda sheet: sheet.__setitem__("C3", "#N/A"))
    prefixed = _rewritten(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            rb' r="[A-Z0-9]+"',
            b"",
            re.sub(rb"<(/?)(?=\w)", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="),
        ),
    )

    verdict = judged(prefixed, CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(3, "report_type", "cell_error")]


def test_a_merged_header_cell_loses_a_name():
    content = _with_openpyxl(lambda sheet: sheet.merge_cells("B1:C1"))

    verdict = judged(content, CEOP, "police", "xlsx")

    assert errors_of(verdict) == [(None, "report_type", "column_missing")]


@pytest.mark.parametrize(
    ("named", "is_really"),
    [("csv", "xlsx"), ("xlsx", "csv"), ("xls", "xlsx"), ("ods", "csv")],
)
def test_a_file_is_read_as_what_it_is_and_that_is_told(named, is_really):
    content = xlsx_of(ceop_table()) if is_really == "xlsx" else csv_of(ceop_table())

    verdict = judged(content, CEOP, "police", named)

    assert queries_of(verdict) == [(None, None, "extension")]
    assert verdict.rows_loaded == 3


def test_an_opendocument_table_is_read():
    verdict = judged(_ods_of(ceop_table()), CEOP, "police", "ods")

    assert verdict.issues == []
    assert verdict.rows_loaded == 3


def test_blank_rows_and_cells_that_stand_for_many_do_no_harm():
    # LibreOffice fills the sheet up to its last row and column in this way.
    rest = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = _ods_of(ceop_table(), after=rest)

    verdict = judged(content, CEOP, "police", "ods")

    assert verdict.issues == []
    assert verdict.rows_loaded == 3


def test_filled_rows_that_stand_for_too_many_are_refused():
    cell = '<table:table-cell office:value-type="string" {}><text:p>x</text:p>'
    rest = (
        '<table:table-row table:number-rows-repeated="1048570">'
        + cell.format('table:number-columns-repeated="16384"')
        + "</table:table-cell></table:table-row>"
    )

    assert rule_of(_ods_of(ceop_table(), after=rest), "ods") == "unsafe"


@pytest.mark.parametrize("number", ["x", "-1", "9" * 5000, ""])
def test_a_number_of_repeats_that_is_none_can_not_be_read(number):
    rest = f'<table:table-row table:number-rows-repeated="{number}"/>'

    assert rule_of(_ods_of(ceop_table(), after=rest), "ods") == "unreadable"


@pytest.mark.parametrize("cut", [1, 30, 200, 700])
def test_an_opendocument_table_that_is_cut_off_can_not_be_read(cut):
    # The workbook reader itself would look for the end for ever.
    content = _rewritten(_ods_of(ceop_table()), "content.xml", lambda xml: xml[:-cut])

    assert rule_of(content, "ods") == "unreadable"


def _ods_of(table: Cells, manifest: str = "", after: str = "") -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in table
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="Extract">'
        f"{rows}{after}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return content.getvalue()


# Files that can't or may not be opened


def _rewritten(
    content: bytes,
    part: str,
    change: Callable[[bytes], bytes] = lambda data: data,
    extra: dict[str, bytes] | None = None,
) -> bytes:
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return changed.getvalue()


SOUND = xlsx_of(ceop_table())
SOUND_ROWS = judged(SOUND, CEOP, "police", "xlsx").rows


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook_can_not_be_read(share):
    kept = max(int(len(SOUND) * share), len(b"PK.."))

    assert rule_of(SOUND[:kept], "xlsx") == "unreadable"


def test_another_archive_is_no_workbook():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("notes.txt", "hello")

    assert rule_of(content.getvalue(), "xlsx") == "unreadable"


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl/workbook.xml", lambda xml: xml[:-20]),
        ("xl/workbook.xml", lambda xml: xml.replace(b"UTF-8", b"no-such")),
        ("xl/worksheets/sheet1.xml", lambda xml: xml[:-20]),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"B2"', b'"B2000000"')),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"B2"', b'"XFE2"')),
        ("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"B2"', b'"B0"')),
        (
            "xl/worksheets/sheet1.xml",
            lambda xml: xml.replace(b'row r="2"', b'row r="x"'),
        ),
    ],
)
def test_a_workbook_with_broken_xml_can_not_be_read(part, change):
    assert rule_of(_rewritten(SOUND, part, change), "xlsx") == "unreadable"


@pytest.mark.parametrize("number", [b"+4", b"", b"x", b"-1", b"99999"])
@pytest.mark.parametrize("rows", [5, 20_000])
def test_a_text_by_a_number_that_is_none_is_not_taken_for_another(number, rows):
    # The workbook reader itself would take the first text of all.
    content = _rewritten(
        xlsx_of(ceop_table() + ceop_table(3)[1:] * (rows // 3)),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(
            rb'(<c r="C3" t="s"><v>)[0-9]+(?=</v>)', rb"\g<1>" + number, xml
        ),
    )

    assert rule_of(content, "xlsx") == "unreadable"


class PanicException(BaseException):
    """What the workbook reader raises when it gives up."""


@pytest.mark.parametrize("raised", [PanicException("MARKER"), CalamineError("MARKER")])
def test_a_reader_that_gives_up_makes_the_file_unreadable(monkeypatch, raised):
    def give_up(_):
        raise raised

    reader = types.SimpleNamespace(from_filelike=give_up)
    monkeypatch.setattr("transforms.read.workbook.CalamineWorkbook", reader)

    verdict = judged(SOUND, CEOP, "police", "xlsx")

    assert [issue.rule for issue in verdict.issues] == ["unreadable"]
    assert "MARKER" not in str(verdict)


def test_an_interruption_is_no_fault_of_the_file(monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    reader = types.SimpleNamespace(from_filelike=interrupt)
    monkeypatch.setattr("transforms.read.workbook.CalamineWorkbook", reader)

    with pytest.raises(KeyboardInterrupt):
        judged(SOUND, CEOP, "police", "xlsx")


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(part):
    content = _rewritten(SOUND, "", extra={part: b"x"})

    assert rule_of(content, "xlsx") == "unsafe"


def test_a_workbook_that_says_it_has_macros_is_refused():
    content = _rewritten(
        SOUND,
        "[Content_Types].xml",
        lambda xml: xml.replace(
            b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
        ).replace(
            b"openxmlformats-officedocument.sheet.macro", b"ms-excel.sheet.macro"
        ),
    )
    assert b"macroEnabled" in zipfile.ZipFile(io.BytesIO(content)).read(
        "[Content_Types].xml"
    )

    assert rule_of(content, "xlsx") == "unsafe"


def test_a_workbook_that_unpacks_to_a_hundred_times_its_size_is_refused():
    content = _rewritten(SOUND, "", extra={"xl/media/a.bin": b"0" * 11 * 1024**2})

    assert rule_of(content, "xlsx") == "unsafe"


def test_a_high_ratio_below_ten_megabytes_is_no_harm():
    content = _rewritten(SOUND, "", extra={"xl/media/a.bin": b"0" * 9 * 1024**2})

    assert judged(content, CEOP, "police", "xlsx").verdict is Verdict.ACCEPTED


def test_a_workbook_that_claims_more_than_two_gigabytes_is_refused():
    content = bytearray(SOUND)
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (2**31 + 1).to_bytes(4, "little")

    assert rule_of(bytes(content), "xlsx") == "unsafe"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "docProps/core.xml"])
@pytest.mark.parametrize("width", ["utf-8", "utf-16"])
def test_entities_are_refused_in_parts_that_are_not_parsed_too(part, width):
    declared = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]>'

    content = _rewritten(SOUND, part, lambda xml: declared.encode(width) + xml)

    assert rule_of(content, "xlsx") == "unsafe"


def test_a_workbook_that_declares_entities_is_refused():
    declared = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'
    content = _rewritten(
        SOUND, "xl/workbook.xml", lambda xml: xml.replace(b"<workbook", declared, 1)
    )

    assert rule_of(content, "xlsx") == "unsafe"


@pytest.mark.parametrize(
    ("row", "column"), [(1_048_576, 16_384), (2_000, 16_384), (1_048_576, 30)]
)
def test_cells_that_lie_too_far_apart_are_refused_before_they_are_held(row, column):
    content = _with_openpyxl(lambda sheet: sheet.cell(row=row, column=column, value=1))

    assert rule_of(content, "xlsx") == "unsafe"


def test_a_long_sheet_is_looked_through_and_parsed_only_where_needed():
    table = table_of(CEOP, valid_rows(CEOP, "police", 50)) * 400
    sound = xlsx_of(table)
    far_out = _rewritten(
        sound,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="D20400"', b'r="XFD20400"'),
    )

    verdict = judged(sound, CEOP, "police", "xlsx")

    assert (verdict.rows_read, verdict.rows_loaded) == (400 * 50, 50)
    assert rule_of(far_out, "xlsx") == "unsafe"


def test_an_error_in_a_long_sheet_is_told_at_its_cell():
    def change(sheet):
        for number in range(6, 30_000):
            sheet.cell(row=number, column=6, value="filled")
        sheet["C3"] = "#N/A"

    content = _with_openpyxl(change)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > 1 << 20

    errors = errors_of(judged(content, CEOP, "police", "xlsx"))
    assert (3, "report_type", "cell_error") in errors


def test_a_header_as_wide_as_a_sheet_can_be_is_read():
    table: list[list[object]] = [list(row) for row in ceop_table()]
    table[0] += [f"c{n}" for n in range(16_380)]

    verdict = judged(xlsx_of(table), CEOP, "police", "xlsx")

    assert verdict.rows_loaded == 3
    assert len(queries_of(verdict)) == 16_380


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("stream", "rule"),
    [
        ("EncryptedPackage", "encrypted"),
        ("_VBA_PROJECT", "unsafe"),
        ("WordDocument", "unreadable"),
        ("Workbook", "unreadable"),
    ],
)
def test_old_packages_are_refused_by_what_they_hold(stream, rule):
    content = OLE + bytes(600) + stream.encode("utf-16-le") + bytes(600)

    assert rule_of(content, "xls") == rule


def test_an_encrypted_opendocument_table_is_refused():
    content = _ods_of(ceop_table(), "<manifest:encryption-data/>")

    assert rule_of(content, "ods") == "encrypted"


def test_what_turned_a_file_away_repeats_nothing_of_it():
    content = _rewritten(
        SOUND, "xl/workbook.xml", lambda xml: xml[:200] + b"<MARKER<" + xml[200:]
    )

    with pytest.raises(TurnedAwayError) as turned_away:
        read_book(content, CEOP)

    shown = "".join(traceback.format_exception(turned_away.value))
    assert "damaged" in shown
    assert "MARKER" not in shown


# Whatever valid table, in whatever dress


@pytest.mark.parametrize(
    ("position", "letters"),
    [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (51, "AZ"),
        (52, "BA"),
        (701, "ZZ"),
        (16383, "XFD"),
    ],
)
def test_columns_have_the_letters_that_excel_shows(position, letters):
    assert column_letters(position) == letters


TEXT_OF_ALL_SORTS = st.text(
    string.ascii_letters + string.digits + " ,;\t\"'\n|=+-@éüñ£\u2013\u2019",
    max_size=30,
)


Drawn = tuple[str, object, object]
"""A cell as text, as a workbook may hold it, and as it is to be read."""


def drawn_reference(text: str) -> Drawn:
    return f" {text}", text, text.upper()


def drawn_key(text: str) -> Drawn:
    return text.lower(), text, text


def drawn_number(number: int) -> Drawn:
    return f"{number:,}", number, number


def drawn_day(day: dt.date) -> Drawn:
    written = f"{day}" if day.day % 2 else f"{day:%d/%m/%Y}"
    return written, day, pd.Timestamp(day)


def drawn_moment(moment: dt.datetime) -> Drawn:
    moment = moment.replace(microsecond=0)
    utc = moment.replace(tzinfo=LONDON).astimezone(dt.UTC).replace(tzinfo=None)
    return f"{moment:%d/%m/%Y %H:%M:%S}", moment, pd.Timestamp(utc)


def drawn_text(text: str) -> Drawn:
    return text, text, " ".join(text.split())


DRAWN = {
    Kind.REF: st.from_regex(r"[A-Za-z][A-Za-z0-9/_-]{2,39}", fullmatch=True).map(
        drawn_reference
    ),
    Kind.KEY_TEXT: st.text(
        string.ascii_uppercase + string.digits, min_size=1, max_size=9
    ).map(drawn_key),
    Kind.WHOLE: st.integers(0, 10**9).map(drawn_number),
    Kind.DATE: st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)).map(drawn_day),
    Kind.DATE_TIME: st.datetimes(
        dt.datetime(1990, 1, 1),  # noqa: DTZ001 - local, as a clock shows it
        dt.datetime(2037, 1, 1),  # noqa: DTZ001
    ).map(drawn_moment),
    Kind.TEXT: TEXT_OF_ALL_SORTS.filter(str.strip).map(drawn_text),
}


def drawn_code(code: str) -> Drawn:
    return code.upper(), f"{code} ", code


def drawn_cell(column: Column) -> st.SearchStrategy[Drawn]:
    if column.kind is Kind.CODE:
        cell = st.sampled_from(column.codes).map(drawn_code)
    elif column.kind is Kind.CODES:
        cell = st.sets(st.sampled_from(column.codes), min_size=1).map(
            lambda among: (
                " ; ".join(sorted(among)),
                ";".join(reversed([c for c in column.codes if c in among])),
                ";".join(c for c in column.codes if c in among),
            )
        )
    else:
        cell = DRAWN[column.kind]
    return st.just(("", "", None)) | cell if column.nullable else cell


@st.composite
def drawn_file(draw: st.DrawFn) -> tuple[Extract, bytes, list[list[object]]]:
    """A table of an extract, in some dress, and the values it is to be read as."""
    extract = draw(st.sampled_from(EXTRACTS))
    cells = [
        [draw(drawn_cell(column)) for column in extract.columns]
        for _ in range(draw(st.integers(0, 3)))
    ]
    # Where the first column is a text, "total" in it would make the row a total.
    cells = [
        row for row in cells if row[0][0].strip().rstrip(":").lower() not in TOTALS
    ]
    order = draw(st.permutations(range(len(extract.columns))))
    respelt = draw(
        st.sampled_from([str.upper, str.title, lambda n: n.replace("_", " ")])
    )
    header = [respelt(extract.column_names[place]) for place in order]
    titles = [["Title of the table"]] * draw(st.integers(0, 3))
    blank = [[""]] * draw(st.integers(0, 2))
    totals = draw(st.sampled_from([[], [["Grand Total:", "7"]]]))
    dress = draw(st.sampled_from(["csv", "xlsx", "xls", "ods"]))
    as_workbook = dress != "csv"
    body = [[row[place][int(as_workbook)] for place in order] for row in cells]
    table = [*titles, header, *blank, *body, *blank, *totals]
    if dress == "xlsx":
        content = xlsx_of(table, date_1904=draw(st.booleans()))
    elif dress == "xls":
        content = xls_of(table, date_1904=draw(st.booleans()))
    elif dress == "ods":
        content = ods_of(table)
    else:
        content = csv_of(
            [[str(cell) for cell in row] for row in table],
            separator=draw(st.sampled_from(",;\t")),
            line_end=draw(st.sampled_from(["\n", "\r\n", "\r"])),
            encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        )
    return extract, content, [[value for _, _, value in row] for row in cells]


TOTALS = {"total", "totals", "grand total"}


@settings(max_examples=400, deadline=None)
@given(drawn_file())
def test_whatever_valid_table_in_whatever_dress_reads_back_the_same(drawn):
    extract, content, values = drawn

    frame, findings = parse(extract, read_table(content, extract))

    assert findings == []
    for place, column in enumerate(extract.columns):
        expected = pd.Series([row[place] for row in values], dtype=DTYPES[column.kind])
        pd.testing.assert_series_equal(
            frame[column.name].reset_index(drop=True), expected, check_names=False
        )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["csv", "xlsx", "xls", "ods"]))
def test_arbitrary_bytes_are_turned_away_and_nothing_raises(content, extension):
    verdict = judged(content, CEOP, "police", extension)

    assert verdict.verdict is Verdict.REJECTED
    assert verdict.issues


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_spoilt_workbook_is_read_or_turned_away_and_never_raises(data):
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )

    verdict = judged(bytes(content), CEOP, "police", "xlsx")

    if verdict.verdict.is_accepted:
        pd.testing.assert_frame_equal(verdict.rows, SOUND_ROWS)
    else:
        assert verdict.issues


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_a_table_of_any_text_is_read_or_turned_away_and_never_raises(text):
    header = ",".join(CEOP.column_names)

    verdict = judged(
        f"{header}\n{text}".encode("utf-8", "surrogatepass"), CEOP, "police"
    )

    counted = verdict.rows_loaded + verdict.rows_in_error + verdict.rows_repeated
    assert verdict.verdict is Verdict.REJECTED or counted == verdict.rows_read


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_spoilt_opendocument_table_is_read_or_turned_away_and_ends(data):
    sound = _ods_of(ceop_table())

    def spoil(xml: bytes) -> bytes:
        spoilt = bytearray(xml)
        first = data.draw(st.integers(0, len(spoilt) - 1))
        last = data.draw(st.integers(first, min(first + 40, len(spoilt))))
        spoilt[first:last] = data.draw(st.sampled_from([b"", b"<", b'"', b"&x;", b"0"]))
        return bytes(spoilt)

    verdict = judged(_rewritten(sound, "content.xml", spoil), CEOP, "police", "ods")

    assert verdict.issues or verdict.verdict is Verdict.ACCEPTED


def test_names_of_columns_are_compared_without_case_and_spaces():
    assert normalised(" Received-On\u00a0") == normalised("received_on") == "receivedon"


def test_the_action_plan_keeps_text_that_looks_like_a_formula():
    rows = valid_rows(PLAN, "icpc", 2)
    rows[0]["title"] = "=HYPERLINK(1)"

    verdict = judged(xlsx_of(table_of(PLAN, rows)), PLAN, "icpc", "xlsx")

    assert verdict.rows["title"].iloc[0] == "=HYPERLINK(1)"
