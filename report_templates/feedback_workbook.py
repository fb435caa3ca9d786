"""An agency's workbook of findings: what is wrong, and its rows with the cells marked.

The only place that writes this workbook. The sheet "Errors" comes first: verdict, what
to do and by when, then one row a finding, worst first, with a link to its cell. The
agency's rows follow as they were sent; wrong cells are outlined and commented. Every
text is written as text: nothing in it is live.
"""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from report_templates import feedback_words, wording
from report_templates.feedback_looks import Looks
from schemas.feedback import AnsweredFile, SentRows
from schemas.issues import Issue, Severity
from schemas.period import LONDON, Period
from schemas.vocabulary import Agency

ERRORS = "Errors"
ROWS = "Your rows"
MOST_COMMENTS = 2_000
"""So many comments on a sheet Excel still opens at once."""
MOST_LINKS = 60_000
"""Excel takes 65,530 links on a sheet."""
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST_CELL = 32_767
_ABOVE_THE_LIST = 20
_HEADINGS: Mapping[str, int] = {
    "Severity": 13,
    "Cell": 9,
    "Sheet": 14,
    "Row": 8,
    "Column": 24,
    "Rule": 17,
    "What is wrong": 60,
    "What is expected": 60,
    "What to do": 60,
}
_LINK = 1
_MOST_IN_MEMORY = 3_000_000
"""Cells that take some 300 MB: faster by a third than row by row to the disk."""
_COMMENT_LINE, _COMMENT_LINES, _POINTS_A_LINE = 45, 20, 18

Marks = dict[tuple[int, int], list[Issue]]
"""Findings by the cell they are told at, worst first."""


def feedback_workbook(
    file: AnsweredFile,
    sent: SentRows | None,
    *,
    agency: str,
    quarter: Period,
    committee: str,
    scratch: Path,
) -> bytes:
    """The workbook of one file; the same input gives the same bytes.

    Args:
        file: the file and its findings.
        sent: its rows; None gives the list alone.
        agency: whose file.
        quarter: the quarter.
        committee: who answers; stands as author.
        scratch: a private folder for what does not fit into memory while it is written.
    """
    content = io.BytesIO()
    options = {
        "constant_memory": _cells(file, sent) > _MOST_IN_MEMORY,
        "tmpdir": str(scratch),
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with _uninterrupted(), Workbook(content, options) as book:
        _describe(book, file, committee)
        formats = Looks(book)
        marks = {} if sent is None else _marks(file, sent)
        listed = file.issues[: _LAST_ROW - _ABOVE_THE_LIST]
        top = list(_top(file, listed, marks, agency=agency, quarter=quarter))
        if sent is None:
            top.append("The rows of this file are not repeated here.")
        _write_errors(book.add_worksheet(ERRORS), top, listed, sent, formats)
        if sent is not None:
            _write_rows(book.add_worksheet(ROWS), sent, marks, formats, committee)
    return content.getvalue()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """No search for garbage meanwhile: a million cells hold none, and it takes time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _cells(file: AnsweredFile, sent: SentRows | None) -> int:
    """How many cells the workbook will hold."""
    rows = () if sent is None else sent.rows
    return len(file.issues) * len(_HEADINGS) + sum(map(len, rows))


def _describe(book: Workbook, file: AnsweredFile, committee: str) -> None:
    seen = file.first_seen.astimezone(LONDON).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {
            "title": f"What was found in {file.name}",
            "author": committee,
            "created": seen,
        }
    )


def _marks(file: AnsweredFile, sent: SentRows) -> Marks:
    marks: Marks = {}
    for issue in file.issues:
        for place in sent.places_of(issue):
            marks.setdefault(place, []).append(issue)
    return marks


def _top(
    file: AnsweredFile,
    listed: tuple[Issue, ...],
    marks: Marks,
    *,
    agency: str,
    quarter: Period,
) -> Iterator[str]:
    """The lines above the list."""
    yield feedback_words.status(file)
    seen = wording.date_and_time(file.first_seen)
    yield (
        f"{file.name}: {Agency(agency).title}, {quarter.label}, received {seen}, "
        f"fingerprint {file.fingerprint[:12]}"
    )
    yield f"What to do: {feedback_words.what_to_do(file, quarter)}"
    yield f"Counts: {feedback_words.counts(file)} {feedback_words.findings(file)}"
    if file.difference is not None:
        yield feedback_words.what_changed(file.difference)
    yield feedback_words.completeness(file, len(listed))
    if len(marks) > MOST_COMMENTS:
        yield (
            f"Every wrong cell is outlined and listed; the worst {MOST_COMMENTS:,} of "
            f"{len(marks):,} also have a comment."
        )
    if len(listed) > MOST_LINKS:
        yield f"The first {MOST_LINKS:,} findings link to their cell."


def _write_errors(
    sheet: Worksheet,
    top: list[str],
    listed: tuple[Issue, ...],
    sent: SentRows | None,
    formats: Looks,
) -> None:
    for column, width in enumerate(_HEADINGS.values()):
        sheet.set_column(column, column, width)
    for row, line in enumerate(top):
        sheet.write_string(row, 0, line, formats.line if row else formats.verdict)
    header = len(top) + 1
    for column, heading in enumerate(_HEADINGS):
        sheet.write_string(header, column, heading, formats.heading)
    for number, issue in enumerate(listed):
        linked = sent if number < MOST_LINKS else None
        _write_finding(sheet, header + 1 + number, issue, linked, formats)
    sheet.autofilter(header, 0, header + len(listed), len(_HEADINGS) - 1)
    sheet.freeze_panes(header + 1, 0)
    _print_wide(sheet, header)


def _write_finding(
    sheet: Worksheet,
    row: int,
    issue: Issue,
    sent: SentRows | None,
    formats: Looks,
) -> None:
    texts = (
        feedback_words.SEVERITIES[issue.severity],
        "",
        issue.sheet,
        "",
        issue.column or "",
        issue.rule,
        issue.message,
        issue.expected,
        feedback_words.to_do(issue),
    )
    places = [] if sent is None else sent.places_of(issue)
    for column, text in enumerate(texts):
        if column == _LINK and places:
            cell = xl_rowcol_to_cell(*places[0])
            link = f"internal:'{ROWS}'!{cell}"
            sheet.write_url(row, column, link, formats.link, cell)
        elif text:
            sheet.write_string(row, column, text[:_LONGEST_CELL], formats.cell)
        elif _HEADING_NAMES[column] == "Row" and issue.row is not None:
            sheet.write_number(row, column, issue.row, formats.number)


_HEADING_NAMES = tuple(_HEADINGS)


def _write_rows(
    sheet: Worksheet,
    sent: SentRows,
    marks: Marks,
    formats: Looks,
    committee: str,
) -> None:
    sheet.set_column(0, _LAST_COLUMN - 1, 18)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAST_ROW}"})
    by_row: dict[int, dict[int, list[Issue]]] = {}
    for (row, column), issues in marks.items():
        by_row.setdefault(row, {})[column] = issues
    commented = dict(islice(marks.items(), MOST_COMMENTS))
    # Each row's comments with the row: what is written is not kept in memory.
    for number, cells in enumerate(sent.rows[:_LAST_ROW]):
        plain = formats.header if number == sent.header_at else formats.sent
        marked = by_row.get(number, {})
        _write_row(sheet, number, cells, marked, (plain, formats.wrong))
        for column in sorted(marked):
            if (number, column) in commented:
                _comment(sheet, number, column, marked[column], committee)
    sheet.freeze_panes(sent.header_at + 1, 0)


def _write_row(
    sheet: Worksheet,
    number: int,
    cells: Sequence[str],
    marked: Mapping[int, list[Issue]],
    looks: tuple[Format, Mapping[Severity, Format]],
) -> None:
    plain, wrong = looks
    for column, text in enumerate(cells[:_LAST_COLUMN]):
        look = wrong[marked[column][0].severity] if column in marked else plain
        if text:
            sheet.write_string(number, column, text[:_LONGEST_CELL], look)
        elif column in marked:
            sheet.write_blank(number, column, None, look)
    for column in sorted(c for c in marked if c >= len(cells)):
        sheet.write_blank(number, column, None, wrong[marked[column][0].severity])


def _comment(
    sheet: Worksheet, row: int, column: int, issues: list[Issue], committee: str
) -> None:
    """A note at a cell: what is wrong with it and what is expected, no value."""
    said = [
        f"{feedback_words.SEVERITIES[i.severity]} ({i.rule}): {i.message} "
        f"Expected: {i.expected}"
        for i in issues
    ]
    text = "\n".join(dict.fromkeys(said))[:_LONGEST_CELL]
    lines = 1 + sum(1 + len(line) // _COMMENT_LINE for line in text.splitlines())
    size = {"width": 320, "height": _POINTS_A_LINE * min(lines, _COMMENT_LINES)}
    sheet.write_comment(row, column, text, {"author": committee, **size})


def _print_wide(sheet: Worksheet, header: int) -> None:
    """On paper: across, as wide as the sheet, the headings on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
