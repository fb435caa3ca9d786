"""One run of a quarter at a time, seen between real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import quarter_lock as module
from flows.new_home import make_home
from flows.quarter_lock import holder, quarter_lock
from schemas.errors import StoreLockedError
from schemas.period import Period
from tests.flows.commands_typed import typed
from transforms.home import Home

Q1 = Period.parse("2024-25-Q1")
HOLDS = """
import sys, time
from pathlib import Path
from flows.quarter_lock import quarter_lock
from schemas.period import Period
from transforms.home import Home

with quarter_lock(Home(Path(sys.argv[1])), Period.parse("2024-25-Q1")):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


@pytest.fixture
def other(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Another process, that holds the quarter."""
    with subprocess.Popen(  # noqa: S603 - our own lines above
        [sys.executable, "-c", HOLDS, str(home.root)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_quarter_held_elsewhere_is_waited_for_and_its_holder_named(
    home: Home, other: subprocess.Popen[str]
) -> None:
    started = time.monotonic()
    with (
        pytest.raises(StoreLockedError) as caught,
        quarter_lock(home, Q1, wait_seconds=0.5),
    ):
        pass
    assert time.monotonic() - started >= 0.5
    assert f"process {other.pid}, since " in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_run_of_a_locked_quarter_ends_in_one_line(
    home: Home, other: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAIT_SECONDS", 0.3)
    ended = typed("run", Q1, "--direct", "--home", home.root)
    assert ended.code == 3
    assert f"process {other.pid}" in ended.err
    assert ended.err.count("\n") == 1


def test_another_quarter_is_free(home: Home, other: subprocess.Popen[str]) -> None:
    with quarter_lock(home, Q1.following, wait_seconds=0):
        assert holder(home, Q1).startswith(f"process {other.pid}")


def test_a_killed_holder_holds_nothing(
    home: Home, other: subprocess.Popen[str]
) -> None:
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert holder(home, Q1) == ""
    with quarter_lock(home, Q1, wait_seconds=0):
        pass


def test_whoever_waits_gets_it_when_it_is_free(
    home: Home, other: subprocess.Popen[str]
) -> None:
    threading.Timer(0.4, other.terminate).start()
    with quarter_lock(home, Q1, wait_seconds=5):
        assert holder(home, Q1)
    assert holder(home, Q1) == ""


def test_nobody_holds_what_was_never_held(home: Home) -> None:
    assert holder(home, Q1) == ""


ELSEWHERE = """
import fcntl, socket

socket.gethostname = lambda: "another-machine"
fcntl.flock = lambda *_: None  # as on a share that keeps locks within one machine
"""


def test_another_machine_is_kept_out_of_a_home_on_a_share(home: Home) -> None:
    with subprocess.Popen(  # noqa: S603 - our own lines above
        [sys.executable, "-c", ELSEWHERE + HOLDS, str(home.root)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with (
            pytest.raises(StoreLockedError, match="on another-machine"),
            quarter_lock(home, Q1, wait_seconds=0.3),
        ):
            pass
        assert holder(home, Q1).endswith("on another-machine")
        process.kill()
    [claim] = home.store.parent.glob("*.claim")
    assert holder(home, Q1)
    long_ago = time.time() - 301
    os.utime(claim, (long_ago, long_ago))
    assert holder(home, Q1) == ""
    with quarter_lock(home, Q1, wait_seconds=0.3):
        assert claim.exists()
    assert not claim.exists()
