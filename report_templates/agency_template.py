"""The Excel template of one extract for one agency and quarter.

It is sent back as it is: named as the file must be named, its first sheet the table,
its other sheets guidance that the screen for identifiers finds nothing in. Empty it is
a nil return.
"""

from __future__ import annotations

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from report_templates.specification_tables import (
    COLUMNS_HEADER,
    column_rows,
    edition,
)
from report_templates.template_guidance import Filled, guidance
from report_templates.template_hints import hints_of
from report_templates.template_validations import validation_of
from report_templates.workbook import Looks, Page, on_paper, workbook
from schemas.extract import Column, Kind

DATA, READ_ME, LISTS, DICTIONARY = "Data", "Read me", "Lists", "Data dictionary"

_LAST_ROW = 1_048_575
_NUMBER_FORMATS = {
    Kind.WHOLE: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATE_TIME: "yyyy-mm-dd hh:mm",
}
_TEXT_FORMAT = "@"
_WIDTHS = {Kind.DATE_TIME: 19, Kind.TEXT: 36, Kind.CODES: 36, Kind.REF: 18}
_NARROWEST, _BUTTON, _WIDEST_LIST = 14, 5, 60
_MARKED = {"bg_color": "#FFD9B3", "border": 1, "border_color": "#C00000"}
_READ_ME_WIDTHS = (22, 110)
_DICTIONARY_WIDTHS = (30, 44, 20, 44, 26, 40, 26)


def template(of: Filled) -> bytes:
    """The template's bytes; the same every time for the same specification."""

    def build(book: Workbook, looks: Looks) -> None:
        sheets = {
            name: book.add_worksheet(name)
            for name in (DATA, READ_ME, LISTS, DICTIONARY)
        }
        lists = _write_lists(sheets[LISTS], of, looks)
        _write_data(book, sheets[DATA], of, lists, looks)
        _write_read_me(sheets[READ_ME], of, looks)
        _write_dictionary(sheets[DICTIONARY], of, looks)

    return workbook(
        build,
        title=of.title,
        subject=of.file_name,
        comments=f"Template, edition {edition()} of the specification",
    )


def _write_data(
    book: Workbook,
    sheet: Worksheet,
    of: Filled,
    lists: dict[str, str],
    looks: Looks,
) -> None:
    columns = of.extract.columns
    cells = {c.name: f"${xl_col_to_name(p)}2" for p, c in enumerate(columns)}
    formats = {
        kind: book.add_format({"num_format": _NUMBER_FORMATS.get(kind, _TEXT_FORMAT)})
        for kind in Kind
    }
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _width(column), formats[column.kind])
        validation = validation_of(column, of, cells, lists)
        sheet.data_validation(1, place, _LAST_ROW, place, validation)
    _add_table(sheet, columns, looks)
    _add_hints(sheet, of, cells, book.add_format(_MARKED))
    sheet.freeze_panes(1, 0)
    sheet.set_selection(1, 0, 1, 0)
    on_paper(sheet, repeat=0)


def _add_table(sheet: Worksheet, columns: tuple[Column, ...], looks: Looks) -> None:
    sheet.add_table(
        0,
        0,
        1,
        len(columns) - 1,
        {
            "name": "records",
            "style": "Table Style Light 1",
            "columns": [
                {"header": column.name, "header_format": looks.header}
                for column in columns
            ],
        },
    )


def _add_hints(
    sheet: Worksheet, of: Filled, cells: dict[str, str], marked: Format
) -> None:
    for column, formula in hints_of(of.extract, cells):
        place = of.extract.column_names.index(column)
        sheet.conditional_format(
            1,
            place,
            _LAST_ROW,
            place,
            {"type": "formula", "criteria": formula, "format": marked},
        )


def _width(column: Column) -> int:
    longest = max((len(code) for code in column.codes), default=0)
    wanted = max(len(column.name), min(longest, _WIDEST_LIST)) + _BUTTON
    return max(wanted, _WIDTHS.get(column.kind, _NARROWEST))


def _write_lists(sheet: Worksheet, of: Filled, looks: Looks) -> dict[str, str]:
    """Each list of codes under the name of its column; where it stands comes back."""
    places: dict[str, str] = {}
    coded = (column for column in of.extract.columns if column.codes)
    for place, column in enumerate(coded):
        codes = column.codes_of(of.agency)
        sheet.write_string(0, place, column.name, looks.header)
        for row, code in enumerate(codes, 1):
            sheet.write_string(row, place, code, looks.words)
        sheet.set_column(place, place, _width(column))
        letters = xl_col_to_name(place)
        places[column.name] = f"={LISTS}!${letters}$2:${letters}${len(codes) + 1}"
    if not places:
        sheet.write_string(0, 0, "This extract has no lists.", looks.words)
    sheet.freeze_panes(1, 0)
    on_paper(sheet, repeat=0)
    return places


def _write_read_me(sheet: Worksheet, of: Filled, looks: Looks) -> None:
    page = Page(sheet, looks, _READ_ME_WIDTHS)
    page.title(of.title)
    page.row += 1
    for heading, lines in guidance(of):
        page.heading(heading)
        page.lines(lines)
    on_paper(sheet)


def _write_dictionary(sheet: Worksheet, of: Filled, looks: Looks) -> None:
    page = Page(sheet, looks, _DICTIONARY_WIDTHS)
    page.table(COLUMNS_HEADER, column_rows(of.extract, of.quarter, of.agency))
    sheet.freeze_panes(1, 1)
    on_paper(sheet, repeat=0)
