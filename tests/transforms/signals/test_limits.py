"""Centres and limits against figures worked by hand from the formulas as published."""

import math

import pytest

from transforms.signals import (
    HIS_RUN_CHART,
    c_chart,
    g_chart,
    p_chart,
    p_prime_chart,
    run_chart,
    signals,
    t_chart,
    u_chart,
    u_prime_chart,
    xmr_chart,
)


def test_a_run_chart_has_the_median_and_no_limits():
    limits = run_chart([3, None, 1, 10])
    assert limits.centre == (3, 3, 3, 3)
    assert limits.upper == (None,) * 4


def test_an_xmr_chart_takes_its_limits_from_the_moving_ranges():
    # mean 5; moving ranges 2, 4, 1: mean 7/3
    limits = xmr_chart([4, 6, 2, 3, 10][:4])
    centre, width = 15 / 4, 2.66 * (2 + 4 + 1) / 3
    assert limits.centre[0] == pytest.approx(centre, abs=1e-12)
    assert limits.upper[0] == pytest.approx(centre + width, abs=1e-12)
    assert limits.lower[0] == pytest.approx(centre - width, abs=1e-12)
    assert limits.near_upper[0] == pytest.approx(centre + width * 2 / 3, abs=1e-12)


def test_a_large_moving_range_is_screened_out_once():
    values = [1, 2, 1, 2, 1, 2, 1, 2, 30]
    plain, screened = xmr_chart(values), xmr_chart(values, screened=True)
    centre = 42 / 9
    # ranges: seven of 1 and one of 28; 28 is above 3.267 * 35/8
    assert plain.upper[0] == pytest.approx(centre + 2.66 * 35 / 8)
    assert screened.upper[0] == pytest.approx(centre + 2.66 * 1)


def test_no_moving_range_is_taken_across_a_missing_point():
    limits = xmr_chart([1, 2, None, 9, 10])
    assert limits.upper[0] == pytest.approx(22 / 4 + 2.66 * 1)


def test_limits_may_rest_on_the_first_points_alone():
    limits = xmr_chart([1, 2, 1, 2, 50, 60], baseline=4)
    assert limits.centre == (1.5,) * 6
    assert limits.upper[5] == pytest.approx(1.5 + 2.66)


def test_every_chart_may_rest_on_the_first_points_alone():
    counts, sizes = [4, 6, 5, 30], [50, 60, 50, 40]
    first = counts[:3], sizes[:3]
    assert run_chart(counts, baseline=3).centre == (5,) * 4
    assert c_chart(counts, baseline=3).upper[3] == 5 + 3 * math.sqrt(5)
    for chart in (u_chart, p_chart, p_prime_chart, u_prime_chart):
        limits = chart(counts, sizes, baseline=3)
        assert limits.upper[:3] == chart(*first).upper
        assert limits.centre == (15 / 160,) * 4
        assert limits.upper[3] is not None


@pytest.mark.parametrize("value", [100 / 9, 0.1, 100 / 3, 33.3])
@pytest.mark.parametrize("n", [3, 13, 20, 24, 40])
def test_a_constant_series_lies_on_its_mean(value, n):
    assert xmr_chart([value] * n).centre == (value,) * n
    assert c_chart([value] * n).centre == (value,) * n


def test_individual_values_without_neighbours_have_no_limits():
    with pytest.raises(ValueError, match="two neighbouring points"):
        xmr_chart([1, None, 2])


def test_a_c_chart_does_not_go_below_nought():
    limits = c_chart([4, 5, 3])
    assert limits.centre[0] == 4
    assert limits.upper[0] == 4 + 3 * 2
    assert limits.lower[0] == 0
    assert limits.near_upper[0] == 4 + 2 * 2


def test_a_u_chart_has_limits_for_each_size():
    limits = u_chart([10, 20], [100, 50])
    rate = 30 / 150
    assert limits.centre == (rate, rate)
    assert limits.upper[0] == pytest.approx(rate + 3 * math.sqrt(rate / 100))
    assert limits.upper[1] == pytest.approx(rate + 3 * math.sqrt(rate / 50))


def test_a_p_chart_is_cut_to_nought_and_one():
    limits = p_chart([9, 10], [10, 10])
    share = 19 / 20
    deviation = math.sqrt(share * (1 - share) / 10)
    assert limits.centre[0] == share
    assert limits.upper[0] == 1
    assert limits.lower[0] == pytest.approx(share - 3 * deviation)


def test_laneys_limits_are_those_of_p_times_the_variation_between():
    counts, sizes = [500, 560, 480, 530], [1000, 1000, 1000, 1000]
    share = 2070 / 4000
    own = math.sqrt(share * (1 - share) / 1000)
    z = [(count / 1000 - share) / own for count in counts]
    between = (abs(z[1] - z[0]) + abs(z[2] - z[1]) + abs(z[3] - z[2])) / 3 / 1.128
    limits = p_prime_chart(counts, sizes)
    assert limits.upper[0] == pytest.approx(share + 3 * own * between)
    of_rates = u_prime_chart(counts, sizes)
    assert of_rates.centre[0] == pytest.approx(share)


def test_rare_events_have_limits_from_a_geometric_mean():
    limits = g_chart([2, 4, 12])
    deviation = math.sqrt(6 * 7)
    assert limits.centre[0] == 4
    assert limits.upper[0] == pytest.approx(6 + 3 * deviation)
    assert limits.lower[0] == 0
    assert g_chart([2, 4, 12], provost=True).centre[0] == pytest.approx(0.693 * 6)


def test_times_between_events_are_bent_and_bent_back():
    times = [1.0, 8.0, 27.0]
    bent = [value ** (1 / 3.6) for value in times]
    centre = sum(bent) / 3
    width = 3 * ((bent[1] - bent[0]) + (bent[2] - bent[1])) / 2 / 1.128
    limits = t_chart(times)
    assert limits.centre[0] == pytest.approx(centre**3.6)
    assert limits.upper[0] == pytest.approx((centre + width) ** 3.6)
    assert limits.lower[0] == pytest.approx(max(0, centre - width) ** 3.6)
    with pytest.raises(ValueError, match="above 0"):
        t_chart([0, 1])


@pytest.mark.parametrize(
    "chart",
    [
        lambda: c_chart([None, None]),
        lambda: run_chart([]),
        lambda: p_chart([1, 2], [0, 0]),
        lambda: p_chart([1, 2], [5]),
        lambda: xmr_chart([4]),
        lambda: signals([1, 2, 3], run_chart([1, 2]), HIS_RUN_CHART),
    ],
)
def test_what_no_chart_can_be_drawn_of_is_refused_in_words(chart):
    with pytest.raises(ValueError, match=r"A chart needs|must be|two neighbouring"):
        chart()


def test_shares_that_are_all_nothing_have_limits_at_nothing():
    limits = p_prime_chart([0, 0, 0], [600, 500, 700])
    assert limits.centre == limits.upper == (0, 0, 0)
