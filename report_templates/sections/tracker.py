"""The action tracker: who, by when, how far, what changed; overdue first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from report_templates import plan_words
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import PlannedAction

_NEVER = dt.date.max
_LOCAL = "local"


def blocks(seen: Seen) -> Iterator[Block]:
    """A row for each action of the plan, the framework's and the local ones."""
    yield Heading("Action tracker", 1)
    report = seen.report
    if not report.actions:
        yield Paragraph(
            "The action plan of this period was not received, so leads, dates and "
            "status are not known."
        )
        return
    yield Table(
        caption=_finding(seen),
        header=(
            "Action",
            "Priority",
            "Lead",
            "By when",
            "Status",
            "Since the last report",
        ),
        rows=tuple(_row(plan, seen) for plan in in_order(seen)),
        widths_mm=(98, 18, 50, 26, 26, 29),
        alt="One row an action, those whose date has passed first: lead, date, status "
        "and what changed since the last report.",
    )
    yield Paragraph(
        "As the action plan stands at the period's last day. What each action is to "
        "bring children and families is said with its figures.",
        Look.NOTE,
    )


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
    return (
        f"{plan.action_id} {_title(plan, seen)}",
        _priority(plan, seen),
        plan_words.lead_of(plan),
        plan_words.by_when_in_short(plan),
        plan_words.plan_status(plan, report.period),
        plan_words.since_last_time(plan, report.actions_before),
    )


def _title(plan: PlannedAction, seen: Seen) -> str:
    for action in seen.subject.actions:
        if action.id == plan.action_id:
            return action.short
    return plan.title or "title withheld"


def _priority(plan: PlannedAction, seen: Seen) -> str:
    for action in seen.subject.actions:
        if action.id == plan.action_id:
            return str(action.priority.number)
    return _LOCAL
