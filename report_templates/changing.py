"""Whether an indicator is changing: what the rules say, as the documents need it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from report_templates import signal_words
from schemas.released import ReportInput
from transforms.indicator import Better, Indicator
from transforms.signals.reading import Change as Found
from transforms.signals.reading import Reading, reading
from transforms.signals.rules import Side


class Direction(StrEnum):
    """What a change is to the committee."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "changed"
    NONE = "none"


@dataclass(frozen=True)
class Change:
    """A judgement on an indicator.

    Attributes:
        words: for a cell.
        direction: good news, bad news, news without judgement, or no news.
        sentence: what changed, since when, how sure, and the decision on which the
            baseline rests; empty where there is neither.
        is_judged: the rules could be asked.
        median: where the centre line of its chart lies; None where there is none.
        found: what the rules found, for its chart.
        told: the change that is told of; None where there is none.
    """

    words: str
    direction: Direction
    sentence: str
    is_judged: bool
    median: float | None
    found: Reading
    told: Found | None

    @property
    def centre_name(self) -> str:
        """What the centre line is."""
        return "median" if self.found.profile.on_median else "mean"


def is_it_changing(indicator: Indicator, report: ReportInput) -> Change:
    """What may be said of an indicator's quarters."""
    found = reading(
        indicator, report.series, report.over_time(indicator.id), report.signals
    )
    change = signal_words.present_change(found)
    tells = change is not None and change.goes_on
    direction = Direction.OTHER if found.is_beyond_now else Direction.NONE
    return Change(
        words=signal_words.is_changing(found),
        direction=_direction(indicator, change) if tells else direction,
        sentence=signal_words.in_sentences(indicator, found)
        if change or found.beyond or found.baseline
        else "",
        is_judged=signal_words.is_judged(found),
        median=found.centre,
        found=found,
        told=change,
    )


def _direction(indicator: Indicator, change: Found | None) -> Direction:
    if change is None or change.side is Side.NEITHER:
        return Direction.OTHER
    if indicator.better is Better.NEUTRAL:
        return Direction.OTHER
    is_better = (indicator.better is Better.HIGHER) == (change.side is Side.HIGH)
    return Direction.BETTER if is_better else Direction.WORSE
