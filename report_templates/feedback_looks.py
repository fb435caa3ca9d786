"""The looks of an agency's workbook of findings."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from report_templates.base_document import DARK, TINT
from schemas.issues import Severity

_FILLS = {Severity.ERROR: "FBE3E1", Severity.QUERY: "FFF4CE"}
_EDGES = {Severity.ERROR: "B3261E", Severity.QUERY: "7A5C00"}
_MEDIUM_LINE = 2


class Looks:
    """The looks of the cells; every one is text, and stays so when it is edited."""

    def __init__(self, book: Workbook) -> None:
        """Make the looks known to a workbook."""

        def made(**look: Any) -> Format:
            return book.add_format(
                {"font_name": "Arial", "font_size": 11, "num_format": "@", **look}
            )

        self.verdict = made(bold=True, font_size=16, font_color=f"#{DARK}")
        self.line = made()
        self.heading = made(
            bold=True, font_color="#FFFFFF", bg_color=f"#{DARK}", valign="top"
        )
        self.cell = made(text_wrap=True, valign="top")
        self.number = made(valign="top", num_format="0")
        self.link = made(valign="top", underline=1, font_color=f"#{DARK}")
        self.sent = made()
        self.header = made(bold=True, bg_color=f"#{TINT}")
        self.wrong = {
            severity: made(
                border=_MEDIUM_LINE,
                border_color=f"#{_EDGES[severity]}",
                bg_color=f"#{_FILLS[severity]}",
                bold=True,
            )
            for severity in Severity
        }
