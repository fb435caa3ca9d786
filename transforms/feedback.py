"""What an agency is to be told of a quarter: from the register and the kept copies.

The same arrivals give the same answer, whenever it is asked for.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.extracts import due, extract_named
from schemas.feedback import (
    AgencyAnswer,
    AnsweredFile,
    Difference,
    SentRows,
    worst_first,
)
from schemas.identifiers import found_in, may_hold_name
from schemas.issues import Issue, Severity, Verdict
from schemas.period import Period, PeriodKind
from schemas.rules import Level, rule
from transforms.decisions import Decision, decisions, ruling_of
from transforms.file_name import Misnamed, read_name
from transforms.home import Home
from transforms.questions import questions
from transforms.read import read_book
from transforms.read.cells import ERROR_CELL, TurnedAwayError
from transforms.read.header import Header, find_header
from transforms.register import Arrival, Register, standing_of
from transforms.register_states import State, state_of_file

_OF_THE_HEADER = frozenset({"column_missing", "column_repeated"})
"""Rules that turn a file away when its table is known and was searched."""
_OF_OTHER_FILES = frozenset({"same_version", "turned_away"})
"""Rules that turn a file away for what else arrived, or was decided."""
_NEVER_REPEATED = frozenset({"identifier", "unsafe", "encrypted", "unreadable"})
"""Rules after which nothing of a file is sent back."""
_BETWEEN_WORDS = re.compile(r"[_.-]+")
_HARMLESS = re.compile(r"[\w .()-]{1,80}", re.ASCII)


@dataclass(frozen=True)
class Sender:
    """Who answers: the committee, and the marking of what it writes."""

    committee: str
    marking: str
    synthetic: bool


def arrivals_by_quarter(home: Home, agency: str) -> dict[Period, list[Arrival]]:
    """An agency's judged files by the quarter in whose answer they are told.

    That is the quarter of the file's name; where the name gives none, or one that was
    not over, it is the last one over when the file was first seen.
    """
    by_quarter: dict[Period, list[Arrival]] = defaultdict(list)
    register = Register(home.register)
    asked = questions(register, agency)
    made = decisions(register)
    for arrival in register.arrivals(agency):
        if arrival.verdict is not None:
            own = asked.get(arrival.submission_id or "", ())
            by_quarter[_quarter_of(arrival)].append(_with(arrival, own, made))
    return dict(by_quarter)


def _with(
    arrival: Arrival, asked: Sequence[Issue], made: Sequence[Decision]
) -> Arrival:
    """The arrival with the questions about it that the officer did not waive."""
    if not asked or arrival.place is None:
        return arrival
    waived = ruling_of(made, arrival.place, arrival.sha256).waived
    open_ones = (issue for issue in asked if issue.rule not in waived)
    return replace(arrival, issues=(*arrival.issues, *open_ones))


def _quarter_of(arrival: Arrival) -> Period:
    code = arrival.quarter or _named_quarter(arrival)
    quarter = Period.parse(code) if code else None
    if quarter is None or quarter.kind is not PeriodKind.QUARTER:
        return Period.last_over(arrival.first_seen)
    is_over = quarter.is_over(arrival.first_seen)
    return quarter if is_over else Period.last_over(arrival.first_seen)


def _named_quarter(arrival: Arrival) -> str | None:
    name = Path(arrival.path).name
    named = read_name(name, drop_agency=arrival.agency, seen_at=arrival.first_seen)
    return named.period if isinstance(named, Misnamed) else named.quarter.code


def agency_answer(
    agency: str,
    quarter: Period,
    arrivals: Sequence[Arrival],
    sender: Sender,
    changed: Mapping[str, Difference] | None = None,
) -> AgencyAnswer:
    """What an agency is told of a quarter.

    Args:
        agency: who is answered.
        quarter: the quarter.
        arrivals: its files told in this answer, in order of registration.
        sender: who answers.
        changed: what resubmissions changed, by submission.
    """
    files = [
        replace(
            _file(arrival, _same_place(arrival, arrivals), workbook),
            difference=(changed or {}).get(arrival.submission_id or ""),
        )
        for arrival, workbook in zip(arrivals, _workbook_names(arrivals), strict=True)
    ]
    owed = [extract.name for who, extract in due(quarter) if who == agency]
    last = len(owed)
    files.sort(key=lambda f: owed.index(f.extract) if f.extract in owed else last)
    return AgencyAnswer(
        committee=sender.committee,
        marking=sender.marking,
        synthetic=sender.synthetic,
        agency=agency,
        quarter=quarter,
        answered_at=max((a.first_seen for a in arrivals), default=quarter.deadline),
        files=tuple(file for file in files if not file.replaced_by),
        replaced=tuple(file for file in files if file.replaced_by),
        owed=tuple(name for name in owed if not _stands(name, quarter, arrivals)),
    )


def _same_place(arrival: Arrival, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """The files of its extract and quarter, itself among them."""
    if arrival.place is None:
        return []
    return [other for other in arrivals if other.place == arrival.place]


def _stands(extract: str, quarter: Period, arrivals: Iterable[Arrival]) -> bool:
    place = (extract, quarter.code)
    sent = [a for a in arrivals if (a.extract, a.quarter) == place]
    return standing_of(sent) is not None


def _workbook_names(arrivals: Iterable[Arrival]) -> list[str]:
    """A name for each file's workbook, by order of registration; empty for no findings.

    Later files never change the name of an earlier one's.
    """
    used: Counter[str] = Counter()
    names = []
    for arrival in arrivals:
        stem = Path(_safe_name(arrival)).stem if arrival.place else _short(arrival)
        used[stem] += 1
        number = f"_{used[stem]}" if used[stem] > 1 else ""
        names.append(f"{stem}_feedback{number}.xlsx" if arrival.issues else "")
    return names


def _short(arrival: Arrival) -> str:
    return f"file-{arrival.sha256[:12]}"


def _safe_name(arrival: Arrival) -> str:
    """The file's name, or its fingerprint where the name may not be repeated."""
    name = Path(arrival.path).name
    if arrival.place is not None:
        return name
    words = _BETWEEN_WORDS.sub(" ", name)
    tells = found_in(name) or found_in(words) or may_hold_name(words)
    return _short(arrival) if tells or not _HARMLESS.fullmatch(name) else name


def _file(arrival: Arrival, same: Sequence[Arrival], workbook: str) -> AnsweredFile:
    version = arrival.version or 0
    stops = {
        issue.rule
        for issue in arrival.issues
        if issue.severity is Severity.ERROR and rule(issue.rule).level is Level.FILE
    }
    was_read = bool(arrival.rows_read) or not stops - _OF_OTHER_FILES
    may_be_shown = was_read or stops <= _OF_THE_HEADER | _OF_OTHER_FILES
    checked = arrival.verdict is not Verdict.REJECTED or was_read
    return AnsweredFile(
        name=_safe_name(arrival),
        extract=arrival.extract or "",
        version=version,
        verdict=arrival.verdict or Verdict.REJECTED,
        rows_read=arrival.rows_read,
        rows_loaded=arrival.rows_loaded,
        rows_in_error=arrival.rows_in_error,
        rows_repeated=arrival.rows_repeated,
        first_seen=arrival.first_seen,
        fingerprint=arrival.sha256,
        issues=tuple(sorted(arrival.issues, key=worst_first)),
        rows_checked=checked,
        next_name=_next_name(arrival, same, stops),
        replaced_by=_replaced_by(version, same),
        note=arrival.note,
        workbook=workbook,
        is_unchanged=state_of_file(arrival, same) is State.UNCHANGED,
        kept_as=arrival.kept_as if may_be_shown and not stops & _NEVER_REPEATED else "",
    )


def _replaced_by(version: int, same: Sequence[Arrival]) -> int:
    """The highest later version; accepted bytes once more are no new version."""
    first: dict[object, int] = {}
    for other in sorted(same, key=_by_version):
        is_own = other.sha256 if other.is_accepted else other.arrival_id
        first.setdefault(is_own, _by_version(other))
    highest = max(first.values(), default=0)
    return highest if highest > version else 0


def _by_version(arrival: Arrival) -> int:
    return arrival.version or 0


def _next_name(arrival: Arrival, same: Sequence[Arrival], stops: set[str]) -> str:
    if not same or "wrong_quarter" in stops:
        return ""
    following = max(map(_by_version, same)) + 1
    ending = Path(arrival.path).suffix
    return f"{arrival.agency}_{arrival.extract}_{arrival.quarter}_v{following}{ending}"


def sent_rows(home: Home, file: AnsweredFile) -> SentRows | None:
    """The rows of a file as sent; None where they may not or can't be sent back.

    A file that came protected by a password is not opened for this.
    """
    extract = extract_named(file.extract)
    if extract is None or not file.kept_as:
        return None
    try:
        content = (home.received / file.kept_as).read_bytes()
        header = find_header(read_book(content, extract), extract)
    except (FileNotFoundError, TurnedAwayError):
        return None
    return None if header is None else _rows_with(header)


def _rows_with(header: Header) -> SentRows:
    sheet = header.sheet
    columns: dict[str, tuple[int, ...]] = {}
    for position in range(len(sheet.columns)):
        label = header.label(position)
        columns[label] = (*columns.get(label, ()), position)
    for row in sheet.rows:
        for place, cell in enumerate(row):
            if cell == ERROR_CELL:
                row[place] = ""
    return SentRows(sheet.name, sheet.rows, header.at, columns)
