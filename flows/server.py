"""The Prefect server that the runs of a home report to.

The one that PREFECT_API_URL names, else the one that serves the home already, else one
started for the command alone, on loopback, with its SQLite file in the home, and
stopped after. Prefect's own ephemeral server is never used: it loses records of tasks.
"""

from __future__ import annotations

import fcntl
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO
from urllib.parse import urlsplit

from flows.progress import tell
from flows.settings import (
    enter_client_environment,
    server_environment,
    server_of_environment,
)
from schemas.errors import ServerError
from transforms.home import Home

START_SECONDS = 120.0
_REACH_SECONDS = 10.0
_STOP_SECONDS = 10.0
_LOOK_SECONDS = 0.1
_LOOPBACK = "127.0.0.1"
_DIRECTLY = "Or do without Prefect: add --direct."
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Server:
    """A server in reach, or on its way there.

    Attributes:
        api_url: address of its API.
        process: the process, where this command started it.
        starting: file that keeps two commands from making its database at once.
        log: where what it says is found.
    """

    api_url: str
    process: subprocess.Popen[bytes] | None = None
    starting: TextIO | None = None
    log: str = ""

    def wait(self, start_seconds: float = START_SECONDS) -> None:
        """Wait until it answers.

        Args:
            start_seconds: for how long at most, where this command started it.

        Raises:
            ServerError: it ended, or did not answer in time.
        """
        seconds = start_seconds if self.process else _REACH_SECONDS
        give_up = time.monotonic() + seconds
        while not answers(self.api_url):
            if self.has_ended:
                raise ServerError(
                    "The home's Prefect server ended as it started.",
                    f"Its log is {self.log}. {_DIRECTLY}",
                )
            if time.monotonic() > give_up:
                raise ServerError(
                    f"The Prefect server at {self.api_url} has not answered for "
                    f"{seconds:.0f} seconds.",
                    f"See that it runs, and try again. {_DIRECTLY}",
                )
            time.sleep(_LOOK_SECONDS)
        self._let_others_start()

    @property
    def has_ended(self) -> bool:
        """Whether this command started it and it is no more."""
        return self.process is not None and self.process.poll() is not None

    def start_again(self, home: Home) -> None:
        """Start it at the same address, with its pages, after it has ended.

        Raises:
            ServerError: another program has its port by now.
        """
        self._let_others_start()
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        port = urlsplit(self.api_url).port
        again = start_server(home, port=port, pages=True)
        self.process, self.starting = again.process, again.starting

    def stop(self) -> None:
        """Stop it, if this command started it."""
        self._let_others_start()
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def _let_others_start(self) -> None:
        if self.starting is not None:
            self.starting.close()
            self.starting = None


@contextmanager
def server_of(home: Home) -> Iterator[Server]:
    """The server of a home, from here to the end of the block.

    It may still be starting: `wait` before a flow is run. What Prefect reads when it is
    first imported is set, so import it only inside the block.
    """
    server = named_server() or _serving(home) or start_server(home)
    try:
        enter_client_environment(home, server.api_url)
        yield server
    finally:
        server.stop()


def named_server() -> Server | None:
    """The server that the environment names, if it names one."""
    api_url = server_of_environment()
    return Server(api_url) if api_url else None


def api_of(home: Home) -> str | None:
    """The address of the server that the environment names, or that serves the home."""
    named = server_of_environment()
    if named:
        return named
    try:
        told = json.loads((home.prefect / "server.json").read_text("utf-8"))
        return str(told["api_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _serving(home: Home) -> Server | None:
    """The server that serves the home already, as its file says, if it answers."""
    api_url = api_of(home)
    return Server(api_url) if api_url and answers(api_url) else None


def start_server(home: Home, *, port: int | None = None, pages: bool = False) -> Server:
    """The home's own server, starting; on a free port unless one is given.

    Raises:
        ServerError: the port is taken.
    """
    first_time = not (home.prefect / "prefect.db").exists()
    duration = ", the first time about 20 seconds" if first_time else ""
    tell(f"Starting Prefect's server{duration}")
    home.prefect.mkdir(parents=True, exist_ok=True)
    home.logs.mkdir(parents=True, exist_ok=True)
    starting = (home.prefect / "start.lock").open("w", encoding="utf-8")
    fcntl.flock(starting, fcntl.LOCK_EX)
    port = _free_port() if port is None else _own_port(port)
    api_url = f"http://{_LOOPBACK}:{port}/api"
    log = home.logs / "prefect-server.log"
    with log.open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [
                *(sys.executable, "-m", "flows.server_process"),
                *("--host", _LOOPBACK, "--port", str(port)),
                *(("--ui",) if pages else ("--no-ui",)),
            ],
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=home.prefect,
            env=server_environment(home, api_url),
        )
    return Server(api_url, process, starting, str(log))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _own_port(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, port))
        except OSError:
            raise ServerError(
                f"Port {port} of this machine is taken by another program.",
                "Choose another one with --port.",
            ) from None
    return port


def answers(api_url: str) -> bool:
    """Whether a server answers at an address."""
    try:
        with _NO_PROXY.open(f"{api_url.rstrip('/')}/health", timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's "OK"
    except (OSError, urllib.error.URLError, ValueError):
        return False
