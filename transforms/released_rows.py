"""Releases in the store, as documents read them: put there, and put back when lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from transforms.kept_releases import Kept, KeptName, read
from transforms.store import Store, append_rows

TABLES = (
    "CREATE TABLE IF NOT EXISTS released.value ("
    "period VARCHAR, edition VARCHAR, number INTEGER, indicator VARCHAR, "
    "breakdown VARCHAR, category VARCHAR, place INTEGER, numerator DOUBLE, "
    "denominator DOUBLE, value DOUBLE, status VARCHAR, hidden BOOLEAN, "
    "provisional BOOLEAN, agencies_received INTEGER, agencies_due INTEGER, "
    "beside INTEGER)",
    "CREATE TABLE IF NOT EXISTS released.action ("
    "period VARCHAR, edition VARCHAR, number INTEGER, place INTEGER, "
    "action_id VARCHAR, title VARCHAR, lead_agency VARCHAR, lead_role VARCHAR, "
    "by_when DATE, status VARCHAR, note_withheld BOOLEAN)",
    "ALTER TABLE released.action ADD COLUMN IF NOT EXISTS progress_note VARCHAR",
    "CREATE TABLE IF NOT EXISTS released.recommendation ("
    "period VARCHAR, edition VARCHAR, number INTEGER, place INTEGER, words VARCHAR)",
    "CREATE TABLE IF NOT EXISTS released.rows_received ("
    "period VARCHAR, edition VARCHAR, number INTEGER, quarter VARCHAR, "
    "agency VARCHAR, extract VARCHAR, rows_read INTEGER, rows_loaded INTEGER, "
    "hidden BOOLEAN)",
)
_RECEIVED_COLUMNS = (
    "quarter",
    "agency",
    "extract",
    "rows_read",
    "rows_loaded",
    "hidden",
)


def insert(store: Store, kept: Kept) -> None:
    """Put a kept release into the store, as documents read it."""
    issued = kept.issued
    received = pd.DataFrame(
        [
            (*each[:3], int(each.read), int(each.loaded), each.hidden)
            for each in issued.loaded
        ],
        columns=list(_RECEIVED_COLUMNS),
    )
    frames = {name: pd.DataFrame(rows) for name, rows in kept.tables.items()}
    if len(frames["action"]):
        days = pd.to_datetime(frames["action"]["by_when"]).dt.date
        frames["action"]["by_when"] = days
    with store.transaction() as connection:
        for table, rows in {**frames, "rows_received": received}.items():
            if len(rows):
                named = rows.assign(
                    period=issued.period,
                    edition=issued.edition,
                    number=issued.number,
                )
                append_rows(connection, f"released.{table}", named)


def restore(store: Store, edition: str, mine: Sequence[KeptName]) -> None:
    """Put releases back that the store has lost."""
    there = set(
        store.connection.execute(
            "SELECT DISTINCT period, number FROM released.value WHERE edition = ?",
            [edition],
        ).fetchall()
    )
    first = {(name.period, name.number): name.path for name in reversed(mine)}
    for place, path in sorted(first.items()):
        if place not in there:
            insert(store, read(path))


def plain(frame: pd.DataFrame) -> dict[str, list[object]]:
    """Columns and cells as JSON can hold them."""
    return {
        str(name): [
            None if pd.isna(value) else _json(value) for value in column.astype(object)
        ]
        for name, column in frame.items()
    }


def _json(value: Any) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    item = getattr(value, "item", None)
    return item() if callable(item) else value
