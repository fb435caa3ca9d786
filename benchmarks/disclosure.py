"""Processor and wall seconds of deciding and auditing a quarter, as history grows.

    .venv/bin/python benchmarks/disclosure.py HOME

HOME is a home with history, such as `make report` makes. Its quarters are released one
after another, and over and over until forty are, each with its half-year and year. Bar:
5 seconds a quarter with 12 quarters released, 20 seconds with 40.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from schemas.period import Period, PeriodKind
from transforms.audit.gate import audit, by_content
from transforms.audit.scope import Scope
from transforms.disclosure import Computed, financial_year, protect_together
from transforms.home import Home
from transforms.indicators import CATALOGUE
from transforms.logical_cells.rows import Issued
from transforms.policy import Policy
from transforms.printed import printed

_QUARTERS = 40
_YEARS_A_ROUND = 4
_POLICY = Policy("committee")
_BY_ID = {indicator.id: indicator for indicator in CATALOGUE}


def main(home: Home) -> None:
    """Release forty quarters and print what each took."""
    scope = Scope.of(CATALOGUE, _POLICY.protects)
    past: list[list[Issued]] = []
    for number, computed in enumerate(_moments(home), start=1):
        year = financial_year(computed[0].period)
        began = time.perf_counter(), time.process_time()
        of_year = [m for m in past if financial_year(m[0].period) == year]
        protected, decision = protect_together(
            computed, of_year, CATALOGUE, _POLICY, at=str(number)
        )
        past.append([each.issued for each in protected])
        decided = time.process_time()
        done = audit(
            [
                [printed(each, _POLICY, _BY_ID, scope.categories) for each in moment]
                for moment in [*of_year, past[-1]]
            ],
            scope,
            by_content(()),
        )
        if done.found:
            sys.stdout.write(f"worked out: {done.found}\n")
        hidden = sum(row.hidden for each in past[-1] for row in each.rows)
        audited = time.process_time()
        sys.stdout.write(
            f"{number:2} quarters, {len(computed)} periods: "
            f"{time.perf_counter() - began[0]:5.1f} s, processor "
            f"{decided - began[1]:4.1f} s to decide and {audited - decided:4.1f} s to "
            "audit; "
            f"{hidden} hidden, gap {decision.gap:.2%}\n"
        )


def _moments(home: Home) -> Iterator[list[Computed]]:
    """Quarters of the home with the longer periods that end with them, again and again.

    A round shifts the home's own years, so that every quarter has a year of its own.
    """
    with duckdb.connect(str(home.store), read_only=True) as store:
        values = store.execute("SELECT * FROM indicators.value ORDER BY place").df()
    periods = sorted({Period.parse(code) for code in values["period"].unique()})
    quarters = [p for p in periods if p.kind is PeriodKind.QUARTER]
    for number in range(_QUARTERS):
        quarter = quarters[number % len(quarters)]
        later = _YEARS_A_ROUND * (number // len(quarters))
        yield [
            _shifted(values, each, later)
            for each in periods
            if each.last_day == quarter.last_day
        ]


def _shifted(values: pd.DataFrame, period: Period, years: int) -> Computed:
    code = Period(period.start_year + years, period.part).code
    of_period = values[values["period"] == period.code].assign(period=code)
    return Computed(code, 1, of_period.reset_index(drop=True))


if __name__ == "__main__":
    main(Home(Path(sys.argv[1])))
