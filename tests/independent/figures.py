"""Every indicator of a home, worked out a second time from the written definitions.

The other modules of this folder hold one family of indicators each; this one lists them
and lays the figures out as the system exports them.
"""

from datetime import datetime
from pathlib import Path

import figures_leaders_and_agencies
import figures_practice_and_pupils
import figures_returns_cases_and_offending
from evidence import Evidence
from indicator import Indicator
from measures import Figure
from periods import LOCAL, Period, periods_of

Place = tuple[str, str, str, str]

INDICATORS: tuple[Indicator, ...] = (
    *figures_leaders_and_agencies.INDICATORS,
    *figures_practice_and_pupils.INDICATORS,
    *figures_returns_cases_and_offending.INDICATORS,
)
HALF_YEARLY = ("A07.", "A19.", "A20.")


def compute_all(home: Path, now: datetime) -> dict[Place, Figure]:
    """Every figure of every period, by (period, indicator, breakdown, category).

    Periods are the quarters with a submission, and the half-years and years made up of
    them. `now` is when a file was first seen that arrivals.csv does not name.
    """
    naive = now.astimezone(LOCAL).replace(tzinfo=None) if now.tzinfo else now
    evidence = Evidence(home, naive)
    return {
        (period.code, indicator.code, *place): figure
        for period in periods_of(set(evidence.quarters))
        for indicator in INDICATORS
        if is_reported(indicator, period)
        for place, figure in indicator.table(evidence, period).items()
    }


def is_reported(indicator: Indicator, period: Period) -> bool:
    """Whether an indicator has a figure in a period: A07, A19, A20 have half-years."""
    return not period.is_half or indicator.code.startswith(HALF_YEARLY)
