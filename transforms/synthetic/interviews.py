"""What follows a return: the interview offered, held, declined or still to come."""

from __future__ import annotations

import numpy as np

from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Numbers
from transforms.synthetic.missing import returns_in
from transforms.synthetic.quarters import Days
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import (
    Rows,
    World,
    only,
    over_quarters,
    picked,
    sent_again,
)

_LONGEST_IN_QUARTERS = 2
_FASTER_FROM = "2025-26-Q1"
_HOUR = 60
_MINUTES_TO_INTERVIEW = (
    (0.0, 3.0 * _HOUR),
    (0.52, 70.0 * _HOUR),
    (0.8, 140.0 * _HOUR),
    (0.97, 400.0 * _HOUR),
    (1.0, 1500.0 * _HOUR),
)
_FASTER_MINUTES = (
    (0.0, 3.0 * _HOUR),
    (0.78, 70.0 * _HOUR),
    (0.92, 120.0 * _HOUR),
    (0.98, 400.0 * _HOUR),
    (1.0, 1500.0 * _HOUR),
)
_MINUTES_TO_OTHER_END = (
    (0.0, 300.0),
    (0.7, 14_000.0),
    (0.95, 30_000.0),
    (1.0, 90_000.0),
)
_OFFERED_OUTCOME = {"completed": 0.84, "declined": 0.12, "not_located": 0.04}
_NOT_OFFERED_OUTCOME = {"not_located": 0.7, "declined": 0.3}
_INTERVIEWER = {
    "hscp": 0.36,
    "barnardos": 0.44,
    "education": 0.08,
    "health": 0.03,
    "police": 0.04,
    "other": 0.05,
}
_LOCATION = {
    "private_home": 0.36,
    "public_place": 0.27,
    "online": 0.05,
    "care_setting": 0.05,
    "school": 0.03,
    "hotel_or_let": 0.05,
    "licensed_premises": 0.03,
    "transport": 0.07,
    "other": 0.04,
    "unknown": 0.05,
}
_OFFICE_OPENS = 9 * _HOUR
_OFFICE_SHUTS = 20 * _HOUR
_DAY = 24 * _HOUR


def returns_begun(world: World, number: int) -> Rows:
    """Returns in a quarter with what at last became of the interview."""
    rows = returns_in(world, number)
    draws = world.draws("interview", number)
    ids = np.arange(len(rows["child"]), dtype=np.int64)
    offered = draws.answer(
        "offered",
        ids,
        yes=when.ramp(number, "2023-24-Q3", "2026-27-Q2", 0.87, 0.95),
        unknown=0.01,
    )
    outcome = np.where(
        offered == "yes",
        draws.code("outcome", ids, _OFFERED_OUTCOME),
        draws.code("outcome", ids, _NOT_OFFERED_OUTCOME),
    )
    completed = outcome == "completed"
    held = _in_office_hours(_interviewed(draws, ids, rows["returned_at"], number))
    ended = when.minutes_after(
        rows["returned_at"], draws.from_quantiles("end", ids, _MINUTES_TO_OTHER_END)
    )
    return {
        **rows,
        "id": ids,
        "offered": offered,
        "outcome": outcome,
        "settled": np.where(completed, held, ended),
        "interviewer": draws.code("interviewer", ids, _INTERVIEWER),
        "location": draws.code("location", ids, _LOCATION),
        "concern": draws.answer("concern", ids, yes=0.15, unknown=0.05),
    }


def _interviewed(draws: Draws, ids: Numbers, returned: Days, number: int) -> Days:
    faster = when.step(number, _FASTER_FROM, before=0.0, after=1.0)
    points = _FASTER_MINUTES if faster else _MINUTES_TO_INTERVIEW
    return when.minutes_after(returned, draws.from_quantiles("held", ids, points))


def _in_office_hours(moments: Days) -> Days:
    """The moments, those at night moved on to the next morning."""
    minute = when.minute_of_day(moments)
    wait = np.where(minute < _OFFICE_OPENS, _OFFICE_OPENS - minute, 0)
    wait = np.where(minute > _OFFICE_SHUTS, _DAY + _OFFICE_OPENS - minute, wait)
    return when.minutes_after(moments, wait)


def return_interviews(world: World, number: int) -> Rows:
    """The extract of return interviews."""

    def of(begun: int) -> Rows:
        rows = returns_begun(world, begun)
        rows = picked(rows, sent_again(number, begun, rows["settled"]))
        settled = ~np.isnat(when.known(rows["settled"], number))
        held = settled & (rows["outcome"] == "completed")
        return {
            "return_ref": of_quarter("RET", begun, rows["id"]),
            "child_ref": world.children.refs(rows["child"]),
            "returned_at": rows["returned_at"],
            "offered": rows["offered"],
            "outcome": np.where(settled, rows["outcome"], "pending"),
            "interviewed_at": np.where(held, rows["settled"], when.NO_MINUTE),
            "interviewer_agency": only(held, rows["interviewer"]),
            "location_type": only(held, rows["location"]),
            "cse_concern": np.where(held, rows["concern"], "unknown"),
        }

    return over_quarters(number, _LONGEST_IN_QUARTERS, of)
