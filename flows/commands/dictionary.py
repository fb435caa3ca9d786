"""`icpc dictionary`: the specification for the agencies, in Excel and in Word."""

from __future__ import annotations

from pathlib import Path

import typer

from flows.documents_out import place
from report_templates.specification_document import specification_document
from report_templates.specification_workbook import specification_workbook

NAME = "icpc-extract-specification"


def write_dictionary(out: Path) -> None:
    """Write both, and say where they lie."""
    for ending, content in (
        ("xlsx", specification_workbook()),
        ("docx", specification_document()),
    ):
        placed = place(out / f"{NAME}.{ending}", content)
        typer.echo(f"{placed.path} ({placed.state.value})")
