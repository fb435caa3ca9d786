"""The only door to `released`: decides what an edition may show of each value.

First rule (docs/decisions/0006-disclosure-first-rule.md): of figures about children, a
count, numerator or complement from 1 to one below the threshold is not shown, nor what
is computed from it; the threshold is 5 unless the committee sets another (Scottish
Government, FOI/17/01248, for the pupil census: numbers under five are suppressed). So
that a hidden category can't be had by subtraction, more categories of the breakdown
are hidden, the smallest first, until at least two are hidden and what they add up to
leaves each of them open from 1 to the threshold. Where no number of them does, the
breakdown is withheld whole, zeros too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from schemas.released import Status
from transforms.indicator import About, Indicator, Median

DEFAULT_THRESHOLD = 5


@dataclass(frozen=True)
class Policy:
    """What an edition hides.

    Attributes:
        edition: committee or public.
        threshold: counts from 1 to one below this are hidden.
    """

    edition: str
    threshold: int = DEFAULT_THRESHOLD

    @property
    def protects(self) -> tuple[About, ...]:
        """Children in every edition, offending in the public one."""
        if self.edition == "public":
            return About.CHILDREN, About.OFFENDING
        return (About.CHILDREN,)

    def hides(self, number: float | None) -> bool:
        """Whether a number itself is too small to show."""
        return number is not None and 0 < number < self.threshold


def protect(
    values: pd.DataFrame, catalogue: Sequence[Indicator], policy: Policy
) -> pd.DataFrame:
    """Values as the edition may show them.

    Args:
        values: computed values of one period, columns as `compute.COLUMNS`.
        catalogue: the indicators.
        policy: of the edition.

    Returns:
        The same rows with a column `hidden`; a hidden row holds no number at all.
    """
    protected = {i.id: i for i in catalogue if i.about in policy.protects}
    cells = [
        _Cell(number, *row)
        for number, row in enumerate(
            values[list(_CELL_COLUMNS)].itertuples(index=False, name=None)
        )
        if row[0] in protected and row[-1] == Status.OK
    ]
    hidden = set()
    for indicator_id, of_indicator in groupby(cells, key=lambda cell: cell.indicator):
        hidden |= _hidden(list(of_indicator), protected[indicator_id], policy)
    is_hidden = pd.Series([n in hidden for n in range(len(values))], values.index)
    shown = values.assign(hidden=is_hidden)
    shown.loc[is_hidden, ["numerator", "denominator", "value"]] = None
    few = shown["beside"].between(1, policy.threshold - 1).fillna(value=False)
    about = shown["indicator"].isin(list(protected))
    shown.loc[is_hidden | (few & about), "beside"] = pd.NA
    return shown


_CELL_COLUMNS = (
    "indicator",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "status",
)


class _Cell(NamedTuple):
    """A figure that may have to be hidden; `number` is its place in the table."""

    number: int
    indicator: str
    breakdown: str
    category: str
    numerator: float
    denominator: float
    status: str

    @property
    def complement(self) -> float:
        """What the numerator leaves of the denominator."""
        return self.denominator - self.numerator


def _hidden(cells: list[_Cell], indicator: Indicator, policy: Policy) -> set[int]:
    """Numbers of the cells of one indicator that are not shown."""
    hidden = {c.number for c in cells if _is_small(c, indicator, policy)}
    total = cells[0]
    for breakdown in indicator.breakdowns:
        parts = [
            cell
            for cell in cells
            if cell.breakdown == breakdown.name and cell.category not in breakdown.apart
        ]
        if breakdown.shares and parts:
            hidden |= _hidden_shares(total, parts, hidden, policy)
        elif hidden & {part.number for part in parts}:
            limits = _Limits.of(total, parts, indicator, policy)
            limits = replace(limits, total_is_shown=total.number not in hidden)
            hidden |= _with_companions([total, *parts], hidden, limits)
    return hidden


def _is_small(cell: _Cell, indicator: Indicator, policy: Policy) -> bool:
    if isinstance(indicator.measure, Median):
        return policy.hides(cell.denominator)
    if policy.hides(cell.numerator):
        return True
    return indicator.has_denominator and policy.hides(cell.complement)


@dataclass(frozen=True)
class _Limits:
    """When the hidden categories of a shown total are open.

    Attributes:
        threshold: of the policy.
        is_share: each category has a denominator.
        in_no_category: what the total holds beside all categories (empty cells); it is
            unknown to the reader like one more hidden category.
        total_is_shown: if it is not, zeros need not be withheld too.
    """

    threshold: int
    is_share: bool
    in_no_category: float
    total_is_shown: bool = True

    @classmethod
    def of(
        cls, total: _Cell, parts: list[_Cell], indicator: Indicator, policy: Policy
    ) -> _Limits:
        """The limits of one breakdown."""
        rest = 0.0
        if not indicator.has_denominator:
            rest = max(0.0, total.numerator - sum(part.numerator for part in parts))
        return cls(policy.threshold, indicator.has_denominator, rest)

    def size(self, part: _Cell) -> float:
        """How many children or events stand behind a category."""
        return part.denominator if self.is_share else part.numerator

    def leave_open(self, chosen: list[_Cell]) -> bool:
        """Whether each hidden number may be anything from 1 to the threshold.

        The reader knows what the hidden ones add up to, and that each is at least 1.
        """
        others = len(chosen) - 1 + (self.in_no_category > 0)
        sums = [sum(part.numerator for part in chosen) + self.in_no_category]
        if self.is_share:
            sums += [
                sum(part.complement for part in chosen),
                sum(part.denominator for part in chosen),
            ]
        needed = self.threshold + others
        return others >= 1 and all(known == 0 or known >= needed for known in sums)


def _with_companions(cells: list[_Cell], hidden: set[int], limits: _Limits) -> set[int]:
    """The hidden categories, and the smallest others that keep them open.

    Of shares, an empty category is not applicable and covers nothing, so that the total
    is hidden too where all categories together are not open.

    Args:
        cells: the total, then the categories.
        hidden: numbers of what is hidden already.
        limits: when the hidden categories are open.
    """
    _, *parts = cells
    by_size = sorted(parts, key=limits.size)
    chosen = [part for part in by_size if part.number in hidden]
    candidates = [p for p in by_size if p not in chosen and limits.size(p) > 0]
    for part in candidates:
        if limits.leave_open(chosen):
            break
        chosen.append(part)
    if limits.total_is_shown and not limits.leave_open(chosen):
        chosen = cells if limits.is_share else parts
    return {part.number for part in chosen}


def _hidden_shares(
    total: _Cell, parts: list[_Cell], hidden: set[int], policy: Policy
) -> set[int]:
    """Shares of one whole: the total repeats the first, and they leave no rest.

    The first is shown only where the others, hidden together, stay open.
    """
    first, *others = parts
    small = [part for part in parts if part.number in hidden]
    if not small:
        return set()
    left = sum(part.numerator for part in others)
    if first in small or left < policy.threshold + len(others) - 1:
        return {total.number, *(part.number for part in parts)}
    return {part.number for part in others}
