"""What the specification says besides its tables: how files are named, sent, judged."""

from __future__ import annotations

from schemas.rules import NEEDS_HOME, rule

HOW_FILES_ARE_SENT: tuple[tuple[str, str], ...] = (
    (
        "Name",
        "<agency>_<extract>_<period>, such as police_disruption_2026-27-Q2.xlsx; a "
        "resubmission adds _v2, _v3 and so on, and sends the whole table again.",
    ),
    (
        "Kind of file",
        "Excel Workbook (.xlsx), or CSV in UTF-8; .xls and .ods are read too. One "
        "table with its header in the first row; the columns may stand in any order.",
    ),
    (
        "By when",
        "The 15th of the month after the quarter, 23:59:59 local time, into the "
        "agency's own drop and nowhere else.",
    ),
    (
        "Nothing to report",
        "A file with the header alone is a nil return, a true zero.",
    ),
    ("No person", rule("identifier").expected),
    (
        "Spelling",
        "Capitals and spaces around a code do not matter. Y and N read as yes and no; "
        "not known and N/K read as unknown where the list has it.",
    ),
    (
        "What happens",
        "A row with an error is not loaded, the others are; a file with an error of "
        "its own, or with errors in more than half of its rows, is turned away whole. "
        "A question refuses nothing. Everything found is told at once.",
    ),
    (
        "Try it first",
        "icpc template writes an Excel template for each extract; icpc check tests a "
        f"file before it is sent, but for {', '.join(NEEDS_HOME)}, which only the "
        "committee can try.",
    ),
)
"""A word for each, and the sentence."""
