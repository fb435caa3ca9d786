"""`icpc unseal`, and workbooks under a password in a home."""

from __future__ import annotations

import datetime as dt
import stat
from pathlib import Path

import pytest

from flows.new_home import make_home
from flows.orders import order_for
from flows.settings import read_passwords
from flows.stages import receive_stage
from schemas.errors import SettingsError
from schemas.extracts import police
from schemas.period import LONDON
from tests.flows.commands_typed import typed
from tests.transforms.dresses import protected_xlsx
from tests.transforms.homes import CEOP_HEADER, CEOP_ROWS, ceop, drop
from tests.transforms.valid_files import xlsx_of
from transforms.home import Home
from transforms.register import Register

NAME = "police_ceop_reports_2026-27-Q2"
TWENTIETH = dt.datetime(2026, 10, 20, 7, 0, tzinfo=LONDON)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def receive(home: Home) -> None:
    receive_stage(
        order_for(home=home.root, period="2026-27-Q2", now=TWENTIETH), "police"
    )


def test_a_sealed_copy_is_written_as_it_was_sent_and_that_is_noted(home, tmp_path):
    sent = drop(home, f"{NAME}.csv", ceop("0101111231,2026-07-01,grooming,yes"))
    receive(home)
    out = tmp_path / "look.csv"

    ended = typed("unseal", f"police/{NAME}.csv", "--out", out, "--home", home.root)

    assert (ended.code, out.read_bytes()) == (0, sent.read_bytes())
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "0101111231" not in ended.out
    assert "unsealed" in (home.logs / "unsealed.log").read_text("utf-8")
    again = typed("unseal", f"police/{NAME}.csv", "--out", out, "--home", home.root)
    assert (again.code, "there already" in again.err) == (2, True)


def test_what_never_arrived_can_not_be_written(home, tmp_path):
    out = tmp_path / "look.csv"

    ended = typed("unseal", "police/none.csv", "--out", out, "--home", home.root)

    assert (ended.code, out.exists()) == (2, False)
    assert "No file is kept" in ended.err


def test_a_home_keeps_the_passwords_of_each_agency_to_itself(home):
    files = sorted(path.name for path in home.passwords.iterdir())

    assert files == sorted(
        ["README.txt", *(f"{a}.txt" for a in ("hscp", "education", "health"))]
        + [f"{a}.txt" for a in ("police", "barnardos", "icpc")]
    )
    assert all(
        stat.S_IMODE(path.stat().st_mode) == 0o600 for path in home.passwords.iterdir()
    )
    assert stat.S_IMODE(home.passwords.stat().st_mode) == 0o700
    assert read_passwords(home, "police") == ()


def test_passwords_are_lines_exactly_as_typed(home):
    (home.passwords / "police.txt").write_bytes("n\u00e9w one \r\n\r\nold\r\n".encode())

    assert read_passwords(home, "police") == ("n\u00e9w one ", "old")
    (home.passwords / "police.txt").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match=r"police\.txt is not written in UTF-8"):
        read_passwords(home, "police")


def test_a_protected_workbook_is_loaded_with_the_passwords_of_the_home(home):
    rows = [CEOP_HEADER.split(","), *(row.split(",") for row in CEOP_ROWS)]
    drop(home, f"{NAME}.xlsx", protected_xlsx(xlsx_of(rows), "the old one"))
    (home.passwords / "police.txt").write_text("the new one\nthe old one\n", "utf-8")
    receive(home)

    [arrival] = Register(home.register).arrivals()

    assert arrival.rows_loaded == 2
    assert [issue.rule for issue in arrival.issues] == ["protected"]
    kept = (home.received / arrival.kept_as).read_bytes()
    assert kept == (home.drops / "police" / f"{NAME}.xlsx").read_bytes()
    assert police.CEOP_REPORTS.name == arrival.extract
