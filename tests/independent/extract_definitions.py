"""What each extract holds, written down a second time from the definitions alone.

Nothing here is taken from the system: codes, columns, keys and rules are copied by hand
from the description of the extracts, so that a slip in one copy shows against the
other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

AGENCIES = ("hscp", "education", "health", "police", "barnardos", "icpc")
STAFF_AGENCIES = AGENCIES[:5]

ACTS = (
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

CODES: dict[str, tuple[str, ...]] = {
    "yn": ("yes", "no", "unknown"),
    "sex": ("female", "male", "other", "unknown"),
    "ethnicity": (
        *("white", "mixed", "asian", "african", "caribbean_or_black", "other"),
        "unknown",
    ),
    "placement_type": (
        *("at_home", "kinship_care", "foster_care", "residential_care"),
        *("secure_care", "supported_accommodation", "other"),
    ),
    "return_outcome": ("completed", "declined", "not_located", "pending"),
    "interviewer_agency": (
        *("hscp", "education", "health", "police", "barnardos", "other"),
    ),
    "location_type": (
        *("private_home", "public_place", "online", "care_setting", "school"),
        *("hotel_or_let", "licensed_premises", "transport", "other", "unknown"),
    ),
    "referral_source": (
        *("social_work", "education", "health", "police", "third_sector"),
        *("self_or_family", "other"),
    ),
    "referral_pathway": (
        *("wellbeing_concern", "child_protection", "missing_person"),
        *("return_interview", "police_concern_report", "other"),
    ),
    "theme": ("victim", "offender", "location"),
    "decision": ("accepted", "signposted", "no_further_action", "pending"),
    "signed_off_by": ("operational_service_manager", "team_leader", "other"),
    "document_type": ("shared_chronology", "wellbeing_assessment", "childs_plan"),
    "stage": (
        *("P1", "P2", "P3", "P4", "P5", "P6", "P7"),
        *("S1", "S2", "S3", "S4", "S5", "S6"),
    ),
    "transition_point": (
        *("P7_to_S1", "leaving_school", "placement_move", "leaving_care"),
        "child_to_adult_services",
    ),
    "attendance_service": (
        *("a_and_e", "minor_injuries", "gp_out_of_hours", "sexual_health"),
        *("camhs_urgent", "other_primary_care"),
    ),
    "reason_group": (
        *("injury", "illness", "alcohol_or_drugs", "self_harm", "mental_health"),
        *("sexual_health", "other", "unknown"),
    ),
    "place_type": ("home", "looked_after", "hospital", "school", "other"),
    "risk_grade": ("low", "medium", "high"),
    "referral_risk": ("low", "medium", "high"),
    "review_risk": ("none", "low", "medium", "high"),
    "agencies": AGENCIES,
    "locality": (
        *("kilmacolm_and_quarriers", "port_glasgow", "greenock_east_and_central"),
        *("greenock_south_and_southwest", "greenock_west_and_gourock"),
        *("inverkip_and_wemyss_bay", "outwith_inverclyde", "unknown"),
    ),
    "record_type": (
        *("offender_profile", "criminal_investigation", "warrant_executed"),
        *("criminal_proceedings", "court_proceedings"),
    ),
    "legislation": ACTS,
    "disruption_outcome": (
        *("ongoing", "reported_to_procurator_fiscal", "convicted", "acquitted"),
        *("no_proceedings", "other"),
    ),
    "report_type": (
        *("grooming", "indecent_images", "sexual_extortion", "live_streaming"),
        *("intelligence", "other"),
    ),
    "role_group": ("strategic_leader", "manager", "frontline", "support"),
    "course_level": ("awareness", "intermediate", "specialist"),
    "meeting_type": ("chief_officers_group", "briefing"),
    "meeting_audience": (
        *("chief_officers", "strategic_leaders", "elected_members"),
        "corporate_parents",
    ),
    "channel": ("event", "social_media", "print", "school"),
    "campaign": ("safer_choices", "wasted"),
    "case_status": ("open", "closed"),
    "action_status": ("not_started", "in_progress", "complete"),
    "programme_audience": ("parents_carers", "community"),
}


@dataclass(frozen=True)
class Column:
    """How the cells of one column are read."""

    kind: str
    nullable: bool = False
    codes: tuple[str, ...] = ()
    low: int = 0
    high: int | None = None


def code(name: str, *, nullable: bool = False) -> Column:
    """A column of one closed code."""
    return Column("code", nullable, CODES[name])


def code_list(name: str) -> Column:
    """A column of several codes, a semicolon between them, or nothing."""
    return Column("codes", nullable=True, codes=CODES[name])


def whole(low: int = 0, high: int | None = None, *, nullable: bool = False) -> Column:
    """A column of whole numbers between two bounds."""
    return Column("whole", nullable, low=low, high=high)


def text(longest: int | None = None, *, nullable: bool = False) -> Column:
    """A column of free text."""
    return Column("text", nullable, high=longest)


REF = Column("ref")
SCHOOL = Column("school")
YN = code("yn")
SEX = code("sex")
DAY = Column("day")
DAY_OR_NONE = Column("day", nullable=True)
MOMENT = Column("moment")
MOMENT_OR_NONE = Column("moment", nullable=True)
AGE_CHILD = whole(0, 17)
GRADE = whole(1, 6)

Holds = Callable[[Row], bool]


@dataclass(frozen=True)
class Extract:
    """One kind of extract: columns, key, attribution date and rules over columns."""

    columns: dict[str, Column]
    key: tuple[str, ...]
    attributed_by: str | None = None
    earlier_admitted: bool = False
    rules: tuple[Holds, ...] = ()


def at_most(smaller: str, larger: str) -> Holds:
    """True of rows whose first value does not exceed the second, where both stand."""
    return lambda row: (
        row[smaller] is None or row[larger] is None or row[smaller] <= row[larger]
    )


def before(first: str, second: str) -> Holds:
    """True of rows whose first moment lies before the second, where both stand."""
    return lambda row: row[second] is None or row[first] < row[second]


def together(first: str, second: str) -> Holds:
    """True of rows with both cells filled or both empty."""
    return lambda row: (row[first] is None) == (row[second] is None)


def filled_when(column: str, other: str, *values: str) -> Holds:
    """True of rows where the column is filled exactly when the other has a value."""
    return lambda row: (row[column] is not None) == (row[other] in values)


HSCP: dict[str, Extract] = {
    "looked_after_children": Extract(
        {
            "child_ref": REF,
            "age": AGE_CHILD,
            "sex": SEX,
            "disability": YN,
            "ethnicity": code("ethnicity"),
            "placement_type": code("placement_type"),
        },
        ("child_ref",),
    ),
    "missing_episodes": Extract(
        {
            "episode_ref": REF,
            "child_ref": REF,
            "placement_type": code("placement_type"),
            "missing_from": MOMENT,
            "returned_at": MOMENT_OR_NONE,
            "reported_to_police": YN,
        },
        ("episode_ref",),
        "missing_from",
        earlier_admitted=True,
        rules=(before("missing_from", "returned_at"),),
    ),
    "return_interviews": Extract(
        {
            "return_ref": REF,
            "child_ref": REF,
            "returned_at": MOMENT,
            "offered": YN,
            "outcome": code("return_outcome"),
            "interviewed_at": MOMENT_OR_NONE,
            "interviewer_agency": code("interviewer_agency", nullable=True),
            "location_type": code("location_type", nullable=True),
            "cse_concern": YN,
        },
        ("return_ref",),
        "returned_at",
        earlier_admitted=True,
        rules=(
            at_most("returned_at", "interviewed_at"),
            filled_when("interviewed_at", "outcome", "completed"),
        ),
    ),
    "vyp_referrals": Extract(
        {
            "referral_ref": REF,
            "child_ref": REF,
            "age": whole(0, 25),
            "sex": SEX,
            "disability": YN,
            "ethnicity": code("ethnicity"),
            "looked_after": YN,
            "referred_on": DAY,
            "referral_source": code("referral_source"),
            "referral_pathway": code("referral_pathway"),
            "theme": code("theme"),
            "risk_level": code("referral_risk"),
            "information_shared_by": code_list("agencies"),
            "decision": code("decision"),
            "decided_on": DAY_OR_NONE,
        },
        ("referral_ref",),
        "referred_on",
        earlier_admitted=True,
        rules=(
            at_most("referred_on", "decided_on"),
            filled_when(
                *("decided_on", "decision"),
                *("accepted", "signposted", "no_further_action"),
            ),
        ),
    ),
    "vyp_reviews": Extract(
        {
            "review_ref": REF,
            "referral_ref": REF,
            "child_ref": REF,
            "reviewed_on": DAY,
            "risk_level": code("review_risk"),
            "plan_grade": GRADE,
            "contingency_plan": YN,
            "case_status": code("case_status"),
        },
        ("review_ref",),
        "reviewed_on",
    ),
    "wellbeing_assessments": Extract(
        {
            "assessment_ref": REF,
            "child_ref": REF,
            "completed_on": DAY,
            "signed_off_on": DAY_OR_NONE,
            "signed_off_by": code("signed_off_by", nullable=True),
            "vyp_pathway": YN,
        },
        ("assessment_ref",),
        "completed_on",
        earlier_admitted=True,
        rules=(
            at_most("completed_on", "signed_off_on"),
            together("signed_off_on", "signed_off_by"),
        ),
    ),
    "case_file_audits": Extract(
        {
            "audit_ref": REF,
            "audited_on": DAY,
            "document_type": code("document_type"),
            "vyp_pathway": YN,
            "dual_role_evidenced": YN,
            "needs_identified": YN,
            "risks_managed": YN,
            "grade": GRADE,
        },
        ("audit_ref",),
        "audited_on",
    ),
}

S2_PROGRAMMES = Extract(
    {
        "programme": code("campaign"),
        "school_code": SCHOOL,
        "delivered_on": DAY,
        "s2_roll": whole(1),
        "pupils_attended": whole(),
        "responses": whole(),
        "aware_before": whole(),
        "aware_after": whole(),
    },
    ("programme", "school_code", "delivered_on"),
    "delivered_on",
    rules=(
        at_most("pupils_attended", "s2_roll"),
        at_most("responses", "pupils_attended"),
        at_most("aware_before", "responses"),
        at_most("aware_after", "responses"),
    ),
)

EDUCATION: dict[str, Extract] = {
    "missing_from_education": Extract(
        {
            "episode_ref": REF,
            "child_ref": REF,
            "stage": code("stage"),
            "from_date": DAY,
            "to_date": DAY_OR_NONE,
            "sessions_missed": whole(),
            "chronology_used": YN,
            "trend_concern": YN,
        },
        ("episode_ref",),
        "from_date",
        earlier_admitted=True,
        rules=(at_most("from_date", "to_date"),),
    ),
    "s2_programmes": S2_PROGRAMMES,
    "transition_plans": Extract(
        {
            "child_ref": REF,
            "transition_point": code("transition_point"),
            "due_on": DAY,
            "plan_in_place": YN,
            "plan_on": DAY_OR_NONE,
        },
        ("child_ref", "transition_point", "due_on"),
        "due_on",
        rules=(filled_when("plan_on", "plan_in_place", "yes"),),
    ),
}

HEALTH: dict[str, Extract] = {
    "attendances": Extract(
        {
            "attendance_ref": REF,
            "child_ref": REF,
            "age": AGE_CHILD,
            "sex": SEX,
            "attended_on": DAY,
            "service": code("attendance_service"),
            "reason_group": code("reason_group"),
            "cse_concern": YN,
        },
        ("attendance_ref",),
        "attended_on",
    ),
}

POLICE: dict[str, Extract] = {
    "missing_persons": Extract(
        {
            "report_ref": REF,
            "child_ref": REF,
            "age": AGE_CHILD,
            "sex": SEX,
            "missing_from": MOMENT,
            "returned_at": MOMENT_OR_NONE,
            "place_type": code("place_type"),
            "risk_grade": code("risk_grade"),
            "locality": code("locality"),
        },
        ("report_ref",),
        "missing_from",
        earlier_admitted=True,
        rules=(before("missing_from", "returned_at"),),
    ),
    "concern_reports": Extract(
        {
            "report_ref": REF,
            "child_ref": REF,
            "age": AGE_CHILD,
            "sex": SEX,
            "reported_on": DAY,
            "theme": code("theme"),
            "location_type": code("location_type"),
            "locality": code("locality"),
        },
        ("report_ref",),
        "reported_on",
    ),
    "disruption": Extract(
        {
            "record_ref": REF,
            "record_type": code("record_type"),
            "recorded_on": DAY,
            "legislation": code_list("legislation"),
            "outcome": code("disruption_outcome", nullable=True),
        },
        ("record_ref",),
        "recorded_on",
    ),
    "ceop_reports": Extract(
        {
            "report_ref": REF,
            "received_on": DAY,
            "report_type": code("report_type"),
            "action_taken": YN,
        },
        ("report_ref",),
        "received_on",
    ),
}

BARNARDOS: dict[str, Extract] = {
    "s2_programmes": S2_PROGRAMMES,
    "concern_report_reviews": Extract(
        {
            "report_ref": REF,
            "reviewed_on": DAY,
            "location_type": code("location_type"),
            "locality": code("locality"),
            "trend_identified": YN,
            "recommendation": text(280, nullable=True),
        },
        ("report_ref", "reviewed_on"),
        "reviewed_on",
    ),
}

ICPC: dict[str, Extract] = {
    "governance_meetings": Extract(
        {
            "meeting_ref": REF,
            "meeting_type": code("meeting_type"),
            "audience": code("meeting_audience"),
            "planned_on": DAY,
            "held_on": DAY_OR_NONE,
            "attendees": whole(nullable=True),
            "head_of_service_present": YN,
        },
        ("meeting_ref",),
        "planned_on",
        rules=(together("held_on", "attendees"),),
    ),
    "action_plan": Extract(
        {
            "action_id": text(),
            "title": text(),
            "lead_agency": code("agencies"),
            "lead_role": text(),
            "by_when": DAY_OR_NONE,
            "status": code("action_status"),
            "shared_with_icpc_on": DAY_OR_NONE,
            "evaluated_on": DAY_OR_NONE,
            "progress_note": text(280, nullable=True),
        },
        ("action_id",),
    ),
    "awareness_programmes": Extract(
        {
            "event_ref": REF,
            "audience": code("programme_audience"),
            "channel": code("channel"),
            "held_on": DAY,
            "reach": whole(),
        },
        ("event_ref",),
        "held_on",
    ),
    "campaign_returns": Extract(
        {"campaign": code("campaign"), "collated_on": DAY},
        ("campaign", "collated_on"),
        "collated_on",
    ),
}

STAFF: dict[str, Extract] = {
    "training": Extract(
        {
            "staff_ref": REF,
            "service": text(),
            "role_group": code("role_group"),
            "training_required": YN,
            "attended_on": DAY_OR_NONE,
            "course_level": code("course_level", nullable=True),
        },
        ("staff_ref",),
        rules=(together("attended_on", "course_level"),),
    ),
    "pathway_knowledge": Extract(
        {
            "service": text(),
            "role_group": code("role_group"),
            "staff_invited": whole(),
            "responses": whole(),
            "knows_pathway": whole(),
            "knows_cse_is_cp": whole(),
        },
        ("service", "role_group"),
        rules=(
            at_most("responses", "staff_invited"),
            at_most("knows_pathway", "responses"),
            at_most("knows_cse_is_cp", "responses"),
        ),
    ),
    "supervision": Extract(
        {
            "service": text(),
            "agreements": whole(),
            "agreements_reviewed": whole(),
            "dual_role_understood": whole(),
        },
        ("service",),
        rules=(
            at_most("agreements_reviewed", "agreements"),
            at_most("dual_role_understood", "agreements_reviewed"),
        ),
    ),
    "team_meetings": Extract(
        {
            "service": text(),
            "teams": whole(),
            "teams_covering_pathway": whole(),
            "teams_covering_service_levels": whole(),
        },
        ("service",),
        rules=(
            at_most("teams_covering_pathway", "teams"),
            at_most("teams_covering_service_levels", "teams"),
        ),
    ),
}

EXTRACTS: dict[str, dict[str, Extract]] = {
    "hscp": HSCP | STAFF,
    "education": EDUCATION | STAFF,
    "health": HEALTH | STAFF,
    "police": POLICE | STAFF,
    "barnardos": BARNARDOS | STAFF,
    "icpc": ICPC,
}


def extracts_due(quarter: str) -> list[tuple[str, str]]:
    """The extracts every agency owes in a quarter: 36, and 41 in Q4."""
    return [
        (agency, name)
        for agency, extracts in EXTRACTS.items()
        for name in extracts
        if name != "pathway_knowledge" or quarter.endswith("Q4")
    ]
