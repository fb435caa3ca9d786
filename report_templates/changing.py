"""Whether an indicator is changing, in words: the one door for that judgement.

A rule of statistical process control is to say it. Until one does, nothing is claimed:
with too few points that is said, and with enough of them that none was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from report_templates import wording
from schemas.released import ReleasedValue, Status
from transforms.indicator import Indicator

POINTS_FOR_A_RUN_CHART = 10
"""Settled points from which a run chart may have a median, and a rule a say."""


class Direction(StrEnum):
    """What a change is to the committee."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True)
class Change:
    """A judgement on an indicator.

    Attributes:
        words: for a cell, as "too few quarters to say".
        direction: good news, bad news, news without judgement, or no news.
        sentence: what it may and may not mean; empty where there is nothing to add.
    """

    words: str
    direction: Direction = Direction.NONE
    sentence: str = ""


TOO_FEW = Change("too few to say")
NO_CLAIM = Change("none claimed")


def is_it_changing(
    indicator: Indicator, values: tuple[ReleasedValue | None, ...]
) -> Change:
    """What may be said of an indicator's totals over time, earliest first."""
    settled = [v for v in values if is_settled(v)]
    if not indicator.limits or len(settled) < POINTS_FOR_A_RUN_CHART:
        return TOO_FEW
    return NO_CLAIM


def is_settled(value: ReleasedValue | None) -> bool:
    """Whether a value is shown, final, and of every agency."""
    return (
        value is not None
        and value.status is Status.OK
        and wording.is_shown(value)
        and not value.provisional
        and not wording.is_incomplete(value)
    )
