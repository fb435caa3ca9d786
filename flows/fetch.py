"""Fetching what is new at an agency's source, so that it is received like any drop.

A file lands in the home's drop of the agency whole or not at all. What is still being
written is left for the next run, and said. A file known by the source's own signs is
not fetched again; whether it is a new arrival is decided later, by its content.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from flows.settings import read_settings
from flows.source_settings import Sources
from flows.sources import FileChangedError, Listed, OpenSource, open_source
from schemas.errors import StageFailedError
from transforms.correspondence import Correspondence, Look, place_of
from transforms.home import Home
from transforms.receive import (
    ANSWERS,
    files_in,
    is_unfinished,
    printable_name,
    still_being_written,
)

_MEGABYTE = 1_000_000
_LONGEST_NAME = 200
_LEFT_BEHIND_SECONDS = 3600.0
_UNSAFE = ("/", "\0")


@dataclass(frozen=True)
class Fetched:
    """What a look at an agency's source came to.

    Attributes:
        agency: whose source.
        n_fetched: files that landed.
        notes: sentences for the data officer about files that were left.
        leave: names in the home's drop that are still being written.
        fault: what stopped the look, if anything did.
    """

    agency: str
    n_fetched: int = 0
    notes: tuple[str, ...] = ()
    leave: frozenset[str] = frozenset()
    fault: StageFailedError | None = None


def fetch_agency(home: Home, agency: str, *, now: dt.datetime) -> Fetched:
    """Bring what is new at an agency's source into the home's drop.

    What landed before the source failed stays, and the fault is returned, so that it
    can be received all the same.

    Raises:
        PipelineError: a fault of the home, not of the source.
    """
    sources = read_settings(home).sources
    if sources.of(agency).url:
        fetched = _from_source(home, agency, sources, now)
    else:
        fetched = _from_own_folder(home, agency, sources)
    words = [*fetched.notes]
    if fetched.fault is not None:
        words = [fetched.fault.what, fetched.fault.next_step, *words]
    state = "ok" if fetched.fault is None else "failed"
    Correspondence(home).note_look(Look(agency, now, state, " ".join(words)))
    return fetched


def _from_own_folder(home: Home, agency: str, sources: Sources) -> Fetched:
    """Nothing to bring: only what is still being written is told apart."""
    drop = home.drops / agency
    before = _states(drop)
    young = {n: s for n, s in before.items() if s.age < sources.settle_seconds}
    leave: frozenset[str] = frozenset()
    if young:
        time.sleep(sources.settle_seconds - min(s.age for s in young.values()))
        after = _states(drop)
        leave = frozenset(
            name
            for name, state in young.items()
            if name not in after or after[name].signs != state.signs
        )
    unfinished = _names(drop, is_unfinished)
    notes = tuple(still_being_written(name) for name in (*unfinished, *sorted(leave)))
    return Fetched(agency, notes=notes, leave=leave)


class _State(NamedTuple):
    """Size and time of change of a file in a drop, and its age in seconds."""

    signs: tuple[int, int]
    age: float


def _states(drop: Path) -> dict[str, _State]:
    states = {}
    now = time.time()
    for file in files_in(drop):
        try:
            seen = file.lstat()
        except FileNotFoundError:
            continue
        signs = (seen.st_size, seen.st_mtime_ns)
        states[file.name] = _State(signs, abs(now - seen.st_mtime))
    return states


def _names(drop: Path, wanted: Callable[[str], bool]) -> list[str]:
    inside = drop.iterdir() if drop.is_dir() else ()
    return sorted(path.name for path in inside if wanted(path.name))


def _from_source(
    home: Home, agency: str, sources: Sources, now: dt.datetime
) -> Fetched:
    landing = _Landing(home, agency, sources, now)
    fault: StageFailedError | None = None
    try:
        with open_source(home, agency, sources) as source:
            landing.land(source)
    except StageFailedError as stopped:
        fault = stopped
    return Fetched(agency, landing.n_landed, tuple(landing.notes), fault=fault)


class _Landing:
    """One look at a source: what landed, and what is to be said of the rest."""

    def __init__(
        self, home: Home, agency: str, sources: Sources, now: dt.datetime
    ) -> None:
        self.home = home
        self.agency = agency
        self.sources = sources
        self.url = sources.of(agency).url
        self.now = now
        self.drop = home.drops / agency
        self.correspondence = Correspondence(home)
        self.n_landed = 0
        self.notes: list[str] = []

    def land(self, source: OpenSource) -> None:
        """Fetch all that is new and settled."""
        self.drop.mkdir(parents=True, exist_ok=True)
        _clear_left_behind(self.drop)
        new = self._new(source.listed())
        if not new:
            return
        time.sleep(self.sources.settle_seconds)
        again = source.listed()
        for name, file in new.items():
            try:
                if again.get(name) != file:
                    raise FileChangedError
                self._land_one(source, file)
            except FileChangedError:
                self.notes.append(still_being_written(name))

    def _new(self, listed: Mapping[str, Listed]) -> dict[str, Listed]:
        known = self.correspondence.fetched(self.agency)
        new = {}
        for name, file in sorted(listed.items()):
            if name == ANSWERS or self._is_left(file):
                continue
            is_known = known.get(place_of(self.url, name)) == file.signs
            if not is_known or not (self.drop / name).exists():
                new[name] = file
        return new

    def _is_left(self, file: Listed) -> bool:
        """Whether a file is not to be fetched; why is noted."""
        why = "".join(self._reasons(file)[:1])
        if why:
            self.notes.append(why)
        return bool(why)

    def _reasons(self, file: Listed) -> list[str]:
        said = printable_name(file.name)
        reasons = []
        if is_unfinished(file.name):
            reasons.append(still_being_written(file.name))
        if not file.is_plain:
            reasons.append(f"{said} is a folder or link; it was not fetched.")
        if _is_unsafe(file.name):
            reasons.append(f"{said} has a name that no file can have here.")
        limit = self.sources.largest_megabytes
        if file.size > limit * _MEGABYTE:
            reasons.append(f"{said} is larger than {limit} MB; it was not fetched.")
        return reasons

    def _land_one(self, source: OpenSource, file: Listed) -> None:
        """A file under its name in the drop, whole, or nothing."""
        place = place_of(self.url, file.name)
        half_written = self.drop / f".{place[:16]}-{os.getpid()}.part"
        try:
            sha256 = source.fetch(file, half_written)
            _keep_on_disk(half_written)
            half_written.replace(self.drop / file.name)
        finally:
            half_written.unlink(missing_ok=True)
        self.correspondence.note_fetched(
            self.agency,
            place,
            signs=file.signs,
            sha256=sha256,
            at=self.now,
        )
        self.n_landed += 1


def _is_unsafe(name: str) -> bool:
    is_long = len(name.encode("utf-8", "surrogateescape")) > _LONGEST_NAME
    return is_long or name in (".", "..") or any(part in name for part in _UNSAFE)


def _clear_left_behind(drop: Path) -> None:
    """Take away what a process that was killed had half fetched."""
    for half_written in drop.glob(".*.part"):
        with suppress(FileNotFoundError):
            if time.time() - half_written.stat().st_mtime > _LEFT_BEHIND_SECONDS:
                half_written.unlink()


def _keep_on_disk(file: Path) -> None:
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
