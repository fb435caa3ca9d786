"""What a reader can work out: the least and the greatest whole number of each figure.

The relations fall into components that share no unknown. In each, every hidden figure
is made as great and as small as whole numbers allow. A solution for one figure is a
complete table, so it shows at once what is possible for all others.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf
from typing import Any

import highspy
import numpy as np
from readers_relations import Row, Unknown

MOST = 10_000
"""No figure is greater than this; nothing follows from it for a small one."""
_SECONDS = 10.0
_HAIR = 1e-9


class NoTableFitsError(Exception):
    """The relations contradict one another: the reader supposes something untrue."""


@dataclass
class Range:
    """The whole numbers that a reader cannot rule out, as far as they were sought."""

    low: float = inf
    high: float = -inf

    def see(self, value: int) -> None:
        """A complete table with this value was found."""
        self.low, self.high = min(self.low, value), max(self.high, value)


def known_at_once(
    rows: Iterable[Row], known: Mapping[Unknown, int] | None = None
) -> tuple[list[Row], dict[Unknown, int]]:
    """The rows that still hold an unknown, and the figures known without any search."""
    known = dict(known or {})
    open_rows = list(rows)
    found = True
    while found:
        found = False
        remaining = []
        for row in open_rows:
            left = _left(row, known)
            if not left.terms:
                if left.low > 0 or left.high < 0:
                    raise NoTableFitsError(_names(row.terms))
                continue
            if len(left.terms) == 1:
                ((unknown, times),) = left.terms
                ends = sorted((left.low / times, left.high / times))
                low, most = ends[0] - _HAIR, ends[1] + _HAIR
                least = max(0, ceil(low)) if low > -inf else 0
                if least > most:
                    raise NoTableFitsError(_names(row.terms))
                if most < least + 1:
                    known[unknown] = least
                    found = True
                    continue
            remaining.append(left)
        open_rows = remaining
    return open_rows, known


def _left(row: Row, known: Mapping[Unknown, int]) -> Row:
    """What a row leaves for the figures that are not known."""
    done = sum(
        known[unknown] * times for unknown, times in row.terms if unknown in known
    )
    terms = tuple((u, times) for u, times in row.terms if u not in known)
    return Row(terms, row.low - done, row.high - done)


def _names(terms: Iterable[tuple[Unknown, int]]) -> str:
    return "; ".join(f"{kind} of {version.name}" for (kind, version), _ in terms)


def components(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows that share unknowns, together."""
    leader: dict[Unknown, Unknown] = {}

    def first(unknown: Unknown) -> Unknown:
        while (above := leader.setdefault(unknown, unknown)) != unknown:
            leader[unknown] = leader[above]
            unknown = above
        return unknown

    for row in rows:
        for unknown, _ in row.terms[1:]:
            leader[first(unknown)] = first(row.terms[0][0])
    together: dict[Unknown, list[Row]] = defaultdict(list)
    for row in rows:
        together[first(row.terms[0][0])].append(row)
    return list(together.values())


class Attack:
    """A whole-number program over one component."""

    def __init__(self, rows: Sequence[Row], lowest: Mapping[Unknown, int]) -> None:
        self.unknowns = list(dict.fromkeys(u for row in rows for u, _ in row.terms))
        self.column = {unknown: i for i, unknown in enumerate(self.unknowns)}
        self.ranges = {unknown: Range() for unknown in self.unknowns}
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("time_limit", _SECONDS),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.9),
            ("random_seed", 1),
        ):
            self.solver.setOptionValue(option, value)
        for unknown in self.unknowns:
            self.solver.addVar(lowest.get(unknown, 0), MOST)
        count = len(self.unknowns)
        self.indices = np.arange(count, dtype=np.int32)
        self.solver.changeColsIntegrality(
            count, self.indices, np.full(count, highspy.HighsVarType.kInteger)
        )
        for row in dict.fromkeys(rows):
            terms: dict[int, int] = defaultdict(int)
            for unknown, times in row.terms:
                terms[self.column[unknown]] += times
            self.solver.addRow(
                row.low,
                row.high,
                len(terms),
                np.array(list(terms), dtype=np.int32),
                np.array(list(terms.values()), dtype=float),
            )

    def seek(self, weights: Mapping[Unknown, float], *, most: bool) -> None:
        """Find the complete table in which the weighted figures are at their end."""
        costs = np.zeros(len(self.unknowns))
        for unknown, weight in weights.items():
            costs[self.column[unknown]] = weight
        self.solver.changeColsCost(len(costs), self.indices, costs)
        sense = highspy.ObjSense
        self.solver.changeObjectiveSense(sense.kMaximize if most else sense.kMinimize)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + _SECONDS)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise NoTableFitsError(
                "; ".join(version.name for _, version in self.unknowns[:20])
            )
        values = self.solver.getSolution().col_value
        if len(values) == len(self.unknowns):
            for unknown, value in zip(self.unknowns, values, strict=True):
                self.ranges[unknown].see(round(value))

    def look_about(self, targets: Sequence[Unknown]) -> None:
        """A few complete tables, in which many figures are great or small at once."""
        self.seek(dict.fromkeys(targets, 1.0), most=True)
        self.seek(dict.fromkeys(targets, 1.0), most=False)
        for turn in range(4):
            weights = {
                u: 1.0 if (i >> turn) & 1 else -1.0 for i, u in enumerate(targets)
            }
            self.seek(weights, most=True)
            self.seek(weights, most=False)

    def range_of(self, unknown: Unknown, threshold: int) -> Range:
        """Far enough to say whether it is known, or known to be small."""
        found = self.ranges[unknown]
        if found.high < threshold:
            self.seek({unknown: 1.0}, most=True)
        if found.low == found.high:
            self.seek({unknown: 1.0}, most=False)
        if found.low == found.high:
            self.seek({unknown: 1.0}, most=True)
        return found


def attacked(
    sure: Sequence[Row],
    supposed: Sequence[Row],
    hidden: Collection[Unknown],
    least: Mapping[Unknown, int],
    threshold: int,
) -> dict[Unknown, Range]:
    """The range of every hidden figure, for the boldest reader whom nothing refutes.

    That reader supposes that zeros are always shown and that revisions are small. Where
    that contradicts what is printed, less is supposed.

    Args:
        sure: relations that hold by definition.
        supposed: relations that a reader may suppose.
        hidden: the figures to work out.
        least: the least number that a hidden figure can be, if zeros are shown.
        threshold: the range is sought up to this.
    """
    ranges: dict[Unknown, Range] = {}
    left, known = known_at_once(dict.fromkeys(sure))
    for unknown in hidden:
        if unknown in known:
            ranges[unknown] = Range(known[unknown], known[unknown])
    told = (_left(row, known) for row in dict.fromkeys(supposed))
    bold = [*left, *(row for row in told if row.terms)]
    for part in components(bold):
        unknowns = {unknown for row in part for unknown, _ in row.terms}
        wanted = [unknown for unknown in hidden if unknown in unknowns]
        if wanted:
            sober = [row for row in left if row.terms[0][0] in unknowns]
            ranges |= _boldest(part, sober, wanted, least, threshold)
    return ranges


def _boldest(
    bold: Sequence[Row],
    sober: Sequence[Row],
    wanted: Sequence[Unknown],
    least: Mapping[Unknown, int],
    threshold: int,
) -> dict[Unknown, Range]:
    suppositions = [(bold, least), (sober, least), (bold, {}), (sober, {})]
    while True:
        rows, lowest = suppositions.pop(0)
        try:
            return _ranges(rows, wanted, lowest, threshold)
        except NoTableFitsError:
            if not suppositions:
                raise


def _ranges(
    rows: Sequence[Row],
    wanted: Sequence[Unknown],
    lowest: Mapping[Unknown, int],
    threshold: int,
) -> dict[Unknown, Range]:
    ranges: dict[Unknown, Range] = {}
    for part in components(rows):
        attack = Attack(part, lowest)
        here = [unknown for unknown in wanted if unknown in attack.column]
        if here:
            attack.look_about(here)
            ranges |= {u: attack.range_of(u, threshold) for u in here}
    return ranges
