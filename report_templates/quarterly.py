"""The quarterly report: what needs deciding first, every figure after it."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import comment_blocks
from report_templates.section import Block, Contents, Turn
from report_templates.sections import (
    about,
    action,
    at_a_glance,
    breakdowns,
    changes,
    data_quality,
    decisions,
    definitions,
    history,
    impact,
    opening,
    over_time,
    priority,
    received,
    recommendations,
    reviewers_words,
    revisions,
    summary,
    tracker,
    working_together,
)
from report_templates.seen import Seen

NAME = "quarterly assurance report"
_READERS = "the committee and its strategic group: to decide, to discuss and to note"
_LEVELS_IN_CONTENTS = 1


def blocks(seen: Seen) -> Iterator[Block]:
    """The quarterly report's blocks, in reading order.

    What the committee is asked to do stands in its own edition alone.
    """
    yield from opening.blocks(seen, f"{seen.subject.title}: {NAME}", _READERS)
    if not seen.report.is_public:
        yield from recommendations.blocks(seen)
    yield from summary.blocks(seen)
    # What changed since the version before runs over onto the second page, which the
    # contents list then shares.
    yield Contents("Contents", _LEVELS_IN_CONTENTS, new_page=not seen.report.changes)
    yield from comment_blocks.overview(seen)
    yield from data_quality.blocks(seen)
    yield Turn(landscape=True)
    yield from at_a_glance.blocks(seen)
    yield from tracker.blocks(seen)
    yield Turn(landscape=False)
    yield from impact.blocks(seen)
    yield from changes.blocks(seen)
    for each in seen.subject.priorities:
        yield from priority.blocks(each, seen)
    yield from reviewers_words.blocks(seen)
    yield from working_together.blocks(seen)
    yield from revisions.blocks(seen)
    yield from action.annex(seen)
    yield from breakdowns.blocks(seen)
    yield Turn(landscape=True)
    yield from over_time.blocks(seen)
    yield Turn(landscape=False)
    for annex in (definitions, received, decisions, about, history):
        yield from annex.blocks(seen)
    yield from revisions.further(seen)
