"""Serving a home: its server, calendar, worker and their supervision, until stopped."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from flows.progress import tell
from flows.server import Server, named_server, start_server
from flows.settings import enter_client_environment, worker_environment
from schemas.errors import ServerError
from transforms.home import Home

PORT = 4200
RUNS_AT_ONCE = 2
_LOOK_SECONDS = 2.0
_MEND_SECONDS = 10.0
_START_SECONDS = 600.0
_STOP_SECONDS = 30.0
_STARTS = 5
_STARTS_WITHIN_SECONDS = 300.0


def serve(home: Home, *, port: int, pool: str) -> None:
    """Serve a home until SIGTERM or SIGINT; then stop everything it started.

    What is there already is used as it is: a server that PREFECT_API_URL names, a work
    pool, deployments, automations. A run that is cut short by stopping goes on when the
    home is served again.

    Raises:
        ServerError: the home is served already, or a part would not start.
    """
    stopped = _stopped_by_signal()
    with ExitStack() as stack:
        stack.enter_context(_only_one(home))
        server = named_server() or start_server(home, port=port, pages=True)
        stack.callback(server.stop)
        enter_client_environment(home, server.api_url)
        server.wait(_START_SECONDS)
        stack.enter_context(_told(home, server))
        _set_up(home, server, pool)
        worker = _Worker(home, server.api_url, pool)
        stack.callback(worker.stop)
        worker.keep_running()
        tell(f"Serving {home.root}")
        tell(f"Prefect's pages: {server.api_url.removesuffix('/api')}")
        _supervise(home, server, worker, pool, stopped)
        tell("Stopping")
        worker.stop()
        _mend(server, pool, no_worker=True)


def _stopped_by_signal() -> threading.Event:
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


@contextmanager
def _only_one(home: Home) -> Iterator[None]:
    home.prefect.mkdir(parents=True, exist_ok=True)
    home.logs.mkdir(parents=True, exist_ok=True)
    with (home.prefect / "serve.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise ServerError(
                f"This home is served already ({file.read()}).",
                "Nothing is to be done. To stop it, end that process.",
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


@contextmanager
def _told(home: Home, server: Server) -> Iterator[None]:
    """The file by which commands find the server of the home."""
    path = home.prefect / "server.json"
    path.write_text(json.dumps({"api_url": server.api_url}), "utf-8")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _set_up(home: Home, server: Server, pool: str) -> None:
    from flows.schedule import set_up  # noqa: PLC0415 - Prefect reads the environment

    set_up(home, server.api_url, pool)
    _mend(server, pool, no_worker=True)


def _mend(server: Server, pool: str, *, no_worker: bool = False) -> None:
    """Look for runs whose process is gone; if the server is not there, look later."""
    import httpx  # noqa: PLC0415 - as above
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.exceptions import PrefectException  # noqa: PLC0415

    from flows.dead_runs import mend  # noqa: PLC0415

    try:
        with get_client(sync_client=True) as client:
            all_here = server.process is not None
            mend(client, pool, all_here=all_here, no_worker=no_worker)
    except (httpx.HTTPError, PrefectException) as fault:
        tell(f"Prefect's server could not be asked ({type(fault).__name__})")


def _supervise(
    home: Home, server: Server, worker: _Worker, pool: str, stopped: threading.Event
) -> None:
    """Keep server and worker running, and no run running without its process.

    A run can outlive its server: what it has to report waits until there is one again.

    Raises:
        ServerError: one of them ends again and again.
    """
    starts = _Starts("Prefect server", server.log)
    looked = time.monotonic()
    while not stopped.wait(_LOOK_SECONDS):
        if server.has_ended:
            starts.note()
            tell("The home's Prefect server has ended; it is started again")
            server.start_again(home)
            server.wait(_START_SECONDS)
        if time.monotonic() - looked >= _MEND_SECONDS:
            worker.keep_running()
            _mend(server, pool)
            looked = time.monotonic()


class _Starts:
    """How often a part was started lately; too often is for a person to see."""

    def __init__(self, part: str, log: Path | str) -> None:
        self._part = part
        self._log = log
        self._at: list[float] = []

    def note(self) -> None:
        """Note that it is started now.

        Raises:
            ServerError: it has ended too often.
        """
        now = time.monotonic()
        recently = [at for at in self._at if now - at < _STARTS_WITHIN_SECONDS]
        if len(recently) >= _STARTS:
            raise ServerError(
                f"The {self._part} has ended {_STARTS} times in five minutes.",
                f"Its log is {self._log}.",
            )
        self._at = [*recently, now]


class _Worker:
    """The worker of a home, started again when it ends."""

    def __init__(self, home: Home, api_url: str, pool: str) -> None:
        self._home = home
        self._api_url = api_url
        self._pool = pool
        self._process: subprocess.Popen[bytes] | None = None
        self._log = home.logs / "prefect-worker.log"
        self._starts = _Starts("worker", self._log)

    def keep_running(self) -> None:
        """Start it, if it does not run.

        Raises:
            ServerError: it has ended too often.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self._starts.note()
        with self._log.open("ab") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [
                    *(sys.executable, "-m", "flows.worker_process"),
                    *("--pool", self._pool, "--type", "process"),
                    *("--name", f"{self._pool}-{socket.gethostname()}"),
                    *("--limit", str(RUNS_AT_ONCE)),
                ],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=self._home.prefect,
                env=worker_environment(self._home, self._api_url),
            )

    def stop(self) -> None:
        """Stop it, with the runs that it has going."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
