"""The officer's decisions about files: each with its reason, by whom and when.

Nothing here is changed or deleted: a later decision takes an earlier one back. A
decision is about the bytes of a file at its place, so that the same bytes sent again
are not a way round it.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from schemas.period import LONDON
from schemas.rulings import Ruling
from transforms.register import Arrival, Register

_TABLE = """
CREATE TABLE IF NOT EXISTS decision (
    decision_id INTEGER PRIMARY KEY,
    verb TEXT NOT NULL,
    agency TEXT NOT NULL,
    extract TEXT NOT NULL,
    quarter TEXT NOT NULL,
    version INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    rule TEXT NOT NULL DEFAULT '',
    withdrawn INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL
)
"""


class Verb(StrEnum):
    """What the officer does."""

    ACCEPT = "accept"
    REJECT = "reject"
    WAIVE = "waive"
    NOTES = "accept_notes"


@dataclass(frozen=True)
class Decision:
    """One decision about one file.

    Attributes:
        verb: what was decided.
        agency: whose file.
        extract: its extract.
        quarter: code of its quarter.
        version: its version.
        sha256: of its bytes.
        rule: the rule waived; empty with the other verbs.
        withdrawn: it takes the same earlier decision back.
        reason: why, in the officer's words.
        decided_by: who.
        decided_at: local moment.
        decision_id: number in the register; 0 before it is noted.
    """

    verb: Verb
    agency: str
    extract: str
    quarter: str
    version: int
    sha256: str
    rule: str
    withdrawn: bool
    reason: str
    decided_by: str
    decided_at: dt.datetime
    decision_id: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        """Agency, extract and quarter."""
        return self.agency, self.extract, self.quarter


def decisions(register: Register) -> list[Decision]:
    """Every decision, oldest first."""
    with register.transaction() as connection:
        connection.execute(_TABLE)
        rows = connection.execute(
            "SELECT * FROM decision ORDER BY decision_id"
        ).fetchall()
    return [_decision(row) for row in rows]


def decide(register: Register, decision: Decision) -> int:
    """Note a decision; its number."""
    with register.transaction() as connection:
        connection.execute(_TABLE)
        cursor = connection.execute(
            "INSERT INTO decision (verb, agency, extract, quarter, version, sha256, "
            "rule, withdrawn, reason, decided_by, decided_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                decision.verb.value,
                decision.agency,
                decision.extract,
                decision.quarter,
                decision.version,
                decision.sha256,
                decision.rule,
                int(decision.withdrawn),
                decision.reason,
                decision.decided_by,
                decision.decided_at.isoformat(),
            ],
        )
    return int(cursor.lastrowid or 0)


def in_force(made: Iterable[Decision]) -> list[Decision]:
    """Decisions that no later one took back or put another in the place of.

    Of acceptance and rejection of the same bytes the last one holds; each rule is
    waived, and the notes are accepted, until that is withdrawn.
    """
    last: dict[tuple[object, ...], Decision] = {}
    for decision in made:
        verdict = decision.verb in {Verb.ACCEPT, Verb.REJECT}
        about = "verdict" if verdict else decision.verb
        key = (decision.place, decision.sha256, about, decision.rule)
        last.pop(key, None)
        last[key] = decision
    return [decision for decision in last.values() if not decision.withdrawn]


def ruling_of(
    made: Iterable[Decision], place: tuple[str, str, str], sha256: str
) -> Ruling:
    """What the decisions come to for a file with these bytes at a place."""
    mine = [d for d in in_force(made) if (d.place, d.sha256) == (place, sha256)]
    turned_away = [d for d in mine if d.verb is Verb.REJECT]
    verbs = {decision.verb for decision in mine}
    return Ruling(
        accepted=Verb.ACCEPT in verbs,
        rejected=bool(turned_away),
        why=turned_away[0].reason if turned_away else "",
        waived=frozenset(d.rule for d in mine if d.verb is Verb.WAIVE),
        notes_accepted=Verb.NOTES in verbs,
    )


def is_chosen(made: Iterable[Decision], arrival: Arrival) -> bool:
    """Whether the officer accepted a file, so that no rival can take it away."""
    place = arrival.place
    return place is not None and ruling_of(made, place, arrival.sha256).accepted


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(
        verb=Verb(row["verb"]),
        agency=row["agency"],
        extract=row["extract"],
        quarter=row["quarter"],
        version=row["version"],
        sha256=row["sha256"],
        rule=row["rule"],
        withdrawn=bool(row["withdrawn"]),
        reason=row["reason"],
        decided_by=row["decided_by"],
        decided_at=dt.datetime.fromisoformat(row["decided_at"]).astimezone(LONDON),
        decision_id=row["decision_id"],
    )
