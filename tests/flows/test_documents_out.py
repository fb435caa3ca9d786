"""A document is put down whole, once, and never over one that is in use."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.documents_out import State, place
from schemas.errors import DiskFullError, PipelineError

NAME = "icpc-quarterly-report_2026-27-Q2_v1.0.docx"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "2026-27-Q2" / NAME


def names(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def test_a_new_document_is_written_and_nothing_else_is_left(path: Path) -> None:
    placed = place(path, b"one")
    assert (placed.path, placed.state) == (path, State.WRITTEN)
    assert path.read_bytes() == b"one"
    assert names(path) == [NAME]


def test_the_same_bytes_again_change_nothing(path: Path) -> None:
    place(path, b"one")
    before = path.stat()
    assert place(path, b"one").state is State.UNCHANGED
    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


@pytest.mark.parametrize("owner", [f"~${NAME[2:]}", f"~${NAME}", f".~lock.{NAME}#"])
def test_a_document_open_in_word_is_left_and_the_new_one_put_beside_it(
    owner: str, path: Path
) -> None:
    place(path, b"one")
    (path.parent / owner).write_bytes(b"")
    placed = place(path, b"two")
    beside = path.with_name(NAME.replace(".docx", "-new.docx"))
    assert (placed.path, placed.state) == (beside, State.BESIDE)
    assert (path.read_bytes(), beside.read_bytes()) == (b"one", b"two")


def test_a_document_that_may_not_be_written_is_left(path: Path) -> None:
    place(path, b"one")
    path.chmod(0o444)
    assert place(path, b"two").state is State.BESIDE
    assert path.read_bytes() == b"one"


def test_a_document_that_cannot_be_replaced_is_left(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(path, b"one")
    replace = Path.replace

    def refused(self: Path, target: Path) -> Path:
        if target == path:
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    assert place(path, b"two").state is State.BESIDE
    assert names(path) == [NAME.replace(".docx", "-new.docx"), NAME]


def test_once_it_is_closed_it_is_replaced_and_the_copy_beside_it_goes(
    path: Path,
) -> None:
    place(path, b"one")
    path.chmod(0o444)
    place(path, b"two")
    path.chmod(0o644)
    assert place(path, b"two").state is State.WRITTEN
    assert path.read_bytes() == b"two"
    assert names(path) == [NAME]


def test_a_copy_beside_it_that_differs_is_kept(path: Path) -> None:
    place(path, b"one")
    beside = path.with_name(NAME.replace(".docx", "-new.docx"))
    beside.write_bytes(b"with the officer's remarks")
    place(path, b"two")
    assert beside.read_bytes() == b"with the officer's remarks"


def test_where_neither_can_be_written_it_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PipelineError, match="can be written"):
        place(path, b"one")
    assert names(path) == []


def ended(*command: str) -> int:
    return subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603 - mount and umount


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where this machine lets us have one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk))
    if os.geteuid() or ended(*mount):
        pytest.skip("a small disk can be mounted by root alone")
    yield disk
    ended("umount", str(disk))


def test_a_full_disk_leaves_the_old_document_whole(full_disk: Path) -> None:
    path = full_disk / NAME
    place(path, b"one")
    with pytest.raises(DiskFullError):
        place(path, b"x" * 2_000_000)
    assert path.read_bytes() == b"one"
    assert names(path) == [NAME]


def test_no_room_is_told_as_no_room(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(DiskFullError, match="Make room"):
        place(path, b"one")
    assert names(path) == []
