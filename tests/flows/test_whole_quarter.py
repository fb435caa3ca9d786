"""A quarter from its drops to the report, with no server, as typed by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.flows.commands_typed import Ended, typed
from transforms.home import Home

Q1 = "2024-25-Q1"
REPORT = f"icpc-quarterly-report_{Q1}_v1.0.docx"


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("extracts")
    assert typed("samples", "--out", out, "--quarters", Q1).code == 0
    return out


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, extracts: Path) -> Home:
    """A home after one run."""
    home = Home(tmp_path_factory.mktemp("homes") / "a home")
    assert typed("init", home.root).code == 0
    shutil.copytree(extracts, home.drops, dirs_exist_ok=True)
    ended = run(home)
    assert ended.code == 0, ended.err
    assert "Police Scotland: 7 files, 7 new, 7 accepted" in ended.out
    assert Path(ended.out.splitlines()[-1]) == home.documents / Q1 / REPORT
    return home


def run(home: Home, *words: object) -> Ended:
    return typed("run", Q1, "--direct", "--home", home.root, *words)


def copied(home: Home, to: Path) -> Home:
    shutil.copytree(home.root, to)
    return Home(to)


def test_the_report_is_a_word_document(finished: Home) -> None:
    document = finished.documents / Q1 / REPORT
    assert document.read_bytes()[:2] == b"PK"


def test_a_second_run_changes_nothing(finished: Home, tmp_path: Path) -> None:
    home = copied(finished, tmp_path / "home")
    before = (home.documents / Q1 / REPORT).read_bytes()
    ended = run(home)
    assert ended.code == 0
    assert "7 files, 0 new" in ended.out
    assert "unchanged" in ended.out
    assert (home.documents / Q1 / REPORT).read_bytes() == before
    assert sorted(file.name for file in (home.documents / Q1).iterdir()) == [
        f"icpc-chief-officers-briefing_{Q1}_v1.0.docx",
        REPORT,
        f"icpc-released-figures_{Q1}_v1.0.xlsx",
        "manifest.json",
    ]


def test_a_report_in_use_needs_a_person(finished: Home, tmp_path: Path) -> None:
    home = copied(finished, tmp_path / "home")
    report = home.documents / Q1 / REPORT
    report.write_bytes(b"as it stood")
    report.chmod(0o444)
    ended = run(home, "--from", "documents")
    assert ended.code == 1
    assert "Close it" in ended.err
    assert report.read_bytes() == b"as it stood"
    assert ended.out.splitlines()[-1].endswith("_v1.0-new.docx")


def test_a_correction_gives_a_new_version_and_leaves_the_old(
    finished: Home, tmp_path: Path
) -> None:
    home = copied(finished, tmp_path / "home")
    before = (home.documents / Q1 / REPORT).read_bytes()
    name = f"police_concern_reports_{Q1}"
    lines = (home.drops / "police" / f"{name}.csv").read_text("utf-8").splitlines()
    shorter = home.drops / "police" / f"{name}_v2.csv"
    shorter.write_text("\n".join(lines[:3]) + "\n", "utf-8")
    ended = run(home, "--agency", "police")
    assert ended.code == 0, ended.err
    assert "Education" not in ended.out
    reports = (home.documents / Q1).glob("*quarterly-report*")
    assert sorted(file.name for file in reports) == [
        REPORT,
        REPORT.replace("_v1.0", "_v1.1"),
    ]
    assert (home.documents / Q1 / REPORT).read_bytes() == before


def test_a_quarter_of_which_nothing_came_has_its_report(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    typed("init", home.root)
    ended = run(home)
    assert ended.code == 0, ended.err
    assert "Police Scotland: no files" in ended.out
    assert (home.documents / Q1 / REPORT).exists()


def test_status_tells_of_a_finished_quarter(finished: Home) -> None:
    ended = typed("status", Q1, "--home", finished.root)
    assert ended.code == 0
    assert "deadline 15 July 2024 (passed " in ended.out
    assert f"documents/{Q1}/{REPORT}" in ended.out
    assert ", done" in ended.out
    told = json.loads(typed("status", Q1, "--home", finished.root, "--json").out)
    assert len(told["extracts"]) == 36
    assert {extract["state"] for extract in told["extracts"]} == {"accepted"}
    assert told["run"]["state"] == "done"
    assert told["documents"][0]["name"] == REPORT


def test_figures_are_exported_as_shown_and_as_they_are(
    finished: Home, tmp_path: Path
) -> None:
    for words in ([Q1], [Q1, "--unprotected"], ["--all"], ["--all", "--unprotected"]):
        out = tmp_path / "figures.csv"
        ended = typed("export", *words, "--home", finished.root, "--out", out)
        assert ended.code == 0, ended.err
        head = out.read_text("utf-8").partition("\n")[0]
        assert head.startswith("period,indicator,breakdown,category,numerator")
        assert head.endswith("status" if "--unprotected" in words else "shown")


def test_what_was_never_released_is_not_exported_as_if_it_were(finished: Home) -> None:
    words = ("--home", finished.root, "--out", finished.root / "figures.csv")
    ended = typed("export", "2020-21-Q1", *words)
    assert ended.code == 3
    assert "never released" in ended.err
    ended = typed("export", "2999-00-Q1", *words)
    assert ended.code == 2
    ended = typed("export", *words)
    assert ended.code == 2


def test_check_tells_of_files_without_a_home(extracts: Path, tmp_path: Path) -> None:
    good = extracts / "police" / f"police_concern_reports_{Q1}.csv"
    lines = good.read_text("utf-8").splitlines()
    wrong = lines[1].replace("2024-", "31/31/", 1)
    bad = tmp_path / good.name
    bad.write_text("\n".join([lines[0], wrong, *lines[2:]]) + "\n", "utf-8")
    unknown = tmp_path / "letter.csv"
    unknown.write_text("a,b\n", "utf-8")
    assert typed("check", good).code == 0
    assert typed("check", good, bad).code == 1
    ended = typed("check", bad, unknown, good)
    assert ended.code == 2
    assert "would be rejected" in ended.out
    assert "row 2" in ended.out
    told = json.loads(typed("check", "--json", good, bad).out)
    assert [one["verdict"] for one in told] == ["accepted", "accepted_with_row_errors"]
