"""Children who go missing: episodes, what the police record, what follows a return."""

from __future__ import annotations

import numpy as np

from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Flags, Numbers, Words
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import (
    Rows,
    World,
    over_quarters,
    picked,
    still_open,
)

_EPISODES = 58
_SEASON = (1.05, 1.15, 0.95, 0.85)
_OTHER_REPORTS = 36
_LONGEST_IN_QUARTERS = 2
# No time is shorter than ninety minutes, so that the hour skipped in March never turns
# the order of two moments round.
_MINUTES_MISSING = (
    (0.0, 90.0),
    (0.3, 300.0),
    (0.6, 780.0),
    (0.85, 2200.0),
    (0.95, 6000.0),
    (0.99, 30_000.0),
    (1.0, 120_000.0),
)
_MINUTE_OF_DAY = ((0.0, 0.0), (0.1, 480.0), (0.35, 900.0), (0.9, 1380.0), (1.0, 1439.0))
_EARLIER_BY_POLICE = ((0.0, 0.0), (0.5, 5.0), (0.9, 90.0), (1.0, 240.0))
_RISK = {"low": 0.34, "medium": 0.51, "high": 0.15}
_PLACE_NOT_IN_CARE = {"home": 0.82, "school": 0.08, "hospital": 0.04, "other": 0.06}
_OUTWITH, _PLACE_UNKNOWN = 0.09, 0.02
_AT_HOME = ("at_home", "kinship_care")
_TOO_SOON_AGAIN = np.timedelta64(6, "h")


def episodes_begun(world: World, number: int) -> Rows:
    """Missing episodes of looked-after children that begin in a quarter, whole."""
    mean = _EPISODES * _SEASON[number % 4]
    draws, ids = world.begun("missing episode", number, mean)
    children = world.children
    in_care = children.in_care_throughout(number, youngest=9)
    child = children.chosen(draws, ids, in_care, number)
    start = when.at_minute(
        when.days_in(number, draws, ids),
        draws.from_quantiles("minute", ids, _MINUTE_OF_DAY),
    )
    lasted = draws.from_quantiles("minutes missing", ids, _MINUTES_MISSING)
    rows: Rows = {
        "id": ids,
        "child": child,
        "missing_from": start,
        "returned_at": when.minutes_after(start, lasted),
        "placement_type": children.placement(child, start),
        "reported": draws.answer("reported", ids, yes=0.91, unknown=0.02),
    }
    return picked(rows, ~_overlapping(rows))


def _overlapping(rows: Rows) -> Flags:
    """Rows that begin before an earlier one of the same child is well over."""
    order = np.lexsort((rows["missing_from"], rows["child"]))
    child = rows["child"][order]
    start = rows["missing_from"][order]
    end = rows["returned_at"][order] + _TOO_SOON_AGAIN
    overlaps = np.zeros(len(order), dtype=np.bool_)
    overlaps[order[1:]] = (child[1:] == child[:-1]) & (start[1:] < end[:-1])
    return overlaps


def missing_episodes(world: World, number: int) -> Rows:
    """The extract of missing episodes."""

    def of(begun: int) -> Rows:
        rows = episodes_begun(world, begun)
        rows = picked(rows, still_open(number, begun, rows["returned_at"]))
        return {
            "episode_ref": of_quarter("EPI", begun, rows["id"]),
            "child_ref": world.children.refs(rows["child"]),
            "placement_type": rows["placement_type"],
            "missing_from": rows["missing_from"],
            "returned_at": when.known(rows["returned_at"], number),
            "reported_to_police": rows["reported"],
        }

    return over_quarters(number, _LONGEST_IN_QUARTERS, of)


def reports_begun(world: World, number: int) -> Rows:
    """Police reports of missing children that begin in a quarter, whole."""
    draws, ids = world.begun("other missing person", number, _OTHER_REPORTS)
    in_care = _reports_of_episodes(world, number)
    others = _other_reports(world, number, draws, ids)
    rows = {name: np.concatenate([in_care[name], others[name]]) for name in others}
    order = np.argsort(rows["missing_from"], kind="stable")
    rows = picked(rows, order)
    rows["id"] = np.arange(len(order), dtype=np.int64)
    return rows


def _reports_of_episodes(world: World, number: int) -> Rows:
    rows = episodes_begun(world, number)
    draws = world.draws("police report", number)
    matched = (rows["reported"] == "yes") & draws.happens("made", rows["id"], 0.95)
    rows = picked(rows, matched)
    ids = rows["id"]
    earlier = draws.from_quantiles("earlier", ids, _EARLIER_BY_POLICE)
    start = when.minutes_after(rows["missing_from"], -earlier)
    start = np.where(when.within(start, number), start, rows["missing_from"])
    place = np.full(len(ids), "looked_after", dtype=object)
    place[np.isin(rows["placement_type"].astype("U"), _AT_HOME)] = "home"
    return {
        "child": rows["child"],
        "missing_from": start,
        "returned_at": when.minutes_after(
            rows["returned_at"], draws.whole("later", ids, 0, 75)
        ),
        "place_type": place,
        "risk_grade": draws.code("risk", ids, _RISK),
        "locality": _where(world, draws, ids, rows["child"]),
        "in_care": np.ones(len(ids), dtype=np.bool_),
    }


def _other_reports(world: World, number: int, draws: Draws, ids: Numbers) -> Rows:
    known = world.children.known(number)
    child = world.children.chosen(draws, ids, known, number)
    start = when.at_minute(
        when.days_in(number, draws, ids),
        draws.from_quantiles("minute", ids, _MINUTE_OF_DAY),
    )
    lasted = draws.from_quantiles("minutes missing", ids, _MINUTES_MISSING)
    return {
        "child": child,
        "missing_from": start,
        "returned_at": when.minutes_after(start, lasted),
        "place_type": draws.code("place", ids, _PLACE_NOT_IN_CARE),
        "risk_grade": draws.code("risk", ids, _RISK),
        "locality": _where(world, draws, ids, child),
        "in_care": np.zeros(len(ids), dtype=np.bool_),
    }


def _where(world: World, draws: Draws, ids: Numbers, child: Numbers) -> Words:
    place = world.children.locality(child)
    place[draws.happens("outwith", ids, _OUTWITH)] = "outwith_inverclyde"
    place[draws.happens("place not known", ids, _PLACE_UNKNOWN)] = "unknown"
    return place


def missing_persons(world: World, number: int) -> Rows:
    """The extract of missing-person reports."""

    def of(begun: int) -> Rows:
        rows = reports_begun(world, begun)
        rows = picked(rows, still_open(number, begun, rows["returned_at"]))
        return {
            "report_ref": of_quarter("MPR", begun, rows["id"]),
            "child_ref": world.children.refs(rows["child"]),
            "age": world.children.ages(rows["child"], rows["missing_from"]),
            "sex": world.children.sex(rows["child"]),
            "missing_from": rows["missing_from"],
            "returned_at": when.known(rows["returned_at"], number),
            "place_type": rows["place_type"],
            "risk_grade": rows["risk_grade"],
            "locality": rows["locality"],
        }

    return over_quarters(number, _LONGEST_IN_QUARTERS, of)


def returns_in(world: World, number: int) -> Rows:
    """Returns in a quarter that social work heard of: child and moment, in order."""
    children, moments = [], []
    for begun in range(number - _LONGEST_IN_QUARTERS, number + 1):
        draws = world.draws("heard of", begun)
        episodes = episodes_begun(world, begun)
        heard = draws.happens("episode", episodes["id"], 0.94)
        reports = reports_begun(world, begun)
        told = draws.happens("report", reports["id"], 0.84) & ~reports["in_care"]
        later = draws.whole("hours", reports["id"], 0, 3) * 60
        moment = when.minutes_after(reports["returned_at"], later)
        children += [episodes["child"][heard], reports["child"][told]]
        moments += [episodes["returned_at"][heard], moment[told]]
    child, moment = np.concatenate(children), np.concatenate(moments)
    inside = when.within(moment, number)
    order = np.argsort(moment[inside], kind="stable")
    return {"child": child[inside][order], "returned_at": moment[inside][order]}
