"""Whether a home is sound and looked after: what `icpc doctor` looks at."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.homes import typed
from flows.server import answers, api_of
from flows.settings import password_of_environment, read_key, read_settings
from schemas.errors import PipelineError
from transforms.backup import backups_in
from transforms.home import Home
from transforms.integrity import faults_of

_NOBODY_ELSE = 0o077
_NETWORK_DISKS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")
_FREE_BYTES = 2_000_000_000
_BACKUP_DAYS = 8
_DEPLOYMENTS = 5


@dataclass(frozen=True)
class Finding:
    """What was looked at and found.

    Attributes:
        what: what was looked at.
        fault: what is wrong with it, and what to do; empty where nothing is.
    """

    what: str
    fault: str = ""


def look_at(home: Home, now: dt.datetime) -> Iterator[Finding]:
    """Every finding, in the order in which faults are best mended."""
    checks: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("settings", lambda: _readable(lambda: read_settings(home))),
        ("key", lambda: _readable(lambda: read_key(home))),
        ("permissions", lambda: _open_to_others(home)),
        ("disk", lambda: _of_disk(home)),
        ("reference tables", lambda: _of_reference(home)),
        ("what the register says is there", lambda: _of_content(home)),
        ("backup", lambda: _of_backup(home, now)),
        ("schedule", lambda: _of_schedule(home)),
    )
    for what, check in checks:
        faults = list(check())
        yield from (Finding(what, fault) for fault in faults)
        if not faults:
            yield Finding(what)


def _readable(read: Callable[[], object]) -> Iterator[str]:
    try:
        read()
    except PipelineError as fault:
        yield str(fault)


def _open_to_others(home: Home) -> Iterator[str]:
    closed = (home.root, home.secrets, home.key, home.received, home.store.parent)
    for path in closed:
        if path.exists() and path.stat().st_mode & _NOBODY_ELSE:
            yield f"Others may read {path}. Type: chmod -R go-rwx {typed(path)}"
    if home.root.exists() and home.root.stat().st_uid != os.getuid():
        yield "The home belongs to another account. Use that one."


def _of_disk(home: Home) -> Iterator[str]:
    free = shutil.disk_usage(home.root).free
    if free < _FREE_BYTES:
        yield f"Only {free // 1_000_000:,} MB are free on the disk. Make room."
    kind = _kind_of_disk(home.root)
    if kind in _NETWORK_DISKS:
        yield (
            f"The home lies on a share ({kind}). Move it to a disk of this machine: "
            "register and store are not safe on a share."
        )


def _kind_of_disk(path: Path) -> str:
    """The kind of file system that a path lies on; empty where that is not told."""
    try:
        mounts = Path("/proc/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    found = ("", "")
    for mount in mounts:
        _, at, kind, *_ = mount.split(" ")
        if path.is_relative_to(at) and len(at) >= len(found[0]):
            found = (at, kind)
    return found[1]


def _of_reference(home: Home) -> Iterator[str]:
    for name in ("population", "schools"):
        path = home.reference / f"{name}.csv"
        lines = path.read_text("utf-8-sig").split("\n") if path.is_file() else []
        if len([line for line in lines if line.strip()]) <= 1:
            yield (
                f"reference/{name}.csv has no rows, so that the indicators that need "
                "it are not available. See reference/README.txt."
            )


def _of_content(home: Home) -> Iterator[str]:
    try:
        key = read_key(home)
    except PipelineError:
        return  # told above; without it kept copies can't be looked into
    yield from faults_of(home, key)


def _of_backup(home: Home, now: dt.datetime) -> Iterator[str]:
    try:
        target = home.root / read_settings(home).backup.folder
    except PipelineError:
        return
    made = backups_in(target)
    if not made:
        yield f"There is no backup in {target}. keep-house makes one every Sunday."
        return
    day = dt.date.fromisoformat(made[-1].name[:10])
    if (now.date() - day).days > _BACKUP_DAYS:
        yield f"The last backup is of {day:%-d %B %Y}. See the runs of keep-house."


def _of_schedule(home: Home) -> Iterator[str]:
    """Whether the home's server has the calendar's next runs."""
    api_url = api_of(home)
    if api_url is None or not answers(api_url):
        yield (
            "Nobody serves this home, so nothing runs by itself. "
            f"Type: icpc serve --home {typed(home.root)}"
        )
        return
    try:
        due = _scheduled(api_url)
    except (OSError, urllib.error.URLError, ValueError, KeyError):
        yield f"The Prefect server at {api_url} did not tell what is scheduled."
        return
    if due < _DEPLOYMENTS:
        yield (
            f"Of the calendar only {due} of {_DEPLOYMENTS} have a next run. Stop icpc "
            "serve and start it again; if that does not help, see its server's log."
        )


def _scheduled(api_url: str) -> int:
    """How many deployments have a run ahead."""
    request = urllib.request.Request(  # noqa: S310 - the home's own server
        f"{api_url}/flow_runs/filter",
        data=json.dumps(
            {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "limit": 200}
        ).encode(),
        headers={"Content-Type": "application/json", **password_of_environment()},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - as above
        return len({run["deployment_id"] for run in json.load(answer)})
