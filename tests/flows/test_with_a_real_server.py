"""Runs that report to a real Prefect server: what it is told, and what it never is."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import sqlite3
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flows.documents_due import due_for
from schemas.period import Period
from tests.flows.commands_typed import Ended, started_apart, typed, typed_apart
from transforms.home import Home

pytestmark = pytest.mark.real

Q1 = "2024-25-Q1"
MARKER = "MARIONEXAMPLE"
TASKS = [
    *("receive hscp", "receive education", "receive health"),
    *("receive police", "receive barnardos", "receive icpc"),
    *("answer hscp", "answer education", "answer health"),
    *("answer police", "answer barnardos", "answer icpc"),
    *("compute", "release committee"),
    *(f"make {document.name}" for document in due_for(Period.parse(Q1))),
    "record",
]
SPOILED = f"""
import transforms.bring_up_to_date as module

def bring_up_to_date(*_, **__):
    child = "{MARKER}"
    raise ValueError(f"no such child: {{child}}")

module.bring_up_to_date = bring_up_to_date
"""
OUT_OF_REACH = f"""
import flows.quarterly_reports as module
import transforms.receive as receiving

module.receive.retry_delay_seconds = [0.1, 0.1, 0.1]
receive_agency = receiving.receive_agency

def receive(home, agency, **words):
    if agency == "police":
        raise ConnectionResetError(104, "{MARKER}")
    return receive_agency(home, agency, **words)

receiving.receive_agency = receive
"""


def made_home(root: Path) -> Home:
    assert typed("init", root).code == 0
    return Home(root)


def recorded(home: Home, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home.prefect / "prefect.db")) as database:
        return database.execute(query).fetchall()


def is_alive(home: Home, needle: str = "flows.server_process") -> bool:
    """Whether a server process of this home is left."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode("utf-8", "replace")
            where = (process / "cwd").readlink()
        except OSError:
            continue
        if needle in command and where == home.prefect:
            return True
    return False


def plant(home: Home) -> None:
    """The marker as a reference, as a wrong code, as text, and as a file's name."""
    drop = home.drops / "police"
    source = drop / f"police_concern_reports_{Q1}.csv"
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows[0]["child_ref"] = f"{MARKER}-1"
    rows[1]["theme"] = MARKER
    rows[2]["reported_on"] = MARKER
    with source.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (drop / f"{MARKER}.csv").write_text(f"child_ref\n{MARKER}\n", "utf-8")


def holding_the_marker(*folders: Path) -> list[str]:
    return [
        str(file)
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and MARKER.encode() in file.read_bytes()
    ]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Ended]:
    """A home with planted extracts after a run through its own server."""
    home = made_home(tmp_path_factory.mktemp("homes") / "a home")
    assert typed("samples", "--out", home.drops, "--quarters", Q1).code == 0
    plant(home)
    return home, typed_apart("run", Q1, "--home", home.root)


def test_a_run_goes_through_the_homes_own_server(ran: tuple[Home, Ended]) -> None:
    home, ended = ran
    assert ended.code == 0, ended.err
    assert "Starting Prefect's server" in ended.out
    assert ended.out.splitlines()[-1].endswith(f"quarterly-report_{Q1}_v1.0.docx")
    assert not is_alive(home)


def test_the_run_and_every_task_of_it_are_recorded_as_completed(
    ran: tuple[Home, Ended],
) -> None:
    home, _ = ran
    [(name, state)] = recorded(home, "SELECT name, state_name FROM flow_run")
    assert (name, state) == (f"quarterly-reports {Q1}", "Completed")
    tasks = recorded(home, "SELECT name, state_name FROM task_run")
    assert sorted(tasks) == sorted((task, "Completed") for task in TASKS)
    lines = [line for (line,) in recorded(home, "SELECT message FROM log")]
    assert "Education: 6 files, 6 new, 6 accepted" in lines
    [(message,)] = recorded(
        home, "SELECT message FROM flow_run_state WHERE name = 'Completed'"
    )
    assert "37 new files, 6 agencies answered, release 1" in message


def test_nothing_planted_reaches_prefect_or_the_logs(ran: tuple[Home, Ended]) -> None:
    home, ended = ran
    assert "1 rejected" in ended.out
    assert not holding_the_marker(home.prefect, home.logs)
    assert MARKER.encode() not in home.store.read_bytes()
    assert MARKER not in ended.err
    [report] = (home.documents / Q1).glob("*quarterly-report*.docx")
    with zipfile.ZipFile(report) as parts:
        assert not any(MARKER.encode() in parts.read(name) for name in parts.namelist())


def test_no_result_of_a_task_is_kept(ran: tuple[Home, Ended]) -> None:
    home, _ = ran
    assert not list(home.prefect.rglob("storage/*"))
    assert not recorded(home, "SELECT key FROM artifact WHERE key IS NULL")


def test_what_the_server_wrote_is_for_its_owner_alone(ran: tuple[Home, Ended]) -> None:
    home, _ = ran
    for file in [*home.prefect.iterdir(), *home.logs.iterdir()]:
        assert file.stat().st_mode & 0o077 == 0


def test_an_unforeseen_fault_reaches_prefect_without_its_words(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    ended = typed_apart("run", Q1, "--home", home.root, before=SPOILED)
    assert ended.code == 3
    assert "The stage compute ended in ValueError" in ended.err
    assert ended.err.count("\n") == 1
    assert not holding_the_marker(home.prefect, home.logs, home.store.parent)
    assert MARKER not in ended.err + ended.out
    assert recorded(home, "SELECT state_name FROM flow_run") == [("Failed",)]
    states = dict(recorded(home, "SELECT name, state_name FROM task_run"))
    assert states["compute"] == "Failed"


def test_a_drop_out_of_reach_is_tried_again_and_stops_no_other(tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    ended = typed_apart("run", Q1, "--home", home.root, before=OUT_OF_REACH)
    assert ended.code == 1
    assert "Police Scotland: The stage receive police ended in Connection" in ended.err
    assert not holding_the_marker(home.prefect, home.logs, home.store.parent)
    counts = dict(recorded(home, "SELECT name, run_count FROM task_run"))
    assert counts["receive police"] == 4
    assert counts["receive hscp"] == 1
    assert recorded(home, "SELECT state_name FROM flow_run") == [("Failed",)]


def within(seconds: float) -> Iterator[None]:
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        yield
        time.sleep(0.1)


@pytest.mark.parametrize("seen", ["Starting", "Health"])
def test_a_killed_command_leaves_no_server_behind(seen: str, tmp_path: Path) -> None:
    home = made_home(tmp_path / "home")
    with started_apart("run", Q1, "--home", home.root) as process:
        assert process.stdout is not None
        assert any(line.startswith(seen) for line in process.stdout)
        assert any(is_alive(home) for _ in within(10))
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert any(not is_alive(home) for _ in within(15))


def test_a_server_that_was_named_and_is_not_there_ends_in_one_line(
    tmp_path: Path,
) -> None:
    home = made_home(tmp_path / "home")
    url = "http://127.0.0.1:9/api"
    ended = typed_apart("run", Q1, "--home", home.root, PREFECT_API_URL=url)
    assert ended.code == 3
    assert ended.err.count("\n") == 1
    assert f"The Prefect server at {url} has not answered" in ended.err
    assert "--direct" in ended.err
    assert not (home.prefect / "prefect.db").exists()


SERVES = """
import sys, time
from pathlib import Path
from flows.server import server_of
from transforms.home import Home

with server_of(Home(Path(sys.argv[1]))) as server:
    server.wait()
    print(server.api_url, flush=True)
    time.sleep(120)
sys.exit()
"""


@pytest.mark.enable_socket
def test_a_server_that_serves_the_home_is_used_and_left_running(tmp_path: Path) -> None:
    serving, home = made_home(tmp_path / "serving"), made_home(tmp_path / "home")
    with started_apart(serving.root, before=SERVES) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        home.prefect.mkdir()
        told = json.dumps({"api_url": url})
        (home.prefect / "server.json").write_text(told, "utf-8")
        ended = typed_apart(
            *(
                "run",
                Q1,
                "--home",
                home.root,
                "--agency",
                "police",
            ),
            HTTP_PROXY="http://127.0.0.1:9",
        )
        assert ended.code == 0, ended.err
        assert "Starting" not in ended.out
        assert urllib.request.urlopen(f"{url}/health").status == 200  # noqa: S310 - our own server
        server.terminate()
    names = [name for (name,) in recorded(serving, "SELECT name FROM task_run")]
    assert sorted(names) == sorted(["receive police", "answer police", *TASKS[12:]])
    assert not (home.prefect / "prefect.db").exists()


def test_the_deployment_runs_as_a_worker_finds_it(tmp_path: Path) -> None:
    """Deployed from prefect.yaml as it stands, picked up by a real worker."""
    home = made_home(tmp_path / "home")
    root = Path(__file__).parents[2]
    clone = tmp_path / "a clone"
    for name in ("flows", "schemas", "transforms", "report_templates"):
        shutil.copytree(root / name, clone / name)
    shutil.copy(root / "prefect.yaml", clone)
    deploys = f"""
import os, subprocess, sys
from pathlib import Path
from flows.server import server_of
from transforms.home import Home

home = Home(Path({str(home.root)!r}))
prefect = [sys.executable, "-m", "prefect", "--no-prompt"]

def typed(*words):
    subprocess.run([*prefect, *words], check=True, cwd={str(clone)!r},
                   env={{**os.environ, "ICPC_HOME": str(home.root)}}, timeout=120)

with server_of(home) as server:
    server.wait()
    typed("work-pool", "create", "--type", "process", "icpc")
    typed("deploy", "--all")
    typed("deployment", "run", "quarterly-reports/quarterly-reports",
          "--param", 'period="{Q1}"')
    typed("worker", "start", "--pool", "icpc", "--run-once")
sys.exit()
"""
    ended = typed_apart(before=deploys)
    assert ended.code == 0, ended.out + ended.err
    runs = recorded(home, "SELECT name, state_name FROM flow_run WHERE run_count > 0")
    assert runs == [(f"quarterly-reports {Q1}", "Completed")]
    schedules = recorded(
        home,
        "SELECT json_extract(schedule, '$.cron'), json_extract(schedule, '$.timezone') "
        "FROM deployment_schedule",
    )
    assert len(schedules) == 5
    assert ("0 7 20 1,4,7,10 *", "Europe/London") in schedules
    [report] = (home.documents / Q1).glob("icpc-quarterly-report_*")
    assert report.stat().st_mode & 0o077 == 0
