"""Releases as they are printed: without any true number that is hidden.

The bridge from what is kept of a release to the audit; nothing that is hidden crosses.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from schemas.released import Status
from transforms.audit.figures import Look, PrintedFigure, PrintedRelease, PrintedRows
from transforms.audit.relations import BESIDE, REST, D, N
from transforms.indicator import Indicator, Median
from transforms.logical_cells.rows import Issued, Row
from transforms.policy import Policy


def printed(
    issued: Issued,
    policy: Policy,
    by_id: Mapping[str, Indicator],
    scope: Collection[str],
) -> PrintedRelease:
    """A release as its documents print it.

    Args:
        issued: the release with its decisions.
        policy: of its edition.
        by_id: the indicators.
        scope: ids of the indicators that are audited.
    """
    return PrintedRelease(
        issued.period,
        issued.edition,
        issued.number,
        issued.at,
        policy.threshold,
        policy.zeros_shown,
        tuple(
            _figure(row, by_id[row.indicator])
            for row in issued.rows
            if row.indicator in scope
            and row.status not in {Status.NOT_RECEIVED, Status.NOT_DUE}
        ),
        tuple(
            PrintedRows(
                each.quarter,
                each.agency,
                each.extract,
                None if each.hidden else each.read,
                None if each.hidden else each.loaded,
            )
            for each in issued.loaded
        ),
    )


def true_numbers(issued: Issued) -> dict[str, float]:
    """True numbers of a release by the names that the audit gives them."""
    found: dict[str, float] = {}
    for row in issued.rows:
        rest = None
        if row.numerator is not None and row.denominator is not None:
            rest = row.denominator - row.numerator
        at = (issued.period, issued.edition, str(issued.number), *row.place)
        for part, number in (
            (N, row.numerator),
            (D, row.denominator),
            (BESIDE, row.beside),
            (REST, rest),
        ):
            if number is not None:
                found["|".join((*at, part))] = number
    return found


def _figure(row: Row, indicator: Indicator) -> PrintedFigure:
    is_median = isinstance(indicator.measure, Median)
    look = Look.HIDDEN if row.hidden else Look.SHOWN
    if row.status == Status.NOT_APPLICABLE:
        look = Look.NOTHING
    shows_n = look is not Look.HIDDEN and not row.n_hidden
    shows_beside = look is not Look.HIDDEN and not row.beside_hidden
    return PrintedFigure(
        *row.place,
        look=look,
        numerator=row.numerator if look is Look.SHOWN else None,
        denominator=row.denominator if shows_n else None,
        beside=row.beside if shows_beside else None,
        beside_hidden=row.beside is not None and not shows_beside,
        n_hidden=row.n_hidden,
        is_median=is_median,
    )
