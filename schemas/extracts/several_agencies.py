"""Extracts that several agencies send alike; each names its agencies."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import AtMost, Column, Extract, FilledTogether, Kind
from schemas.shared_columns import (
    code,
    date,
    key_text,
    service,
    staff_ref,
    whole,
    yes_no,
)

S2_PROGRAMMES = Extract(
    name="s2_programmes",
    agencies=("education", "barnardos"),
    title="Deliveries of Safer Choices and Wasted to S2",
    row="a delivery of the programme to one school",
    key=("programme", "school_code", "delivered_on"),
    dated_by="delivered_on",
    columns=(
        Column(
            "programme",
            Kind.CODE,
            "Programme",
            "The programme delivered: education sends wasted, Barnardo's "
            "safer_choices.",
            codes=words.PROGRAMME,
            own_code=tuple(words.PROGRAMME_OF_AGENCY.items()),
        ),
        key_text("school_code", "School", "The school's code in the committee's list."),
        date("delivered_on", "Delivered on", "Date of the delivery."),
        whole("s2_roll", "S2 roll", "Pupils in S2.", "pupils", minimum=1),
        whole("pupils_attended", "Pupils attended", "Pupils who attended.", "pupils"),
        whole("responses", "Responses", "Pupils who answered the survey.", "pupils"),
        whole(
            "aware_before",
            "Aware before",
            "Pupils aware of CSE before the delivery.",
            "pupils",
        ),
        whole(
            "aware_after",
            "Aware after",
            "Pupils aware of CSE after the delivery.",
            "pupils",
        ),
    ),
    rules=(
        AtMost("pupils_attended", "s2_roll"),
        AtMost("responses", "pupils_attended"),
        AtMost("aware_before", "responses"),
        AtMost("aware_after", "responses"),
    ),
)

TRAINING = Extract(
    name="training",
    agencies=words.STAFF_AGENCIES,
    title="Staff and their CSE awareness training",
    row="a member of staff in post at quarter end",
    key=("staff_ref",),
    columns=(
        staff_ref(),
        service(),
        code("role_group", "Role group", "Group of roles.", words.ROLE_GROUP),
        yes_no(
            "training_required",
            "Training required",
            "Whether the role requires CSE awareness training.",
        ),
        date(
            "attended_on",
            "Attended on",
            "Date of the latest CSE awareness course attended, on or before "
            "quarter end.",
            nullable=True,
            by_quarter_end=True,
        ),
        code(
            "course_level",
            "Course level",
            "Level of that course.",
            words.COURSE_LEVEL,
            nullable=True,
        ),
    ),
    rules=(
        FilledTogether("attended_on", "course_level"),
        FilledTogether("course_level", "attended_on"),
    ),
)

PATHWAY_KNOWLEDGE = Extract(
    name="pathway_knowledge",
    agencies=words.STAFF_AGENCIES,
    title="Staff survey on the referral pathway",
    row="the staff survey of one service and role group",
    key=("service", "role_group"),
    quarters=("Q4",),
    columns=(
        service(),
        code("role_group", "Role group", "Group of roles.", words.ROLE_GROUP),
        whole("staff_invited", "Staff invited", "Staff asked to answer.", "staff"),
        whole("responses", "Responses", "Staff who answered.", "staff"),
        whole(
            "knows_pathway",
            "Know the pathway",
            "Of those, staff who know the CSE referral pathway.",
            "staff",
        ),
        whole(
            "knows_cse_is_cp",
            "Know that CSE is child protection",
            "Of those who answered, staff who know that CSE is child protection.",
            "staff",
        ),
    ),
    rules=(
        AtMost("responses", "staff_invited"),
        AtMost("knows_pathway", "responses"),
        AtMost("knows_cse_is_cp", "responses"),
    ),
)

SUPERVISION = Extract(
    name="supervision",
    agencies=words.STAFF_AGENCIES,
    title="Supervision agreements",
    row="one service",
    key=("service",),
    columns=(
        service(),
        whole("agreements", "Agreements", "Supervision agreements.", "agreements"),
        whole(
            "agreements_reviewed",
            "Agreements reviewed",
            "Of those, agreements reviewed in the quarter.",
            "agreements",
        ),
        whole(
            "dual_role_understood",
            "Dual role understood",
            "Of the reviewed, those whose review shows that the dual "
            "child-protection and GIRFEC role is understood.",
            "agreements",
        ),
    ),
    rules=(
        AtMost("agreements_reviewed", "agreements"),
        AtMost("dual_role_understood", "agreements_reviewed"),
    ),
)

TEAM_MEETINGS = Extract(
    name="team_meetings",
    agencies=words.STAFF_AGENCIES,
    title="Team meetings",
    row="one service",
    key=("service",),
    columns=(
        service(),
        whole("teams", "Teams", "Teams of the service.", "teams"),
        whole(
            "teams_covering_pathway",
            "Teams that covered the pathway",
            "Teams whose meetings covered the CSE referral pathway in the quarter.",
            "teams",
        ),
        whole(
            "teams_covering_service_levels",
            "Teams that covered levels of service",
            "Teams whose meetings covered the levels of service provision in the "
            "quarter.",
            "teams",
        ),
    ),
    rules=(
        AtMost("teams_covering_pathway", "teams"),
        AtMost("teams_covering_service_levels", "teams"),
    ),
)
