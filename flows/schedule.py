"""The calendar, work pool and automations of a home on its Prefect server.

Setting up again changes nothing that is as it should be. Only to be imported once the
address of the server is in the environment.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # Prefect brings it
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker

from flows.settings import worker_environment
from schemas.errors import ServerError
from transforms.home import Home

POOL = "icpc"
_ROOT = Path(__file__).parents[1]
_CALENDAR = _ROOT / "prefect.yaml"
_DEPLOY_SECONDS = 180
_HEARTBEATS_MISSED = timedelta(seconds=90)
_BEGUN_WITHIN = timedelta(minutes=3)
_OVER = ("Completed", "Failed", "Cancelled", "Crashed")


def set_up(home: Home, api_url: str, pool: str) -> None:
    """Work pool, deployments and automations, as they should be.

    Raises:
        ServerError: the calendar could not be handed to the server.
    """
    with get_client(sync_client=True) as client:
        _make_pool(client, pool)
        for automation in (zombie(), stuck_pending()):
            _make_automation(client, automation)
    _deploy(home, api_url, pool)


def zombie() -> AutomationCore:
    """A run whose heartbeat has stopped is crashed, not running for ever."""
    return AutomationCore(
        name="icpc: no heartbeat",
        description="A run whose process has died is marked as crashed.",
        trigger=EventTrigger(
            after={"prefect.flow-run.heartbeat"},
            expect={
                "prefect.flow-run.heartbeat",
                *(f"prefect.flow-run.{state}" for state in _OVER),
            },
            match=_every_run(),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_HEARTBEATS_MISSED,
        ),
        actions=[_crashed("Its process sends no sign of life any more.")],
    )


def stuck_pending() -> AutomationCore:
    """A run that was taken by a worker and never began is crashed as well."""
    return AutomationCore(
        name="icpc: never began",
        description="A run that a dying worker had taken is marked as crashed.",
        trigger=EventTrigger(
            after={"prefect.flow-run.Pending", "prefect.flow-run.Submitting"},
            expect={"prefect.flow-run.*"},
            match=_every_run(),
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=_BEGUN_WITHIN,
        ),
        actions=[_crashed("A worker took it and did not begin it.")],
    )


def _every_run() -> ResourceSpecification:
    return ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]})


def _crashed(message: str) -> ChangeFlowRunState:
    return ChangeFlowRunState(state=StateType.CRASHED, message=message)


def _make_pool(client: SyncPrefectClient, pool: str) -> None:
    try:
        client.create_work_pool(
            WorkPoolCreate(
                name=pool,
                type="process",
                base_job_template=ProcessWorker.get_default_base_job_template(),
            )
        )
    except ObjectAlreadyExists:
        return


def _make_automation(client: SyncPrefectClient, automation: AutomationCore) -> None:
    """One automation of the name, as it is now; a second one of the name goes."""
    known = client.read_automations_by_name(automation.name)
    if not known:
        client.create_automation(automation)
        return
    client.update_automation(known[0].id, automation)
    for another in known[1:]:
        client.delete_automation(another.id)


def _deploy(home: Home, api_url: str, pool: str) -> None:
    """Hand prefect.yaml to the server, with the pool that this home's worker serves."""
    calendar = home.prefect / "prefect.yaml"
    calendar.write_text(yaml.safe_dump(for_pool(_calendar(), pool)), "utf-8")
    ended = subprocess.run(  # noqa: S603 - Prefect's own command, no shell
        [
            *(sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"),
            *("--prefect-file", str(calendar)),
        ],
        cwd=_ROOT,
        env=worker_environment(home, api_url),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_DEPLOY_SECONDS,
        check=False,
    )
    if ended.returncode:
        log = home.logs / "deploy.log"
        log.write_bytes(ended.stdout)
        raise ServerError(
            "The calendar could not be handed to Prefect's server.",
            f"What Prefect says of it is in {log}.",
        )


def _calendar() -> dict[str, Any]:
    try:
        told: dict[str, Any] = yaml.safe_load(_CALENDAR.read_text("utf-8"))
    except FileNotFoundError:
        raise ServerError(
            f"The calendar {_CALENDAR} is missing.",
            "Install this software from its repository, which holds it.",
        ) from None
    return told


def for_pool(calendar: dict[str, Any], pool: str) -> dict[str, Any]:
    """The calendar for a work pool; other pools than the first name theirs in it."""
    deployments = []
    for deployment in calendar["deployments"]:
        name = deployment["name"] if pool == POOL else f"{deployment['name']}-{pool}"
        at = {**deployment["work_pool"], "name": pool}
        deployments.append({**deployment, "name": name, "work_pool": at})
    kept = {key: value for key, value in calendar.items() if key != "definitions"}
    return {**kept, "deployments": deployments}
