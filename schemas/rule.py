"""The form of a rule: what it looks at, what its finding says, what is to be done.

Rules by group stand in `file_rules`, `row_rules`, `reading_rules` and `history_rules`;
`rules` holds all of them; `applied_rules` tells which hold for which columns of an
extract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.issues import Issue, Severity
from schemas.period import Period


class Level(StrEnum):
    """What a rule looks at."""

    FILE = "file"
    VALUE = "value"
    RECORD = "record"
    RELATED = "related records"
    BETWEEN = "between extracts"
    OVER_TIME = "over time"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule.

    Attributes:
        id: the code printed as `rule`.
        level: what it looks at.
        severity: an error refuses the row (level file: the file), a query asks.
        message: what is wrong. A `{word}` in it or in `expected` is filled with words
            of the specification (a column's title, a list of codes, a period), never
            with what the file holds.
        expected: what would be right.
        mend: what the analyst does about it, in one sentence with nothing to fill.
        since: the first period it holds for; None where it holds from the first.
        needs_home: the rule can't be tried by `icpc check`, which has no home.
    """

    id: str
    level: Level
    severity: Severity
    message: str
    expected: str
    mend: str
    since: Period | None = None
    needs_home: bool = False

    def holds_for(self, period: Period) -> bool:
        """Whether a file of a period is held to it."""
        return self.since is None or self.since <= period

    def found(
        self,
        *,
        sheet: str = "",
        row: int | None = None,
        column: str | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Issue:
        """The issue this rule raises at a place; `words` fill its sentences."""
        filled = words or {}
        return Issue(
            sheet=sheet,
            row=row,
            column=column,
            rule=self.id,
            severity=self.severity,
            message=self.message.format_map(filled),
            expected=self.expected.format_map(filled),
        )
