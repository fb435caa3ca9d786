"""The kept copies of what arrived: whole or not there, and sealed until searched.

Every file is kept as it was sent, whatever its verdict. What holds an identifier may
not lie in the clear, and whether it does is known only once the file has been searched.
So each copy is written sealed (AES-256-GCM under a key drawn from the home's), and is
put in the clear only after a search that found nothing. A file that could not be
searched, since it is damaged, protected or misnamed, stays sealed.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from schemas.errors import KeptCopyError
from transforms.home import Home

_MARK = b"ICPC sealed copy 1\n"
_PURPOSE = b"kept copies"
_NONCE = 12
_TAG = 16
_CHUNK = 1 << 20
_JUST_NOW = 10 * 10**9
_BETWEEN_TWO_LOOKS = 2.0
"""Seconds."""
_ENDING = re.compile(r"[^A-Za-z0-9.]")


class Fingerprint(NamedTuple):
    """Hash and size of a file as it was read, and when it was last changed."""

    sha256: str
    size: int
    changed: int


def fingerprint_of(file: Path) -> Fingerprint | None:
    """What a file is; of a link, device or folder the name stands for it, unopened.

    None for a file that somebody is still writing.
    """
    with _opened(file) as stream:
        if stream is None:
            name = b"not a plain file: " + os.fsencode(file.name)
            return Fingerprint(hashlib.sha256(name).hexdigest(), 0, 0)
        if _is_being_written(stream):
            return None
        digest = hashlib.sha256()
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
        return Fingerprint(digest.hexdigest(), *_size_and_change(stream))


def keep(
    home: Home, agency: str, file: Path, fingerprint: Fingerprint, *, key: bytes
) -> str | None:
    """Keep a file as sent, sealed, under its hash; the copy's path below received.

    Empty for what is no plain file; None for a file that changed since it was read.
    """
    with _opened(file) as stream:
        if stream is None:
            return ""
        kept_as = f"{agency}/{fingerprint.sha256}{_ENDING.sub('', file.suffix)[:8]}"
        target = home.received / kept_as
        if target.exists():
            return kept_as
        target.parent.mkdir(parents=True, exist_ok=True)
        with _whole(target) as copy:
            sha256 = _seal(stream, copy, key)
            seen = (sha256, *_size_and_change(stream))
            if seen != fingerprint or _is_being_written(stream):
                copy.close()
                return None
    return kept_as


def kept_content(home: Home, kept_as: str, *, key: bytes, most: int = -1) -> bytes:
    """The bytes of a kept copy, sealed or not.

    Args:
        home: the home.
        kept_as: its path below received.
        key: the home's key.
        most: no more than so many bytes; a sealed copy cut short is not proven whole.

    Raises:
        KeptCopyError: it is missing, damaged, or was sealed under another key.
    """
    with _kept(home, kept_as) as stream:
        if not _is_sealed(stream):
            return stream.read(most)
        pieces = []
        left = most
        for piece in _shown(stream, key, kept_as):
            pieces.append(piece if most < 0 else piece[:left])
            left -= len(piece)
            if most >= 0 and left <= 0:
                break
        return b"".join(pieces)


def unseal(home: Home, kept_as: str, *, key: bytes) -> None:
    """Put a kept copy in the clear; it was searched and holds no identifier.

    Raises:
        KeptCopyError: it is missing, damaged, or was sealed under another key.
    """
    with _kept(home, kept_as) as stream:
        if not _is_sealed(stream):
            return
        with _whole(home.received / kept_as) as copy:
            for number, piece in enumerate(_shown(stream, key, kept_as)):
                if number == 0 and piece.startswith(_MARK):
                    # In the clear it would be taken for a sealed one.
                    copy.close()
                    return
                copy.write(piece)


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes] | None]:
    """A plain file to be read; None for a link, device, pipe or folder, unopened."""
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            yield None
            return
        # It may become a link or a pipe meanwhile: neither is followed or waited for.
        number = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        if not file.is_symlink():
            raise
        yield None
        return
    with os.fdopen(number, "rb") as stream:
        yield stream if stat.S_ISREG(os.fstat(number).st_mode) else None


def _is_being_written(stream: IO[bytes]) -> bool:
    """Whether somebody is still writing the file.

    The system lends a file for reading only while no process of this machine has it
    open for writing. Where it lends nothing (a share, a file that is another's), a file
    that was changed just now is looked at twice.
    """
    try:
        fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return _is_growing(stream)
    with suppress(OSError):
        fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def _is_growing(stream: IO[bytes]) -> bool:
    before = _size_and_change(stream)
    if abs(time.time_ns() - before[1]) < _JUST_NOW:
        time.sleep(_BETWEEN_TWO_LOOKS)
    return _size_and_change(stream) != before


def _size_and_change(stream: IO[bytes]) -> tuple[int, int]:
    state = os.fstat(stream.fileno())
    return state.st_size, state.st_mtime_ns


@contextmanager
def _whole(target: Path) -> Iterator[IO[bytes]]:
    """A file to be written that takes its place whole; not at all if it is closed."""
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as copy:
            yield copy
            if copy.closed:
                return
            copy.flush()
            os.fsync(copy.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _key_of_copies(key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE, hashlib.sha256).digest()


def _seal(source: IO[bytes], copy: IO[bytes], key: bytes) -> str:
    """Write what the source holds, sealed; the hash of what was read."""
    nonce = secrets.token_bytes(_NONCE)
    sealing = Cipher(algorithms.AES(_key_of_copies(key)), modes.GCM(nonce)).encryptor()
    digest = hashlib.sha256()
    copy.write(_MARK + nonce)
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        copy.write(sealing.update(chunk))
    copy.write(sealing.finalize() + sealing.tag)
    return digest.hexdigest()


@contextmanager
def _kept(home: Home, kept_as: str) -> Iterator[IO[bytes]]:
    try:
        stream = (home.received / kept_as).open("rb")
    except FileNotFoundError:
        raise _not_whole(kept_as) from None
    with stream:
        yield stream


def _is_sealed(stream: IO[bytes]) -> bool:
    """Whether the copy is sealed; the stream then stands behind its mark."""
    if stream.read(len(_MARK)) == _MARK:
        return True
    stream.seek(0)
    return False


def _shown(stream: IO[bytes], key: bytes, kept_as: str) -> Iterator[bytes]:
    """What a sealed copy holds; it is whole only if the end is reached."""
    left = os.fstat(stream.fileno()).st_size - len(_MARK) - _NONCE - _TAG
    nonce = stream.read(_NONCE)
    if left < 0:
        raise _not_whole(kept_as)
    showing = Cipher(algorithms.AES(_key_of_copies(key)), modes.GCM(nonce)).decryptor()
    while left:
        chunk = stream.read(min(_CHUNK, left))
        if not chunk:
            raise _not_whole(kept_as)
        left -= len(chunk)
        yield showing.update(chunk)
    try:
        yield showing.finalize_with_tag(stream.read(_TAG))
    except (InvalidTag, ValueError):
        raise _not_whole(kept_as) from None


def _not_whole(kept_as: str) -> KeptCopyError:
    return KeptCopyError(
        f"The kept copy {kept_as} is missing or damaged, or the home's key is another.",
        "Restore the folders received and secrets from the last backup.",
    )
