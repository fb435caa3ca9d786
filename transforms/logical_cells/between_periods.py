"""Facts that reach over a period's edge: rows of files, periods within periods."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

from schemas.period import Period, PeriodKind
from transforms.logical_cells import facts as kinds
from transforms.logical_cells.counted import ROWS, Key
from transforms.logical_cells.rows import Issued

_RELATION = {"return_interviews": "returns"}


def containing(period: str) -> list[str]:
    """The period and the longer ones that hold it: their zeros are its zeros too."""
    of = Period.parse(period)
    if of.kind is not PeriodKind.QUARTER:
        return [period, Period(of.start_year).code]
    half = "H1" if of.part in {"Q1", "Q2"} else "H2"
    return [period, Period(of.start_year, half).code, Period(of.start_year).code]


def period_of(key: Key, period: str) -> str:
    """Rows received belong to the quarter of their file, whoever lists them."""
    return key.unit.split()[1] if key.relation == "received" else period


def rows_received(
    issued: Issued, values: Mapping[Key, float]
) -> Iterator[kinds.KeyFact]:
    """Rows received: of a relation, and of an agency."""
    read: dict[str, list[Key]] = defaultdict(list)
    loaded: dict[str, list[Key]] = defaultdict(list)
    for each in issued.loaded:
        first = Key("received", f"read {each.quarter} {each.agency}", each.extract)
        second = first._replace(unit=f"loaded {each.quarter} {each.agency}")
        read[each.agency].append(first)
        loaded[each.agency].append(second)
        yield kinds.KeyFact(((first, 1.0), (second, -1.0)), 0.0, math.inf)
        if each.read == each.loaded:
            yield kinds.KeyFact(((first, 1.0), (second, -1.0)), 0.0, 0.0)
        rows = Key(_RELATION.get(each.extract, each.extract), ROWS)
        if each.quarter == issued.period and rows in values:
            left = each.loaded - values[rows]
            yield kinds.KeyFact(((second, 1.0), (rows, -1.0)), left, left)
    for column, of in (("rows_read", read), ("rows_loaded", loaded)):
        for agency, keys in of.items():
            total = Key("submissions", f"sum {column}", "", "agency", agency)
            if total in values:
                left = sum(values[key] for key in keys) - values[total]
                terms = (*((key, 1.0) for key in keys), (total, -1.0))
                yield kinds.KeyFact(terms, left, left)
