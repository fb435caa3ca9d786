"""The field's language: closed lists of codes, as the agencies agreed to write them.

A code means the same in every table. The lists are in the order in which reports show
them.
"""

from __future__ import annotations

from enum import StrEnum


class Agency(StrEnum):
    """The six agencies, in the order the reports name them."""

    HSCP = "hscp"
    EDUCATION = "education"
    HEALTH = "health"
    POLICE = "police"
    BARNARDOS = "barnardos"
    ICPC = "icpc"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The agency's name as the reports write it."""
        return _AGENCY_TITLES[self]


_AGENCY_TITLES: dict[str, str] = {
    "hscp": "Health and Social Care Partnership (social work)",
    "education": "Education",
    "health": "NHS (health)",
    "police": "Police Scotland",
    "barnardos": "Barnardo's",
    "icpc": "Child Protection Committee office",
}

AGENCIES: tuple[str, ...] = tuple(agency.value for agency in Agency)
STAFF_AGENCIES: tuple[str, ...] = AGENCIES[:5]
"""The agencies that send staff extracts: all but the committee's office."""
CORE_AGENCIES: tuple[str, ...] = AGENCIES[:4]
"""The agencies that must share information on every VYP referral."""

UNKNOWN = "unknown"
YES_NO: tuple[str, ...] = ("yes", "no", UNKNOWN)
SEX: tuple[str, ...] = ("female", "male", "other", UNKNOWN)
ETHNICITY: tuple[str, ...] = (
    "white",
    "mixed",
    "asian",
    "african",
    "caribbean_or_black",
    "other",
    UNKNOWN,
)
"""Groups of Scotland's Census 2022."""
PLACEMENT_TYPE: tuple[str, ...] = (
    "at_home",
    "kinship_care",
    "foster_care",
    "residential_care",
    "secure_care",
    "supported_accommodation",
    "other",
)
RETURN_OUTCOME: tuple[str, ...] = ("completed", "declined", "not_located", "pending")
INTERVIEWER_AGENCY: tuple[str, ...] = (*STAFF_AGENCIES, "other")
LOCATION_TYPE: tuple[str, ...] = (
    "private_home",
    "public_place",
    "online",
    "care_setting",
    "school",
    "hotel_or_let",
    "licensed_premises",
    "transport",
    "other",
    UNKNOWN,
)
REFERRAL_SOURCE: tuple[str, ...] = (
    "social_work",
    "education",
    "health",
    "police",
    "third_sector",
    "self_or_family",
    "other",
)
REFERRAL_PATHWAY: tuple[str, ...] = (
    "wellbeing_concern",
    "child_protection",
    "missing_person",
    "return_interview",
    "police_concern_report",
    "other",
)
THEME: tuple[str, ...] = ("victim", "offender", "location")
"""Police Scotland's strategic themes."""
DECISION: tuple[str, ...] = ("accepted", "signposted", "no_further_action", "pending")
CASE_STATUS: tuple[str, ...] = ("open", "closed")
SIGNED_OFF_BY: tuple[str, ...] = ("operational_service_manager", "team_leader", "other")
DOCUMENT_TYPE: tuple[str, ...] = (
    "shared_chronology",
    "wellbeing_assessment",
    "childs_plan",
)
PLAN_DOCUMENT_TYPE: tuple[str, ...] = DOCUMENT_TYPE[1:]
"""Assessments and plans, without the chronology."""
STAGE: tuple[str, ...] = (
    *(f"P{year}" for year in range(1, 8)),
    *(f"S{year}" for year in range(1, 7)),
)
STAGE_GROUP: tuple[str, ...] = ("P", "S1-S3", "S4-S6")
TRANSITION_POINT: tuple[str, ...] = (
    "P7_to_S1",
    "leaving_school",
    "placement_move",
    "leaving_care",
    "child_to_adult_services",
)
ATTENDANCE_SERVICE: tuple[str, ...] = (
    "a_and_e",
    "minor_injuries",
    "gp_out_of_hours",
    "sexual_health",
    "camhs_urgent",
    "other_primary_care",
)
REASON_GROUP: tuple[str, ...] = (
    "injury",
    "illness",
    "alcohol_or_drugs",
    "self_harm",
    "mental_health",
    "sexual_health",
    "other",
    UNKNOWN,
)
PLACE_TYPE: tuple[str, ...] = ("home", "looked_after", "hospital", "school", "other")
RISK: tuple[str, ...] = ("low", "medium", "high")
RISK_AT_REVIEW: tuple[str, ...] = ("none", *RISK)
LOCALITY: tuple[str, ...] = (
    "kilmacolm_and_quarriers",
    "port_glasgow",
    "greenock_east_and_central",
    "greenock_south_and_southwest",
    "greenock_west_and_gourock",
    "inverkip_and_wemyss_bay",
    "outwith_inverclyde",
    UNKNOWN,
)
OUTWITH_AREA = "outwith_inverclyde"
RECORD_TYPE: tuple[str, ...] = (
    "offender_profile",
    "criminal_investigation",
    "warrant_executed",
    "criminal_proceedings",
    "court_proceedings",
)
DISRUPTION_OUTCOME: tuple[str, ...] = (
    "ongoing",
    "reported_to_procurator_fiscal",
    "convicted",
    "acquitted",
    "no_proceedings",
    "other",
)
CEOP_REPORT_TYPE: tuple[str, ...] = (
    "grooming",
    "indecent_images",
    "sexual_extortion",
    "live_streaming",
    "intelligence",
    "other",
)
ROLE_GROUP: tuple[str, ...] = ("strategic_leader", "manager", "frontline", "support")
COURSE_LEVEL: tuple[str, ...] = ("awareness", "intermediate", "specialist")
MEETING_TYPE: tuple[str, ...] = ("chief_officers_group", "briefing")
MEETING_AUDIENCE: tuple[str, ...] = (
    "chief_officers",
    "strategic_leaders",
    "elected_members",
    "corporate_parents",
)
ACTION_STATUS: tuple[str, ...] = ("not_started", "in_progress", "complete")
PROGRAMME_AUDIENCE: tuple[str, ...] = ("parents_carers", "community")
CHANNEL: tuple[str, ...] = ("event", "social_media", "print", "school")
PROGRAMME: tuple[str, ...] = ("safer_choices", "wasted")
PROGRAMME_OF_AGENCY: dict[str, str] = {
    "education": "wasted",
    "barnardos": "safer_choices",
}
AGE_GROUP: tuple[str, ...] = ("0-4", "5-11", "12-15", "16-17", "18+")
CHILD_AGE_GROUP: tuple[str, ...] = AGE_GROUP[:4]
"""The groups an extract can hold whose ages end at 17."""
LEGISLATION: tuple[str, ...] = (
    "Sexual Offences (Scotland) Act 2009",
    "Protection of Children and Prevention of Sexual Offences (Scotland) Act 2005",
    "Civic Government (Scotland) Act 1982",
    "Criminal Justice and Licensing (Scotland) Act 2010",
    "Human Trafficking and Exploitation (Scotland) Act 2015",
    "Abusive Behaviour and Sexual Harm (Scotland) Act 2016",
    "Children (Scotland) Act 1995",
    "Children's Hearings (Scotland) Act 2011",
    "Communications Act 2003",
    "Sexual Offences Act 2003",
    "Criminal Law (Consolidation) (Scotland) Act 1995",
    "Antisocial Behaviour etc. (Scotland) Act 2004",
    "other",
)
"""Closed list of Acts, extended here and nowhere else."""

READ_AS: dict[str, str] = {
    "not known": UNKNOWN,
    "n/k": UNKNOWN,
}
"""Spellings that read as another code wherever a list holds that code."""
READ_AS_YES_NO: dict[str, str] = {"y": "yes", "true": "yes", "n": "no", "false": "no"}
"""Spellings that read as yes and no."""
