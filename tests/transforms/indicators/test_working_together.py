"""X01 to X03 and what holds of every indicator: provisional, not received."""

from __future__ import annotations

import pytest

from tests.drawn_tables import (
    H1,
    NO_SHARE,
    NOTHING,
    Q1,
    Q1_AFTER,
    Q2,
    Q3,
    Q4,
    Q4_BEFORE,
    YEAR,
    Drawn,
    count,
    counts,
    share,
)

OF_CONCERN = (
    ("hscp", "missing_episodes"),
    ("hscp", "return_interviews"),
    ("hscp", "vyp_referrals"),
    ("education", "missing_from_education"),
    ("health", "attendances"),
    ("police", "missing_persons"),
    ("police", "concern_reports"),
)


def everything_of_concern(quarter: str, **tables: str) -> Drawn:
    """All seven extracts of a quarter; a nil return where no table is given."""
    drawn = Drawn()
    for agency, extract in OF_CONCERN:
        drawn.sends(agency, extract, quarter, tables.get(extract, ""))
    return drawn


def test_children_of_concern_are_counted_by_the_number_of_agencies() -> None:
    """Three extracts of one agency are one agency; unflagged attendances are none."""
    drawn = everything_of_concern(
        Q1,
        missing_episodes="child_ref \n ANNE \n ALL",
        return_interviews="child_ref \n ANNE",
        vyp_referrals="child_ref \n ANNE \n BEN \n BEN",
        missing_from_education="child_ref \n BEN \n CARA \n ALL",
        attendances="child_ref | cse_concern \n CARA|yes \n DAN|unknown \n ALL|yes",
        missing_persons="child_ref \n CARA \n ALL",
        concern_reports="child_ref \n CARA \n EVE \n ALL",
    )
    figures = drawn.compute(Q1, of="X01")
    ben_cara_and_all = 1 + 1 + 1
    assert figures["X01.1", Q1] == count(ben_cara_and_all)
    anne_and_eve = 1 + 1
    assert figures.breakdown("X01.1", Q1, "agencies") == counts(
        ("1", "2", "3", "4"), {"1": anne_and_eve, "2": 1, "3": 1, "4": 1}
    )


@pytest.mark.parametrize(
    ("extract", "dated_by", "other"),
    [
        ("missing_episodes", "missing_from", "concern_reports"),
        ("return_interviews", "returned_at", "concern_reports"),
        ("vyp_referrals", "referred_on", "concern_reports"),
        ("missing_from_education", "from_date", "concern_reports"),
        ("attendances", "attended_on", "concern_reports"),
        ("missing_persons", "missing_from", "vyp_referrals"),
        ("concern_reports", "reported_on", "vyp_referrals"),
    ],
)
def test_a_record_of_concern_counts_on_both_ends_of_the_period(
    extract: str, dated_by: str, other: str
) -> None:
    """In local time; another agency knows both children all the while."""
    has_time = dated_by in {"missing_from", "returned_at"}
    first = "2026-07-01 00:00" if has_time else "2026-07-01"
    last = "2026-09-30 23:59" if has_time else "2026-09-30"
    table = f"child_ref | {dated_by} \n FIRST | {first} \n LAST | {last}"
    if extract == "attendances":
        flagged = "child_ref | cse_concern | attended_on"
        table = f"{flagged} \n FIRST | yes | {first} \n LAST | yes | {last}"
    known = "child_ref \n FIRST \n LAST"
    drawn = everything_of_concern(Q2, **{extract: table, other: known})
    assert drawn.compute(Q2, of="X01")["X01.1", Q2] == count(1 + 1)


@pytest.mark.parametrize(
    ("extract", "dated_by", "day_before"),
    [
        ("missing_episodes", "missing_from", "2026-06-30 23:59"),
        ("return_interviews", "returned_at", "2026-06-30 23:59"),
        ("vyp_referrals", "referred_on", "2026-06-30"),
        ("missing_from_education", "from_date", "2026-06-30"),
    ],
)
def test_a_record_sent_again_from_the_quarter_before_does_not_count_in_this(
    extract: str, dated_by: str, day_before: str
) -> None:
    drawn = everything_of_concern(
        Q2,
        **{
            extract: f"child_ref | {dated_by} \n ANNE | {day_before}",
            "concern_reports": "child_ref \n ANNE",
        },
    )
    figures = drawn.compute(Q2, of="X01")
    assert figures["X01.1", Q2] == count(0)
    assert figures["X01.1", Q2, "agencies", "1"] == count(1)


@pytest.mark.parametrize("left_out", OF_CONCERN)
def test_children_of_concern_need_all_seven_extracts(left_out: tuple[str, str]) -> None:
    drawn = Drawn()
    for agency, extract in OF_CONCERN:
        if (agency, extract) != left_out:
            drawn.sends(agency, extract, Q1, "child_ref \n ANNE")
    figures = drawn.compute(Q1, of="X01")
    assert figures["X01.1", Q1] == NOTHING
    assert figures.status("X01.1", Q1, "agencies", "1") == "not_received"


def test_agencies_of_a_year_are_counted_over_all_of_its_quarters() -> None:
    """One agency in spring and another in winter are two."""
    drawn = everything_of_concern(Q1, attendances="child_ref | cse_concern \n ANNE|yes")
    for quarter in (Q2, Q3, Q4):
        for agency, extract in OF_CONCERN:
            seen = quarter == Q4 and extract == "concern_reports"
            drawn.sends(agency, extract, quarter, "child_ref \n ANNE" if seen else "")
    figures = drawn.compute(Q1, Q4, YEAR, H1, of="X01")
    for quarter in (Q1, Q4):
        assert figures["X01.1", quarter] == count(0)
        assert figures["X01.1", quarter, "agencies", "1"] == count(1)
    assert figures["X01.1", YEAR] == count(1)
    assert figures["X01.1", YEAR, "agencies", "1"] == count(0)
    assert figures["X01.1", YEAR, "agencies", "2"] == count(1)
    assert ("X01.1", H1) not in figures


OWED = """
  quarter    | agency | extract         | was_received | was_received_in_time | \
was_accepted_at_first | rows_read | rows_loaded
  2026-27-Q1 | hscp   | vyp_referrals   | yes          | yes                  | \
yes                   | 40        | 38
  2026-27-Q1 | hscp   | vyp_reviews     | yes          | no                   | \
no                    | 10        | 10
  2026-27-Q1 | police | concern_reports | yes          | yes                  | \
no                    | 0         | 0
  2026-27-Q1 | police | disruption      | no           | no                   | \
no                    | 0         | 0
  2026-27-Q1 | icpc   | action_plan     | no           | no                   | \
no                    | 0         | 0
  2026-27-Q2 | police | disruption      | yes          | yes                  | \
yes                   | 50        | 25
"""
EVERY_AGENCY = ("hscp", "education", "health", "police", "barnardos", "icpc")


def test_extracts_on_time_are_of_all_that_were_due() -> None:
    drawn = Drawn()
    drawn.owed(OWED)
    figures = drawn.compute(Q1, YEAR, of="X02.1")
    assert figures["X02.1", Q1] == share(1 + 1, 5)
    assert figures.breakdown("X02.1", Q1, "agency") == {
        "hscp": share(1, 2),
        "education": NO_SHARE,
        "health": NO_SHARE,
        "police": share(1, 2),
        "barnardos": NO_SHARE,
        "icpc": share(0, 1),
    }
    assert figures["X02.1", YEAR] == share(2 + 1, 5 + 1)


def test_extracts_accepted_at_first_are_of_those_received() -> None:
    drawn = Drawn()
    drawn.owed(OWED)
    figures = drawn.compute(Q1, YEAR, of="X02.2")
    assert figures["X02.2", Q1] == share(1, 3)
    assert figures["X02.2", Q1, "agency", "hscp"] == share(1, 2)
    assert figures["X02.2", Q1, "agency", "police"] == share(0, 1)
    assert figures["X02.2", Q1, "agency", "icpc"] == NO_SHARE
    assert figures["X02.2", YEAR] == share(1 + 1, 3 + 1)


def test_rows_accepted_are_a_ratio_of_sums_over_standing_versions() -> None:
    drawn = Drawn()
    drawn.owed(OWED)
    figures = drawn.compute(Q1, YEAR, of="X02.3")
    assert figures["X02.3", Q1] == share(38 + 10, 40 + 10)
    assert figures["X02.3", Q1, "agency", "hscp"] == share(38 + 10, 40 + 10)
    assert figures["X02.3", Q1, "agency", "police"] == NO_SHARE
    assert figures["X02.3", YEAR] == share(38 + 10 + 25, 40 + 10 + 50)
    assert list(figures.breakdown("X02.3", Q1, "agency")) == list(EVERY_AGENCY)


def test_when_nothing_came_submissions_still_have_figures() -> None:
    """What is measured is sending: owed and not sent is a 0 of what was due."""
    drawn = Drawn()
    drawn.owed("quarter | agency | extract \n 2026-27-Q1 | police | disruption")
    figures = drawn.compute(Q1, of="X02")
    assert figures["X02.1", Q1] == share(0, 1)
    assert figures["X02.2", Q1] == figures["X02.3", Q1] == NO_SHARE
    assert not figures.row("X02.1", Q1).provisional


def test_a_review_matches_a_report_of_this_period_or_earlier() -> None:
    """R2 is reported on 1 July, after the review; R9 is never reported."""
    drawn = Drawn()
    reported = "report_ref | reported_on"
    drawn.sends(
        "police", "concern_reports", Q4_BEFORE, f"{reported} \n R0 | 2026-03-31"
    )
    drawn.sends("police", "concern_reports", Q1, f"{reported} \n R1 | 2026-06-30")
    drawn.sends("police", "concern_reports", Q2, f"{reported} \n R2 | 2026-07-01")
    drawn.sends(
        "barnardos",
        "concern_report_reviews",
        Q1,
        """
        report_ref | reviewed_on
        R0         | 2026-04-01
        R1         | 2026-06-30
        R1         | 2026-06-29
        R2         | 2026-06-30
        R9         | 2026-06-30
        """,
    )
    drawn.sends("barnardos", "concern_report_reviews", Q2)
    figures = drawn.compute(Q1, Q2, Q4_BEFORE, of="X03.1")
    assert figures["X03.1", Q1] == share(1 + 1 + 1, 5)
    assert figures["X03.1", Q2] == NO_SHARE
    assert figures["X03.1", Q4_BEFORE] == NOTHING


def test_a_vyp_review_matches_a_referral_of_this_period_or_earlier() -> None:
    drawn = Drawn()
    referred = "referral_ref | referred_on"
    drawn.sends("hscp", "vyp_referrals", Q4_BEFORE, f"{referred} \n R0 | 2026-03-31")
    drawn.sends("hscp", "vyp_referrals", Q1, f"{referred} \n R1 | 2026-06-30")
    drawn.sends("hscp", "vyp_referrals", Q2, f"{referred} \n R2 | 2026-07-01")
    drawn.sends(
        "hscp",
        "vyp_reviews",
        Q1,
        "referral_ref \n R0 \n R1 \n R1 \n R2 \n R9",
    )
    figures = drawn.compute(Q1, Q2, of="X03.2")
    assert figures["X03.2", Q1] == share(1 + 1 + 1, 5)
    assert figures["X03.2", Q2] == NOTHING


UNSETTLED = [
    ("hscp", "vyp_referrals", "decision | decided_on", "pending |", "A07.1"),
    ("hscp", "return_interviews", "outcome", "pending", "A17.1"),
    ("hscp", "wellbeing_assessments", "signed_off_on", "", "A08.1"),
    ("hscp", "missing_episodes", "returned_at", "", "A06.2"),
    ("police", "missing_persons", "returned_at", "", "A06.12"),
    ("education", "missing_from_education", "to_date", "", "A06.7"),
]


@pytest.mark.parametrize(("agency", "extract", "columns", "cells", "of"), UNSETTLED)
def test_a_period_with_an_unsettled_record_is_provisional_until_the_next_file(
    agency: str, extract: str, columns: str, cells: str, of: str
) -> None:
    """Even if the next quarter's file does not settle it; quarter and year alike."""
    drawn = Drawn()
    for quarter in (Q1, Q2, Q3):
        drawn.sends(agency, extract, quarter)
    table = f"child_ref | {columns} \n ANNE | {cells}"
    drawn.sends(agency, extract, Q4, table)
    before = drawn.compute(Q3, Q4, YEAR, of=of)
    assert not before.row(of, Q3).provisional
    assert before.row(of, Q4).provisional
    assert before.row(of, YEAR).provisional
    drawn.sends(agency, extract, Q1_AFTER)
    after = drawn.compute(Q4, YEAR, of=of)
    assert not after.row(of, Q4).provisional
    assert not after.row(of, YEAR).provisional


SETTLED = [
    (
        *("hscp", "vyp_referrals", "decision | decided_on"),
        *("accepted | 2027-01-01", "A07.1"),
    ),
    ("hscp", "return_interviews", "outcome", "not_located", "A17.1"),
    ("hscp", "wellbeing_assessments", "signed_off_on", "2027-01-01", "A08.1"),
    ("hscp", "missing_episodes", "returned_at", "2027-01-02 10:00", "A06.2"),
    ("police", "missing_persons", "returned_at", "2027-01-02 10:00", "A06.12"),
    ("education", "missing_from_education", "to_date", "2027-01-01", "A06.7"),
]


@pytest.mark.parametrize(("agency", "extract", "columns", "cells", "of"), SETTLED)
def test_a_period_whose_records_are_all_settled_is_not_provisional(
    agency: str, extract: str, columns: str, cells: str, of: str
) -> None:
    drawn = Drawn()
    table = f"child_ref | {columns} \n ANNE | {cells}"
    drawn.sends(agency, extract, Q4, table)
    assert not drawn.compute(Q4, of=of).row(of, Q4).provisional


def test_a_share_of_two_extracts_is_provisional_while_either_may_change() -> None:
    """The police report is still open; social work's return is settled."""
    drawn = Drawn()
    drawn.sends("hscp", "return_interviews", Q1)
    drawn.sends("police", "missing_persons", Q1, "child_ref \n ANNE")
    figures = drawn.compute(Q1, of="A17.1 A17.3 A06.12")
    assert not figures.row("A17.1", Q1).provisional
    assert figures.row("A06.12", Q1).provisional
    assert figures.row("A17.3", Q1).provisional


def test_figures_that_are_not_received_are_not_called_provisional() -> None:
    """There is no figure that could still change."""
    drawn = Drawn()
    drawn.sends("police", "missing_persons", Q1, "child_ref \n ANNE")
    figures = drawn.compute(Q1, of="A17.3")
    assert figures["A17.3", Q1] == NOTHING
    assert not figures.row("A17.3", Q1).provisional
