"""The police's concern reports and work against offending; Barnardo's reviews."""

from __future__ import annotations

import numpy as np

from schemas.vocabulary import LEGISLATION
from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Numbers, Words
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import Rows, World, joined, only, picked

_REPORTS = 24
_THEME = {"victim": 0.72, "offender": 0.1, "location": 0.18}
_LOCATION = {
    "online": 0.24,
    "private_home": 0.25,
    "public_place": 0.24,
    "hotel_or_let": 0.05,
    "licensed_premises": 0.03,
    "school": 0.04,
    "care_setting": 0.05,
    "transport": 0.05,
    "other": 0.02,
    "unknown": 0.03,
}
_REVIEWED = 0.9
_DAYS_TO_REVIEW = ((0.0, 2.0), (0.6, 14.0), (0.95, 40.0), (1.0, 85.0))
_UNKNOWN_REPORT = 0.03
_RECOMMENDATIONS = {
    "Raise the location at the next tasking meeting.": 0.22,
    "Joint visit by licensing and community policing.": 0.14,
    "Detached youth work at this kind of place for six weeks.": 0.17,
    "Share the pattern with schools and residential houses.": 0.16,
    "Online safety session for the year group.": 0.13,
    "No further step; look again next quarter.": 0.18,
}

_ACTIONS = {
    "offender_profile": 7.0,
    "criminal_investigation": 15.0,
    "warrant_executed": 5.0,
    "criminal_proceedings": 6.5,
    "court_proceedings": 4.5,
}
_ACTS = {act: 1.0 / (place + 2) for place, act in enumerate(LEGISLATION)}
_NAMES_AN_ACT = 0.88
_NAMES_A_SECOND = 0.28
_OUTCOME = {
    "criminal_proceedings": {
        "ongoing": 0.4,
        "reported_to_procurator_fiscal": 0.45,
        "no_proceedings": 0.15,
    },
    "court_proceedings": {
        "ongoing": 0.45,
        "convicted": 0.37,
        "acquitted": 0.12,
        "other": 0.06,
    },
}
_HAS_OUTCOME = 0.85

_CEOP = 6.5
_CEOP_TYPES = {
    "grooming": 0.3,
    "indecent_images": 0.34,
    "sexual_extortion": 0.18,
    "live_streaming": 0.05,
    "intelligence": 0.1,
    "other": 0.03,
}


def reports_begun(world: World, number: int) -> Rows:
    """Concern reports of a quarter, with the child as a number."""
    draws, ids = world.begun("concern report", number, _REPORTS)
    of_concern = world.children.of_concern(number)
    child = world.children.chosen(draws, ids, of_concern, number)
    place = world.children.locality(child)
    place[draws.happens("outwith", ids, 0.07)] = "outwith_inverclyde"
    return {
        "id": ids,
        "child": child,
        "reported_on": when.days_in(number, draws, ids),
        "theme": draws.code("theme", ids, _THEME),
        "location_type": draws.code("location", ids, _LOCATION),
        "locality": place,
    }


def concern_reports(world: World, number: int) -> Rows:
    """The extract of concern reports."""
    rows = reports_begun(world, number)
    return {
        **rows,
        "report_ref": of_quarter("CCR", number, rows["id"]),
        "child_ref": world.children.refs(rows["child"]),
        "age": world.children.ages(rows["child"], rows["reported_on"]),
        "sex": world.children.sex(rows["child"]),
    }


def concern_report_reviews(world: World, number: int) -> Rows:
    """Barnardo's extract of reviews, in the order of their dates."""
    rows = joined(_reviews_of(world, number, begun) for begun in (number - 1, number))
    rows = picked(rows, np.argsort(rows["reviewed_on"], kind="stable"))
    ids = np.arange(len(rows["reviewed_on"]), dtype=np.int64)
    draws = world.draws("review of concern report", number)
    lost = draws.happens("older reference", ids, _UNKNOWN_REPORT)
    advice = draws.code("recommendation", ids, _RECOMMENDATIONS)
    return {
        **rows,
        "report_ref": np.where(
            lost, of_quarter("CCROLD", number, ids), rows["report_ref"]
        ),
        "trend_identified": draws.answer("trend", ids, yes=0.2, unknown=0.02),
        "recommendation": only(draws.happens("has advice", ids, 0.7), advice),
    }


def _reviews_of(world: World, number: int, begun: int) -> Rows:
    reports = reports_begun(world, begun)
    draws = world.draws("reviewed", begun)
    ids = reports["id"]
    reviewed = when.step(begun, "2024-25-Q2", before=_REVIEWED - 0.18, after=_REVIEWED)
    wait = draws.from_quantiles("days", ids, _DAYS_TO_REVIEW)
    on = when.days_after(reports["reported_on"], wait)
    rows = {
        "report_ref": of_quarter("CCR", begun, ids),
        "reviewed_on": on,
        "location_type": reports["location_type"],
        "locality": reports["locality"],
    }
    takes_place = when.within(on, number) & draws.happens("made", ids, reviewed)
    return picked(rows, takes_place)


def disruption(world: World, number: int) -> Rows:
    """The extract of actions against offending, in the order of their dates."""
    rows = joined(_actions(world, number, kind) for kind in _ACTIONS)
    rows = picked(rows, np.argsort(rows["recorded_on"], kind="stable"))
    ids = np.arange(len(rows["recorded_on"]), dtype=np.int64)
    return {**rows, "record_ref": of_quarter("DIS", number, ids)}


def _actions(world: World, number: int, kind: str) -> Rows:
    draws, ids = world.begun(kind, number, _ACTIONS[kind])
    outcome = np.full(len(ids), None, dtype=object)
    if kind in _OUTCOME:
        reached = draws.happens("reached", ids, _HAS_OUTCOME)
        outcome[reached] = draws.code("outcome", ids, _OUTCOME[kind])[reached]
    return {
        "record_type": np.full(len(ids), kind, dtype=object),
        "recorded_on": when.days_in(number, draws, ids),
        "legislation": _legislation(draws, ids),
        "outcome": outcome,
    }


def _legislation(draws: Draws, ids: Numbers) -> Words:
    first = draws.code("act", ids, _ACTS)
    second = draws.code("second act", ids, _ACTS)
    both = draws.happens("names a second", ids, _NAMES_A_SECOND) & (first != second)
    named = np.where(both, first + ";" + second, first)
    return only(draws.happens("names an act", ids, _NAMES_AN_ACT), named)


def ceop_reports(world: World, number: int) -> Rows:
    """The extract of CEOP's reports."""
    draws, ids = world.begun("ceop report", number, _CEOP)
    return {
        "report_ref": of_quarter("CEOP", number, ids),
        "received_on": when.working_days(when.days_in(number, draws, ids), number),
        "report_type": draws.code("type", ids, _CEOP_TYPES),
        "action_taken": draws.answer("action", ids, yes=0.86, unknown=0.04),
    }
