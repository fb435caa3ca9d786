"""Which files a release was made from, and so which of them changed a figure since.

Kept in the register beside each release. The reason of a revision is read off two of
these lists: a file that is new, that took another's place, or that the officer let in
or turned away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.extracts import extract_named
from schemas.period import Period
from schemas.released import Cause
from transforms.indicators import indicator_of
from transforms.register import Register

_TABLE = """
CREATE TABLE IF NOT EXISTS release_source (
    period TEXT NOT NULL,
    edition TEXT NOT NULL,
    number INTEGER NOT NULL,
    sources TEXT NOT NULL,
    PRIMARY KEY (period, edition, number)
)
"""


class Source(NamedTuple):
    """One file that a release was made from."""

    agency: str
    extract: str
    quarter: str
    version: int
    submission_id: str


Sources = Mapping[tuple[str, str, str], Source]
"""By agency, extract and quarter."""


def note_sources(register: Register, period: str, edition: str, number: int) -> None:
    """Note what stands now as the sources of a release; again it changes nothing."""
    sources = [
        [a.agency, a.extract, a.quarter, a.version or 0, a.submission_id or ""]
        for a in register.standing()
    ]
    with register.transaction() as connection:
        connection.execute(_TABLE)
        connection.execute(
            "INSERT OR IGNORE INTO release_source VALUES (?, ?, ?, ?)",
            [period, edition, number, json.dumps(sorted(sources))],
        )


def sources_of(
    register: Register, period: str, edition: str, number: int
) -> Sources | None:
    """The sources of a release; None of one made before they were kept."""
    with register.transaction() as connection:
        connection.execute(_TABLE)
        row = connection.execute(
            "SELECT sources FROM release_source "
            "WHERE period = ? AND edition = ? AND number = ?",
            [period, edition, number],
        ).fetchone()
    if row is None:
        return None
    sources = (Source(*fields) for fields in json.loads(row["sources"]))
    return {(s.agency, s.extract, s.quarter): s for s in sources}


def causes(
    before: Sources | None, after: Sources | None, *, period: str, indicator: str
) -> tuple[Cause, ...]:
    """The files by which a figure of a period can have changed between two releases.

    Those of the period's own quarters come first; of later quarters only extracts count
    that send a record again until it is settled. None: no file that it needs changed.
    """
    if before is None or after is None:
        return ()
    own = Period.parse(period).quarters
    found = [
        cause
        for cause in _changes(before, after)
        if _is_needed(cause, indicator) and _reaches(cause, own)
    ]
    return tuple(sorted(found, key=lambda c: (c.quarter, c.agency, c.extract)))


def _is_needed(cause: Cause, indicator: str) -> bool:
    return any(
        need.extract == cause.extract and need.agency in {"", cause.agency}
        for need in indicator_of(indicator).needs
    )


def _reaches(cause: Cause, own: Sequence[Period]) -> bool:
    quarter = Period.parse(cause.quarter)
    extract = extract_named(cause.extract)
    is_own = quarter in own
    sent_again = extract is not None and extract.admits_earlier
    return is_own or (quarter > own[-1] and sent_again)


def _changes(before: Sources, after: Sources) -> Iterator[Cause]:
    for place in sorted({*before, *after}):
        old, new = before.get(place), after.get(place)
        if old == new:
            continue
        yield Cause(
            agency=place[0],
            extract=place[1],
            quarter=place[2],
            was_version=0 if old is None else old.version,
            is_version=0 if new is None else new.version,
        )
