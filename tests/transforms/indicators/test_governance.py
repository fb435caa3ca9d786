"""A01 to A03: chief officers, briefings and the action plan, worked by hand."""

from __future__ import annotations

from tests.drawn_tables import (
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

AUDIENCES = (
    "chief_officers",
    "strategic_leaders",
    "elected_members",
    "corporate_parents",
)
AGENCIES = ("hscp", "education", "health", "police", "barnardos", "icpc")


def test_a_chief_officers_meeting_counts_when_held_with_the_head_of_service() -> None:
    """Both ends of July to September; unknown is not yes; not held is not met."""
    drawn = Drawn()
    drawn.sends("icpc", "governance_meetings", Q1)
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q2,
        """
        planned_on | held_on    | head_of_service_present | meeting_type
        2026-07-01 | 2026-07-01 | yes                     | chief_officers_group
        2026-09-30 | 2026-09-30 | yes                     | chief_officers_group
        2026-08-01 | 2026-08-01 | unknown                 | chief_officers_group
        2026-08-02 | 2026-08-02 | no                      | chief_officers_group
        2026-08-03 |            | yes                     | chief_officers_group
        2026-08-04 | 2026-08-04 | yes                     | briefing
        2026-07-02 | 2026-06-30 | yes                     | chief_officers_group
        2026-09-29 | 2026-10-01 | yes                     | chief_officers_group
        """,
    )
    drawn.sends("icpc", "governance_meetings", Q3)
    figures = drawn.compute(Q1, Q2, Q3, of="A01")
    assert figures["A01.1", Q1] == count(1)
    assert figures["A01.1", Q2] == count(1 + 1)
    assert figures["A01.1", Q3] == count(1)


def test_briefings_and_their_people_are_counted_by_audience_on_the_day_held() -> None:
    """Chief officers' meetings are no briefings, whoever they are for."""
    drawn = Drawn()
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q2,
        """
        meeting_type         | audience          | held_on    | attendees
        briefing             | elected_members   | 2026-07-01 | 12
        briefing             | elected_members   | 2026-09-30 | 7
        briefing             | corporate_parents | 2026-08-15 | 0
        briefing             | strategic_leaders |            |
        briefing             | strategic_leaders | 2026-10-01 | 50
        briefing             | strategic_leaders | 2026-06-30 | 60
        chief_officers_group | chief_officers    | 2026-08-15 | 9
        """,
    )
    figures = drawn.compute(Q2, of="A02.1 A02.3")
    assert figures["A02.1", Q2] == count(2 + 1)
    assert figures.breakdown("A02.1", Q2, "audience") == counts(
        AUDIENCES, {"elected_members": 2, "corporate_parents": 1}
    )
    assert figures["A02.3", Q2] == count(12 + 7 + 0)
    assert figures.breakdown("A02.3", Q2, "audience") == counts(
        AUDIENCES, {"elected_members": 12 + 7}
    )


def test_a_planned_briefing_counts_in_the_quarter_it_was_planned_for_once_held() -> (
    None
):
    """Put off from June to July: one briefing, planned in Q1 and held in Q2."""
    drawn = Drawn()
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q1,
        """
        meeting_ref | meeting_type         | planned_on | held_on
        KEPT        | briefing             | 2026-04-01 | 2026-04-01
        PUT-OFF     | briefing             | 2026-06-30 |
        DROPPED     | briefing             | 2026-06-30 |
        CHIEFS      | chief_officers_group | 2026-06-30 | 2026-06-30
        """,
    )
    first = drawn.compute(Q1, of="A02")
    assert first["A02.2", Q1] == share(1, 1 + 1 + 1)
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q2,
        """
        meeting_ref | meeting_type | planned_on | held_on    | attendees
        PUT-OFF     | briefing     | 2026-06-30 | 2026-07-01 | 8
        """,
    )
    later = drawn.compute(Q1, Q2, of="A02")
    assert later["A02.2", Q1] == share(1 + 1, 1 + 1 + 1)
    assert later["A02.1", Q1] == count(1)
    assert later["A02.1", Q2] == count(1)
    assert later["A02.3", Q2] == count(8)
    assert later["A02.2", Q2] == NO_SHARE
    assert later.status("A02.2", Q2) == "not_applicable"


def test_a_nil_return_of_meetings_is_a_true_zero_and_a_share_of_none_has_no_value() -> (
    None
):
    drawn = Drawn()
    drawn.sends("icpc", "governance_meetings", Q1)
    figures = drawn.compute(Q1, of="A01 A02")
    assert figures["A01.1", Q1] == count(0)
    assert figures.breakdown("A02.1", Q1, "audience") == counts(AUDIENCES, {})
    assert figures["A02.2", Q1] == NO_SHARE
    assert not figures.row("A01.1", Q1).provisional
    assert figures.row("A01.1", Q1).agencies is None


ACTIONS = """
    action_id | lead_agency | by_when    | status
    DUE-LAST  | hscp        | 2026-09-30 | in_progress
    DUE-LATER | hscp        | 2027-03-31 | not_started
    LATE      | hscp        | 2026-09-29 | in_progress
    LATE-DONE | police      | 2026-04-30 | complete
    DONE      | police      |            | complete
    UNDATED   | police      |            | in_progress
    STALE     | icpc        |            | not_started
"""


def test_an_action_is_on_track_if_complete_or_due_on_the_last_day_or_later() -> None:
    """Undated is on track only when complete; the undated stand beside."""
    drawn = Drawn()
    drawn.sends("icpc", "action_plan", Q2, ACTIONS)
    figures = drawn.compute(Q2, of="A03")
    assert figures["A03.1", Q2] == share(2 + 2, 3 + 3 + 1)
    assert figures.row("A03.1", Q2).beside == 1 + 1 + 1
    assert figures.breakdown("A03.1", Q2, "lead_agency") == {
        "hscp": share(2, 3),
        "education": NO_SHARE,
        "health": NO_SHARE,
        "police": share(1 + 1, 3),
        "barnardos": NO_SHARE,
        "icpc": share(0, 1),
    }
    assert figures.row("A03.1", Q2, "lead_agency", "police").beside is None


def test_an_action_is_overdue_when_due_before_the_last_day_and_not_complete() -> None:
    drawn = Drawn()
    drawn.sends("icpc", "action_plan", Q2, ACTIONS)
    figures = drawn.compute(Q2, of="A03")
    assert figures["A03.2", Q2] == count(1)
    assert figures.breakdown("A03.2", Q2, "lead_agency") == counts(
        AGENCIES, {"hscp": 1}
    )
    assert figures.row("A03.2", Q2).beside is None


def test_actions_shared_are_of_the_financial_year_up_to_the_period_s_last_day() -> None:
    drawn = Drawn()
    drawn.sends(
        "icpc",
        "action_plan",
        Q2,
        """
        action_id | shared_with_icpc_on
        YEAR-ENDS | 2026-03-31
        YEAR-DAWN | 2026-04-01
        LAST-DAY  | 2026-09-30
        TOO-LATE  | 2026-10-01
        NEVER     |
        """,
    )
    figures = drawn.compute(Q2, of="A03.4")
    assert figures["A03.4", Q2] == share(1 + 1, 5)


def test_evaluated_actions_are_of_all_the_period_s_files_each_once_as_last_sent() -> (
    None
):
    """In the year a dropped action still counts, and the latest file decides."""
    drawn = Drawn()
    drawn.sends(
        "icpc",
        "action_plan",
        Q1,
        """
        action_id | evaluated_on
        BEFORE    | 2026-03-31
        FIRST     | 2026-04-01
        LAST      | 2026-06-30
        AFTER     | 2026-07-01
        CLEARED   | 2026-05-01
        DROPPED   | 2026-05-01
        """,
    )
    kept = """
        action_id | evaluated_on
        BEFORE    | 2026-03-31
        FIRST     | 2026-04-01
        LAST      | 2026-06-30
        AFTER     | 2026-07-01
        CLEARED   |
        """
    for quarter in (Q2, Q3, Q4):
        drawn.sends("icpc", "action_plan", quarter, kept)
    figures = drawn.compute(Q1, Q2, YEAR, of="A03.3")
    first_and_last, cleared_and_dropped = 2, 2
    assert figures["A03.3", Q1] == share(first_and_last + cleared_and_dropped, 6)
    assert figures["A03.3", Q2] == share(1, 5)
    assert figures["A03.3", YEAR] == share(first_and_last + 1 + 1, 6)


def test_the_state_of_the_plan_needs_the_last_quarter_and_evaluations_all_four() -> (
    None
):
    """The year's state is the plan of January to March, not of any quarter before."""
    drawn = Drawn()
    drawn.sends("icpc", "action_plan", Q1, ACTIONS)
    drawn.sends(
        "icpc",
        "action_plan",
        Q4,
        """
        action_id | by_when    | status      | shared_with_icpc_on
        DUE-LAST  | 2027-03-31 | in_progress | 2026-04-01
        LATE      | 2027-03-30 | in_progress | 2027-03-31
        """,
    )
    figures = drawn.compute(YEAR, of="A03")
    assert figures["A03.1", YEAR] == share(1, 2)
    assert figures["A03.2", YEAR] == count(1)
    assert figures["A03.4", YEAR] == share(2, 2)
    assert figures["A03.3", YEAR] == NOTHING
    assert figures.status("A03.3", YEAR) == "not_received"


def test_an_action_plan_that_was_not_received_has_no_figures_at_all() -> None:
    """Last quarter's plan never stands in; every category is not received either."""
    drawn = Drawn()
    drawn.sends("icpc", "action_plan", Q1, ACTIONS)
    figures = drawn.compute(Q2, of="A03")
    for row in figures.rows():
        assert row.figure == NOTHING
        assert row.status == "not_received"
        assert row.beside is None
    assert list(figures.breakdown("A03.1", Q2, "lead_agency")) == list(AGENCIES)


def test_meetings_of_a_year_need_every_quarter_and_count_each_meeting_once() -> None:
    """The same meeting in the files of two quarters; the later file wins."""
    drawn = Drawn()
    met = (
        "meeting_ref | meeting_type | planned_on | held_on | head_of_service_present\n"
    )
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q1,
        f"{met} COG | chief_officers_group | 2026-06-30 | 2026-06-30 | no",
    )
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q2,
        f"{met} COG | chief_officers_group | 2026-06-30 | 2026-06-30 | yes",
    )
    drawn.sends("icpc", "governance_meetings", Q3)
    assert drawn.compute(YEAR, of="A01")["A01.1", YEAR] == NOTHING
    drawn.sends("icpc", "governance_meetings", Q4)
    figures = drawn.compute(Q1, YEAR, of="A01")
    assert figures["A01.1", YEAR] == count(1)
    assert figures["A01.1", Q1] == count(1)


def test_a_resubmission_replaces_the_whole_file_of_its_quarter() -> None:
    """Version 2 stands, in whatever order they were loaded."""
    drawn = Drawn()
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q1,
        """
        meeting_ref | meeting_type         | held_on    | head_of_service_present
        SECOND      | chief_officers_group | 2026-04-02 | yes
        """,
        version=2,
    )
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q1,
        """
        meeting_ref | meeting_type         | held_on    | head_of_service_present
        FIRST       | chief_officers_group | 2026-04-01 | yes
        OTHER       | chief_officers_group | 2026-04-01 | yes
        """,
        version=1,
    )
    assert drawn.compute(Q1, of="A01")["A01.1", Q1] == count(1)


def test_a_file_of_the_year_before_is_used_where_it_is_there_and_never_required() -> (
    None
):
    """Planned for March, held in April, told in the file of January to March."""
    drawn = Drawn()
    drawn.sends("icpc", "governance_meetings", Q1)
    without = drawn.compute(Q1, of="A02.1")
    assert without["A02.1", Q1] == count(0)
    drawn.sends(
        "icpc",
        "governance_meetings",
        Q4_BEFORE,
        """
        meeting_type | planned_on | held_on
        briefing     | 2026-03-31 | 2026-04-01
        """,
    )
    assert drawn.compute(Q1, of="A02.1")["A02.1", Q1] == count(1)
