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
from transforms.audit.published import Part
from transforms.audit.tables import Flags
from transforms.quiet_highs import QuietHighs

_HAIR = 1e-6
_SHARE = 1e-9
_FAR = 1000.0
_TIMES = 10.0
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
    """

    matrix: csr_array
    least: Floats
    most: Floats
    whole: Flags
    box: Box

    @classmethod
    def of(cls, part: Part) -> Programs:
        """The programs of a part."""
        return cls(
            matrix_of(part),
            np.array([relation.least for relation in part.relations], float),
            np.array([relation.most for relation in part.relations], float),
            np.array([r.whole for r in part.ranges], bool),
            Box(
                np.array([r.lower for r in part.ranges], float),
                np.array([r.upper for r in part.ranges], float),
            ),
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
        status = self._linear.getModelStatus()
        point = np.array(self._linear.getSolution().col_value, float)
        self._linear.changeColCost(place, 0.0)
        if status == highspy.HighsModelStatus.kUnbounded:
            return LinearEnd(-sign * math.inf, None)
        if status != highspy.HighsModelStatus.kOptimal:
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
        box = self._capped(self.box if within is None else within)
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
        if point is None:
            is_sure = bool(np.isfinite(self.box).all()) or self._has_no_point()
            return Found(None, solved.status == _INFEASIBLE and is_sure)
        return Found(self._rounded(point))

    def _capped(self, box: Box) -> Box:
        """The box with far ends in place of none, so that a search for tables ends."""
        sizes = np.abs(np.concatenate([self.least, self.most, *self.box, *box]))
        far = _FAR + _TIMES * float(sizes[np.isfinite(sizes)].max(initial=0.0))
        return Box(np.clip(box.lower, -far, None), np.clip(box.upper, None, far))

    def _has_no_point(self) -> bool:
        """Whether linear programs prove already that no table fits."""
        return not self.n_numbers or self.linear_end(0, 1.0) is None

    @cached_property
    def _linear(self) -> Any:
        solver: Any = QuietHighs()
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = self.matrix.shape
        program.col_cost_ = np.zeros(self.n_numbers)
        program.col_lower_ = np.clip(self.box.lower, -_NO_END, None)
        program.col_upper_ = np.clip(self.box.upper, None, _NO_END)
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
        proved: no table goes further; infinite where nothing limits the number.
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
