"""How change over time is judged: whose rules, and from where a baseline is taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

DEFAULT_PROFILE = "his"


@dataclass(frozen=True)
class Baseline:
    """A decision to judge an indicator by its quarters from one period on.

    Attributes:
        indicator: whose series.
        first: code of the first quarter of the new baseline.
        decided_on: when it was decided.
        reason: why, in a sentence that the report prints.
    """

    indicator: str
    first: str
    decided_on: dt.date
    reason: str


@dataclass(frozen=True)
class SignalPolicy:
    """What the committee settled for all documents.

    Attributes:
        profile: name of the rule profile.
        baselines: every change of baseline, each a recorded decision.
    """

    profile: str = DEFAULT_PROFILE
    baselines: tuple[Baseline, ...] = ()

    def baselines_of(self, indicator: str) -> tuple[Baseline, ...]:
        """Every change of baseline of an indicator, earliest first."""
        mine = [each for each in self.baselines if each.indicator == indicator]
        return tuple(sorted(mine, key=lambda each: each.first))
