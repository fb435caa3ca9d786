"""Indicators at a glance: the headline of every action in one table."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import indicator_blocks
from report_templates.section import Block, Heading, Look, Paragraph
from schemas.released import ReportInput
from transforms.indicators import CATALOGUE


def blocks(report: ReportInput) -> Iterator[Block]:
    """One row for each headline indicator, in the framework's order."""
    headlines = tuple(each for each in CATALOGUE if each.headline)
    yield Heading("Headline indicators at a glance", 1)
    yield indicator_blocks.at_a_glance("Headline of every action", headlines, report)
    yield Paragraph(
        "The number before the point is the action's: A17.1 stands under action A17. "
        "Every mark in square brackets is explained in “About these figures”.",
        Look.NOTE,
    )
