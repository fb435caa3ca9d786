"""The action tracker: who, by when, how far, what changed; overdue first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from report_templates import plan_words, sentences, wording
from report_templates.section import Block, Facts, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import PlannedAction

_NEVER = dt.date.max
_LONGEST_TITLE = 80
_LOCAL = "local"


def blocks(seen: Seen, *, every: bool = False) -> Iterator[Block]:
    """A row for each action of the plan, the framework's and the local ones.

    Args:
        seen: what the document sees.
        every: actions that were complete before have their rows too.
    """
    yield Heading("Action tracker", 1)
    report = seen.report
    if not report.actions:
        yield Paragraph(
            "The action plan of this period was not received, so leads, dates and "
            "status are not known."
        )
        return
    yield from _moved(seen)
    settled = [] if every else _settled(seen)
    header: tuple[str, ...] = ("Action", "Priority", "Lead", "By when", "Status")
    widths: tuple[int, ...] = (98, 18, 79, 26, 26)
    told = "lead, date and status"
    if report.actions_before:
        header = (*header, "Since the last report")
        widths = (84, 18, 58, 25, 24, 38)
        told = "lead, date, status and what changed since the last report"
    rows = tuple(_row(plan, seen) for plan in in_order(seen) if plan not in settled)
    if rows:
        yield Table(
            caption=_finding(seen),
            header=header,
            rows=rows,
            widths_mm=widths,
            alt=f"One row an action, those whose date has passed first: {told}.",
        )
    note = "As the action plan stands at the period's last day."
    if settled:
        ids = sentences.listed([plan.action_id for plan in settled])
        note += f" Complete as before, and not listed: {ids}."
    yield Paragraph(note, Look.NOTE)


def _settled(seen: Seen) -> list[PlannedAction]:
    """Actions of the framework that were complete before and have not changed.

    They stand in full in the annex of the quarterly report, and not in the tracker.
    """
    before = seen.report.actions_before
    known = {action.id for action in seen.subject.actions}
    return [
        plan
        for plan in in_order(seen)
        if plan.status == plan_words.COMPLETE
        and plan.action_id in known
        and plan_words.since_last_time(plan, before) == plan_words.NO_CHANGE
    ]


def _moved(seen: Seen) -> Iterator[Block]:
    """What happened in the plan since the report before, in a few words."""
    report = seen.report
    if not report.actions_before:
        yield Paragraph(
            "There is no plan of the period before to hold this one against.",
            keep_next=True,
        )
        return
    found = tuple(
        (what, sentences.listed(ids))
        for what, ids in plan_words.moves(report.actions, report.actions_before)
    )
    if found:
        yield Facts((("Since the last report", _counted(seen)), *found))
    else:
        yield Paragraph("Nothing in the plan changed since the last report.")


def _counted(seen: Seen) -> str:
    """Of how many actions something changed."""
    before = seen.report.actions_before
    changed = sum(
        plan_words.since_last_time(plan, before) != plan_words.NO_CHANGE
        for plan in seen.report.actions
    )
    return f"{wording.counted(changed, 'action')} changed"


def in_order(seen: Seen) -> list[PlannedAction]:
    """The plan's actions: overdue first, then by date, complete ones last."""

    def weight(plan: PlannedAction) -> tuple[bool, bool, dt.date]:
        return (
            plan.status == plan_words.COMPLETE,
            not plan_words.is_overdue(plan, seen.report.period),
            plan.by_when or _NEVER,
        )

    return sorted(seen.report.actions, key=weight)


def _finding(seen: Seen) -> str:
    plans, period = seen.report.actions, seen.report.period
    late = sum(plan_words.is_overdue(plan, period) for plan in plans)
    done = sum(plan.status == plan_words.COMPLETE for plan in plans)
    return f"{late} of {len(plans)} actions overdue, {done} complete"


def _row(plan: PlannedAction, seen: Seen) -> tuple[str, ...]:
    report = seen.report
    before = report.actions_before
    since = (plan_words.since_last_time(plan, before),) if before else ()
    return (
        f"{plan.action_id} {_title(plan, seen)}",
        _priority(plan, seen),
        plan_words.lead_of(plan),
        plan_words.by_when_in_short(plan),
        plan_words.plan_status(plan, report.period),
        *since,
    )


def _title(plan: PlannedAction, seen: Seen) -> str:
    return plan_words.short_title(plan, seen.subject.actions, _LONGEST_TITLE)


def _priority(plan: PlannedAction, seen: Seen) -> str:
    for action in seen.subject.actions:
        if action.id == plan.action_id:
            return str(action.priority.number)
    return _LOCAL
