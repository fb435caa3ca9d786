"""Workbooks for people: one look, fixed properties, the same bytes for the same cells.

Everything is written as text, number or date; nothing that begins with = + - @ is ever
live but the formulas that the project itself writes into validations.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

COMMITTEE = "Inverclyde Child Protection Committee"
NO_DATE = dt.datetime(2000, 1, 1, 9)  # noqa: DTZ001 - Excel's dates have no zone
"""Stands as created: the same content is the same bytes whenever it is made."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_FONT = {"font_name": "Arial", "font_size": 11}
_A4 = 9
_INK, _PALE = "#1F3864", "#DCE6F1"
_NARROW_MARGIN = 0.4
_LINE = 15
_AIR = 2
"""Characters of a column left for a font that is wider than ours."""


@dataclass(frozen=True)
class Looks:
    """Formats of a workbook."""

    title: Format
    heading: Format
    header: Format
    name: Format
    words: Format
    across: Format
    link: Format


def workbook(
    build: Callable[[Workbook, Looks], None],
    *,
    title: str,
    subject: str,
    comments: str = "",
) -> bytes:
    """The bytes of a workbook that `build` fills, sheet after sheet."""
    content = io.BytesIO()
    # A copy: XlsxWriter takes out of it what it has used.
    options = {**_OPTIONS, "default_format_properties": dict(_FONT)}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties(
            {
                "title": title,
                "subject": subject,
                "author": COMMITTEE,
                "comments": comments,
                "created": NO_DATE,
            }
        )
        build(book, _looks(book))
    return content.getvalue()


def _looks(book: Workbook) -> Looks:
    wrapped = {"text_wrap": True, "valign": "top"}
    return Looks(
        title=book.add_format({"bold": True, "font_size": 16, "font_color": _INK}),
        heading=book.add_format(
            {"bold": True, "font_size": 13, "font_color": _INK, "bottom": 1}
        ),
        header=book.add_format(
            {
                **wrapped,
                "bold": True,
                "font_color": _INK,
                "bg_color": _PALE,
                "border": 1,
            }
        ),
        name=book.add_format({**wrapped, "bold": True}),
        words=book.add_format(wrapped),
        across=book.add_format({"valign": "top"}),
        link=book.add_format(
            {**wrapped, "font_color": "#0563C1", "underline": 1},
        ),
    )


def on_paper(sheet: Worksheet, *, repeat: int | None = None) -> None:
    """Set a sheet up for printing on A4, one page wide.

    Args:
        sheet: the sheet.
        repeat: the header's row, counted from 0, printed on every page.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(*(_NARROW_MARGIN,) * 4)
    sheet.fit_to_pages(1, 0)
    if repeat is not None:
        sheet.repeat_rows(repeat)


class Page:
    """A sheet of words, written from the top down, each row as high as it needs.

    Attributes:
        sheet: the sheet.
        row: the row that is written next, counted from 0.
    """

    def __init__(
        self, sheet: Worksheet, looks: Looks, widths: Sequence[int] = ()
    ) -> None:
        """Begin at the top, with columns of so many characters."""
        self.sheet = sheet
        self.row = 0
        self._looks = looks
        self._widths = tuple(widths)
        for place, width in enumerate(self._widths):
            sheet.set_column(place, place, width)

    def title(self, text: str) -> None:
        """Write the sheet's title."""
        self.sheet.write_string(self.row, 0, text, self._looks.title)
        self.row += 1

    def heading(self, text: str) -> None:
        """Write a heading, underlined as far as the lines under it go."""
        self.sheet.write_string(self.row, 0, text, self._looks.heading)
        self.sheet.write_blank(self.row, 1, None, self._looks.heading)
        self.row += 1

    def link(self, name: str, row: int | None = None) -> None:
        """Write a link to another sheet; in a row that is written already, or next."""
        at = self.row if row is None else row
        place = f"internal:'{name}'!A1"
        self.sheet.write_url(at, 0, place, self._looks.link, name)
        self.row += row is None

    def lines(self, lines: Iterable[tuple[str, str]], *, across: bool = False) -> None:
        """Write a word for it and a sentence in each row, and leave a row free.

        Args:
            lines: the lines.
            across: sentences run on over the empty cells beside theirs.
        """
        for label, sentence in lines:
            self.sheet.write_string(self.row, 0, label, self._looks.name)
            look = self._looks.across if across else self._looks.words
            self.sheet.write_string(self.row, 1, sentence, look)
            self._fit((label,) if across else (label, sentence))
        self.row += 1

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """Write a header and rows, the first cell of each standing out.

        Returns:
            The header's row; a row under the table is left free.
        """
        at = self.row
        for place, name in enumerate(header):
            self.sheet.write_string(at, place, name, self._looks.header)
        self._fit(header)
        for row in rows:
            for place, cell in enumerate(row):
                look = self._looks.words if place else self._looks.name
                self.sheet.write_string(self.row, place, cell, look)
            self._fit(row)
        self.row += 1
        return at

    def _fit(self, cells: Sequence[str]) -> None:
        """Set the row's height to its longest cell: not every program does so."""
        lines = max(
            len(textwrap.wrap(cell, max(1, width - _AIR)))
            for cell, width in zip(cells, self._widths, strict=False)
        )
        self.sheet.set_row(self.row, _LINE * max(lines, 1))
        self.row += 1
