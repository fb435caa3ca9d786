"""What a reader has before them: shown numbers, unknown ones, and how they are tied."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Range:
    """What a reader takes for granted of a number that is not shown.

    Attributes:
        lower: it is at least this.
        upper: it is at most this.
        whole: it is a whole number.
    """

    lower: float = 0.0
    upper: float = math.inf
    whole: bool = True


@dataclass(frozen=True)
class Relation:
    """least <= sum of coefficient times number <= most."""

    terms: tuple[tuple[str, float], ...]
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True)
class Published:
    """Everything that a reader can add up.

    Attributes:
        shown: numbers that are printed, by name.
        unknown: numbers that are not, with what is taken for granted of each.
        relations: how numbers are tied together; each names shown or unknown ones.
    """

    shown: Mapping[str, float]
    unknown: Mapping[str, Range]
    relations: tuple[Relation, ...]
    _by_name: dict[str, list[int]] = field(
        default_factory=lambda: defaultdict(list), init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Note for every unknown number the relations that name it."""
        for number, relation in enumerate(self.relations):
            for name, _ in relation.terms:
                if name in self.unknown:
                    self._by_name[name].append(number)

    def parts(self) -> Iterator[Part]:
        """Unknown numbers that relations tie together, each group by itself."""
        seen: set[str] = set()
        for name in self.unknown:
            if name not in seen:
                part = self._around(name)
                seen.update(part.names)
                yield part

    def _around(self, name: str) -> Part:
        names, relations, waiting = {name: None}, dict[int, None](), [name]
        while waiting:
            for number in self._by_name.get(waiting.pop(), ()):
                if number in relations:
                    continue
                relations[number] = None
                for other, _ in self.relations[number].terms:
                    if other in self.unknown and other not in names:
                        names[other] = None
                        waiting.append(other)
        left = tuple(self._left(self.relations[number]) for number in relations)
        return Part(tuple(names), tuple(self.unknown[n] for n in names), left)

    def _left(self, relation: Relation) -> Relation:
        """What a relation leaves for its unknown numbers."""
        known = sum(
            factor * self.shown[name]
            for name, factor in relation.terms
            if name not in self.unknown
        )
        return Relation(
            tuple((n, factor) for n, factor in relation.terms if n in self.unknown),
            relation.least - known,
            relation.most - known,
        )


@dataclass(frozen=True)
class Part:
    """Unknown numbers tied together, and the relations among them alone.

    Attributes:
        names: of the numbers.
        ranges: of each number.
        relations: with what is shown taken off already.
    """

    names: tuple[str, ...]
    ranges: tuple[Range, ...]
    relations: tuple[Relation, ...]
