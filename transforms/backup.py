"""A copy of a home that can be put back: everything but its secrets.

The key is left out, so that who holds a backup does not hold the key as well; it is
backed up by itself, once. Kept files never change, so that each is copied once and
later backups share it where the disk can.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from transforms.history import digest_of
from transforms.home import Home
from transforms.store import open_store

_FOLDERS = ("received", "reference", "documents", "feedback")
_FILES = ("icpc.toml", "arrivals.csv")
_LIST = "SHA256SUMS"
_SHARED = "received"


@dataclass(frozen=True)
class Backup:
    """A finished backup: where it lies, its files, their bytes."""

    folder: Path
    n_files: int
    n_bytes: int


def back_up(home: Home, target: Path, *, now: dt.datetime) -> Backup:
    """Copy a home into a new folder below a target, whole or not at all.

    The store and the register are copied as they are between two writings. The list
    of hashes is written last and in the form that `sha256sum -c` reads.

    Raises:
        OSError: the target can't be written; what was begun is taken away again.
        PipelineError: the store is held, or can't be opened.
    """
    name = f"{now:%Y-%m-%d_%H%M%S}"
    part = target / f".{name}.part"
    before = backups_in(target)
    target.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(mode=0o700)
        _copy(home, part, before[-1] if before else None)
        n_files, n_bytes = _list(part)
        part.replace(target / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Backup(target / name, n_files, n_bytes)


def backups_in(target: Path) -> list[Path]:
    """The whole backups below a target, oldest first."""
    if not target.is_dir():
        return []
    return sorted(
        folder
        for folder in target.iterdir()
        if not folder.name.startswith(".") and (folder / _LIST).is_file()
    )


def differences(backup: Path) -> list[str]:
    """Names in a backup that are missing or not as they were written."""
    found = []
    for line in (backup / _LIST).read_text("utf-8").splitlines():
        sha256, _, name = line.partition("  ")
        if digest_of(backup / name) != sha256:
            found.append(name)
    return found


def keep_last(target: Path, number: int) -> int:
    """Remove the oldest backups until only so many are left; how many went."""
    old = backups_in(target)[:-number]
    for folder in old:
        shutil.rmtree(folder)
    return len(old)


def _copy(home: Home, part: Path, last: Path | None) -> None:
    _copy_store(home, part)
    for name in _FILES:
        if (home.root / name).is_file():
            shutil.copy2(home.root / name, part / name)
    for folder in _FOLDERS:
        earlier = last / folder if last is not None and folder == _SHARED else None
        for file in _files(home.root / folder):
            relative = file.relative_to(home.root / folder)
            copy = part / folder / relative
            copy.parent.mkdir(parents=True, exist_ok=True)
            if earlier is None or not _linked(earlier / relative, copy, file):
                shutil.copy2(file, copy)


def _copy_store(home: Home, part: Path) -> None:
    """The store first: the register may only know more than the store, never less.

    Releases as they were decided come last: none that the register knows may lack.
    """
    (part / "store").mkdir()
    if home.store.exists():
        with open_store(home.store) as store:
            store.connection.execute("CHECKPOINT")
            shutil.copy2(home.store, part / "store" / home.store.name)
    if home.register.exists():
        copy = part / "store" / home.register.name
        with (
            closing(sqlite3.connect(home.register)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
    for folder in (home.releases, home.certificates):
        for file in _files(folder):
            copy = part / "store" / folder.name / file.name
            copy.parent.mkdir(exist_ok=True)
            shutil.copy2(file, copy)


def _linked(earlier: Path, copy: Path, file: Path) -> bool:
    """Whether the copy now shares the bytes of the same file in an earlier backup."""
    try:
        if earlier.stat().st_size != file.stat().st_size:
            return False
        os.link(earlier, copy)
    except OSError:
        return False
    return True


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        is_whole = not file.name.startswith(".") and not file.name.endswith(".part")
        if is_whole and file.is_file() and not file.is_symlink():
            yield file


def _list(part: Path) -> tuple[int, int]:
    files = [file for file in sorted(part.rglob("*")) if file.is_file()]
    lines = [
        f"{digest_of(file)}  {file.relative_to(part).as_posix()}" for file in files
    ]
    (part / _LIST).write_text("\n".join(lines) + "\n", "utf-8")
    return len(files), sum(file.stat().st_size for file in files)
