"""Drops at a real SFTP server and a real S3-compatible store."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.deliver import deliver_answers
from flows.faults import PassingFaultError
from flows.fetch import Fetched, fetch_agency
from flows.new_home import make_home
from schemas.errors import SourceRefusedError
from schemas.period import LONDON
from tests.flows.commands_typed import typed_apart
from tests.servers.s3 import S3, s3_store
from tests.servers.sftp import Sftp, new_key, sftp_server
from transforms.correspondence import Correspondence
from transforms.home import Home

pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

NOW = dt.datetime(2026, 10, 12, 6, 0, tzinfo=LONDON)
NAME = "police_ceop_reports_2026-27-Q2.csv"
CONTENT = b"report_ref,received_on,report_type,action_taken\n"


@pytest.fixture(scope="module")
def sftp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sftp]:
    with sftp_server(tmp_path_factory.mktemp("sftp"), ["police", "health"]) as server:
        yield server


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with s3_store(tmp_path_factory.mktemp("s3"), ["police", "health"]) as store:
        yield store


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


def set_sources(home: Home, *lines: str, settle: float = 0) -> None:
    home.settings.write_text(
        "\n".join(
            [
                "[sources]",
                f"settle_seconds = {settle}",
                "timeout_seconds = 5",
                *lines,
            ]
        ),
        "utf-8",
    )


def over_sftp(home: Home, server: Sftp, agency: str = "police") -> Path:
    """Let an agency's drop be at the server; its folder there, emptied."""
    set_sources(
        home,
        f"[sources.{agency}]",
        f'url = "{server.url(agency)}"',
        f'host_key = "{server.host_key}"',
    )
    shutil.copy(server.key(agency), home.secrets / f"{agency}.ssh-key")
    shutil.rmtree(server.drop(agency))
    server.drop(agency).mkdir()
    return server.drop(agency)


def over_s3(home: Home, store: S3, agency: str = "police") -> None:
    set_sources(
        home,
        f"[sources.{agency}]",
        f'url = "{store.url(agency)}"',
        f'endpoint_url = "{store.endpoint}"',
    )
    key, secret = store.key(agency)
    (home.secrets / f"{agency}.s3-key-id").write_text(key + "\n")
    (home.secrets / f"{agency}.s3-secret").write_text(secret + "\n")


def fetch(home: Home, agency: str = "police") -> Fetched:
    return fetch_agency(home, agency, now=NOW)


def test_a_file_at_an_sftp_server_lands_in_the_drop_once(
    home: Home, sftp: Sftp
) -> None:
    drop = over_sftp(home, sftp)
    (drop / NAME).write_bytes(CONTENT)
    fetched = fetch(home)
    assert (fetched.n_fetched, fetched.notes, fetched.fault) == (1, (), None)
    assert [f.name for f in (home.drops / "police").iterdir()] == [NAME]
    assert (home.drops / "police" / NAME).read_bytes() == CONTENT
    assert fetch(home).n_fetched == 0
    (drop / NAME).write_bytes(CONTENT + b"CEOP-1,2026-07-01,grooming,yes\n")
    assert fetch(home).n_fetched == 1
    assert (home.drops / "police" / NAME).read_bytes() == (drop / NAME).read_bytes()


def test_a_file_that_grows_at_an_sftp_server_waits(
    home: Home, sftp: Sftp, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = over_sftp(home, sftp)
    (drop / NAME).write_bytes(CONTENT)
    whole = "police_warrants_2026-27-Q2.csv"
    (drop / whole).write_bytes(CONTENT)
    (drop / f"{NAME}.filepart").write_bytes(CONTENT)

    def meanwhile(_seconds: float) -> None:
        with (drop / NAME).open("ab") as file:
            file.write(b"CEOP-1,2026")

    monkeypatch.setattr("flows.fetch.time.sleep", meanwhile)
    fetched = fetch(home)
    assert [f.name for f in (home.drops / "police").iterdir()] == [whole]
    assert fetched.notes == (
        f"{NAME}.filepart is still being written; left for the next run.",
        f"{NAME} is still being written; left for the next run.",
    )
    monkeypatch.undo()
    assert fetch(home).n_fetched == 1


def test_answers_go_to_the_agencys_own_folder_at_an_sftp_server(
    home: Home, sftp: Sftp
) -> None:
    drop = over_sftp(home, sftp)
    answers = home.drops / "police" / "feedback" / "2026-27-Q2"
    answers.mkdir(parents=True)
    (answers / "police_feedback_2026-27-Q2.csv").write_bytes(b"a list")
    assert deliver_answers(home, "police", now=NOW) == 1
    delivered = drop / "feedback" / "2026-27-Q2"
    [file] = delivered.iterdir()
    assert (file.name, file.read_bytes()) == (
        "police_feedback_2026-27-Q2.csv",
        b"a list",
    )
    assert not any(sftp.drop("health").iterdir())
    file.unlink()
    assert deliver_answers(home, "police", now=NOW) == 0
    (answers / file.name).write_bytes(b"another list")
    assert deliver_answers(home, "police", now=NOW) == 1
    assert file.read_bytes() == b"another list"
    assert fetch(home).notes == ()


def test_a_host_with_another_key_is_never_spoken_to(
    home: Home, sftp: Sftp, tmp_path: Path
) -> None:
    drop = over_sftp(home, sftp)
    (drop / NAME).write_bytes(CONTENT)
    other = new_key(tmp_path / "other").with_suffix(".pub").read_text().split()
    text = home.settings.read_text("utf-8")
    key = " ".join(other[:2])
    home.settings.write_text(text.replace(sftp.host_key, key), "utf-8")
    fault = fetch(home).fault
    assert isinstance(fault, SourceRefusedError)
    assert "another key than the pinned one" in fault.what
    assert not any((home.drops / "police").iterdir())


def test_a_host_whose_key_nobody_pinned_is_never_spoken_to(
    home: Home, sftp: Sftp
) -> None:
    over_sftp(home, sftp)
    lines = home.settings.read_text("utf-8").splitlines()
    unpinned = [line for line in lines if "host_key" not in line]
    home.settings.write_text("\n".join(unpinned), "utf-8")
    said = (sftp.folder / "sshd.log").read_text()
    fault = fetch(home).fault
    assert isinstance(fault, SourceRefusedError)
    assert "No key of the SFTP server 127.0.0.1 is pinned" in fault.what
    assert (sftp.folder / "sshd.log").read_text() == said
    known = f"[127.0.0.1]:{sftp.port} {sftp.host_key}\n"
    (home.root / "known_hosts").write_text(known)
    assert fetch(home).fault is None


def test_an_account_that_is_refused_is_told_and_not_tried_again(
    home: Home, sftp: Sftp, tmp_path: Path
) -> None:
    over_sftp(home, sftp)
    key = home.secrets / "police.ssh-key"
    key.unlink()
    shutil.copy(new_key(tmp_path / "stranger"), key)
    fault = fetch(home).fault
    assert isinstance(fault, SourceRefusedError)
    assert "Police Scotland did not let us in" in fault.what
    assert Correspondence(home).last_looks()["police"].state == "failed"


def test_a_server_that_is_down_may_come_back(home: Home, tmp_path: Path) -> None:
    with sftp_server(tmp_path / "sftp", ["police"]) as server:
        drop = over_sftp(home, server)
        (drop / NAME).write_bytes(CONTENT)
    fault = fetch(home).fault
    assert isinstance(fault, PassingFaultError)
    assert "Police Scotland could not be reached" in fault.what
    with sftp_server(tmp_path / "sftp", ["police"], server.port):
        assert fetch(home).n_fetched == 1


def test_a_server_that_hangs_is_not_waited_for_for_ever(home: Home, sftp: Sftp) -> None:
    """A port that accepts and says nothing: the time-out ends it."""
    import socket  # noqa: PLC0415 - only here
    import time  # noqa: PLC0415 - only here

    over_sftp(home, sftp)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        text = home.settings.read_text("utf-8").replace(f":{sftp.port}/", f":{port}/")
        text = text.replace("timeout_seconds = 5", "timeout_seconds = 1")
        home.settings.write_text(text, "utf-8")
        began = time.monotonic()
        fault = fetch(home).fault
    assert isinstance(fault, PassingFaultError)
    assert time.monotonic() - began < 10


def test_a_file_in_a_bucket_lands_in_the_drop_once(home: Home, s3: S3) -> None:
    over_s3(home, s3)
    assert fetch(home).fault is None
    s3.put("police", NAME, CONTENT)
    s3.put("police", f"{NAME}.part", CONTENT)
    s3.put("police", "older/2026.csv", CONTENT)
    fetched = fetch(home)
    assert (fetched.n_fetched, fetched.fault) == (1, None)
    assert fetched.notes == (
        "older is a folder or link; it was not fetched.",
        f"{NAME}.part is still being written; left for the next run.",
    )
    assert (home.drops / "police" / NAME).read_bytes() == CONTENT
    assert fetch(home).n_fetched == 0
    s3.put("police", NAME, CONTENT + b"\n")
    assert fetch(home).n_fetched == 1
    assert (home.drops / "police" / NAME).read_bytes() == CONTENT + b"\n"


def test_answers_go_to_the_agencys_own_bucket(home: Home, s3: S3) -> None:
    over_s3(home, s3, "health")
    answers = home.drops / "health" / "feedback" / "2026-27-Q2"
    answers.mkdir(parents=True)
    (answers / "health_feedback_2026-27-Q2.docx").write_bytes(b"a letter")
    assert deliver_answers(home, "health", now=NOW) == 1
    place = "health-exchange/drop/feedback/2026-27-Q2/health_feedback_2026-27-Q2.docx"
    assert s3.admin().cat_file(place) == b"a letter"
    fetched = fetch(home, "health")
    assert (fetched.n_fetched, fetched.notes, fetched.fault) == (0, (), None)


@pytest.mark.parametrize("spoil", ["s3-secret", "s3-key-id"])
def test_a_wrong_key_of_a_bucket_is_told(spoil: str, home: Home, s3: S3) -> None:
    over_s3(home, s3)
    (home.secrets / f"police.{spoil}").write_text("wrong")
    fault = fetch(home).fault
    assert isinstance(fault, SourceRefusedError)
    assert "did not let us in" in fault.what


def test_our_key_of_one_agency_opens_no_other_bucket(home: Home, s3: S3) -> None:
    over_s3(home, s3)
    s3.put("health", "health_attendances_2026-27-Q2.csv", CONTENT)
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace(s3.url("police"), s3.url("health")), "utf-8")
    assert isinstance(fetch(home).fault, SourceRefusedError)
    assert not any((home.drops / "police").iterdir())


def test_a_store_that_is_down_may_come_back(home: Home, s3: S3) -> None:
    over_s3(home, s3)
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace(s3.endpoint, "http://127.0.0.1:9"), "utf-8")
    assert isinstance(fetch(home).fault, PassingFaultError)


def test_links_at_an_sftp_server_are_not_followed(home: Home, sftp: Sftp) -> None:
    drop = over_sftp(home, sftp)
    (drop / "link.csv").symlink_to("/etc/hostname")
    (drop / "folder").mkdir()
    fetched = fetch(home)
    assert (fetched.n_fetched, fetched.fault) == (0, None)
    assert fetched.notes == (
        "folder is a folder or link; it was not fetched.",
        "link.csv is a folder or link; it was not fetched.",
    )
    assert not any((home.drops / "police").iterdir())


def test_a_name_that_no_file_can_have_stops_no_other(home: Home, s3: S3) -> None:
    over_s3(home, s3, "health")
    s3.put("health", "x" * 240 + ".csv", CONTENT)
    s3.put("health", "health_attendances_2026-27-Q2.csv", CONTENT)
    fetched = fetch(home, "health")
    assert fetched.n_fetched == 1
    assert any("name that no file can have" in note for note in fetched.notes)
    landed = [file.name for file in (home.drops / "health").iterdir()]
    assert landed == ["health_attendances_2026-27-Q2.csv"]


def test_a_run_from_both_ends_without_a_word_of_their_libraries(
    home: Home, sftp: Sftp, s3: S3
) -> None:
    over_s3(home, s3, "health")
    from_store = home.settings.read_text("utf-8")
    drop = over_sftp(home, sftp)
    from_server = home.settings.read_text("utf-8").partition("[sources.police]")[2]
    home.settings.write_text(f"{from_store}\n[sources.police]{from_server}", "utf-8")
    (drop / NAME).write_bytes(CONTENT)
    s3.put("health", "health_training_2026-27-Q2.csv", b"no,table\n")
    words = ("run", "2026-27-Q2", "--direct", "--home", home.root)
    ended = typed_apart(*words, "--agency", "police", "--agency", "health")
    assert (ended.code, ended.err) == (0, "")
    assert "Police Scotland: 1 file, 1 new, 1 accepted" in ended.out
    assert "NHS (health): " in ended.out
    assert " rejected\n" in ended.out
    assert (drop / "feedback" / "2026-27-Q2").is_dir()
