"""Releases as they were decided, with the true numbers: kept for ever.

Later releases must not undo what an earlier one hid, and no number that was hidden is
in `released`. One file a release, in the order of their making; nothing here is ever
printed. The store's own rows are made anew from these files if the store was lost. What
a dying run kept and never registered counts as published: that can't do harm.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transforms.logical_cells.rows import Issued, Loaded, Row

_SUFFIX = ".json.gz"


@dataclass(frozen=True)
class Kept:
    """A release as it is kept.

    Attributes:
        issued: its figures with true numbers and decisions.
        basis: SHA-256 of everything that was decided on.
        content: SHA-256 of what it shows.
        tables: rows of `released.value` and its like, by table, column and cell.
    """

    issued: Issued
    basis: str
    content: str
    tables: dict[str, dict[str, list[Any]]]


@dataclass(frozen=True)
class KeptName:
    """What a file's name says: its place in the order, and of what it is."""

    path: Path
    place: int
    period: str
    edition: str
    number: int

    @property
    def release(self) -> tuple[str, str, int]:
        """Period, edition and number."""
        return self.period, self.edition, self.number


def names(folder: Path) -> list[KeptName]:
    """The files of a folder, in the order of their making."""
    found = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        place, period, edition, number = path.name.removesuffix(_SUFFIX).split("_")
        found.append(KeptName(path, int(place), period, edition, int(number)))
    return found


def forget_all_but(folder: Path, registered: Collection[tuple[str, str, int]]) -> None:
    """Remove what was never registered."""
    for name in names(folder):
        if name.release not in registered:
            name.path.unlink()


def keep(folder: Path, kept: Kept) -> Path:
    """Write a release, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    issued, before = kept.issued, names(folder)
    place = before[-1].place + 1 if before else 1
    path = folder / (
        f"{place:06}_{issued.period}_{issued.edition}_{issued.number}{_SUFFIX}"
    )
    part = path.with_suffix(".part")
    content = {
        "period": issued.period,
        "edition": issued.edition,
        "number": issued.number,
        "at": issued.at,
        "rows": [list(row) for row in issued.rows],
        "loaded": [list(each) for each in issued.loaded],
        "basis": kept.basis,
        "content": kept.content,
        "tables": kept.tables,
    }
    with part.open("wb") as stream:
        stream.write(gzip.compress(json.dumps(content).encode(), mtime=0))
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    return path


def read(path: Path) -> Kept:
    """A release as it was kept."""
    content = json.loads(gzip.decompress(path.read_bytes()))
    return Kept(
        Issued(
            content["period"],
            content["edition"],
            content["number"],
            content["at"],
            tuple(Row(*row) for row in content["rows"]),
            tuple(Loaded(*each) for each in content["loaded"]),
        ),
        content["basis"],
        content["content"],
        content["tables"],
    )


def moments(issued: Iterable[Issued]) -> Iterator[list[Issued]]:
    """Releases in the order of their making, those of one moment together."""
    group: list[Issued] = []
    for each in issued:
        if group and (group[0].at, group[0].edition) != (each.at, each.edition):
            yield group
            group = []
        group.append(each)
    if group:
        yield group
