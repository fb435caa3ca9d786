"""A06 on missing from school and on attendances at health, worked by hand."""

from __future__ import annotations

from tests.drawn_tables import (
    NO_MEDIAN,
    NO_SHARE,
    NOTHING,
    Q1,
    Q2,
    Q3,
    Q4,
    YEAR,
    Drawn,
    count,
    counts,
    median,
    share,
)

STAGE_GROUPS = ("P", "S1-S3", "S4-S6")
SERVICES = (
    "a_and_e",
    "minor_injuries",
    "gp_out_of_hours",
    "sexual_health",
    "camhs_urgent",
    "other_primary_care",
)
REASONS = (
    "injury",
    "illness",
    "alcohol_or_drugs",
    "self_harm",
    "mental_health",
    "sexual_health",
    "other",
    "unknown",
)


def test_children_missing_from_education_are_of_periods_begun_by_stage() -> None:
    """Both ends included; a period still open from June is June's; one child, once."""
    drawn = Drawn()
    drawn.sends(
        "education",
        "missing_from_education",
        Q2,
        """
        child_ref | stage | from_date
        ANNE      | P7    | 2026-07-01
        ANNE      | S1    | 2026-09-30
        BEN       | P1    | 2026-08-20
        CARA      | S3    | 2026-08-20
        DAN       | S4    | 2026-08-20
        DAN       | S4    | 2026-09-20
        EVE       | S6    | 2026-08-20
        FAY       | S2    | 2026-06-30
        """,
    )
    drawn.sends("education", "missing_from_education", Q1)
    figures = drawn.compute(Q1, Q2, of="A06.7")
    assert figures["A06.7", Q2] == count(5)
    assert figures.breakdown("A06.7", Q2, "stage_group") == counts(
        STAGE_GROUPS, {"P": 1 + 1, "S1-S3": 1 + 1, "S4-S6": 1 + 1}
    )
    assert figures["A06.7", Q1] == count(1)


def test_chronology_and_trend_are_shares_of_periods_not_of_children() -> None:
    """Unknown is not yes and stays in the denominator."""
    drawn = Drawn()
    drawn.sends(
        "education",
        "missing_from_education",
        Q1,
        """
        child_ref | chronology_used | trend_concern
        ANNE      | yes             | yes
        ANNE      | yes             | unknown
        BEN       | unknown         | no
        CARA      | no              | no
        """,
    )
    drawn.sends("education", "missing_from_education", Q2)
    figures = drawn.compute(Q1, Q2, of="A06.8 A06.16")
    assert figures["A06.8", Q1] == share(1 + 1, 4)
    assert figures["A06.16", Q1] == share(1, 4)
    assert figures["A06.8", Q2] == figures["A06.16", Q2] == NO_SHARE


def test_sessions_missed_have_a_median_of_periods_begun_in_the_period() -> None:
    drawn = Drawn()
    columns = "episode_ref | from_date | to_date | sessions_missed"
    drawn.sends(
        "education",
        "missing_from_education",
        Q1,
        f"""
        {columns}
        E1 | 2026-04-01 | 2026-04-10 | 14
        E2 | 2026-05-01 | 2026-05-01 | 0
        E3 | 2026-06-30 |            | 1
        """,
    )
    first = drawn.compute(Q1, of="A06.17")
    assert first["A06.17", Q1] == median(3, 1)
    assert first.row("A06.17", Q1).provisional
    drawn.sends(
        "education",
        "missing_from_education",
        Q2,
        f"{columns} \n E3 | 2026-06-30 | 2026-08-28 | 20",
    )
    later = drawn.compute(Q1, Q2, of="A06.17")
    assert later["A06.17", Q1] == median(3, 14)
    assert not later.row("A06.17", Q1).provisional
    assert later["A06.17", Q2] == NO_MEDIAN
    assert later.status("A06.17", Q2) == "not_applicable"


def test_a_median_of_an_even_number_is_the_mean_of_the_two_middle_values() -> None:
    drawn = Drawn()
    drawn.sends(
        "education",
        "missing_from_education",
        Q1,
        "sessions_missed \n 3 \n 10 \n 4 \n 90",
    )
    figures = drawn.compute(Q1, of="A06.17")
    assert figures["A06.17", Q1] == median(4, (4 + 10) / 2)


def test_attendances_are_broken_down_by_service_reason_age_and_sex() -> None:
    drawn = Drawn()
    drawn.sends(
        "health",
        "attendances",
        Q2,
        """
        child_ref | age | sex     | attended_on | service       | reason_group
        ANNE      | 0   | female  | 2026-07-01  | a_and_e       | injury
        ANNE      | 0   | female  | 2026-09-30  | a_and_e       | unknown
        BEN       | 11  | male    | 2026-08-01  | sexual_health | sexual_health
        CARA      | 16  | unknown | 2026-08-01  | camhs_urgent  | self_harm
        """,
    )
    figures = drawn.compute(Q2, of="A06.9")
    assert figures["A06.9", Q2] == count(2 + 1 + 1)
    expected = {
        "service": counts(
            SERVICES, {"a_and_e": 2, "sexual_health": 1, "camhs_urgent": 1}
        ),
        "reason_group": counts(
            REASONS, {"injury": 1, "unknown": 1, "sexual_health": 1, "self_harm": 1}
        ),
        "age_group": counts(
            ("0-4", "5-11", "12-15", "16-17"), {"0-4": 2, "5-11": 1, "16-17": 1}
        ),
        "sex": counts(
            ("female", "male", "other", "unknown"),
            {"female": 2, "male": 1, "unknown": 1},
        ),
    }
    for name, categories in expected.items():
        assert figures.breakdown("A06.9", Q2, name) == categories


def test_three_attendances_in_the_period_make_a_child_who_attended_often() -> None:
    """A flag of unknown is no flag; a year counts over its quarters."""
    drawn = Drawn()
    drawn.sends(
        "health",
        "attendances",
        Q1,
        """
        child_ref | attended_on | cse_concern
        ANNE      | 2026-04-01  | yes
        ANNE      | 2026-05-01  | yes
        ANNE      | 2026-06-30  | unknown
        BEN       | 2026-06-30  | no
        BEN       | 2026-06-30  | no
        """,
    )
    drawn.sends("health", "attendances", Q2, "child_ref \n BEN")
    drawn.sends("health", "attendances", Q3)
    without = drawn.compute(YEAR, of="A06.9 A06.10 A06.11")
    for indicator in ("A06.9", "A06.10", "A06.11"):
        assert without[indicator, YEAR] == NOTHING
    drawn.sends("health", "attendances", Q4)
    figures = drawn.compute(Q1, Q2, YEAR, of="A06.9 A06.10 A06.11")
    assert figures["A06.10", Q1] == count(1)
    assert figures["A06.10", Q2] == count(0)
    assert figures["A06.10", YEAR] == count(1 + 1)
    assert figures["A06.11", Q1] == figures["A06.11", YEAR] == count(1 + 1)
    assert figures["A06.9", YEAR] == count(3 + 2 + 1)


def test_attendances_not_received_pass_their_status_to_every_category() -> None:
    figures = Drawn().compute(Q1, of="A06.7 A06.9 A06.10 A06.11 A06.17")
    for row in figures.rows():
        assert row.status == "not_received"
        assert row.figure == NOTHING
        assert not row.provisional
    assert len(figures.breakdown("A06.9", Q1, "service")) == len(SERVICES)
