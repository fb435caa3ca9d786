"""The gate: nothing is released of which a hidden number can be worked out."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from transforms.audit.attacks import Kept, attack, content_of
from transforms.audit.certificate import Certificate, Interval, table_faults
from transforms.audit.figures import PrintedRelease
from transforms.audit.reader import Reader, without_release
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
    certificates = _believed(reader, kept)
    intervals = [i for c in certificates for i in c.intervals]
    # What does not add up proves nothing: its numbers count as worked out.
    unproved = [n for c in certificates if any(table_faults(c)) for n in c.part.names]
    return Audit(
        certificates,
        (*_found(intervals, scope, threshold, reader.told()), *unproved),
        len(intervals),
    )


def by_content(certificates: Iterable[Certificate]) -> dict[str, Certificate]:
    """Certificates as they are looked up again."""
    return {content_of(c.part): c for c in certificates}


def _believed(reader: Reader, kept: Kept) -> tuple[Certificate, ...]:
    """Certificates; where what a reader believes can't be true, with less believed."""
    certificates = attack(reader.published(), kept)
    for with_beliefs, from_zero in ((False, False), (False, True)):
        wrong = {
            interval.name
            for certificate in certificates
            for interval in certificate.intervals
            if math.isnan(interval.low)
        }
        if not wrong:
            break
        less = reader.published(with_beliefs=with_beliefs, from_zero=from_zero)
        good = [c for c in certificates if not wrong & set(c.part.names)]
        sober = [c for c in attack(less, kept) if wrong & set(c.part.names)]
        certificates = (*good, *sober)
    return certificates


def _found(
    intervals: Sequence[Interval],
    scope: Scope,
    threshold: int,
    told: Collection[tuple[str, float]],
) -> Iterable[str]:
    """Hidden numbers that are worked out, and small ones, or whole figures.

    That a number is what an earlier release showed it to be can't be undone.
    """
    closed = {
        i.name: i.low
        for i in intervals
        if not i.is_open and (without_release(i.name), i.low) not in told
    }
    names = frozenset(i.name for i in intervals)
    for name, value in closed.items():
        *figure, part = name.split("|")
        is_small = 0 < value < threshold
        if not math.isfinite(value):
            # What contradicts itself, or took too long, proves nothing.
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
