"""The six-monthly review of a group: few cases, so figures and questions alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from report_templates import comment_blocks, indicator_blocks, sentences
from report_templates.code_titles import breakdown_title
from report_templates.section import (
    Block,
    BulletList,
    Contents,
    Heading,
    Look,
    Paragraph,
    Turn,
)
from report_templates.sections import (
    about,
    data_quality,
    history,
    opening,
    recommendations,
    revisions,
    tracker,
)
from report_templates.seen import Seen
from report_templates.subject import Part
from schemas.commentary import Topic

_HALVES = 4
_TABLE = "the table that follows"
_LEVELS_IN_CONTENTS = 1


def blocks(seen: Seen) -> Iterator[Block]:
    """The review's blocks, in reading order."""
    narrow = narrowed(seen)
    review = seen.subject.review
    yield from opening.blocks(narrow, review.title, review.readers)
    yield Paragraph(
        "The review asks what the Group's decisions did to the risk that each young "
        "person meets. It tells numbers, never cases: a number from 1 to "
        f"{seen.report.threshold - 1} about children is not shown.",
        lead="Purpose",
    )
    yield from recommendations.blocks(narrow, most=3)
    yield Contents("Contents", _LEVELS_IN_CONTENTS, new_page=False)
    for part in review.parts:
        yield from _part(part, seen)
    yield Heading("Practice and views", 1)
    yield from comment_blocks.on_topic(Topic.PRACTICE, seen, "themes from practice")
    yield from comment_blocks.on_topic(Topic.VIEWS, seen, "young people's views")
    yield from comment_blocks.on_topic(
        Topic.NEXT, seen, "what to change in the protocol"
    )
    yield Turn(landscape=True)
    yield from tracker.blocks(narrow)
    yield Turn(landscape=False)
    yield from data_quality.blocks(narrow)
    yield from revisions.blocks(narrow)
    yield from about.blocks(seen, annex="")
    yield from history.blocks(seen)
    yield from revisions.further(narrow)


def narrowed(seen: Seen) -> Seen:
    """The same, of the review's own actions alone."""
    wanted = set(seen.subject.review.actions)
    catalogue = tuple(i for i in seen.subject.catalogue if i.action in wanted)
    ids = {indicator.id for indicator in catalogue}
    subject = replace(
        seen.subject,
        actions=tuple(a for a in seen.subject.actions if a.id in wanted),
        catalogue=catalogue,
        groups=(),
        reconciliations=tuple(i for i in seen.subject.reconciliations if i in ids),
    )
    report = replace(
        seen.report,
        actions=tuple(a for a in seen.report.actions if a.action_id in wanted),
        revisions=tuple(r for r in seen.report.revisions if r.indicator in ids),
    )
    return replace(seen, subject=subject, report=report)


def _part(part: Part, seen: Seen) -> Iterator[Block]:
    """One part: what it asks, a chart of half-years, tables, bars, questions."""
    report = seen.report
    chosen = [seen.subject.indicator(each) for each in part.indicators]
    yield Heading(part.title, 1)
    yield Paragraph(part.intro)
    halves = (report.alike or (report.period.code,))[-_HALVES:]
    yield from indicator_blocks.chart_of(chosen[0], report, _TABLE, halves)
    yield indicator_blocks.totals(f"{part.title}: the figures", chosen, report)
    for indicator_id, name in part.bars:
        indicator = seen.subject.indicator(indicator_id)
        breakdown = next(b for b in indicator.breakdowns if b.name == name)
        yield Heading(f"By {breakdown_title(name)}", 2)
        yield from indicator_blocks.bars_of(indicator, breakdown, report, _TABLE)
        yield indicator_blocks.breakdown_table(indicator, breakdown, report)
    yield Paragraph("Ask:", Look.NORMAL, keep_next=True)
    yield BulletList(tuple((each.id, seen.subject.question(each)) for each in chosen))
    for action in dict.fromkeys(each.action for each in chosen):
        yield from comment_blocks.on_action(action, seen)
    standards = [sentences.standard(each) for each in chosen]
    if any(standards):
        yield Paragraph(f"Standards: {'; '.join(filter(None, standards))}.", Look.NOTE)
