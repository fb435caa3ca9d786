"""Extracts that social work (the Health and Social Care Partnership) sends."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Extract, FilledTogether, FilledWhen, NotBefore
from schemas.shared_columns import (
    age,
    child_ref,
    code,
    codes,
    date,
    date_time,
    ethnicity,
    placement_type,
    ref,
    sex,
    whole,
    yes_no,
)

AGENCY = ("hscp",)
_BEST_GRADE = 6
_OLDEST_YOUNG_PERSON = 25

LOOKED_AFTER_CHILDREN = Extract(
    name="looked_after_children",
    agencies=AGENCY,
    title="Looked-after children",
    row="a child looked after at quarter end",
    key=("child_ref",),
    columns=(
        child_ref(),
        age(17, "at quarter end"),
        sex(),
        yes_no("disability", "Disability", "Whether the child has a disability."),
        ethnicity(),
        placement_type("Where the child is placed at quarter end."),
    ),
)

MISSING_EPISODES = Extract(
    name="missing_episodes",
    agencies=AGENCY,
    title="Missing episodes of looked-after children",
    row="a missing episode of a looked-after child that began, or was still open, "
    "in the quarter",
    key=("episode_ref",),
    dated_by="missing_from",
    unsettled=("returned_at", ""),
    columns=(
        ref("episode_ref", "episode", "Episode", "The missing episode's reference."),
        child_ref(),
        placement_type("Where the child was placed when the episode began."),
        date_time("missing_from", "Missing from", "When the child was last seen."),
        date_time(
            "returned_at",
            "Returned at",
            "When the child returned or was found; empty while still missing.",
            nullable=True,
        ),
        yes_no(
            "reported_to_police",
            "Reported to police",
            "Whether the episode was reported to the police.",
        ),
    ),
    rules=(NotBefore("returned_at", "missing_from", strict=True),),
)

RETURN_INTERVIEWS = Extract(
    name="return_interviews",
    agencies=AGENCY,
    title="Return interviews",
    row="a child's return from a missing episode, looked after or not",
    key=("return_ref",),
    dated_by="returned_at",
    unsettled=("outcome", "pending"),
    columns=(
        ref("return_ref", "return", "Return", "The return's reference."),
        child_ref(),
        date_time("returned_at", "Returned at", "When the child returned."),
        yes_no("offered", "Offered", "Whether a return interview was offered."),
        code(
            "outcome",
            "Outcome",
            "What became of the return interview.",
            words.RETURN_OUTCOME,
        ),
        date_time(
            "interviewed_at",
            "Interviewed at",
            "When the interview took place; filled exactly when it was completed.",
            nullable=True,
        ),
        code(
            "interviewer_agency",
            "Interviewer's agency",
            "The agency whose member of staff held the interview.",
            words.INTERVIEWER_AGENCY,
            nullable=True,
        ),
        code(
            "location_type",
            "Kind of location",
            "Where the child had been, as the interview brought out.",
            words.LOCATION_TYPE,
            nullable=True,
        ),
        yes_no(
            "cse_concern",
            "CSE concern",
            "Whether the interview raised a concern about sexual exploitation.",
        ),
    ),
    rules=(
        NotBefore("interviewed_at", "returned_at"),
        FilledWhen("interviewed_at", "outcome", ("completed",)),
    ),
)

VYP_REFERRALS = Extract(
    name="vyp_referrals",
    agencies=AGENCY,
    title="Referrals to the VYP Group",
    row="a referral to the VYP Group",
    key=("referral_ref",),
    dated_by="referred_on",
    unsettled=("decision", "pending"),
    columns=(
        ref("referral_ref", "referral", "Referral", "The referral's reference."),
        child_ref(),
        age(_OLDEST_YOUNG_PERSON, "at referral"),
        sex(),
        yes_no("disability", "Disability", "Whether the child has a disability."),
        ethnicity(),
        yes_no("looked_after", "Looked after", "Whether the child is looked after."),
        date("referred_on", "Referred on", "Date of the referral."),
        code(
            "referral_source",
            "Source of referral",
            "Who made the referral.",
            words.REFERRAL_SOURCE,
        ),
        code(
            "referral_pathway",
            "Referral pathway",
            "The pathway by which the referral came.",
            words.REFERRAL_PATHWAY,
        ),
        code(
            "theme",
            "Theme",
            "Police Scotland's strategic theme of the referral.",
            words.THEME,
        ),
        code(
            "risk_level",
            "Risk at referral",
            "Level of risk assessed at referral.",
            words.RISK,
        ),
        codes(
            "information_shared_by",
            "Information shared by",
            "Agencies that shared information for the decision.",
            words.AGENCIES,
        ),
        code("decision", "Decision", "The VYP Group's decision.", words.DECISION),
        date(
            "decided_on",
            "Decided on",
            "Date of the decision; filled exactly unless it is pending.",
            nullable=True,
        ),
    ),
    rules=(
        NotBefore("decided_on", "referred_on"),
        FilledWhen(
            "decided_on",
            "decision",
            tuple(value for value in words.DECISION if value != "pending"),
        ),
    ),
)

VYP_REVIEWS = Extract(
    name="vyp_reviews",
    agencies=AGENCY,
    title="Reviews of open VYP cases",
    row="a review of an open VYP case",
    key=("review_ref",),
    dated_by="reviewed_on",
    columns=(
        ref("review_ref", "review", "Review", "The review's reference."),
        ref("referral_ref", "referral", "Referral", "The referral reviewed."),
        child_ref(),
        date("reviewed_on", "Reviewed on", "Date of the review."),
        code(
            "risk_level",
            "Risk at review",
            "Level of risk assessed at the review.",
            words.RISK_AT_REVIEW,
        ),
        whole(
            "plan_grade",
            "Grade of the plan",
            "Grade of the child's plan, 1 unsatisfactory to 6 excellent.",
            "grade",
            minimum=1,
            maximum=_BEST_GRADE,
        ),
        yes_no(
            "contingency_plan",
            "Contingency plan",
            "Whether a contingency plan is in place.",
        ),
        code(
            "case_status",
            "Case status",
            "Whether the case stays open after the review.",
            words.CASE_STATUS,
        ),
    ),
)

WELLBEING_ASSESSMENTS = Extract(
    name="wellbeing_assessments",
    agencies=AGENCY,
    title="Wellbeing Assessments",
    row="an assessment completed",
    key=("assessment_ref",),
    dated_by="completed_on",
    unsettled=("signed_off_on", ""),
    columns=(
        ref(
            "assessment_ref", "assessment", "Assessment", "The assessment's reference."
        ),
        child_ref(),
        date("completed_on", "Completed on", "Date the assessment was completed."),
        date(
            "signed_off_on",
            "Signed off on",
            "Date of the sign-off; empty until then.",
            nullable=True,
        ),
        code(
            "signed_off_by",
            "Signed off by",
            "Role of the person who signed off.",
            words.SIGNED_OFF_BY,
            nullable=True,
        ),
        yes_no(
            "vyp_pathway",
            "VYP pathway",
            "Whether the child was referred through the VYP pathway.",
        ),
    ),
    rules=(
        NotBefore("signed_off_on", "completed_on"),
        FilledTogether("signed_off_on", "signed_off_by"),
        FilledTogether("signed_off_by", "signed_off_on"),
    ),
)

CASE_FILE_AUDITS = Extract(
    name="case_file_audits",
    agencies=AGENCY,
    title="Case-file audits",
    row="a document audited",
    key=("audit_ref",),
    dated_by="audited_on",
    columns=(
        ref("audit_ref", "audit", "Audit", "The audit's reference."),
        date("audited_on", "Audited on", "Date of the audit."),
        code(
            "document_type",
            "Document",
            "The kind of document audited.",
            words.DOCUMENT_TYPE,
        ),
        yes_no(
            "vyp_pathway",
            "VYP pathway",
            "Whether the child was referred through the VYP pathway.",
        ),
        yes_no(
            "dual_role_evidenced",
            "Dual role evidenced",
            "Whether the document shows the dual child-protection and GIRFEC role.",
        ),
        yes_no(
            "needs_identified",
            "Needs identified",
            "Whether the child's needs are identified.",
        ),
        yes_no("risks_managed", "Risks managed", "Whether the risks are managed."),
        whole(
            "grade",
            "Grade",
            "Grade of the document, 1 unsatisfactory to 6 excellent.",
            "grade",
            minimum=1,
            maximum=_BEST_GRADE,
        ),
    ),
)
