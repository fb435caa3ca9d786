"""The quarterly reports, as Prefect runs them: on schedule, by a worker, by a command.

The story is in `quarter`, what a stage does in `stages`. Here stand the tasks, and when
they are tried again. Tasks return handles,
never data, and nothing is persisted: nothing about a child can reach Prefect.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterId,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
)
from prefect.client.schemas.objects import TERMINAL_STATES
from prefect.events.worker import EventsWorker
from prefect.exceptions import PrefectException
from prefect.logging.handlers import APILogWorker
from prefect.runtime import flow_run

from flows import stages
from flows.answer import Answer
from flows.artifacts import artifacts_of
from flows.documents_out import PlacedDocument
from flows.faults import PassingFaultError
from flows.homes import keep_to_owner
from flows.occasions import ended, name_of_run, occasion
from flows.orders import Order, QuarterRun, Stage, order_for
from flows.quarter import run_quarter
from flows.stages import Stages
from schemas.vocabulary import Agency
from transforms.bring_up_to_date import UpToDate
from transforms.receive import Receipt
from transforms.release_handle import ReleaseHandle

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State, TaskRun

_RETRY_AFTER_SECONDS = [2.0, 15.0, 60.0]
_FLUSH_SECONDS = 20.0
_POLL_SECONDS = 0.2

_BEGUN: Counter[str] = Counter()
"""Tasks begun in this process, by the id of their run."""


def _may_pass(_task: object, _run: TaskRun, state: State[Any]) -> bool:
    """Only what the world may heal is tried again."""
    fault = state.result(raise_on_failure=False)
    return isinstance(fault, PassingFaultError)


@task(
    task_run_name="receive {agency}",
    retries=len(_RETRY_AFTER_SECONDS),
    retry_delay_seconds=_RETRY_AFTER_SECONDS,
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_pass,
    persist_result=False,
    cache_policy=NO_CACHE,
)
def receive(order: Order, agency: str) -> Receipt:
    """One agency's drop: registered, kept, judged and loaded."""
    return stages.receive_stage(order, agency)


@task(
    task_run_name="answer {agency}",
    retries=len(_RETRY_AFTER_SECONDS),
    retry_delay_seconds=_RETRY_AFTER_SECONDS,
    retry_jitter_factor=0.5,
    retry_condition_fn=_may_pass,
    persist_result=False,
    cache_policy=NO_CACHE,
)
def answer(order: Order, agency: str) -> Answer:
    """One agency's letter, list and workbooks of findings."""
    return stages.answer_stage(order, agency)


@task(task_run_name="compute", persist_result=False, cache_policy=NO_CACHE)
def compute(order: Order) -> UpToDate:
    """The figures of every stored period, brought up to date."""
    return stages.compute_stage(order)


@task(task_run_name="release {edition}", persist_result=False, cache_policy=NO_CACHE)
def release(order: Order, edition: str) -> ReleaseHandle:
    """What an edition may show of the quarter."""
    return stages.release_stage(order, edition)


@task(task_run_name="make {name}", persist_result=False, cache_policy=NO_CACHE)
def make_document(order: Order, name: str) -> PlacedDocument:
    """One document of the period, in Word."""
    return stages.document_stage(order, name)


@task(task_run_name="record", persist_result=False, cache_policy=NO_CACHE)
def record(order: Order, run_id: int, run: QuarterRun) -> None:
    """The end of the run, in the home's register."""
    stages.record_stage(order, run_id, run)


TASKS = Stages(receive, answer, compute, release, make_document, record)


@flow(
    name="quarterly-reports",
    flow_run_name=name_of_run,
    persist_result=False,
    log_prints=False,
)
def quarterly_reports(
    *,
    period: str = "",
    agencies: tuple[Agency, ...] = (),
    from_stage: Stage = Stage.RECEIVE,
    until_stage: Stage = Stage.DOCUMENTS,
    force: bool = False,
    now: dt.datetime | None = None,
    home: str = "",
) -> QuarterRun:
    """The quarter, end to end: six agencies' extracts in, the committee's report out.

    Args:
        period: code of the quarter, as 2026-27-Q2. Empty: the last one over when the
            run was scheduled.
        agencies: whose drops to look into. Empty: all six.
        from_stage: stage to begin with.
        until_stage: stage to end with.
        force: do every stage again, even if nothing changed.
        now: sets the clock of the run. Empty: the present.
        home: folder of the home. Empty: ICPC_HOME on the machine that runs it.
    """
    keep_to_owner()
    order = order_for(
        home=Path(home) if home else None,
        period=period or None,
        agencies=agencies,
        first=from_stage,
        last=until_stage,
        force=force,
        now=now,
        occasion=occasion(),
    )
    return ended(run_as_tasks(order))


def run_as_tasks(order: Order) -> QuarterRun:
    """What an order comes to, each stage a task of the flow that is running."""
    with artifacts_of(order):
        return run_quarter(order, _counted(TASKS))


def _counted(tasks: Stages) -> Stages:
    """The tasks, each call noted under its run."""

    def noting(call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*words: Any) -> Any:
            _BEGUN[str(flow_run.id)] += 1
            return call(*words)

        return noted

    return Stages(*(noting(call) for call in tasks))


def flush_records() -> None:
    """Send Prefect what has not been sent yet of runs, tasks and their lines.

    To be called before a server is stopped that was started for one command. The server
    writes records of tasks some time after it got them; it is waited for.
    """
    EventsWorker.drain_all(timeout=_FLUSH_SECONDS)
    APILogWorker.drain_all(timeout=_FLUSH_SECONDS)
    give_up = time.monotonic() + _FLUSH_SECONDS
    while _n_recorded() < _BEGUN.total() and time.monotonic() < give_up:
        time.sleep(_POLL_SECONDS)


def _n_recorded() -> int:
    """How many tasks of the runs of this process the server has as ended."""
    ended = TaskRunFilterState(type=TaskRunFilterStateType(any_=list(TERMINAL_STATES)))
    try:
        with get_client(sync_client=True) as client:
            return sum(
                len(
                    client.read_task_runs(
                        flow_run_filter=FlowRunFilter(
                            id=FlowRunFilterId(any_=[UUID(run)])
                        ),
                        task_run_filter=TaskRunFilter(state=ended),
                    )
                )
                for run in _BEGUN
            )
    except (httpx.HTTPError, PrefectException):
        # A server that is gone records nothing more: there is nothing to wait for.
        return _BEGUN.total()
