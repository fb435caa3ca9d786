"""The only door to `released`: decides what an edition may show of each value.

Figures that hold a small number are hidden; so that nothing hidden can be worked out,
further figures are, chosen exactly and at the least loss over everything that is
released together and everything released before (docs/disclosure-control.md). A hidden
row holds no number at all, so that nothing later can print one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from schemas.period import Period
from schemas.released import Status
from transforms.indicator import Indicator, Median
from transforms.logical_cells.decide import Decision, Loose, decide
from transforms.logical_cells.figures import BESIDE, ROWS_RECEIVED, VALUE, N
from transforms.logical_cells.registry import Part, Registry
from transforms.logical_cells.rows import Issued, Loaded, Row
from transforms.policy import DEFAULT_THRESHOLD, Policy

__all__ = ["DEFAULT_THRESHOLD", "Computed", "Policy", "protect", "protect_together"]


@dataclass(frozen=True)
class Computed:
    """The values of a period that are to be released.

    Attributes:
        period: code.
        number: of the release.
        values: columns as `compute.COLUMNS`.
        loaded: the rows received, as the period's report lists them.
    """

    period: str
    number: int
    values: pd.DataFrame
    loaded: tuple[Loaded, ...] = ()


@dataclass(frozen=True)
class Protected:
    """What an edition may show of a period, and what it knows.

    Attributes:
        shown: the values with a column `hidden`; a hidden row holds no number.
        issued: the same with the true numbers, for later releases and the audit.
    """

    shown: pd.DataFrame
    issued: Issued


def protect(
    values: pd.DataFrame, catalogue: Sequence[Indicator], policy: Policy
) -> pd.DataFrame:
    """Values of one period as the edition may show them, nothing released before.

    Args:
        values: computed values of one period, columns as `compute.COLUMNS`.
        catalogue: the indicators.
        policy: of the edition.

    Returns:
        The same rows with a column `hidden`; a hidden row holds no number at all.
    """
    period = str(values["period"].iloc[0]) if len(values) else ""
    protected, _ = protect_together(
        [Computed(period, 1, values)], (), catalogue, policy
    )
    return protected[0].shown if protected else values.assign(hidden=False)


def protect_together(
    computed: Sequence[Computed],
    past: Sequence[Sequence[Issued]],
    catalogue: Sequence[Indicator],
    policy: Policy,
    *,
    at: str = "",
    hidden_elsewhere: Sequence[Issued] = (),
    withheld: frozenset[str] = frozenset(),
) -> tuple[list[Protected], Decision]:
    """What may be shown of periods of one financial year that are released together.

    Args:
        computed: the periods.
        past: releases before that the reader has, those of a moment together.
        catalogue: the indicators.
        policy: of the edition.
        at: the moment of the release.
        hidden_elsewhere: releases of another edition; what they hide is hidden here.
        withheld: ids of indicators of which every figure is hidden.
    """
    issued = [
        Issued(
            each.period,
            policy.edition,
            each.number,
            at,
            tuple(_rows(each.values)),
            each.loaded,
        )
        for each in computed
    ]

    def registry_with(loose: Loose) -> Registry:
        registry = Registry(policy, catalogue, loose, withheld)
        for moment in past:
            registry.add_past(moment)
        for other in hidden_elsewhere:
            registry.hide_as(other)
        registry.add_new(issued)
        return registry

    decision = decide(registry_with)
    by_id = {indicator.id: indicator for indicator in catalogue}
    decided = [_decided(each, decision.hidden, by_id, policy) for each in issued]
    return [
        Protected(_shown(each.values, new.rows), new)
        for each, new in zip(computed, decided, strict=True)
    ], decision


def financial_year(period: str) -> int:
    """The financial year that a period belongs to: nothing ties two of them."""
    return Period.parse(period).start_year


def _rows(values: pd.DataFrame) -> Iterable[Row]:
    columns = (
        "indicator",
        "breakdown",
        "category",
        "numerator",
        "denominator",
        "status",
        "beside",
    )
    for (
        indicator,
        breakdown,
        category,
        numerator,
        denominator,
        status,
        beside,
    ) in values[list(columns)].itertuples(index=False, name=None):
        yield Row(
            indicator,
            breakdown,
            category,
            _number(numerator),
            _number(denominator),
            status,
            _number(beside),
        )


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _decided(
    issued: Issued,
    hidden: frozenset[Part],
    by_id: Mapping[str, Indicator],
    policy: Policy,
) -> Issued:
    """The release with its decisions in it."""

    def is_hidden(place: tuple[str, str, str], part: str) -> bool:
        return Part(issued.period, place, part) in hidden

    return issued._replace(
        rows=tuple(
            row._replace(
                hidden=is_hidden(row.place, VALUE)
                or _is_median_of_few(row, by_id[row.indicator], policy),
                n_hidden=is_hidden(row.place, N),
                beside_hidden=is_hidden(row.place, BESIDE),
            )
            for row in issued.rows
        ),
        loaded=tuple(
            each._replace(hidden=is_hidden(each.place, ROWS_RECEIVED))
            for each in issued.loaded
        ),
    )


def _is_median_of_few(row: Row, indicator: Indicator, policy: Policy) -> bool:
    return (
        isinstance(indicator.measure, Median)
        and indicator.about in policy.protects
        and row.status == Status.OK
        and policy.hides(row.denominator)
    )


def _shown(values: pd.DataFrame, rows: Sequence[Row]) -> pd.DataFrame:
    """The values without a number where none may be shown."""
    hidden = pd.Series([row.hidden for row in rows], values.index, dtype=bool)
    no_n = pd.Series([row.n_hidden for row in rows], values.index, dtype=bool)
    alone = pd.Series([row.beside_hidden for row in rows], values.index, dtype=bool)
    shown = values.assign(hidden=hidden)
    shown.loc[hidden, ["numerator", "denominator", "value"]] = None
    shown.loc[no_n, "denominator"] = None
    shown.loc[hidden | alone, "beside"] = pd.NA
    return shown
