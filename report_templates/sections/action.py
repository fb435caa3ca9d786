"""One action: the framework's words, impact, lead, by-when, status, and its figures.

The same section serves all the actions of the framework.
"""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import indicator_blocks, sentences
from report_templates.section import Block, Facts, Heading, Paragraph, Quoted
from schemas.framework import Action, Impact, Quotation, Rhythm, impacts_of
from schemas.period import Period
from schemas.released import PlannedAction, ReportInput
from transforms.indicators import of_action

_PLAN = "action_plan"
_LONGEST_HEADING = 125
_RHYTHMS: dict[Rhythm, str] = {
    Rhythm.SIX_MONTHLY: "reviewed every six months",
    Rhythm.ANNUAL: "reviewed once a year, with the figures of January to March",
}


def blocks(action: Action, report: ReportInput) -> Iterator[Block]:
    """What the framework asks, who leads it, and how far it is."""
    if _fits_heading(action.quoted):
        yield Heading(f"{action.id} “{action.quoted}”", 3)
    else:
        yield Heading(f"{action.id} {action.short}", 3)
        yield _quoted(action.quoted)
    yield _impacts(impacts_of(action), action)
    yield from _plan(action, report)
    yield from indicator_blocks.of_action(action.id, of_action(action.id), report)


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


def _impacts(impacts: tuple[Impact, ...], action: Action) -> Paragraph:
    if any(impact.is_strategy for impact in impacts):
        name = "Strategy"
    elif action.part_in_impact_id:
        name = "Impact expected, reported here as a part of the action too"
    else:
        name = "Impact expected"
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
    yield Facts(tuple(facts))
    if planned is not None:
        yield from _progress(planned)


def facts_of(planned: PlannedAction, period: Period) -> list[tuple[str, str]]:
    """Lead, date and status as the action plan has them."""
    return [
        ("Lead", sentences.lead_of(planned)),
        ("By when", sentences.by_when(planned)),
        ("Status", sentences.plan_status(planned, period)),
    ]


def _progress(planned: PlannedAction) -> Iterator[Block]:
    if planned.progress_note:
        yield Paragraph(planned.progress_note, lead="Progress, in the lead's words")
    elif planned.note_withheld:
        yield Paragraph(
            "a note was sent and has not been accepted for print.", lead="Progress"
        )


def _no_plan(report: ReportInput) -> str:
    state = {each.extract: each.state for each in report.received}.get(_PLAN)
    if report.actions or state in sentences.ARRIVED:
        return "the action plan does not name this action"
    return "not known, as the action plan was not received"
