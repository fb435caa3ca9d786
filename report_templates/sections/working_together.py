"""Working together: what several agencies' records say about them as one system."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import indicator_blocks, sentences
from report_templates.section import Block, BulletList, Heading, Look, Paragraph
from report_templates.seen import Seen
from report_templates.subject import Group

_TABLE = "Indicators at a glance"


def blocks(seen: Seen) -> Iterator[Block]:
    """Each group of indicators beside the actions, then where records meet."""
    for group in seen.subject.groups:
        yield from _group(group, seen)
    together = [seen.subject.indicator(i) for i in seen.subject.reconciliations]
    if not together:
        return
    yield Heading("Where the agencies' records meet", 2)
    yield indicator_blocks.totals(
        "Records of one agency held against another's", together, seen.report
    )
    yield Paragraph(
        "A record that finds no match shows where two agencies see different things: "
        "it is a question to both, and no error of either.",
        Look.NOTE,
    )


def _group(group: Group, seen: Seen) -> Iterator[Block]:
    yield Heading(group.title, 1)
    yield Paragraph(
        f"The framework is to “{seen.subject.working_together}”. {group.intro}"
    )
    headlines = [each for each in seen.subject.of_group(group) if each.headline]
    where = group.title[0].lower() + group.title[1:]
    yield from indicator_blocks.panels_of(where, headlines, seen, _TABLE)
    yield BulletList(
        tuple(
            (
                f"{each.id}",
                f"{sentences.short_finding(each, seen)}.{seen.ask(each)}",
            )
            for each in headlines
        )
    )
