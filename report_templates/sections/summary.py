"""The quarter in at most 150 words: what was received, and what the framework asks."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences
from report_templates.section import Block, BulletList, Heading, Paragraph
from schemas.released import ReportInput
from transforms.indicators import indicator_of

PREVALENCE = ("A07.1", "A20.1", "A18.1")
RESPONSE = ("A17.1", "A18.2")
WORKING_TOGETHER = ("A07.2", "X01.1")
PLAN = ("A03.1", "A03.2")


def blocks(report: ReportInput) -> Iterator[Block]:
    """What came, then the few figures that answer the framework's two questions."""
    yield Heading("Summary", 1)
    yield Paragraph(
        f"{report.period.label}; in brackets the {report.period.kind.value} before. "
        "Whether a change is more than chance is not judged."
    )
    yield BulletList(
        (
            ("Received", sentences.received_in_short(report)),
            ("What is known", _side_by_side(PREVALENCE, report)),
            ("How agencies respond", _side_by_side(RESPONSE, report)),
            ("How they work together", _side_by_side(WORKING_TOGETHER, report)),
            ("Action plan", _side_by_side(PLAN, report)),
        )
    )


def _side_by_side(indicators: tuple[str, ...], report: ReportInput) -> str:
    chosen = [indicator_of(each) for each in indicators]
    return f"{'; '.join(sentences.now_and_before(i, report) for i in chosen)}."
