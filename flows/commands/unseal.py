"""`icpc unseal`: a kept copy as it was sent, for whoever has to look at it."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path

import typer

from flows.homes import find_home
from flows.settings import read_key
from schemas.errors import UsageError
from schemas.period import LONDON
from transforms.home import Home
from transforms.kept import kept_content
from transforms.register import Register

_PRIVATE = 0o600


def unseal(root: Path | None, named: str, out: Path) -> int:
    """Write the last file that arrived under a path, as sent; that it was is noted."""
    home = find_home(root)
    arrived = [a for a in Register(home.register).arrivals() if a.path == named]
    if not arrived or not arrived[-1].kept_as:
        raise UsageError(
            f"No file is kept that arrived as {named}.",
            "Write agency and name as the register has them: "
            "police/police_disruption_2026-27-Q2.csv",
        )
    arrival = arrived[-1]
    content = kept_content(home, arrival.kept_as, key=read_key(home))
    try:
        out.touch(mode=_PRIVATE, exist_ok=False)
    except FileExistsError:
        raise UsageError(f"{out} is there already.", "Name another file.") from None
    out.write_bytes(content)
    _note(home, arrival.sha256)
    typer.echo(
        f"Written to {out}, as it was sent. It may hold what identifies a child:"
    )
    typer.echo("look at it where nobody else can, and delete it when you have done.")
    return 0


def _note(home: Home, sha256: str) -> None:
    """Who unsealed what, and when."""
    now = dt.datetime.now(LONDON)
    home.logs.mkdir(parents=True, exist_ok=True)
    with (home.logs / "unsealed.log").open("a", encoding="utf-8") as log:
        log.write(f"{now:%Y-%m-%d %H:%M:%S} {getpass.getuser()} unsealed {sha256}\n")
