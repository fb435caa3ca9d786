"""A13 to A16: campaigns in S2, transition points, parents, worked by hand."""

from __future__ import annotations

import pytest

from tests.drawn_tables import (
    H1,
    NO_SHARE,
    NOTHING,
    Q1,
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

SCHOOLS = """
    school_year | school_code | s2_roll
    2025-26     | PORT        | 40
    2025-26     | GOUROCK     | 60
    2026-27     | PORT        | 50
    2026-27     | GOUROCK     | 150
    2026-27     | NOTRE-DAME  | 100
"""
PROGRAMMES = [("barnardos", "safer_choices", "A13"), ("education", "wasted", "A14")]
DELIVERIES = """
  school_code | delivered_on | pupils_attended | responses | aware_before | aware_after
  PORT        | 2026-08-01   | 30              | 10        | 2            | 6
  PORT        | 2026-09-30   | 40              | 30        | 3            | 24
  GOUROCK     | 2026-09-01   | 120             | 0         | 0            | 0
  GOUROCK     | 2026-07-31   | 150             | 100       | 100          | 100
"""


@pytest.mark.parametrize(("agency", "programme", "action"), PROGRAMMES)
def test_the_school_year_turns_on_1_august_and_a_school_counts_up_to_its_roll(
    agency: str, programme: str, action: str
) -> None:
    """30 and 40 of a roll of 50 are 50; 31 July is another school year."""
    drawn = Drawn()
    drawn.schools(SCHOOLS)
    header, *lines = DELIVERIES.strip().splitlines()
    named = [f"programme | {header}", *(f"{programme} | {line}" for line in lines)]
    drawn.sends(agency, "s2_programmes", Q2, "\n".join(named))
    figures = drawn.compute(Q2, of="A13 A14")
    assert figures[f"{action}.1", Q2] == share(50 + 120 + 0, 50 + 150 + 100)
    assert figures[f"{action}.2", Q2] == share(1 + 1, 3)
    assert figures[f"{action}.3", Q2] == share(2 + 3 + 0, 10 + 30 + 0)
    assert figures[f"{action}.4", Q2] == share(6 + 24 + 0, 10 + 30 + 0)
    other = "A14" if action == "A13" else "A13"
    for number in (1, 2, 3, 4):
        assert figures.status(f"{other}.{number}", Q2) == "not_received"
    assert not any(row.provisional for row in figures.rows())


@pytest.mark.parametrize(("agency", "programme", "action"), PROGRAMMES)
def test_deliveries_of_the_school_year_to_date_need_the_last_quarter_s_file_alone(
    agency: str, programme: str, action: str
) -> None:
    """The year is the school year to 31 March; April begins no school year."""
    drawn = Drawn()
    drawn.schools(SCHOOLS)
    columns = "programme | school_code | delivered_on | pupils_attended"
    earlier = f"{columns} \n {programme} | PORT | 2026-03-31 | 39"
    drawn.sends(agency, "s2_programmes", Q4_BEFORE, earlier)
    drawn.sends(
        agency,
        "s2_programmes",
        Q1,
        f"{columns} \n {programme} | PORT | 2026-06-30 | 39 \n"
        f"{programme} | GOUROCK | 2026-06-30 | 6",
    )
    drawn.sends(
        agency,
        "s2_programmes",
        Q3,
        f"{columns} \n {programme} | GOUROCK | 2026-12-31 | 20",
    )
    drawn.sends(
        agency,
        "s2_programmes",
        Q4,
        f"{columns} \n {programme} | GOUROCK | 2027-03-31 | 30",
    )
    figures = drawn.compute(Q1, Q2, Q3, Q4, YEAR, of=action)
    assert figures[f"{action}.1", Q1] == share(40 + 6, 40 + 60)
    assert figures[f"{action}.2", Q1] == share(1 + 1, 2)
    assert figures[f"{action}.1", Q2] == NOTHING
    assert figures[f"{action}.1", Q3] == share(20, 50 + 150 + 100)
    for period in (Q4, YEAR):
        assert figures[f"{action}.1", period] == share(20 + 30, 50 + 150 + 100)
        assert figures[f"{action}.2", period] == share(1, 3)
        assert figures[f"{action}.3", period] == NO_SHARE


def test_a_nil_return_reaches_nobody_and_no_answer_has_no_share() -> None:
    """True zeros of the roll, and 0 of 0 answers."""
    drawn = Drawn()
    drawn.schools(SCHOOLS)
    drawn.sends("barnardos", "s2_programmes", Q2)
    figures = drawn.compute(Q2, of="A13")
    assert figures["A13.1", Q2] == share(0, 50 + 150 + 100)
    assert figures["A13.2", Q2] == share(0, 3)
    assert figures["A13.3", Q2] == figures["A13.4", Q2] == NO_SHARE


def test_without_the_school_year_in_the_schools_table_reach_is_not_received() -> None:
    """What is aware is of answers and needs no roll."""
    drawn = Drawn()
    drawn.schools("school_year | school_code | s2_roll \n 2025-26 | PORT | 40")
    drawn.sends("education", "s2_programmes", Q2, DELIVERIES)
    figures = drawn.compute(Q2, of="A14")
    assert figures["A14.1", Q2] == figures["A14.2", Q2] == NOTHING
    assert figures.status("A14.2", Q2) == "not_received"
    assert figures["A14.3", Q2] == share(2 + 3, 10 + 30)


def test_the_roll_is_the_committee_s_and_not_the_one_sent_with_the_delivery() -> None:
    drawn = Drawn()
    drawn.schools("school_year | school_code | s2_roll \n 2026-27 | PORT | 50")
    drawn.sends(
        "barnardos",
        "s2_programmes",
        Q2,
        "school_code | delivered_on | s2_roll | pupils_attended \n"
        "PORT | 2026-08-01 | 80 | 70",
    )
    figures = drawn.compute(Q2, of="A13")
    assert figures["A13.1", Q2] == share(50, 50)


PLANS = """
    child_ref | transition_point | due_on     | plan_in_place | plan_on
    ANNE      | P7_to_S1         | 2026-07-01 | yes           | 2026-07-01
    BEN       | P7_to_S1         | 2026-09-30 | yes           | 2026-10-01
    CARA      | P7_to_S1         | 2026-08-01 | no            |
    CARA      | leaving_care     | 2026-08-01 | yes           | 2026-01-31
    DAN       | leaving_care     | 2026-08-01 | unknown       |
"""


def test_plans_at_transition_points_are_in_place_and_by_the_due_date() -> None:
    """On the due date is by it, a day later is not; unknown is not yes."""
    drawn = Drawn()
    drawn.sends("education", "transition_plans", Q2, PLANS)
    figures = drawn.compute(Q2, of="A15")
    assert figures["A15.1", Q2] == share(2 + 1, 3 + 2)
    assert figures.breakdown("A15.1", Q2, "transition_point") == {
        "P7_to_S1": share(2, 3),
        "leaving_school": NO_SHARE,
        "placement_move": NO_SHARE,
        "leaving_care": share(1, 2),
        "child_to_adult_services": NO_SHARE,
    }
    assert figures["A15.2", Q2] == share(1 + 1, 3 + 2)
    assert figures.breakdown("A15.2", Q2, "transition_point") == {
        "P7_to_S1": share(1, 3),
        "leaving_school": NO_SHARE,
        "placement_move": NO_SHARE,
        "leaving_care": share(1, 2),
        "child_to_adult_services": NO_SHARE,
    }


def test_a_year_of_plans_needs_every_quarter() -> None:
    drawn = Drawn()
    for quarter in (Q1, Q3):
        drawn.sends("education", "transition_plans", quarter)
    drawn.sends("education", "transition_plans", Q2, PLANS)
    assert drawn.compute(YEAR, of="A15")["A15.1", YEAR] == NOTHING
    drawn.sends("education", "transition_plans", Q4, "plan_in_place \n no")
    figures = drawn.compute(Q1, H1, YEAR, of="A15")
    assert figures["A15.1", YEAR] == share(3, 5 + 1)
    assert figures["A15.1", Q1] == figures["A15.2", Q1] == NO_SHARE
    assert ("A15.1", H1) not in figures


def test_campaigns_are_collated_once_in_the_financial_year_to_date() -> None:
    """Twice collated is one campaign; March belongs to the year before."""
    drawn = Drawn()
    collated = "campaign | collated_on \n"
    drawn.sends(
        "icpc", "campaign_returns", Q4_BEFORE, f"{collated} wasted | 2026-03-31"
    )
    drawn.sends("icpc", "campaign_returns", Q1, f"{collated} wasted | 2026-04-01")
    drawn.sends(
        "icpc",
        "campaign_returns",
        Q2,
        f"{collated} wasted | 2026-08-01 \n wasted | 2026-09-30",
    )
    drawn.sends(
        "icpc", "campaign_returns", Q4, f"{collated} safer_choices | 2027-03-31"
    )
    figures = drawn.compute(Q4_BEFORE, Q1, Q2, Q3, Q4, YEAR, of="A16.1")
    assert figures["A16.1", Q4_BEFORE] == share(1, 2)
    assert figures["A16.1", Q1] == share(1, 2)
    assert figures["A16.1", Q2] == share(1, 2)
    assert figures["A16.1", Q3] == NOTHING
    assert figures["A16.1", Q4] == figures["A16.1", YEAR] == share(2, 2)


def test_a_nil_return_of_campaigns_is_none_of_two() -> None:
    drawn = Drawn()
    drawn.sends("icpc", "campaign_returns", Q1)
    assert drawn.compute(Q1, of="A16.1")["A16.1", Q1] == share(0, 2)


def test_reach_is_summed_by_audience_and_by_channel() -> None:
    drawn = Drawn()
    drawn.sends(
        "icpc",
        "awareness_programmes",
        Q1,
        """
        audience       | channel      | held_on    | reach
        parents_carers | event        | 2026-04-01 | 40
        parents_carers | social_media | 2026-06-30 | 1200
        community      | event        | 2026-05-01 | 0
        community      | school       | 2026-05-01 | 25
        """,
    )
    figures = drawn.compute(Q1, Q2, YEAR, of="A16.2")
    assert figures["A16.2", Q1] == count(40 + 1200 + 0 + 25)
    assert figures.breakdown("A16.2", Q1, "audience") == counts(
        ("parents_carers", "community"), {"parents_carers": 40 + 1200, "community": 25}
    )
    assert figures.breakdown("A16.2", Q1, "channel") == counts(
        ("event", "social_media", "print", "school"),
        {"event": 40, "social_media": 1200, "school": 25},
    )
    assert figures["A16.2", Q2] == figures["A16.2", YEAR] == NOTHING
    assert figures.status("A16.2", Q2, "channel", "print") == "not_received"
