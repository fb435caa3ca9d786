"""What the officer let be printed, and what the report says of the officer's decisions.

A note or recommendation is printed only after the officer has accepted it, and never
while the screen still asks whether it holds a name.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd

from schemas.edition import COMMITTEE
from schemas.period import Period
from schemas.released import OfficerDecision
from transforms.decisions import decisions, in_force, ruling_of
from transforms.register import Arrival, Register

_REVIEWS = "concern_report_reviews"


def decisions_of(register: Register, period: Period) -> Iterator[OfficerDecision]:
    """Decisions in force about files of a period's quarters, oldest first."""
    codes = {quarter.code for quarter in period.quarters}
    for decision in in_force(decisions(register)):
        if decision.quarter in codes:
            yield OfficerDecision(
                verb=decision.verb.value,
                rule=decision.rule,
                agency=decision.agency,
                extract=decision.extract,
                quarter=decision.quarter,
                version=decision.version,
                reason=decision.reason,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
            )


def notes_are_accepted(register: Register, extract: str, quarter: str) -> bool:
    """Whether the notes of the file that stands may be printed."""
    return any(
        arrival.place is not None
        and ruling_of(decisions(register), arrival.place, arrival.sha256).notes_accepted
        for arrival in _standing(register, extract, quarter)
    )


def _standing(register: Register, extract: str, quarter: str) -> list[Arrival]:
    return register.standing(extract=extract, quarter=quarter, with_issues=True)


def recommendations(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    period: Period,
    edition: str,
) -> pd.DataFrame:
    """Accepted recommendations of reviews: words and place; the committee's alone.

    The same words stand once. They stand in the alphabet's order, so that none can be
    told from its place.
    """
    words: set[str] = set()
    for quarter in period.quarters if edition == COMMITTEE else ():
        if not notes_are_accepted(register, _REVIEWS, quarter.code):
            continue
        asked = {
            issue.row
            for arrival in _standing(register, _REVIEWS, quarter.code)
            for issue in arrival.issues
            if issue.rule == "name_in_text"
        }
        rows = connection.execute(
            "SELECT row_number, recommendation FROM "
            f"received.standing_{_REVIEWS} "
            "WHERE quarter = ? AND recommendation IS NOT NULL",
            [quarter.code],
        ).fetchall()
        words |= {text for row, text in rows if row not in asked}
    return pd.DataFrame({"words": sorted(words), "place": range(len(words))}).astype(
        {"words": "object"}
    )


def released_recommendations(
    connection: duckdb.DuckDBPyConnection, period: Period, edition: str, number: int
) -> tuple[str, ...]:
    """The recommendations that a release shows."""
    rows = connection.execute(
        "SELECT words FROM released.recommendation "
        "WHERE period = ? AND edition = ? AND number = ? ORDER BY place",
        [period.code, edition, number],
    ).fetchall()
    return tuple(words for (words,) in rows)
