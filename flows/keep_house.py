"""Every week: the home is checked against its hashes, backed up, and cleared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.faults import contained
from flows.homes import find_home, keep_to_owner
from flows.house import HouseKept, keep_home
from flows.orders import local
from schemas.errors import PipelineError
from schemas.period import LONDON
from transforms.home import Home


@task(task_run_name="check and back up", persist_result=False, cache_policy=NO_CACHE)
def check_and_back_up(home: Home, now: dt.datetime) -> HouseKept:
    """Integrity, backup, retention."""
    return contained("keep house", home, lambda: keep_home(home, now=now))


class HouseFaultError(PipelineError):
    """The home was looked after, and something in it is not as it should be."""


@flow(name="keep-house", persist_result=False, log_prints=False)
def keep_house(*, now: dt.datetime | None = None, home: str = "") -> HouseKept:
    """The home checked, backed up, and cleared of what is no longer needed.

    Args:
        now: sets the clock of the run. Empty: the present.
        home: folder of the home. Empty: ICPC_HOME on the machine that runs it.
    """
    keep_to_owner()
    found = find_home(Path(home) if home else None)
    moment = local(now) if now else dt.datetime.now(LONDON)
    kept = check_and_back_up(found, moment)
    if kept.faults:
        fault = HouseFaultError(" ".join(kept.faults), f"({kept.in_words}.)")
        state: State[HouseKept] = Failed(message=str(fault), data=fault)
    else:
        state = Completed(message=kept.in_words, data=kept)
    return state  # type: ignore[return-value]
