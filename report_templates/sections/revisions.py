"""Revisions: earlier figures that this release changes, as they were and are now."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences, wording
from report_templates.section import Block, Heading, Look, Paragraph, Table
from schemas.released import ReportInput, Revision
from transforms.indicators import indicator_of


def blocks(report: ReportInput) -> Iterator[Block]:
    """Every total that changed, and how many figures of breakdowns with them."""
    yield Heading("Revisions", 1)
    if not report.revisions:
        yield Paragraph(
            "No figure of an earlier period has changed since it was released."
        )
        return
    totals = [each for each in report.revisions if not each.breakdown]
    if totals:
        yield Table(
            caption="Earlier figures that have changed",
            header=("Period", "Indicator", "Was", "Is now"),
            rows=tuple(_row(each) for each in totals),
            widths_mm=(34, 70, 28, 28),
            alt="One row for each total that changed: what it was and what it is now.",
            numbers_from=2,
        )
    further = len(report.revisions) - len(totals)
    yield Paragraph(
        "Figures change when an agency sends an extract again or settles a record. "
        + (sentences.further_revisions(further) if further else ""),
        Look.NOTE,
    )


def _row(revision: Revision) -> tuple[str, ...]:
    indicator = indicator_of(revision.indicator)
    return (
        wording.short_label(revision.period),
        f"{indicator.id} {indicator.title}",
        wording.in_words(indicator, revision.before),
        wording.in_words(indicator, revision.after),
    )
