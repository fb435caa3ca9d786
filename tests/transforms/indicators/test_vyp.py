"""A07, A19 and A20: the Vulnerable Young Person's Group, worked by hand."""

from __future__ import annotations

import pytest

from tests.drawn_tables import (
    H1,
    H2,
    NO_MEDIAN,
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
    median,
    share,
)
from transforms.compute import Figure

THEMES = ("victim", "offender", "location")
LEVELS = ("none", "low", "medium", "high")
YES_NO = ("yes", "no", "unknown")


def test_referrals_of_the_period_are_broken_down_in_eight_ways() -> None:
    """Ages up to 25 here, so that 18+ is a group; both ends of the quarter."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q1,
        """
      age | sex    | disability | ethnicity | looked_after | referred_on | theme    | \
referral_source | referral_pathway
      4   | female | yes        | white     | no           | 2026-04-01  | victim   | \
social_work     | child_protection
      17  | female | no         | african   | unknown      | 2026-06-30  | victim   | \
self_or_family  | other
      18  | male   | unknown    | african   | yes          | 2026-05-01  | offender | \
police          | police_concern_report
      12  | other  | unknown    | unknown   | unknown      | 2026-03-31  | location | \
police          | missing_person
        """,
    )
    drawn.sends("hscp", "vyp_referrals", Q4_BEFORE)
    figures = drawn.compute(Q4_BEFORE, Q1, of="A07.1")
    sources = "social_work education health police third_sector self_or_family other"
    pathways = "wellbeing_concern child_protection missing_person return_interview"
    ethnicities = "white mixed asian african caribbean_or_black other unknown"
    expected = {
        "source": counts(
            sources.split(), {"social_work": 1, "self_or_family": 1, "police": 1}
        ),
        "pathway": counts(
            [*pathways.split(), "police_concern_report", "other"],
            {"child_protection": 1, "other": 1, "police_concern_report": 1},
        ),
        "theme": counts(THEMES, {"victim": 1 + 1, "offender": 1}),
        "age_group": counts(
            ("0-4", "5-11", "12-15", "16-17", "18+"), {"0-4": 1, "16-17": 1, "18+": 1}
        ),
        "sex": counts(
            ("female", "male", "other", "unknown"), {"female": 1 + 1, "male": 1}
        ),
        "disability": counts(YES_NO, {"yes": 1, "no": 1, "unknown": 1}),
        "ethnicity": counts(ethnicities.split(), {"white": 1, "african": 1 + 1}),
        "looked_after": counts(YES_NO, {"yes": 1, "no": 1, "unknown": 1}),
    }
    assert figures["A07.1", Q1] == count(3)
    assert figures["A07.1", Q4_BEFORE] == count(1)
    for name, categories in expected.items():
        assert figures.breakdown("A07.1", Q1, name) == categories


def test_information_is_shared_when_all_four_core_agencies_are_named() -> None:
    """In any order and whoever else; three of four, or nobody, is not all."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q1,
        """
        information_shared_by
        hscp;education;health;police
        icpc;police;health;barnardos;education;hscp
        hscp;education;health;barnardos
        hscp
        """,
    )
    drawn.sends("hscp", "vyp_referrals", Q2, "information_shared_by | age \n | 12")
    figures = drawn.compute(Q1, Q2, H1, of="A07.2")
    assert figures["A07.2", Q1] == share(1 + 1, 4)
    assert figures["A07.2", Q2] == share(0, 1)
    assert figures["A07.2", H1] == share(1 + 1, 4 + 1)


def test_days_to_a_decision_are_of_referrals_that_have_one() -> None:
    """Decided on the day is 0 days; the days count over the change of the clocks."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q3,
        """
        referred_on | decision          | decided_on
        2026-10-24  | accepted          | 2026-10-26
        2026-10-01  | signposted        | 2026-10-01
        2026-12-31  | no_further_action | 2027-01-10
        2026-11-01  | accepted          | 2026-11-05
        2026-11-01  | pending           |
        """,
    )
    drawn.sends("hscp", "vyp_referrals", Q4, "decision \n pending")
    figures = drawn.compute(Q3, Q4, H2, of="A07.3")
    assert figures["A07.3", Q3] == median(4, (2 + 4) / 2)
    assert figures["A07.3", Q4] == NO_MEDIAN
    assert figures["A07.3", H2] == median(4, (2 + 4) / 2)


def test_a_referral_sent_again_counts_in_the_quarter_it_was_made_and_once() -> None:
    """Pending in the file of April to June, accepted in the next: one referral."""
    drawn = Drawn()
    columns = "referral_ref | referred_on | decision | decided_on | theme"
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q2,
        f"""
        {columns}
        R1 | 2026-06-20 | accepted | 2026-07-04 | location
        R2 | 2026-09-30 | accepted | 2026-09-30 | victim
        """,
    )
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q1,
        f"""
        {columns}
        R1 | 2026-06-20 | pending  |            | victim
        R3 | 2026-06-20 | accepted | 2026-06-22 | victim
        """,
    )
    drawn.sends("hscp", "vyp_reviews", Q1)
    drawn.sends("hscp", "vyp_reviews", Q2)
    figures = drawn.compute(Q1, Q2, H1, of="A07 A20")
    assert figures["A07.1", Q1] == count(2)
    assert figures["A07.1", Q2] == count(1)
    assert figures["A07.1", H1] == count(2 + 1)
    assert figures["A07.1", Q1, "theme", "location"] == count(1)
    assert figures["A07.3", Q1] == median(2, (14 + 2) / 2)
    assert figures["A20.1", Q1] == count(1)
    assert figures["A20.1", Q2] == figures["A20.1", H1] == count(1 + 1 + 1)
    assert not figures.row("A07.1", Q1).provisional


REFERRALS = """
    referral_ref | child_ref | referred_on | risk_level
    ANNE-1       | ANNE      | 2026-04-01  | medium
    ANNE-2       | ANNE      | 2026-05-01  | low
    BEN-1        | BEN       | 2026-04-01  | high
    CARA-1       | CARA      | 2026-04-01  | low
    DAN-1        | DAN       | 2026-04-01  | medium
"""


def test_risk_is_compared_at_the_latest_review_with_the_referral_it_names() -> None:
    """EVE's referral is not known, so she is in no part of it; DAN had no review."""
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, REFERRALS)
    drawn.sends(
        "hscp",
        "vyp_reviews",
        Q1,
        """
        referral_ref | child_ref | reviewed_on | risk_level
        BEN-1        | BEN       | 2026-04-02  | high
        BEN-1        | BEN       | 2026-06-30  | none
        CARA-1       | CARA      | 2026-06-01  | high
        ANNE-1       | ANNE      | 2026-05-31  | low
        ANNE-2       | ANNE      | 2026-06-01  | low
        UNKNOWN      | EVE       | 2026-06-01  | none
        """,
    )
    figures = drawn.compute(Q1, of="A07.4")
    assert figures["A07.4", Q1] == share(1, 3)
    assert figures.breakdown("A07.4", Q1, "change") == {
        "reduced": share(1, 3),
        "same": share(1, 3),
        "increased": share(1, 3),
    }


@pytest.mark.parametrize(
    ("reviews", "change"),
    [
        ("ANNE-1 | 2026-06-02 | low | open \n ANNE-1 | 2026-06-01 | high | open", "r"),
        (
            "ANNE-1 | 2026-06-01 | low | open \n ANNE-1 | 2026-06-01 | high | closed",
            "r",
        ),
        ("ANNE-1 | 2026-06-01 | low | open \n ANNE-1 | 2026-06-01 | high | open", "i"),
        ("ANNE-1 | 2026-06-01 | low | closed \n ANNE-1|2026-06-01|high|closed", "i"),
        ("ANNE-1 | 2026-06-01 | low | open \n ANNE-2 | 2026-06-01 | low | open", "s"),
        ("ANNE-2 | 2026-06-01 | low | open \n ANNE-1 | 2026-06-01 | low | open", "s"),
        ("ANNE-2 | 2026-06-01 | low | closed \n ANNE-1|2026-06-01|low|open", "r"),
        ("ANNE-2 | 2026-06-01 | low | open \n ANNE-1|2026-06-01|high|open", "i"),
        ("ANNE-1 | 2026-06-01 | low | open \n UNKNOWN|2026-06-01|low|open", "r"),
        ("UNKNOWN | 2026-06-01 | high | open \n ANNE-1|2026-06-01|low|open", ""),
    ],
    ids=[
        "the later day",
        "of a day the open one",
        "of two open ones the higher level",
        "of two closed ones the higher level",
        "of one level that of the later referral",
        "whatever the order of the rows",
        "an open one before that of the later referral",
        "the higher level before that of the later referral",
        "a known referral before an unknown one",
        "the latest review is found first, then whether its referral is known",
    ],
)
def test_the_latest_of_a_child_s_reviews_is_found_by_the_rules_for_ties(
    reviews: str, change: str
) -> None:
    """ANNE-1 was medium; ANNE-2, made later, was low."""
    lines = [f"ANNE | {line}" for line in reviews.split("\n")]
    columns = "child_ref | referral_ref | reviewed_on | risk_level | case_status"
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, REFERRALS)
    drawn.sends("hscp", "vyp_reviews", Q1, "\n".join([columns, *lines]))
    found = drawn.compute(Q1, of="A07.4").breakdown("A07.4", Q1, "change")
    if not change:
        assert list(found.values()) == [NO_SHARE] * 3
        return
    assert found == {
        "reduced": share(1 if change == "r" else 0, 1),
        "same": share(1 if change == "s" else 0, 1),
        "increased": share(1 if change == "i" else 0, 1),
    }


def test_the_reviews_of_a_half_year_are_looked_at_together() -> None:
    """A referral made after the period is not known yet; one made before it is."""
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, REFERRALS)
    drawn.sends(
        "hscp",
        "vyp_reviews",
        Q1,
        """
        referral_ref | child_ref | reviewed_on | risk_level
        ANNE-1       | ANNE      | 2026-06-30  | high
        BEN-1        | BEN       | 2026-06-30  | low
        LATE         | FAY       | 2026-06-30  | low
        """,
    )
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q2,
        "referral_ref | child_ref | referred_on | risk_level \n"
        "LATE | FAY | 2026-07-01 | high",
    )
    drawn.sends(
        "hscp",
        "vyp_reviews",
        Q2,
        """
        referral_ref | child_ref | reviewed_on | risk_level
        ANNE-1       | ANNE      | 2026-07-01  | low
        """,
    )
    figures = drawn.compute(Q1, Q2, H1, H2, of="A07.4")
    assert figures["A07.4", Q1] == share(1, 1 + 1)
    assert figures["A07.4", Q2] == share(1, 1)
    assert figures["A07.4", H1] == share(1 + 1 + 1, 3)
    assert figures["A07.4", H1, "change", "increased"] == share(0, 3)
    assert figures["A07.4", H2] == NOTHING
    assert figures.status("A07.4", H2, "change", "reduced") == "not_received"


def test_without_reviews_there_is_no_share_of_reduced_risk() -> None:
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, REFERRALS)
    drawn.sends("hscp", "vyp_reviews", Q1)
    figures = drawn.compute(Q1, of="A07")
    for indicator in ("A07.4", "A07.5", "A07.6"):
        assert figures[indicator, Q1] == NO_SHARE
    for change in ("reduced", "same", "increased"):
        assert figures.status("A07.4", Q1, "change", change) == "not_applicable"


def test_plans_and_contingency_plans_are_shares_of_the_reviews() -> None:
    """All reviews of the period, a child's second too; unknown is not yes."""
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "vyp_reviews",
        Q1,
        """
        child_ref | reviewed_on | plan_grade | contingency_plan
        ANNE      | 2026-04-01  | 4          | yes
        ANNE      | 2026-06-30  | 3          | unknown
        BEN       | 2026-05-01  | 6          | no
        """,
    )
    drawn.sends("hscp", "vyp_reviews", Q2, "plan_grade \n 1")
    figures = drawn.compute(Q1, Q2, H1, YEAR, of="A07")
    assert figures["A07.5", Q1] == share(1 + 1, 3)
    assert figures["A07.6", Q1] == share(1, 3)
    assert figures["A07.5", H1] == share(1 + 1, 3 + 1)
    assert figures["A07.6", H1] == share(1, 3 + 1)
    assert figures["A07.5", YEAR] == NOTHING
    assert figures["A07.1", H1] == figures["A07.4", H1] == NOTHING


def test_half_years_of_referrals_need_both_quarters_and_sum_records() -> None:
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, "child_ref \n ANNE")
    assert drawn.compute(H1, of="A07.1")["A07.1", H1] == NOTHING
    drawn.sends("hscp", "vyp_referrals", Q2, "child_ref \n ANNE \n BEN")
    figures = drawn.compute(H1, H2, YEAR, of="A07.1")
    assert figures["A07.1", H1] == count(1 + 2)
    assert figures["A07.1", H2] == figures["A07.1", YEAR] == NOTHING


AUDITS = """
    audited_on | document_type        | vyp_pathway | needs_identified | risks_managed
    2026-04-01 | wellbeing_assessment | yes         | yes              | yes
    2026-06-30 | childs_plan          | yes         | unknown          | yes
    2026-05-01 | childs_plan          | yes         | no               | unknown
    2026-05-01 | shared_chronology    | yes         | yes              | yes
    2026-05-01 | childs_plan          | unknown     | yes              | yes
    2026-05-01 | childs_plan          | no          | yes              | yes
"""


def test_pathway_documents_are_assessments_and_plans_and_never_chronologies() -> None:
    drawn = Drawn()
    drawn.sends("hscp", "case_file_audits", Q1, AUDITS)
    drawn.sends("hscp", "case_file_audits", Q2, "vyp_pathway \n no")
    figures = drawn.compute(Q1, Q2, H1, of="A19.1 A19.2 A19.3")
    for period in (Q1, H1):
        assert figures["A19.1", period] == count(1 + 2)
        assert figures.breakdown("A19.1", period, "document_type") == counts(
            ("wellbeing_assessment", "childs_plan"),
            {"wellbeing_assessment": 1, "childs_plan": 2},
        )
        assert figures["A19.2", period] == share(1, 1 + 2)
        assert figures["A19.3", period] == share(1 + 1, 1 + 2)
    assert figures["A19.1", Q2] == count(0)
    assert figures["A19.2", Q2] == figures["A19.3", Q2] == NO_SHARE


def test_assessments_of_the_pathway_are_signed_off_by_the_manager() -> None:
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "wellbeing_assessments",
        Q1,
        """
        vyp_pathway | completed_on | signed_off_on | signed_off_by
        yes         | 2026-04-01   | 2026-04-01    | operational_service_manager
        yes         | 2026-06-30   | 2026-07-01    | operational_service_manager
        yes         | 2026-04-01   | 2026-04-01    | team_leader
        yes         | 2026-04-01   |               |
        unknown     | 2026-04-01   | 2026-04-01    | operational_service_manager
        no          | 2026-04-01   | 2026-04-01    | operational_service_manager
        """,
    )
    figures = drawn.compute(Q1, H1, of="A19.4 A19.1")
    assert figures["A19.4", Q1] == share(1 + 1, 4)
    assert figures["A19.4", H1] == NOTHING
    assert figures["A19.1", Q1] == NOTHING
    drawn.sends("hscp", "wellbeing_assessments", Q2, "vyp_pathway \n yes")
    later = drawn.compute(H1, of="A19.4")
    assert later["A19.4", H1] == share(1 + 1, 4 + 1)


CASES = """
    referral_ref | child_ref | age | theme    | risk_level | decision   | decided_on
    NO-REVIEW    | ANNE      | 17  | victim   | high       | accepted   | 2026-06-30
    REVIEWED     | ANNE      | 17  | location | high       | accepted   | 2026-04-30
    CLOSED       | BEN       | 12  | victim   | low        | accepted   | 2026-04-30
    ADULT        | CARA      | 18  | offender | low        | accepted   | 2026-04-30
    LATER        | DAN       | 12  | victim   | low        | accepted   | 2026-07-01
    SIGNPOSTED   | EVE       | 12  | victim   | low        | signposted | 2026-04-30
    PENDING      | FAY       | 12  | victim   | low        | pending    |
"""
CASE_REVIEWS = """
    referral_ref | child_ref | reviewed_on | risk_level | case_status
    REVIEWED     | ANNE      | 2026-05-01  | low        | open
    REVIEWED     | ANNE      | 2026-06-30  | none       | open
    CLOSED       | BEN       | 2026-06-30  | low        | closed
    CLOSED       | BEN       | 2026-06-29  | low        | open
    UNKNOWN      | GUS       | 2026-06-30  | high       | open
"""


def test_a_case_is_open_once_accepted_until_its_latest_review_closes_it() -> None:
    """Decided on the last day is in, a day later out; the level is the review's."""
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, CASES)
    drawn.sends("hscp", "vyp_reviews", Q1, CASE_REVIEWS)
    figures = drawn.compute(Q1, of="A20.1")
    assert figures["A20.1", Q1] == count(1 + 1 + 1)
    assert figures.breakdown("A20.1", Q1, "risk_level") == counts(
        LEVELS, {"high": 1, "none": 1, "low": 1}
    )
    assert figures.breakdown("A20.1", Q1, "theme") == counts(
        THEMES, {"victim": 1, "location": 1, "offender": 1}
    )


def test_children_with_an_open_case_are_per_1000_and_under_18_at_referral() -> None:
    """ANNE has two cases and is one child; an adult of 18 is not a child."""
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, CASES)
    drawn.sends("hscp", "vyp_reviews", Q1, CASE_REVIEWS)
    without = drawn.compute(Q1, of="A20")
    assert without["A20.2", Q1] == NOTHING
    assert without.status("A20.2", Q1) == "not_received"
    drawn.population("as_of_year | sex | age | estimate \n 2026 | male | 3 | 500")
    figures = drawn.compute(Q1, of="A20")
    assert figures["A20.2", Q1] == Figure(1, 500, 1000 * 1 / 500)


def test_reviews_and_decisions_after_the_last_day_do_not_count_yet() -> None:
    """A case closed on 1 July is open on 30 June and not on 30 September; an
    accepted case of an earlier file stays open where no file names it again."""
    drawn = Drawn()
    drawn.sends("hscp", "vyp_referrals", Q1, CASES)
    drawn.sends("hscp", "vyp_reviews", Q1, CASE_REVIEWS)
    drawn.sends("hscp", "vyp_referrals", Q2)
    drawn.sends(
        "hscp",
        "vyp_reviews",
        Q2,
        """
        referral_ref | child_ref | reviewed_on | risk_level | case_status
        NO-REVIEW    | ANNE      | 2026-07-01  | medium     | closed
        ADULT        | CARA      | 2026-09-30  | high       | open
        CLOSED       | BEN       | 2026-08-01  | medium     | open
        """,
    )
    figures = drawn.compute(Q1, Q2, H1, of="A20.1")
    assert figures["A20.1", Q1] == count(3)
    reviewed, adult, opened_again, later = 1, 1, 1, 1
    for period in (Q2, H1):
        assert figures["A20.1", period] == count(
            reviewed + adult + opened_again + later
        )
        assert figures.breakdown("A20.1", period, "risk_level") == counts(
            LEVELS, {"none": 1, "high": 1, "medium": 1, "low": 1}
        )


@pytest.mark.parametrize(
    ("reviews", "level"),
    [
        ("low | closed \n high | open", "high"),
        ("high | closed \n low | open", "low"),
        ("low | open \n medium | open", "medium"),
        ("none | open \n low | open", "low"),
        ("high | closed \n low | closed", ""),
    ],
)
def test_of_reviews_on_one_day_the_open_one_counts_then_the_higher_level(
    reviews: str, level: str
) -> None:
    lines = [f"REVIEWED | ANNE | 2026-06-01 | {line}" for line in reviews.split("\n")]
    columns = "referral_ref | child_ref | reviewed_on | risk_level | case_status"
    drawn = Drawn()
    drawn.sends(
        "hscp",
        "vyp_referrals",
        Q1,
        "referral_ref | child_ref | risk_level | decision \n"
        "REVIEWED | ANNE | medium | accepted",
    )
    drawn.sends("hscp", "vyp_reviews", Q1, "\n".join([columns, *lines]))
    figures = drawn.compute(Q1, of="A20.1")
    assert figures["A20.1", Q1] == count(1 if level else 0)
    assert figures.breakdown("A20.1", Q1, "risk_level") == counts(
        LEVELS, {level: 1} if level else {}
    )


def test_open_cases_need_the_last_quarter_s_files_alone() -> None:
    """Files of the quarters before are used where they are there."""
    drawn = Drawn()
    drawn.population("as_of_year | sex | age | estimate \n 2026 | male | 3 | 500")
    drawn.sends("hscp", "vyp_referrals", Q1, CASES)
    drawn.sends("hscp", "vyp_referrals", Q4)
    assert drawn.compute(Q4, of="A20")["A20.1", Q4] == NOTHING
    drawn.sends("hscp", "vyp_reviews", Q4)
    figures = drawn.compute(Q1, Q4, H2, YEAR, of="A20")
    for period in (Q4, H2, YEAR):
        assert figures["A20.1", period] == count(5)
        assert figures["A20.2", period] == Figure(3, 500, 1000 * 3 / 500)
    assert figures["A20.1", Q1] == figures["A20.2", Q1] == NOTHING
    assert figures.status("A20.1", Q1, "theme", "victim") == "not_received"
