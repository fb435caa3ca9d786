"""A run in a process of its own that can be spoiled, or killed at any instant."""

from __future__ import annotations

import datetime as dt
import errno
import os
import signal
import sqlite3
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from flows.orders import Stage, order_for
from flows.quarter import run_quarter
from flows.stages import DIRECT
from schemas.errors import PipelineError
from transforms.home import Home
from transforms.store import open_store

Spoil = Callable[[], None]


def run(
    home: Home,
    period: str,
    now: dt.datetime,
    *,
    last: Stage = Stage.DOCUMENTS,
    spoil: Spoil | None = None,
    kill_after: float | None = None,
) -> int:
    """What a run ends with: 0, 1 or 3 as the command, or minus the signal's number."""

    def work() -> int:
        if spoil is not None:
            spoil()
        order = order_for(home=home.root, period=period, now=now, last=last)
        return int(run_quarter(order, DIRECT).needs_a_person)

    return _forked(work, kill_after)


def _forked(work: Callable[[], int], kill_after: float | None) -> int:
    with warnings.catch_warnings():
        # The parent does nothing while the child runs.
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if number == 0:
        _in_the_child(work)
    if kill_after is not None:
        give_up = time.monotonic() + kill_after
        while time.monotonic() < give_up:
            ended, status = os.waitpid(number, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        os.kill(number, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def _in_the_child(work: Callable[[], int]) -> None:
    code = 70
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        code = work()
    except PipelineError as fault:
        code = fault.exit_code
    finally:
        os._exit(code)


def disk_full_after(writes: int) -> Spoil:
    """The disk is full from a write on: kept copies, answers, documents."""

    def spoil() -> None:
        done = 0
        fsync = os.fsync

        def full(number: int) -> None:
            nonlocal done
            done += 1
            if done > writes:
                raise OSError(errno.ENOSPC, "No space left on device")
            fsync(number)

        os.fsync = full

    return spoil


def drop_out_of_reach(agency: str) -> Spoil:
    """One agency's drop does not answer."""

    def spoil() -> None:
        import transforms.receive as receiving  # noqa: PLC0415 - only in the child

        receive_agency = receiving.receive_agency

        def receive(home: Home, whose: str, **words: object) -> object:
            if whose == agency:
                raise ConnectionResetError(errno.ECONNRESET, "reset")
            return receive_agency(home, whose, **words)  # type: ignore[arg-type]

        receiving.receive_agency = receive  # type: ignore[assignment]
        receiving.is_all_received = lambda _, whose: whose != agency

    return spoil


def impatient() -> None:
    """A held store is given up at once."""
    from transforms import store  # noqa: PLC0415 - only in the child

    store._WAIT_SECONDS = 0.1


@contextmanager
def store_held(home: Home) -> Iterator[None]:
    """Another process holds the store for as long as the block lasts."""
    number = os.fork()
    if number == 0:
        try:
            with open_store(home.store):
                time.sleep(600)
        finally:
            os._exit(0)
    try:
        _wait_until_held(home)
        yield
    finally:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)


def _wait_until_held(home: Home) -> None:
    """Until the kernel has a lock on the store's file."""
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        with open("/proc/locks", encoding="ascii") as locks:  # noqa: PTH123 - the kernel's
            inode = str(home.store.stat().st_ino) if home.store.exists() else "-"
            if any(f":{inode} " in line for line in locks):
                return
        time.sleep(0.05)


@contextmanager
def register_held(home: Home, seconds: float) -> Iterator[None]:
    """Another process writes the register for so many seconds of the block."""
    number = os.fork()
    if number == 0:
        try:
            with closing(sqlite3.connect(home.register, timeout=5)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
        finally:
            os._exit(0)
    try:
        yield
    finally:
        os.waitpid(number, 0)
