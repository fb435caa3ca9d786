"""Readers who know more: the family of a counted child, an agency that sent figures.

They are attacked and reported; the reader alone gates a release. A family knows a
hidden number that counts its child alone; an agency every number that is made from its
own files. Of the other small numbers it is counted how many they can work out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from transforms.audit.certificate import Certificate
from transforms.audit.closed import Knowing


@dataclass(frozen=True)
class Insiders:
    """What insiders can work out.

    Attributes:
        tried: how many insiders were let loose.
        worked_out: names of further small numbers that one of them works out.
    """

    tried: int
    worked_out: tuple[str, ...]


def families(
    certificates: Iterable[Certificate],
    true: Mapping[str, float],
    threshold: int,
    is_new: Callable[[str], bool],
) -> Insiders:
    """The family of each child that is a hidden number all alone.

    Args:
        certificates: of the reader's attack.
        true: true numbers, by name.
        threshold: numbers from 1 to one below it are small.
        is_new: whether a number is of the newest releases; older ones were tried then.
    """
    tried, found = 0, set[str]()
    for certificate in certificates:
        alone = [n for n in certificate.part.names if true.get(n) == 1 and is_new(n)]
        knowing = Knowing(
            certificate.part, certificate.tables, dict.fromkeys(alone, 1.0)
        )
        for name in alone:
            tried += 1
            found |= _worked_out(certificate, knowing, {name: 1.0}, true, threshold)
    return Insiders(tried, tuple(sorted(found)))


def agency(
    certificates: Iterable[Certificate],
    true: Mapping[str, float],
    threshold: int,
    is_own: Callable[[str], bool],
) -> Insiders:
    """An agency that knows every number that is made from its files alone."""
    found = set[str]()
    for certificate in certificates:
        own = {n: true[n] for n in certificate.part.names if n in true and is_own(n)}
        if own and len(own) < len(certificate.part.names):
            knowing = Knowing(certificate.part, certificate.tables)
            found |= _worked_out(certificate, knowing, own, true, threshold)
    return Insiders(1, tuple(sorted(found)))


def _worked_out(
    certificate: Certificate,
    knowing: Knowing,
    own: Mapping[str, float],
    true: Mapping[str, float],
    threshold: int,
) -> set[str]:
    """Small numbers open to the reader that are not open to who knows some of them."""
    small = {
        i.name
        for i in certificate.intervals
        if i.is_open and i.name not in own and 0 < true.get(i.name, 0) < threshold
    }
    return knowing.closed(small, own)
