"""What a series of released quarters tells, and in which words."""

import datetime as dt
from dataclasses import replace

import pytest

from report_templates import signal_words
from schemas.period import Period, quarters_between
from schemas.released import ReleasedValue, Status
from schemas.signal_policy import Baseline, SignalPolicy
from transforms.indicators import CATALOGUE
from transforms.signals.limits import xmr_chart
from transforms.signals.reading import Apart, Footing, LimitsKind, reading

BY_ID = {indicator.id: indicator for indicator in CATALOGUE}
SHARE = BY_ID["A17.1"]
COUNT = BY_ID["A18.1"]
SERIES = tuple(
    quarter.code
    for quarter in quarters_between(
        Period.parse("2017-18-Q1"), Period.parse("2026-27-Q4")
    )
)


def released(value, period="2026-27-Q1", **more):
    facts = {
        "numerator": value,
        "denominator": 100.0,
        "status": Status.OK if value is not None else Status.NOT_RECEIVED,
    }
    return ReleasedValue(
        period=period,
        indicator="A17.1",
        breakdown="",
        category="",
        value=value,
        **{**facts, **more},
    )


def read(indicator, numbers, policy=None, **changed):
    values = [released(number) for number in numbers]
    for place, more in changed.items():
        number = int(place.removeprefix("at_"))
        values[number] = replace(values[number], **more)
    return reading(indicator, SERIES[: len(values)], values, policy)


UNCHANGED = [50, 55, 49, 56, 48, 57, 51, 54, 50, 55, 49, 56]
HIGHER = [50, 51, 49, 50, 48, 50, 61, 64, 60, 65, 62, 66]


def test_quarters_are_counted_up_to_those_that_the_profile_needs():
    found = read(SHARE, UNCHANGED[:9], SignalPolicy(profile="making-data-count"))
    assert signal_words.is_changing(found) == "Too few quarters to judge (9 of 13)"


def test_up_to_seven_quarters_have_no_centre_and_no_rule():
    found = read(SHARE, [50] * 7)
    assert found.centre is None
    assert signal_words.is_changing(found) == "Too few quarters to judge (7 of 10)"


def test_eight_and_nine_quarters_have_a_provisional_median():
    found = read(SHARE, UNCHANGED[:9])
    assert found.centre == 51
    assert found.centre_is_provisional
    assert signal_words.is_changing(found) == "Too few quarters to judge (9 of 10)"


def test_from_ten_quarters_the_rules_are_asked():
    found = read(SHARE, UNCHANGED)
    assert found.footing is Footing.RULES
    assert found.limits_kind is LimitsKind.NONE
    assert signal_words.is_changing(found) == "No change beyond chance"
    assert signal_words.in_sentences(SHARE, found) == (
        "No change beyond chance in 12 quarters."
    )


def test_limits_are_on_trial_from_thirteen_and_firm_from_twenty():
    assert read(COUNT, [*UNCHANGED, 50]).limits_kind is LimitsKind.TRIAL
    assert read(COUNT, (UNCHANGED * 2)[:20]).limits_kind is LimitsKind.FIRM


def test_a_shift_is_told_with_its_quarters_and_how_often_chance_gives_it():
    found = read(SHARE, HIGHER)
    assert signal_words.is_changing(found) == "Higher since Oct\u2013Dec 2018"
    # 12 of the 924 orders of six above and six below have a run of six.
    assert signal_words.in_sentences(SHARE, found) == (
        "Six quarters in a row lay above the median "
        "(October 2018 to March 2020): a change for the better. "
        "About 1 in 100 series without any change would show the like. "
        "The figures say that something changed, not what caused it."
    )


def test_a_neutral_indicator_gets_no_judgement():
    words = signal_words.in_sentences(COUNT, read(COUNT, HIGHER))
    assert "neither good nor bad in itself" in words
    assert "better" not in words
    assert "worse" not in words


def test_where_lower_is_better_a_rise_is_for_the_worse():
    indicator = BY_ID["A08.2"]
    assert "for the worse" in signal_words.in_sentences(
        indicator, read(indicator, HIGHER)
    )


def test_states_that_build_on_each_other_are_not_tested():
    found = read(BY_ID["A04.2"], HIGHER)
    assert signal_words.is_changing(found) == (
        "Not tested: each quarter builds on the one before"
    )


def test_nothing_is_told_of_a_series_with_a_quarter_that_is_not_shown():
    found = read(SHARE, HIGHER, at_3={"hidden": True, "value": None})
    assert found.centre is None
    assert found.changes == ()
    assert signal_words.is_changing(found) == (
        "Not judged: some quarters are not shown"
    )


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"provisional": True}, Apart.PROVISIONAL),
        ({"agencies_received": (4, 5)}, Apart.INCOMPLETE),
        ({"status": Status.NOT_RECEIVED, "value": None}, Apart.NOT_AVAILABLE),
        ({"status": Status.NOT_APPLICABLE, "value": None}, Apart.NOT_APPLICABLE),
    ],
)
def test_unsettled_and_incomplete_quarters_stay_outside(more, why):
    found = read(SHARE, HIGHER, at_11=more)
    assert found.n_points == 11
    assert found.apart == ((SERIES[11], why),)
    assert not found.changes


def test_more_than_half_zeros_are_not_judged_by_runs():
    found = read(COUNT, [0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 1])
    assert found.footing is Footing.MOSTLY_EMPTY
    assert signal_words.is_changing(found) == (
        "Not judged: more than half of the quarters are 0"
    )


def test_more_than_half_at_a_hundred_per_cent_are_not_judged_by_runs():
    found = read(SHARE, [100] * 8 + [90, 80, 95, 85])
    assert found.footing is Footing.MOSTLY_FULL


def test_a_shift_that_begins_with_a_revision_is_said_to():
    found = read(SHARE, HIGHER, at_6={"revised": True})
    assert found.changes[-1].began_with.startswith("a resubmission")
    assert "look there first" in signal_words.in_sentences(SHARE, found)


def test_a_shift_that_begins_after_a_missing_file_is_said_to():
    longer = [*HIGHER[:6], None, *HIGHER[6:]]
    found = read(SHARE, longer)
    assert "extract is missing" in found.changes[-1].began_with


def test_a_shift_that_begins_with_a_new_coding_is_said_to():
    recoded = replace(SHARE, recoded_from=((SERIES[6], "one more outcome"),))
    found = read(recoded, HIGHER)
    assert found.changes[-1].began_with == "a change of coding (one more outcome)"


def test_a_new_coding_whose_quarter_lies_on_the_median_is_said_too():
    recoded = replace(SHARE, recoded_from=((SERIES[6], "one more outcome"),))
    found = read(recoded, [*HIGHER[:6], 55, *HIGHER[6:]])
    assert found.centre == 55
    assert found.changes[-1].first == SERIES[7]
    assert found.changes[-1].began_with == "a change of coding (one more outcome)"


def test_a_trend_begins_where_its_figures_first_move():
    numbers = [50, 55, 49, 56, 48, 57, 46, 50, 51, 52, 53, 50]
    found = read(SHARE, numbers, at_7={"revised": True})
    assert found.changes[-1].began_with.startswith("a resubmission")


def test_a_quarter_that_a_rule_passes_over_does_not_end_a_change():
    found = read(SHARE, [*HIGHER, 55])
    assert found.centre == 55
    assert signal_words.is_changing(found) == "Higher since Oct\u2013Dec 2018"
    risen = read(SHARE, [50, 55, 49, 56, 48, 57, 46, 50, 51, 52, 53, 53])
    assert signal_words.is_changing(risen) == "Rising since Oct\u2013Dec 2018"


def test_quarters_between_that_do_not_count_are_told():
    words = signal_words.in_sentences(
        SHARE, read(SHARE, [*HIGHER[:8], 55, None, *HIGHER[8:]])
    )
    assert "Six quarters in a row lay above the median" in words
    assert "Two between are not counted." in words


def test_what_chance_often_gives_is_not_called_a_change():
    risen = [50, 55, 49, 56, 48, 57, 46, 50, 51, 52, 53, 50]
    words = signal_words.in_sentences(SHARE, read(SHARE, risen))
    assert words == (
        "The figure rose through five quarters in a row (October 2018 to December "
        "2019): for the better, if it is a change. About 11 in 100 series without any "
        "change would show the like. The latest quarters do not continue it. So it may "
        "be chance; the figures do not say what else caused it."
    )


@pytest.mark.parametrize("profile", ["making-data-count", "phs-control", "anhoej"])
def test_every_profile_says_how_sure_it_is(profile):
    numbers = [*HIGHER[:6], 50, 49, *HIGHER[6:], 63, 61]
    words = signal_words.in_sentences(
        SHARE, read(SHARE, numbers, SignalPolicy(profile=profile))
    )
    assert "series without any change would show the like" in words


def test_two_pairs_near_a_limit_are_two_findings():
    numbers = [50, 55, 48, 53, 47, 52, 49, 54, 46, 51] * 4
    for place in (3, 4, 33, 34):
        numbers[place] = 64
    found = read(SHARE, numbers, SignalPolicy(profile="making-data-count"))
    assert [(change.first, change.last) for change in found.changes] == [
        (SERIES[3], SERIES[4]),
        (SERIES[33], SERIES[34]),
    ]


@pytest.mark.parametrize("profile", ["making-data-count", "phs-control"])
@pytest.mark.parametrize(("count", "size"), [(1.0, 3.0), (2.0, 9.0), (5.0, 7.0)])
def test_a_share_that_never_moves_lies_on_its_centre(profile, count, size):
    value = released(100 * count / size, numerator=count, denominator=size)
    found = reading(SHARE, SERIES[:14], [value] * 14, SignalPolicy(profile=profile))
    assert found.centre == value.value
    assert signal_words.is_changing(found) == "No change beyond chance"


def test_that_quarters_vary_by_more_than_counts_would_is_said():
    wild = [20, 90, 15, 80, 22, 85, 18, 95, 21, 88, 17, 92, 20]
    words = signal_words.in_sentences(COUNT, read(COUNT, wild))
    assert "vary by more than counts of their size would by chance" in words


@pytest.mark.parametrize("profile", ["his", "anhoej"])
def test_a_quarter_far_outside_is_told_where_no_rule_asks_for_it(profile):
    numbers = [5, 6, 4, 5, 7, 5, 4, 6, 5, 3, 5, 6, 4, 5, 6, 60]
    policy = SignalPolicy(profile=profile)
    found = read(COUNT, numbers, policy)
    assert found.changes == ()
    assert signal_words.is_changing(found) == (
        "No unusual run, but Jan\u2013Mar 2021 lies outside the limits"
    )
    assert signal_words.in_sentences(COUNT, found).startswith(
        "No unusual run in 16 quarters. Outside the limits, which these rules leave "
        "to judgement: Jan\u2013Mar 2021."
    )
    later = read(COUNT, [*numbers, 5], policy)
    assert signal_words.is_changing(later) == "No change beyond chance"


def test_counts_that_vary_more_than_poisson_are_over_dispersed():
    steady = read(COUNT, [50, 52, 49, 51, 50, 52, 49, 51, 50, 52, 49, 51, 50])
    wild = [20, 90, 15, 80, 22, 85, 18, 95, 21, 88, 17, 92, 20]
    assert not steady.overdispersed
    found = read(COUNT, wild)
    assert found.overdispersed
    assert found.limits == xmr_chart(wild)


def test_a_baseline_is_changed_by_decision_alone_and_the_old_one_stays():
    numbers = [50, 51, 49, 52, 48, 50, 51, 49, 50, 52] + [70, 71, 69, 72, 68] * 2
    decided = Baseline(
        "A17.1", SERIES[10], dt.date(2020, 4, 1), "One team arranges interviews."
    )
    without = read(SHARE, numbers)
    with_it = read(SHARE, numbers, SignalPolicy(baselines=(decided,)))
    assert len(without.segments) == 1
    assert [segment.centre for segment in with_it.segments] == [50, 70]
    assert signal_words.in_sentences(SHARE, with_it).endswith(
        "as decided on 1 April 2020: One team arranges interviews."
    )


def test_a_second_decision_leaves_the_first_in_force_until_it_takes_hold():
    numbers = [50, 51, 49, 52, 48] * 2 + [70, 71, 69, 72, 68] * 4
    first = Baseline("A17.1", SERIES[10], dt.date(2020, 4, 1), "One team.")
    second = Baseline("A17.1", SERIES[30], dt.date(2025, 4, 1), "A new centre.")
    policy = SignalPolicy(baselines=(first, second))
    early = read(SHARE, [*numbers, 90, 91, 89], policy)
    assert early.baseline == first
    assert [segment.centre for segment in early.segments] == [50, 70]
    later = read(SHARE, numbers + [90, 91, 89, 92, 88] * 2, policy)
    assert later.baseline == second
    assert [segment.centre for segment in later.segments] == [50, 70, 90]


def test_a_decision_takes_hold_only_after_ten_quarters():
    decided = Baseline("A17.1", SERIES[6], dt.date(2019, 1, 1), "Six quarters only.")
    found = read(SHARE, HIGHER, SignalPolicy(baselines=(decided,)))
    assert found.baseline is None
    assert found.changes


def test_other_profiles_stand_whole_under_their_names():
    found = read(SHARE, [*HIGHER, 61, 64], SignalPolicy(profile="making-data-count"))
    assert found.profile.title == "NHS England, Making Data Count"
    assert found.centre == pytest.approx(sum([*HIGHER, 61, 64]) / 14)


def test_the_standard_is_met_or_not_in_words():
    meetings = BY_ID["A01.1"]
    assert signal_words.standard_met(meetings, released(1.0)) == "Met"
    assert signal_words.standard_met(meetings, released(0.0)) == "Not met"
    assert signal_words.standard_met(meetings, None) == "Cannot be told"
    assert signal_words.standard_met(SHARE, released(50.0)) == "No standard set"
