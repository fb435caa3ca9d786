"""The register of a home: arrivals, verdicts, releases. A small SQLite file (WAL).

It holds nothing about a child, lies beside the store, and can be read while a run
writes. Nothing in it is ever deleted.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import DiskFullError, StoreLockedError, StoreVersionError
from schemas.extracts import due
from schemas.issues import Issue, Severity, Verdict
from schemas.period import LONDON, Period
from schemas.released import ReceivedExtract

REGISTER_VERSION = 1
_WAIT_SECONDS = 30.0

_DEFINITION = """
CREATE TABLE arrival (
    arrival_id INTEGER PRIMARY KEY,
    agency TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    first_seen TEXT NOT NULL,
    kept_as TEXT NOT NULL,
    extract TEXT,
    quarter TEXT,
    version INTEGER,
    verdict TEXT,
    submission_id TEXT,
    rows_read INTEGER,
    rows_loaded INTEGER,
    rows_in_error INTEGER,
    rows_repeated INTEGER,
    issues TEXT,
    note TEXT NOT NULL DEFAULT '',
    released_in TEXT,
    UNIQUE (path, sha256)
);
CREATE INDEX arrival_of ON arrival (quarter, agency, extract, version);
CREATE TABLE release (
    release_id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    edition TEXT NOT NULL,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    released_at TEXT NOT NULL,
    UNIQUE (period, edition, number)
);
CREATE TABLE document (
    document_id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    edition TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    release_number INTEGER NOT NULL,
    written_at TEXT NOT NULL
);
CREATE TABLE run (
    run_id INTEGER PRIMARY KEY,
    period TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT,
    details TEXT NOT NULL DEFAULT '{}'
);
"""


_FACTS = (
    "arrival_id, agency, path, sha256, size, first_seen, kept_as, extract, quarter, "
    "version, verdict, submission_id, rows_read, rows_loaded, rows_in_error, "
    "rows_repeated, note, released_in"
)
"""Columns of an arrival beside its findings."""


@dataclass(frozen=True)
class Arrival:
    """One file as it arrived: a path and bytes that were not seen before.

    Attributes:
        arrival_id: number in the register.
        agency: whose drop it lay in.
        path: path below drops.
        sha256: of its bytes.
        size: in bytes.
        first_seen: local moment at which the system first saw it.
        kept_as: path of the kept copy, below received.
        extract: from its name; None where the name does not tell.
        quarter: from its name.
        version: from its name.
        verdict: None until it is judged.
        submission_id: name of the submission in the store.
        rows_read: rows read, not counting blank, title, total and header rows.
        rows_loaded: rows loaded.
        rows_in_error: rows with an error.
        rows_repeated: rows that repeat a key.
        issues: findings.
        note: what else is to be said, such as the same bytes as an earlier file.
        released_in: period of the first release it fed; None while it fed none.
    """

    arrival_id: int
    agency: str
    path: str
    sha256: str
    size: int
    first_seen: dt.datetime
    kept_as: str
    extract: str | None = None
    quarter: str | None = None
    version: int | None = None
    verdict: Verdict | None = None
    submission_id: str | None = None
    rows_read: int = 0
    rows_loaded: int = 0
    rows_in_error: int = 0
    rows_repeated: int = 0
    issues: tuple[Issue, ...] = ()
    note: str = ""
    released_in: str | None = None

    @property
    def place(self) -> tuple[str, str, str] | None:
        """Agency, extract and quarter, where its name tells them."""
        if self.extract is None or self.quarter is None:
            return None
        return self.agency, self.extract, self.quarter

    @property
    def is_accepted(self) -> bool:
        """Whether its rows may stand."""
        return self.verdict is not None and self.verdict.is_accepted


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """A transaction on the register's file: all of it is kept, or nothing."""
    connection = sqlite3.connect(path, timeout=_WAIT_SECONDS)
    connection.row_factory = sqlite3.Row
    try:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        with connection:
            yield connection
    except sqlite3.OperationalError as fault:
        raise _in_words(fault) from fault
    finally:
        connection.close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers read while one writes.

    SQLite does not wait for a lock while it changes to this mode, so that processes
    which begin a register at the same moment would turn each other away.
    """
    give_up = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(_WAIT_SECONDS / 1000)
        else:
            return


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process that began as well was quicker."""
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
        for statement in _DEFINITION.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {REGISTER_VERSION}")


class Register:
    """The register at a path; every method is a transaction of its own."""

    def __init__(self, path: Path) -> None:
        """Open the register, and make it if there is none.

        Raises:
            StoreVersionError: another version of this software wrote it.
        """
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                _make(connection)
            elif version != REGISTER_VERSION:
                raise StoreVersionError(
                    "The register was written by another version of this software.",
                    "Use that version.",
                )

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """All or nothing, for modules that keep a table of their own here."""
        return transaction(self.path)

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self.path)

    def arrivals(
        self,
        agency: str | None = None,
        *,
        extract: str | None = None,
        quarter: str | None = None,
        with_issues: bool = True,
    ) -> list[Arrival]:
        """Every arrival in order of registration, or those of what is given alone.

        A home keeps them for years, and findings may be many: who needs a few of them,
        or none of the findings, asks for no more.
        """
        asked = {"agency": agency, "extract": extract, "quarter": quarter}
        named = {name: value for name, value in asked.items() if value is not None}
        columns = "*" if with_issues else f"{_FACTS}, NULL AS issues"
        which = " AND ".join(["true", *(f"{name} = ?" for name in named)])
        with self._open() as connection:
            rows = connection.execute(
                f"SELECT {columns} FROM arrival WHERE {which} ORDER BY arrival_id",
                list(named.values()),
            ).fetchall()
        return [_arrival(row) for row in rows]

    def add(
        self,
        *,
        agency: str,
        path: str,
        sha256: str,
        size: int,
        first_seen: dt.datetime,
        kept_as: str,
    ) -> None:
        """Note a file that was not seen before; known path and bytes change nothing."""
        with self._open() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO arrival "
                "(agency, path, sha256, size, first_seen, kept_as) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [agency, path, sha256, size, first_seen.isoformat(), kept_as],
            )

    def judge(self, arrival_id: int, **facts: Any) -> None:
        """Note what became of an arrival: any columns of the table by name."""
        if "issues" in facts:
            facts["issues"] = json.dumps([list(issue) for issue in facts["issues"]])
        assignments = ", ".join(f"{name} = ?" for name in facts)
        with self._open() as connection:
            connection.execute(
                f"UPDATE arrival SET {assignments} WHERE arrival_id = ?",
                [*facts.values(), arrival_id],
            )

    def standing(
        self,
        *,
        extract: str | None = None,
        quarter: str | None = None,
        with_issues: bool = False,
    ) -> list[Arrival]:
        """The version that stands of each extract and quarter: the highest accepted."""
        by_place: dict[tuple[str, str, str], list[Arrival]] = {}
        for arrival in self.arrivals(
            extract=extract, quarter=quarter, with_issues=with_issues
        ):
            if arrival.place is not None:
                by_place.setdefault(arrival.place, []).append(arrival)
        found = (standing_of(arrived) for arrived in by_place.values())
        return [arrival for arrival in found if arrival is not None]

    def quarters(self) -> set[Period]:
        """Quarters with a registered submission that was seen after they were over."""
        every = self.arrivals(with_issues=False)
        seen = {(a.quarter, a.first_seen) for a in every if a.quarter}
        arrived = {(Period.parse(quarter), at) for quarter, at in seen}
        return {quarter for quarter, at in arrived if quarter.is_over(at)}

    def received(self, quarter: Period) -> list[ReceivedExtract]:
        """What was owed for a quarter and what became of it, in the reports' order."""
        of_quarter: dict[tuple[str, str], list[Arrival]] = {}
        for arrival in self.arrivals(quarter=quarter.code, with_issues=False):
            if arrival.extract is not None:
                place = (arrival.agency, arrival.extract)
                of_quarter.setdefault(place, []).append(arrival)
        return [
            _received(quarter, agency, extract.name, of_quarter)
            for agency, extract in due(quarter)
        ]

    def last_release(self, period: str, edition: str) -> tuple[int, str] | None:
        """Number and content hash of the last release of a period, if there is one."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT number, content FROM release WHERE period = ? AND edition = ? "
                "ORDER BY number DESC LIMIT 1",
                [period, edition],
            ).fetchone()
        return (row["number"], row["content"]) if row else None

    def released(self) -> set[tuple[str, str, int]]:
        """Period, edition and number of every release."""
        with self._open() as connection:
            rows = connection.execute("SELECT period, edition, number FROM release")
            return {(r["period"], r["edition"], r["number"]) for r in rows}

    def releases(self, edition: str) -> list[tuple[str, int, dt.datetime]]:
        """Period, number and moment of every release of an edition, oldest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT period, number, released_at FROM release WHERE edition = ? "
                "ORDER BY release_id",
                [edition],
            ).fetchall()
        return [
            (r["period"], r["number"], dt.datetime.fromisoformat(r["released_at"]))
            for r in rows
        ]

    def add_releases(
        self,
        releases: Sequence[tuple[str, str, int, str]],
        *,
        released_at: dt.datetime,
    ) -> None:
        """Note releases, all or none, and what stands of their quarters that fed them.

        The same one again changes nothing; of a submission the first release is kept.

        Args:
            releases: period, edition, number and content of each.
            released_at: the local moment.
        """
        standing = [
            (Period.parse(arrival.quarter), arrival.submission_id)
            for arrival in self.standing()
            if arrival.quarter is not None
        ]
        with self._open() as connection:
            for period, edition, number, content in releases:
                last = Period.parse(period).quarters[-1]
                connection.executemany(
                    "UPDATE arrival SET released_in = ? "
                    "WHERE submission_id = ? AND released_in IS NULL",
                    [(period, fed) for quarter, fed in standing if quarter <= last],
                )
                connection.execute(
                    "INSERT OR IGNORE INTO release "
                    "(period, edition, number, content, released_at) "
                    "VALUES (?, ?, ?, ?, ?)",
                    [period, edition, number, content, released_at.isoformat()],
                )

    def add_document(
        self,
        *,
        period: str,
        edition: str,
        name: str,
        sha256: str,
        release_number: int,
        written_at: dt.datetime,
    ) -> None:
        """Note a finished document."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO document "
                "(period, edition, name, sha256, release_number, written_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [
                    period,
                    edition,
                    name,
                    sha256,
                    release_number,
                    written_at.isoformat(),
                ],
            )

    def start_run(self, period: str, started_at: dt.datetime) -> int:
        """Note that a run began; its number."""
        with self._open() as connection:
            cursor = connection.execute(
                "INSERT INTO run (period, started_at) VALUES (?, ?)",
                [period, started_at.isoformat()],
            )
        return int(cursor.lastrowid or 0)

    def end_run(
        self,
        run_id: int,
        *,
        ended_at: dt.datetime,
        outcome: str,
        details: dict[str, Any],
    ) -> None:
        """Note how a run ended."""
        with self._open() as connection:
            connection.execute(
                "UPDATE run SET ended_at = ?, outcome = ?, details = ? "
                "WHERE run_id = ?",
                [ended_at.isoformat(), outcome, json.dumps(details), run_id],
            )

    def last_run(self, period: str) -> dict[str, Any] | None:
        """The last run of a period: started_at, ended_at, outcome, details."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT * FROM run WHERE period = ? ORDER BY run_id DESC LIMIT 1",
                [period],
            ).fetchone()
        return None if row is None else dict(row)

    def runs_since(self, moment: dt.datetime) -> list[dict[str, Any]]:
        """Runs begun at a moment or later, and all that never ended, oldest first."""
        with self._open() as connection:
            rows = connection.execute("SELECT * FROM run ORDER BY run_id").fetchall()
        return [
            dict(row)
            for row in rows
            if row["ended_at"] is None
            or dt.datetime.fromisoformat(row["started_at"]) >= moment
        ]

    def documents(self, period: str) -> list[dict[str, Any]]:
        """Documents of a period, oldest first, with edition, hash and release."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT name, edition, sha256, release_number, written_at "
                "FROM document WHERE period = ? ORDER BY document_id",
                [period],
            ).fetchall()
        return [dict(row) for row in rows]


def _arrival(row: sqlite3.Row) -> Arrival:
    issues = json.loads(row["issues"]) if row["issues"] else []
    return Arrival(
        arrival_id=row["arrival_id"],
        agency=row["agency"],
        path=row["path"],
        sha256=row["sha256"],
        size=row["size"],
        first_seen=dt.datetime.fromisoformat(row["first_seen"]).astimezone(LONDON),
        kept_as=row["kept_as"],
        extract=row["extract"],
        quarter=row["quarter"],
        version=row["version"],
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        submission_id=row["submission_id"],
        rows_read=row["rows_read"] or 0,
        rows_loaded=row["rows_loaded"] or 0,
        rows_in_error=row["rows_in_error"] or 0,
        rows_repeated=row["rows_repeated"] or 0,
        issues=tuple(_issue(fields) for fields in issues),
        note=row["note"],
        released_in=row["released_in"],
    )


def _issue(fields: list[Any]) -> Issue:
    issue = Issue(*fields)
    return issue._replace(severity=Severity(issue.severity))


def standing_of(arrivals: Sequence[Arrival]) -> Arrival | None:
    """The version that stands, of files of one extract and quarter, if any does.

    It is the highest-numbered accepted one. The same bytes under a higher number are no
    version of their own: they change nothing, in whatever order they came.
    """
    lowest: dict[str, Arrival] = {}
    for arrival in sorted(arrivals, key=_by_version):
        if arrival.is_accepted:
            lowest.setdefault(arrival.sha256, arrival)
    return max(lowest.values(), key=lambda a: a.version or 0, default=None)


def _by_version(arrival: Arrival) -> tuple[int, dt.datetime, str]:
    return arrival.version or 0, arrival.first_seen, arrival.path


def first_version(arrivals: Sequence[Arrival]) -> Arrival | None:
    """The lowest-numbered version, of files of one extract and quarter."""
    return min(arrivals, key=_by_version, default=None)


def _received(
    quarter: Period,
    agency: str,
    extract: str,
    of_quarter: dict[tuple[str, str], list[Arrival]],
) -> ReceivedExtract:
    arrived = of_quarter.get((agency, extract), [])
    standing = standing_of(arrived)
    first = first_version(arrived)
    first_seen = None if first is None else first.first_seen
    return ReceivedExtract(
        quarter=quarter.code,
        agency=agency,
        extract=extract,
        state=_state(arrived, standing),
        version=standing.version if standing else None,
        versions_received=len({arrival.version for arrival in arrived}),
        first_seen=first_seen,
        in_time=None if first_seen is None else first_seen <= quarter.deadline,
        rows_read=standing.rows_read if standing else 0,
        rows_loaded=standing.rows_loaded if standing else 0,
        rows_in_error=standing.rows_in_error if standing else 0,
        rows_repeated=standing.rows_repeated if standing else 0,
    )


def _state(arrived: Sequence[Arrival], standing: Arrival | None) -> str:
    if standing is not None and standing.verdict is not None:
        return standing.verdict.value if standing.rows_read else "nil_return"
    return "rejected" if arrived else "not_received"


def _in_words(fault: sqlite3.OperationalError) -> Exception:
    words = str(fault)
    if "locked" in words or "busy" in words:
        return StoreLockedError(
            "Another process has held the register for 30 seconds.",
            "Wait until it has ended, then run the same command again.",
        )
    if "full" in words:
        return DiskFullError(
            "The disk that holds the home is full.",
            "Make room, then run the same command again; nothing was lost.",
        )
    return fault
