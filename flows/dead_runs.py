"""Runs whose process has died: taken up again, or marked so that they are seen.

Prefect leaves a run "Running" for ever when its worker dies with it. With a server of
its own a home has all runs on its machine, and a process that is gone is known at once;
with another server it is left to the automations, which miss the heartbeat. A run is
taken up twice; whatever is in its way then is for a person to see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import AwaitingRetry, Cancelled, Crashed

from flows.progress import tell

_TAKEN_UP = "Its process ended before it did. It goes on with what is left to do."
_GIVEN_UP = (
    "Its process ended for the third time. See logs/ in the home, then retry it."
)
_TIMES = 2
_FRESH = dt.timedelta(hours=12)
_ALIVE = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


def mend(
    client: SyncPrefectClient, pool: str, *, all_here: bool, no_worker: bool
) -> int:
    """Take up, cancel or mark every run of a pool whose process is gone; how many.

    Args:
        client: of the server.
        pool: the work pool.
        all_here: every run of the pool is, or was, a process of this machine.
        no_worker: no worker is up, so that a run that one had taken never begins. (With
            one up its number is still that of the process before.)
    """
    n_mended = 0
    for run in _runs(client, pool, *_ALIVE) if all_here else ():
        if _is_dead(run, no_worker=no_worker):
            _end_or_take_up(client, run)
            n_mended += 1
    for run in _runs(client, pool, StateType.CRASHED):
        if _is_fresh(run) and _times_taken_up(client, run) < _TIMES:
            _end_or_take_up(client, run)
            n_mended += 1
    return n_mended


def _runs(client: SyncPrefectClient, pool: str, *types: StateType) -> Iterator[FlowRun]:
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types)))
    yield from client.read_flow_runs(
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[pool])),
        flow_run_filter=FlowRunFilter(state=state),
    )


def _end_or_take_up(client: SyncPrefectClient, run: FlowRun) -> None:
    if run.state_type is StateType.CANCELLING:
        client.set_flow_run_state(run.id, Cancelled(), force=True)
    elif _times_taken_up(client, run) < _TIMES:
        tell(f"{run.name}: {_TAKEN_UP}")
        now = dt.datetime.now(dt.UTC)
        again: State[object] = AwaitingRetry(scheduled_time=now, message=_TAKEN_UP)
        client.set_flow_run_state(run.id, again, force=True)
    else:
        tell(f"{run.name}: {_GIVEN_UP}")
        client.set_flow_run_state(run.id, Crashed(message=_GIVEN_UP), force=True)


def _times_taken_up(client: SyncPrefectClient, run: FlowRun) -> int:
    states = client.read_flow_run_states(run.id)
    return sum(state.message == _TAKEN_UP for state in states)


def _is_fresh(run: FlowRun) -> bool:
    ended = run.end_time or run.updated
    return ended is not None and dt.datetime.now(dt.UTC) - ended < _FRESH


def _is_dead(run: FlowRun, *, no_worker: bool) -> bool:
    if run.state_type is StateType.PENDING:
        return no_worker
    return bool(run.infrastructure_pid) and _is_gone(str(run.infrastructure_pid))


def _is_gone(number: str) -> bool:
    """Whether the process of a number runs no flow any more."""
    # In the form of later releases, `machine:number`, too.
    number = number.rpartition(":")[2]
    if not number.isdigit():
        return False
    try:
        command = Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return True
    return b"prefect" not in command
