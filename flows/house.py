"""Keeping house: check a home, back it up, clear what is no longer needed."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from flows.progress import counted, tell, tell_fault
from flows.quarter_lock import receiving_lock
from flows.settings import read_key, read_settings
from transforms.backup import back_up, differences, keep_last
from transforms.home import Home
from transforms.integrity import faults_of

_LOG_BYTES = 5_000_000
_LEFT_SECONDS = 24 * 3600
_FREE_SHARE = 0.05


@dataclass(frozen=True)
class HouseKept:
    """What keeping house came to.

    Attributes:
        faults: a sentence for each fault that was found in the home or its backup.
        backup: name of the backup.
        n_files: files in it.
        n_removed: older backups removed.
        n_leftovers: what dying runs had left, removed.
    """

    faults: tuple[str, ...]
    backup: str
    n_files: int
    n_removed: int
    n_leftovers: int

    @property
    def in_words(self) -> str:
        """One line for those who look at the run."""
        return (
            f"backup {self.backup} with {counted(self.n_files, 'file')}, "
            f"{counted(self.n_removed, 'older one')} removed, "
            f"{counted(self.n_leftovers, 'leftover')} removed, "
            f"{counted(len(self.faults), 'fault')}"
        )


def keep_home(home: Home, *, now: dt.datetime) -> HouseKept:
    """Check, back up, read the backup back, and only then remove older ones.

    A home with a fault is backed up all the same, but no older backup is removed then:
    one of them may hold what is wanted.
    """
    settings = read_settings(home).backup
    target = home.root / settings.folder
    with ExitStack() as stack:
        stack.enter_context(receiving_lock(home))
        faults = [*faults_of(home, read_key(home)), *_of_disk(home)]
        made = back_up(home, target, now=now)
    tell(f"Backup {made.folder.name}: {counted(made.n_files, 'file')}")
    spoiled = differences(made.folder)
    if spoiled:
        faults.append(
            f"The new backup does not read back as it was written "
            f"({counted(len(spoiled), 'file')}). Is its disk sound?"
        )
    n_removed = 0 if faults else keep_last(target, settings.keep)
    n_leftovers = _clear_leftovers(home)
    for fault in faults:
        tell_fault(fault)
    return HouseKept(
        tuple(faults), made.folder.name, made.n_files, n_removed, n_leftovers
    )


def _of_disk(home: Home) -> Iterator[str]:
    usage = shutil.disk_usage(home.root)
    if usage.free < _FREE_SHARE * usage.total:
        yield (
            f"The disk of the home is nearly full: {usage.free // 1_000_000:,} MB are "
            "free. Make room."
        )


def _clear_leftovers(home: Home) -> int:
    """Half-written files of runs that died, and the older half of long logs."""
    n_removed = 0
    for left in _leftovers(home):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
        n_removed += 1
    for log in home.logs.glob("*.log"):
        if log.stat().st_size > _LOG_BYTES:
            newest = log.read_bytes()[-_LOG_BYTES // 2 :]
            log.write_bytes(newest.partition(b"\n")[2])
    return n_removed


def _leftovers(home: Home) -> Iterator[Path]:
    for folder in (home.received, home.documents, home.feedback):
        for pattern in ("*.part", ".*.part", ".feedback-*"):
            for left in sorted(folder.rglob(pattern)):
                if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                    yield left
