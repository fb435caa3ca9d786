"""The action plan in words: lead, date, how far, and what changed since last time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_templates import wording
from report_templates.code_titles import agency_title, plan_status_title
from schemas.framework import Action
from schemas.period import Period
from schemas.released import PlannedAction

COMPLETE = "complete"
NO_CHANGE = "no change"
_NOT_STARTED = "not_started"
_LINE = 52


def lead_of(planned: PlannedAction) -> str:
    """Lead agency and, where the edition names it, the lead officer's role."""
    if planned.lead_role == "":
        return agency_title(planned.lead_agency)
    role = planned.lead_role or "role withheld"
    return f"{agency_title(planned.lead_agency)}, {role}"


def short_title(
    planned: PlannedAction, actions: Sequence[Action], most: int = _LINE
) -> str:
    """The action's title, cut to a length: the framework's if it is one of its own."""
    of_framework = {action.id: action.short for action in actions}
    title = of_framework.get(planned.action_id) or planned.title or "title withheld"
    if len(title) <= most:
        return title
    begun = title.partition(":")[0]
    if most // 2 <= len(begun) <= most:
        return begun
    return f"{title[:most].rpartition(' ')[0].rstrip(',:;')} …"


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


def moves(
    plan: Sequence[PlannedAction], before: Sequence[PlannedAction]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What happened to which actions since the report before, with their ids."""
    was = {each.action_id: each for each in before}
    stayed = [(each, was[each.action_id]) for each in plan if each.action_id in was]
    now = {each.action_id for each in plan}
    found = (
        ("Finished", [n for n, o in stayed if n.status == COMPLETE != o.status]),
        ("Begun", [n for n, o in stayed if _has_begun(n, o)]),
        ("Open again", [n for n, o in stayed if o.status == COMPLETE != n.status]),
        ("New date", [n for n, o in stayed if n.by_when != o.by_when]),
        ("New lead", [n for n, o in stayed if _lead(n) != _lead(o)]),
        ("New in the plan", [each for each in plan if each.action_id not in was]),
        ("No longer in it", [each for each in before if each.action_id not in now]),
    )
    for what, actions in found:
        if actions:
            yield what, tuple(each.action_id for each in actions)


def _has_begun(now: PlannedAction, before: PlannedAction) -> bool:
    return before.status == _NOT_STARTED and now.status not in {COMPLETE, _NOT_STARTED}


def _lead(planned: PlannedAction) -> tuple[str, str | None]:
    return planned.lead_agency, planned.lead_role


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
    if _lead(old) != _lead(planned):
        changes.append("new lead")
    return ", ".join(changes) or NO_CHANGE
