"""What arrives is registered, kept, judged and loaded once; nothing is lost."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from schemas.errors import (
    StoreDamagedError,
    StoreIncompleteError,
    StoreVersionError,
)
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from tests.transforms.homes import (
    CEOP_ROWS,
    KEY,
    TWENTIETH,
    ceop,
    drop,
    make_home,
    receive,
)
from transforms import kept, reading_process
from transforms.bring_up_to_date import bring_up_to_date, figures_of
from transforms.home import Home
from transforms.receive import receive_agency
from transforms.register import Register
from transforms.release import release
from transforms.store import open_store
from transforms.submission import Judged

Q2 = Period.parse("2026-27-Q2")
NAME = "police_ceop_reports_2026-27-Q2.csv"
SECOND = "police_ceop_reports_2026-27-Q2_v2.csv"
THIRD = "police_ceop_reports_2026-27-Q2_v3.csv"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def ceop_reports(home: Home) -> float | None:
    """A25.1 of the quarter as it stands; None where it is not received."""
    values = figures_of(home, [Q2], 72)
    row = values[(values["indicator"] == "A25.1") & (values["breakdown"] == "")]
    return None if row["status"].item() != "ok" else row["value"].item()


def of_the_police(home: Home, indicator: str) -> tuple[float, float]:
    """Numerator and denominator of a figure about submissions, for the police."""
    values = figures_of(home, [Q2], 72)
    row = values[(values["indicator"] == indicator) & (values["category"] == "police")]
    return row["numerator"].item(), row["denominator"].item()


def verdicts(home: Home) -> dict[str, str]:
    return {
        Path(a.path).name: str(a.verdict) for a in Register(home.register).arrivals()
    }


def test_an_accepted_file_is_registered_kept_as_sent_and_counted(home: Home) -> None:
    file = drop(home, NAME, ceop(*CEOP_ROWS))
    receipt = receive(home, "police")
    [arrival] = Register(home.register).arrivals()
    assert (receipt.n_files, receipt.n_new, receipt.n_accepted) == (1, 1, 1)
    assert arrival.first_seen == TWENTIETH
    assert arrival.verdict is Verdict.ACCEPTED
    assert (arrival.rows_read, arrival.rows_loaded) == (2, 2)
    assert (home.received / arrival.kept_as).read_bytes() == file.read_bytes()
    assert ceop_reports(home) == 2


def test_the_same_path_and_bytes_again_are_no_new_arrival(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    again = receive(home, "police", TWENTIETH + dt.timedelta(days=1))
    assert (again.n_files, again.n_new) == (1, 0)
    assert len(Register(home.register).arrivals()) == 1


def test_a_resubmission_replaces_the_whole_extract(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    drop(home, SECOND, ceop(CEOP_ROWS[0]))
    receive(home, "police")
    assert ceop_reports(home) == 1


def test_versions_go_by_number_not_by_arrival(home: Home) -> None:
    drop(home, SECOND, ceop(CEOP_ROWS[0]))
    receive(home, "police")
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    assert ceop_reports(home) == 1


def test_a_rejected_resubmission_leaves_the_earlier_one_standing(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    drop(home, SECOND, "report_ref,received_on\nCEOP-1,2026-07-01\n")
    receive(home, "police")
    assert verdicts(home) == {NAME: "accepted", SECOND: "rejected"}
    assert ceop_reports(home) == 2


def test_the_same_bytes_under_a_higher_number_change_nothing(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    drop(home, SECOND, ceop(CEOP_ROWS[0]))
    drop(home, THIRD, ceop(*CEOP_ROWS))
    receive(home, "police")
    notes = {a.version: a.note for a in Register(home.register).arrivals()}
    assert ceop_reports(home) == 1
    assert notes[3] == f"The same bytes as {NAME}."


def test_the_first_version_is_the_lowest_numbered_whenever_it_came(home: Home) -> None:
    """A second version in time does not make up for a late first one."""
    drop(home, SECOND, ceop(*CEOP_ROWS))
    receive(home, "police", dt.datetime(2026, 10, 7, 9, 0, tzinfo=LONDON))
    assert of_the_police(home, "X02.1") == (1, 7)
    assert of_the_police(home, "X02.2") == (1, 1)
    drop(home, NAME, "report_ref,received_on\nCEOP-1,2026-07-01\n")
    receive(home, "police", TWENTIETH)
    assert of_the_police(home, "X02.1") == (0, 7)
    assert of_the_police(home, "X02.2") == (0, 1)
    assert ceop_reports(home) == 2


@pytest.mark.parametrize(
    "order", [(NAME, SECOND, THIRD), (THIRD, SECOND, NAME), (SECOND, THIRD, NAME)]
)
def test_what_stands_does_not_depend_on_the_order_of_arrival(
    home: Home, order: tuple[str, ...]
) -> None:
    content = {
        NAME: ceop(*CEOP_ROWS),
        SECOND: ceop(CEOP_ROWS[0]),
        THIRD: ceop(*CEOP_ROWS),
    }
    for name in order:
        drop(home, name, content[name])
        receive(home, "police")
    assert ceop_reports(home) == 1


def test_two_different_files_of_one_version_are_both_rejected(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    drop(home, NAME, ceop(CEOP_ROWS[0]))
    receive(home, "police")
    arrivals = Register(home.register).arrivals()
    assert [a.verdict for a in arrivals] == [Verdict.REJECTED, Verdict.REJECTED]
    assert all(a.issues[-1].rule == "same_version" for a in arrivals)
    assert "_v2" in arrivals[0].issues[-1].expected
    assert ceop_reports(home) is None


def test_a_released_version_stands_against_another_file_of_it(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    bring_up_to_date(home, period=Q2, interview_hours=72)
    release(home, Q2, edition="committee", threshold=5, now=TWENTIETH)
    drop(home, NAME, ceop(CEOP_ROWS[0]))
    receive(home, "police")
    arrivals = Register(home.register).arrivals()
    assert [a.verdict for a in arrivals] == [Verdict.ACCEPTED, Verdict.REJECTED]
    assert ceop_reports(home) == 2


def test_a_file_without_rows_is_a_true_zero(home: Home) -> None:
    drop(home, NAME, ceop())
    receive(home, "police")
    states = {
        (r.agency, r.extract): r.state for r in Register(home.register).received(Q2)
    }
    assert ceop_reports(home) == 0
    assert states["police", "ceop_reports"] == "nil_return"
    assert states["police", "disruption"] == "not_received"


def test_anything_else_in_a_drop_is_rejected_unopened_and_told(home: Home) -> None:
    drop(home, "police_notes.txt", "anything")
    drop(home, "police_attendances_2026-27-Q2.csv", "anything")
    receipt = receive(home, "police")
    arrivals = Register(home.register).arrivals()
    assert receipt.n_rejected == 2
    assert [a.issues[0].rule for a in arrivals] == ["wrong_agency", "wrong_table"]
    assert all(a.place is None for a in arrivals)


def test_a_link_in_a_drop_is_never_followed(home: Home, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(ceop(*CEOP_ROWS), "utf-8")
    (home.drops / "police" / NAME).symlink_to(outside)
    receive(home, "police")
    [arrival] = Register(home.register).arrivals()
    assert arrival.verdict is Verdict.REJECTED
    assert arrival.issues[0].rule == "unsafe"
    assert not home.received.exists()


def test_a_file_of_a_quarter_not_over_is_rejected(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police", dt.datetime(2026, 9, 30, 23, 59, tzinfo=LONDON))
    [arrival] = Register(home.register).arrivals()
    assert arrival.issues[0].rule == "wrong_quarter"
    assert Register(home.register).quarters() == set()


def test_a_run_that_died_before_the_verdict_is_taken_up_again(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    register = Register(home.register)
    register.judge(register.arrivals()[0].arrival_id, verdict=None)
    receive(home, "police")
    assert register.arrivals()[0].verdict is Verdict.ACCEPTED
    assert ceop_reports(home) == 2


def test_first_seen_times_of_a_demonstration_come_from_its_file(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    home.arrivals.write_text(
        f"file,arrived_at\npolice/{NAME},2026-10-02 09:30:00\n", "utf-8"
    )
    receive_agency(home, "police", key=KEY, now=TWENTIETH, demo_arrivals=True)
    [arrival] = Register(home.register).arrivals()
    assert arrival.first_seen == dt.datetime(2026, 10, 2, 9, 30, tzinfo=LONDON)


def test_the_store_never_holds_what_the_agency_sent(home: Home) -> None:
    drop(home, NAME, ceop("MARKER-77,2026-07-01,grooming,yes"))
    receive(home, "police")
    with open_store(home.store) as store:
        [[key]] = store.connection.execute(
            "SELECT report_ref FROM received.ceop_reports"
        ).fetchall()
    assert len(key) == 32
    assert b"MARKER-77" not in home.store.read_bytes()
    assert b"MARKER-77" not in home.register.read_bytes()


def test_a_store_of_another_version_is_not_touched(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    with open_store(home.store) as store:
        store.connection.execute("UPDATE received.store_version SET version = 99")
    with pytest.raises(StoreVersionError), open_store(home.store):
        pass


def test_a_store_that_was_lost_is_made_anew_from_what_was_kept(home: Home) -> None:
    file = drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    home.store.unlink()
    file.unlink()
    with pytest.raises(StoreIncompleteError, match="1 accepted submission"):
        ceop_reports(home)
    receive(home, "police")
    assert ceop_reports(home) == 2
    [arrival] = Register(home.register).arrivals()
    assert arrival.first_seen == TWENTIETH


def test_a_damaged_store_is_told_as_such(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    home.store.write_bytes(b"no longer a store" * 1000)
    with pytest.raises(StoreDamagedError, match="made anew"), open_store(home.store):
        pass


def test_a_folder_in_a_drop_is_told_but_that_of_our_answers_is_not(home: Home) -> None:
    for folder in ("Q2", "feedback"):
        (home.drops / "police" / folder).mkdir()
    receive(home, "police")
    [arrival] = Register(home.register).arrivals()
    assert (arrival.path, arrival.issues[0].rule) == ("police/Q2", "unsafe")


def test_a_name_that_is_no_text_stops_no_other_file(home: Home) -> None:
    drop(home, NAME, ceop(*CEOP_ROWS))
    odd = os.fsencode(home.drops / "police") + b"/police_disruption_2026-27-Q2_\xe9.csv"
    with open(odd, "wb") as stream:  # noqa: PTH123 - no Path holds these bytes
        stream.write(b"anything")
    receipt = receive(home, "police")
    assert (receipt.n_accepted, receipt.n_rejected) == (1, 1)
    assert ceop_reports(home) == 2


def test_a_name_that_may_identify_somebody_is_not_repeated(home: Home) -> None:
    (home.drops / "police" / "Jane Smith 0101011237.csv").write_text("anything")
    receipt = receive(home, "police")
    [arrival] = Register(home.register).arrivals()
    assert "Jane" not in arrival.path + " ".join(receipt.notes)
    assert "0101011237" not in arrival.path + " ".join(receipt.notes)


def test_a_file_that_grows_while_it_is_read_waits_for_the_next_run(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = drop(home, NAME, ceop(CEOP_ROWS[0]))
    keep = kept.keep

    def grow_and_keep(*arguments: Any, **others: Any) -> str | None:
        file.write_text(ceop(*CEOP_ROWS), "utf-8")
        return keep(*arguments, **others)

    monkeypatch.setattr("transforms.receive.keep", grow_and_keep)
    receipt = receive(home, "police")
    assert receipt.n_new == 0
    assert "still being written" in receipt.notes[0]
    monkeypatch.undo()
    receive(home, "police")
    assert ceop_reports(home) == 2


def test_a_fault_in_one_file_stops_no_other(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(
        home,
        "education_s2_programmes_2026-27-Q2.csv",
        "programme,school_code,delivered_on,s2_roll,pupils_attended,responses,"
        "aware_before,aware_after\nwasted,MARKER-77,2026-09-01,9,8,7,6,5\n",
    )
    drop(
        home,
        "education_transition_plans_2026-27-Q2.csv",
        "child_ref,transition_point,due_on,plan_in_place,plan_on\n",
    )

    def judge(content: bytes, name: str, **others: Any) -> Judged:
        # No list of schools, so that the reading of the first file ends in a fault.
        others["schools"] = {"2026-27": 77}
        return reading_process.judge(content, name, **others)

    monkeypatch.setattr("transforms.receive.judge", judge)
    receipt = receive(home, "education")
    assert (receipt.n_accepted, receipt.n_rejected) == (1, 1)
    assert "TypeError" in receipt.notes[0]
    assert "MARKER-77" not in receipt.notes[0]


def test_files_stay_where_they_lie(home: Home) -> None:
    file = drop(home, NAME, ceop(*CEOP_ROWS))
    before = (file.read_bytes(), file.stat().st_mtime_ns)
    receive(home, "police")
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
