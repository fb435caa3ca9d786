"""The quarter in at most 150 words: what was received, and what the framework asks."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences, wording
from report_templates.section import Block, BulletList, Heading, Paragraph
from schemas.released import ReportInput
from transforms.indicators import indicator_of

PREVALENCE = ("A07.1", "A20.1", "A18.1")
RESPONSE = ("A17.1", "A18.2")
WORKING_TOGETHER = ("A07.2", "X01.1")
PLAN = ("A03.1", "A03.2")


def blocks(report: ReportInput) -> Iterator[Block]:
    """What came, then the few figures that answer the framework's two questions."""
    yield Heading("Summary", 1, new_page=True)
    yield Paragraph(
        f"Figures are of {report.period.label}; in brackets the "
        f"{report.period.kind.value} before. They are set side by side without a "
        "judgement of whether a change is more than chance."
    )
    yield BulletList(
        (
            ("Received", sentences.received_in_short(report)),
            ("How much is known", _side_by_side(PREVALENCE, report)),
            ("How agencies respond", _side_by_side(RESPONSE, report)),
            ("How they work together", _side_by_side(WORKING_TOGETHER, report)),
            ("Action plan", _side_by_side(PLAN, report)),
        )
    )


def _side_by_side(indicators: tuple[str, ...], report: ReportInput) -> str:
    said = []
    for indicator in map(indicator_of, indicators):
        now = wording.in_words(indicator, report.value(indicator.id))
        code = report.period.previous.code
        before = wording.in_cell(indicator, report.value(indicator.id, period=code))
        title = indicator.title[:1].lower() + indicator.title[1:]
        said.append(f"{title if title[1:2].islower() else indicator.title} {now}")
        said[-1] += f" [{before}]" if before.startswith("[") is False else f" {before}"
    return "; ".join(said) + "."
