"""`icpc doctor`: is this home sound, and does anything look after it?"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

import typer

from flows.checkup import look_at
from flows.homes import find_home
from schemas.period import LONDON

_NEEDS_A_PERSON = 1


def doctor(root: Path | None, *, as_json: bool) -> int:
    """Tell what was looked at and what is wrong; the exit code."""
    home = find_home(root)
    findings = list(look_at(home, dt.datetime.now(LONDON)))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(f"{'!!' if finding.fault else 'ok'}  {finding.what}")
            if finding.fault:
                typer.echo(f"    {finding.fault}")
    return _NEEDS_A_PERSON if any(finding.fault for finding in findings) else 0
