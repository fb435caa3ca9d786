"""One run of a quarter in a home at a time, with or without Prefect.

On one machine the kernel keeps the lock, and drops it when its holder dies, so that
nothing is ever left locked. A home belongs on a disk of the machine that runs it; if it
lies on a share all the same, a claim beside the lock keeps other machines out: a file
that only one can make, renewed while the run lasts, and void five minutes after.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from flows.progress import tell
from schemas.errors import StoreLockedError
from schemas.period import LONDON, Period
from transforms.home import Home

_RETRY_SECONDS = 0.2
_RENEW_SECONDS = 30.0
_VOID_SECONDS = 300.0
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
        with _claimed(path.with_suffix(".claim"), what, wait_seconds):
            file.truncate(0)
            file.write(_this_process())
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
    claim = path.with_suffix(".claim")
    return "" if _is_void(claim) else _claimant(claim)


def _this_process() -> str:
    since = dt.datetime.now(LONDON)
    return f"process {os.getpid()}, since {since:%H:%M:%S on %d %B %Y}"


@contextmanager
def _claimed(claim: Path, what: str, wait_seconds: float | None) -> Iterator[None]:
    """Keep other machines out for as long as the block lasts."""
    _make_claim(claim, what, WAIT_SECONDS if wait_seconds is None else wait_seconds)
    ended = threading.Event()
    renewing = threading.Thread(target=_renew, args=(claim, ended), daemon=True)
    renewing.start()
    try:
        yield
    finally:
        ended.set()
        renewing.join()
        claim.unlink(missing_ok=True)


def _make_claim(claim: Path, what: str, wait_seconds: float) -> None:
    give_up = time.monotonic() + wait_seconds
    told = False
    while True:
        with suppress(FileExistsError), claim.open("x", encoding="utf-8") as file:
            file.write(f"{socket.gethostname()}\n{_this_process()}")
            return
        if _is_void(claim):
            claim.unlink(missing_ok=True)
            continue
        if time.monotonic() > give_up:
            raise _held_elsewhere(what, _claimant(claim), wait_seconds)
        if not told:
            tell(f"Waiting for another run of {what} ({_claimant(claim)})")
            told = True
        time.sleep(_RETRY_SECONDS)


def _renew(claim: Path, ended: threading.Event) -> None:
    while not ended.wait(_RENEW_SECONDS):
        with suppress(OSError):
            claim.touch()


def _is_void(claim: Path) -> bool:
    """Whether nobody stands behind a claim: it is old, or of this machine.

    Who asks holds this machine's lock, so that none of its other processes does.
    """
    try:
        age = time.time() - claim.stat().st_mtime
        host = claim.read_text("utf-8").partition("\n")[0]
    except FileNotFoundError:
        return True
    return age > _VOID_SECONDS or host == socket.gethostname()


def _claimant(claim: Path) -> str:
    """As `process 123, since … on another-machine`."""
    try:
        host, _, who = claim.read_text("utf-8").partition("\n")
    except FileNotFoundError:
        return "another machine"
    return f"{who} on {host}" if who else "another machine"


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
            raise _held_elsewhere(what, who, wait_seconds)
        if not told:
            tell(f"Waiting for another run of {what} ({who})")
            told = True
        time.sleep(_RETRY_SECONDS)


def _held_elsewhere(what: str, who: str, wait_seconds: float) -> StoreLockedError:
    return StoreLockedError(
        f"{what} is held by another run ({who}), "
        f"and was for {wait_seconds:.0f} seconds.",
        "Wait until it has ended, then run the same command again.",
    )
