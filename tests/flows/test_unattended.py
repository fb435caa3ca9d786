"""A quarter with no hand: from drops at real servers to documents, answers and mail.

Prefect's own scheduler starts the deployment; a real worker runs it. The police's drop
is at an SFTP server, health's in an S3-compatible store, Barnardo's on a share.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemas.period import LONDON, Period
from tests.flows.commands_typed import started_apart, typed
from tests.servers.ports import free_ports
from tests.servers.s3 import S3, s3_store
from tests.servers.sftp import Sftp, sftp_server
from tests.servers.sinks import MailSink, mail_sink
from transforms.home import Home

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

QUARTER = Period.last_over(dt.datetime.now(LONDON))
EVERY_MINUTE = {"cron": "* * * * *", "timezone": "Europe/London"}
OFFICER, POLICE = "officer@icpc.example", "returns@police.example"
ALLOWED = r"\d{4}-\d{2}-Q\d|\d{1,2} \w+ \d{4}( at \d\d:\d\d)?|\w+ \d{4}|_v2"
SPOILED = f"police_disruption_{QUARTER}.csv"


@dataclass(frozen=True)
class World:
    """What surrounds a home: the agencies' servers, a mail server, Prefect."""

    home: Home
    sftp: Sftp
    s3: S3
    share: Path
    mail: MailSink
    run: dict[str, Any]
    artifacts: list[dict[str, Any]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All of it, after a scheduled run has ended."""
    folder = tmp_path_factory.mktemp("world")
    with ExitStack() as stack:
        sftp = stack.enter_context(sftp_server(folder / "sftp", ["police"]))
        s3 = stack.enter_context(s3_store(folder / "s3", ["health"]))
        mail = stack.enter_context(mail_sink())
        share = folder / "share"
        home = _furnished(folder, sftp, s3, share, mail)
        api = stack.enter_context(_served(home))
        run = _scheduled_run(api)
        artifacts = _asked(f"{api}/artifacts/filter")
        yield World(home, sftp, s3, share, mail, run, artifacts)


def _furnished(folder: Path, sftp: Sftp, s3: S3, share: Path, mail: MailSink) -> Home:
    home = Home(folder / "home")
    assert typed("init", home.root).code == 0
    sent = folder / "sent"
    words = ("--quarters", QUARTER, "--scale", "0.3")
    assert typed("samples", "--out", sent, *words).code == 0
    for file in (sent / "police").glob("police_disruption_*"):
        file.unlink()
    (sent / "police" / SPOILED).write_text("a table,of something else\n1,2\n")
    for agency in ("hscp", "education", "icpc"):
        shutil.copytree(sent / agency, home.drops / agency, dirs_exist_ok=True)
    shutil.copytree(sent / "barnardos", share)
    shutil.copytree(sent / "police", sftp.drop("police"), dirs_exist_ok=True)
    for file in (sent / "health").iterdir():
        s3.put("health", file.name, file.read_bytes())
    shutil.copy(sftp.key("police"), home.secrets / "police.ssh-key")
    key, secret = s3.key("health")
    (home.secrets / "health.s3-key-id").write_text(key)
    (home.secrets / "health.s3-secret").write_text(secret)
    home.settings.write_text(
        f"""
[sources.police]
url = "{sftp.url("police")}"
host_key = "{sftp.host_key}"
[sources.health]
url = "{s3.url("health")}"
endpoint_url = "{s3.endpoint}"
[sources.barnardos]
url = "{share}"
[messages]
smtp_host = "127.0.0.1"
smtp_port = {mail.port}
smtp_security = "none"
sender = "qa@icpc.example"
officer = ["{OFFICER}"]
[messages.agencies]
police = ["{POLICE}"]
""",
        "utf-8",
    )
    return home


@contextmanager
def _served(home: Home) -> Iterator[str]:
    """`icpc serve` until the block ends; the address of its API."""
    [port] = free_ports(1)
    with started_apart("serve", "--home", home.root, "--port", port) as process:
        try:
            assert process.stdout is not None
            assert any(line.startswith("Serving") for line in process.stdout)
            yield f"http://127.0.0.1:{port}/api"
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(90)
            except subprocess.TimeoutExpired:
                process.kill()


def _asked(url: str, body: object = None) -> Any:
    request = urllib.request.Request(  # noqa: S310 - our own server, on loopback
        url,
        data=json.dumps({} if body is None else body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
        return json.load(answer)


def _scheduled_run(api: str) -> dict[str, Any]:
    """A run that Prefect's scheduler made, once it has ended."""
    name = {"name": {"any_": ["quarterly-reports"]}}
    [deployment] = _asked(f"{api}/deployments/filter", {"deployments": name})
    due = [{"schedule": EVERY_MINUTE, "active": True}]
    _asked(f"{api}/deployments/{deployment['id']}/schedules", due)
    wanted = {
        "deployments": name,
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}},
    }
    give_up = time.monotonic() + 400
    while time.monotonic() < give_up:
        ended = _asked(f"{api}/flow_runs/filter", wanted)
        if ended:
            return dict(min(ended, key=lambda run: run["start_time"]))
        time.sleep(1)
    raise AssertionError("no scheduled run has ended")


def test_the_scheduler_itself_started_the_run_for_the_right_quarter(
    world: World,
) -> None:
    assert world.run["auto_scheduled"] is True
    assert world.run["name"] == f"quarterly-reports {QUARTER}"
    assert world.run["state_name"] == "Completed", world.run["state"]["message"]


def test_the_report_is_made_from_what_lay_at_four_kinds_of_places(
    world: World,
) -> None:
    made = [file.name for file in (world.home.documents / QUARTER.code).iterdir()]
    assert f"icpc-quarterly-report_{QUARTER}_v1.0.docx" in made
    out = typed("status", QUARTER, "--json", "--home", world.home.root).out
    facts = json.loads(out)
    states = {(e["agency"], e["extract"]): e["state"] for e in facts["extracts"]}
    assert states.pop(("police", "disruption")) == "rejected"
    assert not {"rejected", "not_received"} & set(states.values())
    kinds = {a["agency"]: a["source"]["kind"] for a in facts["agencies"]}
    assert (kinds["police"], kinds["health"]) == ("SFTP", "S3")


def test_each_agency_finds_its_answers_at_its_own_place_and_no_others(
    world: World,
) -> None:
    below = f"feedback/{QUARTER}"
    police = {file.name for file in (world.sftp.drop("police") / below).iterdir()}
    assert f"police_feedback_{QUARTER}.docx" in police
    assert any("disruption" in name for name in police)
    barnardos = {file.name for file in (world.share / below).iterdir()}
    listed = world.s3.admin().ls(f"health-exchange/drop/{below}", detail=False)
    health = {path.rpartition("/")[2] for path in listed}
    assert f"health_feedback_{QUARTER}.csv" in health
    for agency, names in (("health", health), ("barnardos", barnardos)):
        assert all(name.startswith(agency) for name in names)


def test_the_police_are_told_once_by_mail_and_the_officer_need_not_be(
    world: World,
) -> None:
    told = [m for m in world.mail.to(POLICE) if "looked at" in m.subject]
    assert len(told) == 1
    assert "rejected: disruption" in told[0].text
    assert "attendances" not in told[0].text
    bare = re.sub(ALLOWED, "", told[0].text)
    assert not re.search(r"\d", bare)
    assert world.mail.to(OFFICER) == []


def test_prefects_page_of_the_run_shows_how_the_quarter_stands(world: World) -> None:
    by_key = {a["key"]: a for a in world.artifacts if a["key"]}
    key = QUARTER.code.lower()
    standing = by_key[f"standing-{key}"]
    assert standing["flow_run_id"] is not None
    wrong = "disruption (rejected: it is another table than its name says)"
    assert f"**Police Scotland**: Send {wrong}" in standing["data"]
    assert f"icpc-quarterly-report_{QUARTER}_v1.0.docx" in standing["data"]
    rows = json.loads(by_key[f"extracts-{key}"]["data"])
    assert len(rows) >= 36


def test_the_page_in_the_home_says_whose_move_it_is(world: World) -> None:
    text = (world.home.root / "status.html").read_text("utf-8")
    assert "the move is with Police Scotland" in text
