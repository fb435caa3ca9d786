"""The Vulnerable Young Person's Group: referrals, decisions, reviews until closure."""

from __future__ import annotations

from functools import partial

import numpy as np

from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Flags, Numbers, Words
from transforms.synthetic.children import OLDEST_YOUNG_PERSON
from transforms.synthetic.refs import of_quarter
from transforms.synthetic.world import Rows, World, joined, picked, sent_again

_REFERRALS = 12.5
_OVER_18 = 0.07
_BACK = 11
"""Quarters after which every case is closed."""
_PENDING_BACK = 2

_SOURCE = {
    "social_work": 0.34,
    "police": 0.24,
    "education": 0.16,
    "health": 0.11,
    "third_sector": 0.09,
    "self_or_family": 0.04,
    "other": 0.02,
}
_PATHWAY = {
    "wellbeing_concern": 0.32,
    "child_protection": 0.22,
    "missing_person": 0.14,
    "return_interview": 0.15,
    "police_concern_report": 0.14,
    "other": 0.03,
}
_THEME = {"victim": 0.76, "offender": 0.09, "location": 0.15}
_RISK = {"low": 0.22, "medium": 0.49, "high": 0.29}
_DECISION = {"accepted": 0.66, "signposted": 0.21, "no_further_action": 0.13}
_DAYS_TO_DECISION = ((0.0, 1.0), (0.5, 12.0), (0.9, 28.0), (0.97, 45.0), (1.0, 95.0))
_FEWEST_REVIEWS, _MOST_REVIEWS = 2, 10
_SHORTEST_INTERVAL, _LONGEST_INTERVAL = 42, 88
_LEVELS = np.array(["none", "low", "medium", "high"], dtype=object)
_GRADES = {1: 0.02, 2: 0.09, 3: 0.24, 4: 0.37, 5: 0.22, 6: 0.06}
_GRADES_NOW = {1: 0.01, 2: 0.06, 3: 0.18, 4: 0.4, 5: 0.28, 6: 0.07}
_UNKNOWN_REFERRAL = 0.015


def referrals_begun(world: World, number: int) -> Rows:
    """Referrals of a quarter with their whole course."""
    draws, ids = world.begun("vyp referral", number, _REFERRALS)
    on = when.working_days(when.days_in(number, draws, ids), number)
    child = _referred(world, draws, ids, number)
    wait = draws.from_quantiles("decided", ids, _DAYS_TO_DECISION)
    decided = when.days_after(on, wait)
    interval = draws.whole("interval", ids, _SHORTEST_INTERVAL, _LONGEST_INTERVAL)
    reviews = draws.whole("reviews", ids, _FEWEST_REVIEWS, _MOST_REVIEWS)
    return {
        "id": ids,
        "begun": np.full(len(ids), number, dtype=np.int64),
        "child": child,
        "referred_on": on,
        "risk_level": draws.code("risk", ids, _RISK),
        "decision": draws.code("decision", ids, _DECISION),
        "decided_on": decided,
        "interval": interval,
        "reviews": reviews,
        "closed_on": when.days_after(decided, interval * reviews),
    }


def _referred(world: World, draws: Draws, ids: Numbers, number: int) -> Numbers:
    until = when.last_day(number)
    of_concern = world.children.of_concern(number)
    child = world.children.chosen(draws, ids, of_concern, number)
    adults = world.children.aged(18, OLDEST_YOUNG_PERSON - 1, until, one_in=41)
    if len(adults):
        place = (draws.share("which adult", ids) * len(adults)).astype(np.int64)
        grown = draws.happens("adult", ids, _OVER_18)
        child = np.where(grown, adults[place], child)
    return child


def vyp_referrals(world: World, number: int, *, first: bool) -> Rows:
    """The extract of referrals; the first holds every case open on its first day."""
    return joined(
        _sent(world, number, begun, first=first)
        for begun in range(number - (_BACK if first else _PENDING_BACK), number + 1)
    )


def _sent(world: World, number: int, begun: int, *, first: bool) -> Rows:
    rows = referrals_begun(world, begun)
    wanted = sent_again(number, begun, rows["decided_on"])
    if first:
        wanted |= _open_on_first_day(rows, number)
    rows = picked(rows, wanted)
    draws, ids, child = world.draws("vyp referral", begun), rows["id"], rows["child"]
    decided = when.known(rows["decided_on"], number)
    children = world.children
    age = children.ages(child, rows["referred_on"])
    in_care = np.isin(child, children.in_care(when.first_day(begun)))
    return {
        "referral_ref": of_quarter("VYP", begun, ids),
        "child_ref": children.refs(child),
        "age": age,
        "sex": children.sex(child),
        "disability": children.disability(child),
        "ethnicity": children.ethnicity(child),
        "looked_after": _looked_after(draws, ids, in_care),
        "referred_on": rows["referred_on"],
        "referral_source": draws.code("source", ids, _SOURCE),
        "referral_pathway": draws.code("pathway", ids, _PATHWAY),
        "theme": draws.code("theme", ids, _THEME),
        "risk_level": rows["risk_level"],
        "information_shared_by": _shared_by(draws, ids, begun),
        "decision": np.where(np.isnat(decided), "pending", rows["decision"]),
        "decided_on": decided,
    }


def _open_on_first_day(rows: Rows, number: int) -> Flags:
    ends = np.where(
        rows["decision"] == "accepted", rows["closed_on"], rows["decided_on"]
    )
    is_open: Flags = ends >= when.first_day(number)
    return is_open


def _looked_after(draws: Draws, ids: Numbers, in_care: Flags) -> Words:
    answers = np.where(in_care, "yes", "no").astype(object)
    answers[draws.happens("care not known", ids, 0.02)] = "unknown"
    return answers


def _shared_by(draws: Draws, ids: Numbers, begun: int) -> Words:
    core = when.step(begun, "2025-26-Q3", before=0.83, after=0.93)
    chances = {
        "hscp": 0.99,
        "education": core,
        "health": core - 0.03,
        "police": core + 0.04,
        "barnardos": 0.45,
        "icpc": 0.02,
    }
    shared = {a: draws.happens(f"{a} shared", ids, c) for a, c in chances.items()}
    lines = [
        ";".join(agency for agency, here in zip(shared, line, strict=True) if here)
        for line in zip(*shared.values(), strict=True)
    ]
    return np.array([line or None for line in lines], dtype=object)


def vyp_reviews(world: World, number: int) -> Rows:
    """The extract of reviews, in the order of their dates."""
    of = partial(_reviews_of, world, number)
    rows = joined(of(begun) for begun in range(number - _BACK, number + 1))
    rows = picked(rows, np.argsort(rows["reviewed_on"], kind="stable"))
    ids = np.arange(len(rows["reviewed_on"]), dtype=np.int64)
    draws = world.draws("vyp review", number)
    better = when.ramp(number, "2023-24-Q3", "2026-27-Q2", 0.0, 1.0)
    grade = np.where(
        draws.happens("newer practice", ids, better),
        draws.code("grade now", ids, {str(g): w for g, w in _GRADES_NOW.items()}),
        draws.code("grade", ids, {str(g): w for g, w in _GRADES.items()}),
    )
    lost = draws.happens("older reference", ids, _UNKNOWN_REFERRAL)
    known_ref = rows["referral_ref"]
    return {
        **rows,
        "review_ref": of_quarter("REV", number, ids),
        "referral_ref": np.where(lost, of_quarter("VYPOLD", number, ids), known_ref),
        "plan_grade": grade.astype(np.int64),
        "contingency_plan": draws.answer(
            "contingency", ids, yes=0.7 + 0.14 * better, unknown=0.03
        ),
    }


def _reviews_of(world: World, number: int, begun: int) -> Rows:
    """Reviews in a quarter of the referrals of an earlier one or the same."""
    cases = referrals_begun(world, begun)
    cases = picked(cases, cases["decision"] == "accepted")
    draws = world.draws("vyp course", begun)
    place = _LEVELS.tolist()
    level = np.array([place.index(r) for r in cases["risk_level"]], dtype=np.int64)
    parts = []
    for review in range(1, _MOST_REVIEWS + 1):
        ids = cases["id"]
        level = level - draws.happens(f"down {review}", ids, 0.3)
        level = np.clip(level + draws.happens(f"up {review}", ids, 0.09), 0, 3)
        rows = _review(world, cases, level, review)
        takes_place = when.within(rows["reviewed_on"], number)
        parts.append(picked(rows, takes_place & (review <= cases["reviews"])))
    return joined(parts)


def _review(world: World, cases: Rows, level: Numbers, review: int) -> Rows:
    closes = cases["reviews"] == review
    return {
        "referral_ref": _refs(cases),
        "child_ref": world.children.refs(cases["child"]),
        "reviewed_on": when.days_after(cases["decided_on"], cases["interval"] * review),
        "risk_level": _LEVELS[np.where(closes, np.minimum(level, 1), level)],
        "case_status": np.where(closes, "closed", "open").astype(object),
    }


def _refs(cases: Rows) -> Words:
    begun = cases["begun"]
    if not len(begun):
        return np.empty(0, dtype=object)
    return of_quarter("VYP", int(begun[0]), cases["id"])
