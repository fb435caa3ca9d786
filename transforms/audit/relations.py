"""What a reader knows of the report's own figures: the relations in words of its ids.

Written from the catalogue of definitions and by hand, apart from the registry that the
choice is made with: what the one forgets, the other has a chance to hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

N, D, BESIDE, REST = "n", "d", "beside", "rest"


class Number(NamedTuple):
    """A number within a period: indicator, breakdown, category, and which part."""

    indicator: str
    breakdown: str = ""
    category: str = ""
    part: str = N


class Tie(NamedTuple):
    """least <= sum of coefficient times number <= most."""

    terms: tuple[tuple[Number, float], ...]
    least: float = 0.0
    most: float = 0.0


def _n(indicator: str) -> Number:
    return Number(indicator)


def _d(indicator: str) -> Number:
    return Number(indicator, part=D)


SAME: tuple[tuple[Number, Number], ...] = (
    (_n("A06.1"), _n("A06.3")),
    (_d("A06.3"), _n("A06.18")),
    (_d("A06.8"), _d("A06.16")),
    (_d("A06.8"), _d("A06.17")),
    (_n("A07.1"), _d("A07.2")),
    (_d("A07.5"), _d("A07.6")),
    (_d("A07.5"), _d("X03.2")),
    (_d("A12.1"), _d("A12.2")),
    (_d("A15.1"), _d("A15.2")),
    (_d("A17.1"), _d("A17.2")),
    (_d("A17.1"), _d("A17.6")),
    (_n("A17.1"), _n("A17.7")),
    (_n("A17.1"), _d("A17.4")),
    (_d("A17.3"), _d("A17.5")),
    (_n("A18.1"), _d("A18.2")),
    (_n("A19.1"), _d("A19.2")),
    (_n("A19.1"), _d("A19.3")),
    (_n("A25.1"), _d("A25.2")),
    (_n("A07.4"), Number("A07.4", "change", "reduced")),
)
"""Numbers that count the same; also of each category where both are broken down."""

AT_MOST: tuple[tuple[Number, Number], ...] = (
    (_n("A06.1"), _n("A06.2")),
    (_n("A06.4"), _n("A06.1")),
    (_d("A06.5"), _n("A06.2")),
    (_d("A06.6"), _n("A06.2")),
    (_n("A06.7"), _d("A06.8")),
    (_n("A06.11"), _n("A06.9")),
    (_n("A06.13"), _n("A06.12")),
    (_n("A06.15"), _n("A06.13")),
    (_d("A07.3"), _n("A07.1")),
    (_d("A07.4"), _d("A07.5")),
    (_d("A07.4"), _n("X03.2")),
    (_n("A08.1"), _d("A08.2")),
    (_d("A08.2"), _d("A08.1")),
    (_d("A19.4"), _d("A08.1")),
    (_n("A19.4"), _n("A08.1")),
    (_n("A19.1"), _d("A12.1")),
    (_n("A17.2"), _n("A17.1")),
    (_n("A17.5"), _n("A17.3")),
    (_n("A18.2"), _n("X03.1")),
    (_n("A18.3"), _d("X03.1")),
    (_n("A20.2"), _n("A20.1")),
)
"""The first counts some of what the second counts."""

KINDS_OF_ACTION = tuple(
    _n(indicator) for indicator in ("A21.1", "A22.1", "A23.1", "A24.1", "A24.2")
)
"""Each action against offending is of one of these kinds."""
_OUTWITH = Number("A06.12", "locality", "outwith_inverclyde")

_MORE: tuple[Tie, ...] = (
    Tie(((_OUTWITH, 1), (_n("A06.15"), 1), (_n("A06.13"), -1)), 0.0, math.inf),
    Tie(((_n("A06.12"), 1), (_OUTWITH, -1), (_n("A06.15"), -1)), 0.0, math.inf),
    Tie(
        (*((kind, 1.0) for kind in KINDS_OF_ACTION), (_n("A26.1"), -1.0)),
        0.0,
        math.inf,
    ),
    Tie(((_n("A06.2"), 1), (_n("A06.1"), -1), (_n("A06.4"), -2)), 0.0, math.inf),
    Tie(((_n("A06.9"), 1), (_n("A06.10"), -3)), 0.0, math.inf),
    Tie(
        ((_n("A06.2"), 1), (_d("A06.5"), -1), (Number("A06.5", part=BESIDE), -1)),
    ),
    Tie(
        (
            (_d("A08.1"), 1),
            (_n("A08.1"), -1),
            (_d("A19.4"), -1),
            (_n("A19.4"), 1),
        ),
        0.0,
        math.inf,
    ),
    Tie(((_n("A24.1"), 1), (_n("A24.2"), 1), (_n("A24.3"), -1)), 0.0, math.inf),
    *(
        Tie(
            (
                (_n("X01.1"), 1),
                (Number("X01.1", "agencies", "1"), 1),
                (_n(seen), -1),
            ),
            0.0,
            math.inf,
        )
        for seen in ("A06.1", "A06.7", "A06.13")
    ),
)
BOUNDED = frozenset({"A06.1", "A06.7", "A06.13", "A26.1"})
"""Of these one may stand in several categories: bounds, not sums."""
_WITH_EMPTY_CELLS = frozenset(
    {("A17.7", "location_type"), ("A17.7", "interviewer_agency")}
)
"""Breakdowns whose column may be empty: the categories are at most the total."""
_NOT_IN_TOTAL = {("X01.1", "agencies", "1")}
_OF_PARTS = {"A07.4": D}
"""Its categories are parts of its base."""

STATES = frozenset({"A06.18", "A20.1", "A20.2"})
"""As at the period's last day: a longer period repeats its last quarter."""
CHILDREN = frozenset({"A06.1", "A06.7", "A06.13", "A06.15"})
"""Children counted once a period: at most the quarters' sum, at least each."""
REPEATED = frozenset({"A06.4", "A06.10"})
"""Three times or more in a period: at least each quarter's."""
ADDED = frozenset(
    {
        *("A06.2", "A06.9", "A06.11", "A06.12", "A06.8", "A06.16", "A07.1", "A07.2"),
        *("A07.5", "A07.6", "A08.1", "A12.1", "A12.2", "A15.1", "A15.2", "A17.1"),
        *("A17.2", "A17.4", "A17.6", "A17.7", "A18.1", "A18.3", "A19.1", "A19.2"),
        *("A19.3", "A19.4", "A21.1", "A22.1", "A23.1", "A24.1", "A24.2", "A24.3"),
        *("A25.1", "A25.2", "A26.1", "X02.3"),
    }
)
"""Events: numerators and bases of quarters add up to those of longer periods."""
BASE_ADDED = frozenset({"A06.6", "A17.3", "A17.5", "A18.2", "X03.1", "X03.2"})
"""Matches: bases add up, and a longer period matches no fewer."""
MEDIANS_ADDED = frozenset({"A06.5", "A06.17", "A07.3", "A08.2"})
"""Medians: how many they rest on adds up, and so does what stands beside them."""


def within_period(
    categories: Mapping[str, Mapping[str, Sequence[str]]], shares: frozenset[str]
) -> Iterator[Tie]:
    """Ties among the numbers of one period.

    Args:
        categories: of each breakdown of each indicator.
        shares: indicators with a base of which the numerator is a part.
    """
    for place in (p for i in sorted(shares) for p in _places(i, categories)):
        base, rest = place._replace(part=D), place._replace(part=REST)
        yield Tie(((place, 1), (rest, 1), (base, -1)))
    for one, other in SAME:
        for a, b in _pairs(one, other, categories):
            yield Tie(((a, 1), (b, -1)))
    for less, more in AT_MOST:
        for a, b in _pairs(less, more, categories):
            yield Tie(((b, 1), (a, -1)), 0.0, math.inf)
    yield from _MORE
    for indicator, breakdowns in categories.items():
        parts = (N, D) if indicator in shares or indicator == "X02.3" else (N,)
        for breakdown, part in product(breakdowns, parts):
            yield from _sum(indicator, breakdown, breakdowns[breakdown], part)


def _sum(
    indicator: str, breakdown: str, codes: Sequence[str], part: str
) -> Iterator[Tie]:
    total = Number(indicator, part=part)
    if indicator in _OF_PARTS:
        if part == D:
            return
        total = Number(indicator, part=_OF_PARTS[indicator])
    numbers = [
        Number(indicator, breakdown, code, part)
        for code in codes
        if (indicator, breakdown, code) not in _NOT_IN_TOTAL
    ]
    terms = (*((number, 1.0) for number in numbers), (total, -1.0))
    if (indicator, breakdown) in _WITH_EMPTY_CELLS:
        yield Tie(terms, -math.inf, 0.0)
    elif indicator in BOUNDED:
        yield Tie(terms, 0.0, math.inf)
        for number in numbers:
            yield Tie(((total, 1.0), (number, -1.0)), 0.0, math.inf)
    else:
        yield Tie(terms)


def over_time(
    number: Number, quarters: int
) -> Iterator[tuple[tuple[float, ...], float, float]]:
    """Coefficients of a number's quarters, with -1 for the longer period, and ends."""
    indicator, part = number.indicator, number.part
    if part == REST:
        return
    every = (1.0,) * quarters
    singles = [
        tuple(1.0 if n == place else 0.0 for n in range(quarters))
        for place in range(quarters)
    ]
    if indicator in STATES:
        yield singles[-1], 0.0, 0.0
    elif indicator in ADDED or (indicator in MEDIANS_ADDED and part in {D, BESIDE}):
        yield every, 0.0, 0.0
    elif indicator in BASE_ADDED:
        yield every, (0.0 if part == D else -math.inf), 0.0
    elif indicator in CHILDREN or indicator in REPEATED:
        for single in singles:
            yield single, -math.inf, 0.0
        if indicator in CHILDREN:
            yield every, 0.0, math.inf


def _places(
    indicator: str, categories: Mapping[str, Mapping[str, Sequence[str]]]
) -> Iterator[Number]:
    yield Number(indicator)
    for breakdown, codes in categories.get(indicator, {}).items():
        for code in codes:
            yield Number(indicator, breakdown, code)


def _pairs(
    one: Number, other: Number, categories: Mapping[str, Mapping[str, Sequence[str]]]
) -> Iterator[tuple[Number, Number]]:
    """Two numbers, and their categories where both are broken down the same way."""
    yield one, other
    if one.breakdown or other.breakdown:
        return
    of_other = categories.get(other.indicator, {})
    for breakdown, codes in categories.get(one.indicator, {}).items():
        for code in codes:
            if code in of_other.get(breakdown, ()):
                yield (
                    one._replace(breakdown=breakdown, category=code),
                    other._replace(breakdown=breakdown, category=code),
                )
