"""How far single relations limit each number: most ends of a table follow from these.

Activity-based bound tightening (Savelsbergh, ORSA Journal on Computing 6, 1994, section
1.1): what the other numbers of a relation can be at least leaves so much for this one.
It proves bounds without a solver; whether a table reaches them is another question.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array

from transforms.audit.certificate import Floats
from transforms.audit.tables import Flags

_HAIR = 1e-6
_PASSES = 50
"""Numbers that are not whole may creep towards a bound without end."""

Places = npt.NDArray[np.int64]


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
        box: ends of the numbers; infinite where nothing limits one.
        whole: which numbers are whole.
    """
    terms = coo_array(matrix)
    for _ in range(_PASSES):
        new = _whole_ends(_one_pass(terms, ends, box), whole)
        if not new.is_possible or _is_same(new, box):
            return new
        box = new
    return box


def _one_pass(terms: coo_array, ends: tuple[Floats, Floats], box: Box) -> Box:
    factor, row, column = terms.data, terms.row, terms.col
    is_positive = factor > 0
    near = factor * np.where(is_positive, box.lower[column], box.upper[column])
    far = factor * np.where(is_positive, box.upper[column], box.lower[column])
    most = (ends[1][row] - _of_the_others(near, row, len(ends[0]))) / factor
    least = (ends[0][row] - _of_the_others(far, row, len(ends[0]))) / factor
    lower, upper = box.lower.copy(), box.upper.copy()
    np.minimum.at(upper, column, np.where(is_positive, most, least))
    np.maximum.at(lower, column, np.where(is_positive, least, most))
    return Box(lower, upper)


def _of_the_others(parts: Floats, row: Places, n_rows: int) -> Floats:
    """For each term what the other terms of its relation come to, endless or not."""
    is_endless = ~np.isfinite(parts)
    finite = np.where(is_endless, 0.0, parts)
    total = np.bincount(row, finite, n_rows)[row]
    n_endless = np.bincount(row, is_endless, n_rows)[row]
    endless = np.bincount(row, np.where(is_endless, np.sign(parts), 0.0), n_rows)[row]
    return np.where(
        n_endless - is_endless > 0, np.copysign(np.inf, endless), total - finite
    )


def _is_same(one: Box, other: Box) -> bool:
    return all(
        np.allclose(a, b, rtol=0, atol=_HAIR) for a, b in zip(one, other, strict=True)
    )


def _whole_ends(box: Box, whole: Flags) -> Box:
    """Ends moved to the whole numbers inside; never by a hair too far."""
    scale = 1e-9 * np.maximum(np.abs(box.lower), np.abs(box.upper))
    hair = _HAIR + np.where(np.isfinite(scale), scale, 0.0)
    return Box(
        np.where(whole, np.ceil(box.lower - hair), box.lower),
        np.where(whole, np.floor(box.upper + hair), box.upper),
    )
