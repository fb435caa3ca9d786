"""The states of every extract owed and of every file, each change of them kept.

One table holds how each agency's extract of a quarter stands; another every change,
with when, from what, to what, and which arrival or decision brought it. The states
follow from the register; what is kept here is that and when they changed.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from schemas.extracts import due
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from transforms.register import Arrival, Register, standing_of

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS extract_state (
        agency TEXT NOT NULL,
        extract TEXT NOT NULL,
        quarter TEXT NOT NULL,
        state TEXT NOT NULL,
        version INTEGER,
        late INTEGER NOT NULL,
        PRIMARY KEY (agency, extract, quarter)
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS state_change (
        change_id INTEGER PRIMARY KEY,
        agency TEXT NOT NULL,
        extract TEXT NOT NULL,
        quarter TEXT NOT NULL,
        arrival_id INTEGER,
        version INTEGER,
        changed_at TEXT NOT NULL,
        from_state TEXT NOT NULL,
        to_state TEXT NOT NULL,
        why TEXT NOT NULL
    )
    """,
    """
    CREATE INDEX IF NOT EXISTS state_change_of
    ON state_change (agency, extract, quarter, arrival_id)
    """,
)
Place = tuple[str, str, str]


class State(StrEnum):
    """How a file, or an extract owed, stands."""

    NOT_RECEIVED = "not_received"
    LATE = "late"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    WITH_ROW_ERRORS = "accepted_with_row_errors"
    NIL_RETURN = "nil_return"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """One change of state.

    Attributes:
        agency: whose extract.
        extract: its name.
        quarter: code of its quarter.
        arrival_id: the file it is about; None for the extract as a whole.
        version: of that file, or of the one that stands.
        changed_at: local moment.
        from_state: empty for the first state.
        to_state: the state since.
        why: which arrival or decision brought it.
    """

    agency: str
    extract: str
    quarter: str
    arrival_id: int | None
    version: int | None
    changed_at: dt.datetime
    from_state: str
    to_state: str
    why: str


def state_of_file(arrival: Arrival, same_place: Sequence[Arrival]) -> State:
    """How a file stands beside the others of its extract and quarter."""
    if arrival.verdict is None:
        return State.RECEIVED
    if not arrival.is_accepted:
        return State.REJECTED
    standing = standing_of(same_place)
    if standing is not None and standing.arrival_id != arrival.arrival_id:
        earlier = [
            other
            for other in same_place
            if other.sha256 == arrival.sha256
            and other.is_accepted
            and (other.version or 0) < (arrival.version or 0)
        ]
        return State.UNCHANGED if earlier else State.SUPERSEDED
    if not arrival.rows_read:
        return State.NIL_RETURN
    is_clean = arrival.verdict is Verdict.ACCEPTED
    return State.ACCEPTED if is_clean else State.WITH_ROW_ERRORS


def state_of_extract(
    quarter: Period, arrived: Sequence[Arrival], now: dt.datetime
) -> State:
    """How an extract owed stands: as the file that stands, or as none does."""
    standing = standing_of(arrived)
    if standing is not None:
        return state_of_file(standing, arrived)
    if any(arrival.verdict is None for arrival in arrived):
        return State.RECEIVED
    if arrived:
        return State.REJECTED
    return State.LATE if now > quarter.deadline else State.NOT_RECEIVED


def note_changes(
    register: Register, places: Iterable[Place], *, at: dt.datetime, why: str
) -> None:
    """Note whatever changed at some places since it was last noted.

    Args:
        register: the register.
        places: agency, extract and quarter of each place looked at.
        at: local moment of the change.
        why: which arrival or decision brought it.
    """
    wanted = list(dict.fromkeys(places))
    if not wanted:
        return
    arrived: dict[Place, list[Arrival]] = {place: [] for place in wanted}
    for arrival in _arrived_at(register, wanted):
        if arrival.place in arrived:
            arrived[arrival.place].append(arrival)
    with register.transaction() as connection:
        _prepare(connection)
        for place in wanted:
            _note_place(connection, place, arrived[place], _Cause(at, why))


def _arrived_at(register: Register, places: Sequence[Place]) -> Iterator[Arrival]:
    """Whatever arrived at some places, and it may be more of their agencies."""
    if len(places) == 1:
        [(agency, extract, quarter)] = places
        yield from register.arrivals(
            agency, extract=extract, quarter=quarter, with_issues=False
        )
        return
    for agency in {agency for agency, _, _ in places}:
        yield from register.arrivals(agency, with_issues=False)


def note_owed(
    register: Register, agency: str, quarters: Iterable[Period], now: dt.datetime
) -> None:
    """Note what an agency owes for quarters, and that it is late where it is."""
    note_changes(
        register,
        [
            (agency, extract.name, quarter.code)
            for quarter in sorted(set(quarters))
            for who, extract in due(quarter)
            if who == agency and quarter.is_over(now)
        ],
        at=now,
        why="the calendar",
    )


def changes(register: Register, quarter: Period | None = None) -> list[Change]:
    """Every change of state, of a quarter if one is given, oldest first."""
    with register.transaction() as connection:
        _prepare(connection)
        rows = connection.execute(
            "SELECT * FROM state_change ORDER BY change_id"
        ).fetchall()
    return [
        _change(row)
        for row in rows
        if quarter is None or row["quarter"] == quarter.code
    ]


def in_name(arrival: Arrival) -> str:
    """The arrival that brought a change, as it is noted."""
    return f"{Path(arrival.path).name} arrived"


def _prepare(connection: sqlite3.Connection) -> None:
    for table in _TABLES:
        connection.execute(table)


def _note_place(
    connection: sqlite3.Connection,
    place: Place,
    arrived: Sequence[Arrival],
    cause: _Cause,
) -> None:
    quarter = Period.parse(place[2])
    for arrival in arrived:
        subject = (arrival.arrival_id, arrival.version)
        if _last(connection, place, arrival.arrival_id) is None:
            seen = _Cause(arrival.first_seen, in_name(arrival))
            _note_state(connection, place, subject, State.RECEIVED, seen)
        state = state_of_file(arrival, arrived)
        _note_state(connection, place, subject, state, cause)
    state = state_of_extract(quarter, arrived, cause.at)
    standing = standing_of(arrived)
    version = None if standing is None else standing.version
    _note_state(connection, place, (None, version), state, cause)
    first = min((arrival.first_seen for arrival in arrived), default=None)
    late = state is State.LATE or (first is not None and first > quarter.deadline)
    connection.execute(
        "INSERT INTO extract_state VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (agency, extract, quarter) DO UPDATE SET "
        "state = excluded.state, version = excluded.version, late = excluded.late",
        [*place, state.value, version, int(late)],
    )


class _Cause(NamedTuple):
    """When a state changed and what brought it."""

    at: dt.datetime
    why: str


def _note_state(
    connection: sqlite3.Connection,
    place: Place,
    subject: tuple[int | None, int | None],
    state: State,
    cause: _Cause,
) -> None:
    before = _last(connection, place, subject[0]) or ("", None)
    if before == (state.value, subject[1]):
        return
    connection.execute(
        "INSERT INTO state_change (agency, extract, quarter, arrival_id, version, "
        "changed_at, from_state, to_state, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*place, *subject, cause.at.isoformat(), before[0], state.value, cause.why],
    )


def _last(
    connection: sqlite3.Connection, place: Place, arrival_id: int | None
) -> tuple[str, int | None] | None:
    row = connection.execute(
        "SELECT to_state, version FROM state_change WHERE agency = ? AND extract = ? "
        "AND quarter = ? AND arrival_id IS ? ORDER BY change_id DESC LIMIT 1",
        [*place, arrival_id],
    ).fetchone()
    return None if row is None else (row["to_state"], row["version"])


def _change(row: sqlite3.Row) -> Change:
    return Change(
        agency=row["agency"],
        extract=row["extract"],
        quarter=row["quarter"],
        arrival_id=row["arrival_id"],
        version=row["version"],
        changed_at=dt.datetime.fromisoformat(row["changed_at"]).astimezone(LONDON),
        from_state=row["from_state"],
        to_state=row["to_state"],
        why=row["why"],
    )


def states(register: Register, quarter: Period) -> Iterator[tuple[Place, State, bool]]:
    """How each extract of a quarter was last noted: place, state, and whether late."""
    with register.transaction() as connection:
        _prepare(connection)
        rows = connection.execute(
            "SELECT * FROM extract_state WHERE quarter = ?", [quarter.code]
        ).fetchall()
    for row in rows:
        place = (row["agency"], row["extract"], row["quarter"])
        yield place, State(row["state"]), bool(row["late"])
