"""The programs of a part: how far each number can go, and whole tables that fit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import highspy
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array, csr_array

from transforms.audit.certificate import Floats, matrix_of
from transforms.audit.narrowing import Box, narrowed
from transforms.audit.published import Part, Relation
from transforms.audit.tables import Flags
from transforms.quiet_highs import QuietHighs

_HAIR = 1e-6
_SHARE = 1e-9
_FAR = 1000.0
_NO_END = 1e30
_INFEASIBLE = 2
"""What `milp` says where no table fits at all."""


@dataclass(frozen=True, eq=False)
class Programs:
    """Linear and whole-number programs over the unknown numbers of a part.

    Attributes:
        matrix: factors, a row for each relation, a column for each number.
        least: lower ends of the relations.
        most: upper ends of the relations.
        whole: which numbers are whole.
        box: between which ends each number lies, as the relations narrow it.
        far: where the search ends for a number that nothing limits.
    """

    matrix: csr_array
    least: Floats
    most: Floats
    whole: Flags
    box: Box
    far: float

    @classmethod
    def of(cls, part: Part) -> Programs:
        """The programs of a part."""
        lower = np.array([r.lower for r in part.ranges], float)
        far = _FAR + 10 * max((_size(r) for r in part.relations), default=0.0)
        far += float(np.abs(lower).max(initial=0.0))
        upper = np.array([min(r.upper, far) for r in part.ranges], float)
        return cls(
            matrix_of(part),
            np.array([relation.least for relation in part.relations], float),
            np.array([relation.most for relation in part.relations], float),
            np.array([r.whole for r in part.ranges], bool),
            Box(lower, upper),
            far,
        )._narrowed()

    def knowing(self, own: Mapping[int, float]) -> Programs:
        """The same for a reader who knows some of the numbers, by place."""
        lower, upper = self.box.lower.copy(), self.box.upper.copy()
        for place, number in own.items():
            lower[place] = max(lower[place], number)
            upper[place] = min(upper[place], number)
        return replace(self, box=Box(lower, upper))._narrowed()

    def _narrowed(self) -> Programs:
        ends = self.least, self.most
        return replace(self, box=narrowed(self.matrix, ends, self.box, self.whole))

    @property
    def n_numbers(self) -> int:
        """How many numbers there are."""
        return len(self.whole)

    def linear_end(self, place: int, sign: float) -> LinearEnd | None:
        """How far a number goes down (1) or up (-1); None where no point fits."""
        self._linear.changeColCost(place, sign)
        self._linear.run()
        is_optimal = self._linear.getModelStatus() == highspy.HighsModelStatus.kOptimal
        point = np.array(self._linear.getSolution().col_value, float)
        self._linear.changeColCost(place, 0.0)
        if not is_optimal:
            return None
        end = float(point[place])
        if self.whole[place]:
            hair = _HAIR + _SHARE * abs(end)
            end = math.ceil(end - hair) if sign > 0 else math.floor(end + hair)
        return LinearEnd(end, self._rounded(point) if self._is_whole(point) else None)

    def _is_whole(self, point: Floats) -> bool:
        off = np.abs(point - np.round(point)) * self.whole
        return bool(off.max(initial=0.0) < _HAIR)

    def _rounded(self, point: Floats) -> Floats:
        """A point without the hair by which a solver misses whole numbers."""
        return np.where(self.whole, np.round(point), point)

    def table(
        self, costs: Floats, *, gap: float, seconds: float, within: Box | None = None
    ) -> Found:
        """A whole table of little cost.

        Args:
            costs: of each number.
            gap: how far from the least cost it may be, as a share of it.
            seconds: after which the best so far is taken.
            within: a narrower box that every table is known to lie in.
        """
        box = self.box if within is None else within
        if not box.is_possible:
            return Found(None, is_contradictory=True)
        solved: Any = milp(
            costs,
            integrality=self.whole.astype(float),
            bounds=Bounds(box.lower, box.upper),
            constraints=[LinearConstraint(self.matrix, self.least, self.most)]
            if len(self.least)
            else [],
            options={"time_limit": seconds, "mip_rel_gap": gap},
        )
        point = None if solved.x is None else np.asarray(solved.x, float)
        return Found(
            None if point is None else self._rounded(point),
            is_contradictory=solved.status == _INFEASIBLE,
        )

    @cached_property
    def _linear(self) -> Any:
        solver: Any = QuietHighs()
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = self.matrix.shape
        program.col_cost_ = np.zeros(self.n_numbers)
        program.col_lower_, program.col_upper_ = self.box.lower, self.box.upper
        program.row_lower_ = np.clip(self.least, -_NO_END, _NO_END)
        program.row_upper_ = np.clip(self.most, -_NO_END, _NO_END)
        columns = csc_array(self.matrix)
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = columns.indptr
        program.a_matrix_.index_ = columns.indices
        program.a_matrix_.value_ = columns.data
        solver.passModel(program)
        solver.setOptionValue("presolve", "off")
        return solver


class LinearEnd(NamedTuple):
    """What a linear program proves of a number.

    Attributes:
        proved: no table goes further.
        table: one that goes so far; None where the optimum is no whole table.
    """

    proved: float
    table: Floats | None


@dataclass(frozen=True)
class Found:
    """What a whole-number program found.

    Attributes:
        table: the table; None where time was up before one was found.
        is_contradictory: it is proved that no table fits at all.
    """

    table: Floats | None
    is_contradictory: bool = False


def _size(relation: Relation) -> float:
    ends = [abs(end) for end in (relation.least, relation.most) if math.isfinite(end)]
    return max(ends, default=0.0)
