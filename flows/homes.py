"""Finding the home that a command is for."""

from __future__ import annotations

import getpass
import os
import socket
from pathlib import Path

from schemas.errors import HomeError
from transforms.home import Home

_NOBODY_ELSE = 0o077
_in_use: list[Home] = []


def find_home(given: Path | None) -> Home:
    """The home a command is for: as given, else ICPC_HOME, else the current folder.

    Raises:
        HomeError: there is none.
    """
    # Reading settings takes a while to import, and `icpc check` needs no home.
    from flows.settings import home_of_environment  # noqa: PLC0415 - when asked for

    named = given or home_of_environment()
    home = Home((named or Path.cwd()).expanduser().absolute())
    if home.settings.is_file():
        _in_use[:] = [home]
        return home
    if named is None:
        raise HomeError(
            "No home was named, and the current folder is none (no icpc.toml).",
            "Add --home FOLDER, set ICPC_HOME, or make one: icpc init FOLDER",
        )
    raise HomeError(
        f"{home.root} is no home (no icpc.toml).",
        f"Name another with --home, or make one there: icpc init {typed(home.root)}",
    )


def keep_to_owner() -> None:
    """Let whatever this process writes be for its owner alone."""
    os.umask(_NOBODY_ELSE)


def this_person() -> str:
    """Who runs this, as `officer@server`: the account and the machine."""
    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = str(os.getuid())
    return f"{account}@{socket.gethostname()}"


def home_in_use() -> Home | None:
    """The home found last, for what is to be noted in its log."""
    return _in_use[0] if _in_use else None


def typed(path: Path) -> str:
    """A path as it is typed in a shell."""
    return f'"{path}"' if " " in str(path) else str(path)
