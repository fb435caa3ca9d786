"""What somebody works out who knows some of the hidden numbers already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from transforms.audit.certificate import Floats
from transforms.audit.narrowing import Box
from transforms.audit.programs import Programs
from transforms.audit.published import Part
from transforms.audit.tables import Tables

_HAIR = 1e-6
_APART = 1e-3
_SECONDS = 20.0
_SECONDS_TOGETHER = 5.0
_ROUGHLY = 0.1
_ROUNDS = 24
_WORTH_A_ROUND = 12
"""A whole-number program takes as long as so many linear ones."""
_SEED = 1


class Knowing:
    """Attacks on one part by readers who know some of its numbers.

    Most are answered by tables that fit what is known and differ: a few dozen tables in
    which numbers lie high and low at random do for most numbers and most readers.
    """

    def __init__(
        self,
        part: Part,
        tables: Iterable[Sequence[float]] = (),
        known: Mapping[str, float] | None = None,
    ) -> None:
        """Pose the programs.

        Args:
            part: the numbers and their relations.
            tables: complete tables that are known to fit.
            known: everything that any of the readers knows, all of it true together.
        """
        self._programs = Programs.of(part)
        self._place = {name: place for place, name in enumerate(part.names)}
        self._tables = Tables(len(part.names))
        for table in tables:
            self._tables.add(np.asarray(table, float))
        self._known = self._placed(known or {})
        self._random = np.random.default_rng(_SEED)
        self._is_spread = False

    def closed(self, names: Iterable[str], own: Mapping[str, float]) -> set[str]:
        """Of some numbers, those with one possible value for who knows `own`.

        Where what is known contradicts the rest, nothing is worked out.
        """
        asked = {self._place[name]: name for name in names}
        known = self._placed(own)
        left = self._agreeing(set(asked), known)
        if len(left) > _WORTH_A_ROUND < len(self._known) and not self._is_spread:
            self._spread()
            left = self._agreeing(left, known)
        if not left:
            return set()
        programs = self._programs.knowing(known)
        closed = self._settled(left, programs, known)
        if closed and self._table(programs, known) is None:
            return set()
        return {asked[place] for place in closed}

    def _placed(self, numbers: Mapping[str, float]) -> dict[int, float]:
        return {self._place[name]: number for name, number in numbers.items()}

    def _agreeing(self, places: set[int], known: Mapping[int, float]) -> set[int]:
        """Of some places, those in which all tables that fit what is known agree."""
        open_ones = self._tables.open_to(known)
        return {place for place in places if not open_ones[place]}

    def _settled(
        self, left: set[int], programs: Programs, known: Mapping[int, float]
    ) -> set[int]:
        """Of some places, those that are closed for who knows the programs' box."""
        lower, upper = programs.box
        closed = {place for place in left if upper[place] - lower[place] < _HAIR}
        left = left - closed
        while len(left) > _WORTH_A_ROUND:
            self._push_apart(left, programs)
            before, left = len(left), self._agreeing(left, known)
            if 2 * len(left) > before:
                break
        for place in sorted(left):
            is_left = place in self._agreeing({place}, known)
            if is_left and self._is_closed(programs, place, known):
                closed.add(place)
        return closed

    def _spread(self) -> None:
        """Tables with high and low numbers, in which half of what is known holds."""
        self._is_spread = True
        every_one = range(self._programs.n_numbers)
        places = sorted(self._known)
        for _ in range(_ROUNDS):
            half = self._random.random(len(places)) < 0.5  # noqa: PLR2004 - a half
            holds = {
                p: self._known[p]
                for p, is_in in zip(places, half, strict=True)
                if is_in
            }
            if not self._push_apart(every_one, self._programs.knowing(holds)):
                self._push_apart(every_one, self._programs)

    def _push_apart(self, places: Iterable[int], programs: Programs) -> bool:
        """Add a table in which places are high or low at random; False for none."""
        where = sorted(places)
        costs = np.zeros(programs.n_numbers)
        costs[where] = self._random.choice((-1.0, 1.0), len(where))
        found = programs.table(costs, gap=_ROUGHLY, seconds=_SECONDS_TOGETHER)
        if found.table is not None:
            self._tables.add(found.table)
        return found.table is not None

    def _is_closed(
        self, programs: Programs, place: int, known: Mapping[int, float]
    ) -> bool:
        """Whether a number has one possible value; what takes too long has."""
        low, high = (programs.linear_end(place, sign) for sign in (1.0, -1.0))
        if low is None or high is None or high.proved - low.proved < _HAIR:
            return True
        for end in (low, high):
            if end.table is not None:
                self._tables.add(end.table)
        table = self._table(programs, known)
        if table is None:
            return True
        step = 1.0 if programs.whole[place] else _APART
        below = low.proved, float(table[place]) - step
        above = float(table[place]) + step, high.proved
        for lower, upper in (below, above):
            if self._agreeing({place}, known) and lower < upper + _HAIR:
                self._look_between(programs, place, lower, upper)
        return bool(self._agreeing({place}, known))

    def _look_between(
        self, programs: Programs, place: int, lower: float, upper: float
    ) -> None:
        """Add a table in which a number lies between two ends, if there is one."""
        within = Box(programs.box.lower.copy(), programs.box.upper.copy())
        within.lower[place], within.upper[place] = lower, upper
        nothing = np.zeros(programs.n_numbers)
        found = programs.table(nothing, gap=0.0, seconds=_SECONDS, within=within)
        if found.table is not None:
            self._tables.add(found.table)

    def _table(self, programs: Programs, known: Mapping[int, float]) -> Floats | None:
        """A table that fits what is known; None where none does."""
        table = self._tables.fitting(known)
        if table is None:
            nothing = np.zeros(programs.n_numbers)
            table = programs.table(nothing, gap=0.0, seconds=_SECONDS).table
            if table is not None:
                self._tables.add(table)
        return table


def closed_in(part: Part, names: Iterable[str]) -> set[str]:
    """Of some numbers of a part, those that have one possible value."""
    return Knowing(part).closed(names, {})
