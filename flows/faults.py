"""What may leave a stage: named failures, and of all others only type and place.

Libraries quote values and names of files in their messages. Prefect keeps the
exceptions of a task in its states and logs, so nothing of that may get there.
"""

from __future__ import annotations

import datetime as dt
import errno
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from schemas.errors import DiskFullError, PipelineError, StageFailedError
from schemas.period import LONDON
from transforms.home import Home

T = TypeVar("T")

_ROOT = Path(__file__).parent.parent
_FULL = (errno.ENOSPC, errno.EDQUOT)


class PassingFaultError(StageFailedError):
    """A fault of the world, such as a share out of reach, that may pass by itself."""


def contained(stage: str, home: Home, work: Callable[[], T]) -> T:
    """What the work of a stage returns, or a failure without any value in it.

    Raises:
        PipelineError: as the work raised it.
        PassingFaultError: the work ended in an OSError.
        DiskFullError: the disk is full.
        StageFailedError: the work ended in a fault that nobody foresaw.
    """
    try:
        return work()
    except PipelineError as fault:
        failure = fault
    except Exception as fault:  # noqa: BLE001 - the one place where all faults end
        note(home, stage, fault)
        failure = _without_values(stage, fault)
    # Raised here, outside the handlers, it drags no other exception along.
    failure.__cause__ = failure.__context__ = None
    raise failure


def note(home: Home, stage: str, fault: BaseException) -> None:
    """Write type and places of a fault into the home's log, never its words."""
    now = dt.datetime.now(LONDON)
    lines = [f"{now:%Y-%m-%d %H:%M:%S} {stage}: {type(fault).__name__}"]
    lines += [
        f"    {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    try:
        home.logs.mkdir(parents=True, exist_ok=True)
        with (home.logs / "faults.log").open("a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return  # a full disk must not hide the fault itself


def type_and_place(fault: BaseException) -> str:
    """As `KeyError at transforms/compute.py:120`: the last place in our own code."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [frame for frame in frames if _is_ours(frame.filename)]
    last = (ours or list(frames))[-1:]
    place = "".join(f" at {_short(f.filename)}:{f.lineno}" for f in last)
    return f"{type(fault).__name__}{place}"


def _without_values(stage: str, fault: Exception) -> PipelineError:
    if isinstance(fault, OSError) and fault.errno in _FULL:
        return disk_full()
    what = f"The stage {stage} ended in {type_and_place(fault)}."
    if isinstance(fault, OSError):
        return PassingFaultError(
            what, "Is every folder of the home in reach? Then run it again."
        )
    return StageFailedError(what, "Places are in logs/faults.log; tell the developers.")


def disk_full() -> DiskFullError:
    """The failure for a disk without room."""
    return DiskFullError(
        "The disk that holds the home is full.",
        "Make room, then run the same command again; nothing was lost.",
    )


def _is_ours(name: str) -> bool:
    path = Path(name)
    return path.is_relative_to(_ROOT) and ".venv" not in path.parts


def _short(name: str) -> str:
    return str(Path(name).relative_to(_ROOT)) if _is_ours(name) else Path(name).name
