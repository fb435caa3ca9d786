"""The flow as Prefect knows it, and the calendar that schedules it."""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib.util
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow, Task
from prefect.client.schemas.objects import StateType
from prefect.schedules import Cron
from prefect.server.schemas.schedules import CronSchedule
from prefect.states import Failed

from flows import occasions
from flows import quarterly_reports as module
from flows.documents_out import PlacedDocument, State
from flows.faults import PassingFaultError
from flows.orders import QuarterRun, Stage
from flows.schedule import for_pool
from schemas.errors import DiskFullError, StageFailedError
from schemas.period import LONDON, Period

ROOT = Path(module.__file__).parents[1]
CALENDAR = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
DEPLOYMENTS: dict[str, dict[str, Any]] = {
    deployment["name"]: deployment for deployment in CALENDAR["deployments"]
}
DAYS_IN_THREE_YEARS = {
    "receive": 3 * 4 * 20,
    "quarterly-reports": 3 * 4,
    "six-monthly-review": 3 * 2,
    "annual-review": 3,
    "keep-house": 157,
}


def flow_of(name: str) -> Flow[..., Any]:
    """The flow of a deployment, loaded by its path as a worker does."""
    path, _, function = DEPLOYMENTS[name]["entrypoint"].partition(":")
    spec = importlib.util.spec_from_file_location("by_path", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    found = getattr(loaded, function)
    assert isinstance(found, Flow)
    return found


@pytest.mark.parametrize("name", list(DEPLOYMENTS))
def test_the_entrypoint_of_a_deployment_is_its_flow(name: str) -> None:
    assert flow_of(name).name == name


@pytest.mark.parametrize(
    ("name", "cron"),
    [
        ("receive", "0 6 1-20 1,4,7,10 *"),
        ("quarterly-reports", "0 7 20 1,4,7,10 *"),
        ("six-monthly-review", "0 8 20 4,10 *"),
        ("annual-review", "30 8 20 4 *"),
        ("keep-house", "0 2 * * 0"),
    ],
)
def test_each_has_its_time_in_local_hours(name: str, cron: str) -> None:
    [schedule] = DEPLOYMENTS[name]["schedules"]
    assert (schedule["cron"], schedule["timezone"]) == (cron, "Europe/London")
    assert schedule["active"]
    assert Cron(schedule["cron"], timezone=schedule["timezone"]).active


@pytest.mark.parametrize(
    ("name", "year", "periods"),
    [
        ("quarterly-reports", 2027, ["2026-27-Q3", "2026-27-Q4", "2027-28-Q1"]),
        ("six-monthly-review", 2027, ["2026-27-H2", "2027-28-H1", "2027-28-H2"]),
        ("annual-review", 2027, ["2026-27", "2027-28", "2028-29"]),
    ],
)
def test_each_scheduled_moment_is_for_the_period_that_has_just_ended(
    name: str, year: int, periods: list[str]
) -> None:
    [told] = DEPLOYMENTS[name]["schedules"]
    schedule = CronSchedule(cron=told["cron"], timezone=told["timezone"])
    start = dt.datetime(year, 1, 1, tzinfo=LONDON)
    moments = asyncio.run(schedule.get_dates(len(periods), start))
    kind = occasions.kind_of_flow(name)
    assert [Period.last_over(m.astimezone(LONDON), kind).code for m in moments] == (
        periods
    )


@pytest.mark.parametrize("name", list(DEPLOYMENTS))
def test_when_the_clocks_change_the_local_hour_stays_and_no_day_is_left_out(
    name: str,
) -> None:
    [told] = DEPLOYMENTS[name]["schedules"]
    schedule = CronSchedule(cron=told["cron"], timezone=told["timezone"])
    minute, hour, *_ = told["cron"].split()
    start = dt.datetime(2026, 1, 1, tzinfo=LONDON)
    found = asyncio.run(schedule.get_dates(260, start))
    moments = [m for m in found if m < start.replace(year=2029)]
    local = [m.astimezone(LONDON) for m in moments]
    assert {(m.hour, m.minute) for m in local} == {(int(hour), int(minute))}
    days = [m.date() for m in local]
    assert len(days) == len(set(days)) == DAYS_IN_THREE_YEARS[name]
    if name == "quarterly-reports":
        assert [m.astimezone(dt.UTC).hour for m in moments[:4]] == [7, 6, 6, 6]
    if name == "keep-house":
        assert dt.date(2026, 3, 29) in days
        assert dt.date(2026, 10, 25) in days


@pytest.mark.parametrize("name", list(DEPLOYMENTS))
def test_two_runs_of_a_deployment_never_overlap(name: str) -> None:
    limit = DEPLOYMENTS[name]["concurrency_limit"]
    assert limit == {"limit": 1, "collision_strategy": "ENQUEUE"}


@pytest.mark.parametrize("name", list(DEPLOYMENTS))
def test_nobody_needs_to_fill_in_a_parameter(name: str) -> None:
    assert not DEPLOYMENTS[name]["parameters"]
    assert not flow_of(name).parameters.required


def test_no_path_of_a_machine_is_said() -> None:
    text = (ROOT / "prefect.yaml").read_text("utf-8")
    assert str(ROOT) not in text
    assert "/home/" not in text


def test_another_pool_has_deployments_of_its_own() -> None:
    changed = for_pool(CALENDAR, "second")["deployments"]
    assert [each["name"] for each in changed] == [
        f"{name}-second" for name in DEPLOYMENTS
    ]
    assert {each["work_pool"]["name"] for each in changed} == {"second"}
    same = for_pool(CALENDAR, "icpc")["deployments"]
    assert [each["name"] for each in same] == list(DEPLOYMENTS)


def test_the_form_offers_agencies_and_stages() -> None:
    schema = module.quarterly_reports.parameters
    assert schema.definitions["Stage"]["enum"] == [stage.value for stage in Stage]
    assert "police" in schema.definitions["Agency"]["enum"]


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (PassingFaultError("The share is out of reach."), True),
        (StageFailedError("It ended in KeyError."), False),
        (DiskFullError("The disk is full."), False),
    ],
)
def test_only_what_the_world_may_heal_is_tried_again(
    fault: Exception, again: bool
) -> None:
    state: Any = Failed(data=fault)
    assert module._may_pass(None, None, state) is again  # type: ignore[arg-type]
    assert module.receive.retries == 3


def test_no_task_keeps_what_it_returns() -> None:
    tasks = [value for value in vars(module).values() if isinstance(value, Task)]
    assert len(tasks) == 6
    assert not any(task.persist_result for task in tasks)
    assert not module.quarterly_reports.persist_result


class _Run:
    """What Prefect says of a run."""

    def __init__(
        self, due: dt.datetime | None, flow: str = "quarterly-reports", **given: object
    ) -> None:
        self.scheduled_start_time = due
        self.flow_name = flow
        self.parameters = given
        self.id = "an id"
        self.name = "as deployed"


@pytest.mark.parametrize(
    ("flow", "parameters", "name"),
    [
        ("quarterly-reports", {"period": "2024-25-Q1"}, "2024-25-Q1"),
        ("quarterly-reports", {"period": None}, "2025-26-Q4"),
        ("quarterly-reports", {"now": "2025-01-20T07:00:00"}, "2024-25-Q3"),
        ("receive", {}, "2025-26-Q4, 20 April"),
        ("six-monthly-review", {}, "2025-26-H2"),
        ("annual-review", {}, "2025-26"),
    ],
)
def test_a_run_is_named_by_its_period(
    flow: str, parameters: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = dt.datetime(2026, 4, 20, 7, tzinfo=LONDON)
    monkeypatch.setattr(occasions, "flow_run", _Run(due, flow, **parameters))
    assert occasions.name_of_run() == f"{flow} {name}"


def test_only_a_deployed_run_is_for_the_time_it_was_scheduled_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = dt.datetime(2026, 4, 20, 7, tzinfo=LONDON)
    monkeypatch.setattr(occasions, "flow_run", _Run(due))
    assert occasions.occasion().asked_at is None
    assert occasions.occasion().wait_seconds is None
    monkeypatch.setattr(occasions, "deployment", _Run(None))
    told = occasions.occasion()
    assert told.asked_at == due
    assert told.how == "deployment as deployed, flow run an id"
    assert told.wait_seconds == 3600


def test_what_is_left_to_a_person_is_red_and_says_why() -> None:
    beside = PlacedDocument(Path("report-new.docx"), State.BESIDE, "1e")
    run = QuarterRun(
        "2024-25-Q1", failed=("Police Scotland: it is gone.",), documents=(beside,)
    )
    state: Any = occasions.ended(run)
    assert (state.type, state.name) == (StateType.FAILED, "Failed")
    assert state.message.startswith(
        "Police Scotland: it is gone. report-new.docx was put beside"
    )
    assert occasions.result_of(state) == run
    done: Any = occasions.ended(QuarterRun("2024-25-Q1"))
    assert done.type is StateType.COMPLETED
