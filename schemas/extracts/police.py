"""Extracts that Police Scotland's K Division sends."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Extract, NotBefore
from schemas.shared_columns import (
    age,
    child_ref,
    code,
    codes,
    date,
    date_time,
    locality,
    ref,
    sex,
    yes_no,
)

AGENCY = ("police",)

MISSING_PERSONS = Extract(
    name="missing_persons",
    agencies=AGENCY,
    title="Missing-person reports, under 18",
    row="a report of a missing person under 18 that began, or was still open, "
    "in the quarter",
    key=("report_ref",),
    dated_by="missing_from",
    unsettled=("returned_at", ""),
    columns=(
        ref("report_ref", "missing_report", "Report", "The report's reference."),
        child_ref(),
        age(17, "at the report"),
        sex(),
        date_time("missing_from", "Missing from", "When the child was last seen."),
        date_time(
            "returned_at",
            "Returned at",
            "When the child returned or was found; empty while still missing.",
            nullable=True,
        ),
        code(
            "place_type",
            "Missing from what place",
            "The kind of place the child went missing from.",
            words.PLACE_TYPE,
        ),
        code("risk_grade", "Risk grade", "The police's grade of risk.", words.RISK),
        locality("Locality the child went missing from."),
    ),
    rules=(NotBefore("returned_at", "missing_from", strict=True),),
)

CONCERN_REPORTS = Extract(
    name="concern_reports",
    agencies=AGENCY,
    title="Child-concern reports with a CSE marker",
    row="a child-concern report with a CSE marker",
    key=("report_ref",),
    dated_by="reported_on",
    columns=(
        ref("report_ref", "report", "Report", "The concern report's reference."),
        child_ref(),
        age(17, "at the report"),
        sex(),
        date("reported_on", "Reported on", "Date of the report."),
        code("theme", "Theme", "Police Scotland's strategic theme.", words.THEME),
        code(
            "location_type",
            "Kind of location",
            "The kind of place the concern is about.",
            words.LOCATION_TYPE,
        ),
        locality("Locality the concern is about."),
    ),
)

DISRUPTION = Extract(
    name="disruption",
    agencies=AGENCY,
    title="Actions against offending",
    row="one action against offending",
    key=("record_ref",),
    dated_by="recorded_on",
    columns=(
        ref("record_ref", "record", "Record", "The record's reference."),
        code("record_type", "Action", "The kind of action.", words.RECORD_TYPE),
        date("recorded_on", "Recorded on", "Date of the action."),
        codes(
            "legislation",
            "Legislation",
            "Acts the action rests on.",
            words.LEGISLATION,
        ),
        code(
            "outcome",
            "Outcome",
            "Outcome so far, where there is one.",
            words.DISRUPTION_OUTCOME,
            nullable=True,
        ),
    ),
)

CEOP_REPORTS = Extract(
    name="ceop_reports",
    agencies=AGENCY,
    title="Reports from CEOP about the area",
    row="a report from CEOP about the area",
    key=("report_ref",),
    dated_by="received_on",
    columns=(
        ref("report_ref", "ceop_report", "Report", "The report's reference."),
        date("received_on", "Received on", "Date the report was received."),
        code(
            "report_type",
            "Kind of report",
            "What the report is about.",
            words.CEOP_REPORT_TYPE,
        ),
        yes_no("action_taken", "Action taken", "Whether the report was acted on."),
    ),
)
