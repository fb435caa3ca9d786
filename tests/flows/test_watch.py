"""The watchdog finds what is due and missing, from the register and the calendar."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from flows.documents_due import Document, document_named
from flows.new_home import make_home
from flows.quarter_lock import quarter_lock
from flows.seen import PAGE
from flows.watch import look
from schemas.period import LONDON, Period, PeriodKind
from tests.flows.commands_typed import typed, typed_apart
from transforms.home import Home
from transforms.register import Register

Q2 = Period.parse("2026-27-Q2")
REPORT = f"icpc-quarterly-report_{Q2}_v1.0.docx"


def at(day: int, hour: int, month: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=LONDON)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home that was made on 1 October 2026."""
    home = make_home(tmp_path / "home")
    made = at(1, 5).timestamp()
    os.utime(home.key, (made, made))
    return home


@pytest.fixture(autouse=True)
def _one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quarterly report alone is due; others follow the same calendar."""
    report = document_named("icpc-quarterly-report")
    monkeypatch.setattr("flows.documents_due.DOCUMENTS", (report,))


def ran(home: Home, started_at: dt.datetime, *, ended: bool = True) -> int:
    register = Register(home.register)
    run_id = register.start_run(Q2.code, started_at)
    if ended:
        register.end_run(run_id, ended_at=started_at, outcome="done", details={})
    return run_id


def made(home: Home, *, on_disk: bool = True) -> None:
    Register(home.register).add_document(
        period=Q2.code,
        edition="committee",
        name=REPORT,
        sha256="5ea1",
        release_number=1,
        written_at=at(20, 7),
    )
    if on_disk:
        file = home.documents / Q2.code / REPORT
        file.parent.mkdir(parents=True)
        file.touch()


def facts(home: Home, now: dt.datetime) -> list[str]:
    return [finding.fact for finding in look(home, now)]


def test_a_report_is_missed_two_hours_after_it_is_due_and_once_a_day(
    home: Home,
) -> None:
    ran(home, at(20, 7))
    assert facts(home, at(20, 8)) == []
    [finding] = look(home, at(20, 9))
    assert finding.fact == "missing:icpc-quarterly-report:2026-27-Q2:2026-10-20"
    assert "was due on 20 October 2026 at 07:00 and was not made." in finding.what
    assert finding.command == f"icpc run 2026-27-Q2 --home {home.root}"
    assert facts(home, at(20, 23)) == [finding.fact]
    assert facts(home, at(21, 9)) != [finding.fact]


def test_a_report_that_was_made_is_not_missed(home: Home) -> None:
    made(home)
    assert facts(home, at(20, 9)) == []


def test_a_report_that_was_taken_away_is_missed(home: Home) -> None:
    made(home, on_disk=False)
    [finding] = look(home, at(25, 9))
    assert f"{REPORT} is no longer in its folder" in finding.what


def test_what_was_due_before_the_home_was_made_is_not_missed(home: Home) -> None:
    made_on = at(1, 9, month=11).timestamp()
    os.utime(home.key, (made_on, made_on))
    assert facts(home, at(2, 9, month=11)) == []


def test_in_a_home_put_back_from_a_backup_a_later_report_is_missed(home: Home) -> None:
    made(home)
    put_back = dt.datetime(2027, 3, 1, tzinfo=LONDON).timestamp()
    os.utime(home.key, (put_back, put_back))
    [finding] = look(home, dt.datetime(2027, 3, 2, 9, tzinfo=LONDON))
    assert finding.period == "2026-27-Q3"


def test_reports_of_two_quarters_are_both_missed(home: Home) -> None:
    found = look(home, dt.datetime(2027, 2, 1, 9, tzinfo=LONDON))
    assert [finding.period for finding in found] == ["2026-27-Q2", "2026-27-Q3"]


def test_what_is_due_for_a_half_year_is_missed_with_its_second_quarter(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = Document("icpc-review", "the review", (PeriodKind.HALF_YEAR,))
    monkeypatch.setattr("flows.documents_due.DOCUMENTS", (review,))
    ran(home, at(20, 7))
    assert facts(home, at(20, 8)) == []
    [finding] = look(home, at(20, 9))
    assert (finding.period, finding.command.split()[2]) == ("2026-27-H1", "2026-27-H1")


def test_a_morning_on_which_nobody_looked_is_noticed(home: Home) -> None:
    ran(home, at(5, 6))
    assert facts(home, at(5, 9)) == []
    assert facts(home, at(6, 7)) == []
    assert facts(home, at(6, 9)) == ["unseen:2026-10-06"]
    ran(home, at(6, 9))
    assert facts(home, at(6, 10)) == []


def test_before_and_after_the_collecting_days_nobody_has_to_look(home: Home) -> None:
    made(home)
    assert facts(home, at(20, 12)) == []
    assert facts(home, at(30, 12, month=11)) == []


def test_a_run_that_goes_on_for_hours_hangs(home: Home) -> None:
    run_id = ran(home, at(6, 6), ended=False)
    with quarter_lock(home, Q2):
        assert facts(home, at(6, 7)) == []
        [finding] = look(home, at(6, 9))
    assert finding.fact == f"unended:{run_id}"
    assert f"process {os.getpid()}" in finding.what
    assert finding.command.startswith("icpc status")


def test_a_run_that_was_cut_off_is_found_at_once_and_until_another_ran(
    home: Home,
) -> None:
    run_id = ran(home, at(6, 6), ended=False)
    [finding] = look(home, at(6, 7))
    assert finding.fact == f"unended:{run_id}"
    assert "was cut off" in finding.what
    ran(home, at(6, 8))
    assert facts(home, at(6, 9)) == []


def test_the_command_says_so_by_its_exit_and_writes_the_page(home: Home) -> None:
    ran(home, at(1, 6), ended=False)
    ended = typed("watch", "--home", home.root)
    assert ended.code == 1
    assert "was cut off before it ended. Type next: icpc run 2026-27-Q2" in ended.err
    assert "was cut off" in (home.root / PAGE).read_text("utf-8")
    found = json.loads(typed("watch", "--json", "--home", home.root).out)
    assert set(found[0]) == {"fact", "period", "what", "command"}


def test_in_a_new_home_nothing_is_missing(tmp_path: Path) -> None:
    home = make_home(tmp_path / "new")
    ended = typed("watch", "--now", "2026-11-25T09:00", "--home", home.root)
    assert (ended.code, ended.out) == (0, "Nothing that is due is missing.\n")
    assert (home.root / PAGE).is_file()


def test_it_needs_no_prefect(home: Home) -> None:
    """With Prefect out of reach altogether it says what it says."""
    ran(home, at(1, 6), ended=False)
    without = "import sys; sys.modules['prefect'] = None"
    ended = typed_apart("watch", "--home", home.root, before=without)
    assert ended.code == 1, ended.err
    assert "was cut off" in ended.err


def test_a_damaged_setting_does_not_hide_what_was_found(home: Home) -> None:
    ran(home, at(1, 6), ended=False)
    home.settings.write_text("[messages]\nofficer = 12\n", "utf-8")
    ended = typed("watch", "--home", home.root)
    assert ended.code == 1
    assert "was cut off" in ended.err
    assert "officer in [messages]" in ended.err
