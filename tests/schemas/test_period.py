"""Quarters, half-years and years of Scotland's financial year."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from schemas.errors import USAGE, PeriodError
from schemas.period import (
    LONDON,
    Period,
    PeriodKind,
    longer_periods,
    quarters_between,
    school_year_of,
)

PARTS = ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4")
ONE_DAY = dt.timedelta(days=1)

years = st.integers(min_value=1900, max_value=2200)
periods = st.builds(Period, years, st.sampled_from(PARTS))
quarters = st.builds(Period, years, st.sampled_from(PARTS[3:]))
steady = settings(deadline=None)
days = st.dates(dt.date(1900, 4, 1), dt.date(2200, 3, 31))


@pytest.mark.parametrize(
    ("code", "first_day", "last_day", "label"),
    [
        ("2026-27-Q1", "2026-04-01", "2026-06-30", "April to June 2026"),
        ("2026-27-Q2", "2026-07-01", "2026-09-30", "July to September 2026"),
        ("2026-27-Q3", "2026-10-01", "2026-12-31", "October to December 2026"),
        ("2026-27-Q4", "2027-01-01", "2027-03-31", "January to March 2027"),
        ("2026-27-H1", "2026-04-01", "2026-09-30", "April to September 2026"),
        ("2026-27-H2", "2026-10-01", "2027-03-31", "October 2026 to March 2027"),
        ("2026-27", "2026-04-01", "2027-03-31", "April 2026 to March 2027"),
        ("1999-00-Q4", "2000-01-01", "2000-03-31", "January to March 2000"),
    ],
)
def test_each_code_names_its_months(
    code: str, first_day: str, last_day: str, label: str
) -> None:
    period = Period.parse(code)
    assert f"{period.first_day}" == first_day
    assert f"{period.last_day}" == last_day
    assert period.label == label
    assert str(period) == period.code == code


@steady
@given(periods)
def test_a_code_reads_back_as_the_period_it_was_written_from(period: Period) -> None:
    assert Period.parse(period.code) == period
    assert Period.parse(f" {period.code}\n") == period


@pytest.mark.parametrize(
    "text",
    [
        *("", "2026", "2026-27-Q5", "2026-27-Q0", "2026-27-H3", "2026-27-q1"),
        *("2026-27 Q1", "2026/27", "26-27", "2026-27-", "2026-2027", "Q1", "2026-27-Q"),
        *("x2026-27", "2026-27-Q1x", "2026-27-Q1-Q2", "-2026-27"),
    ],
)
def test_a_text_that_is_no_code_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(PeriodError, match="2026-27-Q2") as refused:
        Period.parse(text)
    assert refused.value.exit_code == USAGE


@pytest.mark.parametrize(
    ("text", "meant"),
    [("2026-28", "2026-27"), ("2026-26-Q1", "2026-27"), ("1999-01", "1999-00")],
)
def test_two_years_that_do_not_follow_are_refused_with_the_year_meant(
    text: str, meant: str
) -> None:
    with pytest.raises(PeriodError, match=f"begins in .* is {meant}[.]"):
        Period.parse(text)


@steady
@given(years)
def test_quarters_tile_the_year_and_the_half_years(start_year: int) -> None:
    year = Period(start_year)
    assert year.first_day == dt.date(start_year, 4, 1)
    assert year.last_day == dt.date(start_year + 1, 3, 31)
    for longer in (year, Period(start_year, "H1"), Period(start_year, "H2")):
        assert longer.first_day == longer.quarters[0].first_day
        assert longer.last_day == longer.quarters[-1].last_day
        for quarter, next_one in pairwise(longer.quarters):
            assert next_one.first_day == quarter.last_day + ONE_DAY
            assert next_one == quarter.following
    halves = (*Period(start_year, "H1").quarters, *Period(start_year, "H2").quarters)
    assert halves == year.quarters
    assert len(halves) == 4


@steady
@given(periods)
def test_a_period_follows_on_the_day_after_the_last(period: Period) -> None:
    assert period.following.first_day == period.last_day + ONE_DAY
    assert period.previous.last_day == period.first_day - ONE_DAY


@steady
@given(periods)
def test_previous_and_following_undo_each_other_and_keep_the_kind(
    period: Period,
) -> None:
    assert period.following.previous == period
    assert period.previous.following == period
    assert period.following.kind is period.previous.kind is period.kind
    assert period.following != period


@steady
@given(periods)
def test_the_kind_tells_how_many_quarters(period: Period) -> None:
    n_quarters = {PeriodKind.QUARTER: 1, PeriodKind.HALF_YEAR: 2, PeriodKind.YEAR: 4}
    assert len(period.quarters) == n_quarters[period.kind]
    assert all(quarter.kind is PeriodKind.QUARTER for quarter in period.quarters)
    assert (period.kind is PeriodKind.QUARTER) == (period.part in PARTS[3:])


@steady
@given(days)
def test_the_quarter_of_a_day_holds_it_and_its_neighbours_do_not(day: dt.date) -> None:
    quarter = Period.quarter_of(day)
    assert quarter.kind is PeriodKind.QUARTER
    assert quarter.holds(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert not quarter.previous.holds(day)
    assert not quarter.following.holds(day)


@steady
@given(periods)
def test_a_period_holds_both_its_ends_and_nothing_beyond(period: Period) -> None:
    assert period.holds(period.first_day)
    assert period.holds(period.last_day)
    assert not period.holds(period.first_day - ONE_DAY)
    assert not period.holds(period.last_day + ONE_DAY)


@steady
@given(periods, periods)
def test_periods_sort_by_their_end_and_the_shorter_first(
    one: Period, other: Period
) -> None:
    assume(one != other)
    assert (one < other) != (other < one)
    if one.last_day != other.last_day:
        assert (one < other) == (one.last_day < other.last_day)
    else:
        assert (one < other) == (len(one.quarters) < len(other.quarters))


def test_a_year_s_periods_in_order() -> None:
    shuffled = [Period(2026, part) for part in PARTS]
    in_order = ["Q1", "Q2", "H1", "Q3", "Q4", "H2", ""]
    assert [period.part for period in sorted(shuffled)] == in_order


@steady
@given(periods)
def test_the_deadline_is_the_15th_after_the_last_quarter_to_the_second(
    period: Period,
) -> None:
    """In local time: 1 April to June is due in July, in summer time."""
    after = period.last_day + ONE_DAY
    deadline = period.deadline
    assert deadline.date() == dt.date(after.year, after.month, 15)
    assert deadline.time() == dt.time(23, 59, 59)
    assert deadline.tzinfo is LONDON
    assert deadline == period.quarters[-1].deadline


@steady
@given(periods)
def test_reports_are_made_on_the_20th_at_seven_after_the_deadline(
    period: Period,
) -> None:
    after = period.last_day + ONE_DAY
    at_seven = dt.datetime(after.year, after.month, 20, 7, tzinfo=LONDON)
    assert period.reports_at == at_seven
    assert period.reports_at > period.deadline
    assert period.is_over(period.reports_at)


def test_the_deadline_is_summer_time_in_july_and_winter_time_in_january() -> None:
    summer = Period.parse("2026-27-Q1").deadline
    winter = Period.parse("2026-27-Q3").deadline
    assert summer.astimezone(dt.UTC).hour == 23 - 1
    assert winter.astimezone(dt.UTC).hour == 23


@steady
@given(periods)
def test_a_period_is_over_on_the_day_after_its_last(period: Period) -> None:
    last = period.last_day
    evening = dt.datetime(last.year, last.month, last.day, 23, 59, tzinfo=LONDON)
    assert not period.is_over(evening)
    assert period.is_over(evening + dt.timedelta(minutes=1))


@steady
@given(quarters)
def test_the_last_quarter_over_is_the_one_before_today_s(quarter: Period) -> None:
    for day in (quarter.first_day, quarter.last_day):
        now = dt.datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
        assert Period.last_over(now) == quarter.previous
        assert quarter.previous.is_over(now)


@steady
@given(days)
def test_a_school_year_runs_from_1_august_to_31_july(day: dt.date) -> None:
    code = school_year_of(day)
    start = int(code[:4])
    assert int(code[5:]) == (start + 1) % 100
    assert dt.date(start, 8, 1) <= day <= dt.date(start + 1, 7, 31)


@pytest.mark.parametrize(
    ("code", "first_day"),
    [
        ("2026-27-Q1", "2025-08-01"),
        ("2026-27-Q2", "2026-08-01"),
        ("2026-27-H1", "2026-08-01"),
        ("2026-27-Q3", "2026-08-01"),
        ("2026-27-Q4", "2026-08-01"),
        ("2026-27", "2026-08-01"),
    ],
)
def test_the_school_year_of_a_period_is_that_of_its_last_day(
    code: str, first_day: str
) -> None:
    assert f"{Period.parse(code).school_year_first_day}" == first_day


def test_the_school_year_turns_on_the_first_of_august() -> None:
    assert school_year_of(dt.date(2026, 7, 31)) == "2025-26"
    assert school_year_of(dt.date(2026, 8, 1)) == "2026-27"
    assert school_year_of(dt.date(1999, 8, 1)) == "1999-00"


@steady
@given(periods)
def test_the_school_year_to_date_and_the_financial_year_hold_the_last_day(
    period: Period,
) -> None:
    first = period.school_year_first_day
    assert (first.month, first.day) == (8, 1)
    assert school_year_of(first) == school_year_of(period.last_day)
    assert first <= period.last_day
    assert period.year_first_day == Period(period.start_year).first_day
    assert period.year_first_day <= period.first_day


@steady
@given(periods)
def test_the_same_period_last_year_has_the_same_months(period: Period) -> None:
    before = period.same_last_year
    assert before.part == period.part
    assert before.first_day == period.first_day.replace(year=period.first_day.year - 1)


@steady
@given(quarters, st.integers(min_value=0, max_value=12))
def test_quarters_between_two_are_all_of_them_in_order(
    first: Period, n_steps: int
) -> None:
    last = first
    for _ in range(n_steps):
        last = last.following
    found = quarters_between(first, last)
    assert len(found) == n_steps + 1
    assert (found[0], found[-1]) == (first, last)
    assert all(later == earlier.following for earlier, later in pairwise(found))
    assert quarters_between(first.following, first) == ()


@steady
@given(st.sets(st.builds(Period, st.integers(2020, 2022), st.sampled_from(PARTS[3:]))))
def test_longer_periods_are_those_all_of_whose_quarters_are_there(
    there: set[Period],
) -> None:
    longer = longer_periods(there)
    possible = [Period(y, part) for y in range(2020, 2023) for part in PARTS[:3]]
    for period in possible:
        whole = all(quarter in there for quarter in period.quarters)
        assert (period in longer) == whole
    assert list(longer) == sorted(longer)
    assert set(longer) <= set(possible)


def test_three_quarters_make_a_half_year_and_no_year() -> None:
    three = {Period(2026, "Q1"), Period(2026, "Q2"), Period(2026, "Q3")}
    assert [period.code for period in longer_periods(three)] == ["2026-27-H1"]
    four = three | {Period(2026, "Q4")}
    codes = [period.code for period in longer_periods(four)]
    assert codes == ["2026-27-H1", "2026-27-H2", "2026-27"]
