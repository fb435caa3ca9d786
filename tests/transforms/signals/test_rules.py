"""Each profile flags the points that its source says, ties and edges included."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.signals import (
    ANHOEJ,
    HIS_RUN_CHART,
    MAKING_DATA_COUNT,
    MAKING_DATA_COUNT_EXCEL,
    PHS_CONTROL_CHART,
    PROFILES,
    Limits,
    Rule,
    Side,
    c_chart,
    chance,
    flagged,
    profile_named,
    run_chart,
    runs_of,
    signals,
)
from transforms.signals.rules import trends


def level(n, centre, near=2.0, far=3.0):
    """Limits that are the same at every point."""
    return Limits(
        (centre,) * n,
        (centre - far,) * n,
        (centre + far,) * n,
        (centre - near,) * n,
        (centre + near,) * n,
    )


def found(values, centre, profile=HIS_RUN_CHART):
    return [
        (signal.rule, signal.side, signal.points)
        for signal in signals(values, level(len(values), centre), profile)
    ]


def rising(values, profile=HIS_RUN_CHART):
    return [
        signal.points
        for signal in trends(
            values, length=profile.trend, broken_by_tie=not profile.passes_over
        )
    ]


# --- Shifts -----------------------------------------------------------------------


def test_six_in_a_row_are_a_shift_and_five_are_not():
    assert found([1, 3, 1, 2, 4, 1], 0) == [(Rule.SHIFT, Side.HIGH, (0, 1, 2, 3, 4, 5))]
    assert found([1, 3, 1, 2, 4, -1], 0) == []


def test_a_point_on_the_median_neither_breaks_nor_counts():
    assert found([1, 2, 1, 0, 2, 1, 0, 2], 0) == [
        (Rule.SHIFT, Side.HIGH, (0, 1, 2, 4, 5, 7))
    ]
    assert found([1, 2, 1, 0, 2, 1, 0, 0], 0) == []


def test_a_missing_point_is_as_if_it_had_not_been_there():
    assert found([1, 2, None, 1, 2, 1, 2], 0) == [
        (Rule.SHIFT, Side.HIGH, (0, 1, 3, 4, 5, 6))
    ]


def test_two_shifts_follow_each_other():
    values = [1, 2, 1, 2, 1, 2, -1, -2, -1, -2, -1, -2]
    assert [side for _, side, _ in found(values, 0)] == [Side.HIGH, Side.LOW]


def test_in_making_data_count_a_point_on_the_mean_breaks_the_run():
    values = [1, 0.5, 1, 0.5, 1, 0.5, 0, 1, 0.5]
    assert found(values, 0, MAKING_DATA_COUNT) == []
    assert found([*values[:6], 1], 0, MAKING_DATA_COUNT) == [
        (Rule.SHIFT, Side.HIGH, (0, 1, 2, 3, 4, 5, 6))
    ]


# --- Trends -----------------------------------------------------------------------


def test_five_points_that_rise_are_a_trend_and_four_are_not():
    assert rising([1, 2, 3, 4, 5]) == [(0, 1, 2, 3, 4)]
    assert rising([1, 2, 3, 4]) == []
    assert rising([5, 4, 3, 2, 1, 0]) == [(0, 1, 2, 3, 4, 5)]


def test_a_value_equal_to_the_one_before_does_not_count_towards_a_trend():
    assert rising([1, 2, 2, 3, 4, 5]) == [(0, 1, 3, 4, 5)]
    assert rising([1, 2, 2, 3, 4, 4]) == []


def test_a_turning_point_belongs_to_both_trends():
    assert rising([1, 2, 3, 4, 5, 4, 3, 2, 1]) == [(0, 1, 2, 3, 4), (4, 5, 6, 7, 8)]


def test_in_making_data_count_seven_points_rise_without_a_tie():
    assert rising([1, 2, 3, 4, 5, 6, 7], MAKING_DATA_COUNT) == [(0, 1, 2, 3, 4, 5, 6)]
    assert rising([1, 2, 3, 3, 4, 5, 6, 7], MAKING_DATA_COUNT) == []
    assert rising([3, 3, 4, 5, 6, 7, 8, 9], MAKING_DATA_COUNT) == [
        (1, 2, 3, 4, 5, 6, 7)
    ]


# --- Limits -----------------------------------------------------------------------


def test_a_point_on_a_limit_is_within_it():
    assert found([3, -3], 0, MAKING_DATA_COUNT) == []
    assert found([3.01, -3.01], 0, MAKING_DATA_COUNT) == [
        (Rule.OUTSIDE, Side.HIGH, (0,)),
        (Rule.OUTSIDE, Side.LOW, (1,)),
    ]


def test_two_of_three_near_a_limit():
    near = [(Rule.TWO_OF_THREE, Side.HIGH, (0, 2))]
    assert found([2.5, 1, 2.5], 0, MAKING_DATA_COUNT) == near
    assert found([2.5, -1, 2.5], 0, MAKING_DATA_COUNT) == []
    assert found([2.5, -1, 2.5], 0, PHS_CONTROL_CHART) == near


def test_since_2023_the_excel_tool_counts_points_beyond_the_limit_too():
    values = [2.5, 1, 4]
    assert [rule for rule, _, _ in found(values, 0, MAKING_DATA_COUNT)] == [
        Rule.OUTSIDE
    ]
    assert found(values, 0, MAKING_DATA_COUNT_EXCEL)[1] == (
        Rule.TWO_OF_THREE,
        Side.HIGH,
        (0, 2),
    )


def test_fifteen_points_close_to_the_centre_vary_too_little():
    values = [0.5, -0.5, 0.9] * 5
    assert (Rule.INNER_THIRD, Side.NEITHER, tuple(range(15))) in found(
        values, 0, PHS_CONTROL_CHART
    )
    assert found([*values[:14], 1.5], 0, PHS_CONTROL_CHART) == []


# --- Anhøj ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "longest", "crossings"),
    [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (40, 8, 14)],
)
def test_what_chance_allows_is_as_published(n, longest, crossings):
    runs = runs_of([(-1) ** place for place in range(n)], [0.0] * n)
    assert (runs.longest_allowed, runs.crossings_needed) == (longest, crossings)
    assert not runs.is_signal


def test_points_on_the_centre_are_not_useful():
    runs = runs_of([1, 0, 1, -1, 0], [0.0] * 5)
    assert (runs.n_useful, runs.longest, runs.crossings) == (3, 2, 1)


def test_a_long_run_and_few_crossings_are_told_apart():
    values = [1.0] * 7 + [-1.0] * 3
    kinds = {rule for rule, _, _ in found(values, 0, ANHOEJ)}
    assert kinds == {Rule.LONG_RUN, Rule.FEW_CROSSINGS}


def test_on_a_control_chart_points_beyond_the_limits_are_signals_too():
    # Montgomery, table 7.8: samples 6 and 20 are out of control.
    counts = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16]
    counts += [19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
    outside = [
        signal.points
        for signal in signals(counts, c_chart(counts), ANHOEJ)
        if signal.rule is Rule.OUTSIDE
    ]
    assert outside == [(5,), (19,)]


def test_long_series_can_be_judged_too():
    assert runs_of([1, -1] * 600, [0.0] * 1200).crossings_needed == 571


# --- Properties -------------------------------------------------------------------

SERIES = st.lists(
    st.one_of(st.none(), st.integers(-4, 4).map(float)), min_size=1, max_size=30
).filter(lambda values: any(value is not None for value in values))


@given(values=SERIES, profile=st.sampled_from(PROFILES))
def test_a_series_turned_over_has_the_same_signals_on_the_other_side(values, profile):
    over = [None if value is None else -value for value in values]
    limits = level(len(values), 0.5)
    mirrored = level(len(values), -0.5)
    assert flagged(signals(values, limits, profile)) == flagged(
        signals(over, mirrored, profile)
    )


@given(values=SERIES)
def test_every_flagged_point_is_there_and_lies_where_its_signal_says(values):
    limits = run_chart(values)
    for signal in signals(values, limits, HIS_RUN_CHART):
        shown = [values[place] for place in signal.points]
        assert None not in shown
        if signal.rule is Rule.SHIFT:
            assert len(shown) >= 6
            signs = {value > limits.centre[0] for value in shown}
            assert signs == {signal.side is Side.HIGH}
        else:
            assert len(shown) >= 5
            steps = {after > before for before, after in itertools.pairwise(shown)}
            assert steps == {signal.side is Side.HIGH}


def test_profiles_are_found_by_their_names():
    assert [profile_named(p.name) for p in PROFILES] == list(PROFILES)


# --- Chance -----------------------------------------------------------------------


def test_chance_of_a_shift_is_the_count_of_all_orders():
    orders = list(itertools.combinations(range(8), 4))
    with_run = 0
    for above in orders:
        sides = [place in above for place in range(8)]
        longest = max(len(list(run)) for _, run in itertools.groupby(sides))
        with_run += longest >= 4
    assert chance.of_shift(4, 4, 4) == pytest.approx(with_run / len(orders))


def test_chance_of_few_crossings_is_the_count_of_all_orders():
    for n_above, n_below in ((4, 4), (5, 3), (1, 7)):
        orders = list(itertools.combinations(range(8), n_above))
        few = 0
        for above in orders:
            sides = [place in above for place in range(8)]
            few += sum(a != b for a, b in itertools.pairwise(sides)) < 3
        of_few = chance.of_few_crossings(n_above, n_below, 3)
        assert of_few == pytest.approx(few / len(orders))


def test_chance_of_a_trend_is_the_count_of_all_orders():
    with_trend = sum(
        bool(list(trends(order, length=4, broken_by_tie=True)))
        for order in itertools.permutations(range(7))
    )
    assert chance.of_trend(7, 4) == pytest.approx(with_trend / 5040)
    assert chance.of_trend(3, 4) == 0
