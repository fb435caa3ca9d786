"""Staff of the five agencies: who is in post, trained, supervised, asked and met."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from schemas.vocabulary import ROLE_GROUP
from transforms.synthetic import quarters as when
from transforms.synthetic.chance import Draws, Flags, Numbers, Words
from transforms.synthetic.refs import numbered
from transforms.synthetic.world import Rows, World, only

_SERVICES: dict[str, dict[str, int]] = {
    "hscp": {
        "Children and families social work": 118,
        "Residential children's houses": 72,
        "Fostering, adoption and kinship": 34,
        "Throughcare and aftercare": 26,
        "Youth justice": 22,
        "Health visiting and family support": 64,
        "Addictions and recovery": 40,
    },
    "education": {
        "Early years centres": 130,
        "Primary schools": 205,
        "Secondary schools": 190,
        "Additional support needs": 62,
        "Educational psychology": 11,
        "Community learning and development": 38,
    },
    "health": {
        "Emergency department": 82,
        "Minor injuries": 24,
        "Out-of-hours general practice": 36,
        "School nursing": 22,
        "Child and adolescent mental health": 41,
        "Sexual and reproductive health": 25,
        "Community paediatrics": 30,
    },
    "police": {
        "Response policing": 96,
        "Community policing": 48,
        "Public protection unit": 31,
        "Missing persons coordination": 5,
    },
    "barnardos": {
        "Return interviews": 9,
        "Prevention in schools": 12,
        "Family support": 25,
    },
}
_ROLES = {"frontline": 0.72, "support": 0.17, "manager": 0.09, "strategic_leader": 0.02}
_REQUIRED = {
    "strategic_leader": 0.97,
    "manager": 0.98,
    "frontline": 0.94,
    "support": 0.33,
}
_LEVEL = {"awareness": 0.66, "intermediate": 0.26, "specialist": 0.08}
_SHORTEST_POST, _LONGEST_POST = 10, 40
_TRAINING_HOLDS = 11
"""Quarters after which a course is repeated."""
_KEENNESS = {
    "hscp": 1.15,
    "education": 0.85,
    "health": 0.8,
    "police": 0.95,
    "barnardos": 1.5,
}
_PEOPLE_A_TEAM = 9


@dataclass(frozen=True)
class Staff:
    """The staff of one agency in post at a quarter's end.

    Attributes:
        ids: a number for each, kept for as long as the person is in post.
        begun: the quarter in which each came into post.
        service: the service of each.
        role: the role group of each.
    """

    ids: Numbers
    begun: Numbers
    service: Words
    role: Words


def staff_of(world: World, agency: str, number: int) -> Staff:
    """The staff in post.

    A post is held for some years; then a new person holds it, with a new reference.
    """
    services = _SERVICES[agency]
    sizes = [max(round(size * world.scale), 1) for size in services.values()]
    service = np.repeat(np.array(list(services), dtype=object), sizes)
    post = np.arange(len(service), dtype=np.int64)
    draws = Draws(world.seed, "post", agency)
    length = draws.whole("length", post, _SHORTEST_POST, _LONGEST_POST)
    shift = draws.whole("shift", post, 0, _LONGEST_POST)
    holder, passed = np.divmod(number + shift, length)
    return Staff(
        ids=holder * len(post) + post,
        begun=number - passed,
        service=service,
        role=draws.code("role", post, _ROLES),
    )


def _course(world: World, agency: str, number: int, staff: Staff) -> Numbers:
    """The quarter of each person's latest course; before they came: none (-1)."""
    draws = Draws(world.seed, "course", agency)
    latest = np.full(len(staff.ids), -1, dtype=np.int64)
    for quarter in range(number - _LONGEST_POST, number + 1):
        wish = when.ramp(quarter, "2021-22-Q1", "2026-27-Q2", 0.075, 0.22)
        wish = min(wish * _KEENNESS[agency], 0.6)
        due = (latest < 0) | (quarter - latest >= _TRAINING_HOLDS)
        goes = draws.happens(f"course {quarter}", staff.ids, np.where(due, wish, 0.008))
        latest[goes & (quarter >= staff.begun)] = quarter
    return latest


def training(world: World, number: int, agency: str) -> Rows:
    """The extract of staff and their latest course."""
    staff = staff_of(world, agency, number)
    draws = Draws(world.seed, "person", agency)
    latest = _course(world, agency, number, staff)
    attended = _attended_on(draws, staff.ids, latest)
    trained = latest >= 0
    level = draws.code("level", staff.ids, _LEVEL)
    return {
        "staff_ref": numbered("STF", staff.ids),
        "service": staff.service,
        "role_group": staff.role,
        "training_required": _required(draws, staff),
        "attended_on": attended,
        "course_level": only(trained, level),
    }


def _attended_on(draws: Draws, ids: Numbers, latest: Numbers) -> when.Days:
    days = np.full(len(ids), when.NO_DAY)
    for quarter in np.unique(latest[latest >= 0]).tolist():
        here = latest == quarter
        passed = draws.whole(f"course day {quarter}", ids[here], 0, 89)
        day = when.days_after(when.first_day(quarter), passed)
        days[here] = when.working_days(day, quarter)
    return days


def _required(draws: Draws, staff: Staff) -> Words:
    chance = np.array([_REQUIRED[role] for role in ROLE_GROUP])
    place = np.array([ROLE_GROUP.index(role) for role in staff.role], dtype=np.int64)
    return draws.answer("required", staff.ids, yes=chance[place], unknown=0.008)


def _by_service(agency: str, staff: Staff, counted: Flags) -> Numbers:
    services = list(_SERVICES[agency])
    return np.array(
        [int(np.count_nonzero(counted & (staff.service == s))) for s in services],
        dtype=np.int64,
    )


def _part(whole: Numbers, share: float, draws: Draws, what: str) -> Numbers:
    """A part of each whole, about so large a share of it."""
    ids = np.arange(len(whole), dtype=np.int64)
    shares = share + 0.3 * (draws.share(what, ids) - 0.5)
    return np.rint(whole * np.clip(shares, 0.0, 1.0)).astype(np.int64)


def pathway_knowledge(world: World, number: int, agency: str) -> Rows:
    """The extract of the yearly survey."""
    staff = staff_of(world, agency, number)
    draws = world.draws(f"survey {agency}", number)
    groups = [
        (service, role, int(np.count_nonzero(here & (staff.role == role))))
        for service in _SERVICES[agency]
        for here in [staff.service == service]
        for role in ROLE_GROUP
    ]
    filled = [group for group in groups if group[2]]
    invited = np.array([size for _, _, size in filled], dtype=np.int64)
    responses = _part(invited, 0.56, draws, "responses")
    better = when.ramp(number, "2022-23-Q4", "2026-27-Q4", 0.0, 0.12)
    return {
        "service": np.array([service for service, _, _ in filled], dtype=object),
        "role_group": np.array([role for _, role, _ in filled], dtype=object),
        "staff_invited": invited,
        "responses": responses,
        "knows_pathway": _part(responses, 0.66 + better, draws, "pathway"),
        "knows_cse_is_cp": _part(responses, 0.76 + better, draws, "protection"),
    }


def supervision(world: World, number: int, agency: str) -> Rows:
    """The extract of supervision agreements."""
    staff = staff_of(world, agency, number)
    draws = world.draws(f"supervision {agency}", number)
    supervised = np.isin(staff.role.astype("U"), ("frontline", "manager"))
    agreements = _part(_by_service(agency, staff, supervised), 0.9, draws, "have one")
    better = when.ramp(number, "2023-24-Q3", "2026-27-Q2", 0.0, 0.14)
    reviewed = _part(agreements, 0.6 + better, draws, "reviewed")
    return {
        "service": np.array(list(_SERVICES[agency]), dtype=object),
        "agreements": agreements,
        "agreements_reviewed": reviewed,
        "dual_role_understood": _part(reviewed, 0.74 + better, draws, "understood"),
    }


def team_meetings(world: World, number: int, agency: str) -> Rows:
    """The extract of team meetings."""
    staff = staff_of(world, agency, number)
    draws = world.draws(f"team meetings {agency}", number)
    everyone = np.ones(len(staff.ids), dtype=np.bool_)
    teams = np.maximum(_by_service(agency, staff, everyone) // _PEOPLE_A_TEAM, 1)
    better = when.ramp(number, "2023-24-Q3", "2026-27-Q2", 0.0, 0.2)
    return {
        "service": np.array(list(_SERVICES[agency]), dtype=object),
        "teams": teams,
        "teams_covering_pathway": _part(teams, 0.6 + better, draws, "pathway"),
        "teams_covering_service_levels": _part(teams, 0.55 + better, draws, "levels"),
    }
