"""Every morning while extracts are due: look into the drops, check, answer, chase."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow

from flows.homes import keep_to_owner
from flows.occasions import ended, name_of_run, occasion
from flows.orders import QuarterRun, Stage, order_for
from flows.quarterly_reports import run_as_tasks
from schemas.vocabulary import Agency


@flow(
    name="receive",
    flow_run_name=name_of_run,
    persist_result=False,
    log_prints=False,
)
def receive_extracts(
    *,
    period: str = "",
    agencies: tuple[Agency, ...] = (),
    force: bool = False,
    now: dt.datetime | None = None,
    home: str = "",
) -> QuarterRun:
    """What lies in the drops is taken in, checked and answered; no figure is made.

    Args:
        period: code of the quarter, as 2026-27-Q2. Empty: the last one over when the
            run was scheduled.
        agencies: whose drops to look into. Empty: all six.
        force: answer again what was answered.
        now: sets the clock of the run. Empty: the present.
        home: folder of the home. Empty: ICPC_HOME on the machine that runs it.
    """
    keep_to_owner()
    order = order_for(
        home=Path(home) if home else None,
        period=period or None,
        agencies=agencies,
        last=Stage.ANSWER,
        force=force,
        now=now,
        occasion=occasion(),
    )
    return ended(run_as_tasks(order))
