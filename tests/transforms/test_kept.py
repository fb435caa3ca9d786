"""Kept copies: sealed until searched, the same bytes once opened, never half."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from schemas.errors import KeptCopyError
from schemas.issues import Verdict
from tests.transforms.dresses import protected_xlsx
from tests.transforms.homes import CEOP_ROWS, KEY, ceop, drop, make_home, receive
from tests.transforms.valid_files import xlsx_of
from transforms.home import Home
from transforms.kept import kept_content, unseal
from transforms.register import Register

NAME = "police_ceop_reports_2026-27-Q2.csv"
WITH_CHI = ceop("0101111231,2026-07-01,grooming,yes", *CEOP_ROWS)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def kept_bytes(home: Home) -> bytes:
    """All that lies among the kept copies, as it lies there."""
    files = [path for path in home.received.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


def test_a_file_with_an_identifier_is_kept_whole_and_never_in_the_clear(home):
    file = drop(home, NAME, WITH_CHI)
    receive(home, "police")

    [arrival] = Register(home.register).arrivals()

    assert {issue.rule for issue in arrival.issues} == {"identifier"}
    assert b"0101111231" not in kept_bytes(home)
    assert b"grooming" not in kept_bytes(home)
    assert kept_content(home, arrival.kept_as, key=KEY) == file.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("police_notes.txt", b"born 01/02/2011"),
        (NAME, b"report_ref,received_on\x00born 01/02/2011"),
        (NAME, protected_xlsx(xlsx_of([["born 01/02/2011"]]), "secret")),
    ],
    ids=["misnamed", "damaged", "protected"],
)
def test_a_file_that_could_not_be_searched_stays_sealed(home, name, content):
    drop(home, name, content)
    receive(home, "police")

    [arrival] = Register(home.register).arrivals()

    assert arrival.verdict is Verdict.REJECTED
    assert content[:40] not in kept_bytes(home)
    assert kept_content(home, arrival.kept_as, key=KEY) == content


def test_a_rejected_file_that_was_searched_lies_in_the_clear(home):
    file = drop(home, NAME, "report_ref,received_on\nCEOP-1,2026-07-01\n")
    receive(home, "police")

    [arrival] = Register(home.register).arrivals()

    assert (home.received / arrival.kept_as).read_bytes() == file.read_bytes()


def test_the_same_bytes_under_a_wrong_name_do_not_seal_what_is_in_use(home):
    drop(home, NAME, ceop(*CEOP_ROWS))
    receive(home, "police")
    drop(home, "police_copy.csv", ceop(*CEOP_ROWS))
    receive(home, "police")

    assert kept_bytes(home) == ceop(*CEOP_ROWS).encode()


def test_a_sent_file_that_begins_as_a_sealed_copy_is_kept_all_the_same(home):
    content = "ICPC sealed copy 1\n" + ceop(*CEOP_ROWS)
    drop(home, NAME, content)
    receive(home, "police")

    [arrival] = Register(home.register).arrivals()

    assert arrival.verdict is Verdict.ACCEPTED
    assert kept_content(home, arrival.kept_as, key=KEY) == content.encode()


@pytest.mark.parametrize("at", [0, 25, 40, -1])
def test_a_sealed_copy_that_was_changed_or_cut_is_not_handed_out(home, at):
    drop(home, NAME, WITH_CHI)
    receive(home, "police")
    [arrival] = Register(home.register).arrivals()
    copy = home.received / arrival.kept_as
    sealed = bytearray(copy.read_bytes())
    if at:
        sealed[at] ^= 1
    else:
        del sealed[30:]
    copy.write_bytes(sealed)

    with pytest.raises(KeptCopyError, match="missing or damaged"):
        kept_content(home, arrival.kept_as, key=KEY)
    with pytest.raises(KeptCopyError):
        unseal(home, arrival.kept_as, key=KEY)
    assert b"0101111231" not in kept_bytes(home)


def test_another_key_opens_nothing(home):
    drop(home, NAME, WITH_CHI)
    receive(home, "police")
    [arrival] = Register(home.register).arrivals()

    with pytest.raises(KeptCopyError):
        kept_content(home, arrival.kept_as, key=b"another key of thirty-two bytes")


def test_a_file_somebody_has_open_for_writing_waits_for_the_next_run(home):
    whole = ceop(*CEOP_ROWS)
    with (home.drops / "police" / NAME).open("w", encoding="utf-8") as writer:
        writer.write(whole[:-10])
        writer.flush()
        receipt = receive(home, "police")
        writer.write(whole[-10:])

    assert (receipt.n_new, Register(home.register).arrivals()) == (0, [])
    assert "still being written" in receipt.notes[0]
    assert receive(home, "police").n_accepted == 1


def test_a_pipe_in_a_drop_is_told_and_nobody_waits_for_it(home):
    os.mkfifo(home.drops / "police" / NAME)
    done = threading.Thread(target=receive, args=(home, "police"), daemon=True)
    done.start()
    done.join(60)

    [arrival] = Register(home.register).arrivals()
    assert not done.is_alive()
    assert (arrival.issues[0].rule, arrival.kept_as) == ("unsafe", "")
