"""Seconds and peak memory of a quarter's commands on a copy of a home with history."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PERIOD, NOW = "2026-27-Q2", "2026-10-20T07:00"
RUN = ("run", PERIOD, "--now", NOW)


def timed(title: str, home: Path, *words: str) -> None:
    """Print how long a command took, and the most memory that any has used so far."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "flows.command_line", *words, "--home", str(home)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"{seconds:6.1f} s  peak so far {peak:4.0f} MB  {title}\n")


def main(home: Path) -> None:
    """Time the commands on a copy, so that the home itself stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        timed("status", copy, "status", PERIOD)
        timed("run --direct, nothing new", copy, *RUN, "--direct")
        timed("run --direct --force", copy, *RUN, "--direct", "--force")
        fresh = Path(folder) / "fresh"
        shutil.copytree(home, fresh)
        shutil.rmtree(fresh / "store")
        timed("run --direct, every file new", fresh, *RUN, "--direct")
        timed("run with a server of its own, its start included", copy, *RUN)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
