"""Codes in plain words: categories, breakdowns, agencies, states.

Most codes read as they are once the underscores are gone; only the others stand here.
"""

from __future__ import annotations

from schemas.extracts import extract_named
from schemas.vocabulary import AGENCIES

_AGENCIES: dict[str, str] = {
    "hscp": "HSCP",
    "education": "Education",
    "health": "NHS",
    "police": "Police",
    "barnardos": "Barnardo's",
    "icpc": "ICPC office",
}
_CATEGORIES: dict[str, str] = {
    "a_and_e": "A&E",
    "gp_out_of_hours": "GP out of hours",
    "camhs_urgent": "CAMHS urgent",
    "other_primary_care": "Other primary care",
    "self_harm": "Self-harm",
    "hotel_or_let": "Hotel or let",
    "caribbean_or_black": "Caribbean or Black",
    "childs_plan": "Child's Plan",
    "wellbeing_assessment": "Wellbeing Assessment",
    "shared_chronology": "Shared Chronology",
    "parents_carers": "Parents and carers",
    "reported_to_procurator_fiscal": "Reported to Procurator Fiscal",
    "P7_to_S1": "P7 to S1",
    "P": "Primary school",
    "S1-S3": "S1 to S3",
    "S4-S6": "S4 to S6",
    "18+": "18 and over",
    "unknown": "Not known",
    "kilmacolm_and_quarriers": "Kilmacolm and Quarriers",
    "port_glasgow": "Port Glasgow",
    "greenock_east_and_central": "Greenock East and Central",
    "greenock_south_and_southwest": "Greenock South and Southwest",
    "greenock_west_and_gourock": "Greenock West and Gourock",
    "inverkip_and_wemyss_bay": "Inverkip and Wemyss Bay",
    "outwith_inverclyde": "Outwith Inverclyde",
}
_CATEGORIES_OF: dict[str, dict[str, str]] = {
    "agencies": {
        "1": "one agency",
        "2": "two agencies",
        "3": "three agencies",
        "4": "four agencies",
    },
    "risk_level": {"none": "No risk found"},
    "act": {"other": "Another Act"},
}
_OF_AGENCIES = {"agency", "lead_agency", "interviewer_agency"}
_BREAKDOWNS: dict[str, str] = {
    "act": "Act",
    "agencies": "number of agencies that know the child",
    "change": "change in risk",
    "ethnicity": "ethnic group",
    "looked_after": "whether looked after",
    "place_type": "place missing from",
    "placement_type": "placement",
    "source": "source of referral",
    "pathway": "pathway of referral",
    "stage_group": "school stage",
    "reason_group": "reason",
    "interviewer_agency": "agency of the interviewer",
    "risk_grade": "risk grade",
}
_STATES: dict[str, str] = {
    "accepted": "Accepted",
    "accepted_with_row_errors": "Accepted with row errors",
    "nil_return": "Nil return",
    "rejected": "Rejected",
    "not_received": "Not received",
}
_PLAN_STATUSES: dict[str, str] = {
    "not_started": "not started",
    "in_progress": "in progress",
    "complete": "complete",
}


def agency_title(code: str) -> str:
    """The agency's short name, as tables and sentences write it."""
    return _AGENCIES.get(code, _plain(code))


def category_title(breakdown: str, code: str) -> str:
    """A category of a breakdown in plain words."""
    if breakdown in _OF_AGENCIES and code in AGENCIES:
        return agency_title(code)
    if code in _CATEGORIES_OF.get(breakdown, {}):
        return _CATEGORIES_OF[breakdown][code]
    if breakdown == "age_group" and "-" in code:
        return code.replace("-", " to ")
    return _CATEGORIES.get(code) or _plain(code)


def breakdown_title(name: str) -> str:
    """A breakdown's name in plain words, as after "by"."""
    return _BREAKDOWNS.get(name) or name.replace("_", " ")


def extract_title(name: str) -> str:
    """The extract's title, as its declaration has it."""
    extract = extract_named(name)
    return extract.title if extract else _plain(name)


def state_title(state: str) -> str:
    """What became of an extract, in plain words."""
    return _STATES.get(state) or _plain(state)


def plan_status_title(status: str) -> str:
    """How far an action is, in plain words."""
    return _PLAN_STATUSES.get(status) or status.replace("_", " ")


def _plain(code: str) -> str:
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]
