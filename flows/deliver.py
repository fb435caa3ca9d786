"""Taking an agency's answers to its own folder at its source."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

from flows.settings import read_settings
from flows.sources import open_source
from schemas.errors import PipelineError
from transforms.correspondence import Correspondence, place_of
from transforms.home import Home
from transforms.receive import ANSWERS, is_unfinished


def deliver_answers(home: Home, agency: str, *, now: dt.datetime) -> int:
    """Take an agency's answers to its own folder at its source; how many were taken.

    They lie in the home's drop, in the folder feedback. What was delivered with the
    same content is not delivered again, so that an agency may tidy up.

    Raises:
        PassingFaultError: the source can't be reached.
        SourceRefusedError: the source refused us.
        PipelineError: one of them is open at the agency, and lies beside.
    """
    sources = read_settings(home).sources
    url = sources.of(agency).url
    if not url:
        return 0
    correspondence = Correspondence(home)
    known = correspondence.delivered(agency)
    waiting = [
        (file, below, sha256)
        for file, below, sha256 in _answers(home, agency)
        if known.get(place_of(url, below)) != sha256
    ]
    if not waiting:
        return 0
    beside = []
    with open_source(home, agency, sources) as source:
        for file, below, sha256 in waiting:
            if not source.deliver(file, below):
                beside.append(file.name)
                continue
            correspondence.note_delivered(agency, place_of(url, below), sha256, now)
    if beside:
        raise PipelineError(
            f"{', '.join(beside)} is open at the agency; the new one lies beside it.",
            "It takes its place at the next run after they closed it.",
        )
    return len(waiting)


def _answers(home: Home, agency: str) -> Iterator[tuple[Path, str, str]]:
    """Each file of the answers: where it lies, its place below the drop, its hash."""
    drop = home.drops / agency
    for file in sorted((drop / ANSWERS).glob("*/*")):
        if file.is_file() and not file.is_symlink() and not is_unfinished(file.name):
            with file.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            yield file, file.relative_to(drop).as_posix(), sha256
