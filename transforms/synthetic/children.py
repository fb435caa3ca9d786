"""The children of the area: who they are, how old, and who is in care when.

A child is a number, and everything about the child follows from it: children are
numbered in the order of their births, so those of an age on a day are a range, and no
list of children is kept. Every twelfth comes into care at some time, and every
forty-first is known to services for other reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from transforms.synthetic.chance import Draws, Numbers, Words
from transforms.synthetic.quarters import Days, first_day, last_day
from transforms.synthetic.refs import numbered

ADULT_AGE = 18
OLDEST_CHILD = ADULT_AGE - 1
OLDEST_YOUNG_PERSON = 25
BIRTHS_A_YEAR = 750
_FEWEST_BIRTHS = 20
_FIRST_BIRTH = np.datetime64("1990-01-01", "D")
_FOUR_YEARS = 1461
_IN_CARE_ONE_IN = 12
_KNOWN_ONE_IN = 41
_KNOWN_FROM_AGE = 10
_SUPPORTED_FROM_AGE = 16
_SCRAMBLED_WITHIN = 999_983
_RISKIEST_AGE = 15

_SEX = {"female": 0.487, "male": 0.5, "other": 0.008, "unknown": 0.005}
_ETHNICITY = {
    "white": 0.925,
    "mixed": 0.014,
    "asian": 0.02,
    "african": 0.01,
    "caribbean_or_black": 0.004,
    "other": 0.007,
    "unknown": 0.02,
}
_LOCALITY = {
    "kilmacolm_and_quarriers": 0.07,
    "port_glasgow": 0.2,
    "greenock_east_and_central": 0.25,
    "greenock_south_and_southwest": 0.22,
    "greenock_west_and_gourock": 0.18,
    "inverkip_and_wemyss_bay": 0.08,
}
_PLACEMENT = {
    "at_home": 0.21,
    "kinship_care": 0.35,
    "foster_care": 0.27,
    "residential_care": 0.11,
    "secure_care": 0.01,
    "supported_accommodation": 0.04,
    "other": 0.01,
}
_STAY_IN_DAYS = ((0.0, 60.0), (0.5, 900.0), (0.8, 2500.0), (1.0, 6500.0))


@dataclass(frozen=True)
class Children:
    """The children of an area `scale` times the size of a small council's."""

    seed: int
    scale: float

    @cached_property
    def _births(self) -> int:
        """Births a year."""
        return max(round(BIRTHS_A_YEAR * self.scale), _FEWEST_BIRTHS)

    @cached_property
    def _draws(self) -> Draws:
        return Draws(self.seed, "child")

    def refs(self, numbers: Numbers) -> Words:
        """The children's references, which do not show the order of births."""
        factor = int(
            self._draws.whole("factor", np.zeros(1, np.int64), 300_000, 700_000)[0]
        )
        blocks, places = np.divmod(numbers, _SCRAMBLED_WITHIN)
        return numbered("CHD", blocks * 1_000_000 + places * factor % _SCRAMBLED_WITHIN)

    def born_on(self, numbers: Numbers) -> Days:
        """The days of birth."""
        days = numbers * _FOUR_YEARS // (4 * self._births)
        return _FIRST_BIRTH + days.astype("timedelta64[D]")

    def ages(self, numbers: Numbers, on: Days | np.datetime64) -> Numbers:
        """Ages in completed years on a day, or each on its day."""
        lived = np.asarray(on, "datetime64[D]") - self.born_on(numbers)
        return lived.astype(np.int64) * 4 // _FOUR_YEARS

    def aged(self, low: int, high: int, on: np.datetime64, one_in: int = 1) -> Numbers:
        """Every child from one age to another on a day, or one in so many of them."""
        first = self._next_born((high + 1) * _FOUR_YEARS, on)
        last = self._next_born(low * _FOUR_YEARS, on)
        return np.arange(-(-first // one_in) * one_in, last, one_in, dtype=np.int64)

    def _next_born(self, quarter_days_ago: int, on: np.datetime64) -> int:
        """The first child younger than so many quarters of a day on a day."""
        since = int((on - _FIRST_BIRTH).astype(np.int64)) - quarter_days_ago // 4 + 1
        return max(-(-since * 4 * self._births // _FOUR_YEARS), 0)

    def in_care(self, on: np.datetime64, youngest: int = 0) -> Numbers:
        """Children in care on a day."""
        numbers = self.aged(youngest, OLDEST_CHILD, on, _IN_CARE_ONE_IN)
        days = np.int64(_FOUR_YEARS * ADULT_AGE // 4)
        began = (self._draws.share("into care", numbers) * days).astype(np.int64)
        stay = self._draws.from_quantiles("stay in care", numbers, _STAY_IN_DAYS)
        lived = (on - self.born_on(numbers)).astype(np.int64)
        return numbers[(began <= lived) & (lived < began + stay)]

    def in_care_throughout(self, number: int, youngest: int) -> Numbers:
        """Children in care as a quarter begins who are children until its end."""
        return self._still_children(self.in_care(first_day(number), youngest), number)

    def known(self, number: int) -> Numbers:
        """Those from ten years on who are known to services for other reasons."""
        numbers = self.aged(
            _KNOWN_FROM_AGE, OLDEST_CHILD, first_day(number), _KNOWN_ONE_IN
        )
        return self._still_children(numbers, number)

    def of_concern(self, number: int) -> Numbers:
        """Those from ten years on who are in care or known for other reasons."""
        in_care = self.in_care_throughout(number, _KNOWN_FROM_AGE)
        return np.union1d(self.known(number), in_care)

    def _still_children(self, numbers: Numbers, number: int) -> Numbers:
        return numbers[self.ages(numbers, last_day(number)) < ADULT_AGE]

    def chosen(
        self, draws: Draws, ids: Numbers, among: Numbers, number: int
    ) -> Numbers:
        """A child for each id; some children are chosen again and again.

        Girls, children in residential care and those of about fifteen come first. In
        an area so small that nobody is among them, any child may be chosen.
        """
        on = last_day(number)
        if not len(among):
            among = self.aged(_KNOWN_FROM_AGE, OLDEST_CHILD - 1, on)
        rank = self._draws.share("rank", among)
        rank *= np.where(self.sex(among) == "female", 1.0, 1.5)
        rank *= np.where(self.placement(among, on) == "residential_care", 0.5, 1.0)
        rank *= 1.0 + 0.2 * np.abs(self.ages(among, on) - _RISKIEST_AGE)
        in_order = among[np.argsort(rank, kind="stable")]
        share = draws.share("which child", ids)
        return in_order[(share * share * share * len(in_order)).astype(np.int64)]

    def sex(self, numbers: Numbers) -> Words:
        """Sex as recorded."""
        return self._draws.code("sex", numbers, _SEX)

    def ethnicity(self, numbers: Numbers) -> Words:
        """Ethnic group."""
        return self._draws.code("ethnicity", numbers, _ETHNICITY)

    def disability(self, numbers: Numbers) -> Words:
        """Whether the child has a disability."""
        return self._draws.answer("disability", numbers, yes=0.13, unknown=0.04)

    def locality(self, numbers: Numbers) -> Words:
        """Where the child lives."""
        return self._draws.code("locality", numbers, _LOCALITY)

    def placement(self, numbers: Numbers, on: Days | np.datetime64) -> Words:
        """The kind of placement of a child in care."""
        placements = self._draws.code("placement", numbers, _PLACEMENT)
        too_young = self.ages(numbers, on) < _SUPPORTED_FROM_AGE
        moved = too_young & (placements == "supported_accommodation")
        placements[moved] = "foster_care"
        return placements
