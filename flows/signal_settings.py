"""The section [signals] of icpc.toml: how change over time is judged."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.errors import PeriodError
from schemas.period import Period, PeriodKind
from schemas.signal_policy import Baseline, SignalPolicy

ProfileName = Literal[
    "his", "phs-control", "making-data-count", "making-data-count-excel", "anhoej"
]


def _is_quarter(code: str) -> str:
    try:
        kind = Period.parse(code).kind
    except PeriodError as fault:
        raise ValueError(str(fault)) from None
    if kind is not PeriodKind.QUARTER:
        raise ValueError("name a quarter")
    return code


class BaselineDecision(BaseModel):
    """A change of baseline: recorded with its date and reason, never made silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    indicator: Annotated[str, Field(pattern=r"^[AX][0-9]{2}\.[0-9]{1,2}$")]
    first: Annotated[str, AfterValidator(_is_quarter)]
    decided_on: dt.date
    reason: Annotated[str, Field(min_length=10, max_length=300, strict=True)]


class Signals(BaseModel):
    """Whose rules are asked, and from where an indicator's baseline is taken."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    profile: ProfileName = "his"
    baselines: tuple[BaselineDecision, ...] = ()

    @property
    def policy(self) -> SignalPolicy:
        """The same for those who judge."""
        return SignalPolicy(
            self.profile,
            tuple(
                Baseline(each.indicator, each.first, each.decided_on, each.reason)
                for each in self.baselines
            ),
        )
