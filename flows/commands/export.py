"""`icpc export`: figures as a table for other programs."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from flows.homes import find_home
from flows.progress import counted
from flows.settings import read_settings
from report_templates import wording
from schemas.edition import COMMITTEE, EDITIONS, PUBLIC
from schemas.errors import NothingReleasedError, PeriodNotOverError, UsageError
from schemas.period import LONDON, Period
from schemas.released import ReleasedValue
from transforms import export as figures
from transforms.home import Home
from transforms.indicators import CATALOGUE
from transforms.register import Register

if TYPE_CHECKING:
    import pandas as pd

_INDICATORS = {indicator.id: indicator for indicator in CATALOGUE}


def export(
    root: Path | None,
    code: str | None,
    out: Path,
    *,
    unprotected: bool,
    every: bool,
    edition: str = COMMITTEE,
) -> None:
    """Write the figures of a period, or of all, and say how many."""
    home = find_home(root)
    if edition not in EDITIONS:
        raise UsageError(
            f"There is no edition {edition}.", f"There are {' and '.join(EDITIONS)}."
        )
    if not every and code is None:
        raise UsageError(
            "Which period is to be exported?",
            "Name one, as icpc export 2026-27-Q2 --out figures.csv, or add --all.",
        )
    period = Period.parse(code) if code else None
    if period is not None and not _is_over(home, period):
        raise PeriodNotOverError(
            f"{period} ({period.label}) is not over yet.",
            f"Its last day is {period.last_day:%-d %B %Y}.",
        )
    periods = figures.periods_of(home, period, every=every)
    if unprotected:
        hours = read_settings(home).return_interviews.within_hours
        table = figures.unprotected(home, periods, interview_hours=hours)
    else:
        table = _protected(home, periods, edition)
    _write(table, out)
    typer.echo(f"{counted(len(table), 'figure')} written to {out}")


def _is_over(home: Home, period: Period) -> bool:
    """By the clock, or by that of a run whose clock was set."""
    seen_over = Register(home.register).quarters()
    return period.is_over(dt.datetime.now(LONDON)) or period.quarters[-1] in seen_over


def _write(table: pd.DataFrame, out: Path) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        figures.write(table, out)
    except OSError as fault:
        if fault.errno == errno.ENOSPC:
            raise
        reason = (fault.strerror or "no reason given").lower()
        raise UsageError(
            f"{out} can't be written ({reason}).",
            "Close it where it is open, or choose another name.",
        ) from None


def _protected(home: Home, periods: list[Period], edition: str) -> pd.DataFrame:
    table = figures.protected(home, periods, edition=edition, shown=_shown)
    if table.empty and periods:
        for_whom, next_step = "", f"Type: icpc run {periods[0]}"
        if edition == PUBLIC:
            for_whom = " for the public"
            next_step = (
                "Set public_edition = true under [documents] in icpc.toml, then type: "
                f"icpc run {periods[0]}"
            )
        raise NothingReleasedError(
            f"{periods[0]} was never released{for_whom}.", next_step
        )
    return table


def _shown(value: ReleasedValue) -> str:
    return wording.in_cell(_INDICATORS[value.indicator], value)
