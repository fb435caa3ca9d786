"""A reader who keeps every document and works out what it does not show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from printed_documents import Printed
from readers_attack import Range, attacked
from readers_notes import Notes, Version
from readers_relations import (
    ACCEPTED,
    CHILDREN,
    MEDIANS,
    OFFENDING,
    Unknown,
    beliefs,
    has_denominator,
    is_protected,
    is_rows,
    relations,
)

COMMITTEE, PUBLIC = "committee", "public"


@dataclass(frozen=True)
class Conclusions:
    """What came of it.

    Attributes:
        n_hidden: how many hidden figures were attacked.
        worked_out: those with one possible value, in words.
        told: those whose one possible value an earlier version showed, in words.
        known_small: those known to be below the threshold, in words.
        n_free: those that nothing printed says anything about.
    """

    n_hidden: int
    worked_out: tuple[str, ...]
    told: tuple[str, ...]
    known_small: tuple[str, ...]
    n_free: int


def conclude(
    printed: Sequence[Printed],
    edition: str,
    population: dict[int, int],
    threshold: int,
) -> Conclusions:
    """Attack every hidden figure about what the edition protects.

    Args:
        printed: figures in order of release; whoever has the committee's edition may
            read the public one too, the public reads its own alone.
        edition: whose hidden figures are attacked.
        population: estimates of children aged 0 to 17 by year, which are public.
        threshold: counts from 1 to one below it are hidden.
    """
    read = [p for p in printed if edition == COMMITTEE or p.place.edition == PUBLIC]
    notes = Notes(read)
    versions = notes.versions()
    hidden = [version for version in versions if _is_attacked(version, edition)]
    unknowns: list[Unknown] = [
        (kind, version)
        for version in hidden
        for kind in (("n", "d", "rest") if has_denominator(version) else ("n",))
    ]
    ranges = attacked(
        list(relations(notes, population)),
        list(beliefs(notes)),
        unknowns,
        _least(notes, versions),
        threshold,
    )
    found = {
        version: _Found(*(ranges.get((kind, version)) for kind in ("n", "d", "rest")))
        for version in hidden
    }
    worked_out = {v: of for v, of in found.items() if of.is_worked_out(threshold)}
    told = {v: of for v, of in worked_out.items() if of.is_told(notes.before(v))}
    return Conclusions(
        len(hidden),
        tuple(_in_words(v, of) for v, of in worked_out.items() if v not in told),
        tuple(_in_words(v, of) for v, of in told.items()),
        tuple(
            f"{version.name}: {of}"
            for version, of in found.items()
            if of.is_known_small(threshold)
        ),
        sum(of.n is None for of in found.values()),
    )


def _in_words(version: Version, of: _Found) -> str:
    documents = ", ".join(sorted(version.documents)[:3])
    return f"{version.name}: {of} ({documents})"


@dataclass(frozen=True)
class _Found:
    """The ranges of the numbers behind one hidden figure."""

    n: Range | None
    d: Range | None
    rest: Range | None

    def is_worked_out(self, threshold: int) -> bool:
        """Whether the figure is known, or a small number behind it.

        That nobody is left over says nothing of how many there are.
        """
        if self.d is None:
            return _is_single(self.n)
        is_small = any(
            _is_single(part) and part is not None and 0 < part.low < threshold
            for part in (self.n, self.rest)
        )
        return is_small or (_is_single(self.n) and _is_single(self.d))

    def is_told(self, before: Sequence[Version]) -> bool:
        """Whether an earlier version showed it: a later one can't take that back."""
        return self.n is not None and any(
            cell.count == self.n.low and (self.d is None or cell.of == self.d.low)
            for version in before
            for cell in version.shown
        )

    def is_known_small(self, threshold: int) -> bool:
        """Whether a number behind it is known to be small, and not what it is."""
        return any(
            part is not None and part.low < part.high < threshold
            for part in (self.n, self.rest)
        )

    def __str__(self) -> str:
        """The ranges in words."""
        named = (("n", self.n), ("of", self.d), ("rest", self.rest))
        return ", ".join(f"{k} {r.low:g} to {r.high:g}" for k, r in named if r)


def _is_single(found: Range | None) -> bool:
    return found is not None and found.low == found.high


def _is_attacked(version: Version, edition: str) -> bool:
    indicator = version.where[0]
    about = CHILDREN if edition == COMMITTEE else CHILDREN | OFFENDING
    return (
        edition in version.hidden_in
        and indicator not in MEDIANS
        and (indicator in about or is_rows(version))
    )


def _least(notes: Notes, versions: Sequence[Version]) -> dict[Unknown, int]:
    """The least that a hidden number can be.

    Zeros are shown, but where a breakdown could not be kept safe otherwise; so where a
    zero is shown, what is hidden is none.
    """
    with_zeros = {
        (snapshot.stretch, snapshot.moment, indicator, breakdown)
        for snapshot in notes.snapshots
        for (indicator, breakdown, _), version in snapshot.figures.items()
        if any(cell.count == 0 and cell.of is None for cell in version.shown)
    }
    may_be_zero = {
        version
        for snapshot in notes.snapshots
        for (indicator, breakdown, _), version in snapshot.figures.items()
        if breakdown
        and (snapshot.stretch, snapshot.moment, indicator, breakdown) not in with_zeros
    }
    least: dict[Unknown, int] = {}
    for version in versions:
        if version.hidden_in and not version.shown and is_protected(version):
            of_files = version.where[0] == ACCEPTED or is_rows(version)
            if version not in may_be_zero and not of_files:
                least["n", version] = 1
            if has_denominator(version) and not is_rows(version):
                least["d", version] = 1
    return least
