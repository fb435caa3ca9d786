"""Annex: the versions of this document."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import wording
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen

ANNEX = "Annex G"


def blocks(seen: Seen) -> Iterator[Block]:
    """This version and what it changed; how to tell that nobody altered it."""
    report = seen.report
    yield Heading(f"{ANNEX}: version and provenance", 1)
    changed = wording.counted(len(report.changes), "figure")
    what = f"{changed} changed" if report.changes else "no figure changed"
    if report.version.endswith(".0"):
        what = "first version"
    yield Table(
        caption=f"Version {report.version} is a release of its own",
        header=("Version", "Released", "Against the version before"),
        rows=((report.version, wording.date_and_time(report.released_at), what),),
        widths_mm=(28, 62, 70),
        alt="The version, when it was released, and what changed against the one "
        "before.",
    )
    yield Paragraph(
        "Every figure in this file carries the indicator, period and release that it "
        "comes from. Whoever keeps the store can hold the whole file against it with "
        "the command “icpc verify”, which tells a single altered digit.",
        Look.NOTE,
    )
