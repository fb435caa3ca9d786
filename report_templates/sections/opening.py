"""The head of a document: what it is, of when, from whom, and what is new in it."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import printed, wording
from report_templates.section import (
    Block,
    BulletList,
    Facts,
    Look,
    Paragraph,
)
from report_templates.seen import Seen
from schemas.released import Revision

SYNTHETIC = "Synthetic data: every figure here is made up for demonstration."
_CHANGES_NAMED = 5


FOR_THE_PUBLIC = "the public"


def blocks(seen: Seen, title: str, readers: str) -> Iterator[Block]:
    """Title, period, version, release and marking; in a later version, its changes."""
    report = seen.report
    yield Paragraph(title, Look.COVER_TITLE)
    place = wording.place_in_year(report.period)
    yield Paragraph(f"{report.period.label}, {place}", Look.COVER_SUBTITLE)
    if report.synthetic:
        yield Paragraph(SYNTHETIC, Look.KEY_FACT)
    yield Facts(
        (
            ("From", f"{report.committee} ({report.committee_short}), {report.area}"),
            ("For", FOR_THE_PUBLIC if report.is_public else readers),
            ("Version", f"{report.version}, {report.edition} edition"),
            ("Released", wording.date_and_time(report.released_at)),
            ("Marking", report.marking),
        )
    )
    if report.changes:
        yield from _changes(seen)


def _changes(seen: Seen) -> Iterator[Block]:
    """What this version shows otherwise than the one before it, on the first page."""
    changes = seen.report.changes
    totals = [each for each in changes if not each.breakdown]
    named = totals[:_CHANGES_NAMED]
    yield Paragraph(
        f"{wording.counted(len(changes), 'figure')} changed since the version before "
        "this one, as an agency sent an extract again or settled a record.",
        lead=f"What changed in version {seen.report.version}",
        keep_next=bool(named),
    )
    if named:
        yield BulletList(
            tuple((_name(seen, each), _change(seen, each)) for each in named)
        )
    further = len(totals) - len(named)
    if further:
        yield Paragraph(
            f"A further {wording.counted(further, 'total')} changed; each stands with "
            "the mark [r] in the tables.",
            Look.NOTE,
        )


def _name(seen: Seen, change: Revision) -> str:
    indicator = seen.subject.indicator(change.indicator)
    return f"{indicator.id} {indicator.title}"


def _change(seen: Seen, change: Revision) -> str:
    indicator = seen.subject.indicator(change.indicator)
    was = printed.words(indicator, change.before)
    return f"was {was}, is now {printed.words(indicator, change.after)}."
