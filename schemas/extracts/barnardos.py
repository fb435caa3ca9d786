"""The extract that Barnardo's alone sends."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.extract import Extract
from schemas.shared_columns import code, date, locality, ref, text, yes_no

AGENCY = ("barnardos",)
_LONGEST_NOTE = 280

CONCERN_REPORT_REVIEWS = Extract(
    name="concern_report_reviews",
    agencies=AGENCY,
    title="Police concern reports reviewed by Barnardo's",
    row="a police concern report reviewed",
    key=("report_ref", "reviewed_on"),
    dated_by="reviewed_on",
    columns=(
        ref("report_ref", "report", "Report", "The concern report's reference."),
        date("reviewed_on", "Reviewed on", "Date of the review."),
        code(
            "location_type",
            "Kind of location",
            "The kind of place the concern is about.",
            words.LOCATION_TYPE,
        ),
        locality("Locality the concern is about."),
        yes_no(
            "trend_identified",
            "Trend identified",
            "Whether the review identified a trend in location.",
        ),
        text(
            "recommendation",
            "Recommendation",
            "What the review recommends, without anything about a person.",
            nullable=True,
            max_length=_LONGEST_NOTE,
        ),
    ),
)
