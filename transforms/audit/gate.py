"""The gate: nothing is released of which a hidden number can be worked out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transforms.audit.attacks import Kept, attack, content_of
from transforms.audit.certificate import Certificate, Interval, table_faults
from transforms.audit.figures import PrintedRelease
from transforms.audit.published import Published
from transforms.audit.reader import Reader
from transforms.audit.relations import D, N
from transforms.audit.scope import Scope

_ROWS = "rows"


@dataclass(frozen=True)
class Audit:
    """The audit of a financial year's releases.

    Attributes:
        certificates: one for each group of hidden numbers.
        found: names of hidden numbers that a reader works out, and must not.
        n_hidden: how many hidden numbers were attacked.
    """

    certificates: tuple[Certificate, ...]
    found: tuple[str, ...]
    n_hidden: int


def audit(
    moments: Iterable[Sequence[PrintedRelease]],
    scope: Scope,
    kept: Kept | None = None,
) -> Audit:
    """Attack every hidden number of every release of a year.

    Args:
        moments: releases in the order of their making, those of a moment together.
        scope: what of the catalogue the edition protects.
        kept: certificates of earlier audits by content.
    """
    reader = Reader(scope.categories, scope.shares)
    threshold = 0
    for releases in moments:
        reader.read(releases)
        threshold = max(threshold, *(release.threshold for release in releases))
    kept = {} if kept is None else kept
    published = reader.published()
    certificates = tuple(_believed(published, reader, kept))
    intervals = [i for c in certificates for i in c.intervals]
    # What does not add up proves nothing: its numbers count as worked out.
    unproved = [n for c in certificates if any(table_faults(c)) for n in c.part.names]
    return Audit(
        certificates,
        (*_found(intervals, scope, threshold), *unproved),
        len(intervals),
    )


def by_content(certificates: Iterable[Certificate]) -> dict[str, Certificate]:
    """Certificates as they are looked up again."""
    return {content_of(c.part): c for c in certificates}


def _believed(
    published: Published, reader: Reader, kept: Kept
) -> Iterable[Certificate]:
    """Certificates; where a belief about revisions can't be true, without beliefs."""
    certificates = attack(published, kept)
    wrong = {
        interval.name
        for certificate in certificates
        for interval in certificate.intervals
        if math.isnan(interval.low)
    }
    if not wrong:
        return certificates
    sober = attack(reader.published(with_beliefs=False), kept)
    good = [c for c in certificates if not wrong & set(c.part.names)]
    covered = {name for c in good for name in c.part.names}
    return [*good, *(c for c in sober if not covered >= set(c.part.names))]


def _found(
    intervals: Sequence[Interval], scope: Scope, threshold: int
) -> Iterable[str]:
    """Hidden numbers that are worked out, and small ones, or whole figures."""
    closed = {i.name: i.low for i in intervals if not i.is_open}
    names = frozenset(i.name for i in intervals)
    for name, value in closed.items():
        *figure, part = name.split("|")
        is_small = 0 < value < threshold
        if math.isnan(value):
            # What contradicts itself proves nothing.
            yield name
        elif _ROWS in figure:
            if is_small and scope.is_protected_extract(part):
                yield name
        elif scope.protects(figure[3]):
            base = "|".join((*figure, D))
            # A zero is hidden only to leave others open; it says nothing of anybody.
            whole = part == N and value > 0 and (base in closed or base not in names)
            if is_small or whole:
                yield name
