"""Revisions: earlier figures that this release changes, as they were and are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates import printed, sentences, wording
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import Revision

_MOST = 10


def blocks(seen: Seen) -> Iterator[Block]:
    """Every total that changed, and how many figures of breakdowns with them."""
    yield Heading("Revisions", 1)
    revisions = seen.report.revisions
    if not revisions:
        yield Paragraph(
            "No figure of an earlier period has changed since it was released."
        )
        return
    totals = [each for each in revisions if not each.breakdown]
    if totals:
        count = wording.counted(len(totals), "earlier total")
        yield _table(f"{count} changed", totals[:_MOST], seen)
    left = len(totals) - _MOST
    further = len(revisions) - len(totals)
    said = ["Figures change when an agency sends an extract again or settles a record."]
    if left > 0:
        said.append(f"The other {left} totals stand at the end of the document.")
    if further:
        said.append(sentences.further_revisions(further))
    yield Paragraph(" ".join(said), Look.NOTE)


def further(seen: Seen) -> Iterator[Block]:
    """The totals that `blocks` had no room for."""
    totals = [each for each in seen.report.revisions if not each.breakdown]
    if len(totals) > _MOST:
        yield Heading("Further revisions", 2)
        yield _table("The other earlier totals that changed", totals[_MOST:], seen)
        yield Paragraph("As they were when last reported, and as they are.", Look.NOTE)


def _table(caption: str, changed: Sequence[Revision], seen: Seen) -> Table:
    return Table(
        caption=caption,
        header=("Period", "Indicator", "Was", "Is now"),
        rows=tuple(_row(each, seen) for each in changed),
        widths_mm=(34, 70, 28, 28),
        alt=f"{caption}: one row for each, what it was and what it is now.",
        numbers_from=2,
    )


def _row(revision: Revision, seen: Seen) -> tuple[str, ...]:
    indicator = seen.subject.indicator(revision.indicator)
    return (
        wording.short_label(revision.period),
        f"{indicator.id} {indicator.title}",
        printed.words(indicator, revision.before),
        printed.words(indicator, revision.after),
    )
