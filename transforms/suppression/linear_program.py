"""Linear programs and whole-number programs with HiGHS: pose once, solve many times."""

from __future__ import annotations

from typing import Any, NamedTuple

import highspy
import numpy as np
from scipy.sparse import csc_array

from transforms.quiet_highs import QuietHighs
from transforms.suppression.system import Floats

_LARGE = 1e30


class Solved(NamedTuple):
    """An optimum: its value, the point, and the prices of the rows."""

    objective: float
    point: Floats
    prices: Floats


class LinearProgram:
    """Minimise cost over columns within bounds and rows within ends."""

    def __init__(
        self,
        rows: csc_array,
        ends: tuple[Floats, Floats],
        bounds: tuple[Floats, Floats],
        costs: Floats | None = None,
    ) -> None:
        """Pose the program.

        Args:
            rows: coefficients.
            ends: lower and upper ends of the rows.
            bounds: lower and upper bounds of the columns.
            costs: of the columns; none is 0.
        """
        self._solver: Any = QuietHighs()
        self._is_whole = False
        n_rows, n_columns = rows.shape
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = n_columns, n_rows
        program.col_cost_ = np.zeros(n_columns) if costs is None else costs
        program.col_lower_, program.col_upper_ = _wide(bounds[0]), _wide(bounds[1])
        program.row_lower_, program.row_upper_ = _wide(ends[0]), _wide(ends[1])
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_ = rows.indptr
        program.a_matrix_.index_ = rows.indices
        program.a_matrix_.value_ = rows.data
        self._solver.passModel(program)
        self._solver.setOptionValue("presolve", "off")

    def cost(self, column: int, cost: float) -> None:
        """Set what a column costs."""
        self._solver.changeColCost(column, cost)

    def costs(self, costs: Floats) -> None:
        """Set what every column costs."""
        places = np.arange(len(costs), dtype=np.int32)
        self._solver.changeColsCost(len(costs), places, costs)

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Set the bounds of a column."""
        self._solver.changeColBounds(column, max(lower, -_LARGE), min(upper, _LARGE))

    def add_row(
        self, columns: list[int], coefficients: list[float], low: float, high: float
    ) -> None:
        """Add a row."""
        self._solver.addRow(
            max(low, -_LARGE),
            min(high, _LARGE),
            len(columns),
            np.array(columns, np.int32),
            np.array(coefficients, float),
        )

    def want_whole(self, columns: list[int]) -> None:
        """Let columns be whole numbers from now on."""
        kinds = np.full(len(columns), highspy.HighsVarType.kInteger)
        self._solver.changeColsIntegrality(
            len(columns), np.array(columns, np.int32), kinds
        )
        self._solver.setOptionValue("presolve", "choose")
        self._is_whole = True

    def solve(self, *, gap: float = 0.0, seconds: float = 1e3) -> Solved | None:
        """The optimum, or the best within the gap; None where there is no point."""
        if self._is_whole:
            # Otherwise an optimum within a wider gap would be given again.
            self._solver.clearSolver()
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + seconds)
        self._solver.run()
        if not self._has_point():
            return None
        solution = self._solver.getSolution()
        return Solved(
            self._solver.getObjectiveValue(),
            np.array(solution.col_value, float),
            np.array(solution.row_dual, float),
        )

    @property
    def least(self) -> float:
        """What the last whole-number optimum can't fall below."""
        return float(self._solver.getInfo().mip_dual_bound)

    def _has_point(self) -> bool:
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return True
        info = self._solver.getInfo()
        feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible)
        return (
            status == highspy.HighsModelStatus.kTimeLimit
            and int(info.primal_solution_status) == feasible
        )


def _wide(bounds: Floats) -> Floats:
    return np.clip(bounds, -_LARGE, _LARGE)
