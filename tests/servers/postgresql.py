"""A real PostgreSQL, on a socket in a folder of its own, while a test lasts."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = 0


@contextmanager
def postgresql(database: str) -> Iterator[str]:
    """The address of an empty database, as SQLAlchemy with asyncpg writes it."""
    [binaries, *_] = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    folder = Path(tempfile.mkdtemp(prefix="icpc-postgresql-"))
    user = _owner(folder)
    data = folder / "data"

    def typed(*words: str | Path) -> None:
        # As root the server refuses to start: it is the system account's then.
        as_user = ["runuser", "-u", user, "--"] if os.geteuid() == ROOT else []
        subprocess.run(
            [*as_user, *map(str, words)],
            check=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    typed(binaries / "initdb", "--auth=trust", "-N", "-D", data)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
    log = folder / "log"
    typed(binaries / "pg_ctl", "-w", "-D", data, "-l", log, "-o", options, "start")
    try:
        typed(binaries / "createdb", "-h", folder, database)
        yield f"postgresql+asyncpg://{user}@/{database}?host={folder}"
    finally:
        typed(binaries / "pg_ctl", "-w", "-m", "immediate", "-D", data, "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str:
    """Who runs the server: this account, or for root the one of the package."""
    if os.geteuid() != ROOT:
        return pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, "postgres", "postgres")
    return "postgres"
