"""Releases: one content one release, a changed figure a revision, nothing forgotten."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from schemas.errors import NothingReleasedError
from schemas.period import LONDON, Period
from schemas.released import ReportInput, Status
from tests.transforms.homes import ceop, drop, make_home, receive
from transforms.bring_up_to_date import bring_up_to_date
from transforms.home import Home
from transforms.release import release, report_input
from transforms.release_audit import certified
from transforms.release_handle import ReleaseHandle

Q1, Q2 = Period.parse("2026-27-Q1"), Period.parse("2026-27-Q2")
HEADER = (
    "referral_ref,child_ref,age,sex,disability,ethnicity,looked_after,referred_on,"
    "referral_source,referral_pathway,theme,risk_level,information_shared_by,decision,"
    "decided_on"
)


def referral(ref: str, on: str, decision: str = "pending", decided: str = "") -> str:
    return (
        f"{ref},CHILD-{ref},14,female,no,white,no,{on},police,child_protection,victim,"
        f"high,hscp,{decision},{decided}"
    )


def run(home: Home, period: Period) -> ReleaseHandle:
    """Receive, compute and release a quarter on its day."""
    for agency in ("hscp", "police", "icpc"):
        receive(home, agency, period.reports_at)
    bring_up_to_date(home, period=period, interview_hours=72)
    return release(
        home, period, edition="committee", threshold=5, now=period.reports_at
    )


def report(home: Home, period: Period) -> ReportInput:
    return report_input(
        home,
        period,
        edition="committee",
        committee="Committee",
        committee_short="C",
        area="Area",
        marking="OFFICIAL-SENSITIVE",
        threshold=5,
        synthetic=True,
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


def referrals(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def test_the_same_content_again_is_the_same_release(home: Home) -> None:
    drop(
        home, "police_ceop_reports_2026-27-Q2.csv", ceop("C-1,2026-07-01,grooming,yes")
    )
    first, again = run(home, Q2), run(home, Q2)
    assert (first.number, first.changed) == (1, True)
    assert (again.number, again.changed) == (1, False)
    assert again.content == first.content


def test_a_resubmission_after_release_is_a_revision_with_both_figures(
    home: Home,
) -> None:
    drop(
        home, "police_ceop_reports_2026-27-Q2.csv", ceop("C-1,2026-07-01,grooming,yes")
    )
    run(home, Q2)
    drop(home, "police_ceop_reports_2026-27-Q2_v2.csv", ceop())
    revised = run(home, Q2)
    value = report(home, Q2).value("A25.1")
    assert revised.number == 2
    assert report(home, Q2).version == "1.1"
    assert value is not None
    assert (value.numerator, value.revised) == (0, True)


def test_a_case_settled_later_revises_the_quarter_it_belongs_to(home: Home) -> None:
    pending = [referral(f"R-{n}", "2026-06-01") for n in range(6)]
    drop(home, "hscp_vyp_referrals_2026-27-Q1.csv", referrals(*pending))
    run(home, Q1)
    before = report(home, Q1).value("A07.3")
    settled = [
        referral(f"R-{n}", "2026-06-01", "accepted", "2026-07-11") for n in range(6)
    ]
    drop(home, "hscp_vyp_referrals_2026-27-Q2.csv", referrals(*settled))
    handle = run(home, Q2)
    newest = report(home, Q2)
    after = newest.value("A07.3", period=Q1.code)
    assert before is not None
    assert after is not None
    assert (before.status, before.provisional) == (Status.NOT_APPLICABLE, True)
    assert (after.value, after.revised, after.provisional) == (40, True, False)
    assert handle.revised == (Q1.code,)
    [revision] = [r for r in newest.revisions if r.indicator == "A07.3"]
    assert (revision.before.value, revision.after.value) == (None, 40)


def test_a_small_number_about_children_never_reaches_the_report(home: Home) -> None:
    rows = [referral(f"R-{n}", "2026-07-01") for n in range(3)]
    drop(home, "hscp_vyp_referrals_2026-27-Q2.csv", referrals(*rows))
    run(home, Q2)
    value = report(home, Q2).value("A07.1")
    assert value is not None
    assert value.hidden
    assert (value.numerator, value.denominator, value.value) == (None, None, None)


def test_few_rows_about_children_are_not_counted_aloud_either(home: Home) -> None:
    rows = [referral(f"R-{n}", "2026-07-01") for n in range(3)]
    drop(home, "hscp_vyp_referrals_2026-27-Q2.csv", referrals(*rows))
    drop(
        home, "police_ceop_reports_2026-27-Q2.csv", ceop("C-1,2026-07-01,grooming,yes")
    )
    run(home, Q2)
    shown = report(home, Q2)
    received = {each.extract: each for each in shown.received}
    assert received["vyp_referrals"].rows_hidden
    assert received["vyp_referrals"].rows_loaded == 0
    # 4 rows accepted in all, less 1 from CEOP, would give the 3.
    accepted = shown.value("X02.3")
    assert accepted is not None
    assert accepted.hidden or received["ceop_reports"].rows_hidden


def test_every_released_period_that_a_file_changes_is_released_anew(
    home: Home,
) -> None:
    referred = [
        referral(f"R-{n}", "2026-06-01", "accepted", "2026-06-11") for n in range(12)
    ]
    drop(home, "hscp_vyp_referrals_2026-27-Q1.csv", referrals(*referred[:6]))
    run(home, Q1)
    drop(home, "hscp_vyp_referrals_2026-27-Q2.csv", referrals())
    drop(
        home,
        "hscp_vyp_reviews_2026-27-Q2.csv",
        "review_ref,referral_ref,child_ref,reviewed_on,risk_level,plan_grade,"
        "contingency_plan,case_status\n",
    )
    run(home, Q2)
    drop(home, "hscp_vyp_referrals_2026-27-Q1_v2.csv", referrals(*referred))
    handle = run(home, Q1)
    value = report(home, Q2).value("A20.1")
    assert Q2.code in handle.revised
    assert value is not None
    assert value.numerator == 12


def test_half_years_and_years_are_released_with_the_quarter_that_ends_them(
    home: Home,
) -> None:
    rows = [referral(f"R-{n}", "2026-05-01") for n in range(5)]
    drop(home, "hscp_vyp_referrals_2026-27-Q1.csv", referrals(*rows))
    run(home, Q1)
    more = [referral(f"S-{n}", "2026-08-01") for n in range(5)]
    drop(home, "hscp_vyp_referrals_2026-27-Q2.csv", referrals(*rows, *more))
    run(home, Q2)
    value = report(home, Period.parse("2026-27-H1")).value("A07.1")
    assert value is not None
    assert value.numerator == 5 + 5


def test_titles_that_may_hold_a_name_are_withheld(home: Home) -> None:
    header = (
        "action_id,title,lead_agency,lead_role,by_when,status,shared_with_icpc_on,"
        "evaluated_on,progress_note"
    )
    drop(
        home,
        "icpc_action_plan_2026-27-Q2.csv",
        f"{header}\nA01,Meet the chief officers,icpc,Margaret Campbell,,complete,,,\n",
    )
    run(home, Q2)
    [action] = report(home, Q2).actions
    assert action.title == "Meet the chief officers"
    assert action.lead_role is None


def test_a_period_never_released_has_no_report(home: Home) -> None:
    with pytest.raises(NothingReleasedError, match="icpc run 2026-27-Q1"):
        report(home, Q1)


def test_a_release_that_a_dying_run_never_registered_was_never_shown(
    home: Home,
) -> None:
    drop(
        home, "police_ceop_reports_2026-27-Q2.csv", ceop("C-1,2026-07-01,grooming,yes")
    )
    run(home, Q2)
    register = home.register
    saved = register.read_bytes()
    drop(home, "police_ceop_reports_2026-27-Q2_v2.csv", ceop())
    receive(home, "police", dt.datetime(2026, 10, 21, tzinfo=LONDON))
    run(home, Q2)
    register.write_bytes(saved)
    for beside in ("-wal", "-shm"):
        register.with_name(register.name + beside).unlink(missing_ok=True)
    again = run(home, Q2)
    assert again.number == 2
    value = report(home, Q2).value("A25.1")
    assert value is not None
    assert value.numerator == 0


def test_a_release_whose_file_is_lost_is_made_anew_and_proved(home: Home) -> None:
    drop(
        home,
        "hscp_vyp_referrals_2026-27-Q2.csv",
        referrals(referral("V-1", "2026-07-20"), referral("V-2", "2026-08-03")),
    )
    run(home, Q2)
    for folder in (home.releases, home.certificates):
        shutil.rmtree(folder)
    again = run(home, Q2)
    assert (again.number, again.changed) == (2, True)
    proved = certified(home.certificates, "committee", [Q2.code])
    assert (Q2.code, 2, "A07.1", "", "") in proved
