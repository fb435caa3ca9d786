"""What a reader who keeps every document knows of each figure, and of which version.

A shown count that nothing marks as revised is the same as before. Of a hidden figure,
and of what a percentage rests on, the mark says nothing from one release of its period
to the next, so each release has its own unknown, and the reader takes two of them for
the same only where nothing that comes from the same records has changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from printed_documents import Cell, Printed, Stretch

Where = tuple[str, str, str, Stretch]
"""Indicator, breakdown, category, period."""

SAME_RECORDS = [
    set(names.split())
    for names in (
        "A06.1 A06.2 A06.3 A06.4 A06.5 A06.6 A06.18",
        "A06.7 A06.8 A06.16 A06.17",
        "A06.9 A06.10 A06.11",
        "A06.12 A06.13 A06.15 A17.3 A17.5",
        "A07.1 A07.2 A07.3 A20.1 A20.2",
        "A07.4 A07.5 A07.6 X03.2",
        "A08.1 A08.2 A19.4",
        "A12.1 A12.2 A19.1 A19.2 A19.3",
        "A15.1 A15.2",
        "A17.1 A17.2 A17.4 A17.6 A17.7",
        "A18.1 A18.2 A18.3 X03.1",
        "A21.1 A22.1 A23.1 A24.1 A24.2 A24.3 A26.1",
        "A25.1 A25.2",
        "X01.1",
    )
]


@dataclass(eq=False)
class Version:
    """A figure between two revisions, and everything printed of it meanwhile."""

    where: Where
    release: int
    revised: bool
    shown: list[Cell] = field(default_factory=list)
    hidden_in: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The figure in words, for whoever reads what was recovered."""
        indicator, breakdown, category, (month, months) = self.where
        of = f" {breakdown} {category}" if breakdown else ""
        begin = f"{month // 12}-{month % 12 + 1:02d}"
        return f"{indicator}{of} of {begin} for {months} months, release {self.release}"


@dataclass
class Snapshot:
    """A period as one of its own releases shows it."""

    stretch: Stretch
    moment: datetime
    figures: dict[tuple[str, str, str], Version] = field(default_factory=dict)


class Notes:
    """The versions of every figure, and the snapshots that hold them side by side."""

    def __init__(self, printed: Sequence[Printed]) -> None:
        self.timelines: dict[Where, list[tuple[datetime, Version]]] = defaultdict(list)
        own: dict[Stretch, dict[datetime, Snapshot]] = defaultdict(dict)
        for one in printed:
            if one.own:
                moment = one.moment[0]
                own[one.place.stretch].setdefault(
                    moment, Snapshot(one.place.stretch, moment)
                )
        self._own = own
        for one in printed:
            version = self._note(one)
            if one.own:
                snapshot = own[one.place.stretch][one.moment[0]]
                snapshot.figures[version.where[:3]] = version
        self.snapshots = [each for moments in own.values() for each in moments.values()]

    def versions(self) -> list[Version]:
        """Every version of every figure, each once."""
        return [
            version for timeline in self.timelines.values() for _, version in timeline
        ]

    def before(self, version: Version) -> list[Version]:
        """Earlier versions of the same figure."""
        timeline = [each for _, each in self.timelines[version.where]]
        return timeline[: timeline.index(version)]

    def as_of(self, where: Where, moment: datetime) -> Version | None:
        """The version that stood at a moment, if the figure was printed by then."""
        before = [
            version
            for since, version in self.timelines.get(where, ())
            if since <= moment
        ]
        return before[-1] if before else None

    def revisions(self) -> Iterator[tuple[Version, Version]]:
        """Versions of a figure, each with the one before."""
        for timeline in self.timelines.values():
            for (_, old), (_, new) in pairwise(timeline):
                if not old.shown or not new.shown:
                    yield old, new

    def unrevised(self) -> Iterator[tuple[Version, Version]]:
        """Versions that the reader takes for the same though one is not shown.

        Of rows received nothing says whether they are those of an earlier release.
        """
        for moments in self._own.values():
            for before, after in pairwise(
                moments[moment] for moment in sorted(moments)
            ):
                changed = {indicator for (indicator, *_), _ in _changes(before, after)}
                for group in SAME_RECORDS:
                    for where, new in after.figures.items():
                        old = before.figures.get(where)
                        if where[0] not in group or old is None or old is new:
                            continue
                        one_hidden = bool(old.shown) != bool(new.shown)
                        if not new.revised and (one_hidden or not group & changed):
                            yield old, new

    def _note(self, one: Printed) -> Version:
        place, cell = one.place, one.cell
        where = (place.indicator, place.breakdown, place.category, place.stretch)
        timeline = self.timelines[where]
        release = sum(
            moment <= one.moment[0] for moment in self._own.get(place.stretch, ())
        )
        version = _noted_before(timeline, one, release)
        if version is None:
            version = Version(where, release, cell.revised)
            timeline.append((one.moment[0], version))
        # One edition may mark what the other never showed.
        version.revised |= cell.revised
        version.documents.add(one.document)
        if cell.hidden:
            version.hidden_in.add(place.edition)
        else:
            version.shown.append(cell)
        return version


def _changes(
    before: Snapshot, after: Snapshot
) -> Iterator[tuple[tuple[str, str, str], Version]]:
    """What two releases of a period show differently."""
    for where, new in after.figures.items():
        old = before.figures.get(where)
        if old is None or (old is not new and (old.shown or new.shown or new.revised)):
            yield where, new


def _noted_before(
    timeline: Iterable[tuple[datetime, Version]], one: Printed, release: int
) -> Version | None:
    """The version that is printed here again, the newest first.

    Within one document a figure is one figure: alternative texts carry no marks. Nor
    can it differ between two documents of the same release.
    """
    cell = one.cell
    for since, version in reversed(list(timeline)):
        if any(_differ(cell, shown) for shown in version.shown):
            continue
        if one.document in version.documents or since == one.moment[0]:
            return version
        if version.release == release and version.revised == cell.revised:
            return version
        if cell.hidden or not version.shown or cell.revised != version.revised:
            continue
        if cell.tenths is not None and cell.count is None:
            continue
        return version
    return None


def _differ(one: Cell, other: Cell) -> bool:
    pairs = (
        (one.count, other.count),
        (one.of, other.of),
        (one.tenths, other.tenths),
    )
    return any(
        left is not None and right is not None and left != right
        for left, right in pairs
    )
