"""A priority: its outcome, then for each group of actions chart, figures, questions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from report_templates import (
    comment_blocks,
    drawn_large,
    indicator_blocks,
    measures,
    sentences,
)
from report_templates.section import Block, BulletList, Heading, Paragraph
from report_templates.seen import Seen
from schemas.framework import Action, Impact, Level, Priority
from transforms.indicator import Indicator

TABLE = "Indicators at a glance"


def blocks(priority: Priority, seen: Seen) -> Iterator[Block]:
    """The priority, its outcome, and its actions by whom they are for."""
    yield Heading(f"Priority {priority.number}: {priority.title}", 1)
    yield outcome(priority, seen)
    by_level = groupby(seen.subject.actions_of(priority), key=lambda each: each.levels)
    for levels, group in by_level:
        yield from _group(levels, tuple(group), seen)


def outcome(priority: Priority, seen: Seen) -> Paragraph:
    """The priority's outcome; one that ends in a colon goes on with whom it is for."""
    quoted = seen.subject.outcome_of(priority).quoted
    whom = dict.fromkeys(
        level.name
        for action in seen.subject.actions_of(priority)
        for level in action.levels
    )
    rest = f" {'; '.join(whom)}." if str(quoted).endswith(":") and whom else ""
    return Paragraph(f"“{quoted}”{rest}", lead="Outcome")


def _group(
    levels: tuple[Level, ...], actions: tuple[Action, ...], seen: Seen
) -> Iterator[Block]:
    people = " and ".join(level.name for level in levels)
    these = f"ctions {actions[0].id} to {actions[-1].id}"
    if len(actions) == 1:
        these = f"ction {actions[0].id}"
    yield Heading(f"For {people}: a{these}" if people else f"A{these}", 2)
    for impact in seen.subject.impacts:
        mine = [each.id for each in actions if each.id in impact.action_ids]
        if mine:
            yield _impact(impact, mine, len(mine) == len(actions))
    headlines = [
        each
        for action in actions
        for each in seen.subject.indicators_of(action.id)
        if each.headline
    ]
    where = f"actions {actions[0].id} to {actions[-1].id}"
    if len(actions) == 1:
        where = f"action {actions[0].id}"
    yield from indicator_blocks.panels_of(where, headlines, seen, TABLE)
    yield BulletList(tuple(_shown(action, seen) for action in actions))
    for action in actions:
        yield from comment_blocks.on_action(action.id, seen)


def _impact(impact: Impact, mine: list[str], is_of_all: bool) -> Paragraph:
    name = "Strategy" if impact.is_strategy else "Impact sought"
    of = "" if is_of_all else f" by {sentences.listed(tuple(mine))}"
    return Paragraph(f"“{impact.quoted}”", lead=f"{name}{of}")


def _shown(action: Action, seen: Seen) -> tuple[str, str]:
    """What an action's headline shows, and what to ask."""
    headline = next(
        (i for i in seen.subject.indicators_of(action.id) if i.headline), None
    )
    lead = f"{action.id} {action.short}"
    if headline is None:
        return lead, "no figure stands for this action."
    return lead, f"{_figures(headline, seen)}{seen.ask(headline)}"


def _figures(indicator: Indicator, seen: Seen) -> str:
    said = f"{sentences.short_finding(indicator, seen)}."
    met = measures.standard_met(indicator, seen.report.value(indicator.id))
    if met != measures.NONE_SET:
        said += f" Standard ({sentences.standard(indicator)}): {met}."
    change = seen.changing(indicator)
    if indicator in drawn_large.drawn(seen):
        said += f" {change.words}: see “{drawn_large.TITLE}”."
    elif change.sentence:
        said += f" {change.sentence}"
    return said
