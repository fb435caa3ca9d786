"""What is new at a source lands whole; what is not whole, or not plain, is left."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from flows.deliver import deliver_answers
from flows.faults import PassingFaultError
from flows.fetch import Fetched, fetch_agency
from flows.new_home import make_home
from flows.orders import order_for
from flows.stages import answer_stage, receive_stage
from schemas.errors import DiskFullError, PipelineError, SourceRefusedError
from schemas.period import LONDON
from transforms.correspondence import Correspondence
from transforms.home import Home
from transforms.register import Register

NOW = dt.datetime(2026, 10, 12, 6, 0, tzinfo=LONDON)
NAME = "police_ceop_reports_2026-27-Q2.csv"
CONTENT = b"report_ref,received_on,report_type,action_taken\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


@pytest.fixture
def share(home: Home, tmp_path: Path) -> Path:
    """A mounted share that is the police's source."""
    share = tmp_path / "a share"
    share.mkdir()
    home.settings.write_text(
        f'[sources]\nsettle_seconds = 0\n[sources.police]\nurl = "{share}"\n',
        "utf-8",
    )
    return share


def fetch(home: Home) -> Fetched:
    return fetch_agency(home, "police", now=NOW)


def landed(home: Home) -> list[str]:
    return sorted(file.name for file in (home.drops / "police").iterdir())


def meanwhile(change: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen between the two looks."""
    monkeypatch.setattr("flows.fetch.time.sleep", change)


def test_a_new_file_lands_and_is_not_fetched_again(home: Home, share: Path) -> None:
    (share / NAME).write_bytes(CONTENT)
    assert fetch(home).n_fetched == 1
    assert landed(home) == [NAME]
    assert fetch(home).n_fetched == 0


def test_a_folder_that_is_no_whole_path_lies_below_the_home(home: Home) -> None:
    (home.root / "exchange").mkdir()
    (home.root / "exchange" / NAME).write_bytes(CONTENT)
    home.settings.write_text('[sources.police]\nurl = "exchange"\n', "utf-8")
    assert fetch(home).n_fetched == 1


def test_a_file_that_was_touched_lands_again_and_is_no_new_arrival(
    home: Home, share: Path
) -> None:
    (share / NAME).write_bytes(CONTENT)
    order = order_for(home=home.root, period="2026-27-Q2", now=NOW)
    assert receive_stage(order, "police").n_new == 1
    os.utime(share / NAME, (1, 1))
    assert fetch(home).n_fetched == 1
    assert receive_stage(order, "police").n_new == 0
    [arrival] = Register(home.register).arrivals()
    assert arrival.path == f"police/{NAME}"


def test_a_corrected_file_under_the_same_name_is_a_new_arrival(
    home: Home, share: Path
) -> None:
    order = order_for(home=home.root, period="2026-27-Q2", now=NOW)
    for content in (CONTENT, CONTENT + b"CEOP-1,2026-07-01,grooming,yes\n"):
        (share / NAME).write_bytes(content)
        assert receive_stage(order, "police").n_new == 1
    assert len(Register(home.register).arrivals()) == 2


def test_a_file_that_grows_between_two_looks_is_left_and_said(
    home: Home, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / NAME).write_bytes(CONTENT)
    meanwhile(lambda _: (share / NAME).write_bytes(CONTENT + b"CEOP"), monkeypatch)
    fetched = fetch(home)
    assert fetched.n_fetched == 0
    assert fetched.notes == (f"{NAME} is still being written; left for the next run.",)
    assert landed(home) == []
    look = Correspondence(home).last_looks()["police"]
    assert (look.state, look.words) == ("ok", fetched.notes[0])
    monkeypatch.undo()
    assert fetch(home).n_fetched == 1


def test_a_file_that_goes_away_between_two_looks_stops_no_other(
    home: Home, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / NAME).write_bytes(CONTENT)
    (share / "police_warrants_2026-27-Q2.csv").write_bytes(CONTENT)
    meanwhile(lambda _: (share / NAME).unlink(), monkeypatch)
    fetched = fetch(home)
    assert fetched.n_fetched == 1
    assert landed(home) == ["police_warrants_2026-27-Q2.csv"]


@pytest.mark.parametrize(
    "name",
    [
        f"{NAME}.filepart", f"{NAME}.part", f"~${NAME[2:]}", f"{NAME}.tmp",
        f".{NAME}.Ab3dEf", f".~lock.{NAME}#", f"{NAME}.crdownload",
    ],
)  # fmt: skip
@pytest.mark.parametrize("own_folder", [True, False])
def test_names_of_half_written_files_are_left_and_said(
    name: str,
    own_folder: bool,
    home: Home,
    share: Path,
) -> None:
    if own_folder:
        home.settings.write_text("[sources]\nsettle_seconds = 0\n", "utf-8")
    drop = home.drops / "police" if own_folder else share
    (drop / name).write_bytes(CONTENT)
    order = order_for(home=home.root, period="2026-27-Q2", now=NOW)
    receipt = receive_stage(order, "police")
    assert receipt.n_files == 0
    [note] = receipt.notes
    assert "is still being written; left for the next run." in note
    assert not Register(home.register).arrivals()


def test_a_file_that_grows_in_the_homes_own_drop_is_left(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home.drops / "police" / NAME
    file.write_bytes(CONTENT)
    slept = []

    def grows(seconds: float) -> None:
        slept.append(seconds)
        file.write_bytes(CONTENT + b"CEOP")

    meanwhile(grows, monkeypatch)
    order = order_for(home=home.root, period="2026-27-Q2", now=NOW)
    assert receive_stage(order, "police").n_files == 0
    assert 0 < slept[0] <= 2
    monkeypatch.undo()
    os.utime(file, (1, 1))
    assert receive_stage(order, "police").n_files == 1


def test_old_files_in_the_homes_own_drop_are_not_waited_for(home: Home) -> None:
    file = home.drops / "police" / NAME
    file.write_bytes(CONTENT)
    os.utime(file, (1, 1))
    began = time.monotonic()
    assert fetch(home).leave == frozenset()
    assert time.monotonic() - began < 1


def test_links_and_folders_of_a_share_are_not_followed(
    home: Home, share: Path, tmp_path: Path
) -> None:
    (share / NAME).symlink_to(home.key)
    (share / "folder").mkdir()
    fetched = fetch(home)
    assert fetched.notes == (
        "folder is a folder or link; it was not fetched.",
        f"{NAME} is a folder or link; it was not fetched.",
    )
    assert landed(home) == []


def test_a_file_that_becomes_a_link_is_not_followed(
    home: Home, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Swapped at the last moment: it is opened without following."""
    (share / NAME).write_bytes(CONTENT)
    from flows import sources  # noqa: PLC0415 - the one that is watched

    copy = sources._copy_plain

    def swapped(path: Path, target: Path) -> None:
        path.unlink()
        path.symlink_to(home.key)
        copy(path, target)

    monkeypatch.setattr(sources, "_copy_plain", swapped)
    assert fetch(home).n_fetched == 0
    assert landed(home) == []


def test_a_name_that_may_be_a_persons_is_not_repeated(home: Home, share: Path) -> None:
    (share / "Marion Example.csv.part").write_bytes(CONTENT)
    fetched = fetch(home)
    assert "Marion" not in fetched.notes[0]
    assert b"Marion" not in home.register.read_bytes()


def test_a_file_beyond_the_limit_is_not_fetched(home: Home, share: Path) -> None:
    home.settings.write_text(
        home.settings.read_text("utf-8").replace(
            "settle_seconds = 0", "settle_seconds = 0\nlargest_megabytes = 1"
        ),
        "utf-8",
    )
    with (share / NAME).open("wb") as file:
        file.truncate(1_000_001)
    assert fetch(home).notes == (f"{NAME} is larger than 1 MB; it was not fetched.",)


def test_a_share_that_is_not_there_may_come_back_and_what_landed_is_received(
    home: Home, share: Path
) -> None:
    (share / NAME).write_bytes(CONTENT)
    fetch(home)
    share.rename(share.with_name("gone"))
    order = order_for(home=home.root, period="2026-27-Q2", now=NOW)
    with pytest.raises(PassingFaultError, match="Police Scotland could not be reached"):
        receive_stage(order, "police")
    [arrival] = Register(home.register).arrivals()
    assert arrival.is_accepted
    look = Correspondence(home).last_looks()["police"]
    assert look.state == "failed"


def test_a_full_disk_leaves_nothing_half_written(
    home: Home, share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (share / NAME).write_bytes(CONTENT)

    def full(_file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("flows.fetch._keep_on_disk", full)
    with pytest.raises(DiskFullError):
        fetch(home)
    assert landed(home) == []
    monkeypatch.undo()
    assert fetch(home).n_fetched == 1


def test_what_a_killed_process_half_fetched_is_taken_away(
    home: Home, share: Path
) -> None:
    left = home.drops / "police" / ".0123456789abcdef-77.part"
    left.write_bytes(b"half")
    fetch(home)
    assert left.exists()
    os.utime(left, (1, 1))
    fetch(home)
    assert not left.exists()


@pytest.mark.parametrize(
    "url", ["gs://bucket/drop", "nonsense://x/y", "sftp://host/drop", "s3://b/drop"]
)
def test_a_source_that_cant_be_used_is_told(url: str, home: Home) -> None:
    home.settings.write_text(f'[sources.police]\nurl = "{url}"\n', "utf-8")
    fault = fetch(home).fault
    assert isinstance(fault, SourceRefusedError)
    assert fault.next_step


def answer(home: Home, content: bytes) -> None:
    folder = home.drops / "police" / "feedback" / "2026-27-Q2"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "police_feedback_2026-27-Q2.csv").write_bytes(content)


def test_answers_are_delivered_once_and_again_when_they_change(
    home: Home, share: Path
) -> None:
    order = order_for(home=home.root, period="2026-27-Q2", now=NOW)
    answer_stage(order, "police")
    folder = share / "feedback" / "2026-27-Q2"
    names = sorted(file.name for file in folder.iterdir())
    assert names == [
        "police_feedback_2026-27-Q2.csv",
        "police_feedback_2026-27-Q2.docx",
    ]
    assert deliver_answers(home, "police", now=NOW) == 0
    answer(home, b"another")
    assert deliver_answers(home, "police", now=NOW) == 1
    assert (folder / names[0]).read_bytes() == b"another"


def test_an_answer_that_is_open_at_the_agency_lies_beside(
    home: Home, share: Path
) -> None:
    answer(home, b"one")
    deliver_answers(home, "police", now=NOW)
    folder = share / "feedback" / "2026-27-Q2"
    lock = folder / ".~lock.police_feedback_2026-27-Q2.csv#"
    lock.touch()
    answer(home, b"two")
    with pytest.raises(PipelineError, match="is open at the agency"):
        deliver_answers(home, "police", now=NOW)
    assert (folder / "police_feedback_2026-27-Q2.csv").read_bytes() == b"one"
    lock.unlink()
    assert deliver_answers(home, "police", now=NOW) == 1
    assert (folder / "police_feedback_2026-27-Q2.csv").read_bytes() == b"two"


def test_an_answer_is_not_written_through_a_link(
    home: Home, share: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (share / "feedback").symlink_to(elsewhere)
    answer(home, b"one")
    with pytest.raises(SourceRefusedError, match="links are not followed"):
        deliver_answers(home, "police", now=NOW)
    assert not any(elsewhere.iterdir())


def test_another_agencys_folder_is_never_touched(home: Home, share: Path) -> None:
    answer(home, b"one")
    assert deliver_answers(home, "health", now=NOW) == 0
    assert not any(share.iterdir())
