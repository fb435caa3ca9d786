"""The period in at most 150 words: what came, what the framework asks, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import received_words, sentences
from report_templates.changing import Direction
from report_templates.section import Block, BulletList, Heading, Look, Paragraph
from report_templates.seen import Seen

_NAMED = 2


def blocks(seen: Seen) -> Iterator[Block]:
    """What came, the few figures that answer the framework, and what changed."""
    report = seen.report
    kind = report.period.kind.value
    yield Heading(f"The {kind} in brief", 1)
    yield BulletList(
        (
            ("Received", received_words.received_in_short(report)),
            *((lead, _side_by_side(ids, seen)) for lead, ids in seen.subject.summary),
            ("Is it changing", changes_in_short(seen)),
        )
    )
    yield Paragraph(sentences.marks_in_short(), Look.NOTE)


def _side_by_side(ids: tuple[str, ...], seen: Seen) -> str:
    said = []
    for each in map(seen.subject.indicator, ids):
        short = seen.subject.short(each)
        said.append(sentences.now_and_before(short, each, seen.report))
    return f"{'; '.join(said)}."


def changes_in_short(seen: Seen) -> str:
    """Which headline figures got better or worse, and of how many nothing is known."""
    judged = [(each, seen.changing(each)) for each in seen.subject.headlines]
    said = []
    for direction, words in (
        (Direction.WORSE, "worse"),
        (Direction.BETTER, "better"),
        (Direction.OTHER, "changed"),
        (Direction.PERHAPS, "changed, perhaps by chance"),
    ):
        names = [seen.subject.short(i) for i, c in judged if c.direction is direction]
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            said.append(f"{words}: {', '.join(names[:_NAMED])}{more}")
    unjudged = sum(not change.is_judged for _, change in judged)
    if unjudged == len(judged):
        return f"none of the {len(judged)} headline figures can be judged yet."
    if not said:
        said.append("no headline figure changed by more than chance gives")
    elif not any(change.direction is Direction.WORSE for _, change in judged):
        said.append("none is known to have got worse")
    if unjudged:
        said.append(f"{unjudged} of {len(judged)} can't be judged")
    return f"{'; '.join(said)}."
