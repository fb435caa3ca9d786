"""What was received and what was not, extract by extract."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences
from report_templates.code_titles import agency_title, extract_title, state_title
from report_templates.section import Block, BulletList, Heading, Look, Paragraph, Table
from schemas.released import ReceivedExtract, ReportInput


def blocks(report: ReportInput) -> Iterator[Block]:
    """The gaps first, then every extract that was due."""
    yield Heading("What was received", 1)
    yield BulletList(tuple(("", text) for text in _in_short(report)))
    yield Table(
        caption=f"Extracts due for {report.period.label}",
        header=("Agency", "Extract", "What became of it", "First seen", "Rows loaded"),
        rows=tuple(_row(each) for each in report.received),
        widths_mm=(24, 58, 28, 25, 25),
        alt="One row for each extract that an agency owed: what became of it, when it "
        "first came, and how many of its rows were loaded.",
    )
    yield Paragraph(
        "HSCP is the Health and Social Care Partnership. First seen: late ones say so. "
        "A row in error is not loaded; the agency was told its place and rule. A nil "
        "return is a true zero.",
        Look.NOTE,
    )


def _in_short(report: ReportInput) -> Iterator[str]:
    yield sentences.received_in_short(report)
    for what, chosen in (
        ("Not received", [e for e in report.received if e.state == "not_received"]),
        ("Rejected", [e for e in report.received if e.state == "rejected"]),
        ("Late", [e for e in report.received if e.in_time is False]),
        ("With row errors", [e for e in report.received if e.rows_in_error]),
    ):
        yield sentences.received_in_state(chosen, what)


def _row(received: ReceivedExtract) -> tuple[str, ...]:
    return (
        agency_title(received.agency),
        extract_title(received.extract),
        state_title(received.state) + sentences.version_of(received),
        sentences.first_seen(received),
        sentences.rows_of(received),
    )
