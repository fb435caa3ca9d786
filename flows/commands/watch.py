"""`icpc watch`: the watchdog, for a timer of the machine; it needs no Prefect."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path

import typer

from flows.homes import find_home
from flows.messages import say_what_is_due
from flows.orders import local
from flows.seen import write_page
from flows.watch import look
from schemas.errors import PipelineError
from schemas.period import LONDON

NEEDS_A_PERSON = 1


def watch(root: Path | None, moment: dt.datetime | None, *, as_json: bool) -> int:
    """Look, tell the officer, and write the page anew; the exit code."""
    home = find_home(root)
    now = local(moment) if moment else dt.datetime.now(LONDON)
    findings = look(home, now)
    if as_json:
        found = [dataclasses.asdict(finding) for finding in findings]
        typer.echo(json.dumps(found, indent=2, ensure_ascii=False))
    for finding in findings:
        typer.echo(f"{finding.what} Type next: {finding.command}", err=True)
    if not findings and not as_json:
        typer.echo("Nothing that is due is missing.")
    try:
        tried = say_what_is_due(home, now, findings=findings)
        write_page(home, now)
    except PipelineError as fault:
        # What was found has been told by now; this must not hide it.
        typer.echo(f"icpc: {fault}", err=True)
        return NEEDS_A_PERSON if findings else fault.exit_code
    for message in tried:
        if message.fault:
            typer.echo(f"icpc: {message.fault}", err=True)
    return NEEDS_A_PERSON if findings else 0
