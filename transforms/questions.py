"""Questions to an agency about a file that stands, against its own earlier files.

A question is asked only where chance alone would hardly explain what was found: small
counts go up and down by themselves. The questions follow from what stands alone, so
they are the same in whatever order the files came.
"""

from __future__ import annotations

import hashlib
import json
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import NamedTuple

import duckdb

from schemas.applied_rules import applies, asked_of_codes
from schemas.extract import Extract, Kind
from schemas.extracts import extract_named
from schemas.history_rules import HISTORY_RULES
from schemas.issues import Issue, Severity
from schemas.period import Period
from schemas.rules import rule
from transforms import history_sql as sql
from transforms.home import Home
from transforms.register import Arrival, Register, standing_of
from transforms.store import open_store

QUARTERS = 8
"""So many earlier files make the history."""
FEWEST_QUARTERS = 4
_HALF = 0.5
_DEVIATIONS = 3
"""A count as large as n goes up and down by about the square root of n; three times
that happens by chance once in some hundred quarters."""
_FEWEST_EXPECTED = 9
"""Of fewer expected rows none at all may be chance."""
_FEWEST_VALUES = 20
_FENCE = 3
_LEAST_DIFFERENCE = 10
_FACTOR = 2

_TABLE = """
CREATE TABLE IF NOT EXISTS question (
    agency TEXT NOT NULL,
    extract TEXT NOT NULL,
    quarter TEXT NOT NULL,
    submission_id TEXT NOT NULL,
    content TEXT NOT NULL,
    issues TEXT NOT NULL,
    PRIMARY KEY (agency, extract, quarter)
)
"""


@dataclass(frozen=True)
class _File:
    """A file that stands, with the files it is compared with.

    Attributes:
        extract: its extract.
        quarter: its quarter.
        submission: its name in the store.
        rows: rows read of it.
        earlier: the files of earlier quarters that stand, the newest last.
        others: files of the agency's other extracts that it is compared with, by
            extract; up to its quarter.
    """

    extract: Extract
    quarter: Period
    submission: str
    rows: int
    earlier: tuple[Arrival, ...]
    others: Mapping[str, tuple[Arrival, ...]]

    @property
    def content(self) -> str:
        """Names everything that its questions follow from."""
        files = [*self.earlier, *(a for o in self.others.values() for a in o)]
        known = [self.submission, *(a.submission_id or "" for a in files)]
        words = repr([HISTORY_RULES, known])
        return hashlib.sha256(words.encode()).hexdigest()


def bring_questions_up_to_date(home: Home, agency: str) -> int:
    """Ask anew of every standing file whose history changed; how many those were."""
    register = Register(home.register)
    known = _known(register, agency)
    changed = [
        file
        for file in _files(register, agency)
        if known.get((file.extract.name, file.quarter.code)) != file.content
    ]
    if not changed:
        return 0
    with open_store(home.store) as store:
        asked = [(file, list(_asked(store.connection, file))) for file in changed]
    with register.transaction() as connection:
        connection.execute(_TABLE)
        connection.executemany(
            "INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    agency,
                    file.extract.name,
                    file.quarter.code,
                    file.submission,
                    file.content,
                    json.dumps([list(issue) for issue in issues]),
                )
                for file, issues in asked
            ],
        )
    return len(changed)


def questions(register: Register, agency: str) -> dict[str, tuple[Issue, ...]]:
    """The questions to an agency, by the submission they are about."""
    with register.transaction() as connection:
        connection.execute(_TABLE)
        rows = connection.execute(
            "SELECT submission_id, issues FROM question WHERE agency = ?", [agency]
        ).fetchall()
    return {
        row["submission_id"]: tuple(
            Issue(*fields)._replace(severity=Severity.QUERY)
            for fields in json.loads(row["issues"])
        )
        for row in rows
    }


def _known(register: Register, agency: str) -> dict[tuple[str, str], str]:
    with register.transaction() as connection:
        connection.execute(_TABLE)
        rows = connection.execute(
            "SELECT extract, quarter, content FROM question WHERE agency = ?", [agency]
        ).fetchall()
    return {(row["extract"], row["quarter"]): row["content"] for row in rows}


def _files(register: Register, agency: str) -> Iterator[_File]:
    by_extract: dict[str, dict[Period, Arrival]] = {}
    arrived: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in register.arrivals(agency, with_issues=False):
        if arrival.extract is not None and arrival.quarter is not None:
            owed = (arrival.extract, arrival.quarter)
            arrived.setdefault(owed, []).append(arrival)
    for (name, code), files in sorted(arrived.items()):
        standing = standing_of(files)
        if standing is not None:
            by_extract.setdefault(name, {})[Period.parse(code)] = standing
    in_order = {name: _InOrder.of(files) for name, files in by_extract.items()}
    nothing = _InOrder((), ())
    for name, of_extract in in_order.items():
        extract = extract_named(name)
        if extract is None:
            continue
        for number, (quarter, standing) in enumerate(zip(*of_extract, strict=True)):
            yield _File(
                extract=extract,
                quarter=quarter,
                submission=standing.submission_id or "",
                rows=standing.rows_read,
                earlier=of_extract.files[max(0, number - QUARTERS) : number],
                others={
                    other: in_order.get(other, nothing).until(quarter)
                    for other in _COMPARED.get(name, ())
                },
            )


_COMPARED = {
    "vyp_reviews": ("vyp_referrals",),
    "missing_episodes": ("return_interviews",),
}


class _InOrder(NamedTuple):
    """The files of an extract that stand, with their quarters, earliest first."""

    quarters: tuple[Period, ...]
    files: tuple[Arrival, ...]

    @classmethod
    def of(cls, files: Mapping[Period, Arrival]) -> _InOrder:
        quarters = tuple(sorted(files))
        return cls(quarters, tuple(files[quarter] for quarter in quarters))

    def until(self, last: Period) -> tuple[Arrival, ...]:
        """Those of a quarter and earlier."""
        return self.files[: bisect_right(self.quarters, last)]


def _asked(connection: duckdb.DuckDBPyConnection, file: _File) -> Iterator[Issue]:
    if len(file.earlier) >= FEWEST_QUARTERS:
        yield from _rows_unusual(file)
        yield from _categories_vanished(connection, file)
        yield from _values_unusual(connection, file)
    yield from _between(connection, file)


def _rows_unusual(file: _File) -> Iterator[Issue]:
    """Far fewer or more rows than usual, and than in the same quarter a year ago."""
    counts = [earlier.rows_read for earlier in file.earlier]
    year_ago = [a.rows_read for a in file.earlier if a.quarter == _year_ago(file)]
    usual = [median(counts), *year_ago]
    if all(_is_far(file.rows, count) for count in usual):
        fewer = file.rows < usual[0]
        words = {
            "how": "less than half as many"
            if fewer
            else "more than one and a half as many",
            "less_or_more": "less" if fewer else "more",
        }
        yield rule("rows_unusual").found(words=words)


def _year_ago(file: _File) -> str:
    quarter = file.quarter
    for _ in range(len(("Q1", "Q2", "Q3", "Q4"))):
        quarter = quarter.previous
    return quarter.code


def _is_far(count: float, usual: float) -> bool:
    """Outside half of the usual either way, and by more than chance explains."""
    difference = abs(count - usual)
    by_chance = _DEVIATIONS * math.sqrt(max(count, usual))
    return difference > _HALF * usual and difference >= by_chance


def _categories_vanished(
    connection: duckdb.DuckDBPyConnection, file: _File
) -> Iterator[Issue]:
    if file.rows < _FEWEST_EXPECTED:
        return
    newest = file.earlier[-FEWEST_QUARTERS:]
    names = [arrival.submission_id or "" for arrival in newest]
    before = sum(arrival.rows_loaded for arrival in newest)
    columns = asked_of_codes(file.extract)
    sent = sql.codes_sent(
        connection, file.extract.name, columns, [*names, file.submission]
    )
    for (column, code), by_submission in sent.items():
        in_each = all(name in by_submission for name in names)
        if file.submission in by_submission or not in_each:
            continue
        expected = sum(by_submission.values()) / before * file.rows
        if expected >= _FEWEST_EXPECTED:
            words = {"category": code, "quarters": str(len(newest))}
            yield rule("category_vanished").found(column=column, words=words)


def _values_unusual(
    connection: duckdb.DuckDBPyConnection, file: _File
) -> Iterator[Issue]:
    names = [arrival.submission_id or "" for arrival in file.earlier]
    for column in file.extract.columns:
        if column.kind is not Kind.WHOLE:
            continue
        before = sql.bounds(connection, file.extract.name, column.name, names)
        if before is None or before.n_values < _FEWEST_VALUES:
            continue
        beyond = sql.rows_beyond(
            connection,
            file.extract.name,
            column.name,
            file.submission,
            _limits(before),
        )
        for row, above in beyond:
            words = {"where": "above" if above else "below"}
            yield rule("value_unusual").found(row=row, column=column.name, words=words)


def _limits(before: sql.Bounds) -> tuple[float, float]:
    """Beyond Tukey's outer fences and far beyond everything there was."""
    spread = _FENCE * (before.upper_quartile - before.lower_quartile)
    above = (
        before.upper_quartile + spread,
        before.greatest * _FACTOR,
        before.greatest + _LEAST_DIFFERENCE,
    )
    below = (
        before.lower_quartile - spread,
        before.least / _FACTOR,
        before.least - _LEAST_DIFFERENCE,
    )
    return min(below), max(above)


def _between(connection: duckdb.DuckDBPyConnection, file: _File) -> Iterator[Issue]:
    """What the agency's other extracts of the quarter leave open."""
    find = {
        "referral_unknown": partial(_unknown_referrals, connection, file),
        "return_unlisted": partial(_unlisted_returns, connection, file),
    }
    columns = {
        "referral_unknown": "referral_ref",
        "return_unlisted": "returned_at",
    }
    for rule_id, rows in find.items():
        column = columns[rule_id]
        if applies(rule_id, file.extract, column):
            for row in rows():
                yield rule(rule_id).found(row=row, column=column)


def _unknown_referrals(
    connection: duckdb.DuckDBPyConnection, file: _File
) -> Sequence[int]:
    sent = file.others["vyp_referrals"]
    if not _has_own(sent, file):
        return ()
    names = [arrival.submission_id or "" for arrival in sent]
    return sql.reviews_without_referral(connection, file.submission, names)


def _unlisted_returns(
    connection: duckdb.DuckDBPyConnection, file: _File
) -> Sequence[int]:
    sent = file.others["return_interviews"]
    if not _has_own(sent, file):
        return ()
    newest = sent[-1].submission_id or ""
    return sql.episodes_without_return(connection, file.submission, newest)


def _has_own(sent: Sequence[Arrival], file: _File) -> bool:
    """Whether the other extract stands for the same quarter."""
    return bool(sent) and sent[-1].quarter == file.quarter.code
