"""The officer's hand: what may be let in, what never, and that all of it is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from schemas.errors import UsageError
from schemas.extracts import EXTRACTS
from schemas.issues import Severity, Verdict
from schemas.period import LONDON, Period
from schemas.released import ReportInput
from schemas.rule import Rule
from schemas.rules import RULES
from schemas.rulings import lets_in, why_not_waived
from tests.transforms.homes import (
    CEOP_ROWS,
    KEY,
    TWENTIETH,
    ceop,
    drop,
    make_home,
    receive,
)
from transforms.bring_up_to_date import bring_up_to_date, figures_of
from transforms.decisions import Verb, decisions, in_force
from transforms.home import Home
from transforms.officer import Outcome, Wish, carry_out
from transforms.register import Arrival, Register
from transforms.register_states import State, changes
from transforms.release import release, report_input

Q2 = Period.parse("2026-27-Q2")
NAME = f"police_ceop_reports_{Q2}.csv"
SECOND = f"police_ceop_reports_{Q2}_v2.csv"
NEXT_DAY = TWENTIETH + dt.timedelta(days=1)
BAD = "CEOP-{}, 2026-07-01, nonsense, yes"
MOSTLY_BAD = (CEOP_ROWS[0], BAD.format(8), BAD.format(9))
PLAN = """action_id,title,lead_agency,lead_role,by_when,status,shared_with_icpc_on,\
evaluated_on,progress_note
A01,Meetings,icpc,Lead officer,,in_progress,,,Four meetings were held
A02,Briefings,icpc,Lead officer,,in_progress,,,Written by Jane Smith
"""
PLAN_NAME = f"icpc_action_plan_{Q2}.csv"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def decide(
    home: Home, verb: Verb, reason: str = "as agreed", **more: object
) -> Outcome:
    about = {"agency": "police", "extract": "ceop_reports", "quarter": Q2.code, **more}
    wish = Wish(verb=verb, reason=reason, decided_by="officer", **about)  # type: ignore[arg-type]  # drawn from words
    return carry_out(home, wish, key=KEY, now=NEXT_DAY)


def refused(home: Home, verb: Verb, **more: object) -> str:
    before = decisions(Register(home.register))
    with pytest.raises(UsageError) as caught:
        decide(home, verb, **more)
    assert decisions(Register(home.register)) == before
    return str(caught.value)


def ceop_reports(home: Home) -> float | None:
    values = figures_of(home, [Q2], 72)
    row = values[(values["indicator"] == "A25.1") & (values["breakdown"] == "")]
    return None if row["status"].item() != "ok" else row["value"].item()


def arrival(home: Home, name: str = NAME) -> Arrival:
    return next(a for a in Register(home.register).arrivals() if a.path.endswith(name))


def released(home: Home, now: dt.datetime = NEXT_DAY) -> int:
    bring_up_to_date(home, period=Q2, interview_hours=72)
    return release(home, Q2, edition="committee", threshold=5, now=now).number


def test_good_rows_of_a_file_with_too_many_errors_load_once_it_is_accepted(
    home: Home,
) -> None:
    drop(home, NAME, ceop(*MOSTLY_BAD))
    receive(home, "police")
    assert ceop_reports(home) is None
    outcome = decide(home, Verb.ACCEPT)
    assert outcome.arrival.verdict is Verdict.WITH_ROW_ERRORS
    assert (outcome.arrival.rows_read, outcome.arrival.rows_loaded) == (3, 1)
    assert ceop_reports(home) == 1
    decide(home, Verb.ACCEPT, withdrawn=True)
    assert ceop_reports(home) is None


def test_what_was_decided_holds_when_the_store_is_made_anew(home: Home) -> None:
    drop(home, NAME, ceop(*MOSTLY_BAD))
    receive(home, "police")
    decide(home, Verb.ACCEPT)
    home.store.unlink()
    receive(home, "police", NEXT_DAY)
    assert ceop_reports(home) == 1


def test_a_file_without_one_good_row_is_not_let_in_as_a_true_zero(home: Home) -> None:
    drop(home, NAME, ceop(*MOSTLY_BAD[1:]))
    receive(home, "police")
    assert "true zero" in refused(home, Verb.ACCEPT)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (ceop("CEOP-1,2026-07-01,grooming,born 1/2/2011"), "never let in"),
        ("report_ref,received_on\nCEOP-1,2026-07-01\n", "column_missing"),
        ("", "could be trusted"),
    ],
)
def test_what_nobody_may_let_in_is_refused_in_a_sentence(
    home: Home, content: str, said: str
) -> None:
    drop(home, NAME, content)
    receive(home, "police")
    assert said in refused(home, Verb.ACCEPT)
    assert arrival(home).verdict is Verdict.REJECTED


def test_a_rejected_version_gives_way_to_the_accepted_one_before_it(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    drop(home, SECOND, ceop(CEOP_ROWS[0]))
    receive(home, "police")
    assert ceop_reports(home) == 1
    outcome = decide(home, Verb.REJECT, reason="the wrong year")
    assert outcome.standing is not None
    assert outcome.standing.version == 1
    assert ceop_reports(home) == 2
    assert "the wrong year" in arrival(home, SECOND).issues[-1].message
    assert "rejected already" in refused(home, Verb.REJECT)
    decide(home, Verb.ACCEPT)
    assert ceop_reports(home) == 1


def test_rejected_bytes_do_not_come_back_under_another_number(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    decide(home, Verb.REJECT)
    drop(home, SECOND, ceop(*CEOP_ROWS))
    receive(home, "police", NEXT_DAY)
    assert ceop_reports(home) is None


def test_of_two_files_with_one_version_the_officer_says_which_is_right(
    home: Home,
) -> None:
    for rows in (CEOP_ROWS, CEOP_ROWS[:1]):
        drop(home, NAME, ceop(*rows))
        receive(home, "police")
    first, second = Register(home.register).arrivals()
    assert "--fingerprint" in refused(home, Verb.ACCEPT)
    decide(home, Verb.ACCEPT, fingerprint=second.sha256[:10])
    assert ceop_reports(home) == 1
    said = refused(home, Verb.ACCEPT, fingerprint=first.sha256[:10])
    assert "reject that one first" in said
    drop(home, NAME, ceop(CEOP_ROWS[1]))
    receive(home, "police", NEXT_DAY)
    assert ceop_reports(home) == 1


def test_a_waived_rule_lets_in_the_rows_that_break_it_alone(home: Home) -> None:
    earlier, broken = "CEOP-7,2026-06-30,grooming,yes", "CEOP-8,2026-06-30,other,maybe"
    drop(home, NAME, ceop(*CEOP_ROWS, "CEOP-6,2026-07-02,other,no", earlier, broken))
    receive(home, "police")
    assert arrival(home).rows_in_error == 2
    outcome = decide(home, Verb.WAIVE, rule="outside_quarter")
    assert (outcome.arrival.rows_loaded, outcome.arrival.rows_in_error) == (4, 1)
    let_in = [i for i in outcome.arrival.issues if i.rule == "outside_quarter"]
    assert {issue.severity for issue in let_in} == {Severity.QUERY}
    assert ceop_reports(home) == 3, "the late one counts in the quarter of its date"
    decide(home, Verb.WAIVE, rule="outside_quarter", withdrawn=True)
    assert arrival(home).rows_in_error == 2


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_can_be_waived_or_says_in_one_sentence_why_not(rule: Rule) -> None:
    said = why_not_waived(rule)
    assert not said or said.endswith(".")
    if rule.severity is Severity.ERROR:
        places = [(e, c.name) for e in EXTRACTS for c in e.columns]
        lets = any(lets_in(rule.id, c, e) for e, c in places)
        assert lets == (not said)


def test_a_waiver_of_what_cannot_be_or_is_not_broken_is_refused(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS, "CEOP-3,2026-07-01,nonsense,yes"))
    receive(home, "police")
    assert "no place in any breakdown" in refused(home, Verb.WAIVE, rule="code")
    assert "Nothing in it breaks" in refused(home, Verb.WAIVE, rule="outside_quarter")
    assert "no rule luck" in refused(home, Verb.WAIVE, rule="luck")
    assert "no such decision" in refused(home, Verb.REJECT, withdrawn=True)
    assert "No file police" in refused(home, Verb.REJECT, version=7)


@pytest.mark.parametrize("reason", ["", "two\nlines", "x" * 281, "Jane Smith said so"])
def test_a_reason_that_cannot_be_printed_is_refused(home: Home, reason: str) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    assert "reason" in refused(home, Verb.REJECT, reason=reason).lower()


def test_every_decision_and_every_change_of_state_is_kept(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    drop(home, SECOND, ceop(CEOP_ROWS[0]))
    receive(home, "police", NEXT_DAY)
    decide(home, Verb.REJECT, version=2)
    decide(home, Verb.ACCEPT, version=2)
    register = Register(home.register)
    made = decisions(register)
    assert [d.verb for d in made] == [Verb.REJECT, Verb.ACCEPT]
    assert [d.verb for d in in_force(made)] == [Verb.ACCEPT]
    assert {(d.decided_by, d.decided_at) for d in made} == {("officer", NEXT_DAY)}
    first = arrival(home).arrival_id
    of_first = [(c.to_state, c.why) for c in changes(register) if c.arrival_id == first]
    assert of_first == [
        ("received", f"{NAME} arrived"),
        ("accepted", f"{NAME} arrived"),
        ("superseded", f"{SECOND} arrived"),
        ("accepted", "reject, decision 1"),
        ("superseded", "accept, decision 2"),
    ]
    for change in changes(register):
        assert State(change.to_state)
    whole = [
        (c.from_state, c.to_state, c.version)
        for c in changes(register, Q2)
        if c.extract == "ceop_reports" and c.arrival_id is None
    ]
    assert whole == [
        ("", "accepted", 1),
        ("accepted", "accepted", 2),
        ("accepted", "accepted", 1),
        ("accepted", "accepted", 2),
    ]
    [late] = {c.to_state for c in changes(register, Q2) if c.extract == "disruption"}
    assert late == "late"


def test_notes_are_printed_once_accepted_and_names_only_once_looked_at(
    home: Home,
) -> None:
    drop(home, PLAN_NAME, PLAN)
    receive(home, "icpc")
    assert released(home, TWENTIETH) == 1
    assert notes(home) == [None, None]
    plan = {"agency": "icpc", "extract": "action_plan"}
    assert "--notes" in refused(home, Verb.ACCEPT, **plan)
    decide(home, Verb.NOTES, **plan)
    assert released(home) == 2
    assert notes(home) == ["Four meetings were held", None]
    decide(home, Verb.WAIVE, rule="name_in_text", **plan)
    assert released(home) == 3
    assert notes(home)[1] == "Written by Jane Smith"
    decide(home, Verb.NOTES, withdrawn=True, **plan)
    assert released(home) == 4
    assert notes(home) == [None, None]


def notes(home: Home) -> list[str | None]:
    return [action.progress_note for action in seen(home).actions]


def seen(home: Home) -> ReportInput:
    return report_input(
        home,
        Q2,
        edition="committee",
        committee="A committee",
        committee_short="AC",
        area="An area",
        marking="OFFICIAL",
        threshold=5,
        synthetic=True,
    )


def test_a_revision_says_which_file_changed_the_figure(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    released(home, TWENTIETH)
    drop(home, SECOND, ceop(CEOP_ROWS[0]))
    receive(home, "police", NEXT_DAY)
    released(home)
    decide(home, Verb.REJECT, reason="sent by mistake")
    report = seen(home)
    [revision] = [
        r for r in report.revisions if (r.indicator, r.breakdown) == ("A25.1", "")
    ]
    [cause] = revision.causes
    assert (revision.before.value, revision.after.value) == (2, 1)
    assert (cause.agency, cause.extract, cause.quarter) == (
        "police",
        "ceop_reports",
        Q2.code,
    )
    assert (cause.was_version, cause.is_version) == (1, 2)
    [decision] = report.decisions
    assert (decision.verb, decision.reason) == ("reject", "sent by mistake")


RETURNS = (
    "return_ref,child_ref,returned_at,offered,outcome,interviewed_at,"
    "interviewer_agency,location_type,cse_concern"
)


def test_a_record_settled_in_a_later_file_revises_and_names_that_file(
    home: Home,
) -> None:
    first = Period.parse("2026-27-Q1")
    pending = "R-1,C-1,2026-06-20 21:00,yes,pending,,,,no"
    settled = "R-1,C-1,2026-06-20 21:00,yes,completed,2026-06-21 10:00,hscp,online,no"
    drop(home, f"hscp_return_interviews_{first}.csv", f"{RETURNS}\n{pending}\n")
    july = dt.datetime(2026, 7, 20, 7, 0, tzinfo=LONDON)
    receive(home, "hscp", july)
    bring_up_to_date(home, period=first, interview_hours=72)
    release(home, first, edition="committee", threshold=0, now=july)
    drop(home, f"hscp_return_interviews_{Q2}.csv", f"{RETURNS}\n{settled}\n")
    receive(home, "hscp")
    bring_up_to_date(home, period=Q2, interview_hours=72)
    handle = release(home, Q2, edition="committee", threshold=0, now=NEXT_DAY)
    assert handle.revised == (first.code,)
    [revision] = [
        r for r in seen(home).revisions if (r.indicator, r.breakdown) == ("A17.2", "")
    ]
    assert revision.period == first.code
    assert [(c.agency, c.extract, c.quarter) for c in revision.causes] == [
        ("hscp", "return_interviews", Q2.code)
    ]
