"""What a resubmission changed: rows added, removed and changed by key, and figures.

Of the version that stands against the accepted one before it. Counts and names of
columns and indicators alone: what the rows hold stays in the store.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pandas as pd

from schemas.extract import Extract
from schemas.extracts import extract_named
from schemas.feedback import Difference
from schemas.period import Period
from transforms.bring_up_to_date import figures_of
from transforms.home import Home
from transforms.register import Arrival, Register, standing_of
from transforms.store import open_store

_TABLE = """
CREATE TABLE IF NOT EXISTS difference (
    submission_id TEXT NOT NULL,
    against_id TEXT NOT NULL,
    against_version INTEGER NOT NULL,
    added INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    columns TEXT NOT NULL,
    indicators TEXT NOT NULL,
    PRIMARY KEY (submission_id, against_id)
)
"""
_PLACE = ["indicator", "breakdown", "category"]
_SHOWN = ["numerator", "denominator", "value", "status"]


@dataclass(frozen=True)
class _Pair:
    """A version that stands and the accepted one before it."""

    extract: Extract
    quarter: Period
    standing: Arrival
    before: Arrival

    @property
    def names(self) -> tuple[str, str]:
        """Their submissions in the store, the older one first."""
        return self.before.submission_id or "", self.standing.submission_id or ""


def bring_differences_up_to_date(home: Home, agency: str, interview_hours: int) -> int:
    """Compare every standing resubmission not compared yet; how many those were."""
    register = Register(home.register)
    known = _known(register)
    new = [p for p in _pairs(register, agency) if (p.names[1], p.names[0]) not in known]
    for pair in new:
        with open_store(home.store) as store:
            counts = _rows(store.connection, pair)
            columns = _columns(store.connection, pair)
        moved = _moved(home, pair, interview_hours)
        with register.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO difference VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    pair.names[1],
                    pair.names[0],
                    pair.before.version or 0,
                    *counts,
                    json.dumps(columns),
                    json.dumps(moved),
                ],
            )
    return len(new)


def differences(register: Register, agency: str) -> dict[str, Difference]:
    """What each standing resubmission of an agency changed, by its submission."""
    known = _known(register)
    return {
        pair.names[1]: known[pair.names[1], pair.names[0]]
        for pair in _pairs(register, agency)
        if (pair.names[1], pair.names[0]) in known
    }


def _known(register: Register) -> dict[tuple[str, str], Difference]:
    with register.transaction() as connection:
        connection.execute(_TABLE)
        rows = connection.execute("SELECT * FROM difference").fetchall()
    return {
        (row["submission_id"], row["against_id"]): Difference(
            against=row["against_version"],
            added=row["added"],
            removed=row["removed"],
            changed=row["changed"],
            columns=tuple(json.loads(row["columns"])),
            indicators=tuple(json.loads(row["indicators"])),
        )
        for row in rows
    }


def _pairs(register: Register, agency: str) -> Iterator[_Pair]:
    arrived: dict[tuple[str, str], list[Arrival]] = {}
    for arrival in register.arrivals(agency, with_issues=False):
        if arrival.extract is not None and arrival.quarter is not None:
            place = (arrival.extract, arrival.quarter)
            arrived.setdefault(place, []).append(arrival)
    for (name, code), files in arrived.items():
        standing, extract = standing_of(files), extract_named(name)
        if standing is None or extract is None:
            continue
        before = standing_of(
            [a for a in files if (a.version or 0) < (standing.version or 0)]
        )
        if before is not None:
            yield _Pair(extract, Period.parse(code), standing, before)


def _rows(connection: duckdb.DuckDBPyConnection, pair: _Pair) -> tuple[int, int, int]:
    """Rows added, removed and changed."""
    changed = " OR ".join(_differ(name) for name in _beside_key(pair.extract))
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE old.row_number IS NULL), "
        "count(*) FILTER (WHERE new.row_number IS NULL), "
        "count(*) FILTER (WHERE old.row_number IS NOT NULL "
        f"AND new.row_number IS NOT NULL AND ({changed or 'false'})) "
        f"FROM {_joined(pair.extract)}",
        list(pair.names),
    ).fetchone()
    return (0, 0, 0) if row is None else (int(row[0]), int(row[1]), int(row[2]))


def _columns(connection: duckdb.DuckDBPyConnection, pair: _Pair) -> list[str]:
    """The columns in which rows of the same key differ."""
    names = _beside_key(pair.extract)
    if not names:
        return []
    counts = ", ".join(f"count(*) FILTER (WHERE {_differ(name)})" for name in names)
    row = connection.execute(
        f"SELECT {counts} FROM {_joined(pair.extract)} "
        "WHERE old.row_number IS NOT NULL AND new.row_number IS NOT NULL",
        list(pair.names),
    ).fetchone()
    return [name for name, count in zip(names, row or (), strict=True) if count]


def _joined(extract: Extract) -> str:
    key = " AND ".join(f"old.{name} = new.{name}" for name in extract.key)
    one = f"SELECT * FROM received.{extract.name} WHERE submission_id = ?"
    return f"({one}) AS old FULL JOIN ({one}) AS new ON {key}"


def _differ(name: str) -> str:
    return f"old.{name} IS DISTINCT FROM new.{name}"


def _beside_key(extract: Extract) -> list[str]:
    return [name for name in extract.column_names if name not in extract.key]


def _moved(home: Home, pair: _Pair, interview_hours: int) -> list[str]:
    """Indicators of the quarter with another figure than under the version before."""
    older, newer = (
        figures_of(home, [pair.quarter], interview_hours, standing_instead=instead)
        for instead in ({pair.names[1]: pair.names[0]}, {})
    )
    return sorted(_different(older, newer), key=list(newer["indicator"]).index)


def _different(older: pd.DataFrame, newer: pd.DataFrame) -> set[str]:
    both = older.merge(newer, on=_PLACE, how="outer", suffixes=("_old", "_new"))
    differs = pd.Series(data=False, index=both.index)
    for name in _SHOWN:
        old, new = both[f"{name}_old"], both[f"{name}_new"]
        differs |= (old != new) & ~(old.isna() & new.isna())
    return set(both.loc[differs, "indicator"])
