"""`icpc demo`: a home with twelve made-up quarters, made and run from nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import typer

from flows.commands.run import NEEDS_A_PERSON, Runner, runner_for
from flows.new_home import remake_demo_home
from flows.orders import QuarterRun, Stage, order_for
from flows.progress import tell, tell_terminal
from schemas.period import Period, quarters_between
from transforms.home import Home
from transforms.synthetic import write_reference, write_samples

QUARTERS = quarters_between(Period(2023, "Q3"), Period(2026, "Q2"))
_ENDING = (Period(2026, "H1"),)
"""Longer periods that end with the newest quarter, with their own documents."""
_SEED = 1
_TO_COME = "to-come"


def demo(root: Path, *, direct: bool) -> int:
    """Make the home, run every quarter in its own time, print the last report's path.

    The older quarters go as far as released: they are the newest one's history. The
    public edition begins with the newest, as if the committee had just asked for it.
    """
    tell_terminal()
    home = remake_demo_home(root)
    tell(f"A demonstration home at {home.root}; nothing in it is about anybody")
    with runner_for(home, direct=direct, clock_is_set=True) as run:
        _write_extracts(home)
        results = [_run_in_its_time(home, quarter, run) for quarter in QUARTERS]
        results += [_review(home, half_year, run) for half_year in _ENDING]
    shutil.rmtree(home.root / _TO_COME)
    document = results[len(QUARTERS) - 1].document
    if document is not None:
        typer.echo(str(document.path))
    return NEEDS_A_PERSON if any(result.needs_a_person for result in results) else 0


def _write_extracts(home: Home) -> None:
    """Every quarter's files, beside the drops until their time has come."""
    to_come = home.root / _TO_COME
    write_reference(home.reference, QUARTERS, seed=_SEED)
    files = write_samples(to_come, QUARTERS, seed=_SEED, arrivals=True)
    (to_come / home.arrivals.name).replace(home.arrivals)
    tell(f"{len(files)} synthetic extracts of {len(QUARTERS)} quarters")


def _run_in_its_time(home: Home, quarter: Period, run: Runner) -> QuarterRun:
    """What a quarter came to, run at the moment at which its reports were due."""
    tell(f"\n{quarter}, {quarter.label}")
    for file in (home.root / _TO_COME).glob(f"*/*_{quarter}*"):
        file.replace(home.drops / file.parent.name / file.name)
    is_newest = quarter == QUARTERS[-1]
    if is_newest:
        _ask_for_the_public_edition(home)
    return run(
        order_for(
            home=home.root,
            period=quarter.code,
            last=Stage.DOCUMENTS if is_newest else Stage.RELEASE,
            now=quarter.reports_at,
        )
    )


def _ask_for_the_public_edition(home: Home) -> None:
    text = home.settings.read_text("utf-8")
    asked = text.replace("public_edition = false", "public_edition = true")
    home.settings.write_text(asked, "utf-8")


def _review(home: Home, period: Period, run: Runner) -> QuarterRun:
    """What a longer period came to: its documents alone, made from what is released."""
    tell(f"\n{period}, {period.label}")
    return run(
        order_for(
            home=home.root,
            period=period.code,
            first=Stage.DOCUMENTS,
            now=period.reports_at,
        )
    )
