"""The annual review: the year in indicators, the plan line by line, what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import comment_blocks, indicator_blocks, sentences
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
    at_a_glance,
    breakdowns,
    data_quality,
    history,
    impact,
    opening,
    over_time,
    recommendations,
    reviewers_words,
    revisions,
    summary,
    tracker,
    working_together,
)
from report_templates.sections.priority import outcome
from report_templates.seen import Seen
from schemas.commentary import Topic
from schemas.framework import Priority

NAME = "annual review"
_READERS = "the committee, the chief officers and their agencies"
_LEVELS_IN_CONTENTS = 1
_QUARTERS = 8


def blocks(seen: Seen) -> Iterator[Block]:
    """The annual review's blocks, in reading order.

    What the committee is asked to do, and what it says itself, stand in its own edition
    alone.
    """
    is_public = seen.report.is_public
    yield from opening.blocks(seen, f"{seen.subject.title}: {NAME}", _READERS)
    if not is_public:
        yield from recommendations.blocks(seen)
    yield from summary.blocks(seen)
    yield Contents("Contents", _LEVELS_IN_CONTENTS, new_page=not seen.report.changes)
    if not is_public:
        yield from _preface(seen)
    yield Turn(landscape=True)
    yield from at_a_glance.blocks(seen)
    yield from tracker.blocks(seen, every=True)
    yield Turn(landscape=False)
    for priority in seen.subject.priorities:
        yield from _priority(priority, seen)
    yield from reviewers_words.blocks(seen)
    yield from working_together.blocks(seen)
    if not is_public:
        yield from _practice_and_plans(seen)
    for section in (impact, data_quality, revisions, breakdowns):
        yield from section.blocks(seen)
    yield Turn(landscape=True)
    yield from over_time.blocks(seen, most=_QUARTERS)
    yield Turn(landscape=False)
    yield from about.blocks(seen)
    yield Paragraph(
        "What each indicator counts is said in the quarterly reports, under "
        "“Definitions”.",
        Look.NOTE,
    )
    yield from history.blocks(seen)
    yield from revisions.further(seen)


def _preface(seen: Seen) -> Iterator[Block]:
    yield Heading("Preface", 1)
    yield from comment_blocks.on_topics(seen, (Topic.PREFACE, "the year as a whole"))
    yield from comment_blocks.overview(seen)


def _practice_and_plans(seen: Seen) -> Iterator[Block]:
    yield Heading("Practice and plans", 1)
    yield from comment_blocks.on_topics(
        seen,
        (Topic.PRACTICE, "self-evaluation, audit, workforce and training"),
        (Topic.NEXT, "the plan for next year"),
    )


def _priority(priority: Priority, seen: Seen) -> Iterator[Block]:
    """A priority over the year: its quarters drawn, every action's figures."""
    yield Heading(f"Priority {priority.number}: {priority.title}", 1)
    yield outcome(priority, seen)
    actions = seen.subject.actions_of(priority)
    headlines = [
        each
        for action in actions
        for each in seen.subject.indicators_of(action.id)
        if each.headline
    ]
    where = f"priority {priority.number}, by quarter"
    for first in range(0, len(headlines), _PANELS):
        part = headlines[first : first + _PANELS]
        yield from indicator_blocks.panels_of(
            f"{where}, {part[0].action} to {part[-1].action}",
            part,
            seen,
            indicator_blocks.OVER_TIME_ANNEX,
        )
    for action in actions:
        indicators = seen.subject.indicators_of(action.id)
        yield Heading(f"{action.id} {action.short}", 2)
        if not indicators:
            yield Paragraph("No figure stands for this action.")
            continue
        yield indicator_blocks.totals(
            f"{action.id} over the year", indicators, seen.report
        )
        if seen.report.is_public:
            continue
        yield BulletList(
            (
                (
                    "Ask",
                    sentences.listed(
                        [seen.subject.question(i) for i in indicators if i.headline]
                        or [seen.subject.question(indicators[0])]
                    ),
                ),
            )
        )
        yield from comment_blocks.on_action(action.id, seen)


_PANELS = 8
