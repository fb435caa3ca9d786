"""`icpc init`: a new home, and what to do next."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import typer

from flows.homes import typed
from flows.new_home import make_home
from schemas.period import LONDON, Period


def init(root: Path) -> None:
    """Make a home and say what to do next."""
    home = make_home(root)
    last = Period.last_over(dt.datetime.now(LONDON))
    named = f"--home {typed(home.root)}"
    typer.echo(f"""\
A home was made at {home.root}

What to do next:
  1. Keep a copy of {home.key}
     in a safe place apart from this machine. Without it no child is recognised again.
  2. Fill in reference/population.csv and reference/schools.csv (reference/README.txt).
  3. See that icpc.toml names your committee.
  4. Put each agency's extracts into its folder in drops/, then type:
     icpc run {last} {named}
     icpc status {last} {named}""")
