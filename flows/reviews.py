"""The half-year's and the year's documents, after the quarter they end with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from prefect import flow

from flows.homes import keep_to_owner
from flows.occasions import ended, name_of_run, occasion
from flows.orders import Order, QuarterRun, Stage, order_for
from flows.quarterly_reports import run_as_tasks


@flow(
    name="six-monthly-review",
    flow_run_name=name_of_run,
    persist_result=False,
    log_prints=False,
)
def six_monthly_review(
    *,
    period: str = "",
    from_stage: Stage = Stage.COMPUTE,
    force: bool = False,
    now: dt.datetime | None = None,
    home: str = "",
) -> QuarterRun:
    """Figures of a half-year computed from records, released, and its documents made.

    Args:
        period: code of the half-year, as 2026-27-H1. Empty: the last one over when
            the run was scheduled.
        from_stage: stage to begin with; compute is the first.
        force: do every stage again, even if nothing changed.
        now: sets the clock of the run. Empty: the present.
        home: folder of the home. Empty: ICPC_HOME on the machine that runs it.
    """
    keep_to_owner()
    return ended(run_as_tasks(_order(period, from_stage, force, now, home)))


@flow(
    name="annual-review",
    flow_run_name=name_of_run,
    persist_result=False,
    log_prints=False,
)
def annual_review(
    *,
    period: str = "",
    from_stage: Stage = Stage.COMPUTE,
    force: bool = False,
    now: dt.datetime | None = None,
    home: str = "",
) -> QuarterRun:
    """Figures of a year computed from records, released, and its documents made.

    Args:
        period: code of the year, as 2026-27. Empty: the last one over when the run
            was scheduled.
        from_stage: stage to begin with; compute is the first.
        force: do every stage again, even if nothing changed.
        now: sets the clock of the run. Empty: the present.
        home: folder of the home. Empty: ICPC_HOME on the machine that runs it.
    """
    keep_to_owner()
    return ended(run_as_tasks(_order(period, from_stage, force, now, home)))


def _order(
    period: str,
    first: Stage,
    force: bool,
    now: dt.datetime | None,
    home: str,
) -> Order:
    return order_for(
        home=Path(home) if home else None,
        period=period or None,
        first=first,
        force=force,
        now=now,
        occasion=occasion(),
    )
