"""Recommendations of the reviews of concern reports, once the officer accepted them."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.section import Block, BulletList, Heading, Look, Paragraph
from schemas.released import ReportInput


def blocks(report: ReportInput) -> Iterator[Block]:
    """The accepted recommendations, each once; nothing where none was accepted."""
    if not report.recommendations:
        return
    yield Heading("Recommendations of Barnardo's reviews", 1)
    yield BulletList(tuple(("", words) for words in report.recommendations))
    yield Paragraph(
        "In the reviewers' words, as the committee's data officer accepted them for "
        "print; the same words stand once.",
        Look.NOTE,
    )
