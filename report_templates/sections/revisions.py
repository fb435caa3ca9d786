"""Revisions: earlier figures that this release changes, as they were and are now."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences, wording
from report_templates.code_titles import agency_title, extract_title
from report_templates.section import Block, Heading, Look, Paragraph, Table
from schemas.released import Cause, ReportInput, Revision
from transforms.indicators import indicator_of

_MOST_CAUSES = 3


def blocks(report: ReportInput) -> Iterator[Block]:
    """Every total that changed, and how many figures of breakdowns with them."""
    yield Heading("Revisions", 1)
    if not report.revisions:
        yield Paragraph("No figure of an earlier release has changed.")
        return
    totals = [each for each in report.revisions if not each.breakdown]
    if totals:
        yield Table(
            caption="Earlier figures that have changed",
            header=("Period", "Indicator", "Because of", "Was", "Is now"),
            rows=tuple(_row(each) for each in totals),
            widths_mm=(24, 48, 44, 22, 22),
            alt="One row for each total that changed: what it was, what it is now, and "
            "which agency's file changed it.",
            numbers_from=3,
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
        _because(revision),
        wording.in_words(indicator, revision.before),
        wording.in_words(indicator, revision.after),
    )


def _because(revision: Revision) -> str:
    """Which files brought the change, as far as there is room."""
    if not revision.causes:
        return "another file or table, or a definition"
    said = [_cause(cause) for cause in revision.causes[:_MOST_CAUSES]]
    more = len(revision.causes) - len(said)
    return "; ".join([*said, *([f"{more} more"] if more else [])])


def _cause(cause: Cause) -> str:
    file = (
        f"{agency_title(cause.agency)}: {extract_title(cause.extract)}, "
        f"{wording.short_label(cause.quarter)}"
    )
    if not cause.is_version:
        return f"{file}, turned away"
    if cause.was_version == cause.is_version:
        return f"{file}, decision of the data officer"
    return f"{file}, v{cause.is_version}"
