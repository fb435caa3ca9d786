"""A08 and A12: assessments signed off and documents audited, worked by hand."""

from __future__ import annotations

from tests.drawn_tables import (
    H1,
    NO_MEDIAN,
    NO_SHARE,
    NOTHING,
    Q1,
    Q2,
    Q3,
    Q4,
    YEAR,
    Drawn,
    median,
    share,
)


def test_assessments_are_signed_off_by_the_manager_whenever_that_was() -> None:
    """Of those completed in the period, both ends included; days are whole days."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "wellbeing_assessments",
        Q2,
        """
        completed_on | signed_off_on | signed_off_by
        2026-07-01   | 2026-07-01    | operational_service_manager
        2026-09-30   | 2026-10-09    | operational_service_manager
        2026-08-01   | 2026-08-05    | team_leader
        2026-08-01   | 2026-08-03    | other
        2026-08-01   |               |
        2026-06-30   |               |
        """,
    )
    drawn.sends("hscp", "wellbeing_assessments", Q1)
    figures = drawn.compute(Q1, Q2, of="A08")
    assert figures["A08.1", Q2] == share(1 + 1, 5)
    assert figures["A08.2", Q2] == median(4, (2 + 4) / 2)
    assert figures["A08.1", Q1] == share(0, 1)
    assert figures["A08.2", Q1] == NO_MEDIAN


def test_days_to_sign_off_do_not_lose_a_day_when_the_clocks_change() -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "wellbeing_assessments",
        Q3,
        "completed_on | signed_off_on \n 2026-10-24 | 2026-10-26",
    )
    drawn.sends(
        "hscp",
        "wellbeing_assessments",
        Q4,
        "completed_on | signed_off_on \n 2027-03-27 | 2027-03-29",
    )
    figures = drawn.compute(Q3, Q4, of="A08.2")
    assert figures["A08.2", Q3] == figures["A08.2", Q4] == median(1, 2)


def test_an_assessment_signed_off_later_settles_the_quarter_it_was_completed_in() -> (
    None
):
    """Sent in three files, it counts once, as the last of them has it."""
    drawn = Drawn()
    columns = "assessment_ref | completed_on | signed_off_on | signed_off_by"
    for quarter in (Q1, Q2):
        drawn.sends(
            "hscp",
            "wellbeing_assessments",
            quarter,
            f"{columns} \n WA | 2026-06-30 | | ",
        )
    drawn.sends(
        "hscp",
        "wellbeing_assessments",
        Q3,
        f"{columns} \n WA | 2026-06-30 | 2026-10-01 | operational_service_manager",
    )
    drawn.sends("hscp", "wellbeing_assessments", Q4)
    figures = drawn.compute(Q1, Q2, YEAR, of="A08")
    june, summer, september = 0, 31 + 31, 30
    assert figures["A08.1", Q1] == figures["A08.1", YEAR] == share(1, 1)
    assert figures["A08.2", Q1] == median(1, june + summer + september + 1)
    assert figures["A08.1", Q2] == NO_SHARE
    assert not figures.row("A08.1", Q1).provisional


def test_audited_documents_are_shared_out_by_dual_role_and_grade() -> None:
    """Unknown is not yes; 4 is good and 3 is not; a type without audits has none."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "case_file_audits",
        Q1,
        """
        audited_on | document_type        | dual_role_evidenced | grade
        2026-04-01 | shared_chronology    | yes                 | 4
        2026-06-30 | shared_chronology    | unknown             | 3
        2026-05-01 | shared_chronology    | no                  | 6
        2026-05-01 | childs_plan          | yes                 | 1
        """,
    )
    figures = drawn.compute(Q1, of="A12")
    assert figures["A12.1", Q1] == share(1 + 1, 3 + 1)
    assert figures.breakdown("A12.1", Q1, "document_type") == {
        "shared_chronology": share(1, 3),
        "wellbeing_assessment": NO_SHARE,
        "childs_plan": share(1, 1),
    }
    assert figures["A12.2", Q1] == share(1 + 1, 3 + 1)
    assert figures.breakdown("A12.2", Q1, "document_type") == {
        "shared_chronology": share(1 + 1, 3),
        "wellbeing_assessment": NO_SHARE,
        "childs_plan": share(0, 1),
    }
    assert (
        figures.status("A12.2", Q1, "document_type", "wellbeing_assessment")
        == "not_applicable"
    )


def test_a_year_of_practice_sums_records_and_needs_every_quarter() -> None:
    """There is no half-year of A08 and A12."""
    drawn = Drawn()
    for quarter, grade in ((Q1, 4), (Q2, 3), (Q4, 5)):
        drawn.sends("hscp", "case_file_audits", quarter, f"grade \n {grade}")
        drawn.sends("hscp", "wellbeing_assessments", quarter)
    missing = drawn.compute(Q3, YEAR, of="A08 A12")
    for indicator in ("A08.1", "A08.2", "A12.1", "A12.2"):
        for period in (Q3, YEAR):
            assert missing[indicator, period] == NOTHING
            assert missing.status(indicator, period) == "not_received"
    plan = ("A12.1", YEAR, "document_type", "childs_plan")
    assert missing.status(*plan) == "not_received"
    drawn.sends("hscp", "case_file_audits", Q3)
    drawn.sends("hscp", "wellbeing_assessments", Q3)
    figures = drawn.compute(H1, YEAR, of="A08 A12")
    assert figures["A12.2", YEAR] == share(1 + 1, 3)
    assert figures["A08.1", YEAR] == NO_SHARE
    assert figures["A08.2", YEAR] == NO_MEDIAN
    assert ("A12.1", H1) not in figures
    assert ("A08.1", H1) not in figures
