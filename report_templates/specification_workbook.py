"""The whole specification as one Excel workbook, for the agencies' analysts."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from report_templates import specification_tables as tables
from report_templates.specification_words import HOW_FILES_ARE_SENT
from report_templates.workbook import Looks, Page, on_paper, workbook
from schemas.extract import Extract
from schemas.extracts import EXTRACTS
from schemas.specification import EXAMPLE_QUARTER, facts_of

CONTENTS, CODES, RULES = "Contents", "Codes", "Rules"
_CONTENTS_WIDTHS = (30, 40, 40, 16, 70)
_COLUMN_WIDTHS = (30, 44, 20, 44, 26, 44, 26)
_CODES_WIDTHS = (44, 60, 60)
_RULES_WIDTHS = (20, 44, 44, 44, 18, 20, 12)


def specification_workbook() -> bytes:
    """The workbook's bytes; the same every time for the same specification."""
    return workbook(
        _build,
        title=tables.TITLE,
        subject=f"Edition {tables.edition()}",
    )


def _build(book: Workbook, looks: Looks) -> None:
    _write_contents(book.add_worksheet(CONTENTS), looks)
    for extract in EXTRACTS:
        _write_extract(book.add_worksheet(extract.name), extract, looks)
    _write_listed(
        book.add_worksheet(CODES),
        looks,
        tables.CODES_HEADER,
        list(tables.code_rows()),
        _CODES_WIDTHS,
    )
    _write_listed(
        book.add_worksheet(RULES),
        looks,
        tables.RULES_HEADER,
        list(tables.rule_rows()),
        _RULES_WIDTHS,
    )


def _write_contents(sheet: Worksheet, looks: Looks) -> None:
    page = Page(sheet, looks, _CONTENTS_WIDTHS)
    page.title(tables.TITLE)
    page.lines((("Edition", tables.edition()), *HOW_FILES_ARE_SENT), across=True)
    rows = list(tables.extract_rows())
    at = page.table(tables.EXTRACTS_HEADER, rows)
    for row, (name, *_) in enumerate(rows, at + 1):
        page.link(name, row)
    page.link(CODES)
    page.link(RULES)
    on_paper(sheet)


def _write_extract(sheet: Worksheet, extract: Extract, looks: Looks) -> None:
    page = Page(sheet, looks, _COLUMN_WIDTHS)
    page.title(f"{extract.name}: {extract.title}")
    page.link(CONTENTS)
    page.lines(facts_of(extract), across=True)
    page.table(tables.COLUMNS_HEADER, tables.column_rows(extract, EXAMPLE_QUARTER))
    page.table(tables.TOLD_AT_HEADER, tables.told_at_rows(extract))
    on_paper(sheet)


def _write_listed(
    sheet: Worksheet,
    looks: Looks,
    header: tuple[str, ...],
    rows: list[tuple[str, ...]],
    widths: tuple[int, ...],
) -> None:
    Page(sheet, looks, widths).table(header, rows)
    sheet.autofilter(0, 0, len(rows), len(header) - 1)
    sheet.freeze_panes(1, 1)
    on_paper(sheet, repeat=0)
