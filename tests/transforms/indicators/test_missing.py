"""A06 on missing children and A17 on their return, worked by hand."""

from __future__ import annotations

import pytest

from tests.drawn_tables import (
    H1,
    NO_MEDIAN,
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
    median,
    share,
)
from transforms.compute import Figure

PLACEMENTS = (
    "at_home",
    "kinship_care",
    "foster_care",
    "residential_care",
    "secure_care",
    "supported_accommodation",
    "other",
)
AGES = ("0-4", "5-11", "12-15", "16-17")
ETHNICITIES = (
    "white",
    "mixed",
    "asian",
    "african",
    "caribbean_or_black",
    "other",
    "unknown",
)
SEXES = ("female", "male", "other", "unknown")
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


def test_children_and_episodes_are_of_the_local_day_they_went_missing() -> None:
    """00:30 on 1 July is still June in UTC; 23:59 on 30 September is September."""
    drawn = Drawn()
    drawn.sends("hscp", "missing_episodes", Q1)
    drawn.sends("hscp", "missing_episodes", Q3)
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q2,
        """
        episode_ref | child_ref | placement_type | missing_from
        E1          | ANNE      | foster_care    | 2026-07-01 00:30
        E2          | ANNE      | kinship_care   | 2026-09-30 23:59
        E3          | ANNE      | kinship_care   | 2026-08-01 12:00
        E4          | BEN       | kinship_care   | 2026-08-01 12:00
        STILL-OPEN  | CARA      | other          | 2026-06-30 23:59
        """,
    )
    figures = drawn.compute(Q1, Q2, Q3, of="A06.1 A06.2")
    assert figures["A06.1", Q2] == count(1 + 1)
    assert figures.breakdown("A06.1", Q2, "placement_type") == counts(
        PLACEMENTS, {"foster_care": 1, "kinship_care": 1 + 1}
    )
    assert figures["A06.2", Q2] == count(3 + 1)
    assert figures.breakdown("A06.2", Q2, "placement_type") == counts(
        PLACEMENTS, {"foster_care": 1, "kinship_care": 2 + 1}
    )
    assert figures["A06.1", Q1] == figures["A06.2", Q1] == count(1)
    assert figures["A06.1", Q3] == figures["A06.2", Q3] == count(0)


def test_an_episode_sent_again_counts_once_in_its_quarter_in_its_latest_state() -> None:
    """Open in June's file, returned in September's: its hours are the first
    quarter's, and so is a placement set right."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q1,
        """
        episode_ref | child_ref | placement_type | missing_from     | returned_at
        E1          | ANNE      | other          | 2026-06-30 12:00 |
        E2          | BEN       | at_home        | 2026-06-30 12:00 | 2026-06-30 14:00
        """,
    )
    before = drawn.compute(Q1, of="A06")
    assert before["A06.5", Q1] == median(1, 2)
    assert before.row("A06.5", Q1).beside == 1
    assert before.row("A06.2", Q1).provisional
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q2,
        """
        episode_ref | child_ref | placement_type | missing_from     | returned_at
        E1          | ANNE      | secure_care    | 2026-06-30 12:00 | 2026-07-01 12:00
        """,
    )
    figures = drawn.compute(Q1, Q2, of="A06")
    assert figures["A06.2", Q1] == count(1 + 1)
    assert figures["A06.2", Q1, "placement_type", "secure_care"] == count(1)
    assert figures["A06.2", Q1, "placement_type", "other"] == count(0)
    assert figures["A06.5", Q1] == median(2, (2 + 24) / 2)
    assert figures.row("A06.5", Q1).beside == 0
    assert not figures.row("A06.2", Q1).provisional
    assert figures["A06.2", Q2] == count(0)
    assert figures["A06.5", Q2] == NO_MEDIAN
    assert figures.row("A06.5", Q2).beside == 0


def test_three_times_or_more_applies_to_the_whole_period() -> None:
    """Twice in one quarter and once in the next is three times in the year."""
    drawn = Drawn()
    for quarter in (Q3, Q4):
        drawn.sends("hscp", "missing_episodes", quarter)
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q1,
        """
        child_ref | missing_from
        ANNE      | 2026-04-01 00:00
        ANNE      | 2026-04-02 00:00
        ANNE      | 2026-06-30 23:00
        BEN       | 2026-05-01 10:00
        BEN       | 2026-05-02 10:00
        CARA      | 2026-05-02 10:00
        """,
    )
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q2,
        "child_ref | missing_from \n BEN | 2026-07-01 10:00 \n CARA | 2026-07-01 10:00",
    )
    figures = drawn.compute(Q1, Q2, YEAR, of="A06.1 A06.4")
    assert figures["A06.4", Q1] == count(1)
    assert figures["A06.4", Q2] == count(0)
    assert figures["A06.4", YEAR] == count(1 + 1)
    assert figures["A06.1", Q1] == count(3)
    assert figures["A06.1", Q2] == count(2)
    assert figures["A06.1", YEAR] == count(3)


@pytest.mark.parametrize(
    ("quarter", "missing_from", "returned_at", "hours"),
    [
        (Q3, "2026-10-24 12:00", "2026-10-25 12:00", 24 + 1),
        (Q3, "2026-10-25 01:30", "2026-10-25 01:30Z", 1),
        (Q4_BEFORE, "2026-03-28 12:00", "2026-03-29 12:00", 24 - 1),
        (Q4, "2027-03-28 00:30", "2027-03-28 02:30", 2 - 1),
        (Q1, "2026-05-01 10:00", "2026-05-01 10:30", 0.5),
    ],
)
def test_hours_missing_are_elapsed_hours_also_when_the_clocks_change(
    quarter: str, missing_from: str, returned_at: str, hours: float
) -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "missing_episodes",
        quarter,
        f"missing_from | returned_at \n {missing_from} | {returned_at}",
    )
    figures = drawn.compute(quarter, of="A06.5")
    assert figures["A06.5", quarter] == median(1, hours)


def test_the_median_is_of_ended_episodes_and_the_open_stand_beside() -> None:
    """Of two in the middle the mean; with none ended there is no median."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q1,
        """
        missing_from     | returned_at
        2026-05-01 10:00 | 2026-05-01 11:00
        2026-05-01 10:00 | 2026-05-01 13:00
        2026-05-01 10:00 | 2026-05-01 18:00
        2026-06-30 10:00 | 2026-07-04 10:00
        2026-05-01 10:00 |
        2026-05-02 10:00 |
        """,
    )
    drawn.sends("hscp", "missing_episodes", Q2, "missing_from \n 2026-07-01 10:00")
    figures = drawn.compute(Q1, Q2, of="A06.5")
    assert figures["A06.5", Q1] == median(4, (3 + 8) / 2)
    assert figures.row("A06.5", Q1).beside == 2
    assert figures["A06.5", Q2] == NO_MEDIAN
    assert figures.status("A06.5", Q2) == "not_applicable"
    assert figures.row("A06.5", Q2).beside == 1


def test_looked_after_children_missing_are_per_100_looked_after_at_period_end() -> None:
    """The children missing are the year's, those looked after the last file's."""
    drawn = Drawn()
    for quarter in (Q1, Q2, Q3, Q4):
        table = "child_ref | missing_from \n ANNE | 2026-04-01 10:00 \n BEN | "
        table += "2026-06-30 10:00"
        drawn.sends("hscp", "missing_episodes", quarter, table if quarter == Q1 else "")
    drawn.sends(
        "hscp",
        "looked_after_children",
        Q1,
        "child_ref \n ANNE \n CARA \n DAN \n EVE",
    )
    drawn.sends("hscp", "looked_after_children", Q4, "child_ref \n CARA \n DAN \n EVE")
    drawn.sends("hscp", "looked_after_children", Q3)
    figures = drawn.compute(Q1, Q2, Q3, Q4, YEAR, of="A06.3")
    assert figures["A06.3", Q1] == Figure(2, 4, 100 * 2 / 4)
    assert figures.status("A06.3", Q2) == "not_received"
    assert figures["A06.3", Q3] == NO_SHARE
    assert figures.status("A06.3", Q3) == "not_applicable"
    assert figures["A06.3", Q4] == Figure(0, 3, 0)
    assert figures["A06.3", YEAR] == Figure(2, 3, 100 * 2 / 3)


@pytest.mark.parametrize(
    ("quarter", "missing_from", "reported_from", "matches"),
    [
        (Q1, "2026-05-02 10:00", "2026-05-03 10:00", True),
        (Q1, "2026-05-02 10:00", "2026-05-03 10:01", False),
        (Q1, "2026-05-02 10:00", "2026-05-01 10:00", True),
        (Q1, "2026-05-02 10:00", "2026-05-01 09:59", False),
        (Q3, "2026-10-24 20:00", "2026-10-25 19:00", True),
        (Q3, "2026-10-24 20:00", "2026-10-25 19:01", False),
        (Q4_BEFORE, "2026-03-28 20:00", "2026-03-29 21:00", True),
        (Q4_BEFORE, "2026-03-28 20:00", "2026-03-29 21:01", False),
    ],
)
def test_a_police_report_matches_up_to_24_elapsed_hours_either_way(
    quarter: str, missing_from: str, reported_from: str, *, matches: bool
) -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "missing_episodes",
        quarter,
        f"child_ref | missing_from | reported_to_police \n ANNE | {missing_from} | yes",
    )
    drawn.sends(
        "police",
        "missing_persons",
        quarter,
        f"child_ref | missing_from \n ANNE | {reported_from}",
    )
    figures = drawn.compute(quarter, of="A06.6")
    assert figures["A06.6", quarter] == share(1 if matches else 0, 1)


def test_only_reported_episodes_are_matched_and_only_by_the_same_child() -> None:
    """Unknown is not reported; two reports of a child are one match."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q1,
        """
        child_ref | missing_from     | reported_to_police
        ANNE      | 2026-05-01 10:00 | yes
        BEN       | 2026-05-01 10:00 | yes
        CARA      | 2026-05-01 10:00 | unknown
        ANNE      | 2026-05-01 10:00 | no
        """,
    )
    drawn.sends(
        "police",
        "missing_persons",
        Q1,
        """
        child_ref | missing_from
        ANNE      | 2026-05-01 10:00
        ANNE      | 2026-05-01 11:00
        CARA      | 2026-05-01 10:00
        """,
    )
    figures = drawn.compute(Q1, of="A06.6")
    assert figures["A06.6", Q1] == share(1, 1 + 1)


def test_matches_look_at_this_period_or_earlier_never_later() -> None:
    """A report of 1 October matches an episode of 30 September only in the year."""
    drawn = Drawn()
    drawn.sends("hscp", "missing_episodes", Q1)
    drawn.sends("hscp", "missing_episodes", Q3)
    drawn.sends("hscp", "missing_episodes", Q4)
    drawn.sends("police", "missing_persons", Q2)
    drawn.sends("police", "missing_persons", Q4)
    drawn.sends(
        "hscp",
        "missing_episodes",
        Q2,
        """
        child_ref | missing_from     | reported_to_police
        ANNE      | 2026-07-01 10:00 | yes
        BEN       | 2026-09-30 20:00 | yes
        """,
    )
    earlier, later = "ANNE | 2026-06-30 23:00", "BEN | 2026-10-01 10:00"
    drawn.sends("police", "missing_persons", Q3, f"child_ref | missing_from \n {later}")
    without = drawn.compute(Q2, YEAR, of="A06.6")
    assert without["A06.6", Q2] == share(0, 1 + 1)
    assert without["A06.6", YEAR] == NOTHING
    drawn.sends(
        "police", "missing_persons", Q1, f"child_ref | missing_from \n {earlier}"
    )
    figures = drawn.compute(Q1, Q2, YEAR, of="A06.6")
    assert figures["A06.6", Q1] == NO_SHARE
    assert figures["A06.6", Q2] == share(1, 1 + 1)
    assert figures["A06.6", YEAR] == share(1 + 1, 1 + 1)


def test_a_share_that_needs_two_agencies_needs_both() -> None:
    drawn = Drawn()
    drawn.sends("hscp", "missing_episodes", Q1, "reported_to_police \n yes")
    drawn.sends("police", "missing_persons", Q2, "missing_from \n 2026-07-01 10:00")
    drawn.sends("hscp", "return_interviews", Q1, "outcome \n declined")
    figures = drawn.compute(Q1, Q2, of="A06.6 A17.3 A17.5")
    for indicator in ("A06.6", "A17.3", "A17.5"):
        assert figures.status(indicator, Q1) == "not_received"
        assert figures.status(indicator, Q2) == "not_received"


REPORTS = """
  child_ref | age | sex     | missing_from     | place_type | risk_grade | locality
  ANNE      | 4   | female  | 2026-07-01 00:00 | home       | low        | unknown
  ANNE      | 5   | female  | 2026-09-30 23:59 | hospital   | high       | port_glasgow
  BEN       | 11  | male    | 2026-08-01 10:00 | school     | medium     | port_glasgow
  CARA      | 12  | other   | 2026-08-01 10:00 | other      | low        | unknown
  DAN       | 15  | unknown | 2026-08-01 10:00 | home       | low        | unknown
  EVE       | 16  | male    | 2026-08-01 10:00 | home       | high       | unknown
  FAY       | 17  | male    | 2026-08-01 10:00 | home       | low        | unknown
  GUS       | 17  | male    | 2026-06-30 23:59 | home       | low        | unknown
"""


def test_missing_person_reports_are_broken_down_in_five_ways() -> None:
    """Ages 4 and 5, 11 and 12, 15 and 16 lie either side of a line."""
    drawn = Drawn()
    drawn.sends("police", "missing_persons", Q2, REPORTS)
    figures = drawn.compute(Q2, of="A06.12")
    assert figures["A06.12", Q2] == count(2 + 5)
    places = ("home", "looked_after", "hospital", "school", "other")
    expected = {
        "place_type": counts(
            places, {"home": 1 + 3, "hospital": 1, "school": 1, "other": 1}
        ),
        "risk_grade": counts(
            ("low", "medium", "high"), {"low": 4, "medium": 1, "high": 2}
        ),
        "locality": counts(LOCALITIES, {"port_glasgow": 2, "unknown": 5}),
        "age_group": counts(
            AGES, {"0-4": 1, "5-11": 1 + 1, "12-15": 1 + 1, "16-17": 1 + 1}
        ),
        "sex": counts(SEXES, {"female": 2, "male": 3, "other": 1, "unknown": 1}),
    }
    for name, categories in expected.items():
        assert figures.breakdown("A06.12", Q2, name) == categories


def test_a_child_in_two_categories_counts_in_each_and_once_in_the_total() -> None:
    """ANNE is reported at 4 and again at 5."""
    drawn = Drawn()
    drawn.sends("police", "missing_persons", Q2, REPORTS)
    figures = drawn.compute(Q2, of="A06.13")
    assert figures["A06.13", Q2] == count(6)
    assert figures.breakdown("A06.13", Q2, "age_group") == counts(
        AGES, {"0-4": 1, "5-11": 1 + 1, "12-15": 2, "16-17": 2}
    )
    assert figures.breakdown("A06.13", Q2, "sex") == counts(
        SEXES, {"female": 1, "male": 3, "other": 1, "unknown": 1}
    )


ESTIMATES = """
    as_of_year | sex    | age | estimate
    2025       | female | 0   | 700
    2026       | female | 0   | 400
    2026       | male   | 17  | 600
    2027       | male   | 17  | 9000
"""


def test_children_missing_in_the_area_are_per_1000_of_the_latest_estimate() -> None:
    """Outwith the area is out, unknown is in, a child with both counts once."""
    drawn = Drawn()
    drawn.population(ESTIMATES)
    drawn.sends(
        "police",
        "missing_persons",
        Q1,
        """
        child_ref | locality
        ANNE      | outwith_inverclyde
        ANNE      | port_glasgow
        ANNE      | port_glasgow
        BEN       | unknown
        CARA      | outwith_inverclyde
        """,
    )
    drawn.sends("police", "missing_persons", Q4_BEFORE, "child_ref \n ANNE")
    drawn.sends("police", "missing_persons", Q4)
    figures = drawn.compute(Q1, Q4, Q4_BEFORE, of="A06.15")
    assert figures["A06.15", Q1] == Figure(2, 400 + 600, 1000 * 2 / (400 + 600))
    assert figures["A06.15", Q4_BEFORE] == Figure(1, 700, 1000 * 1 / 700)
    assert figures["A06.15", Q4] == Figure(0, 400 + 600, 0)


def test_a_rate_without_an_estimate_in_force_is_not_received() -> None:
    """The estimate of 30 June 2026 is not yet one for March 2026."""
    drawn = Drawn()
    drawn.population("as_of_year | sex | age | estimate \n 2026 | female | 0 | 400")
    drawn.sends("police", "missing_persons", Q4_BEFORE, "child_ref \n ANNE")
    drawn.sends("police", "missing_persons", Q1)
    figures = drawn.compute(Q4_BEFORE, Q1, of="A06.15 A06.13")
    assert figures["A06.15", Q4_BEFORE] == NOTHING
    assert figures.status("A06.15", Q4_BEFORE) == "not_received"
    assert figures["A06.13", Q4_BEFORE] == count(1)
    assert figures["A06.15", Q1] == Figure(0, 400, 0)


def test_missing_person_data_sent_in_time_is_of_three_agencies_each_quarter() -> None:
    """Accepted and late, or in time and rejected, is not sent in time."""
    drawn = Drawn()
    drawn.owed(
        """
        quarter    | agency    | extract                | was_received_in_time | \
accepted_in_time
        2026-27-Q1 | hscp      | missing_episodes       | yes | yes
        2026-27-Q1 | education | missing_from_education | yes | no
        2026-27-Q1 | police    | missing_persons        | no  | no
        2026-27-Q1 | police    | concern_reports        | yes | yes
        2026-27-Q1 | hscp      | return_interviews      | yes | yes
        2026-27-Q2 | hscp      | missing_episodes       | yes | yes
        2026-27-Q2 | education | missing_from_education | yes | yes
        2026-27-Q2 | police    | missing_persons        | yes | yes
        2026-27-Q3 | hscp      | missing_episodes       | no  | no
        2026-27-Q3 | education | missing_from_education | no  | no
        2026-27-Q3 | police    | missing_persons        | no  | no
        2026-27-Q4 | hscp      | missing_episodes       | yes | yes
        2026-27-Q4 | education | missing_from_education | yes | no
        2026-27-Q4 | police    | missing_persons        | yes | yes
        """
    )
    figures = drawn.compute(Q1, Q2, Q3, YEAR, of="A06.14")
    assert figures["A06.14", Q1] == share(1, 3)
    assert figures["A06.14", Q2] == share(3, 3)
    assert figures["A06.14", Q3] == share(0, 3)
    assert figures["A06.14", YEAR] == share(1 + 3 + 0 + 2, 3 + 3 + 3 + 3)


def test_looked_after_children_are_the_rows_of_the_last_quarter_s_file() -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "looked_after_children",
        Q4,
        """
        child_ref | age | sex     | disability | ethnicity          | placement_type
        ANNE      | 4   | female  | yes        | white              | at_home
        BEN       | 5   | male    | no         | mixed              | foster_care
        CARA      | 15  | other   | unknown    | caribbean_or_black | foster_care
        DAN       | 17  | unknown | unknown    | white              | secure_care
        """,
    )
    drawn.sends("hscp", "looked_after_children", Q1, "child_ref \n ANNE \n FAY")
    figures = drawn.compute(Q1, Q2, Q4, YEAR, of="A06.18")
    assert figures["A06.18", Q1] == count(2)
    assert figures["A06.18", Q2] == NOTHING
    for period in (Q4, YEAR):
        expected = {
            "placement_type": counts(
                PLACEMENTS, {"at_home": 1, "foster_care": 2, "secure_care": 1}
            ),
            "age_group": counts(AGES, {"0-4": 1, "5-11": 1, "12-15": 1, "16-17": 1}),
            "sex": counts(SEXES, dict.fromkeys(SEXES, 1)),
            "disability": counts(
                ("yes", "no", "unknown"), {"yes": 1, "no": 1, "unknown": 2}
            ),
            "ethnicity": counts(
                ETHNICITIES, {"white": 2, "mixed": 1, "caribbean_or_black": 1}
            ),
        }
        assert figures["A06.18", period] == count(4)
        for name, categories in expected.items():
            assert figures.breakdown("A06.18", period, name) == categories


RETURNS = """
  child_ref | returned_at      | offered | outcome     | interviewed_at   | cse_concern
  ANNE      | 2026-07-01 00:00 | yes     | completed   | 2026-07-04 00:00 | yes
  ANNE      | 2026-08-01 10:00 | yes     | completed   | 2026-08-04 10:01 | unknown
  BEN       | 2026-09-30 23:59 | yes     | declined    |                  | yes
  CARA      | 2026-08-01 10:00 | no      | not_located |                  | no
  DAN       | 2026-08-01 10:00 | unknown | pending     |                  | no
  EVE       | 2026-08-01 10:00 | yes     | completed   | 2026-08-01 10:00 | no
"""


def test_returns_are_shared_out_by_interview_offer_and_concern() -> None:
    """Concern counts only of the completed; unknown stays in what it is of."""
    drawn = Drawn()
    drawn.sends("hscp", "return_interviews", Q2, RETURNS)
    figures = drawn.compute(Q2, of="A17")
    assert figures["A17.1", Q2] == share(2 + 1, 6)
    assert figures["A17.2", Q2] == share(1 + 1, 6)
    assert figures["A17.4", Q2] == share(1, 2 + 1)
    assert figures["A17.6", Q2] == share(2 + 1 + 1, 6)
    assert figures["A17.7", Q2] == count(2 + 1)


def test_a_return_belongs_to_the_local_day_of_the_return() -> None:
    """00:30 on 1 July is July, though still June in UTC."""
    drawn = Drawn()
    drawn.sends("hscp", "return_interviews", Q1)
    drawn.sends(
        "hscp",
        "return_interviews",
        Q2,
        """
        returned_at      | outcome
        2026-07-01 00:30 | declined
        2026-06-30 23:30 | pending
        2026-09-30 23:59 | declined
        """,
    )
    figures = drawn.compute(Q1, Q2, of="A17.1")
    assert figures["A17.1", Q1] == share(0, 1)
    assert figures["A17.1", Q2] == share(0, 2)


@pytest.mark.parametrize(
    ("quarter", "returned_at", "interviewed_at", "in_time"),
    [
        (Q1, "2026-05-01 10:00", "2026-05-04 10:00", True),
        (Q1, "2026-05-01 10:00", "2026-05-04 10:00:01", False),
        (Q3, "2026-10-24 12:00", "2026-10-27 11:00", True),
        (Q3, "2026-10-24 12:00", "2026-10-27 11:01", False),
        (Q4_BEFORE, "2026-03-28 12:00", "2026-03-31 13:00", True),
        (Q4_BEFORE, "2026-03-28 12:00", "2026-03-31 13:01", False),
    ],
)
def test_an_interview_is_in_time_up_to_72_elapsed_hours_also_over_a_clock_change(
    quarter: str, returned_at: str, interviewed_at: str, *, in_time: bool
) -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "return_interviews",
        quarter,
        "returned_at | outcome | interviewed_at \n"
        f"{returned_at} | completed | {interviewed_at}",
    )
    figures = drawn.compute(quarter, of="A17.2")
    assert figures["A17.2", quarter] == share(1 if in_time else 0, 1)


def test_the_hours_for_an_interview_are_the_committee_s_own() -> None:
    drawn = Drawn()
    drawn.sends("hscp", "return_interviews", Q2, RETURNS)
    assert drawn.compute(Q2, of="A17.2", interview_hours=71)["A17.2", Q2] == share(1, 6)
    assert drawn.compute(Q2, of="A17.2", interview_hours=73)["A17.2", Q2] == share(3, 6)


def test_completed_interviews_are_by_location_and_interviewer() -> None:
    """An empty cell is in the total and in no category; declined is in neither."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "return_interviews",
        Q2,
        """
        outcome   | interviewer_agency | location_type
        completed | barnardos          | online
        completed | barnardos          | unknown
        completed |                    | online
        completed | other              |
        declined  | hscp               | school
        """,
    )
    figures = drawn.compute(Q2, of="A17.7")
    assert figures["A17.7", Q2] == count(4)
    assert figures.breakdown("A17.7", Q2, "location_type") == counts(
        LOCATIONS, {"online": 2, "unknown": 1}
    )
    agencies = ("hscp", "education", "health", "police", "barnardos", "other")
    assert figures.breakdown("A17.7", Q2, "interviewer_agency") == counts(
        agencies, {"barnardos": 2, "other": 1}
    )


@pytest.mark.parametrize(
    ("quarter", "police_time", "social_work_time", "matches"),
    [
        (Q1, "2026-05-02 10:00", "2026-05-03 10:00", True),
        (Q1, "2026-05-02 10:00", "2026-05-03 10:01", False),
        (Q1, "2026-05-02 10:00", "2026-05-01 10:00", True),
        (Q1, "2026-05-02 10:00", "2026-05-01 09:59", False),
        (Q3, "2026-10-24 20:00", "2026-10-25 19:00", True),
        (Q3, "2026-10-24 20:00", "2026-10-25 19:01", False),
        (Q4_BEFORE, "2026-03-28 20:00", "2026-03-29 21:00", True),
        (Q4_BEFORE, "2026-03-28 20:00", "2026-03-29 21:01", False),
    ],
)
def test_a_police_return_matches_a_return_up_to_24_elapsed_hours_either_way(
    quarter: str, police_time: str, social_work_time: str, *, matches: bool
) -> None:
    drawn = Drawn()
    drawn.sends(
        "police",
        "missing_persons",
        quarter,
        "child_ref | missing_from | returned_at \n"
        f"ANNE | 2026-01-01 00:00 | {police_time}",
    )
    drawn.sends(
        "hscp",
        "return_interviews",
        quarter,
        f"child_ref | returned_at | outcome \n ANNE | {social_work_time} | declined",
    )
    figures = drawn.compute(quarter, of="A17.3")
    assert figures["A17.3", quarter] == share(1 if matches else 0, 1)


def test_police_returns_are_of_any_quarter_s_report_whose_child_came_back_now() -> None:
    """Missing since March and back on 1 April; not back; back in the next quarter.
    Two interview rows of one return are one match, the completed one counts."""
    drawn = Drawn()
    drawn.sends(
        "police",
        "missing_persons",
        Q4_BEFORE,
        """
        report_ref | child_ref | missing_from     | returned_at
        LONG       | ANNE      | 2026-03-20 10:00 | 2026-04-01 00:30
        EARLY      | ANNE      | 2026-03-20 10:00 | 2026-03-31 23:30
        """,
    )
    drawn.sends(
        "police",
        "missing_persons",
        Q1,
        """
        report_ref | child_ref | missing_from     | returned_at
        LAST       | BEN       | 2026-06-29 10:00 | 2026-06-30 23:59
        DECLINED   | CARA      | 2026-05-01 10:00 | 2026-05-01 20:00
        UNMATCHED  | DAN       | 2026-05-01 10:00 | 2026-05-01 20:00
        OPEN       | EVE       | 2026-05-01 10:00 |
        NEXT       | FAY       | 2026-06-30 10:00 | 2026-07-01 00:30
        """,
    )
    drawn.sends(
        "hscp",
        "return_interviews",
        Q1,
        """
        child_ref | returned_at      | outcome
        ANNE      | 2026-04-01 08:00 | completed
        BEN       | 2026-06-30 20:00 | declined
        BEN       | 2026-06-30 21:00 | completed
        CARA      | 2026-05-01 20:00 | declined
        EVE       | 2026-05-01 20:00 | completed
        """,
    )
    figures = drawn.compute(Q1, of="A17.3 A17.5")
    assert figures["A17.3", Q1] == share(1 + 1 + 1, 4)
    assert figures["A17.5", Q1] == share(1 + 1, 4)


def test_an_interview_row_of_the_next_quarter_does_not_match_a_return_of_this() -> None:
    """Back at 23:00 on 30 June; social work dates the return 1 July."""
    drawn = Drawn()
    drawn.sends(
        "police",
        "missing_persons",
        Q1,
        "child_ref | missing_from | returned_at \n"
        "ANNE | 2026-06-29 10:00 | 2026-06-30 23:00",
    )
    drawn.sends(
        "hscp",
        "return_interviews",
        Q2,
        "child_ref | returned_at | outcome \n ANNE | 2026-07-01 01:00 | completed",
    )
    for extract, agency in (
        ("missing_persons", "police"),
        ("return_interviews", "hscp"),
    ):
        for quarter in (Q1, Q2, Q3, Q4):
            if (extract, quarter) not in {
                ("missing_persons", Q1),
                ("return_interviews", Q2),
            }:
                drawn.sends(agency, extract, quarter)
    figures = drawn.compute(Q1, Q2, YEAR, of="A17.3 A17.5")
    assert figures["A17.3", Q1] == figures["A17.5", Q1] == share(0, 1)
    assert figures["A17.3", Q2] == figures["A17.5", Q2] == NO_SHARE
    assert figures["A17.3", YEAR] == figures["A17.5", YEAR] == share(1, 1)


def test_a_pending_interview_is_settled_later_and_revises_its_own_quarter() -> None:
    """Provisional until the next quarter's file, and what that says counts."""
    drawn = Drawn()
    columns = "return_ref | returned_at | offered | outcome | interviewed_at"
    drawn.sends(
        "hscp",
        "return_interviews",
        Q4,
        f"{columns} \n R1 | 2027-03-31 23:00 | unknown | pending | ",
    )
    for quarter in (Q1, Q2, Q3):
        drawn.sends("hscp", "return_interviews", quarter)
    before = drawn.compute(Q3, Q4, YEAR, of="A17.1 A17.6")
    for period in (Q4, YEAR):
        assert before["A17.1", period] == share(0, 1)
        assert before.row("A17.1", period).provisional
    assert not before.row("A17.1", Q3).provisional
    drawn.sends(
        "hscp",
        "return_interviews",
        Q1_AFTER,
        f"{columns} \n R1 | 2027-03-31 23:00 | yes | completed | 2027-04-01 09:00",
    )
    after = drawn.compute(Q4, YEAR, Q1_AFTER, of="A17")
    for period in (Q4, YEAR):
        assert after["A17.1", period] == after["A17.2", period] == share(1, 1)
        assert after["A17.6", period] == share(1, 1)
        assert not after.row("A17.1", period).provisional
    assert after["A17.1", Q1_AFTER] == NO_SHARE


def test_a_year_of_returns_needs_every_quarter_and_there_is_no_half_year() -> None:
    drawn = Drawn()
    for quarter in (Q1, Q3, Q4):
        drawn.sends("hscp", "return_interviews", quarter)
    figures = drawn.compute(Q1, H1, YEAR, of="A17")
    assert figures["A17.1", Q1] == NO_SHARE
    assert figures["A17.7", Q1] == count(0)
    assert figures["A17.1", YEAR] == figures["A17.7", YEAR] == NOTHING
    assert ("A17.1", H1) not in figures
    online = ("A17.7", YEAR, "location_type", "online")
    assert figures.status(*online) == "not_received"
