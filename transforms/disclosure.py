"""The only door to `released`: decides what an edition may show of each value.

First rule (docs/decisions/0006-disclosure-first-rule.md): of figures about children, a
count, numerator or complement from 1 to one below the threshold is not shown, nor what
is computed from it; the threshold is 5 unless the committee sets another (Scottish
Government, FOI/17/01248, for the pupil census: numbers under five are suppressed). So
that a hidden category can't be had by subtraction, more categories of the breakdown are
hidden, the smallest first, until at least two are hidden and what they add up to leaves
each of them open from 1 to the threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
        protects: the groups of indicators it protects.
    """

    edition: str
    threshold: int = DEFAULT_THRESHOLD
    protects: tuple[About, ...] = (About.CHILDREN,)

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
    hidden = pd.Series(data=False, index=values.index)
    about = values["indicator"].isin(list(protected)) & (values["status"] == Status.OK)
    for indicator_id, rows in values[about].groupby("indicator", sort=False):
        indicator = protected[str(indicator_id)]
        hidden.loc[rows.index] = _hidden(rows, indicator, policy)
    shown = values.assign(hidden=hidden)
    shown.loc[hidden, ["numerator", "denominator", "value"]] = None
    small = shown["beside"].between(1, policy.threshold - 1) & about
    shown.loc[hidden | small.fillna(value=False), "beside"] = pd.NA
    return shown


def _hidden(
    rows: pd.DataFrame, indicator: Indicator, policy: Policy
) -> pd.Series[bool]:
    hidden = rows.apply(lambda row: _is_small(row, indicator, policy), axis=1)
    for name, categories in rows[rows["breakdown"] != ""].groupby("breakdown"):
        del name
        chosen = _with_companions(
            _sizes(categories, indicator), hidden.loc[categories.index], policy
        )
        hidden.loc[categories.index] = chosen
    return hidden.astype(bool)


def _is_small(row: pd.Series, indicator: Indicator, policy: Policy) -> bool:
    numerator, denominator = row["numerator"], row["denominator"]
    if isinstance(indicator.measure, Median):
        return policy.hides(denominator)
    if policy.hides(numerator):
        return True
    return indicator.has_denominator and policy.hides(denominator - numerator)


def _sizes(categories: pd.DataFrame, indicator: Indicator) -> pd.Series[float]:
    """How many children or events stand behind each category."""
    by_denominator = indicator.has_denominator and not any(
        breakdown.shares for breakdown in indicator.breakdowns
    )
    return categories["denominator" if by_denominator else "numerator"]


def _with_companions(
    sizes: pd.Series[float], hidden: pd.Series[bool], policy: Policy
) -> pd.Series[bool]:
    chosen = hidden.copy()
    if not chosen.any():
        return chosen
    candidates = sizes[~chosen & (sizes > 0)].sort_values(kind="stable")
    for place in candidates.index:
        if _is_open(sizes[chosen], policy):
            break
        chosen.loc[place] = True
    return chosen


def _is_open(hidden_sizes: pd.Series[float], policy: Policy) -> bool:
    """Whether each hidden size may be anything from 1 to the threshold."""
    others = len(hidden_sizes) - 1
    return others >= 1 and hidden_sizes.sum() >= policy.threshold + others
