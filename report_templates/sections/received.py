"""Annex: what was received, extract by extract."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import received_words
from report_templates.code_titles import agency_title, extract_title, state_title
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.period import PeriodKind
from schemas.released import ReceivedExtract


def blocks(seen: Seen) -> Iterator[Block]:
    """Every extract that was due, quarter by quarter."""
    report = seen.report
    if not report.received:
        return
    yield Heading("Annex: what was received", 1)
    several = report.period.kind is not PeriodKind.QUARTER
    for quarter in report.period.quarters:
        mine = [each for each in report.received if each.quarter == quarter.code]
        if not mine:
            continue
        yield Table(
            caption=f"Extracts due for {quarter.label if several else 'the quarter'}",
            header=(
                "Agency",
                "Extract",
                "What became of it",
                "First seen",
                "Rows loaded",
            ),
            rows=tuple(_row(each) for each in mine),
            widths_mm=(26, 56, 28, 25, 25),
            alt="One row for each extract that an agency owed: what became of it, when "
            "it first came, and how many of its rows were loaded.",
        )
    yield Paragraph(
        "A row in error is not loaded; the agency was told its place and rule. A nil "
        "return is a true zero.",
        Look.NOTE,
    )


def _row(received: ReceivedExtract) -> tuple[str, ...]:
    return (
        agency_title(received.agency),
        extract_title(received.extract),
        state_title(received.state) + received_words.version_of(received),
        received_words.first_seen(received),
        received_words.rows_of(received),
    )
