"""Issues in data: what is wrong in whose file, where, and what is expected.

Issues are values, never exceptions: all of them are collected, so that nobody gets one
fault per morning. An issue never holds the value itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """An error refuses the row or the file; a query keeps it and asks."""

    ERROR = "error"
    QUERY = "query"


class Verdict(StrEnum):
    """What became of a submission."""

    ACCEPTED = "accepted"
    WITH_ROW_ERRORS = "accepted_with_row_errors"
    REJECTED = "rejected"

    @property
    def is_accepted(self) -> bool:
        """Whether its rows are loaded."""
        return self is not Verdict.REJECTED


class Issue(NamedTuple):
    """One finding, for the person who must mend it.

    Attributes:
        sheet: sheet of the workbook; empty for CSV and for the file as a whole.
        row: row as Excel numbers it; None for the file as a whole.
        column: column as the specification names it (an extra column: as sent, where
            that is safe to repeat); None for a row or file as a whole.
        rule: id in the catalogue of rules.
        severity: error or query.
        message: what is wrong, in a sentence, without the value.
        expected: what would be right.
    """

    sheet: str
    row: int | None
    column: str | None
    rule: str
    severity: Severity
    message: str
    expected: str
