"""What the committee's own office sends: meetings, the action plan, awareness raising.

There is one committee however large its area, so nothing here grows with the scale.
"""

from __future__ import annotations

import numpy as np

from schemas.framework import actions
from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Numbers, Words
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import Rows, World, joined, only, picked

_MEETINGS = (
    ("chief_officers_group", "chief_officers", 40, 9, 14),
    ("briefing", "strategic_leaders", 22, 14, 32),
    ("briefing", "strategic_leaders", 68, 12, 28),
    ("briefing", "elected_members", 50, 8, 21),
    ("briefing", "corporate_parents", 60, 11, 26),
)
"""Kind, audience, about which day of the quarter, fewest and most who come."""
_EVERY_OTHER = 3
"""Place in the list of the meeting that is planned every other quarter."""
_HELD, _POSTPONED = 0.84, 0.93

_LOCAL = (
    ("L01", "Return interview protocol agreed by all agencies", "hscp"),
    ("L02", "Licensed premises and lets: awareness for staff", "police"),
    ("L03", "Shared chronology in use in every secondary school", "education"),
    ("L04", "Young people's views gathered for the yearly review", "barnardos"),
)
_LEADS = {
    "A04": "hscp", "A05": "hscp", "A07": "hscp", "A08": "hscp", "A09": "health",
    "A10": "hscp", "A11": "education", "A12": "hscp", "A13": "barnardos",
    "A14": "education", "A15": "education", "A17": "hscp", "A18": "barnardos",
    "A19": "hscp", "A20": "hscp", "A21": "police", "A22": "police", "A23": "police",
    "A24": "police", "A25": "police", "A26": "police",
}  # fmt: skip
_ROLES = {
    "hscp": "Head of children's services",
    "education": "Head of inclusive education",
    "health": "Lead nurse for child protection",
    "police": "Detective inspector, public protection",
    "barnardos": "Service manager",
    "icpc": "Lead officer, child protection committee",
}
_UNDATED = ("A26", "L04")
_CYCLE = 8
_SHORTEST, _LONGEST = 4, 6
_COMPLETE_FROM, _COMPLETE_UNTIL = 3, 8
_NOTES = {
    "On course; figures are in this report.": 0.3,
    "Work has begun with all agencies; a first review is due next quarter.": 0.22,
    "Slower than planned because of vacancies; a new date is to be agreed.": 0.14,
    "Guidance issued and discussed in team meetings.": 0.2,
    "Audit tool agreed; sample drawn for next quarter.": 0.14,
}

_EVENTS = (
    ("parents_carers", "event", 18, 70),
    ("parents_carers", "school", 40, 160),
    ("parents_carers", "social_media", 900, 3600),
    ("community", "event", 25, 120),
    ("community", "social_media", 1500, 6500),
    ("community", "print", 400, 1800),
    ("parents_carers", "event", 12, 55),
    ("community", "event", 15, 90),
)
_COLLATED = {0: ("safer_choices", 66), 1: ("wasted", 74), 2: ("safer_choices", 58)}
"""Campaign and day by place of the quarter in the year; in the last quarter: none."""


def governance_meetings(world: World, number: int) -> Rows:
    """The extract of meetings: those planned, and those postponed into the quarter."""
    planned = _planned(world, number)
    held = when.known(planned["held_on"], number)
    late = _planned(world, number - 1)
    late = picked(late, when.within(late["held_on"], number))
    rows = joined([late, {**planned, "held_on": held}])
    absent = np.isnat(rows["held_on"])
    return {
        **rows,
        "attendees": np.where(absent, -1, rows["attendees"]),
        "head_of_service_present": np.where(absent, "no", rows["present"]),
    }


def _planned(world: World, number: int) -> Rows:
    """The meetings planned in a quarter and the day on which each is held at last."""
    draws = world.draws("meeting", number)
    ids = np.arange(len(_MEETINGS), dtype=np.int64)
    if number % 2:
        ids = ids[ids != _EVERY_OTHER]
    kinds, audiences, days, fewest, most = zip(*_MEETINGS, strict=True)
    shifted = np.array(days)[ids] + draws.whole("shift", ids, -10, 10)
    on = when.working_days(when.days_after(when.first_day(number), shifted), number)
    share = draws.share("held", ids)
    later = when.first_day(number + 1) + np.timedelta64(19, "D")
    held = np.where(share < _HELD, on, np.where(share < _POSTPONED, later, when.NO_DAY))
    span = np.array(most)[ids] - np.array(fewest)[ids]
    came = np.array(fewest)[ids] + (draws.share("came", ids) * span).astype(np.int64)
    return {
        "meeting_ref": of_quarter("MTG", number, ids),
        "meeting_type": np.array(kinds, dtype=object)[ids],
        "audience": np.array(audiences, dtype=object)[ids],
        "planned_on": on,
        "held_on": held,
        "attendees": came,
        "present": draws.answer("present", ids, yes=0.9),
    }


def action_plan(world: World, number: int) -> Rows:
    """The extract of the action plan: each action in its own cycle of two years."""
    framework = [(a.id, a.short, _LEADS.get(a.id, "icpc")) for a in actions()]
    codes, titles, leads = zip(*framework, *_LOCAL, strict=True)
    ids = np.arange(len(codes), dtype=np.int64)
    draws = Draws(world.seed, "action")
    place = (number + draws.whole("shift", ids, 0, _CYCLE - 1)) % _CYCLE
    ends = number - place + draws.whole("length", ids, _SHORTEST, _LONGEST)
    by_when = np.array([when.last_day(int(end)) for end in ends])
    by_when[np.isin(np.array(codes), _UNDATED)] = when.NO_DAY
    status = _status(draws, place)
    begun = status != "not_started"
    now = world.draws("action", number)
    return {
        "action_id": np.array(codes, dtype=object),
        "title": np.array(titles, dtype=object),
        "lead_agency": np.array(leads, dtype=object),
        "lead_role": np.array([_ROLES[lead] for lead in leads], dtype=object),
        "by_when": by_when,
        "status": status,
        "shared_with_icpc_on": np.where(
            begun, _last_time(world, "shared", number, len(ids)), when.NO_DAY
        ),
        "evaluated_on": np.where(
            begun, _last_time(world, "evaluated", number, len(ids)), when.NO_DAY
        ),
        "progress_note": only(
            begun & now.happens("noted", ids, 0.7), now.code("note", ids, _NOTES)
        ),
    }


def _status(draws: Draws, place: Numbers) -> Words:
    ids = np.arange(len(place), dtype=np.int64)
    complete_at = draws.whole("complete", ids, _COMPLETE_FROM, _COMPLETE_UNTIL)
    status = np.full(len(place), "in_progress", dtype=object)
    status[place == 0] = "not_started"
    status[place >= complete_at] = "complete"
    return status


def _last_time(world: World, what: str, number: int, count: int) -> when.Days:
    """The day each action was last shared with the committee or evaluated by it."""
    chance = {"shared": 0.62, "evaluated": 0.34}[what]
    ids = np.arange(count, dtype=np.int64)
    latest = np.full(count, when.NO_DAY)
    for quarter in range(number - _CYCLE, number + 1):
        draws = world.draws(f"action {what}", quarter)
        on = when.first_day(quarter) + np.timedelta64(47, "D")
        here = draws.happens("in this meeting", ids, chance)
        latest[here] = when.working_days(np.full(count, on), quarter)[here]
    return latest


def awareness_programmes(world: World, number: int) -> Rows:
    """The extract of events and campaigns."""
    draws = world.draws("awareness", number)
    ids = np.arange(len(_EVENTS), dtype=np.int64)
    ids = ids[draws.happens("takes place", ids, 0.78)]
    audiences, channels, fewest, most = zip(*_EVENTS, strict=True)
    low, high = np.array(fewest)[ids], np.array(most)[ids]
    return {
        "event_ref": of_quarter("EVT", number, ids),
        "audience": np.array(audiences, dtype=object)[ids],
        "channel": np.array(channels, dtype=object)[ids],
        "held_on": when.days_in(number, draws, ids),
        "reach": low + (draws.share("reach", ids) * (high - low)).astype(np.int64),
    }


def campaign_returns(world: World, number: int) -> Rows:
    """The extract of campaigns whose data was collated; none in the last quarter."""
    campaigns = [_COLLATED[number % 4]] if number % 4 in _COLLATED else []
    ids = np.arange(len(campaigns), dtype=np.int64)
    draws = world.draws("collated", number)
    days = np.array([day for _, day in campaigns], dtype=np.int64)
    days = days + draws.whole("shift", ids, -8, 8)
    return {
        "campaign": np.array([campaign for campaign, _ in campaigns], dtype=object),
        "collated_on": when.working_days(
            when.days_after(when.first_day(number), days), number
        ),
    }
