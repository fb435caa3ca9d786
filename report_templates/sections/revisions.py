"""Revisions: earlier figures that this release changes, as they were and are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates import printed, revision_words, sentences, wording
from report_templates.code_titles import agency_title, extract_title
from report_templates.section import (
    Block,
    BulletList,
    Heading,
    Look,
    Paragraph,
    Table,
)
from report_templates.seen import Seen
from schemas.released import Cause, Revision

MOST = 5
_AT_THE_END = "at the end of the document"
_MOST_CAUSES = 2


def blocks(seen: Seen) -> Iterator[Block]:
    """The same under a heading."""
    yield Heading(revision_words.TITLE, 1)
    yield from body(seen)


def body(seen: Seen, most: int = MOST, where: str = _AT_THE_END) -> Iterator[Block]:
    """Every total that changed, and how many figures of breakdowns with them."""
    revisions = seen.report.revisions
    if not revisions:
        yield Paragraph("No figure of an earlier release has changed.")
        return
    totals = revision_words.told(seen)
    said = ["Figures change when an agency sends an extract again or settles a record."]
    left = len(totals) - most
    if left > 0:
        others = "other total stands" if left == 1 else f"other {left} totals stand"
        said.append(f"The {others} {where}.")
    of_breakdowns = sum(bool(each.breakdown) for each in revisions)
    if of_breakdowns:
        said.append(sentences.further_revisions(of_breakdowns))
    alike = len(revisions) - of_breakdowns - len(totals)
    if alike:
        said.append(
            f"{wording.counted(alike, 'total')[0].upper()}"
            f"{wording.counted(alike, 'total')[1:]} changed by less than is printed."
        )
    yield Paragraph(" ".join(said), keep_next=bool(totals))
    if totals:
        yield BulletList(tuple(_in_short(each, seen) for each in totals[:most]))


def _in_short(revision: Revision, seen: Seen) -> tuple[str, str]:
    indicator = seen.subject.indicator(revision.indicator)
    when = wording.short_label(revision.period)
    return (
        f"{indicator.id} {seen.subject.short(indicator)}, {when}",
        f"was {printed.short(indicator, revision.before)}, is now "
        f"{printed.short(indicator, revision.after)} ({_because(revision)}).",
    )


def further(seen: Seen) -> Iterator[Block]:
    """The totals that `blocks` had no room for."""
    totals = revision_words.told(seen)
    if len(totals) > MOST:
        yield Heading("Further revisions", 2)
        yield _table("The other earlier totals that changed", totals[MOST:], seen)
        yield Paragraph("As they were when last reported, and as they are.", Look.NOTE)


def _table(caption: str, changed: Sequence[Revision], seen: Seen) -> Table:
    return Table(
        caption=caption,
        header=("Period", "Indicator", "Because of", "Was", "Is now"),
        rows=tuple(_row(each, seen) for each in changed),
        widths_mm=(22, 45, 47, 23, 23),
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
        return "no single file"
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
