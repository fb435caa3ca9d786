"""The flow as Prefect knows it, and the calendar that schedules it."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow, Task
from prefect.schedules import Cron
from prefect.states import Failed

from flows import quarterly_reports as module
from flows.faults import PassingFaultError
from flows.orders import Stage
from schemas.errors import DiskFullError, StageFailedError
from schemas.period import LONDON

ROOT = Path(module.__file__).parents[1]
CALENDAR = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))
DEPLOYMENT: dict[str, Any] = CALENDAR["deployments"][0]


def test_the_entrypoint_of_the_deployment_is_the_flow() -> None:
    path, _, name = DEPLOYMENT["entrypoint"].partition(":")
    spec = importlib.util.spec_from_file_location("by_path", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    found = getattr(loaded, name)
    assert isinstance(found, Flow)
    assert found.name == "quarterly-reports"


def test_reports_are_made_on_the_twentieth_at_seven_local_time() -> None:
    [schedule] = DEPLOYMENT["schedules"]
    assert schedule["timezone"] == "Europe/London"
    minute, hour, day, months, weekday = schedule["cron"].split()
    assert (minute, hour, day, months, weekday) == ("0", "7", "20", "1,4,7,10", "*")
    assert Cron(schedule["cron"], timezone=schedule["timezone"]).active


def test_two_runs_of_the_deployment_never_overlap() -> None:
    limit = DEPLOYMENT["concurrency_limit"]
    assert limit == {"limit": 1, "collision_strategy": "ENQUEUE"}


def test_nobody_needs_to_fill_in_a_parameter_and_no_path_of_a_machine_is_said() -> None:
    assert not DEPLOYMENT["parameters"]
    assert not module.quarterly_reports.parameters.required
    text = (ROOT / "prefect.yaml").read_text("utf-8")
    assert str(ROOT) not in text
    assert "/home/" not in text


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

    def __init__(self, due: dt.datetime | None, **parameters: object) -> None:
        self.scheduled_start_time = due
        self.parameters = parameters
        self.id = "a deployment"


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({"period": "2024-25-Q1"}, "quarterly-reports 2024-25-Q1"),
        ({"period": None}, "quarterly-reports 2025-26-Q4"),
        ({"now": "2025-01-20T07:00:00"}, "quarterly-reports 2024-25-Q3"),
    ],
)
def test_a_run_is_named_by_its_quarter(
    parameters: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = dt.datetime(2026, 4, 20, 7, tzinfo=LONDON)
    monkeypatch.setattr(module, "flow_run", _Run(due, **parameters))
    assert module._name_of_run() == name


def test_only_a_deployed_run_is_for_the_time_it_was_scheduled_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due = dt.datetime(2026, 4, 20, 7, tzinfo=LONDON)
    monkeypatch.setattr(module, "flow_run", _Run(due))
    assert module._asked_at() is None
    monkeypatch.setattr(module, "deployment", _Run(None))
    assert module._asked_at() == due
