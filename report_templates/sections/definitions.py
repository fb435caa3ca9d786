"""Annex: definitions, printed from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences
from report_templates.indicator_blocks import DEFINITION_ANNEX
from report_templates.section import Block, Heading, Look, Paragraph, Table
from schemas.released import ReportInput
from transforms.indicators import CATALOGUE


def blocks(report: ReportInput) -> Iterator[Block]:
    """Every indicator once, in the order of the report."""
    yield Heading(f"{DEFINITION_ANNEX}: definitions", 1, new_page=True)
    yield Table(
        caption="What each indicator counts",
        header=("Indicator", "Definition", "Better"),
        rows=tuple(
            (f"{i.id} {i.title}", i.definition, sentences.BETTER[i.better])
            for i in CATALOGUE
        ),
        widths_mm=(52, 88, 20),
        alt="One row an indicator: its name, its definition, and whether higher or "
        "lower is better.",
    )
    yield Paragraph(
        "“Neither” means that more recording can be good news, so that no direction "
        f"is. Definitions are those of version {report.version} of this report.",
        Look.NOTE,
    )
