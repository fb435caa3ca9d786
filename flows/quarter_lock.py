"""One run of a quarter in a home at a time, with or without Prefect.

The kernel drops the lock when its holder dies, so that nothing is ever left locked.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from flows.progress import tell
from schemas.errors import StoreLockedError
from schemas.period import LONDON, Period
from transforms.home import Home

_RETRY_SECONDS = 0.2
WAIT_SECONDS = 30.0


@contextmanager
def quarter_lock(
    home: Home,
    period: Period,
    *,
    wait_seconds: float | None = None,
) -> Iterator[None]:
    """Hold the quarter of a home for as long as the block lasts.

    Raises:
        StoreLockedError: another process held it all the while; it is named.
    """
    with _held(home, period.code, wait_seconds):
        yield


@contextmanager
def receiving_lock(home: Home) -> Iterator[None]:
    """Hold the drops of a home: two runs of different quarters receive in turn.

    A verdict depends on the other files of a version, so two processes may not judge
    at the same time.

    Raises:
        StoreLockedError: another process held them all the while; it is named.
    """
    with _held(home, "receiving", None):
        yield


@contextmanager
def saying_lock(home: Home) -> Iterator[None]:
    """Hold the home's messages, so that two runs do not say the same thing at once.

    Raises:
        StoreLockedError: another process held them all the while; it is named.
    """
    with _held(home, "messages", None):
        yield


@contextmanager
def _held(home: Home, what: str, wait_seconds: float | None) -> Iterator[None]:
    path = home.store.parent / f"{what}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _take(file, what, WAIT_SECONDS if wait_seconds is None else wait_seconds)
        file.truncate(0)
        since = dt.datetime.now(LONDON)
        file.write(f"process {os.getpid()}, since {since:%H:%M:%S on %d %B %Y}")
        file.flush()
        yield


def holder(home: Home, period: Period) -> str:
    """Who holds a quarter, as `process 123, since …`; empty if nobody does."""
    path = home.store.parent / f"{period.code}.lock"
    try:
        with path.open("r", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return ""
    except BlockingIOError:
        return path.read_text("utf-8") or "another process"
    return ""


def _take(file: TextIO, what: str, wait_seconds: float) -> None:
    give_up = time.monotonic() + wait_seconds
    told = False
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = file.read() or "another process"
        if time.monotonic() > give_up:
            raise StoreLockedError(
                f"{what} is held by another run ({who}), "
                f"and was for {wait_seconds:.0f} seconds.",
                "Wait until it has ended, then run the same command again.",
            )
        if not told:
            tell(f"Waiting for another run of {what} ({who})")
            told = True
        time.sleep(_RETRY_SECONDS)
