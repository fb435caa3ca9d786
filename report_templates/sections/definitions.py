"""Annex: definitions, printed from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen


def blocks(seen: Seen) -> Iterator[Block]:
    """Every indicator once, in the order of the report."""
    yield Heading("Annex: definitions", 1)
    yield Table(
        caption="What each indicator counts",
        header=("Indicator", "Definition"),
        rows=tuple(
            (
                f"{i.id} {i.title}",
                f"{i.definition} {sentences.BETTER[i.better]}".strip(),
            )
            for i in seen.subject.catalogue
        ),
        widths_mm=(50, 110),
        alt="One row an indicator: its name, what it counts, and whether higher or "
        "lower is better.",
    )
    yield Paragraph(
        "Where neither higher nor lower is said to be better, more recording can be "
        "good news.",
        Look.NOTE,
    )
