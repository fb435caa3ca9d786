"""Questions against an agency's own history: asked where it stands out, else never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.issues import Severity, Verdict
from schemas.period import LONDON, Period
from schemas.rules import NEEDS_HOME
from tests.transforms.homes import CEOP_HEADER, KEY, drop, make_home, receive
from transforms.decisions import Verb
from transforms.difference import bring_differences_up_to_date, differences
from transforms.feedback import arrivals_by_quarter
from transforms.home import Home
from transforms.officer import Wish, carry_out
from transforms.questions import bring_questions_up_to_date, questions
from transforms.register import Register

LAST = Period.parse("2026-27-Q2")
QUARTERS = tuple(
    Period.parse(code)
    for code in ("2025-26-Q2", "2025-26-Q3", "2025-26-Q4", "2026-27-Q1", "2026-27-Q2")
)
LATER = dt.datetime(2026, 10, 12, 9, 0, tzinfo=LONDON)
PLANTED = "PLANTED"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def table(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def reports(quarter: Period, counts: dict[str, int]) -> str:
    day = quarter.first_day
    rows = [
        f"{quarter.part}{kind[:3]}-{number},{day},{kind},yes"
        for kind, count in counts.items()
        for number in range(count)
    ]
    return table(CEOP_HEADER, rows)


def send(home: Home, counts: Sequence[dict[str, int]]) -> None:
    for quarter, of_quarter in zip(QUARTERS, counts, strict=True):
        name = f"police_ceop_reports_{quarter}.csv"
        drop(home, name, reports(quarter, of_quarter))
    receive(home, "police", LATER)


def asked(home: Home, agency: str = "police") -> list[tuple[str, str | None]]:
    """Rule and column of every question about the last quarter's file."""
    bring_questions_up_to_date(home, agency)
    register = Register(home.register)
    found = questions(register, agency)
    return [
        (issue.rule, issue.column)
        for arrival in register.arrivals(agency)
        for issue in found.get(arrival.submission_id or "", ())
        if arrival.quarter == LAST.code
    ]


@pytest.mark.parametrize(
    ("usual", "now", "is_asked"),
    [
        (40, 19, True),
        (40, 61, False),
        (40, 75, True),
        (40, 21, False),
        (8, 0, False),
        (8, 15, False),
        (9, 0, True),
        (4, 0, False),
    ],
)
def test_rows_are_asked_about_outside_half_and_beyond_chance(
    home: Home, usual: int, now: int, *, is_asked: bool
) -> None:
    send(home, [{"grooming": usual}] * 4 + [{"grooming": now}])
    assert (("rows_unusual", None) in asked(home)) is is_asked


def test_a_season_that_returns_every_year_is_not_asked_about(home: Home) -> None:
    send(home, [{"grooming": n} for n in (80, 20, 20, 20, 82)])
    assert asked(home) == []


def test_three_quarters_are_no_history(home: Home) -> None:
    for quarter, count in zip(QUARTERS[-4:], (40, 40, 40, 2), strict=True):
        name = f"police_ceop_reports_{quarter}.csv"
        drop(home, name, reports(quarter, {"grooming": count}))
    receive(home, "police", LATER)
    assert asked(home) == []


def test_a_category_that_was_in_every_file_and_is_gone_is_asked_about(
    home: Home,
) -> None:
    common = {"grooming": 30, "intelligence": 30, "other": 2}
    send(home, [common] * 4 + [{"grooming": 62}])
    assert asked(home) == [("category_vanished", "report_type")]


def test_a_number_far_outside_all_before_is_asked_about_at_its_cell(home: Home) -> None:
    header = "event_ref,audience,channel,held_on,reach"
    for quarter in QUARTERS:
        day = quarter.first_day
        rows = [
            f"EV{quarter.part}-{number},community,event,{day},{40 + number}"
            for number in range(6)
        ]
        if quarter == LAST:
            rows[3] = rows[3].replace(",43", ",4300")
        name = f"icpc_awareness_programmes_{quarter}.csv"
        drop(home, name, table(header, rows))
    receive(home, "icpc", LATER)
    assert asked(home, "icpc") == [("value_unusual", "reach")]
    [issue] = [
        i for v in questions(Register(home.register), "icpc").values() for i in v
    ]
    assert issue.row == 5
    assert "4300" not in " ".join(map(str, issue))


REVIEWS = (
    "review_ref,referral_ref,child_ref,reviewed_on,risk_level,plan_grade,"
    "contingency_plan,case_status"
)
REFERRALS = (
    "referral_ref,child_ref,age,sex,disability,ethnicity,looked_after,referred_on,"
    "referral_source,referral_pathway,theme,risk_level,information_shared_by,decision,"
    "decided_on"
)


def test_a_review_of_an_unknown_referral_is_asked_about_once_referrals_are_there(
    home: Home,
) -> None:
    day = LAST.first_day
    reviews = [
        f"RV-1,RF-1,C-1,{day},low,4,yes,open",
        f"RV-2,RF-{PLANTED},C-2,{day},low,4,yes,open",
    ]
    drop(home, f"hscp_vyp_reviews_{LAST}.csv", table(REVIEWS, reviews))
    receive(home, "hscp", LATER)
    assert asked(home, "hscp") == []
    referral = (
        f"RF-1,C-1,14,female,no,white,no,{day},social_work,other,victim,low,,pending,"
    )
    drop(home, f"hscp_vyp_referrals_{LAST}.csv", table(REFERRALS, [referral]))
    receive(home, "hscp", LATER)
    assert asked(home, "hscp") == [("referral_unknown", "referral_ref")]
    assert PLANTED not in home.register.read_bytes().decode("latin-1")


def test_a_return_that_return_interviews_lacks_is_asked_about(home: Home) -> None:
    episodes = [
        f"E-{n},C-{n},foster_care,2026-08-0{n} 10:00,2026-08-0{n} 20:00,yes"
        for n in (1, 2, 3)
    ]
    header = (
        "episode_ref,child_ref,placement_type,missing_from,returned_at,"
        "reported_to_police"
    )
    drop(home, f"hscp_missing_episodes_{LAST}.csv", table(header, episodes))
    returns = [f"R-{n},C-{n},2026-08-0{n} 21:00,yes,declined,,,,no" for n in (1, 3)]
    header = (
        "return_ref,child_ref,returned_at,offered,outcome,interviewed_at,"
        "interviewer_agency,location_type,cse_concern"
    )
    drop(home, f"hscp_return_interviews_{LAST}.csv", table(header, returns))
    receive(home, "hscp", LATER)
    assert asked(home, "hscp") == [("return_unlisted", "returned_at")]


def test_questions_refuse_nothing_and_are_told_only_with_a_home(home: Home) -> None:
    send(home, [{"grooming": 40}] * 4 + [{"grooming": 2}])
    assert asked(home) == [("rows_unusual", None)]
    register = Register(home.register)
    assert {a.verdict for a in register.arrivals()} == {Verdict.ACCEPTED}
    [found] = [v for v in questions(register, "police").values() if v]
    assert {issue.severity for issue in found} == {Severity.QUERY}
    assert {"rows_unusual", "category_vanished", "return_unlisted"} <= set(NEEDS_HOME)


def test_questions_are_the_same_in_whatever_order_the_files_came(
    home: Home, tmp_path: Path
) -> None:
    counts = [{"grooming": 40}] * 4 + [{"grooming": 2}]
    send(home, counts)
    other = make_home(tmp_path / "another home")
    for quarter, of_quarter in reversed(list(zip(QUARTERS, counts, strict=True))):
        drop(other, f"police_ceop_reports_{quarter}.csv", reports(quarter, of_quarter))
        receive(other, "police", LATER)
        bring_questions_up_to_date(other, "police")
    assert asked(other) == asked(home)
    assert bring_questions_up_to_date(other, "police") == 0


def test_a_question_that_was_answered_is_not_asked_again(home: Home) -> None:
    send(home, [{"grooming": 40}] * 4 + [{"grooming": 2}])
    assert asked(home) == [("rows_unusual", None)]
    wish = Wish(
        verb=Verb.WAIVE,
        agency="police",
        extract="ceop_reports",
        quarter=LAST.code,
        reason="a quiet summer",
        decided_by="officer",
        rule="rows_unusual",
    )
    carry_out(home, wish, key=KEY, now=LATER)
    told = arrivals_by_quarter(home, "police")[LAST]
    assert [issue.rule for arrival in told for issue in arrival.issues] == []
    carry_out(home, replace(wish, withdrawn=True), key=KEY, now=LATER)
    told = arrivals_by_quarter(home, "police")[LAST]
    assert [i.rule for arrival in told for i in arrival.issues] == ["rows_unusual"]


def test_a_resubmission_is_told_by_rows_columns_and_figures(home: Home) -> None:
    day = LAST.first_day
    name = f"police_ceop_reports_{LAST}"
    first = [f"A-{n},{day},grooming,yes" for n in range(4)]
    second = [f"A-0,{day},other,yes", *first[1:3], f"B-9,{day},grooming,no"]
    drop(home, f"{name}.csv", table(CEOP_HEADER, first))
    drop(home, f"{name}_v2.csv", table(CEOP_HEADER, second))
    receive(home, "police", LATER)
    assert bring_differences_up_to_date(home, "police", 72) == 1
    assert bring_differences_up_to_date(home, "police", 72) == 0
    [found] = differences(Register(home.register), "police").values()
    assert (found.against, found.added, found.removed, found.changed) == (1, 1, 1, 1)
    assert found.columns == ("report_type",)
    assert "A25.2" in found.indicators
    assert not {i for i in found.indicators if not i.startswith(("A25", "X02"))}


def test_a_version_under_which_no_figure_moves_says_so(home: Home) -> None:
    day = LAST.first_day
    name = f"police_ceop_reports_{LAST}"
    rows = [f"A-{n},{day},grooming,yes" for n in range(4)]
    drop(home, f"{name}.csv", table(CEOP_HEADER, rows))
    drop(home, f"{name}_v2.csv", table(CEOP_HEADER, reversed(rows)))
    receive(home, "police", LATER)
    bring_differences_up_to_date(home, "police", 72)
    [found] = differences(Register(home.register), "police").values()
    assert (found.added, found.removed, found.changed, found.indicators) == (
        0,
        0,
        0,
        (),
    )
