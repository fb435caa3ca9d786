"""A home that is served in a test: `icpc serve` in a process of its own."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests.flows.commands_typed import started_apart
from transforms.home import Home

T = TypeVar("T")
PATIENCE = 240.0
BUSY = 503


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """A served home: its process, and what its Prefect server says."""

    home: Home
    process: subprocess.Popen[str]
    api: str
    password: dict[str, str] = field(default_factory=dict)

    def asked(self, path: str, **body: Any) -> Any:
        """What the API answers to a question."""
        request = urllib.request.Request(  # noqa: S310 - our own server, on loopback
            f"{self.api}/{path}",
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", **self.password},
        )

        def answered() -> list[Any] | None:
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                    return [json.load(answer)]
            except urllib.error.HTTPError as fault:
                # SQLite was busy: the server asks to be asked again.
                if fault.code == BUSY:
                    return None
                raise
            except OSError:
                # There is no server at the moment, or it has just ended.
                return None

        [told] = waited_for(answered, seconds=60)
        return told

    def deployment(self, name: str) -> dict[str, Any]:
        """The deployment of a name."""
        found = self.asked("deployments/filter", deployments={"name": {"any_": [name]}})
        [one] = found
        return dict(one)

    def order(
        self, name: str, *, at: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """A new run of a deployment, due at once, scheduled for a moment."""
        deployment = self.deployment(name)
        details = {"scheduled_time": at} if at else {}
        run = self.asked(
            f"deployments/{deployment['id']}/create_flow_run",
            parameters=parameters,
            state={"type": "SCHEDULED", "state_details": details},
        )
        return dict(run)

    def retry(self, run: dict[str, Any]) -> None:
        """What the button Retry of Prefect's page does."""
        state = {"type": "SCHEDULED", "name": "AwaitingRetry"}
        self.asked(f"flow_runs/{run['id']}/set_state", state=state, force=True)

    def ended(self, run: dict[str, Any], *, after: int = 0) -> dict[str, Any]:
        """The run once it is over, for the time after so many times."""
        over = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")

        def is_over() -> dict[str, Any] | None:
            [now] = self.asked(
                "flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}}
            )
            done = now["state_type"] in over and now["run_count"] > after
            return dict(now) if done else None

        return waited_for(is_over)

    def completed(self, run: dict[str, Any]) -> dict[str, Any]:
        """The run once it is completed, however often it was taken up before."""

        def is_completed() -> dict[str, Any] | None:
            [now] = self.asked(
                "flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}}
            )
            return dict(now) if now["state_type"] == "COMPLETED" else None

        return waited_for(is_completed)

    def tasks(self, run: dict[str, Any]) -> dict[str, str]:
        """The tasks of a run by name, with their states."""
        found = self.asked(
            "task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}}, limit=200
        )
        return {task["name"]: task["state_name"] for task in found}

    def wait_for(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        waited_for(lambda: holds() or None)

    def process_of(self, run: dict[str, Any]) -> int:
        """The number of the process that runs a flow, once it is running."""

        def number() -> int | None:
            [now] = self.asked(
                "flow_runs/filter", flow_runs={"id": {"any_": [run["id"]]}}
            )
            running = now["state_type"] == "RUNNING" and now["infrastructure_pid"]
            return int(now["infrastructure_pid"]) if running else None

        return waited_for(number, every=0.1)

    def worker(self) -> int:
        """The number of the worker's process."""
        return self._child("worker_process")

    def server(self) -> int:
        """The number of the server's process."""
        return self._child("server_process")

    def _child(self, module: str) -> int:
        def number() -> int | None:
            mine = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
            for child in Path(mine).read_text("ascii").split():
                command = Path(f"/proc/{child}/cmdline").read_bytes()
                if module.encode() in command:
                    return int(child)
            return None

        return waited_for(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it, and wait until it has ended; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=90)


def waited_for(
    look: Callable[[], T | None], *, seconds: float = PATIENCE, every: float = 0.5
) -> T:
    """What is looked for, once it is there."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        found = look()
        if found is not None:
            return found
        time.sleep(every)
    raise AssertionError(f"{look.__qualname__} was not there after {seconds:.0f} s")


@contextmanager
def served(
    home: Home,
    *,
    before: str = "",
    under: Sequence[str] = (),
    pool: str = "icpc",
    **environment: str,
) -> Iterator[Served]:
    """The home, served until the end of the block; under a command that watches it."""
    port = free_port()
    words = ("serve", "--home", home.root, "--port", port, "--pool", pool)
    api = environment.get("PREFECT_API_URL", f"http://127.0.0.1:{port}/api")
    password = environment.get("PREFECT_API_AUTH_STRING", "")
    told = base64.b64encode(password.encode()).decode()
    with started_apart(*words, before=before, under=under, **environment) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("Serving"):
                    break
            else:
                assert process.stderr is not None
                raise AssertionError(process.stderr.read())
            header = {"Authorization": f"Basic {told}"} if password else {}
            yield Served(home, process, api, header)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=90)


def states_of(home: Home) -> dict[str, int]:
    """How many runs that have begun are in which state, by Prefect's own file."""
    with closing(sqlite3.connect(home.prefect / "prefect.db")) as database:
        return dict(
            database.execute(
                "SELECT state_name, count(*) FROM flow_run "
                "WHERE run_count > 0 OR state_type IN ('RUNNING', 'PENDING') "
                "GROUP BY state_name"
            ).fetchall()
        )


def is_alive(number: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
