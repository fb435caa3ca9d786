"""Annex: the versions of this document."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import wording
from report_templates.section import Block, Heading, Paragraph
from report_templates.seen import Seen


def blocks(seen: Seen) -> Iterator[Block]:
    """The same under a heading."""
    yield Heading("Annex: version and provenance", 1)
    yield from body(seen)


def body(seen: Seen) -> Iterator[Block]:
    """This version and what it changed; how to tell that nobody altered it."""
    report = seen.report
    what = "The first version"
    if not report.version.endswith(".0"):
        changed = wording.counted(len(report.changes), "figure")
        what = f"Against the version before it {changed} changed"
        if not report.changes:
            what = "No figure that is shown differs from the version before it"
    yield Paragraph(
        f"Version {report.version}, released "
        f"{wording.date_and_time(report.released_at)}. {what}. Every figure in this "
        "file carries the indicator, period and release that it comes from; with the "
        "command “icpc verify” whoever keeps the store holds the whole file against "
        "it, which tells a single altered digit.",
    )
