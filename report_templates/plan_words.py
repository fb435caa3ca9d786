"""The action plan in words: lead, date, how far, and what changed since last time."""

from __future__ import annotations

from report_templates import wording
from report_templates.code_titles import agency_title, plan_status_title
from schemas.period import Period
from schemas.released import PlannedAction

COMPLETE = "complete"


def lead_of(planned: PlannedAction) -> str:
    """Lead agency and, where the edition names it, the lead officer's role."""
    if planned.lead_role == "":
        return agency_title(planned.lead_agency)
    role = planned.lead_role or "role withheld"
    return f"{agency_title(planned.lead_agency)}, {role}"


def by_when(planned: PlannedAction) -> str:
    """The date by which the action is to be complete."""
    return wording.date(planned.by_when) if planned.by_when else "no date in the plan"


def by_when_in_short(planned: PlannedAction) -> str:
    """The date as narrow columns have room for it: 30 Sep 2026."""
    day = planned.by_when
    return f"{day.day} {day:%b %Y}" if day else "no date"


def plan_status(planned: PlannedAction, period: Period) -> str:
    """How far the action is, and whether its date has passed, in words."""
    words = plan_status_title(planned.status)
    return f"overdue, {words}" if is_overdue(planned, period) else words


def is_overdue(planned: PlannedAction, period: Period) -> bool:
    """Whether an action that is not complete should have been by the period's end."""
    late = planned.by_when is not None and planned.by_when < period.last_day
    return late and planned.status != COMPLETE


def since_last_time(planned: PlannedAction, before: tuple[PlannedAction, ...]) -> str:
    """What changed since the report before: status, date or lead."""
    if not before:
        return "no earlier plan"
    old = next((p for p in before if p.action_id == planned.action_id), None)
    if old is None:
        return "new in the plan"
    changes = []
    if old.status != planned.status:
        changes.append(f"was {plan_status_title(old.status)}")
    if old.by_when != planned.by_when:
        changes.append(f"date was {by_when_in_short(old)}")
    if (old.lead_agency, old.lead_role) != (planned.lead_agency, planned.lead_role):
        changes.append("new lead")
    return ", ".join(changes) or "no change"
