"""`icpc backfill`: several quarters in order, each as if run in its own time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import typer

from flows.commands.run import NEEDS_A_PERSON, runner_for
from flows.orders import Stage, order_for
from flows.progress import counted, tell, tell_terminal
from schemas.errors import UsageError
from schemas.period import LONDON, Period, PeriodKind, quarters_between


def backfill(
    root: Path | None,
    first: str,
    last: str,
    *,
    first_stage: Stage,
    force: bool,
    direct: bool,
) -> int:
    """Run every quarter from the first to the last; the exit code.

    Files are first seen when they are first seen: the clock is not set back, so late
    files stay late.
    """
    quarters = quarters_between(_quarter(first), _quarter(last))
    if not quarters:
        raise UsageError(f"{first} comes after {last}.", "Turn them round.")
    now = dt.datetime.now(LONDON)
    orders = [
        order_for(
            home=root, period=quarter.code, first=first_stage, force=force, now=now
        )
        for quarter in quarters
    ]
    tell_terminal()
    left = 0
    with runner_for(orders[0].home, direct=direct, clock_is_set=False) as run:
        for order in orders:
            tell(f"\n{order.period}, {order.period.label}")
            left += run(order).needs_a_person
    typer.echo(f"{counted(len(orders), 'quarter')} run, {left} need a person")
    return NEEDS_A_PERSON if left else 0


def _quarter(code: str) -> Period:
    period = Period.parse(code)
    if period.kind is not PeriodKind.QUARTER:
        raise UsageError(
            "Backfill goes from quarter to quarter.",
            "Write it as icpc backfill 2025-26-Q1 2026-27-Q2.",
        )
    return period
