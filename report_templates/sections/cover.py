"""The cover: what this is, of which quarter, from whom, and how it may be shared."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import wording
from report_templates.section import Block, Look, Paragraph
from schemas.framework import DOCUMENT
from schemas.released import ReportInput

TITLE = "Child sexual exploitation: quarterly assurance report"
SYNTHETIC = "Synthetic data: every figure here is made up for demonstration."


def blocks(report: ReportInput) -> Iterator[Block]:
    """Title, quarter, committee, version, release and marking."""
    yield Paragraph(TITLE, Look.COVER_TITLE)
    yield Paragraph(report.period.label, Look.COVER_SUBTITLE)
    if report.synthetic:
        yield Paragraph(SYNTHETIC, Look.KEY_FACT)
    for name, text in (
        ("Period", wording.place_in_year(report.period)),
        ("From", f"{report.committee} ({report.committee_short})"),
        ("Area", report.area),
        ("Measured against", f"{DOCUMENT.title}, {DOCUMENT.date}"),
        ("Version", f"{report.version}, {report.edition} edition"),
        ("Released", wording.date_and_time(report.released_at)),
        ("Marking", report.marking),
    ):
        yield Paragraph(text, Look.COVER_DETAIL, lead=name)
