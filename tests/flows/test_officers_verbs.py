"""The officer's verbs as they are typed: what they say, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from flows.new_home import make_home
from tests.flows.commands_typed import typed
from tests.transforms.homes import CEOP_ROWS, ceop, drop
from transforms.home import Home
from transforms.register import Register

QUARTER = "2025-26-Q2"
NAME = f"police_ceop_reports_{QUARTER}.csv"
SECOND = f"police_ceop_reports_{QUARTER}_v2.csv"
PLACE = ("police", "ceop_reports", QUARTER)
ROWS = tuple(row.replace("2026-", "2025-") for row in CEOP_ROWS)
MOSTLY_BAD = (ROWS[0], "CEOP-8,2025-07-01,nonsense,yes", "CEOP-9,2025-07-01,x,yes")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "a home")


def run(home: Home) -> str:
    ended = typed(
        *("run", QUARTER, "--direct", "--home", home.root),
        *("--now", "2025-10-20T07:00"),
    )
    assert ended.code == 0, ended.err
    return ended.out


def status(home: Home) -> dict[str, list[dict[str, object]]]:
    told = typed("status", QUARTER, "--json", "--home", home.root)
    found: dict[str, list[dict[str, object]]] = json.loads(told.out)
    return found


def test_a_decision_is_typed_said_shown_and_taken_back(home: Home) -> None:
    drop(home, NAME, ceop(*MOSTLY_BAD))
    run(home)
    because = ("--reason", "the old system", "--home", home.root)
    ended = typed("accept", *PLACE, *because, "--by", "A. Officer")
    assert ended.code == 0, ended.err
    assert "3 rows read: 1 loaded, 2 in error" in ended.out
    assert "Version 1 stands now." in ended.out
    assert f"icpc run {QUARTER}" in ended.out
    [decision] = status(home)["decisions"]
    assert (decision["decided_by"], decision["holds"]) == ("A. Officer", True)
    assert (
        "Decision 1: accept police ceop_reports v1"
        in typed("status", QUARTER, "--home", home.root).out
    )
    assert typed("accept", NAME, *because, "--withdraw").code == 0
    assert [d["holds"] for d in status(home)["decisions"]] == [False, False]


def test_what_cannot_be_done_ends_with_2_and_one_sentence(home: Home) -> None:
    drop(home, NAME, ceop(*ROWS))
    run(home)
    because = ("--reason", "as agreed", "--home", home.root)
    for words in (
        ("waive", "code", *PLACE),
        ("accept", *PLACE),
        ("reject", "police", "nonsense", QUARTER),
        ("reject", "nobody", "ceop_reports", QUARTER),
        ("reject", "notes.txt"),
        ("reject", "police", "ceop_reports"),
        ("reject", "police", "ceop_reports", "2025-26"),
    ):
        ended = typed(*words, *because)
        assert ended.code == 2, words
        assert ended.err.startswith("icpc: ")
        assert "Traceback" not in ended.err
    assert typed("reject", *PLACE, "--home", home.root).code == 2


def test_a_new_version_and_every_state_stand_in_the_status(home: Home) -> None:
    drop(home, NAME, ceop(*ROWS))
    run(home)
    drop(home, SECOND, ceop(ROWS[0]))
    run(home)
    facts = status(home)
    [new] = facts["new_versions"]
    assert (new["added"], new["removed"], new["changed"]) == (0, 1, 0)
    assert "A25.1" in str(new["indicators"])
    states = [
        (change["version"], change["to_state"])
        for change in facts["changes"]
        if change["extract"] == "ceop_reports" and change["arrival_id"]
    ]
    assert states == [
        (1, "received"),
        (1, "accepted"),
        (1, "superseded"),
        (2, "received"),
        (2, "accepted"),
    ]
    because = ("--reason", "by mistake", "--home", home.root)
    assert typed("reject", SECOND, *because).code == 0
    run(home)
    assert [arrival.version for arrival in Register(home.register).standing()] == [1]


def test_decisions_and_reasons_of_revisions_are_printed(home: Home) -> None:
    drop(home, NAME, ceop(*ROWS))
    run(home)
    drop(home, SECOND, ceop(ROWS[0]))
    run(home)
    because = ("--reason", "the wrong year was sent", "--by", "A. Officer")
    assert typed("reject", SECOND, *because, "--home", home.root).code == 0
    out = run(home)
    assert "v1.2.docx" in out
    documents = home.documents / QUARTER
    report = documents / f"icpc-quarterly-report_{QUARTER}_v1.2.docx"
    text = text_of(report)
    assert "Decisions of the data officer" in text
    assert "the wrong year was sent" in text
    assert ", is now " in text
    assert (
        "Police: Reports from CEOP about the area, Jul\N{EN DASH}Sep 2025, v1" in text
    )


def text_of(report: Path) -> str:
    document = docx.Document(str(report))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])
