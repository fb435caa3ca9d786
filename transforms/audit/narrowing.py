"""How far single relations limit each number: most ends of a table follow from these.

Activity-based bound tightening (Savelsbergh, ORSA Journal on Computing 6, 1994, section
1.1): what the other numbers of a relation can be at least leaves so much for this one.
It proves bounds without a solver; whether a table reaches them is another question.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array, csr_array

from transforms.audit.certificate import Floats
from transforms.audit.tables import Flags

_HAIR = 1e-6
_PASSES = 50
"""Numbers that are not whole may creep towards a bound without end."""


class Box(NamedTuple):
    """Between which ends each number lies."""

    lower: Floats
    upper: Floats

    @property
    def is_possible(self) -> bool:
        """Whether no number has its lower end above its upper end."""
        return bool((self.lower <= self.upper + _HAIR).all())


def narrowed(
    matrix: csr_array,
    ends: tuple[Floats, Floats],
    box: Box,
    whole: Flags,
) -> Box:
    """The box that the relations leave, each taken by itself, until nothing moves.

    Args:
        matrix: factors of the relations.
        ends: lower and upper ends of the relations.
        box: finite ends of the numbers.
        whole: which numbers are whole.
    """
    positive, negative = csr_array(matrix.maximum(0)), csr_array(matrix.minimum(0))
    terms = coo_array(matrix)
    factor, row, column = terms.data, terms.row, terms.col
    is_positive = factor > 0
    for _ in range(_PASSES):
        lower, upper = box
        at_least = positive @ lower + negative @ upper
        at_most = positive @ upper + negative @ lower
        # What the relation's other numbers are at least, and at most.
        others_least = at_least[row] - factor * np.where(
            is_positive, lower[column], upper[column]
        )
        others_most = at_most[row] - factor * np.where(
            is_positive, upper[column], lower[column]
        )
        most = (ends[1][row] - others_least) / factor
        least = (ends[0][row] - others_most) / factor
        new = Box(lower.copy(), upper.copy())
        np.minimum.at(new.upper, column, np.where(is_positive, most, least))
        np.maximum.at(new.lower, column, np.where(is_positive, least, most))
        new = _whole_ends(new, whole)
        if not new.is_possible or (
            np.allclose(new.lower, lower, rtol=0, atol=_HAIR)
            and np.allclose(new.upper, upper, rtol=0, atol=_HAIR)
        ):
            return new
        box = new
    return box


def _whole_ends(box: Box, whole: Flags) -> Box:
    """Ends moved to the whole numbers inside; never by a hair too far."""
    scale = 1e-9 * np.maximum(np.abs(box.lower), np.abs(box.upper))
    hair = _HAIR + np.where(np.isfinite(scale), scale, 0.0)
    return Box(
        np.where(whole, np.ceil(box.lower - hair), box.lower),
        np.where(whole, np.floor(box.upper + hair), box.upper),
    )
