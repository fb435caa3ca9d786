"""Putting a finished document where its reader looks for it.

The same bytes again change nothing. A document that is open in Word, or may not be
written, is never written over: the new one is put beside it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from flows.faults import disk_full
from schemas.errors import PipelineError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_BESIDE = "-new"


class State(StrEnum):
    """What became of a document."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    BESIDE = "beside"


@dataclass(frozen=True)
class PlacedDocument:
    """A finished document by its path and content.

    Attributes:
        path: where it lies.
        state: whether it was written, was there already, or lies beside the one that
            could not be replaced.
        sha256: of its bytes.
    """

    path: Path
    state: State
    sha256: str


def place(path: Path, content: bytes) -> PlacedDocument:
    """Put a document at its path, whole or not at all.

    Raises:
        DiskFullError: there is no room for it.
        PipelineError: its folder may not be written to.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    beside = path.with_stem(path.stem + _BESIDE)
    if _holds(path, content):
        _remove_same(beside, content)
        return PlacedDocument(path, State.UNCHANGED, sha256)
    if not _is_in_use(path) and _replaced(path, content):
        _remove_same(beside, content)
        return PlacedDocument(path, State.WRITTEN, sha256)
    if _holds(beside, content) or _replaced(beside, content):
        return PlacedDocument(beside, State.BESIDE, sha256)
    raise PipelineError(
        f"Neither {path.name} nor {beside.name} can be written.",
        "Close them in Word, see that the folder may be written to, and run again.",
    )


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _is_in_use(path: Path) -> bool:
    """Whether a word processor has it open, or it may not be written."""
    owners = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    if any((path.parent / owner).exists() for owner in owners):
        return True
    if not path.exists():
        return False
    writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    return not path.stat().st_mode & writable or not os.access(path, os.W_OK)


def _replaced(path: Path, content: bytes) -> bool:
    """Whether the bytes now lie at a path; False where that is not permitted."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except PermissionError:
        _discard(part)
        return False
    except OSError as fault:
        _discard(part)
        if fault.errno in _FULL:
            raise disk_full() from None
        raise
    return True


def _remove_same(beside: Path, content: bytes) -> None:
    """Take away what was put beside for want of something better."""
    if _holds(beside, content) and not _is_in_use(beside):
        _discard(beside)


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # it is left lying, which harms nobody
