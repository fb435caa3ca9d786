"""Revisions: earlier figures that this release changes, as they were and are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates import printed, sentences, wording
from report_templates.code_titles import agency_title, extract_title
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import Cause, Revision

MOST = 8
_AT_THE_END = "at the end of the document"
_MOST_CAUSES = 2


def blocks(seen: Seen) -> Iterator[Block]:
    """The same under a heading."""
    yield Heading("Revisions", 1)
    yield from body(seen)


def body(seen: Seen, most: int = MOST, where: str = _AT_THE_END) -> Iterator[Block]:
    """Every total that changed, and how many figures of breakdowns with them."""
    revisions = seen.report.revisions
    if not revisions:
        yield Paragraph("No figure of an earlier release has changed.")
        return
    totals = [each for each in revisions if not each.breakdown]
    if totals:
        count = wording.counted(len(totals), "earlier total")
        yield _table(f"{count} changed", totals[:most], seen)
    left = len(totals) - most
    further = len(revisions) - len(totals)
    said = ["Figures change when an agency sends an extract again or settles a record."]
    if left > 0:
        said.append(f"The other {left} totals stand {where}.")
    if further:
        said.append(sentences.further_revisions(further))
    yield Paragraph(" ".join(said), Look.NOTE)


def further(seen: Seen) -> Iterator[Block]:
    """The totals that `blocks` had no room for."""
    totals = [each for each in seen.report.revisions if not each.breakdown]
    if len(totals) > MOST:
        yield Heading("Further revisions", 2)
        yield _table("The other earlier totals that changed", totals[MOST:], seen)
        yield Paragraph("As they were when last reported, and as they are.", Look.NOTE)


def _table(caption: str, changed: Sequence[Revision], seen: Seen) -> Table:
    return Table(
        caption=caption,
        header=("Period", "Indicator", "Because of", "Was", "Is now"),
        rows=tuple(_row(each, seen) for each in changed),
        widths_mm=(24, 48, 42, 23, 23),
        alt=f"{caption}: one row for each, what it was, what it is now, and which "
        "agency's file changed it.",
        numbers_from=3,
    )


def _row(revision: Revision, seen: Seen) -> tuple[str, ...]:
    indicator = seen.subject.indicator(revision.indicator)
    return (
        wording.short_label(revision.period),
        f"{indicator.id} {indicator.title}",
        _because(revision),
        printed.words(indicator, revision.before),
        printed.words(indicator, revision.after),
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
