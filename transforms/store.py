"""The one place that opens DuckDB: the store of a home.

Its schemas follow the way of the data: `received` (rows as accepted, re-keyed),
`records` (facts of the latest state, with the period they belong to), `indicators`
(values with status), `released` (what an edition may show). The store can be rebuilt
from the files received.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from schemas.errors import (
    DiskFullError,
    StoreDamagedError,
    StoreLockedError,
    StoreVersionError,
)
from schemas.extract import Column, Extract, Kind, local_dates
from schemas.extracts import EXTRACTS

STORE_VERSION = 1
_WAIT_SECONDS = 30.0
_RETRY_SECONDS = 0.25

_MAKE_ANEW = (
    "Move store/icpc.duckdb aside (not the register beside it) and run again: the "
    "store is made anew from the files received."
)

_TYPES = {
    Kind.REF: "VARCHAR",
    Kind.KEY_TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.CODES: "VARCHAR",
    Kind.WHOLE: "BIGINT",
    Kind.DATE: "DATE",
    Kind.DATE_TIME: "TIMESTAMP",
    Kind.TEXT: "VARCHAR",
}


class Store:
    """An open store; made by `open_store`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Wrap a connection whose tables stand."""
        self.connection = connection

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """All or nothing: committed at the end, rolled back on any exception."""
        self.connection.begin()
        try:
            yield self.connection
        except BaseException:
            self.connection.rollback()
            raise
        self.connection.commit()

    @contextmanager
    def trial(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction that leaves nothing behind, for figures asked for once."""
        self.connection.begin()
        try:
            yield self.connection
        finally:
            self.connection.rollback()


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """The store at a path, made if there is none; closed at the end.

    Raises:
        StoreLockedError: another process holds it for longer than 30 seconds.
        StoreVersionError: another version of this software wrote it.
        DiskFullError: there is no room to write.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = _connect(path)
    try:
        _prepare(connection)
        yield Store(connection)
    except duckdb.Error as fault:
        raise _in_words(fault) from None
    finally:
        connection.close()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    give_up = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            return duckdb.connect(
                str(path),
                config={
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                    "temp_directory": str(path.parent / "spill"),
                    "threads": 2,
                },
            )
        except duckdb.Error as fault:
            if "Could not set lock" not in str(fault):
                raise _unusable(fault) from None
            if time.monotonic() > give_up:
                raise StoreLockedError(
                    "Another process has held the store for 30 seconds.",
                    "Wait until it has ended, then run the same command again.",
                ) from None
        time.sleep(_RETRY_SECONDS)


def _unusable(fault: duckdb.Error) -> Exception:
    found = _in_words(fault)
    if isinstance(found, DiskFullError):
        return found
    return StoreDamagedError(
        "The store can't be opened; it may be damaged.",
        _MAKE_ANEW,
    )


def _in_words(fault: duckdb.Error) -> Exception:
    """The fault without DuckDB's own words, which may quote a value of a row."""
    words = str(fault)
    if "No space left" in words or f"errno {errno.ENOSPC}" in words:
        return DiskFullError(
            "The disk that holds the home is full.",
            "Make room, then run the same command again; nothing was lost.",
        )
    return StoreFaultError(f"DuckDB ended with {type(fault).__name__}.")


class StoreFaultError(Exception):
    """A fault of DuckDB that nobody foresaw; its words are kept out."""


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    known = connection.execute(
        "SELECT count(*) FROM information_schema.tables "
        "WHERE table_schema = 'received' AND table_name = 'store_version'"
    ).fetchone()
    if known is None or not known[0]:
        connection.begin()
        for statement in _definitions():
            connection.execute(statement)
        connection.commit()
        return
    version = connection.execute(
        "SELECT version FROM received.store_version"
    ).fetchone()
    if version is None or version[0] != STORE_VERSION:
        raise StoreVersionError(
            "The store was written by another version of this software.",
            f"Use that version, or: {_MAKE_ANEW}",
        )


def _definitions() -> Iterator[str]:
    for schema in ("received", "records", "indicators", "released"):
        yield f"CREATE SCHEMA {schema}"
    yield "CREATE TABLE received.store_version (version INTEGER)"
    yield f"INSERT INTO received.store_version VALUES ({STORE_VERSION})"
    yield (
        "CREATE TABLE received.submission (submission_id VARCHAR PRIMARY KEY, "
        "agency VARCHAR, extract VARCHAR, quarter VARCHAR, version INTEGER, "
        "sha256 VARCHAR, rows_loaded BIGINT)"
    )
    yield (
        "CREATE TABLE received.standing (submission_id VARCHAR, agency VARCHAR, "
        "extract VARCHAR, quarter VARCHAR)"
    )
    for extract in EXTRACTS:
        yield table_definition(extract)
        yield _standing_view(extract)
        yield _latest_view(extract)


def table_definition(extract: Extract) -> str:
    """SQL that makes the table of an extract's accepted rows."""
    columns = [
        "submission_id VARCHAR NOT NULL",
        "agency VARCHAR NOT NULL",
        "quarter VARCHAR NOT NULL",
        "row_number INTEGER NOT NULL",
    ]
    for column in extract.columns:
        null = "" if column.nullable else " NOT NULL"
        columns.append(f"{column.name} {_TYPES[column.kind]}{null}")
        if column.kind is Kind.DATE_TIME:
            columns.append(f"{column.local_date_name} DATE{null}")
    return f"CREATE TABLE received.{extract.name} ({', '.join(columns)})"


def _standing_view(extract: Extract) -> str:
    return (
        f"CREATE VIEW received.standing_{extract.name} AS "
        f"SELECT rows.* FROM received.{extract.name} AS rows "
        "SEMI JOIN received.standing USING (submission_id)"
    )


def _latest_view(extract: Extract) -> str:
    """A record in several files counts once, the latest file wins."""
    key = ", ".join(("agency", *extract.key))
    return (
        f"CREATE VIEW received.latest_{extract.name} AS "
        f"SELECT * FROM received.standing_{extract.name} "
        f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY quarter DESC) = 1"
    )


def load_submission(
    store: Store,
    extract: Extract,
    rows: pd.DataFrame,
    *,
    submission: dict[str, Any],
) -> None:
    """Put the re-keyed rows of one accepted submission into the store, all or none.

    Loading the same submission again replaces its rows by themselves.

    Args:
        store: an open store.
        extract: the kind of extract.
        rows: re-keyed rows; the index is the row as Excel numbers it.
        submission: submission_id, agency, quarter, version, sha256.
    """
    frame = _as_stored(extract, rows, submission)
    with store.transaction() as connection:
        for table in ("submission", extract.name):
            connection.execute(
                f"DELETE FROM received.{table} WHERE submission_id = ?",
                [submission["submission_id"]],
            )
        connection.execute(
            "INSERT INTO received.submission VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                submission["submission_id"],
                submission["agency"],
                extract.name,
                submission["quarter"],
                submission["version"],
                submission["sha256"],
                len(frame),
            ],
        )
        connection.register("accepted_rows", frame)
        names = ", ".join(frame.columns)
        connection.execute(
            f"INSERT INTO received.{extract.name} ({names}) "
            f"SELECT {names} FROM accepted_rows"
        )
        connection.unregister("accepted_rows")


def _as_stored(
    extract: Extract, rows: pd.DataFrame, submission: dict[str, Any]
) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "submission_id": submission["submission_id"],
            "agency": submission["agency"],
            "quarter": submission["quarter"],
            "row_number": rows.index.to_numpy(),
        },
        index=rows.index,
    )
    for column in extract.columns:
        frame[column.name] = _stored_values(column, rows)
        if column.kind is Kind.DATE_TIME:
            frame[column.local_date_name] = local_dates(rows[column.name])
    return frame


def _stored_values(column: Column, rows: pd.DataFrame) -> pd.Series[Any]:
    values = rows[column.name]
    if column.kind is Kind.WHOLE:
        return values
    if column.is_temporal:
        return values
    return values.astype(object).where(values.notna(), None)


def loaded_submissions(store: Store) -> dict[str, int]:
    """Submissions whose rows the store holds, and how many rows."""
    rows = store.connection.execute(
        "SELECT submission_id, rows_loaded FROM received.submission"
    ).fetchall()
    return dict(rows)


def replace_rows(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame
) -> None:
    """Replace the content of a table by a frame with the same columns."""
    connection.execute(f"DELETE FROM {table}")
    append_rows(connection, table, frame)


def append_rows(
    connection: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame
) -> None:
    """Append a frame to a table with the same columns."""
    connection.register("new_rows", frame)
    names = ", ".join(frame.columns)
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new_rows")
    connection.unregister("new_rows")
