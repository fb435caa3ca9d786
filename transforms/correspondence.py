"""The part of the register that keeps what passed between us and the agencies.

What was fetched from their sources, what was delivered to them, and what was said in
messages. It lies in the register's file, and like all of it holds nothing about a
child: names of files that others chose stand as hashes. Nothing in it is deleted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from transforms.home import Home
from transforms.register import Register, transaction

_DEFINITION = """
CREATE TABLE IF NOT EXISTS look (
    look_id INTEGER PRIMARY KEY,
    agency TEXT NOT NULL,
    looked_at TEXT NOT NULL,
    state TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS fetched (
    agency TEXT NOT NULL,
    place TEXT NOT NULL,
    signs TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    PRIMARY KEY (agency, place, signs)
);
CREATE TABLE IF NOT EXISTS delivered (
    agency TEXT NOT NULL,
    place TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    delivered_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS said (
    fact TEXT PRIMARY KEY,
    message_id INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
    message_id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    tried_at TEXT NOT NULL,
    sent INTEGER NOT NULL,
    fault TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Look:
    """One look at an agency's source.

    Attributes:
        agency: whose.
        looked_at: local moment.
        state: ok, or failed.
        words: what was left or went wrong, in sentences; empty if nothing.
    """

    agency: str
    looked_at: dt.datetime
    state: str
    words: str


@dataclass(frozen=True)
class Tried:
    """A message that was tried to be sent.

    Attributes:
        recipient: `officer` or an agency.
        subject: its subject.
        tried_at: local moment.
        sent: whether it went out.
        fault: why not, or not on every way; empty if all went well.
    """

    recipient: str
    subject: str
    tried_at: dt.datetime
    sent: bool
    fault: str


def place_of(url: str, name: str) -> str:
    """A file at a source as the register knows it: by the hash of where it lies."""
    place = f"{url}|{name}".encode("utf-8", "surrogateescape")
    return hashlib.sha256(place).hexdigest()


class Correspondence:
    """The correspondence of a home; every method is a transaction of its own."""

    def __init__(self, home: Home) -> None:
        """Open it, and make it if there is none."""
        self.path = Register(home.register).path
        with transaction(self.path) as connection:
            connection.executescript(_DEFINITION)

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return transaction(self.path)

    def note_look(self, look: Look) -> None:
        """Note how a look at a source went."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO look (agency, looked_at, state, words) "
                "VALUES (?, ?, ?, ?)",
                [look.agency, look.looked_at.isoformat(), look.state, look.words],
            )

    def last_looks(self) -> dict[str, Look]:
        """The last look at each agency's source."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT * FROM look "
                "WHERE look_id IN (SELECT max(look_id) FROM look GROUP BY agency)"
            ).fetchall()
        return {
            row["agency"]: Look(
                row["agency"],
                dt.datetime.fromisoformat(row["looked_at"]),
                row["state"],
                row["words"],
            )
            for row in rows
        }

    def fetched(self, agency: str) -> dict[str, str]:
        """Signs under which each place of an agency's source was last fetched."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT place, signs FROM fetched WHERE agency = ? ORDER BY rowid",
                [agency],
            ).fetchall()
        return {row["place"]: row["signs"] for row in rows}

    def note_fetched(
        self, agency: str, place: str, *, signs: str, sha256: str, at: dt.datetime
    ) -> None:
        """Note a file fetched whole, under the signs its source gave it."""
        with self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO fetched "
                "(agency, place, signs, sha256, fetched_at) VALUES (?, ?, ?, ?, ?)",
                [agency, place, signs, sha256, at.isoformat()],
            )

    def delivered(self, agency: str) -> dict[str, str]:
        """Hash of what was last delivered at each place of an agency."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT place, sha256 FROM delivered WHERE agency = ? ORDER BY rowid",
                [agency],
            ).fetchall()
        return {row["place"]: row["sha256"] for row in rows}

    def note_delivered(
        self, agency: str, place: str, sha256: str, at: dt.datetime
    ) -> None:
        """Note a file delivered whole."""
        with self._open() as connection:
            connection.execute(
                "INSERT INTO delivered (agency, place, sha256, delivered_at) "
                "VALUES (?, ?, ?, ?)",
                [agency, place, sha256, at.isoformat()],
            )

    def said(self) -> frozenset[str]:
        """Facts that were said in a message."""
        with self._open() as connection:
            rows = connection.execute("SELECT fact FROM said").fetchall()
        return frozenset(row["fact"] for row in rows)

    def note_message(self, tried: Tried, facts: Iterable[str]) -> None:
        """Note a message; the facts of one that went out are said once and for all."""
        with self._open() as connection:
            cursor = connection.execute(
                "INSERT INTO message (recipient, subject, tried_at, sent, fault) "
                "VALUES (?, ?, ?, ?, ?)",
                [
                    tried.recipient,
                    tried.subject,
                    tried.tried_at.isoformat(),
                    tried.sent,
                    tried.fault,
                ],
            )
            if tried.sent:
                connection.executemany(
                    "INSERT OR IGNORE INTO said (fact, message_id) VALUES (?, ?)",
                    [(fact, cursor.lastrowid) for fact in facts],
                )

    def last_messages(self) -> dict[str, Tried]:
        """The last message to each recipient."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT * FROM message WHERE message_id IN "
                "(SELECT max(message_id) FROM message GROUP BY recipient)"
            ).fetchall()
        return {
            row["recipient"]: Tried(
                row["recipient"],
                row["subject"],
                dt.datetime.fromisoformat(row["tried_at"]),
                bool(row["sent"]),
                row["fault"],
            )
            for row in rows
        }
