"""A home is checked against its hashes, backed up, put back, seen by a doctor."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest

from flows.house import keep_home
from flows.settings import read_key
from schemas.period import LONDON
from tests.flows.commands_typed import typed
from tests.transforms.homes import ceop, drop
from transforms.backup import backups_in, differences
from transforms.home import Home
from transforms.integrity import faults_of
from transforms.receive import receive_agency

SUNDAY = dt.datetime(2026, 11, 1, 2, tzinfo=LONDON)
NAME = "police_ceop_reports_2026-27-Q2.csv"
ROWS = ("CEOP-1,2026-07-01,grooming,yes", "CEOP-2,2026-09-30,intelligence,no")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one accepted submission and one document."""
    home = Home(tmp_path / "home")
    assert typed("init", home.root).code == 0
    file = drop(home, NAME, ceop(*ROWS))
    long_ago = SUNDAY.timestamp()
    os.utime(file, (long_ago, long_ago))
    receipt = receive_agency(home, "police", key=read_key(home), now=SUNDAY)
    assert receipt.n_accepted == 1
    return home


def faults(home: Home) -> list[str]:
    return faults_of(home, read_key(home))


def kept_copy(home: Home) -> Path:
    [file] = home.received.rglob("*.csv")
    return file


def test_a_sound_home_has_no_fault(home: Home) -> None:
    assert faults(home) == []


def test_a_kept_copy_that_was_changed_or_lost_is_told(home: Home) -> None:
    kept_copy(home).write_text("something else", "utf-8")
    [fault] = faults(home)
    assert "was changed" in fault
    kept_copy(home).unlink()
    [fault] = faults(home)
    assert "is missing or damaged" in fault


def test_a_store_that_lost_its_rows_is_told(home: Home) -> None:
    home.store.unlink()
    [fault] = faults(home)
    assert "lacks the rows of 1 accepted" in fault
    home.store.write_bytes(b"no store at all" * 1000)
    [fault] = faults(home)
    assert "damaged" in fault


def test_a_backup_holds_everything_but_the_secrets(home: Home) -> None:
    kept = keep_home(home, now=SUNDAY)
    assert kept.faults == ()
    [backup] = backups_in(home.root / "backups")
    assert backup.name == "2026-11-01_020000"
    names = {f.relative_to(backup).as_posix() for f in backup.rglob("*") if f.is_file()}
    assert {"icpc.toml", "store/icpc.duckdb", "store/register.sqlite"} <= names
    assert any(name.startswith("received/police/") for name in names)
    assert not any("secret" in name or name.endswith(".key") for name in names)
    assert differences(backup) == []
    (backup / "icpc.toml").write_text("", "utf-8")
    assert differences(backup) == ["icpc.toml"]


def test_kept_files_are_shared_between_backups_and_old_ones_go(home: Home) -> None:
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace("keep = 8", "keep = 2"), "utf-8")
    for week in range(3):
        kept = keep_home(home, now=SUNDAY + dt.timedelta(weeks=week))
    assert kept.n_removed == 1
    backups = backups_in(home.root / "backups")
    assert [backup.name[:10] for backup in backups] == ["2026-11-08", "2026-11-15"]
    copies = [next(backup.glob("received/police/*.csv")) for backup in backups]
    assert copies[0].stat().st_ino == copies[1].stat().st_ino
    assert copies[0].stat().st_ino != kept_copy(home).stat().st_ino


def test_with_a_fault_no_older_backup_is_removed(home: Home) -> None:
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace("keep = 8", "keep = 1"), "utf-8")
    keep_home(home, now=SUNDAY)
    kept_copy(home).write_text("spoiled", "utf-8")
    kept = keep_home(home, now=SUNDAY + dt.timedelta(weeks=1))
    assert len(kept.faults) == 1
    assert len(backups_in(home.root / "backups")) == 2


def test_a_home_can_be_put_back_from_its_backup_and_its_secrets(
    home: Home, tmp_path: Path
) -> None:
    keep_home(home, now=SUNDAY)
    [backup] = backups_in(home.root / "backups")
    again = Home(tmp_path / "again")
    shutil.copytree(backup, again.root)
    shutil.copytree(home.secrets, again.secrets)
    assert faults(again) == []
    assert typed("status", "2026-27-Q2", "--home", again.root).code == 0


def test_what_dying_runs_left_is_cleared(home: Home) -> None:
    left = home.received / "police" / "half.csv.part"
    left.write_text("half", "utf-8")
    fresh = home.received / "police" / "now.csv.part"
    fresh.write_text("half", "utf-8")
    long_ago = SUNDAY.timestamp() - 10 * 24 * 3600
    os.utime(left, (long_ago, long_ago))
    assert keep_home(home, now=SUNDAY).n_leftovers == 1
    assert not left.exists()
    assert fresh.exists()


def doctor(home: Home) -> dict[str, str]:
    told = json.loads(typed("doctor", "--home", home.root, "--json").out)
    return {one["what"]: one["fault"] for one in told}


def test_the_doctor_tells_what_is_missing_and_what_to_type(home: Home) -> None:
    ended = typed("doctor", "--home", home.root)
    assert ended.code == 1
    assert "ok  key" in ended.out
    found = doctor(home)
    assert found["what the register says is there"] == ""
    assert "no rows" in found["reference tables"]
    assert "no backup" in found["backup"]
    assert f"icpc serve --home {home.root}" in found["schedule"]


def test_the_doctor_sees_a_home_that_others_may_read(home: Home) -> None:
    assert doctor(home)["permissions"] == ""
    home.key.chmod(0o644)
    assert "chmod" in doctor(home)["permissions"]


def test_the_doctor_sees_a_damaged_key(home: Home) -> None:
    home.key.write_text("no key", "ascii")
    assert "damaged" in doctor(home)["key"]
