"""Children seen by education and health: absences, transitions, attendances."""

from __future__ import annotations

import numpy as np

from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Numbers, Words
from transforms.synthetic.quarters import Days
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import Rows, World, over_quarters, picked, still_open

_FIRST, _NOW = "2023-24-Q3", "2026-27-Q2"
_MISSING = (24.0, 20.0, 31.0, 29.0)
_LONGEST_IN_QUARTERS = 3
_DAYS_MISSING = ((0.0, 5.0), (0.5, 16.0), (0.85, 45.0), (0.97, 110.0), (1.0, 250.0))
_STAGES = np.array([*(f"P{n}" for n in range(1, 8)), *(f"S{n}" for n in range(1, 7))])
_AGE_IN_P1 = 5
_TERM_STARTS = np.timedelta64(45, "D")

_TRANSITIONS = {
    "P7_to_S1": (44.0, 9.0, 0.0, 6.0),
    "leaving_school": (21.0, 8.0, 7.0, 4.0),
    "placement_move": (9.0, 10.0, 9.0, 9.0),
    "leaving_care": (7.0, 6.0, 6.0, 7.0),
    "child_to_adult_services": (5.0, 4.0, 5.0, 5.0),
}
_TRANSITION_AGES = {
    "P7_to_S1": (11, 12),
    "leaving_school": (16, 17),
    "placement_move": (4, 15),
    "leaving_care": (16, 17),
    "child_to_adult_services": (17, 17),
}
_PLAN_DAYS = ((0.0, -120.0), (0.6, -20.0), (0.88, 0.0), (0.97, 14.0), (1.0, 60.0))

_ATTENDANCES = 1180
_FREQUENT = 0.16
_OF_CONCERN = 0.025
_SERVICES = {
    "a_and_e": 0.43,
    "minor_injuries": 0.2,
    "gp_out_of_hours": 0.26,
    "sexual_health": 0.03,
    "camhs_urgent": 0.035,
    "other_primary_care": 0.045,
}
_REASONS = {
    "injury": 0.42,
    "illness": 0.4,
    "alcohol_or_drugs": 0.025,
    "self_harm": 0.025,
    "mental_health": 0.03,
    "other": 0.07,
    "unknown": 0.03,
}
_OLD_ENOUGH = 12
_YOUNG_REASONS = ("alcohol_or_drugs", "self_harm", "mental_health")
_AT_CAMHS = {"self_harm": 0.4, "mental_health": 0.55, "other": 0.05}


def absences_begun(world: World, number: int) -> Rows:
    """Periods missing from school that begin in a quarter, whole."""
    draws, ids = world.begun("missing from school", number, _MISSING[number % 4])
    start = _school_days(when.days_in(number, draws, ids), number)
    until = when.last_day(number)
    pupils = world.children.aged(6, 16, until)
    place = (draws.share("which", ids) * len(pupils)).astype(np.int64)
    of_concern = world.children.of_concern(number)
    known = world.children.chosen(draws, ids, of_concern, number)
    child = np.where(draws.happens("known", ids, 0.3), known, pupils[place])
    lasted = draws.from_quantiles("days", ids, _DAYS_MISSING)
    better = when.ramp(number, _FIRST, _NOW, 0.63, 0.82)
    return {
        "id": ids,
        "child": child,
        "from_date": start,
        "to_date": when.days_after(start, lasted),
        "chronology_used": draws.answer("chronology", ids, yes=better, unknown=0.03),
        "trend_concern": draws.answer("trend", ids, yes=0.24, unknown=0.05),
    }


def _school_days(days: Days, number: int) -> Days:
    """Working days; in the summer quarter after the holidays."""
    if number % 4 == 1:
        start = when.first_day(number) + _TERM_STARTS
        length = when.last_day(number) - when.first_day(number)
        left = (when.last_day(number) - start).astype(np.int64)
        passed = (days - when.first_day(number)).astype(np.int64)
        days = when.days_after(start, passed * left // length.astype(np.int64))
    return when.working_days(days, number)


def missing_from_education(world: World, number: int) -> Rows:
    """The extract of periods missing from school."""

    def of(begun: int) -> Rows:
        rows = absences_begun(world, begun)
        rows = picked(rows, still_open(number, begun, rows["to_date"]))
        ended = when.known(rows["to_date"], number)
        last = np.where(np.isnat(ended), when.last_day(number), ended)
        weekdays = np.busday_count(rows["from_date"], last + when.ONE_DAY)
        age = world.children.ages(rows["child"], rows["from_date"])
        stage = np.clip(age - _AGE_IN_P1, 0, len(_STAGES) - 1)
        return {
            "episode_ref": of_quarter("MFE", begun, rows["id"]),
            "child_ref": world.children.refs(rows["child"]),
            "stage": _STAGES[stage].astype(object),
            "from_date": rows["from_date"],
            "to_date": ended,
            "sessions_missed": 2 * np.maximum(weekdays, 0),
            "chronology_used": rows["chronology_used"],
            "trend_concern": rows["trend_concern"],
        }

    return over_quarters(number, _LONGEST_IN_QUARTERS, of)


def transition_plans(world: World, number: int) -> Rows:
    """The extract of children at a transition point, in the order of the points."""
    parts = [
        _at_transition(world, number, point, means[number % 4])
        for point, means in _TRANSITIONS.items()
    ]
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def _at_transition(world: World, number: int, point: str, mean: float) -> Rows:
    draws, ids = world.begun(f"transition {point}", number, mean)
    due = when.working_days(when.days_in(number, draws, ids), number)
    youngest, oldest = _TRANSITION_AGES[point]
    there = world.children.aged(youngest, oldest, when.last_day(number))
    child = there[(draws.share("which", ids) * len(there)).astype(np.int64)]
    early = draws.from_quantiles("plan", ids, _PLAN_DAYS)
    made = when.known(when.days_after(due, early), number)
    planned = draws.answer(
        "planned", ids, when.ramp(number, _FIRST, _NOW, 0.82, 0.92), unknown=0.02
    )
    late = (planned == "yes") & np.isnat(made)
    planned = np.where(late, "no", planned)
    _, once = np.unique(child, return_index=True)
    rows = {
        "child_ref": world.children.refs(child),
        "transition_point": np.full(len(ids), point, dtype=object),
        "due_on": due,
        "plan_in_place": planned,
        "plan_on": np.where(planned == "yes", made, when.NO_DAY),
    }
    return picked(rows, np.sort(once))


def attendances(world: World, number: int) -> Rows:
    """The extract of attendances."""
    draws, ids = world.begun("attendance", number, _ATTENDANCES)
    on = when.days_in(number, draws, ids)
    concern = draws.happens("of concern", ids, _OF_CONCERN)
    child = _attending(world, draws, ids, number)
    of_concern = world.children.of_concern(number)
    at_risk = world.children.chosen(draws, ids, of_concern, number)
    child = np.where(concern, at_risk, child)
    age = world.children.ages(child, on)
    service = _services(draws, ids, age)
    flagged = np.where(concern & (age >= _OLD_ENOUGH), 0.38, 0.001)
    return {
        "attendance_ref": of_quarter("ATT", number, ids),
        "child_ref": world.children.refs(child),
        "age": age,
        "sex": world.children.sex(child),
        "attended_on": on,
        "service": service,
        "reason_group": _reasons(draws, ids, age, service),
        "cse_concern": draws.answer("flagged", ids, flagged, unknown=0.015),
    }


def _attending(world: World, draws: Draws, ids: Numbers, number: int) -> Numbers:
    """Any child; some come again and again."""
    start = when.first_day(number)
    anyone = world.children.aged(0, 16, start)
    often = world.children.aged(0, 16, start, one_in=60)
    share = draws.share("which", ids)
    child = anyone[(share * len(anyone)).astype(np.int64)]
    if len(often):
        again = draws.happens("often", ids, _FREQUENT)
        place = (share[again] * share[again] * len(often)).astype(np.int64)
        child[again] = often[place]
    return child


def _services(draws: Draws, ids: Numbers, age: Numbers) -> Words:
    service = draws.code("service", ids, _SERVICES)
    too_young = np.isin(service.astype("U"), ("sexual_health", "camhs_urgent"))
    service[too_young & (age < _OLD_ENOUGH)] = "gp_out_of_hours"
    return service


def _reasons(draws: Draws, ids: Numbers, age: Numbers, service: Words) -> Words:
    reason = draws.code("reason", ids, _REASONS)
    too_young = np.isin(reason.astype("U"), _YOUNG_REASONS) & (age < _OLD_ENOUGH)
    reason[too_young] = "illness"
    reason[service == "sexual_health"] = "sexual_health"
    at_camhs = service == "camhs_urgent"
    reason[at_camhs] = draws.code("at camhs", ids, _AT_CAMHS)[at_camhs]
    return reason
