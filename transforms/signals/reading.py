"""What a series of released quarters tells: may it be judged, on what, what changed.

Which chart is drawn from how many points: statistics of quarterly figures have 8 to 40
points, so that the run chart is the main one and limits come later (fewer than 8: a
line alone; 8 and 9: a provisional median and no rules; from 10: the rules of the
profile; from 13: limits, on trial; from 20: firm). Sources by number of points: Perla,
Provost and Murray 2011; Anhøj and Olesen 2014; Making Data Count; Provost and Murray
2011. Only shown figures are read, so that no sentence can tell of a hidden one.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from schemas.period import Period
from schemas.released import ReleasedValue, Status
from schemas.signal_policy import Baseline, SignalPolicy
from transforms.indicator import Chart, Indicator
from transforms.signals import chance
from transforms.signals.limits import (
    Limits,
    c_chart,
    moving_ranges,
    p_chart,
    p_prime_chart,
    run_chart,
    xmr_chart,
)
from transforms.signals.profiles import Profile, profile_named, signals
from transforms.signals.rules import Rule, Side, Signal, outside, runs_of

POINTS_FOR_CENTRE = 8
POINTS_FOR_RULES = 10
POINTS_FOR_LIMITS = 13
POINTS_FOR_FIRM_LIMITS = 20
_POINTS_AFTER_BASELINE = 10
_MUCH_WIDER = 1.25
_LARGE_DENOMINATOR = 500.0
_PERCENT = 100.0
_PASSING_OVER = {Rule.SHIFT, Rule.TREND, Rule.LONG_RUN, Rule.FEW_CROSSINGS}


class Apart(StrEnum):
    """Why a quarter stays outside signals."""

    NOT_SHOWN = "not shown"
    PROVISIONAL = "provisional"
    INCOMPLETE = "an agency is missing"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"


class Footing(StrEnum):
    """On what a series may be judged."""

    STATE = "its points depend on each other"
    HIDDEN = "quarters are not shown"
    TOO_FEW = "too few quarters"
    MOSTLY_EMPTY = "more than half of the quarters are 0"
    MOSTLY_FULL = "more than half of the quarters are 100%"
    RULES = "the rules of the profile"


class LimitsKind(StrEnum):
    """How far limits may be relied on."""

    NONE = "none"
    TRIAL = "trial"
    FIRM = "firm"


@dataclass(frozen=True)
class Change:
    """A signal in terms of quarters.

    Attributes:
        rule: the rule that found it.
        side: higher or lower than the centre; of a trend, rising or falling.
        first: code of the quarter it begins with.
        last: code of the quarter it has reached.
        periods: codes of the quarters that make it up.
        not_counted: quarters between that do not: on the centre, equal to the one
            before, or left out.
        goes_on: no quarter that may be judged has ended it.
        by_chance: share of unchanged series of this length that show the like; None
            where that is not counted.
        began_with: what else changed where it begins, in words; empty where nothing.
    """

    rule: Rule
    side: Side
    first: str
    last: str
    periods: tuple[str, ...]
    not_counted: int
    goes_on: bool
    by_chance: float | None
    began_with: str = ""

    @property
    def n_points(self) -> int:
        """How many quarters make it up."""
        return len(self.periods)


@dataclass(frozen=True)
class Segment:
    """A stretch with one centre line; `first` and `last` are quarters, included."""

    first: str
    last: str
    centre: float


@dataclass(frozen=True)
class Reading:
    """What the series of an indicator tells.

    Attributes:
        profile: whose rules were asked.
        n_points: quarters that may be judged, in the present baseline.
        footing: on what they are judged.
        segments: centre lines, earliest first, the present one last; empty where none
            may be drawn.
        centre_is_provisional: the centre rests on 8 or 9 quarters.
        limits: at the judged quarters; None where there are none.
        limits_kind: on trial or firm.
        periods: the judged quarters, for which limits hold.
        overdispersed: quarters vary by more than counts of this size would by chance,
            so that limits come from the quarters themselves.
        changes: what was found, the most telling first.
        beyond: quarters outside the limits where no rule of the profile asks for them
            (HIS leaves an "astronomical point" to people's judgement).
        apart: quarters that were left out, and why.
        baseline: the decision on which the present segment rests.
    """

    profile: Profile
    n_points: int
    footing: Footing
    segments: tuple[Segment, ...] = ()
    centre_is_provisional: bool = False
    limits: Limits | None = None
    limits_kind: LimitsKind = LimitsKind.NONE
    periods: tuple[str, ...] = ()
    overdispersed: bool = False
    changes: tuple[Change, ...] = ()
    beyond: tuple[str, ...] = ()
    apart: tuple[tuple[str, Apart], ...] = ()
    baseline: Baseline | None = None

    @property
    def is_beyond_now(self) -> bool:
        """Whether the latest quarter that may be judged is such a one."""
        return self.beyond[-1:] == self.periods[-1:] != ()

    @property
    def centre(self) -> float | None:
        """The present centre line."""
        return self.segments[-1].centre if self.segments else None


@dataclass(frozen=True)
class _Kept:
    """The quarters that may be judged."""

    periods: tuple[str, ...]
    values: tuple[float, ...]
    counts: tuple[float | None, ...]
    sizes: tuple[float | None, ...]

    @classmethod
    def of(cls, points: Sequence[tuple[str, ReleasedValue]]) -> _Kept:
        return cls(
            tuple(period for period, _ in points),
            tuple(value.value for _, value in points if value.value is not None),
            tuple(value.numerator for _, value in points),
            tuple(value.denominator for _, value in points),
        )


def reading(
    indicator: Indicator,
    series: Sequence[str],
    values: Sequence[ReleasedValue | None],
    policy: SignalPolicy | None = None,
) -> Reading:
    """What an indicator's quarters tell, as far as they may be judged.

    Args:
        indicator: whose totals these are.
        series: codes of the quarters, earliest first.
        values: the released value of each; None where nothing was released.
        policy: whose rules, and changes of baseline.

    Raises:
        KeyError: the policy names no profile that there is.
    """
    chosen = policy or SignalPolicy()
    profile = profile_named(chosen.profile)
    points = [
        (period, value)
        for period, value in zip(series, values, strict=True)
        if value is None or value.status is not Status.NOT_DUE
    ]
    apart = tuple(
        (period, why) for period, value in points if (why := _apart(value)) is not None
    )
    settled = [(p, v) for p, v in points if v is not None and _apart(v) is None]
    held = _held(chosen.baselines_of(indicator.id), settled)
    baseline = held[-1] if held else None
    *old, now = _split(settled, held)
    kept = _Kept.of(now)
    footing = _footing(indicator, kept, apart)
    about = Reading(profile, len(kept.values), footing, apart=apart, baseline=baseline)
    if footing in {Footing.STATE, Footing.HIDDEN}:
        return about
    if len(kept.values) < POINTS_FOR_CENTRE:
        return about
    return _judged(
        indicator, about, [_Kept.of(each) for each in old], kept, tuple(points)
    )


def _apart(value: ReleasedValue | None) -> Apart | None:
    if value is None:
        return Apart.NOT_AVAILABLE
    if value.hidden:
        return Apart.NOT_SHOWN
    if value.status is Status.NOT_APPLICABLE:
        return Apart.NOT_APPLICABLE
    if value.status is not Status.OK or value.value is None:
        return Apart.NOT_AVAILABLE
    if (
        value.agencies_received
        and value.agencies_received[0] < (value.agencies_received[1])
    ):
        return Apart.INCOMPLETE
    return Apart.PROVISIONAL if value.provisional else None


def _held(
    decided: Sequence[Baseline], settled: Sequence[tuple[str, ReleasedValue]]
) -> list[Baseline]:
    """A decision takes hold once enough quarters have followed it."""
    quarters = [Period.parse(period) for period, _ in settled]
    return [
        each
        for each in decided
        if sum(quarter >= Period.parse(each.first) for quarter in quarters)
        >= _POINTS_AFTER_BASELINE
    ]


def _split(
    settled: Sequence[tuple[str, ReleasedValue]], held: Sequence[Baseline]
) -> list[list[tuple[str, ReleasedValue]]]:
    """The stretches between changes of baseline, the present one last."""
    firsts = [Period.parse(each.first) for each in held]
    stretches: list[list[tuple[str, ReleasedValue]]] = [[] for _ in (*held, None)]
    for period, value in settled:
        place = sum(first <= Period.parse(period) for first in firsts)
        stretches[place].append((period, value))
    return stretches


def _footing(
    indicator: Indicator, kept: _Kept, apart: Sequence[tuple[str, Apart]]
) -> Footing:
    if not indicator.limits:
        return Footing.STATE
    if any(why is Apart.NOT_SHOWN for _, why in apart):
        return Footing.HIDDEN
    if len(kept.values) < POINTS_FOR_RULES:
        return Footing.TOO_FEW
    half = len(kept.values) / 2
    if sum(value == 0 for value in kept.values) > half:
        return Footing.MOSTLY_EMPTY
    is_share = indicator.chart is Chart.PROPORTION
    if is_share and sum(value == _PERCENT for value in kept.values) > half:
        return Footing.MOSTLY_FULL
    return Footing.RULES


def _judged(
    indicator: Indicator,
    about: Reading,
    old: Sequence[_Kept],
    kept: _Kept,
    points: Sequence[tuple[str, ReleasedValue | None]],
) -> Reading:
    profile = about.profile
    by_rules = about.footing is Footing.RULES
    on_median = profile.on_median and about.footing in {Footing.RULES, Footing.TOO_FEW}
    limits, overdispersed = _limits(indicator, kept, profile)
    centre = _centre(kept, limits, on_median=on_median)
    line = limits if limits is not None and not on_median else run_chart(kept.values)
    found: tuple[Signal, ...] = ()
    beyond: tuple[str, ...] = ()
    if by_rules and on_median and limits is not None:
        beyond = tuple(
            kept.periods[place]
            for signal in outside(kept.values, limits)
            for place in signal.points
        )
    if by_rules and len(kept.values) >= profile.from_points:
        found = signals(kept.values, line, profile)
    elif about.footing is not Footing.TOO_FEW and limits is not None:
        found = tuple(outside(kept.values, limits))
    return Reading(
        profile=profile,
        n_points=about.n_points,
        footing=about.footing,
        segments=(
            *(
                _segment(
                    each,
                    _centre(
                        each,
                        _limits(indicator, each, profile)[0],
                        on_median=on_median,
                    ),
                )
                for each in old
                if len(each.values) >= POINTS_FOR_CENTRE
            ),
            _segment(kept, centre),
        ),
        centre_is_provisional=len(kept.values) < POINTS_FOR_RULES,
        limits=limits,
        limits_kind=_kind(limits, len(kept.values)),
        periods=kept.periods,
        overdispersed=overdispersed,
        changes=tuple(
            _change(signal, kept, points, about=about, indicator=indicator, at=centre)
            for signal in found
        ),
        beyond=beyond,
        apart=about.apart,
        baseline=about.baseline,
    )


def _segment(kept: _Kept, centre: float) -> Segment:
    return Segment(kept.periods[0], kept.periods[-1], centre)


def _centre(kept: _Kept, limits: Limits | None, *, on_median: bool) -> float:
    if on_median:
        return statistics.median(kept.values)
    return limits.centre[0] if limits is not None else statistics.fmean(kept.values)


def _kind(limits: Limits | None, n_points: int) -> LimitsKind:
    if limits is None:
        return LimitsKind.NONE
    is_firm = n_points >= POINTS_FOR_FIRM_LIMITS
    return LimitsKind.FIRM if is_firm else LimitsKind.TRIAL


def _limits(
    indicator: Indicator, kept: _Kept, profile: Profile
) -> tuple[Limits | None, bool]:
    """Limits from 13 points on, and whether the quarters vary more than counts would.

    Counts are tried as Poisson, shares as binomial ones. Where the limits of the
    single values are much wider than those, the quarters are over-dispersed, and the
    wider limits are taken (for large denominators, those of Laney's p').
    """
    if len(kept.values) < POINTS_FOR_LIMITS:
        return None, False
    single = xmr_chart(kept.values, factor=profile.factor, screened=profile.screened)
    if indicator.chart is Chart.COUNT:
        of_counts = c_chart(kept.values)
        wide = _stretch_of_counts(kept.values) > _MUCH_WIDER
        return (single if wide else of_counts), wide
    if indicator.chart is Chart.PROPORTION and all(kept.sizes):
        of_shares = p_chart(kept.counts, kept.sizes)
        if _stretch_of_shares(kept, of_shares) <= _MUCH_WIDER:
            return _in_percent(of_shares, kept), False
        sizes = [size for size in kept.sizes if size is not None]
        if min(sizes) >= _LARGE_DENOMINATOR:
            return _in_percent(p_prime_chart(kept.counts, kept.sizes), kept), True
        return single, True
    return single, False


def _stretch_of_counts(counts: Sequence[float]) -> float:
    """Deviation from moving ranges, over that of a Poisson distribution."""
    expected = math.sqrt(statistics.fmean(counts))
    if not expected:
        return 0.0
    return statistics.fmean(moving_ranges(counts)) / 1.128 / expected


def _stretch_of_shares(kept: _Kept, limits: Limits) -> float:
    centre = limits.centre[0]
    variance = centre * (1 - centre)
    if not variance:
        return 0.0
    standardised = [
        (count / size - centre) / math.sqrt(variance / size)
        for count, size in zip(kept.counts, kept.sizes, strict=True)
        if count is not None and size
    ]
    return statistics.fmean(moving_ranges(standardised)) / 1.128


def _in_percent(limits: Limits, kept: _Kept) -> Limits:
    """The same in percent; the centre is divided as each quarter's figure was.

    A share that never changes then lies on its centre, and not a last digit off it.
    """
    total = _PERCENT * sum(count for count in kept.counts if count is not None)
    centre = total / sum(size for size in kept.sizes if size is not None)

    def times(line: Sequence[float | None]) -> tuple[float | None, ...]:
        return tuple(None if each is None else each * _PERCENT for each in line)

    return Limits(
        (centre,) * len(limits.centre),
        times(limits.lower),
        times(limits.upper),
        times(limits.near_lower),
        times(limits.near_upper),
    )


def _change(
    signal: Signal,
    kept: _Kept,
    points: Sequence[tuple[str, ReleasedValue | None]],
    *,
    about: Reading,
    indicator: Indicator,
    at: float,
) -> Change:
    periods = tuple(kept.periods[place] for place in signal.points)
    first, last = periods[0], periods[-1]
    shown = [period for period, _ in points]
    return Change(
        rule=signal.rule,
        side=signal.side,
        first=first,
        last=last,
        periods=periods,
        not_counted=shown.index(last) - shown.index(first) + 1 - len(periods),
        goes_on=_goes_on(signal, kept, at, about.profile),
        by_chance=_by_chance(signal, kept, at, about.profile),
        began_with=_began_with(_beginning(signal, kept, points, at), indicator),
    )


def _goes_on(signal: Signal, kept: _Kept, centre: float, profile: Profile) -> bool:
    """Whether every quarter after it is one that its rule passes over."""
    last = signal.points[-1]
    after = kept.values[last + 1 :]
    if not profile.passes_over or signal.rule not in _PASSING_OVER:
        return not after
    passed = kept.values[last] if signal.rule is Rule.TREND else centre
    return all(value == passed for value in after)


def _by_chance(
    signal: Signal, kept: _Kept, centre: float, profile: Profile
) -> float | None:
    n_above = sum(value > centre for value in kept.values)
    n_below = sum(value < centre for value in kept.values)
    can_order = profile.passes_over or n_above + n_below == len(kept.values)
    if signal.rule is Rule.SHIFT and profile.shift and can_order:
        return chance.of_shift(n_above, n_below, profile.shift)
    if signal.rule is Rule.TREND and profile.trend:
        return chance.of_trend(len(kept.values), profile.trend)
    runs = runs_of(kept.values, (centre,) * len(kept.values))
    if signal.rule is Rule.LONG_RUN:
        return chance.of_shift(n_above, n_below, runs.longest_allowed + 1)
    if signal.rule is Rule.FEW_CROSSINGS:
        return chance.of_few_crossings(n_above, n_below, runs.crossings_needed)
    return None


def _beginning(
    signal: Signal,
    kept: _Kept,
    points: Sequence[tuple[str, ReleasedValue | None]],
    centre: float,
) -> Sequence[tuple[str, ReleasedValue | None]]:
    """The quarters in one of which a change may have begun, the latest last.

    From the one after the last that does not belong to it, over those that are left out
    or lie on the centre, to its own first; of a trend, whose first is where it turns,
    to its second.
    """
    shown = [period for period, _ in points]
    before = signal.points[0] - 1
    if signal.rule in {Rule.SHIFT, Rule.LONG_RUN}:
        while before >= 0 and kept.values[before] == centre:
            before -= 1
    if before >= 0:
        start = shown.index(kept.periods[before]) + 1
    else:
        start = shown.index(kept.periods[signal.points[0]])
        while start and _apart(points[start - 1][1]) is not None:
            start -= 1
    end = kept.periods[signal.points[1 if signal.rule is Rule.TREND else 0]]
    return points[start : shown.index(end) + 1]


def _began_with(
    quarters: Sequence[tuple[str, ReleasedValue | None]], indicator: Indicator
) -> str:
    """What else changed where a change begins."""
    recodings = dict(indicator.recoded_from)
    recoded = [recodings[period] for period, _ in quarters if recodings.get(period)]
    if recoded:
        return f"a change of coding ({recoded[-1]})"
    if any(value is not None and value.revised for _, value in quarters):
        return "a resubmission or a record settled later, which revised that quarter"
    missing = {Apart.NOT_AVAILABLE, Apart.INCOMPLETE}
    if any(_apart(value) in missing for _, value in quarters):
        return "a quarter for which an extract is missing, just before"
    return ""
