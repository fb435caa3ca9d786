"""What an agency is answered: the input of its letter, its workbooks and its list.

Nothing here holds a value of a cell but `SentRows`, which goes back into the agency's
own drop and nowhere else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.issues import Issue, Severity, Verdict
from schemas.period import Period
from schemas.rules import Level, rule


@dataclass(frozen=True)
class Difference:
    """What a version changed against the accepted one before it; no value of a row.

    Attributes:
        against: number of the version before.
        added: rows whose key that one does not have.
        removed: rows of that one whose key is gone.
        changed: rows with the same key and another cell.
        columns: in which those differ.
        indicators: ids of the indicators of the quarter that have another figure.
    """

    against: int
    added: int
    removed: int
    changed: int
    columns: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class AnsweredFile:
    """One file of an agency, what became of it, and everything that was found.

    Attributes:
        name: its name; other words where the name itself may not be repeated.
        extract: name of the extract; empty where the file's name does not tell.
        version: 1, or what follows `_v`; 0 where the file's name does not tell.
        verdict: what became of it.
        rows_read: records in it.
        rows_loaded: of those, records that count.
        rows_in_error: of those, records with an error.
        rows_repeated: of those, records whose key an earlier one has.
        first_seen: local moment at which it was first seen.
        fingerprint: SHA-256 of its bytes.
        issues: findings, worst first.
        rows_checked: its rows were looked at, so that the findings are complete.
        next_name: what to call the next version; empty where that can't be said.
        replaced_by: number of a later version that arrived; 0 where there is none.
        note: what else is to be said of it.
        workbook: name of its workbook of findings; empty where it has none.
        kept_as: where its kept copy lies, below received; empty where its rows may not
            be sent back.
        difference: what it changed, where it took an accepted version's place.
        is_unchanged: it has the same bytes as an accepted version before it.
    """

    name: str
    extract: str
    version: int
    verdict: Verdict
    rows_read: int
    rows_loaded: int
    rows_in_error: int
    rows_repeated: int
    first_seen: dt.datetime
    fingerprint: str
    issues: tuple[Issue, ...]
    rows_checked: bool
    next_name: str = ""
    replaced_by: int = 0
    note: str = ""
    workbook: str = ""
    kept_as: str = ""
    difference: Difference | None = None
    is_unchanged: bool = False

    @property
    def is_returned(self) -> bool:
        """Whether nothing of it counts."""
        return self.verdict is Verdict.REJECTED

    @property
    def rows_to_mend(self) -> int:
        """Records that were left out for an error or a repeated key."""
        return self.rows_in_error + self.rows_repeated

    def found(self, severity: Severity) -> tuple[Issue, ...]:
        """The findings of a severity, worst first."""
        return tuple(issue for issue in self.issues if issue.severity is severity)


@dataclass(frozen=True)
class AgencyAnswer:
    """Everything that an agency is told of one quarter.

    Attributes:
        committee: full name of the committee.
        marking: protective marking of the letter.
        synthetic: the records are made up, for demonstration.
        agency: who is answered.
        quarter: the quarter the answer is about.
        answered_at: when the newest file was first seen; the deadline where none came.
        files: what arrived: newest versions in the order of the extracts, then files
            that belong to no extract.
        replaced: files of which a later version arrived.
        owed: names of extracts of which nothing stands.
    """

    committee: str
    marking: str
    synthetic: bool
    agency: str
    quarter: Period
    answered_at: dt.datetime
    files: tuple[AnsweredFile, ...]
    replaced: tuple[AnsweredFile, ...]
    owed: tuple[str, ...]

    @property
    def returned(self) -> tuple[AnsweredFile, ...]:
        """Files that have to be sent again.

        One that belongs to no extract counts as long as something is owed: it may have
        been that.
        """
        return tuple(
            file
            for file in self.files
            if file.is_returned and (file.extract or self.owed)
        )

    @property
    def rows_to_mend(self) -> int:
        """Records left out of the accepted files."""
        return sum(
            file.rows_to_mend
            for file in self.files
            if not file.is_returned and not file.is_unchanged
        )


@dataclass(frozen=True)
class SentRows:
    """The rows of a file as they were sent, from row 1 and column A on.

    Attributes:
        sheet: the sheet they stood in; empty for CSV.
        rows: text of the cells as read; an Excel error is empty.
        header_at: place of the header among the rows, counted from 0.
        columns: where each column stands, counted from 0, by the name that findings
            give it.
    """

    sheet: str
    rows: Sequence[Sequence[str]]
    header_at: int
    columns: Mapping[str, tuple[int, ...]]

    def places_of(self, issue: Issue) -> list[tuple[int, int]]:
        """Row and column, counted from 0, of the cells that a finding is about.

        A finding about a whole row is told at its first column, one about a whole
        column at its header; one about the file is at no cell.
        """
        if issue.sheet not in {"", self.sheet}:
            return []
        if issue.column is None:
            return [] if issue.row is None else [(issue.row - 1, 0)]
        row = self.header_at if issue.row is None else issue.row - 1
        positions = self.columns.get(issue.column, ())
        if not positions and issue.row is not None:
            positions = (0,)
        return [(row, position) for position in positions]


def worst_first(issue: Issue) -> tuple[int, bool]:
    """Sorts what may identify somebody first, then what is wrong with the file.

    Then errors of rows, and queries last.
    """
    if issue.severity is Severity.QUERY:
        gravity = 3
    elif issue.rule == "identifier":
        gravity = 0
    else:
        gravity = 1 if rule(issue.rule).level is Level.FILE else 2
    return gravity, issue.row is not None
