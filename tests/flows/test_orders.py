"""What a run is asked to do is checked before anything is begun."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from flows.new_home import make_home
from flows.orders import Occasion, Order, Stage, order_for
from schemas.errors import PeriodError, PeriodNotOverError, UsageError
from schemas.period import LONDON, PeriodKind
from tests.flows.commands_typed import typed
from transforms.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def ordered(home: Home, period: str | None = None, **words: object) -> Order:
    return order_for(home=home.root, period=period, **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "quarter"),
    [
        ("2026-10-20T07:00", "2026-27-Q2"),
        ("2026-10-01T00:00", "2026-27-Q2"),
        ("2026-09-30T23:59", "2026-27-Q1"),
        ("2027-01-20T07:00", "2026-27-Q3"),
        ("2027-04-20T07:00", "2026-27-Q4"),
    ],
)
def test_by_default_it_is_the_last_quarter_over(
    now: str, quarter: str, home: Home
) -> None:
    assert ordered(home, now=at(now)).period.code == quarter


def test_a_clock_set_without_a_zone_is_local(home: Home) -> None:
    summer = dt.datetime.fromisoformat("2026-10-20T07:00")
    assert ordered(home, now=summer).now == at("2026-10-20T07:00")


def test_a_late_run_is_for_the_quarter_it_was_scheduled_for(home: Home) -> None:
    due = dt.datetime(2026, 1, 20, 7, tzinfo=dt.UTC)
    order = ordered(home, occasion=Occasion(asked_at=due))
    assert order.period.code == "2025-26-Q3"
    assert order.now > at("2026-11-01T00:00")


def test_just_after_midnight_in_summer_the_local_day_counts(home: Home) -> None:
    due = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert ordered(home, occasion=Occasion(asked_at=due)).period.code == "2026-27-Q1"


@pytest.mark.parametrize("code", ["2026-27-Q5", "2026-28-Q1", "soon", "26-27-Q1"])
def test_an_unknown_period_ends_in_one_line(code: str, home: Home) -> None:
    with pytest.raises(PeriodError):
        ordered(home, code)
    for words in (["run", code, "--direct"], ["status", code]):
        ended = typed(*words, "--home", home.root)
        assert ended.code == 2
        assert ended.err.count("\n") == 1


def test_a_quarter_that_is_not_over_is_refused_with_its_last_day(home: Home) -> None:
    with pytest.raises(PeriodNotOverError, match="31 December 2026") as caught:
        ordered(home, "2026-27-Q3", now=at("2026-12-31T23:59"))
    assert "2026-27-Q2" in caught.value.next_step
    assert ordered(home, "2026-27-Q3", now=at("2027-01-01T00:00"))
    ended = typed("run", "2999-00-Q1", "--direct", "--home", home.root)
    assert ended.code == 2
    assert "is not over yet" in ended.err


@pytest.mark.parametrize("code", ["2025-26-H1", "2025-26"])
def test_a_half_year_or_year_begins_with_its_figures(code: str, home: Home) -> None:
    order = ordered(home, code)
    assert order.first is Stage.COMPUTE
    assert ordered(home, code, first=Stage.RELEASE).first is Stage.RELEASE


@pytest.mark.parametrize(
    ("now", "kind", "code"),
    [
        ("2026-10-20T08:00", PeriodKind.HALF_YEAR, "2026-27-H1"),
        ("2027-04-20T08:00", PeriodKind.HALF_YEAR, "2026-27-H2"),
        ("2027-03-31T08:00", PeriodKind.HALF_YEAR, "2026-27-H1"),
        ("2027-04-20T09:00", PeriodKind.YEAR, "2026-27"),
        ("2027-03-31T23:59", PeriodKind.YEAR, "2025-26"),
    ],
)
def test_a_review_is_of_the_last_half_year_or_year_over(
    now: str, kind: PeriodKind, code: str, home: Home
) -> None:
    due = Occasion(kind=kind, asked_at=at(now))
    assert ordered(home, now=at(now), occasion=due).period.code == code


def test_agencies_are_taken_in_the_reports_order_and_an_unknown_one_is_named(
    home: Home,
) -> None:
    order = ordered(home, "2025-26-Q1", agencies=["police", "hscp"])
    assert order.agencies == ("hscp", "police")
    assert len(ordered(home, "2025-26-Q1").agencies) == 6
    with pytest.raises(UsageError, match="no agency fire"):
        ordered(home, "2025-26-Q1", agencies=["fire"])


def test_an_order_includes_the_stages_from_first_to_last(home: Home) -> None:
    order = ordered(home, "2025-26-Q1", first=Stage.COMPUTE, last=Stage.RELEASE)
    assert [stage for stage in Stage if order.includes(stage)] == [
        Stage.COMPUTE,
        Stage.RELEASE,
    ]
    with pytest.raises(UsageError, match="comes after"):
        ordered(home, "2025-26-Q1", first=Stage.DOCUMENTS, last=Stage.RECEIVE)
