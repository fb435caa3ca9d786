"""What was done: every run and every stage of it, in tables beside the register's.

Who, when, from which inputs by hash, with which versions of the software, in how many
seconds, and what came of it. A stage whose inputs are the ones it was last done with
need not be done again: that is read from here too. Nothing is ever deleted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.home import Home
from transforms.register import Register

RECORDS_ONLY = frozenset(
    {
        *("run", "run_made", "stage_done", "store_mark"),
        *("release", "document", "release_source", "state_change"),
        *("look", "fetched", "delivered", "said", "message"),
    }
)
"""Tables of the register that only say what was done: no stage depends on them."""

_OF_ONE_AGENCY = {
    "difference": "WHERE submission_id IN "
    "(SELECT submission_id FROM arrival WHERE agency = ?)",
}
"""Which rows are one agency's, where the table has no column of that name."""

_RECORDS_ONLY_COLUMNS = {"arrival": ("released_in",)}

_DEFINITION = """
CREATE TABLE IF NOT EXISTS run_made (
    run_id INTEGER PRIMARY KEY,
    who TEXT NOT NULL,
    how TEXT NOT NULL,
    ordered TEXT NOT NULL,
    software TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS stage_done (
    stage_id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL,
    period TEXT NOT NULL,
    stage TEXT NOT NULL,
    part TEXT NOT NULL,
    inputs TEXT NOT NULL,
    began_at TEXT NOT NULL,
    seconds REAL NOT NULL,
    outcome TEXT NOT NULL,
    handle TEXT
);
CREATE INDEX IF NOT EXISTS stage_done_of ON stage_done (stage, part, period);
CREATE TABLE IF NOT EXISTS store_mark (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    state TEXT NOT NULL,
    lineage INTEGER NOT NULL
);
"""

_ABSENT = "absent"

Inputs = Mapping[str, str]
"""What a stage depends on: names to hashes or short texts."""


@dataclass(frozen=True)
class Done:
    """A stage as it was last done: from what, and the handle it returned."""

    inputs: dict[str, str]
    handle: dict[str, Any]


@dataclass(frozen=True)
class StageNote:
    """What is noted of a stage in a run.

    Attributes:
        run_id: the run it belongs to.
        period: code of the run's period.
        stage: name of the stage.
        part: the agency or document, where the stage has parts.
        inputs: what it depended on.
        began_at: local moment.
        seconds: how long it took.
        outcome: done, unchanged, unsettled (it is to be done again), failed.
        handle: what it returned; without one it is never taken as done.
    """

    run_id: int
    period: str
    stage: str
    part: str
    inputs: Inputs
    began_at: dt.datetime
    seconds: float
    outcome: str
    handle: Mapping[str, Any] | None = None


class History:
    """The history of a home; every method is a transaction of its own."""

    def __init__(self, register: Register) -> None:
        """Open it, and make its tables if there are none."""
        self._register = register
        with register.transaction() as connection:
            known = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'store_mark'"
            ).fetchone()[0]
            if not known:
                for statement in _DEFINITION.split(";"):
                    connection.execute(statement)

    def note_run(
        self,
        run_id: int,
        *,
        who: str,
        how: str,
        ordered: Mapping[str, Any],
        software: Mapping[str, str],
    ) -> None:
        """Note who ordered what, how, and with which software it is done."""
        with self._register.transaction() as connection:
            connection.execute(
                "INSERT INTO run_made (run_id, who, how, ordered, software) "
                "VALUES (?, ?, ?, ?, ?)",
                [run_id, who, how, json.dumps(ordered), json.dumps(software)],
            )

    def close_cut_off(self, period: str, run_id: int) -> int:
        """Note of earlier runs of a period that never ended that they were cut off.

        Only to be called by a run that holds the period: none of them can be alive.
        """
        with self._register.transaction() as connection:
            cursor = connection.execute(
                "UPDATE run SET outcome = 'cut_off' "
                "WHERE period = ? AND run_id < ? AND outcome IS NULL",
                [period, run_id],
            )
        return cursor.rowcount

    def note_stage(self, note: StageNote) -> None:
        """Note a stage."""
        handle = None if note.handle is None else json.dumps(note.handle)
        with self._register.transaction() as connection:
            connection.execute(
                "INSERT INTO stage_done (run_id, period, stage, part, inputs, "
                "began_at, seconds, outcome, handle) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(note.run_id, note.period, note.stage, note.part),
                    json.dumps(note.inputs, sort_keys=True),
                    *(note.began_at.isoformat(), round(note.seconds, 3)),
                    *(note.outcome, handle),
                ],
            )

    def last_done(self, stage: str, part: str, period: str | None) -> Done | None:
        """A stage as it was last done, for a period or, without one, in the home."""
        query = (
            "SELECT inputs, handle FROM stage_done WHERE stage = ? AND part = ? "
            "AND (? IS NULL OR period = ?) AND outcome <> 'unchanged' "
            "ORDER BY stage_id DESC LIMIT 1"
        )
        with self._register.transaction() as connection:
            row = connection.execute(query, [stage, part, period, period]).fetchone()
        if row is None or row["handle"] is None:
            return None
        return Done(json.loads(row["inputs"]), json.loads(row["handle"]))

    def lineage_of(self, store: Path) -> int:
        """Which unbroken line of stages wrote the store; a new one where it was broken.

        It is broken when the store's file is not the one that the last stage left: it
        was lost, restored from another day, or cut off while it was written. What was
        done in another lineage may be gone.
        """
        with self._register.transaction() as connection:
            row = connection.execute("SELECT state, lineage FROM store_mark").fetchone()
        state = _state_of(store)
        if row is None:
            return 1 if state == _ABSENT else 2
        lineage: int = row["lineage"]
        return lineage if row["state"] == state else lineage + 1

    def mark_store(self, store: Path, lineage: int) -> None:
        """Note the store as a stage of a lineage has left it."""
        with self._register.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO store_mark (only, state, lineage) "
                "VALUES (1, ?, ?)",
                [_state_of(store), lineage],
            )

    def stages_of(self, run_id: int) -> list[dict[str, Any]]:
        """The stages of a run, in order."""
        with self._register.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM stage_done WHERE run_id = ? ORDER BY stage_id", [run_id]
            ).fetchall()
        return [dict(row) for row in rows]

    def last_stage(self, stage: str) -> dict[str, Any] | None:
        """A stage as it was last really done in the home, if it ever was."""
        with self._register.transaction() as connection:
            row = connection.execute(
                "SELECT * FROM stage_done WHERE stage = ? AND outcome = 'done' "
                "ORDER BY stage_id DESC LIMIT 1",
                [stage],
            ).fetchone()
        return None if row is None else dict(row)

    def runs(self, period: str | None = None) -> list[dict[str, Any]]:
        """Every run, of a period if one is given, oldest first."""
        with self._register.transaction() as connection:
            rows = connection.execute(
                "SELECT * FROM run LEFT JOIN run_made USING (run_id) "
                "WHERE ? IS NULL OR period = ? ORDER BY run_id",
                [period, period],
            ).fetchall()
        return [dict(row) for row in rows]


def inputs_of_all(home: Home, register: Register, agency: str = "") -> dict[str, str]:
    """What figures depend on: what arrived and was decided, settings, reference tables.

    Anything in the register that is not known as a mere record counts, so that a table
    added later is never forgotten; where an agency is given, only what is its own.
    """
    return {
        "register": _register_digest(register, agency),
        "settings": digest_of(home.settings),
        "reference": _digests(sorted(home.reference.glob("*.csv"))),
    }


def digest_of(path: Path) -> str:
    """SHA-256 of a file; empty where there is none."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def digest_of_text(parts: Iterable[str]) -> str:
    """SHA-256 of texts in order."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digests(files: Sequence[Path]) -> str:
    return digest_of_text(f"{file.name} {digest_of(file)}" for file in files)


def _register_digest(register: Register, agency: str) -> str:
    return _digest_of_tables(
        register, lambda table: table not in RECORDS_ONLY, agency=agency
    )


def decisions_digest(register: Register) -> str:
    """Hash of what the officer decided about files."""
    return _digest_of_tables(register, lambda table: table == "decision")


def _digest_of_tables(
    register: Register, counts: Callable[[str], bool], agency: str = ""
) -> str:
    """Hash of the rows of tables; a table without rows is as if it were not there."""
    digest = hashlib.sha256()
    with register.transaction() as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        for (table,) in tables:
            if not counts(table):
                continue
            left_out = _RECORDS_ONLY_COLUMNS.get(table, ())
            names = [
                column["name"]
                for column in connection.execute(f"PRAGMA table_info({table})")
            ]
            which = _OF_ONE_AGENCY.get(
                table, "WHERE agency = ?" if "agency" in names else ""
            )
            one = bool(agency and which)
            rows = connection.execute(
                f"SELECT * FROM {table} {which if one else ''} ORDER BY rowid",
                [agency] if one else [],
            )
            kept = [i for i, name in enumerate(names) if name not in left_out]
            for row in rows:
                told = [(names[i], row[i]) for i in kept]
                digest.update(f"{table} {told!r}\n".encode())
    return digest.hexdigest()


def _state_of(store: Path) -> str:
    """Size and moment of the store's file; of one that is not at rest, no state."""
    try:
        state = store.stat()
    except FileNotFoundError:
        return _ABSENT
    at_rest = not store.with_name(store.name + ".wal").exists()
    return f"{state.st_size} {state.st_mtime_ns}" if at_rest else secrets.token_hex(8)
