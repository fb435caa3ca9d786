"""Recommendations of the reviews of concern reports, once the officer accepted them."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.section import Block, BulletList, Heading, Look, Paragraph
from report_templates.seen import Seen


def blocks(seen: Seen) -> Iterator[Block]:
    """The accepted recommendations, each once; nothing where none was accepted."""
    if not seen.report.recommendations:
        return
    yield Heading("What the reviewers recommend", 2)
    yield BulletList(tuple(("", words) for words in seen.report.recommendations))
    yield Paragraph(
        "In the reviewers' words, as the committee's data officer accepted them for "
        "print; the same words stand once.",
        Look.NOTE,
    )
