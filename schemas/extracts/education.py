"""Extracts that education sends."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Extract, FilledWhen, NotBefore
from schemas.shared_columns import child_ref, code, date, ref, whole, yes_no

AGENCY = ("education",)

MISSING_FROM_EDUCATION = Extract(
    name="missing_from_education",
    agencies=AGENCY,
    title="Children missing from education",
    row="a period missing from school that began, or was open, in the quarter",
    key=("episode_ref",),
    dated_by="from_date",
    unsettled=("to_date", ""),
    columns=(
        ref("episode_ref", "school_episode", "Period", "The period's reference."),
        child_ref(),
        code("stage", "School stage", "Stage the child is in.", words.STAGE),
        date("from_date", "From", "First day missing from school."),
        date(
            "to_date",
            "To",
            "Last day missing from school; empty while still open.",
            nullable=True,
        ),
        whole(
            "sessions_missed",
            "Sessions missed",
            "School sessions (half-days) missed so far.",
            "sessions",
        ),
        yes_no(
            "chronology_used",
            "Chronology used",
            "Whether the child's chronology was used to assess trends.",
        ),
        yes_no(
            "trend_concern",
            "Trend concern",
            "Whether the trend raised a concern.",
        ),
    ),
    rules=(NotBefore("to_date", "from_date"),),
)

TRANSITION_PLANS = Extract(
    name="transition_plans",
    agencies=AGENCY,
    title="Plans at key transition points",
    row="a child at a key transition point",
    key=("child_ref", "transition_point", "due_on"),
    dated_by="due_on",
    columns=(
        child_ref(),
        code(
            "transition_point",
            "Transition point",
            "The key transition point.",
            words.TRANSITION_POINT,
        ),
        date("due_on", "Due on", "Date by which the plan is due."),
        yes_no("plan_in_place", "Plan in place", "Whether a plan is in place."),
        date(
            "plan_on",
            "Plan on",
            "Date of the plan; filled exactly when one is in place.",
            nullable=True,
        ),
    ),
    rules=(FilledWhen("plan_on", "plan_in_place", ("yes",)),),
)
