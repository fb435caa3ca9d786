"""Copies in the committee's own folder; what is wrong there stops no run."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.committees_folder import put_into_committees_folder
from flows.documents_out import PlacedDocument, State
from flows.new_home import make_home
from schemas.period import Period
from transforms.home import Home

Q2 = Period.parse("2026-27-Q2")
NAME = "icpc-quarterly-report_2026-27-Q2_v1.0.docx"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = make_home(tmp_path / "home")
    text = home.settings.read_text("utf-8")
    folder = (tmp_path / "share").as_posix()
    home.settings.write_text(
        text.replace('folder = ""', f'folder = "{folder}"'), "utf-8"
    )
    return home


def placed(home: Home, content: bytes = b"as made") -> PlacedDocument:
    path = home.documents / Q2.code / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return PlacedDocument(path, State.WRITTEN, hashlib.sha256(content).hexdigest())


def test_a_finished_document_is_copied(home: Home, tmp_path: Path) -> None:
    put_into_committees_folder(home, Q2, placed(home))
    copy = tmp_path / "share" / Q2.code / NAME
    assert copy.read_bytes() == b"as made"
    put_into_committees_folder(home, Q2, placed(home, b"made anew"))
    assert copy.read_bytes() == b"made anew"


def test_a_document_open_there_is_left_and_a_new_one_lies_beside(
    home: Home, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy = tmp_path / "share" / Q2.code / NAME
    copy.parent.mkdir(parents=True)
    copy.write_bytes(b"being read")
    (copy.parent / f"~${NAME[2:]}").write_bytes(b"the chair")
    with caplog.at_level("INFO", "icpc"):
        put_into_committees_folder(home, Q2, placed(home))
    assert copy.read_bytes() == b"being read"
    assert "open in the committee's folder" in caplog.text
    [beside] = copy.parent.glob("*-new.docx")
    assert beside.read_bytes() == b"as made"


def test_a_folder_that_is_no_folder_is_told(
    home: Home, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "share").write_text("a file in its place", "utf-8")
    with caplog.at_level("INFO", "icpc"):
        put_into_committees_folder(home, Q2, placed(home))
    assert "could not be put into the committee's folder" in caplog.text


def test_without_a_setting_nothing_is_copied(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    put_into_committees_folder(home, Q2, placed(home))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home"]
