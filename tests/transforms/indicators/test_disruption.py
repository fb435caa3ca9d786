"""A18 and A21 to A26: concern reports, action against offending, worked by hand."""

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
    YEAR,
    Drawn,
    count,
    counts,
    share,
)

LOCALITIES = (
    "kilmacolm_and_quarriers",
    "port_glasgow",
    "greenock_east_and_central",
    "greenock_south_and_southwest",
    "greenock_west_and_gourock",
    "inverkip_and_wemyss_bay",
    "outwith_inverclyde",
    "unknown",
)
LOCATIONS = (
    "private_home",
    "public_place",
    "online",
    "care_setting",
    "school",
    "hotel_or_let",
    "licensed_premises",
    "transport",
    "other",
    "unknown",
)
ACTS = (
    "Sexual Offences (Scotland) Act 2009",
    "Protection of Children and Prevention of Sexual Offences (Scotland) Act 2005",
    "Civic Government (Scotland) Act 1982",
    "Criminal Justice and Licensing (Scotland) Act 2010",
    "Human Trafficking and Exploitation (Scotland) Act 2015",
    "Abusive Behaviour and Sexual Harm (Scotland) Act 2016",
    "Children (Scotland) Act 1995",
    "Children's Hearings (Scotland) Act 2011",
    "Communications Act 2003",
    "Sexual Offences Act 2003",
    "Criminal Law (Consolidation) (Scotland) Act 1995",
    "Antisocial Behaviour etc. (Scotland) Act 2004",
    "other",
)


def test_concern_reports_are_broken_down_in_five_ways() -> None:
    """Reports, not children: ANNE's two are two; both ends of the quarter."""
    drawn = Drawn()
    drawn.sends(
        "police",
        "concern_reports",
        Q1,
        """
      child_ref | age | sex    | reported_on | theme    | location_type | locality
      ANNE      | 15  | female | 2026-04-01  | victim   | online        | port_glasgow
      ANNE      | 16  | female | 2026-06-30  | victim   | unknown       | unknown
      BEN       | 4   | other  | 2026-05-01  | location | online        | port_glasgow
        """,
    )
    figures = drawn.compute(Q1, of="A18.1")
    expected = {
        "theme": counts(
            ("victim", "offender", "location"), {"victim": 2, "location": 1}
        ),
        "location_type": counts(LOCATIONS, {"online": 2, "unknown": 1}),
        "locality": counts(LOCALITIES, {"port_glasgow": 2, "unknown": 1}),
        "age_group": counts(
            ("0-4", "5-11", "12-15", "16-17"), {"0-4": 1, "12-15": 1, "16-17": 1}
        ),
        "sex": counts(
            ("female", "male", "other", "unknown"), {"female": 2, "other": 1}
        ),
    }
    assert figures["A18.1", Q1] == count(2 + 1)
    for name, categories in expected.items():
        assert figures.breakdown("A18.1", Q1, name) == categories


REPORTS = (
    "report_ref | reported_on \n R1 | 2026-04-01 \n R2 | 2026-06-30 \n R3 | 2026-05-01"
)


def test_reports_are_reviewed_by_the_period_s_last_day_and_count_once() -> None:
    """A review of 1 July counts in the year and not in the quarter of the report."""
    drawn = Drawn()
    drawn.sends("police", "concern_reports", Q1, REPORTS)
    drawn.sends(
        "barnardos",
        "concern_report_reviews",
        Q1,
        """
        report_ref | reviewed_on
        R1         | 2026-04-02
        R1         | 2026-05-02
        R2         | 2026-06-30
        R9         | 2026-06-30
        """,
    )
    drawn.sends(
        "barnardos",
        "concern_report_reviews",
        Q2,
        "report_ref | reviewed_on \n R3 | 2026-07-01",
    )
    for quarter in (Q3, Q4):
        drawn.sends("barnardos", "concern_report_reviews", quarter)
        drawn.sends("police", "concern_reports", quarter)
    drawn.sends("police", "concern_reports", Q2)
    figures = drawn.compute(Q1, Q2, YEAR, of="A18.2")
    assert figures["A18.2", Q1] == share(1 + 1, 3)
    assert figures["A18.2", YEAR] == share(1 + 1 + 1, 3)
    assert figures["A18.2", Q2] == NO_SHARE


def test_reports_reviewed_need_both_agencies_and_reports_alone_do_not() -> None:
    drawn = Drawn()
    drawn.sends("police", "concern_reports", Q1, REPORTS)
    drawn.sends("barnardos", "concern_report_reviews", Q2)
    figures = drawn.compute(Q1, Q2, of="A18")
    assert figures["A18.1", Q1] == count(3)
    assert figures["A18.2", Q1] == figures["A18.3", Q1] == NOTHING
    assert figures["A18.2", Q2] == figures["A18.1", Q2] == NOTHING
    assert figures["A18.3", Q2] == count(0)


def test_trends_are_reviews_that_identified_one_by_location_and_locality() -> None:
    """Unknown is not yes; places are those of the review."""
    drawn = Drawn()
    drawn.sends(
        "barnardos",
        "concern_report_reviews",
        Q1,
        """
        report_ref | reviewed_on | location_type | locality     | trend_identified
        R1         | 2026-04-01  | online        | port_glasgow | yes
        R1         | 2026-06-30  | online        | unknown      | yes
        R2         | 2026-05-01  | school        | unknown      | unknown
        R3         | 2026-05-01  | school        | unknown      | no
        """,
    )
    figures = drawn.compute(Q1, of="A18.3")
    assert figures["A18.3", Q1] == count(1 + 1)
    assert figures.breakdown("A18.3", Q1, "location_type") == counts(
        LOCATIONS, {"online": 2}
    )
    assert figures.breakdown("A18.3", Q1, "locality") == counts(
        LOCALITIES, {"port_glasgow": 1, "unknown": 1}
    )


RECORDED = {
    "A21.1": "offender_profile",
    "A22.1": "criminal_investigation",
    "A23.1": "warrant_executed",
    "A24.1": "criminal_proceedings",
    "A24.2": "court_proceedings",
}


@pytest.mark.parametrize(("indicator", "record_type"), RECORDED.items())
def test_each_kind_of_action_counts_on_the_day_recorded(
    indicator: str, record_type: str
) -> None:
    """Both ends of the quarter; every other kind is there once and is not counted."""
    lines = [f"{kind} | 2026-05-01" for kind in RECORDED.values()]
    lines += [f"{record_type} | 2026-04-01", f"{record_type} | 2026-06-30"]
    drawn = Drawn()
    table = "\n".join(["record_type | recorded_on", *lines])
    drawn.sends("police", "disruption", Q1, table)
    drawn.sends("police", "disruption", Q2)
    figures = drawn.compute(Q1, Q2, Q3, of=indicator)
    assert figures[indicator, Q1] == count(1 + 2)
    assert figures[indicator, Q2] == count(0)
    assert figures[indicator, Q3] == NOTHING


def test_outcomes_are_of_proceedings_and_of_nothing_else() -> None:
    drawn = Drawn()
    drawn.sends(
        "police",
        "disruption",
        Q1,
        """
        record_type            | outcome
        criminal_proceedings   | convicted
        court_proceedings      | convicted
        court_proceedings      | ongoing
        court_proceedings      |
        warrant_executed       | convicted
        criminal_investigation | ongoing
        """,
    )
    figures = drawn.compute(Q1, of="A24.3")
    outcomes = (
        "ongoing",
        "reported_to_procurator_fiscal",
        "convicted",
        "acquitted",
        "no_proceedings",
        "other",
    )
    assert figures["A24.3", Q1] == count(1 + 2)
    assert figures.breakdown("A24.3", Q1, "outcome") == counts(
        outcomes, {"convicted": 1 + 1, "ongoing": 1}
    )


def test_an_outcome_told_again_later_counts_once_in_its_latest_state() -> None:
    """The record keeps its quarter; a wrong kind is set right."""
    drawn = Drawn()
    columns = "record_ref | record_type | recorded_on | outcome"
    drawn.sends(
        "police",
        "disruption",
        Q1,
        f"{columns} \n D1 | court_proceedings | 2026-04-01 | ongoing \n"
        "D1B | court_proceedings | 2026-04-01 | ongoing",
    )
    drawn.sends(
        "police",
        "disruption",
        Q1,
        f"{columns} \n D1 | court_proceedings | 2026-04-01 | acquitted",
        version=2,
    )
    figures = drawn.compute(Q1, of="A24")
    assert figures["A24.2", Q1] == figures["A24.3", Q1] == count(1)
    assert figures["A24.3", Q1, "outcome", "acquitted"] == count(1)
    assert figures["A24.3", Q1, "outcome", "ongoing"] == count(0)


def test_ceop_reports_are_by_type_and_acted_on() -> None:
    """Unknown is not acted on and stays in the denominator."""
    drawn = Drawn()
    drawn.sends(
        "police",
        "ceop_reports",
        Q1,
        """
        received_on | report_type      | action_taken
        2026-04-01  | grooming         | yes
        2026-06-30  | grooming         | unknown
        2026-05-01  | sexual_extortion | yes
        """,
    )
    drawn.sends("police", "ceop_reports", Q2)
    figures = drawn.compute(Q1, Q2, of="A25")
    types = (
        "grooming",
        "indecent_images",
        "sexual_extortion",
        "live_streaming",
        "intelligence",
        "other",
    )
    assert figures["A25.1", Q1] == count(2 + 1)
    assert figures.breakdown("A25.1", Q1, "type") == counts(
        types, {"grooming": 2, "sexual_extortion": 1}
    )
    assert figures["A25.2", Q1] == share(1 + 1, 3)
    assert figures["A25.1", Q2] == count(0)
    assert figures["A25.2", Q2] == NO_SHARE


def test_an_action_that_names_two_acts_is_one_action_and_one_for_each_act() -> None:
    """Named twice in one record is named once; `other` names an Act too."""
    first, second = ACTS[8], ACTS[7]
    drawn = Drawn()
    drawn.sends(
        "police",
        "disruption",
        Q1,
        f"""
        recorded_on | legislation
        2026-04-01  | {first};{second}
        2026-06-30  | {first}
        2026-05-01  | {second};{second}
        2026-05-01  | other
        2026-05-01  |
        """,
    )
    figures = drawn.compute(Q1, of="A26.1")
    assert figures["A26.1", Q1] == count(1 + 1 + 1 + 1)
    assert figures.breakdown("A26.1", Q1, "act") == counts(
        ACTS, {first: 1 + 1, second: 1 + 1, "other": 1}
    )


def test_offending_of_a_year_needs_every_quarter_and_has_no_half_year() -> None:
    drawn = Drawn()
    for quarter in (Q1, Q2, Q3):
        drawn.sends("police", "disruption", quarter, "legislation \n other")
    missing = drawn.compute(YEAR, of="A21 A26")
    assert missing["A21.1", YEAR] == missing["A26.1", YEAR] == NOTHING
    assert missing.status("A26.1", YEAR, "act", "other") == "not_received"
    drawn.sends("police", "disruption", Q4)
    figures = drawn.compute(H1, YEAR, of="A21 A26")
    assert figures["A21.1", YEAR] == count(1 + 1 + 1)
    assert figures["A26.1", YEAR, "act", "other"] == count(1 + 1 + 1)
    assert ("A26.1", H1) not in figures
