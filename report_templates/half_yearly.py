"""The six-monthly review of a group: few cases, so figures and questions alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from report_templates import (
    comment_blocks,
    indicator_blocks,
    plan_words,
    sentences,
)
from report_templates.code_titles import breakdown_title
from report_templates.section import (
    Block,
    BulletList,
    Heading,
    Look,
    Paragraph,
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
from schemas.released import PlannedAction

_HALVES = 4
_DRAWN = 2
_REVISIONS = 3
_TABLE = "the table that follows"


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
    yield from recommendations.blocks(narrow, most=3, revisions_in=data_quality.TITLE)
    for place, part in enumerate(review.parts):
        told = {_action_of(i, seen) for p in review.parts[:place] for i in p.indicators}
        yield from _part(part, seen, told)
    yield Heading("Practice, views and actions", 1)
    yield from comment_blocks.on_topics(
        seen,
        (Topic.PRACTICE, "themes from practice"),
        (Topic.VIEWS, "young people's views"),
        (Topic.NEXT, "what to change in the protocol"),
    )
    yield BulletList(tuple(_action(plan, seen) for plan in tracker.in_order(narrow)))
    yield from data_quality.blocks(narrow)
    yield from revisions.body(narrow, _REVISIONS, "in the quarterly report")
    yield from about.short(seen)
    yield from history.body(seen)


def _action(plan: PlannedAction, seen: Seen) -> tuple[str, str]:
    report = seen.report
    short = {each.id: each.short for each in seen.subject.actions}
    return (
        f"{plan.action_id} {short[plan.action_id]}",
        f"{plan_words.lead_of(plan)}; by {plan_words.by_when(plan)}; "
        f"{plan_words.plan_status(plan, report.period)}; since the last review: "
        f"{plan_words.since_last_time(plan, report.actions_before)}.",
    )


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


def _action_of(indicator_id: str, seen: Seen) -> str:
    return seen.subject.indicator(indicator_id).action


def _part(part: Part, seen: Seen, told: set[str]) -> Iterator[Block]:
    """One part: what it asks, a chart of half-years, tables, bars, questions.

    Args:
        part: the part.
        seen: what the document sees.
        told: actions of parts before it, whose comments stand there.
    """
    report = seen.report
    chosen = [seen.subject.indicator(each) for each in part.indicators]
    yield Heading(part.title, 1)
    yield Paragraph(part.intro)
    halves = (report.alike or (report.period.code,))[-_HALVES:]
    where = f"{part.title[0].lower()}{part.title[1:]}, by half-year"
    yield from indicator_blocks.panels_of(
        where, chosen[:_DRAWN], seen, _TABLE, codes=halves
    )
    yield indicator_blocks.totals(f"{part.title}: the figures", chosen, report)
    for place, (indicator_id, name) in enumerate(part.bars):
        indicator = seen.subject.indicator(indicator_id)
        breakdown = next(b for b in indicator.breakdowns if b.name == name)
        if indicator_blocks.is_empty(indicator, breakdown, report):
            yield Paragraph(
                f"{indicator.title} by {breakdown_title(name)}: no category can be "
                "shown.",
                Look.NOTE,
            )
            continue
        if place == 0:
            yield from indicator_blocks.bars_of(indicator, breakdown, report, _TABLE)
        yield indicator_blocks.breakdown_table(indicator, breakdown, report)
    yield Paragraph("Ask:", Look.NOTE, keep_next=True)
    yield BulletList(tuple((each.id, seen.subject.question(each)) for each in chosen))
    for action in dict.fromkeys(each.action for each in chosen):
        if action not in told:
            yield from comment_blocks.on_action(action, seen)
    standards = [sentences.standard(each) for each in chosen]
    if any(standards):
        yield Paragraph(f"Standards: {'; '.join(filter(None, standards))}.", Look.NOTE)
