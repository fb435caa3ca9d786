"""A home served unattended: real server, worker, schedule; stopped, killed, retried."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from schemas.period import LONDON, Period
from tests.flows.commands_typed import typed
from tests.flows.served import Served, served, states_of, waited_for
from transforms.home import Home

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

QUARTER = Period.parse("2024-25-Q1")
DUE = dt.datetime(2024, 7, 20, 7, tzinfo=LONDON)


def made_home(root: Path) -> Home:
    assert typed("init", root).code == 0
    words = ("--quarters", QUARTER, "--scale", "0.3")
    assert typed("samples", "--out", root / "drops", *words).code == 0
    return Home(root)


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served home, used by the tests below in turn."""
    home = made_home(tmp_path_factory.mktemp("homes") / "home")
    with served(home) as one:
        yield one


def runs_of(home: Home) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home.register)) as register:
        return register.execute(
            "SELECT period, outcome, how FROM run JOIN run_made USING (run_id)"
        ).fetchall()


def stages_done(home: Home) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(home.register)) as register:
        return register.execute(
            "SELECT stage, part FROM stage_done WHERE outcome <> 'unchanged' "
            "AND run_id = (SELECT max(run_id) FROM run)"
        ).fetchall()


def test_the_whole_calendar_stands_with_a_year_ahead(serving: Served) -> None:
    names = [each["name"] for each in serving.asked("deployments/filter")]
    assert sorted(names) == [
        *("annual-review", "keep-house", "quarterly-reports"),
        *("receive", "six-monthly-review"),
    ]

    def three_quarters() -> list[str] | None:
        found = serving.asked(
            "flow_runs/filter",
            deployments={"name": {"any_": ["quarterly-reports"]}},
            flow_runs={"state": {"type": {"any_": ["SCHEDULED"]}}},
        )
        due = sorted(run["expected_start_time"] for run in found)
        return due if len(due) >= 3 else None

    assert len(waited_for(three_quarters)) >= 3


def test_a_run_that_is_late_is_for_the_quarter_it_was_due_for(serving: Served) -> None:
    run = serving.order("quarterly-reports", at=DUE.isoformat())
    ended = serving.ended(run)
    assert (ended["state_name"], ended["name"]) == (
        "Completed",
        f"quarterly-reports {QUARTER}",
    )
    [report] = (serving.home.documents / QUARTER.code).glob("*quarterly-report*")
    assert report.name.endswith("_v1.0.docx")
    [(period, outcome, how)] = runs_of(serving.home)
    assert (period, outcome) == (QUARTER.code, "done")
    assert how == f"deployment quarterly-reports, flow run {run['id']}"


def test_the_same_run_again_makes_nothing_twice(serving: Served) -> None:
    run = serving.order("quarterly-reports", at=DUE.isoformat())
    assert serving.ended(run)["state_name"] == "Completed"
    assert stages_done(serving.home) == []
    folder = serving.home.documents / QUARTER.code
    assert len(list(folder.glob("*quarterly-report*"))) == 1


def test_a_failed_agency_is_red_and_retry_does_only_what_failed(
    serving: Served,
) -> None:
    answers = serving.home.drops / "police" / "feedback" / QUARTER.code
    link = answers / "link"
    link.symlink_to(answers)
    run = serving.order(
        "quarterly-reports", period=QUARTER.code, force=True, from_stage="answer"
    )
    failed = serving.ended(run)
    assert (failed["state_type"], failed["state_name"]) == ("FAILED", "Failed")
    assert "Police Scotland was not answered" in failed["state"]["message"]
    assert serving.tasks(run)["answer police"] == "Failed"
    assert serving.tasks(run)["make icpc-quarterly-report"] == "Completed"
    link.unlink()
    serving.retry(run)
    mended = serving.ended(run, after=1)
    assert mended["state_name"] == "Completed"
    assert mended["name"] == f"quarterly-reports {QUARTER}"


def test_a_half_years_and_a_years_run_release_their_figures(serving: Served) -> None:
    for name, period in (("six-monthly-review", "2024-25-H1"),):
        run = serving.order(name, period=period)
        assert serving.ended(run)["state_name"] == "Completed"
        assert [row[:2] for row in runs_of(serving.home)][-1] == (period, "done")


def test_the_home_is_checked_and_backed_up(serving: Served) -> None:
    run = serving.order("keep-house")
    ended = serving.ended(run)
    assert ended["state_name"] == "Completed", ended["state"]["message"]
    [backup] = (serving.home.root / "backups").iterdir()
    assert (backup / "store" / "icpc.duckdb").exists()
    assert not (backup / "secrets").exists()


def test_a_killed_run_is_noticed_and_goes_on(serving: Served) -> None:
    run = serving.order("quarterly-reports", period=QUARTER.code, force=True)
    os.kill(serving.process_of(run), signal.SIGKILL)
    ended = serving.ended(run, after=1)
    assert (ended["state_name"], ended["run_count"]) == ("Completed", 2)


def test_a_worker_killed_with_its_run_is_noticed_and_goes_on(serving: Served) -> None:
    run = serving.order("quarterly-reports", period=QUARTER.code, force=True)
    number = serving.process_of(run)
    os.kill(serving.worker(), signal.SIGKILL)
    os.kill(number, signal.SIGKILL)
    ended = serving.ended(run, after=1)
    assert (ended["state_name"], ended["run_count"]) == ("Completed", 2)


def test_two_runs_of_a_quarter_wait_for_each_other(serving: Served) -> None:
    first = serving.order("quarterly-reports", period=QUARTER.code, force=True)
    second = serving.order("receive", period=QUARTER.code, force=True)
    assert serving.ended(first)["state_name"] == "Completed"
    assert serving.ended(second)["state_name"] == "Completed"
    with closing(sqlite3.connect(serving.home.register)) as register:
        spans = register.execute(
            "SELECT started_at, ended_at FROM run ORDER BY run_id DESC LIMIT 2"
        ).fetchall()
    assert all(ended for _, ended in spans)


def test_a_second_serve_of_the_home_ends_in_one_line(serving: Served) -> None:
    ended = typed("serve", "--home", serving.home.root)
    assert ended.code == 3
    assert f"served already (process {serving.process.pid})" in ended.err


def test_stopped_while_a_run_goes_on_it_goes_on_when_served_again(
    tmp_path: Path,
) -> None:
    home = made_home(tmp_path / "home")
    with served(home) as one:
        run = one.order("quarterly-reports", period=QUARTER.code)
        one.process_of(run)
        assert one.stop() == 0
    assert not (home.prefect / "server.json").exists()
    assert "Running" not in states_of(home)
    with served(home) as again:
        ended = again.ended(run, after=1)
        assert ended["state_name"] == "Completed"
        assert len(again.asked("deployments/filter")) == 5
        assert len(again.asked("automations/filter")) == 2
    [report] = (home.documents / QUARTER.code).glob("*quarterly-report*")
    assert report.name.endswith("_v1.0.docx")


def test_after_a_power_cut_nothing_is_running_and_what_was_missed_is_made_up_for(
    tmp_path: Path,
) -> None:
    home = made_home(tmp_path / "home")
    with served(home) as one:
        run = one.order("quarterly-reports", period=QUARTER.code)
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=60)
        missed = one.order("receive", at=soon.isoformat())
        numbers = [one.process_of(run), one.worker()]
        one.process.send_signal(signal.SIGKILL)
        for number in numbers:
            os.kill(number, signal.SIGKILL)
        one.process.wait()
    with served(home) as again:
        assert again.ended(run, after=1)["state_name"] == "Completed"
        caught_up = again.ended(missed)
        assert (caught_up["state_name"], caught_up["run_count"]) == ("Completed", 1)
        states = states_of(home)
    assert "Running" not in states
    [report] = (home.documents / QUARTER.code).glob("*quarterly-report*")
    assert report.name.endswith("_v1.0.docx")


def documents_of(home: Home) -> dict[str, bytes]:
    folder = home.documents / QUARTER.code
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_server_killed_in_the_middle_of_a_run_comes_back_and_all_is_as_it_should_be(
    tmp_path: Path,
) -> None:
    home = made_home(tmp_path / "home")
    with served(home) as one:
        run = one.order("quarterly-reports", period=QUARTER.code)
        one.wait_for(lambda: one.tasks(run).get("receive hscp") == "Completed")
        killed = one.server()
        os.kill(killed, signal.SIGKILL)
        ended = one.completed(run)
        assert one.server() != killed
        # Prefect writes what its tasks came to a moment after the run itself.
        one.wait_for(lambda: set(one.tasks(run).values()) == {"Completed"})
        assert one.stop() == 0
    assert set(states_of(home)) == {"Completed"}
    assert ended["name"] == f"quarterly-reports {QUARTER}"
    calm = made_home(tmp_path / "calm")
    now = runs_began(home)[0][:19]
    assert (
        typed("run", QUARTER, "--direct", "--now", now, "--home", calm.root).code == 0
    )
    assert documents_of(home) == documents_of(calm)


def runs_began(home: Home) -> list[str]:
    with closing(sqlite3.connect(home.register)) as register:
        query = "SELECT started_at FROM run ORDER BY run_id"
        return [began for (began,) in register.execute(query).fetchall()]
