"""Sentences of what an agency is told: the letter and the workbook say the same.

They hold counts, rows, names of columns and words of the catalogue of rules, never what
a cell holds.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from report_templates import wording
from schemas.feedback import AgencyAnswer, AnsweredFile, Difference
from schemas.issues import Issue, Severity
from schemas.period import Period
from schemas.rules import rule
from transforms.working_days import working_day_after, working_days

MUST_FIX = "Must fix"
PLEASE_CHECK = "Please check"
SEVERITIES: dict[Severity, str] = {
    Severity.ERROR: MUST_FIX,
    Severity.QUERY: PLEASE_CHECK,
}
_RETURNED = "Returned: please send again"
_DAYS_TO_MEND = 5
_ROWS_NAMED = 4
_INDICATORS_NAMED = 8
_OTHER_ROW = re.compile(r" \(row [\d,]+\)")
_ACRONYMS = re.compile(r"\b(?:ceop|vyp)\b", re.IGNORECASE)


def counted(number: int, one: str, more: str = "") -> str:
    """As `1 row`, `1,250 rows`, `no rows`."""
    written = f"{number:,}" if number else "no"
    return f"{written} {one if number == 1 else more or one + 's'}"


def in_series(words: Sequence[str]) -> str:
    """As `a, b and c`."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def status(file: AnsweredFile) -> str:
    """What became of a file."""
    if file.is_returned:
        return _RETURNED
    if file.is_unchanged:
        return "Not taken: it is the same file as before, and nothing changes"
    return _accepted(file.rows_to_mend)


def overall_status(answer: AgencyAnswer) -> str:
    """What became of everything that an agency sent for a quarter."""
    if not answer.files:
        return f"Nothing received: please send {_owed_in_short(answer)}"
    if answer.returned:
        n = len(answer.files)
        return f"{_RETURNED} ({len(answer.returned)} of {counted(n, 'file')})"
    text = _accepted(answer.rows_to_mend)
    return f"{text}; still owed: {_owed_in_short(answer)}" if answer.owed else text


def _accepted(rows_to_mend: int) -> str:
    rows = f", {counted(rows_to_mend, 'row')} to mend" if rows_to_mend else ""
    return f"Accepted{rows}"


def _owed_in_short(answer: AgencyAnswer) -> str:
    return counted(len(answer.owed), "extract")


def was_read(file: AnsweredFile) -> bool:
    """Whether its rows were looked at; an accepted file may have none."""
    return bool(file.rows_read) or not file.is_returned


def counts(file: AnsweredFile) -> str:
    """How the rows read divide."""
    if not was_read(file):
        return "No row was read, and none counts."
    rows = (
        f"{counted(file.rows_read, 'row')} read: {file.rows_loaded:,} loaded, "
        f"{file.rows_in_error:,} in error, {file.rows_repeated:,} repeated."
    )
    return f"{rows} As the file is returned, none counts." if file.is_returned else rows


def findings(file: AnsweredFile) -> str:
    """How much was found."""
    fix = len(file.found(Severity.ERROR))
    check = len(file.found(Severity.QUERY))
    return f"{counted(fix, 'thing')} to fix, {counted(check, 'thing')} to check."


def completeness(file: AnsweredFile, n_listed: int) -> str:
    """Whether the list holds everything that is wrong."""
    if n_listed < len(file.issues):
        return (
            f"This list is not complete: it shows the first {n_listed:,} of "
            f"{len(file.issues):,} findings. The CSV file beside it has them all."
        )
    if not file.rows_checked:
        return (
            "This list is not complete: because of the above the rows were not "
            "checked, so the next version may show more."
        )
    return "This list is complete: everything that was found wrong stands in it."


def by_when(quarter: Period, file_or_answer: AnsweredFile | AgencyAnswer) -> str:
    """Until when to send, seen from when the newest file came."""
    seen = (
        file_or_answer.first_seen
        if isinstance(file_or_answer, AnsweredFile)
        else file_or_answer.answered_at
    )
    deadline = wording.date(quarter.deadline.date())
    if seen <= quarter.deadline:
        left = _days_left(seen, quarter.deadline)
        return f"by {deadline}, the quarter's deadline{left}"
    if seen < quarter.reports_at:
        left = _days_left(seen, quarter.reports_at)
        return (
            f"before {wording.date_and_time(quarter.reports_at)}, when the reports are "
            f"made{left}; the deadline was {deadline}"
        )
    soon = working_day_after(seen.date(), _DAYS_TO_MEND)
    return (
        f"by {wording.date(soon)} ({_DAYS_TO_MEND} working days after the newest file "
        "came): it is taken into the figures and shown as a revision; the deadline was "
        f"{deadline}"
    )


def _days_left(seen: dt.datetime, last: dt.datetime) -> str:
    """As ` (4 working days after the newest file came)`; empty on the day itself."""
    days = working_days(seen.date(), last.date())
    after = f"{counted(days, 'working day')} after the newest file came"
    return f" ({after})" if days else ""


def what_to_do(file: AnsweredFile, quarter: Period) -> str:
    """The next step for a file, and by when."""
    if file.is_unchanged:
        named = f" as {file.next_name}" if file.next_name else ""
        return (
            "Nothing, if you meant to send it again. If you meant to send a mended "
            f"file, see which one you saved, and send that{named}."
        )
    if file.replaced_by:
        return (
            f"Nothing with this version: version {file.replaced_by} has arrived since. "
            "Look at what is said of that one."
        )
    if not file.is_returned and not file.rows_to_mend:
        return "Please check what is listed; send nothing if all of it is right."
    called = f" as {file.next_name}" if file.next_name else " under the name expected"
    whole = "the whole extract, not only the mended rows"
    return (
        f"Mend your own file and send {whole},{called}, {by_when(quarter, file)}."
    ).replace(",,", ",")


def place(issue: Issue) -> str:
    """Row and column of a finding in words; empty for the file as a whole."""
    row = f"row {issue.row:,}" if issue.row is not None else ""
    column = issue.column or ""
    return ", ".join(part for part in (column, row) if part)


def to_do(issue: Issue) -> str:
    """What the analyst does about a finding."""
    return rule(issue.rule).mend


def rows_in_short(issues: Sequence[Issue]) -> str:
    """The rows of findings of one kind: the first few, and how many more."""
    rows = [issue.row for issue in issues if issue.row is not None]
    if not rows:
        return ""
    named = [f"{row:,}" for row in rows[:_ROWS_NAMED]]
    more = len(rows) - len(named)
    if more:
        named.append(f"{more:,} more")
    return f"{'row' if len(rows) == 1 else 'rows'} {in_series(named)}"


def of_a_kind(issues: Iterable[Issue]) -> list[list[Issue]]:
    """Findings that say the same of the same column, together, in their order.

    That another row is named in them makes no difference, and is left out.
    """
    kinds: dict[tuple[str | None, str, str, str], list[Issue]] = {}
    for found in issues:
        issue = found._replace(message=_OTHER_ROW.sub("", found.message))
        key = (issue.column, issue.rule, issue.message, issue.expected)
        kinds.setdefault(key, []).append(issue)
    return list(kinds.values())


def titled(file: AnsweredFile) -> str:
    """The file as the letter calls it: by its extract and version, or its own name."""
    if not file.extract:
        return file.name
    version = f" v{file.version}" if file.version > 1 else ""
    return f"{plain(file.extract)}{version}"


def plain(extract: str) -> str:
    """The extract as the names of files have it, in plain words."""
    words = extract.replace("_", " ").capitalize()
    return _ACRONYMS.sub(lambda found: found[0].upper(), words)


def what_changed(difference: Difference) -> str:
    """What a version changed against the one before it, without a value of a row."""
    if not (difference.added or difference.removed or difference.changed):
        rows = "no row differs"
    else:
        columns = f" ({', '.join(difference.columns)})" if difference.columns else ""
        rows = (
            f"{counted(difference.added, 'row')} added, {difference.removed:,} "
            f"removed, {difference.changed:,} changed{columns}"
        )
    named = difference.indicators[:_INDICATORS_NAMED]
    more = len(difference.indicators) - len(named)
    moved = [*named, *([f"{more} more"] if more else [])]
    figures = f"figures that move: {in_series(moved)}" if moved else "no figure moves"
    return f"Against version {difference.against}: {rows}; {figures}."
