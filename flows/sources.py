"""An agency's source as fsspec reaches it: listed, fetched from, delivered to.

Folders, SFTP and S3-compatible stores are tested with the real thing. Any other
protocol of fsspec may be named in icpc.toml, and is untested.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import fsspec

from flows.documents_out import State, place
from flows.faults import PassingFaultError, disk_full, note
from flows.settings import read_secret
from flows.source_settings import Source, Sources
from schemas.errors import PipelineError, SourceRefusedError
from schemas.vocabulary import Agency
from transforms.home import Home

_FULL = (errno.ENOSPC, errno.EDQUOT)
_MD5 = re.compile(r"[0-9a-f]{32}")
_WHOLE_BY_NATURE = frozenset({"s3", "s3a"})
"""Stores in which a file appears when all of it is there."""


class FileChangedError(Exception):
    """A file changed, went away or may not be read, while the others may be."""


class Listed(NamedTuple):
    """A file as its source lists it.

    Attributes:
        name: its name in the agency's folder.
        path: its path at the source.
        size: in bytes.
        signs: size with hash, or with time of change: what tells that it changed.
        digest: MD5 of its content where the source tells it; else empty.
        is_plain: whether it is a plain file.
    """

    name: str
    path: str
    size: int
    signs: str
    digest: str
    is_plain: bool


class OpenSource:
    """An agency's folder at its source, while we are connected."""

    def __init__(self, system: Any, root: str, protocol: str) -> None:
        """The file system, the folder in it, and how it is reached."""
        self.system = system
        self.root = root.rstrip("/")
        self.protocol = protocol

    def listed(self) -> dict[str, Listed]:
        """Everything in the folder itself, by name."""
        self.system.invalidate_cache()
        try:
            entries = self.system.ls(self.root or "/", detail=True)
        except FileNotFoundError:
            if self.protocol in _WHOLE_BY_NATURE:
                return {}  # such a store has no empty folders
            raise
        files = (_listed(entry) for entry in entries)
        return {f.name: f for f in files if f.name and f.path != self.root}

    def fetch(self, file: Listed, target: Path) -> str:
        """Copy a file to a path, whole; the hash of what then lies there.

        Raises:
            FileChangedError: it is not what was listed, or may not be read.
        """
        try:
            if self.protocol == "file":
                _copy_plain(Path(file.path), target)
            else:
                self.system.get_file(file.path, str(target))
            now = _listed(self.system.info(file.path))
        except (FileNotFoundError, PermissionError) as fault:
            raise FileChangedError from fault
        except OSError as fault:
            if "size mismatch" in str(fault):
                raise FileChangedError from fault
            raise
        if now.signs != file.signs or target.stat().st_size != file.size:
            raise FileChangedError
        if file.digest and _hash(target, "md5") != file.digest:
            raise FileChangedError
        return _hash(target, "sha256")

    def deliver(self, file: Path, below: str) -> bool:
        """Put a file of ours below the folder, whole; whether it is at its place.

        It is not where the file there is open in Word: the new one is put beside it.
        """
        final = f"{self.root}/{below}"
        if self.protocol == "file":
            _check_links(Path(self.root), Path(final))
            return place(Path(final), file.read_bytes()).state is not State.BESIDE
        folder, _, name = final.rpartition("/")
        if self.protocol in _WHOLE_BY_NATURE:
            self.system.put_file(str(file), final)
        else:
            half_written = f"{folder}/.{name}.part"
            self.system.makedirs(folder, exist_ok=True)
            self.system.put_file(str(file), half_written)
            self.system.mv(half_written, final)
        self.system.invalidate_cache()
        if self.system.info(final)["size"] != file.stat().st_size:
            raise OSError(errno.EIO, "delivered in part")
        return True


@contextmanager
def open_source(home: Home, agency: str, sources: Sources) -> Iterator[OpenSource]:
    """An agency's source, connected for as long as the block lasts.

    Raises:
        PassingFaultError: it can't be reached, or the way to it broke.
        SourceRefusedError: it refused us, or is not the one that was pinned.
        DiskFullError: there is no room for what is fetched.
    """
    source = sources.of(agency)
    opened: OpenSource | None = None
    try:
        opened = _opened(home, agency, source, sources.timeout_seconds)
        yield opened
    except (PipelineError, FileChangedError):
        raise
    except Exception as fault:  # noqa: BLE001 - of many libraries; told in our words
        note(home, f"source {agency}", fault)
        raise _in_words(agency, fault) from None
    finally:
        if opened is not None and hasattr(opened.system, "close"):
            opened.system.close()


def _opened(home: Home, agency: str, source: Source, timeout: float) -> OpenSource:
    protocol = source.protocol
    if protocol in ("sftp", "ssh"):
        from flows.sftp_source import sftp_source  # noqa: PLC0415 - slow to import

        system, root = sftp_source(home, agency, source, timeout_seconds=timeout)
        return OpenSource(system, root, "sftp")
    if protocol in _WHOLE_BY_NATURE:
        return _s3(home, agency, source, timeout)
    # A folder that is no whole path lies below the home, wherever we were started.
    url = source.url if "://" in source.url else str(home.root / source.url)
    system, root = fsspec.url_to_fs(url, skip_instance_cache=True)
    return OpenSource(system, root, protocol)


def _s3(home: Home, agency: str, source: Source, timeout: float) -> OpenSource:
    """A store that speaks S3, under keys of our own: none is looked for elsewhere."""
    key = read_secret(home, f"{agency}.s3-key-id")
    secret = read_secret(home, f"{agency}.s3-secret")
    if not key or not secret:
        raise SourceRefusedError(
            f"secrets/{agency}.s3-key-id or secrets/{agency}.s3-secret is missing.",
            "Put the two parts of our access key there.",
        )
    system = fsspec.filesystem(
        "s3",
        key=key,
        secret=secret,
        endpoint_url=source.endpoint_url or None,
        skip_instance_cache=True,
        use_listings_cache=False,
        config_kwargs={
            "connect_timeout": timeout,
            "read_timeout": timeout,
            "retries": {"max_attempts": 1},
            # Stores other than the first know no newer sums.
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
        },
    )
    system.retries = 1  # trying again is Prefect's
    return OpenSource(system, source.url.partition("://")[2], "s3")


def _listed(entry: dict[str, Any]) -> Listed:
    path = str(entry["name"])
    size = int(entry.get("size") or 0)
    digest = str(entry.get("ETag") or "").strip('"')
    changed = entry.get("mtime") or entry.get("LastModified") or ""
    return Listed(
        name=path.rpartition("/")[2],
        path=path,
        size=size,
        signs=json.dumps([size, digest or str(changed)]),
        digest=digest if _MD5.fullmatch(digest) else "",
        is_plain=entry.get("type") == "file" and not entry.get("islink"),
    )


def _copy_plain(path: Path, target: Path) -> None:
    """Copy a plain file; a link is not followed, whoever put it there meanwhile."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        if fault.errno == errno.ELOOP:
            raise FileChangedError from fault
        raise
    with os.fdopen(opened, "rb") as source, target.open("wb") as copy:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise FileChangedError
        shutil.copyfileobj(source, copy)


def _hash(file: Path, kind: str) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, kind).hexdigest()


def _check_links(root: Path, final: Path) -> None:
    """See that nothing below the agency's folder leads elsewhere.

    Raises:
        SourceRefusedError: something is a link.
    """
    below = [final, *final.parents][: len(final.parts) - len(root.parts)]
    if any(path.is_symlink() for path in below):
        raise SourceRefusedError(
            "The folder feedback at the agency holds a link, and links are not "
            "followed.",
            "Ask them to take the link away.",
        )


def _in_words(agency: str, fault: Exception) -> PipelineError:
    """A fault at a source as a failure: whether it may pass, and what to do."""
    who, kind = Agency(agency).title, type(fault).__name__
    if isinstance(fault, OSError) and fault.errno in _FULL:
        return disk_full()
    if kind == "BadHostKeyException" or "not found in known_hosts" in str(fault):
        return SourceRefusedError(
            f"The SFTP server of {who} showed another key than the pinned one.",
            "Nothing was sent to it. Ask them, by telephone, whether their key "
            f"changed; only then write the new one into [sources.{agency}].",
        )
    if kind in _REFUSED:
        return SourceRefusedError(
            f"The source of {who} did not let us in ({kind}).",
            f"See [sources.{agency}] in icpc.toml and secrets/{agency}.*; ask them "
            "whether our account still holds.",
        )
    if isinstance(fault, ImportError | ValueError):
        return SourceRefusedError(
            f"The url of [sources.{agency}] can't be used ({kind}).",
            "Folders, sftp:// and s3:// are tested; other protocols need a package "
            "of their own.",
        )
    if isinstance(fault, OSError | EOFError) or kind in _BROKEN:
        return PassingFaultError(
            f"The source of {who} could not be reached ({kind}).",
            "If it lasts, ask them whether it is up and whether our address may in.",
        )
    return SourceRefusedError(
        f"The source of {who} ended in {kind}.",
        "Places are in logs/faults.log; tell the developers.",
    )


_REFUSED = frozenset(
    {
        *("AuthenticationException", "BadAuthenticationType", "PasswordRequired"),
        *("PermissionError", "NoCredentialsError"),
    }
)
_BROKEN = frozenset(
    {
        *("SSHException", "ChannelException", "SFTPError", "ConnectTimeoutError"),
        *("EndpointConnectionError", "ReadTimeoutError", "ConnectionClosedError"),
        *("HTTPClientError", "FSTimeoutError", "IncompatiblePeer"),
    }
)
