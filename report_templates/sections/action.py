"""Annex: one action in full: the framework's words, impact, lead, status, figures.

The same section serves all the actions of a framework.
"""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import indicator_blocks, plan_words, sentences
from report_templates.received_words import ARRIVED
from report_templates.section import (
    Block,
    BulletList,
    Facts,
    Heading,
    Look,
    Paragraph,
    Quoted,
)
from report_templates.seen import Seen
from schemas.framework import Action, Impact, Quotation, Rhythm
from schemas.period import Period
from schemas.released import PlannedAction, ReportInput
from transforms.indicator import Indicator

_PLAN = "action_plan"
_LONGEST_HEADING = 125
_RHYTHMS: dict[Rhythm, str] = {
    Rhythm.SIX_MONTHLY: "reviewed every six months",
    Rhythm.ANNUAL: "reviewed once a year, with the figures of January to March",
}


def annex(seen: Seen) -> Iterator[Block]:
    """Every action, by priority, then the indicators beside the actions."""
    yield Heading("Annex: every action in full", 1, new_page=True)
    for priority in seen.subject.priorities:
        yield Heading(f"Actions of priority {priority.number}", 2)
        for each in seen.subject.actions_of(priority):
            yield from blocks(each, seen)
    for group in seen.subject.groups:
        yield Heading(f"{group.title}: the figures", 2)
        yield from _figures(group.title, seen.subject.of_group(group), seen)


def blocks(action: Action, seen: Seen) -> Iterator[Block]:
    """What the framework asks, who leads it, and how far it is.

    Impacts are quoted with the first of the actions that share them.
    """
    if _fits_heading(action.quoted):
        yield Heading(f"{action.id} “{action.quoted}”", 3)
    else:
        yield Heading(f"{action.id} {action.short}", 3)
        yield _quoted(action.quoted)
    impacts = seen.subject.impacts_of(action)
    if impacts:
        alike = (
            a for a in seen.subject.actions if seen.subject.impacts_of(a) == impacts
        )
        yield _impacts(impacts, action, next(alike))
    yield from _plan(action, seen.report)
    yield from _figures(action.id, seen.subject.indicators_of(action.id), seen)


def _figures(
    name: str, indicators: tuple[Indicator, ...], seen: Seen
) -> Iterator[Block]:
    """The table of all totals, its notes, and what to ask."""
    report = seen.report
    if not indicators:
        yield Paragraph("No figure stands for this action.")
        return
    yield indicator_blocks.totals(f"Indicators of {name}", indicators, report)
    notes = [
        *(_standard(indicator) for indicator in indicators),
        sentences.last_due([i for i in indicators if i.due_in], report),
        sentences.where_broken_down(indicators, indicator_blocks.BREAKDOWN_ANNEX),
    ]
    said = " ".join(note for note in notes if note)
    if said:
        yield Paragraph(said, Look.NOTE)
    if report.is_public:
        return
    yield Paragraph("Questions for the committee:", Look.NOTE, keep_next=True)
    yield BulletList(
        tuple((each.id, seen.subject.question(each)) for each in indicators)
    )


def _standard(indicator: Indicator) -> str:
    said = sentences.standard(indicator)
    return f"Standard: {said}." if said else ""


def _fits_heading(words: Quotation) -> bool:
    """Whether the framework's words are short and whole enough to be the heading."""
    whole = not words.bullets and not words.closing and not words.breaks_off
    return whole and len(words.text) <= _LONGEST_HEADING


def _quoted(words: Quotation) -> Quoted:
    closing = f"{words.closing}”" if words.closing else ""
    bullets = words.bullets
    if bullets and not closing:
        bullets = (*bullets[:-1], f"{bullets[-1]}”")
    end = "" if bullets else "”"
    return Quoted(f"“{words.opening}{end}", bullets, closing)


def _impacts(impacts: tuple[Impact, ...], action: Action, first: Action) -> Paragraph:
    """The impacts in the framework's words, or where they stand already."""
    if any(impact.is_strategy for impact in impacts):
        name = "Strategy"
    elif action.part_in_impact_id:
        name = "Impact expected, reported here as a part of the action too"
    else:
        name = "Impact expected"
    if first != action:
        return Paragraph(f"the same as for {first.id}.", lead=name)
    quoted = " and ".join(f"“{impact.quoted}”" for impact in impacts)
    return Paragraph(quoted, lead=name)


def _plan(action: Action, report: ReportInput) -> Iterator[Block]:
    planned = next((p for p in report.actions if p.action_id == action.id), None)
    rhythm = _RHYTHMS.get(action.rhythm)
    facts = [("Rhythm", rhythm)] if rhythm else []
    if planned is None:
        facts.append(("Lead, by when, status", _no_plan(report)))
    else:
        facts += facts_of(planned, report.period)
        if planned.note_withheld and not planned.progress_note:
            facts.append(("Progress", "a note was sent, not accepted for print"))
    yield Facts(tuple(facts))
    if planned is not None and planned.progress_note:
        yield Paragraph(planned.progress_note, lead="Progress, in the lead's words")


def facts_of(planned: PlannedAction, period: Period) -> list[tuple[str, str]]:
    """Lead, date and status as the action plan has them."""
    return [
        ("Lead", plan_words.lead_of(planned)),
        ("By when", plan_words.by_when(planned)),
        ("Status", plan_words.plan_status(planned, period)),
    ]


def _no_plan(report: ReportInput) -> str:
    state = {each.extract: each.state for each in report.received}.get(_PLAN)
    if report.actions or state in ARRIVED:
        return "the action plan does not name this action"
    return "not known, as the action plan was not received"
