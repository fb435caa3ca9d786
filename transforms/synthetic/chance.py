"""Draws that are pure functions of the seed and of what they are drawn for.

No stream of random numbers is consumed: a draw hashes the seed, a name, a quarter and
a number. So every fact of the synthetic world can be worked out alone, in any order,
for millions of records at once, and is the same on every machine (whole-number hashing
and plain arithmetic; no function whose last digit depends on the processor).
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Shares = NDArray[np.float64]
Words = NDArray[np.object_]
Flags = NDArray[np.bool_]
Quantiles = Sequence[tuple[float, float]]
"""Points (share, value) of a distribution, joined by straight lines."""

_64_BITS = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB
_UNIFORMS_IN_A_NORMAL = 12


def _mixed(value: int) -> int:
    """One step of the splitmix64 hash, for a single number."""
    value = (value + _STEP) & _64_BITS
    value = ((value ^ (value >> 30)) * _FIRST) & _64_BITS
    value = ((value ^ (value >> 27)) * _SECOND) & _64_BITS
    return value ^ (value >> 31)


def _all_mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The same step for many numbers; they wrap at 64 bits."""
    values = values + np.uint64(_STEP)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(_FIRST)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(_SECOND)
    return values ^ (values >> np.uint64(31))


class Draws:
    """Draws for one kind of thing: what is asked, for which numbers, is the answer."""

    def __init__(self, seed: int, *about: str | int) -> None:
        """Hash the seed and what the draws are about into one key."""
        key = _mixed(seed & _64_BITS)
        for part in about:
            number = zlib.crc32(part.encode()) if isinstance(part, str) else part
            key = _mixed(key ^ (number & _64_BITS))
        self._key = key

    def share(self, what: str, ids: Numbers) -> Shares:
        """A number from 0 up to, not including, 1 for each id."""
        key = np.uint64(_mixed(self._key ^ zlib.crc32(what.encode())))
        mixed = _all_mixed(_all_mixed(ids.astype(np.uint64)) ^ key)
        return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)

    def happens(self, what: str, ids: Numbers, chance: float | Shares) -> Flags:
        """Whether it happens to each id."""
        return self.share(what, ids) < chance

    def whole(self, what: str, ids: Numbers, low: int, high: int) -> Numbers:
        """A whole number from `low` to `high`, both included, for each id."""
        return low + (self.share(what, ids) * (high - low + 1)).astype(np.int64)

    def from_quantiles(self, what: str, ids: Numbers, points: Quantiles) -> Numbers:
        """A whole number of the distribution that the points describe."""
        shares, values = zip(*points, strict=True)
        drawn = np.rint(np.interp(self.share(what, ids), shares, values))
        return np.asarray(drawn, np.int64)

    def code(self, what: str, ids: Numbers, weights: Mapping[str, float]) -> Words:
        """One of the codes for each id, as often as their weights say."""
        codes = np.array(list(weights), dtype=object)
        bounds = np.cumsum(list(weights.values()))
        place = np.searchsorted(
            bounds, self.share(what, ids) * bounds[-1], side="right"
        )
        chosen: Words = codes[np.minimum(place, len(codes) - 1)]
        return chosen

    def answer(
        self, what: str, ids: Numbers, yes: float | Shares, unknown: float = 0.0
    ) -> Words:
        """`yes`, `no` or `unknown` for each id."""
        share = self.share(what, ids)
        answers = np.full(len(ids), "no", dtype=object)
        answers[share >= 1 - unknown] = "unknown"
        answers[share < yes] = "yes"
        return answers

    def count(self, what: str, mean: float) -> int:
        """A count that scatters about its mean as independent events would."""
        uniforms = self.share(what, np.arange(_UNIFORMS_IN_A_NORMAL))
        deviation = float(uniforms.sum()) - _UNIFORMS_IN_A_NORMAL / 2
        return max(0, round(mean + deviation * math.sqrt(mean)))
