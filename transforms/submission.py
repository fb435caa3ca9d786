"""One file to its verdict: what it is, which rows load, and everything that is wrong.

Nothing here reads or writes a file, and no value of a cell leaves it but in the rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from schemas.check import (
    Finding,
    Submitted,
    check,
    in_words,
    repeated_keys,
    rows_in_error,
)
from schemas.extract import Extract
from schemas.issues import Issue, Severity, Verdict
from schemas.period import LONDON, school_year_of
from schemas.rules import NEEDS_HOME, rule
from schemas.rulings import NO_RULING, Ruling, lets_in
from transforms.file_name import FileName, Misnamed, read_name
from transforms.parse import parse
from transforms.read import read_book
from transforms.read.cells import Book, TurnedAwayError
from transforms.read.header import Header, find_header, header_issues
from transforms.read.table import Table, table_under
from transforms.screen import (
    identifiers_in,
    names_elsewhere,
    names_in_texts,
    safe_sheet_name,
)

_EXTENSION_IN_WORDS = {
    "csv": "a CSV file",
    "xlsx": "an Excel workbook (xlsx)",
    "xls": "an old Excel workbook (xls)",
    "ods": "an OpenDocument table (ods)",
}

_SCHOOL = "school_code"
_HALF = 2
"""Rejected when the rows in error, so many times, are more than the rows read."""


@dataclass(frozen=True)
class Judged:
    """A file's verdict.

    Attributes:
        file: its name.
        agency: from the name; None where the name does not tell. So are extract (its
            name), period (its code) and version.
        verdict: what became of it.
        rows_read: records in it; 0 where it was rejected before they were looked at.
        rows_loaded: of those, rows that load; none of a rejected file.
        rows_in_error: of those, rows with an error other than a repeated key; all but
            the repeated where they are so many that the file goes back whole.
        rows_repeated: of the others, rows whose key an earlier row has.
        issues: everything found, by row and column.
        rows: the typed rows that load; the index is the row as Excel numbers it.
        rules_skipped: rules that need a home, where there is none.
        sheet: the sheet that was read; empty for CSV.
        was_searched: every text in it was searched, and none identifies a person.
    """

    file: str
    agency: str | None
    extract: str | None
    period: str | None
    version: int | None
    verdict: Verdict
    rows_read: int = 0
    rows_loaded: int = 0
    rows_in_error: int = 0
    rows_repeated: int = 0
    issues: list[Issue] = field(default_factory=list)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    rules_skipped: tuple[str, ...] = ()
    sheet: str = ""
    was_searched: bool = False

    @property
    def reconciles(self) -> bool:
        """Whether every row read is loaded, in error or repeated, and once only.

        Of a rejected file nothing is loaded, whatever its rows.
        """
        if not self.verdict.is_accepted:
            return self.rows_loaded == 0
        parts = self.rows_loaded + self.rows_in_error + self.rows_repeated
        return parts == self.rows_read and self.rows_loaded == len(self.rows)


def judge(
    content: bytes,
    name: str,
    *,
    drop_agency: str | None,
    seen_at: dt.datetime,
    schools: Mapping[str, frozenset[str]] | None,
    ruling: Ruling = NO_RULING,
    passwords: Sequence[str] = (),
) -> Judged:
    """The verdict on a file.

    Args:
        content: its bytes.
        name: its name, without the folder.
        drop_agency: the agency whose drop it lay in; None outside a home.
        seen_at: when it was first seen, with its zone.
        schools: codes of the committee's schools by school year, in capitals; None
            outside a home.
        ruling: what the committee's officer has decided about it.
        passwords: passwords agreed with the agency, tried in turn on a protected file.
    """
    named = read_name(name, drop_agency=drop_agency, seen_at=seen_at)
    unopened = _unopened(name, named, schools)
    if isinstance(named, Misnamed):
        return unopened
    seen_on = seen_at.astimezone(LONDON).date()
    file = _File(content, named, tuple(passwords))
    return _opened(unopened, file, _Rulebook(seen_on, schools, ruling))


def judge_unread(
    name: str,
    why: tuple[str, str],
    *,
    drop_agency: str | None,
    seen_at: dt.datetime,
    schools: Mapping[str, frozenset[str]] | None,
    ruling: Ruling = NO_RULING,
    passwords: Sequence[str] = (),
) -> Judged:
    """The verdict on a file whose reading had to be stopped.

    Args:
        name: its name, without the folder.
        why: the rule it breaks so, and why, in the words of the message.
        drop_agency: as for `judge`.
        seen_at: as for `judge`.
        schools: as for `judge`.
        ruling: not needed; as for `judge`.
        passwords: not needed; as for `judge`.
    """
    named = read_name(name, drop_agency=drop_agency, seen_at=seen_at)
    unopened = _unopened(name, named, schools)
    broken, in_words_of_rule = why
    issue = rule(broken).found(words={"why": in_words_of_rule})
    return replace(unopened, issues=[issue])


def _unopened(
    name: str,
    named: FileName | Misnamed,
    schools: Mapping[str, frozenset[str]] | None,
) -> Judged:
    """What its name tells of a file: rejected, while it is not known to be better."""
    skipped = NEEDS_HOME if schools is None else ()
    if isinstance(named, Misnamed):
        return Judged(
            file=name,
            agency=named.agency,
            extract=named.extract,
            period=named.period,
            version=named.version,
            verdict=Verdict.REJECTED,
            issues=list(named.issues),
            rules_skipped=skipped,
        )
    return Judged(
        file=name,
        agency=named.agency,
        extract=named.extract.name,
        period=named.quarter.code,
        version=named.version,
        verdict=Verdict.REJECTED,
        rules_skipped=skipped,
    )


@dataclass(frozen=True)
class _File:
    """A file's bytes, what its name tells, and the passwords known for it."""

    content: bytes
    named: FileName
    passwords: tuple[str, ...]


@dataclass(frozen=True)
class _Rulebook:
    """What a file is held to beside its extract's own rules.

    Attributes:
        seen_on: local date on which it was first seen.
        schools: the committee's schools by school year; None outside a home.
        ruling: what the officer has decided about it.
    """

    seen_on: dt.date
    schools: Mapping[str, frozenset[str]] | None
    ruling: Ruling


def _opened(unopened: Judged, file: _File, rulebook: _Rulebook) -> Judged:
    named = file.named
    extract = named.extract
    try:
        book = read_book(file.content, extract, file.passwords)
    except TurnedAwayError as turned_away:
        return replace(unopened, issues=[turned_away.issue])
    header = find_header(book, extract)
    identifiers = identifiers_in(book, header, extract)
    unopened = replace(unopened, was_searched=not identifiers)
    issues = [
        *([rule("protected").found()] if book.came_protected else []),
        *_extension_query(named, book),
        *header_issues(book, header, extract),
        *identifiers,
    ]
    stops = {issue.rule for issue in issues if issue.severity is Severity.ERROR}
    if header is None or "wrong_table" in stops:
        return replace(unopened, issues=_in_order(issues, extract))
    sheet = _sheet_name(book, header)
    table = table_under(header)
    submitted = Submitted(named.agency, named.quarter, rulebook.seen_on)
    if stops:
        told = {issue.column for issue in identifiers}
        there = _columns_there(extract, header, without=told)
        issues += _what_else(_Rows(there, table, submitted, sheet))
        return replace(unopened, issues=_in_order(issues, extract), sheet=sheet)
    judged = _with_rows(unopened, _Rows(extract, table, submitted, sheet), rulebook)
    queries = [*_queries(table, extract, sheet), *names_elsewhere(book)]
    waived = rulebook.ruling.waived
    issues += [*judged.issues, *(q for q in queries if q.rule not in waived)]
    return replace(judged, issues=_in_order(issues, extract), sheet=sheet)


@dataclass(frozen=True)
class _Rows:
    """The records of one file and what they are to be."""

    extract: Extract
    table: Table
    submitted: Submitted
    sheet: str


def _with_rows(unopened: Judged, rows: _Rows, rulebook: _Rulebook) -> Judged:
    """The verdict on the records: each is loaded, in error or repeated."""
    frame, unread = parse(rows.extract, rows.table)
    waived, findings = _parted(
        check(rows.extract, frame, unread, rows.submitted), rows.extract, rulebook
    )
    of_schools = _school_issues(rows, frame, findings, rulebook.schools)
    in_error = rows_in_error(findings)
    in_error |= {
        issue.row
        for issue in of_schools
        if issue.row is not None and issue.severity is Severity.ERROR
    }
    repeats = repeated_keys(rows.extract, frame, in_error)
    repeated = {finding.row for finding in repeats} - in_error
    issues = [
        *_issues(rows, [*findings, *repeats]),
        *of_schools,
        *(_as_let_in(issue) for issue in _issues(rows, waived)),
    ]
    counted = replace(
        unopened,
        rows_read=len(frame),
        rows_in_error=len(in_error),
        rows_repeated=len(repeated),
        issues=issues,
    )
    too_many = len(in_error) * _HALF > len(frame)
    if too_many and not rulebook.ruling.accepted:
        issues.append(_too_many(len(in_error), len(frame)))
        return replace(counted, rows_in_error=len(frame) - len(repeated))
    loaded = frame.drop(index=[*in_error, *repeated])
    wrong = in_error or repeated
    return replace(
        counted,
        verdict=Verdict.WITH_ROW_ERRORS if wrong else Verdict.ACCEPTED,
        rows_loaded=len(loaded),
        rows=loaded,
    )


def _columns_there(
    extract: Extract, header: Header, *, without: Collection[str | None]
) -> Extract:
    """The extract as far as the header names its columns once, and rules over these.

    Args:
        extract: what the file is to hold.
        header: its header.
        without: columns of which enough is told.
    """
    columns = [
        column
        for column in extract.columns
        if header.declared.count(column.name) == 1 and column.name not in without
    ]
    names = {column.name for column in columns}
    return replace(
        extract,
        columns=tuple(columns),
        rules=tuple(r for r in extract.rules if {r.column, r.other} <= names),
        dated_by=extract.dated_by if extract.dated_by in names else None,
        or_dated_by=extract.or_dated_by if extract.or_dated_by in names else None,
    )


def _what_else(rows: _Rows) -> list[Issue]:
    """What is wrong in the rows of a file that goes back anyway: all is told at once.

    Cells under no header are what a column without its name leaves: not told again.
    """
    frame, unread = parse(rows.extract, rows.table)
    findings = check(rows.extract, frame, unread, rows.submitted)
    return [
        *_issues(rows, [f for f in findings if f.rule != "extra_cell"]),
        *_queries(rows.table, rows.extract, rows.sheet),
    ]


def _parted(
    findings: Iterable[Finding], extract: Extract, rulebook: _Rulebook
) -> tuple[list[Finding], list[Finding]]:
    """Findings that the officer lets in, and the others."""
    waived: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        is_let_in = finding.rule in rulebook.ruling.waived and lets_in(
            finding.rule, finding.column, extract
        )
        (waived if is_let_in else others).append(finding)
    return waived, others


def _as_let_in(issue: Issue) -> Issue:
    """A broken rule that keeps no row out, by the officer's decision."""
    return issue._replace(
        severity=Severity.QUERY,
        message=f"{issue.message} The committee's data officer let the row in.",
    )


def _issues(rows: _Rows, findings: Iterable[Finding]) -> list[Issue]:
    """The findings in words; the words depend on column, rule and first row alone."""
    worded: dict[tuple[str, str, int], Issue] = {}
    issues = []
    for finding in findings:
        kind = (finding.column, finding.rule, finding.first_row)
        if kind not in worded:
            worded[kind] = in_words(rows.extract, finding, rows.submitted, rows.sheet)
        issues.append(worded[kind]._replace(row=finding.row))
    return issues


def _too_many(n_errors: int, n_rows: int) -> Issue:
    return rule("too_many_errors").found(
        words={"n_errors": str(n_errors), "n_rows": str(n_rows)}
    )


def _school_issues(
    rows: _Rows,
    frame: pd.DataFrame,
    findings: Iterable[Finding],
    schools: Mapping[str, frozenset[str]] | None,
) -> list[Issue]:
    """Schools that are not the committee's, in the school year of the delivery."""
    dated_by = rows.extract.dated_by
    if schools is None or dated_by is None or _SCHOOL not in frame:
        return []
    faulty = {f.row for f in findings if f.column in {dated_by, _SCHOOL}}
    sound = frame.loc[~frame.index.isin(faulty), [_SCHOOL, dated_by]].dropna()
    issues = []
    for year, codes in sound[_SCHOOL].groupby(sound[dated_by].map(school_year_of)):
        known = schools.get(str(year))
        words = {"year": str(year)}
        if not known:
            missing = rule("reference_missing")
            issues.append(missing.found(column=_SCHOOL, words=words))
            continue
        issues.extend(
            rule("ref_unknown").found(
                sheet=rows.sheet, row=int(row), column=_SCHOOL, words=words
            )
            for row in codes.index[~codes.isin(known)]
        )
    return issues


def _extension_query(named: FileName, book: Book) -> list[Issue]:
    if book.extension == named.extension:
        return []
    found = _EXTENSION_IN_WORDS[book.extension]
    words = {"named": f".{named.extension}", "found": found}
    return [rule("extension").found(words=words)]


def _queries(table: Table, extract: Extract, sheet: str) -> list[Issue]:
    """What was judged in the reading, and texts that someone should look at."""
    return [
        *(
            rule(skipped.rule).found(sheet=sheet, row=skipped.row)
            for skipped in table.skipped
        ),
        *(rule("extra_column").found(sheet=sheet, column=c) for c in table.extra),
        *names_in_texts(table, extract, sheet),
    ]


def _sheet_name(book: Book, header: Header) -> str:
    numbered = enumerate(book.sheets, 1)
    return next(
        safe_sheet_name(sheet.name, number)
        for number, sheet in numbered
        if sheet is header.sheet
    )


def _in_order(issues: Iterable[Issue], extract: Extract) -> list[Issue]:
    """By row, the file as a whole first, then by column."""
    place = {name: number for number, name in enumerate(extract.column_names)}

    def key(issue: Issue) -> tuple[int, int, str, str]:
        column = -1 if issue.column is None else place.get(issue.column, len(place))
        return issue.row or 0, column, issue.sheet, issue.rule

    return sorted(issues, key=key)


def as_json(judged: Judged) -> dict[str, Any]:
    """The verdict as `icpc check --json` prints it."""
    return {
        "file": judged.file,
        "agency": judged.agency,
        "extract": judged.extract,
        "period": judged.period,
        "version": judged.version,
        "verdict": judged.verdict.value,
        "rows_read": judged.rows_read,
        "rows_loaded": judged.rows_loaded,
        "rows_in_error": judged.rows_in_error,
        "rows_repeated": judged.rows_repeated,
        "issues": [
            {**issue._asdict(), "severity": issue.severity.value}
            for issue in judged.issues
        ],
        "rules_skipped": list(judged.rules_skipped),
    }
