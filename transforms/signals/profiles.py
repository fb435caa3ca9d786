"""Named rule profiles: which rules hold, at which length, by whose word.

The bodies this report must please differ in the length of a shift and of a trend, and
in what a point on the centre line does. So each stands whole under its own name, and
nothing here mixes two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.signals import rules
from transforms.signals.limits import D2, XMR_FACTOR, Limits, Points
from transforms.signals.rules import Rule, Signal

_PRECEDENCE = (
    Rule.OUTSIDE,
    Rule.TREND,
    Rule.TWO_OF_THREE,
    Rule.SHIFT,
    Rule.LONG_RUN,
    Rule.FEW_CROSSINGS,
    Rule.INNER_THIRD,
)


@dataclass(frozen=True)
class Profile:
    """One body's rules.

    Attributes:
        name: how settings and reports name it.
        title: in words.
        source: where its rules are published.
        on_median: the centre is the median; else the mean.
        shift: points on one side of the centre; None where it has no such rule.
        trend: points that all rise or all fall.
        passes_over: a point on the centre, or equal to the one before, neither breaks
            nor counts; else it breaks.
        uses_limits: points beyond a limit are signals.
        two_of_three: two of three points near a limit are a signal.
        outside_is_near: a point beyond the limit counts among those two.
        three_on_one_side: the third of them lies on the same side.
        inner_third: points close to the centre; None where it has no such rule.
        by_formula: runs are judged by their number of points (Anhøj).
        from_points: fewest points on which its rules are asked.
        factor: limits of individual values, in mean moving ranges.
        screened: large moving ranges are left out of the limits once (Nelson 1982).
        individual_limits: limits are those of individual values for counts and shares
            too; else of a c or p chart where the quarters vary no more than these say.
    """

    name: str
    title: str
    source: str
    on_median: bool
    shift: int | None = None
    trend: int | None = None
    passes_over: bool = True
    uses_limits: bool = False
    two_of_three: bool = False
    outside_is_near: bool = False
    three_on_one_side: bool = False
    inner_third: int | None = None
    by_formula: bool = False
    from_points: int = 10
    factor: float = XMR_FACTOR
    screened: bool = False
    individual_limits: bool = False


HIS_RUN_CHART = Profile(
    name="his",
    title="Healthcare Improvement Scotland and Public Health Scotland, run chart",
    source="Perla, Provost and Murray, BMJ Quality & Safety 2011, 20(1); Public Health "
    "Scotland, Scottish Pregnancy, Births and Neonatal Data dashboard",
    on_median=True,
    shift=6,
    trend=5,
)

PHS_CONTROL_CHART = Profile(
    name="phs-control",
    title="Public Health Scotland, control chart",
    source="Public Health Scotland, Scottish Pregnancy, Births and Neonatal Data "
    "dashboard, after the tutorial guide of the Information Services Division",
    on_median=False,
    shift=8,
    trend=6,
    uses_limits=True,
    two_of_three=True,
    inner_third=15,
    from_points=13,
)

MAKING_DATA_COUNT = Profile(
    name="making-data-count",
    title="NHS England, Making Data Count",
    source="NHSRplotthedots 0.2.2",
    on_median=False,
    shift=7,
    trend=7,
    passes_over=False,
    uses_limits=True,
    two_of_three=True,
    three_on_one_side=True,
    from_points=13,
    screened=True,
    individual_limits=True,
)

MAKING_DATA_COUNT_EXCEL = Profile(
    name="making-data-count-excel",
    title="NHS England, Making Data Count, Excel tool since late 2023",
    source="NHSRplotthedots, issues 153 and 194",
    on_median=False,
    shift=7,
    trend=7,
    passes_over=False,
    uses_limits=True,
    two_of_three=True,
    outside_is_near=True,
    three_on_one_side=True,
    from_points=13,
    individual_limits=True,
)

ANHOEJ = Profile(
    name="anhoej",
    title="Anhøj's rules",
    source="Anhøj and Olesen, PLoS ONE 2014, 9(11); qicharts2",
    on_median=True,
    uses_limits=True,
    by_formula=True,
    factor=3 / D2,
)

PROFILES: tuple[Profile, ...] = (
    HIS_RUN_CHART,
    PHS_CONTROL_CHART,
    MAKING_DATA_COUNT,
    MAKING_DATA_COUNT_EXCEL,
    ANHOEJ,
)


def profile_named(name: str) -> Profile:
    """The profile of a name.

    Raises:
        KeyError: there is none of that name.
    """
    return {profile.name: profile for profile in PROFILES}[name]


def signals(values: Points, limits: Limits, profile: Profile) -> tuple[Signal, ...]:
    """Everything a profile finds in a series, whatever its number of points.

    Args:
        values: the points in order of time; None where one is missing.
        limits: centre and limits of the chart they are drawn on.
        profile: whose rules.

    Returns:
        The findings, in the order in which one point is labelled when several hold:
        outside the limits, trend, two of three, shift.

    Raises:
        ValueError: the limits are not those of as many points.
    """
    if len(values) != len(limits.centre):
        raise ValueError("There must be limits for each point, missing ones too.")
    found = _found(values, limits, profile)
    return tuple(sorted(found, key=lambda s: (_PRECEDENCE.index(s.rule), s.points[:1])))


def _found(values: Points, limits: Limits, profile: Profile) -> Iterator[Signal]:
    if profile.uses_limits:
        yield from rules.outside(values, limits)
    if profile.trend is not None:
        yield from rules.trends(
            values, length=profile.trend, broken_by_tie=not profile.passes_over
        )
    if profile.two_of_three:
        yield from rules.two_of_three(
            values,
            limits,
            outside_counts=profile.outside_is_near,
            all_on_one_side=profile.three_on_one_side,
        )
    if profile.shift is not None:
        yield from rules.shifts(
            values,
            limits.centre,
            length=profile.shift,
            broken_by_centre=not profile.passes_over,
        )
    if profile.by_formula:
        yield from rules.anhoej(values, limits.centre)
    if profile.inner_third is not None:
        yield from rules.close_to_centre(values, limits, length=profile.inner_third)


def flagged(found: tuple[Signal, ...]) -> frozenset[int]:
    """Places of all points that any signal flags."""
    return frozenset(place for signal in found for place in signal.points)
