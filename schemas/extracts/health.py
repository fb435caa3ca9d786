"""The extract that the NHS sends."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Extract
from schemas.shared_columns import age, child_ref, code, date, ref, sex, yes_no

AGENCY = ("health",)

ATTENDANCES = Extract(
    name="attendances",
    agencies=AGENCY,
    title="Attendances at A&E and other primary health services",
    row="an attendance of a child at an unscheduled or primary-care service",
    key=("attendance_ref",),
    dated_by="attended_on",
    columns=(
        ref(
            "attendance_ref", "attendance", "Attendance", "The attendance's reference."
        ),
        child_ref(),
        age(17, "at the attendance"),
        sex(),
        date("attended_on", "Attended on", "Date of the attendance."),
        code("service", "Service", "The service attended.", words.ATTENDANCE_SERVICE),
        code(
            "reason_group",
            "Reason",
            "Group of reasons for the attendance.",
            words.REASON_GROUP,
        ),
        yes_no(
            "cse_concern",
            "CSE concern",
            "Whether a concern about sexual exploitation was flagged.",
        ),
    ),
)
