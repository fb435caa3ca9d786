"""The facts that indicators count: one SQL file a relation, the period in every row.

Each file says what one row is, what it is made from, what dates it and its limits.
Facts are rebuilt from the standing submissions for a set of periods, so that half-years
and years are computed from records, never by adding quarters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib import resources

import duckdb
import pandas as pd

from schemas.period import Period, school_year_of

RELATIONS: tuple[str, ...] = (
    "received_throughout",
    "received_at_end",
    "period_reference",
    "submissions",
    "meetings_held",
    "briefings_held",
    "briefings_planned",
    "planned_actions",
    "actions_in_period",
    "staff_trained",
    "staff_in_post",
    "pathway_survey",
    "supervision",
    "team_meetings",
    "missing_episodes",
    "looked_after_children",
    "missing_from_education",
    "attendances",
    "missing_persons",
    "vyp_referrals",
    "reviews_of_referrals",
    "vyp_reviews",
    "children_reviewed",
    "open_cases",
    "wellbeing_assessments",
    "case_file_audits",
    "vyp_documents",
    "deliveries_to_date",
    "schools_to_date",
    "safer_choices_schools",
    "safer_choices_deliveries",
    "wasted_schools",
    "wasted_deliveries",
    "transition_plans",
    "campaigns",
    "awareness_programmes",
    "returns",
    "police_returns",
    "concern_reports",
    "concern_report_reviews",
    "disruption",
    "acts_named",
    "ceop_reports",
    "known_children",
)
"""In an order in which each rests only on those before it."""

_MACROS = (
    "CREATE OR REPLACE MACRO records.age_group(age) AS CASE "
    "WHEN age <= 4 THEN '0-4' WHEN age <= 11 THEN '5-11' WHEN age <= 15 THEN '12-15' "
    "WHEN age <= 17 THEN '16-17' WHEN age > 17 THEN '18+' END",
    "CREATE OR REPLACE MACRO records.risk_rank(level) AS "
    "list_position(['none', 'low', 'medium', 'high'], level)",
)


@cache
def sql_of(relation: str) -> str:
    """The SQL of a relation, as its file gives it."""
    return (resources.files(__name__) / f"{relation}.sql").read_text("utf-8")


def rebuild(
    connection: duckdb.DuckDBPyConnection,
    periods: Sequence[Period],
    *,
    interview_hours: int,
) -> None:
    """Rebuild every relation for a set of periods.

    Args:
        connection: within a transaction of the store.
        periods: the periods to have facts for.
        interview_hours: elapsed hours within which a return interview is in time.
    """
    _put(connection, "period", pd.DataFrame([_bounds(p) for p in periods]))
    quarters = [(p.code, q.code) for p in periods for q in p.quarters]
    _put(
        connection,
        "period_quarter",
        pd.DataFrame(quarters, columns=["period", "quarter"]),
    )
    _put(connection, "parameter", pd.DataFrame({"interview_hours": [interview_hours]}))
    for macro in _MACROS:
        connection.execute(macro)
    for relation in RELATIONS:
        connection.execute(
            f"CREATE OR REPLACE TABLE records.{relation} AS {sql_of(relation)}"
        )


def _put(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame
) -> None:
    connection.register("new_rows", frame)
    connection.execute(
        f"CREATE OR REPLACE TABLE records.{table} AS SELECT * FROM new_rows"
    )
    connection.unregister("new_rows")


def _bounds(period: Period) -> dict[str, object]:
    last = period.last_day
    return {
        "period": period.code,
        "first_day": period.first_day,
        "last_day": last,
        "n_quarters": len(period.quarters),
        "last_quarter": period.quarters[-1].code,
        "year_first_day": period.year_first_day,
        "three_years_before": _three_years_before(last),
        "school_year": school_year_of(last),
        "school_year_first_day": period.school_year_first_day,
    }


def _three_years_before(day: dt.date) -> dt.date:
    """The same day of the month three years before; no quarter ends in February."""
    return day.replace(year=day.year - 3)
