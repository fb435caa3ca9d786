"""A04, A05, A09 to A11: staff of five agencies, worked by hand."""

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

STAFF_AGENCIES = ("hscp", "education", "health", "police", "barnardos")
ROLE_GROUPS = ("strategic_leader", "manager", "frontline", "support")
QUARTERS = (Q1, Q2, Q3, Q4)

COURSES = """
    staff_ref | role_group | training_required | attended_on | course_level
    FIRST-DAY | frontline  | yes               | 2026-07-01  | awareness
    LAST-DAY  | manager    | no                | 2026-09-30  | specialist
    UNKNOWN   | manager    | unknown           | 2026-08-15  | specialist
    BEFORE    | support    | yes               | 2026-06-30  | awareness
    NEVER     | support    | yes               |             |
"""


def test_staff_who_attended_are_counted_within_their_agency() -> None:
    """The same reference in two agencies names two people."""
    drawn = Drawn()
    drawn.sends("hscp", "training", Q2, COURSES)
    drawn.sends(
        "police",
        "training",
        Q2,
        """
        staff_ref | role_group | attended_on
        FIRST-DAY | frontline  | 2026-07-02
        """,
    )
    drawn.sends("health", "training", Q2)
    figures = drawn.compute(Q2, of="A04.1")
    assert figures["A04.1", Q2] == count(3 + 1)
    assert figures.breakdown("A04.1", Q2, "agency") == {
        "hscp": count(3),
        "education": NOTHING,
        "health": count(0),
        "police": count(1),
        "barnardos": NOTHING,
    }
    assert figures.breakdown("A04.1", Q2, "role_group") == counts(
        ROLE_GROUPS, {"frontline": 1 + 1, "manager": 2}
    )
    levels = ("awareness", "intermediate", "specialist")
    assert figures.breakdown("A04.1", Q2, "course_level") == counts(
        levels, {"awareness": 1 + 1, "specialist": 2}
    )


def test_a_total_over_agencies_carries_how_many_it_is_of() -> None:
    """Three of five, nil return included, and so provisional; none: not received."""
    drawn = Drawn()
    drawn.sends("hscp", "training", Q2, COURSES)
    drawn.sends("police", "training", Q2, COURSES)
    drawn.sends("health", "training", Q2)
    figures = drawn.compute(Q1, Q2, of="A04 A09")
    for indicator in ("A04.1", "A04.2", "A04.3", "A09.1"):
        assert figures.row(indicator, Q2).agencies == (3, 5)
        assert figures.row(indicator, Q2).provisional
        assert figures.status(indicator, Q2, "agency", "barnardos") == "not_received"
        assert figures.status(indicator, Q1) == "not_received"
        assert figures.status(indicator, Q1, "agency", "hscp") == "not_received"
    assert figures.row("A04.1", Q2, "role_group", "manager").agencies == (3, 5)
    for agency in ("education", "barnardos"):
        drawn.sends(agency, "training", Q2)
    complete = drawn.compute(Q2, of="A04.1").row("A04.1", Q2)
    assert complete.agencies == (5, 5)
    assert not complete.provisional


def test_the_right_people_are_those_of_the_trained_whose_role_requires_it() -> None:
    """Unknown is not yes, and stays among all who attended."""
    drawn = Drawn()
    drawn.sends("hscp", "training", Q2, COURSES)
    drawn.sends("police", "training", Q2)
    figures = drawn.compute(Q2, of="A04.3")
    assert figures["A04.3", Q2] == share(1, 1 + 1 + 1)
    assert figures["A04.3", Q2, "agency", "hscp"] == share(1, 3)
    assert figures["A04.3", Q2, "agency", "police"] == NO_SHARE
    assert figures.status("A04.3", Q2, "agency", "police") == "not_applicable"


def test_a_course_counts_for_three_years_both_days_included() -> None:
    """30 September 2023 to 30 September 2026; only where the role requires it."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "training",
        Q2,
        """
        role_group | training_required | attended_on
        frontline  | yes               | 2023-09-30
        frontline  | yes               | 2023-09-29
        frontline  | yes               |
        manager    | yes               | 2026-09-30
        manager    | no                | 2026-09-30
        manager    | unknown           | 2026-09-30
        """,
    )
    figures = drawn.compute(Q2, of="A04 A09")
    assert figures["A04.2", Q2] == share(1 + 1, 3 + 1)
    assert figures.breakdown("A04.2", Q2, "role_group") == {
        "strategic_leader": NO_SHARE,
        "manager": share(1, 1),
        "frontline": share(1, 3),
        "support": NO_SHARE,
    }
    assert figures["A09.1", Q2] == share(1, 3)


def test_frontline_coverage_is_by_agency_of_those_required() -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "training",
        Q1,
        """
        role_group | training_required | attended_on
        frontline  | yes               | 2026-06-30
        frontline  | yes               |
        frontline  | no                | 2026-06-30
        support    | yes               | 2026-06-30
        """,
    )
    drawn.sends(
        "education",
        "training",
        Q1,
        """
        role_group | training_required | attended_on
        support    | yes               | 2026-06-30
        """,
    )
    figures = drawn.compute(Q1, of="A09")
    assert figures["A09.1", Q1] == share(1, 1 + 1)
    assert figures.breakdown("A09.1", Q1, "agency") == {
        "hscp": share(1, 2),
        "education": NO_SHARE,
        "health": NOTHING,
        "police": NOTHING,
        "barnardos": NOTHING,
    }


def test_coverage_of_the_year_reaches_back_from_the_year_s_last_day() -> None:
    """A course of 31 March 2024 counts on 31 March 2027, one of the 30th does not."""
    drawn = Drawn()
    drawn.sends(
        "police",
        "training",
        Q4,
        """
        training_required | attended_on
        yes               | 2024-03-31
        yes               | 2024-03-30
        """,
    )
    figures = drawn.compute(Q4, YEAR, of="A04.2")
    assert figures["A04.2", Q4] == share(1, 1 + 1)
    assert figures["A04.2", YEAR] == share(1, 1 + 1)


def test_a_year_of_training_is_of_agencies_received_in_every_quarter() -> None:
    """Who left still counts, a person once, as the latest file has them."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "training",
        Q1,
        """
        staff_ref | role_group | training_required | attended_on | course_level
        PROMOTED  | frontline  | no                | 2026-04-01  | awareness
        LEFT      | support    | yes               | 2026-05-01  | awareness
        BEFORE    | support    | yes               | 2026-03-31  | awareness
        """,
    )
    for quarter in (Q2, Q3, Q4):
        drawn.sends(
            "hscp",
            "training",
            quarter,
            """
            staff_ref | role_group | training_required | attended_on | course_level
            PROMOTED  | manager    | yes               | 2026-09-01  | specialist
            BEFORE    | support    | yes               | 2026-03-31  | awareness
            """,
        )
    for quarter in (Q2, Q3, Q4):
        drawn.sends("police", "training", quarter, COURSES)
    figures = drawn.compute(YEAR, of="A04")
    assert figures["A04.1", YEAR] == count(1 + 1)
    assert figures.row("A04.1", YEAR).agencies == (1, 5)
    assert figures["A04.1", YEAR, "agency", "police"] == NOTHING
    assert figures["A04.1", YEAR, "role_group", "manager"] == count(1)
    assert figures["A04.1", YEAR, "role_group", "frontline"] == count(0)
    assert figures["A04.1", YEAR, "course_level", "specialist"] == count(1)
    assert figures["A04.3", YEAR] == share(1 + 1, 2)
    in_hscp, in_police = share(2, 2), share(2, 3)
    assert figures["A04.2", YEAR, "agency", "hscp"] == in_hscp
    assert figures["A04.2", YEAR, "agency", "police"] == in_police
    assert figures.row("A04.2", YEAR).agencies == (2, 5)
    assert figures["A04.2", YEAR] == share(2 + 2, 2 + 3)


SURVEY_OF_HSCP = """
    service | role_group | staff_invited | responses | knows_pathway | knows_cse_is_cp
    Duty    | frontline  | 20            | 10        | 6             | 9
    Duty    | manager    | 5             | 5         | 5             | 5
    Cells   | frontline  | 8             | 0         | 0             | 0
"""


def test_the_survey_is_a_ratio_of_sums_over_services_and_role_groups() -> None:
    drawn = Drawn()
    drawn.sends("hscp", "pathway_knowledge", Q4, SURVEY_OF_HSCP)
    drawn.sends(
        "health",
        "pathway_knowledge",
        Q4,
        """
        role_group | staff_invited | responses | knows_pathway | knows_cse_is_cp
        frontline  | 30            | 15        | 3             | 6
        """,
    )
    drawn.sends("police", "pathway_knowledge", Q4)
    figures = drawn.compute(Q4, YEAR, of="A05")
    for period in (Q4, YEAR):
        assert figures["A05.1", period] == share(6 + 5 + 0 + 3, 10 + 5 + 0 + 15)
        assert figures["A05.2", period] == share(9 + 5 + 0 + 6, 10 + 5 + 0 + 15)
        assert figures["A05.3", period] == share(10 + 5 + 0 + 15, 20 + 5 + 8 + 30)
        assert figures.row("A05.1", period).agencies == (3, 5)
        assert figures.breakdown("A05.1", period, "agency") == {
            "hscp": share(6 + 5, 10 + 5),
            "education": NOTHING,
            "health": share(3, 15),
            "police": NO_SHARE,
            "barnardos": NOTHING,
        }
        assert figures.breakdown("A05.2", period, "role_group") == {
            "strategic_leader": NO_SHARE,
            "manager": share(5, 5),
            "frontline": share(9 + 6, 10 + 15),
            "support": NO_SHARE,
        }
        assert figures["A05.3", period, "agency", "hscp"] == share(15, 20 + 5 + 8)
        assert figures.breakdown("A05.3", period, "role_group") == {}


def test_the_survey_is_due_only_for_january_to_march_and_its_year() -> None:
    """Not due passes to every category; not received is something else."""
    figures = Drawn().compute(*QUARTERS, YEAR, of="A05")
    for indicator in ("A05.1", "A05.2", "A05.3"):
        for quarter in (Q1, Q2, Q3):
            assert figures.status(indicator, quarter) == "not_due"
            for agency in STAFF_AGENCIES:
                place = (indicator, quarter, "agency", agency)
                assert figures.status(*place) == "not_due"
        for period in (Q4, YEAR):
            assert figures.status(indicator, period) == "not_received"
            assert figures.status(indicator, period, "agency", "hscp") == "not_received"
    assert figures.status("A05.1", Q1, "role_group", "manager") == "not_due"


def test_the_year_s_survey_needs_no_other_quarter_and_no_half_year_has_it() -> None:
    """Nor does last year's survey count in this year."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "pathway_knowledge",
        Q4_BEFORE,
        "staff_invited | responses | knows_pathway \n 50 | 40 | 1",
    )
    drawn.sends("hscp", "pathway_knowledge", Q4, SURVEY_OF_HSCP)
    figures = drawn.compute(H1, Q4_BEFORE, YEAR, of="A05 A04 A10")
    assert figures["A05.1", Q4_BEFORE] == share(1, 40)
    assert figures["A05.1", YEAR] == share(6 + 5, 10 + 5)
    assert figures["A10.1", YEAR] == NOTHING
    for indicator in ("A04.1", "A05.1", "A10.1"):
        assert (indicator, H1) not in figures


@pytest.mark.parametrize(
    ("extract", "columns", "first", "second"),
    [
        (
            "supervision",
            "agreements | agreements_reviewed | dual_role_understood",
            "A10.1",
            "A10.2",
        ),
        (
            "team_meetings",
            "teams | teams_covering_pathway | teams_covering_service_levels",
            "A11.1",
            "A11.2",
        ),
    ],
)
def test_services_of_a_quarter_are_summed(
    extract: str, columns: str, first: str, second: str
) -> None:
    """Understood is of the reviewed; covering levels of service is of all teams."""
    drawn = Drawn()
    table = (
        f"service | {columns}\n Duty | 10 | 4 | 1 \n Cells | 6 | 4 | 2 \n New | 0|0|0"
    )
    drawn.sends("hscp", extract, Q1, table)
    drawn.sends("education", extract, Q1, f"service | {columns}\n Duty | 4 | 2 | 2")
    drawn.sends("barnardos", extract, Q1, f"service | {columns}\n Duty | 0 | 0 | 0")
    drawn.sends("police", extract, Q1)
    figures = drawn.compute(Q1, of=f"{first} {second}")
    whole = 4 + 4 if extract == "supervision" else 10 + 6
    other = 2 if extract == "supervision" else 4
    assert figures[first, Q1] == share(4 + 4 + 2, 10 + 6 + 4)
    assert figures[second, Q1] == share(1 + 2 + 2, whole + other)
    assert figures.row(first, Q1).agencies == (4, 5)
    assert figures.breakdown(first, Q1, "agency") == {
        "hscp": share(4 + 4, 10 + 6),
        "education": share(2, 4),
        "health": NOTHING,
        "police": NO_SHARE,
        "barnardos": NO_SHARE,
    }
    assert figures.breakdown(second, Q1, "agency") == {
        "hscp": share(1 + 2, whole),
        "education": share(2, other),
        "health": NOTHING,
        "police": NO_SHARE,
        "barnardos": NO_SHARE,
    }


@pytest.mark.parametrize(
    ("extract", "columns", "indicator"),
    [
        ("supervision", "agreements | agreements_reviewed", "A10.1"),
        ("team_meetings", "teams | teams_covering_pathway", "A11.1"),
    ],
)
def test_a_year_sums_its_quarters_of_agencies_received_in_all_four(
    extract: str, columns: str, indicator: str
) -> None:
    """One service in one quarter is one row: the same service counts four times."""
    drawn = Drawn()
    for number, quarter in enumerate(QUARTERS, start=1):
        table = f"service | {columns}\n Duty | 10 | {number}"
        drawn.sends("health", extract, quarter, table)
        if quarter != Q3:
            drawn.sends("police", extract, quarter, table)
    figures = drawn.compute(Q1, Q3, YEAR, of=indicator)
    assert figures[indicator, Q1] == share(1 + 1, 10 + 10)
    assert figures[indicator, Q3] == share(3, 10)
    assert figures[indicator, YEAR] == share(1 + 2 + 3 + 4, 10 + 10 + 10 + 10)
    assert figures.row(indicator, YEAR).agencies == (1, 5)
    assert figures[indicator, YEAR, "agency", "police"] == NOTHING


def test_agencies_that_each_miss_a_quarter_leave_the_year_not_received() -> None:
    drawn = Drawn()
    for quarter in (Q1, Q2, Q3):
        drawn.sends("health", "supervision", quarter)
        drawn.sends("health", "training", quarter)
    for quarter in (Q2, Q3, Q4):
        drawn.sends("police", "supervision", quarter)
        drawn.sends("police", "training", quarter)
    figures = drawn.compute(YEAR, of="A04 A10")
    for indicator in ("A10.1", "A10.2", "A04.1", "A04.3"):
        assert figures.status(indicator, YEAR) == "not_received"
        assert figures.status(indicator, YEAR, "agency", "police") == "not_received"
    assert figures["A04.2", YEAR] == NO_SHARE


def test_nil_returns_from_every_agency_are_received_and_a_share_of_nothing() -> None:
    drawn = Drawn()
    for agency in STAFF_AGENCIES:
        drawn.sends(agency, "training", Q2)
        drawn.sends(agency, "team_meetings", Q2)
    figures = drawn.compute(Q2, of="A04 A11")
    assert figures["A04.1", Q2] == count(0)
    for indicator in ("A04.2", "A04.3", "A11.1", "A11.2"):
        assert figures[indicator, Q2] == NO_SHARE
        assert figures.row(indicator, Q2).agencies == (5, 5)
        assert figures[indicator, Q2, "agency", "hscp"] == NO_SHARE
