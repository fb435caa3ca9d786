"""The documents: for whom, and which sections in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from report_templates import charts, word, wording
from report_templates.section import Block, Contents, Figure
from report_templates.sections import (
    about,
    action,
    at_a_glance,
    breakdowns,
    cover,
    decisions,
    definitions,
    local_actions,
    priority,
    received,
    recommendations,
    revisions,
    summary,
    working_together,
)
from schemas.framework import PRIORITIES, Priority, actions_of
from schemas.released import ReportInput

_LEVELS_IN_CONTENTS = 2


def quarterly_report(report: ReportInput) -> bytes:
    """The committee's quarterly report as a .docx.

    For the committee and the strategic group: every action of the framework, by
    priority, outcome and level, with its figures; what was received; definitions.
    """
    return word.write(
        with_pictures(quarterly_blocks(report)),
        word.Properties(
            title=f"{cover.TITLE}, {report.period.label}",
            subject=f"{report.period.label}, {wording.place_in_year(report.period)}",
            author=report.committee,
            marking=report.marking,
            version=report.version,
            released_at=report.released_at,
        ),
    )


def quarterly_blocks(report: ReportInput) -> Iterator[Block]:
    """The quarterly report's blocks, in reading order."""
    yield from cover.blocks(report)
    yield Contents("Contents", _LEVELS_IN_CONTENTS)
    yield from summary.blocks(report)
    yield from at_a_glance.blocks(report)
    for each in PRIORITIES:
        yield from _priority(each, report)
    for section in (
        local_actions,
        recommendations,
        working_together,
        received,
        decisions,
        revisions,
        about,
        breakdowns,
        definitions,
    ):
        yield from section.blocks(report)


def _priority(of: Priority, report: ReportInput) -> Iterator[Block]:
    yield from priority.blocks(of)
    for levels, group in groupby(actions_of(of), key=lambda each: each.levels):
        under = tuple(group)
        yield from priority.actions_heading(levels, under)
        for each in under:
            yield from action.blocks(each, report)


def with_pictures(blocks: Iterator[Block]) -> list[Block]:
    """The blocks with every figure drawn."""
    listed = list(blocks)
    pictures = iter(charts.draw(b for b in listed if isinstance(b, Figure)))
    return [
        replace(block, png=next(pictures)) if isinstance(block, Figure) else block
        for block in listed
    ]
