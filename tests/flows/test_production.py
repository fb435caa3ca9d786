"""The production way of docs/operations.md: PostgreSQL, a password, several workers."""

from __future__ import annotations

import base64
import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from schemas.period import Period
from tests.flows.commands_typed import typed
from tests.flows.served import Served, served, waited_for
from tests.servers.ports import free_ports
from tests.servers.postgresql import postgresql
from transforms.home import Home

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

QUARTER = Period.parse("2024-25-Q1")
PASSWORD = "icpc:A-LONG-PASSWORD"  # noqa: S105 - as the page writes it
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def written(file: str) -> dict[str, str]:
    """The lines of a settings file, as the page gives them."""
    text = OPERATIONS.read_text("utf-8").partition(f"\n`{file}`")[2]
    lines = re.search(r"((?:    [A-Z_]+=.*\n)+)", text)
    assert lines is not None
    pairs = [line.strip().partition("=") for line in lines[1].splitlines()]
    return {name: value for name, _, value in pairs}


def made_home(root: Path) -> Home:
    assert typed("init", root).code == 0
    words = ("--quarters", QUARTER)
    assert typed("samples", "--out", root / "drops", *words).code == 0
    return Home(root)


def answers(url: str, password: str = "") -> int:
    request = urllib.request.Request(f"{url}/flow_runs/filter", b"{}")  # noqa: S310
    request.add_header("Content-Type", "application/json")
    if password:
        told = base64.b64encode(password.encode()).decode()
        request.add_header("Authorization", f"Basic {told}")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as fault:
        return fault.code
    except OSError:
        return 0


@contextmanager
def server(folder: Path, database: str) -> Iterator[str]:
    """Prefect's server as the page starts it, its folder, database and port apart."""
    [port] = free_ports(1)
    url = f"http://127.0.0.1:{port}/api"
    told = written("/etc/icpc/server.env")
    assert told["PREFECT_API_DATABASE_CONNECTION_URL"].startswith(
        "postgresql+asyncpg://icpc@/icpc?host="
    )
    told |= {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_DATABASE_CONNECTION_URL": database,
        "PREFECT_API_URL": url,
    }
    kept = {n: v for n, v in os.environ.items() if not n.startswith("PREFECT_")}
    log = (folder / "log").open("wb")
    command = ("prefect", "server", "start", "--host", "127.0.0.1", "--port")
    with (
        log,
        subprocess.Popen(  # noqa: S603 - Prefect's own command
            [sys.executable, "-m", *command, str(port)],
            env={**kept, **told},
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            waited_for(lambda: answers(url, PASSWORD) == 200 or None)
            yield url
        finally:
            process.send_signal(signal.SIGTERM)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    with postgresql("icpc") as database, server(folder, database) as address:
        yield address


@pytest.fixture(scope="module")
def workers_environment(url: str) -> dict[str, str]:
    told = written("/etc/icpc/worker.env")
    assert set(told) == {"PREFECT_API_URL", "PREFECT_API_AUTH_STRING"}
    return {**told, "PREFECT_API_URL": url}


@pytest.fixture(scope="module")
def first(
    tmp_path_factory: pytest.TempPathFactory, workers_environment: dict[str, str]
) -> Iterator[Served]:
    home = made_home(tmp_path_factory.mktemp("first") / "home")
    with served(home, **workers_environment) as one:
        yield one


@pytest.fixture(scope="module")
def second(
    tmp_path_factory: pytest.TempPathFactory, workers_environment: dict[str, str]
) -> Iterator[Served]:
    home = made_home(tmp_path_factory.mktemp("second") / "home")
    with served(home, pool="second", **workers_environment) as one:
        yield one


def test_nobody_gets_in_without_the_password(url: str) -> None:
    assert answers(url) == 401
    assert answers(url, "icpc:wrong") == 401
    assert answers(url, PASSWORD) == 200


def test_two_homes_report_to_one_server_each_with_its_pool(
    first: Served, second: Served
) -> None:
    runs = [
        (home, home.order(name, period=QUARTER.code))
        for home, name in (
            (first, "quarterly-reports"),
            (second, "quarterly-reports-second"),
        )
    ]
    for home, run in runs:
        ended = home.ended(run)
        assert ended["state_name"] == "Completed", ended["state"]["message"]
        [report] = (home.home.documents / QUARTER.code).glob("*quarterly-report*")
        assert report.name.endswith("_v1.0.docx")
        # The server's database is elsewhere.
        assert not (home.home.prefect / "prefect.db").exists()


def test_two_workers_of_one_home_never_run_a_quarter_at_once(
    first: Served, workers_environment: dict[str, str]
) -> None:
    worker = subprocess.Popen(  # noqa: S603 - Prefect's own command
        [
            *(sys.executable, "-m", "prefect", "worker", "start"),
            *("--pool", "icpc", "--type", "process", "--name", "another"),
        ],
        env={
            **os.environ,
            **workers_environment,
            "ICPC_HOME": str(first.home.root),
            "PREFECT_HOME": str(first.home.prefect),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        runs = [
            first.order("quarterly-reports", period=QUARTER.code, force=True),
            first.order("receive", period=QUARTER.code, force=True),
        ]
        for run in runs:
            assert first.ended(run)["state_name"] == "Completed"
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    with closing(sqlite3.connect(first.home.register)) as register:
        spans = register.execute(
            "SELECT min(began_at), max(began_at) FROM stage_done GROUP BY run_id "
            "ORDER BY min(began_at)"
        ).fetchall()
    for (_, ended), (began, _) in pairwise(spans):
        assert ended < began
