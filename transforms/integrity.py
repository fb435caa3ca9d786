"""Whether a home still holds what its register says it holds.

Every kept file by its hash, the store by the rows of every accepted submission, the
register by SQLite's own check, every document by its hash.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from schemas.errors import KeptCopyError, PipelineError
from transforms.history import digest_of
from transforms.home import Home
from transforms.kept import kept_content
from transforms.register import Arrival, Register
from transforms.store import loaded_submissions, open_store


def faults_of(home: Home, key: bytes) -> list[str]:
    """A sentence for each fault found; none for a sound home. Nothing is changed.

    Args:
        home: the home.
        key: its key, under which some of the kept copies are sealed.
    """
    if not home.register.exists():
        return []
    return [
        *_of_register(home),
        *_of_kept_files(home, key),
        *_of_store(home),
        *_of_documents(home),
    ]


def _of_register(home: Home) -> Iterator[str]:
    with closing(sqlite3.connect(home.register)) as connection:
        try:
            [found] = connection.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError:
            found = "damaged"
    if found != "ok":
        yield (
            "The register (store/register.sqlite) is damaged. Restore it from the last "
            "backup."
        )


def _of_kept_files(home: Home, key: bytes) -> Iterator[str]:
    kept: dict[str, Arrival] = {
        arrival.kept_as: arrival
        for arrival in Register(home.register).arrivals(with_issues=False)
        if arrival.kept_as
    }
    for kept_as, arrival in sorted(kept.items()):
        try:
            content = kept_content(home, kept_as, key=key)
        except KeptCopyError as fault:
            yield str(fault)
            continue
        if hashlib.sha256(content).hexdigest() != arrival.sha256:
            yield (
                f"The kept copy received/{kept_as} was changed. Restore it from the "
                "last backup."
            )


def _of_store(home: Home) -> Iterator[str]:
    standing = Register(home.register).standing()
    if not standing:
        return
    try:
        with open_store(home.store) as store:
            there = loaded_submissions(store)
    except PipelineError as fault:
        yield str(fault)
        return
    lost = sum(there.get(a.submission_id or "") != a.rows_loaded for a in standing)
    if lost:
        yield (
            f"The store lacks the rows of {lost} accepted submission(s). Run the last "
            "quarter for every agency: icpc run. They are loaded again from what was "
            "kept."
        )


def _of_documents(home: Home) -> Iterator[str]:
    register = Register(home.register)
    periods = {
        *(code for code, _, _ in register.releases("committee")),
        *(code for code, _, _ in register.releases("public")),
    }
    for period in sorted(periods):
        last = {d["name"]: d["sha256"] for d in register.documents(period)}
        for name, sha256 in sorted(last.items()):
            found = digest_of(home.documents / period / name)
            if found == sha256:
                continue
            how = "was changed after it was made" if found else "is missing"
            yield (
                f"documents/{period}/{name} {how}. To make the current one anew: "
                f"icpc run {period}"
            )
