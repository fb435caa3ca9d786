"""Done again is only what failed or changed; what was done is in the history."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows import stages
from flows.documents_due import due_for
from schemas.period import Period
from schemas.vocabulary import AGENCIES
from tests.flows.commands_typed import Ended, typed
from transforms.history import History
from transforms.home import Home
from transforms.register import Register

Q1, Q2 = "2024-25-Q1", "2024-25-Q2"
CLOCK = "2024-10-20T07:00"
DOCUMENTS = [("documents", each.name) for each in due_for(Period.parse(Q2))]
EVERY = [
    *(("receive", agency) for agency in AGENCIES),
    *(("answer", agency) for agency in AGENCIES),
    *(("compute", ""), ("release", "committee")),
    *DOCUMENTS,
]


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home after one run of each of two quarters."""
    home = Home(tmp_path_factory.mktemp("homes") / "home")
    assert typed("init", home.root).code == 0
    quarters = f"{Q1}..{Q2}"
    made = typed(
        *("samples", "--out", home.drops, "--quarters", quarters, "--scale", "0.3")
    )
    assert made.code == 0
    assert run(home, Q1).code == 0
    assert run(home).code == 0
    return home


@pytest.fixture
def home(finished: Home, tmp_path: Path) -> Home:
    """A copy with its times kept: the store is known by them."""
    shutil.copytree(finished.root, tmp_path / "home", copy_function=shutil.copy2)
    return Home(tmp_path / "home")


def run(home: Home, period: str = Q2, *words: object) -> Ended:
    return typed("run", period, "--direct", "--home", home.root, "--now", CLOCK, *words)


def done(home: Home) -> list[tuple[str, str]]:
    """The stages that the last run really did."""
    history = History(Register(home.register))
    last = history.runs()[-1]["run_id"]
    noted = history.stages_of(last)
    return [(s["stage"], s["part"]) for s in noted if s["outcome"] != "unchanged"]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_a_second_run_with_nothing_new_does_no_stage(home: Home) -> None:
    before = bytes_of(home.documents) | bytes_of(home.drops)
    ended = run(home)
    assert ended.code == 0, ended.err
    assert done(home) == []
    assert bytes_of(home.documents) | bytes_of(home.drops) == before
    assert "Figures: " in ended.out
    assert "unchanged" in ended.out.splitlines()[-2]


def test_force_does_every_stage_and_gives_the_same_bytes(home: Home) -> None:
    before = bytes_of(home.documents)
    assert run(home, Q2, "--force").code == 0
    assert done(home) == EVERY
    assert bytes_of(home.documents) == before


def test_one_agencys_correction_does_what_follows_from_it(home: Home) -> None:
    name = f"police_concern_reports_{Q2}"
    lines = (home.drops / "police" / f"{name}.csv").read_text("utf-8").splitlines()
    corrected = home.drops / "police" / f"{name}_v2.csv"
    corrected.write_text("\n".join(lines[:-2]) + "\n", "utf-8")
    assert run(home).code == 0
    assert done(home) == [
        *(("receive", "police"), ("answer", "police")),
        *(("compute", ""), ("release", "committee")),
        *DOCUMENTS,
    ]


def test_one_agencys_drop_alone_can_be_looked_into(home: Home) -> None:
    ended = run(home, Q2, "--agency", "police", "--force")
    assert ended.code == 0
    assert [part for stage, part in done(home) if stage == "receive"] == ["police"]


def test_a_run_can_begin_with_the_figures(home: Home) -> None:
    assert run(home, Q2, "--from", "compute", "--force").code == 0
    assert done(home) == EVERY[-2 - len(DOCUMENTS) :]


def test_another_threshold_changes_release_and_document(home: Home) -> None:
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace("threshold = 5", "threshold = 10"), "utf-8")
    ended = run(home)
    assert ended.code == 0, ended.err
    assert "Release 2 of" in ended.out
    assert ("documents", "icpc-quarterly-report") in done(home)


def test_a_document_that_was_lost_or_changed_is_made_again(home: Home) -> None:
    [report] = (home.documents / Q2).glob("*quarterly-report*.docx")
    before = report.read_bytes()
    report.write_bytes(b"spoiled")
    assert run(home).code == 0
    assert report.read_bytes() == before
    assert done(home) == [("documents", "icpc-quarterly-report")]


def test_another_quarter_run_meanwhile_changes_nothing(home: Home) -> None:
    assert run(home, Q1).code == 0
    assert run(home).code == 0
    assert done(home) == []


def test_a_store_that_was_lost_is_noticed_and_its_figures_come_back(
    home: Home, tmp_path: Path
) -> None:
    def exported(name: str) -> str:
        words = ("--all", "--out", tmp_path / name, "--home", home.root)
        assert typed("export", *words).code == 0
        return (tmp_path / name).read_text("utf-8")

    before = exported("before.csv")
    home.store.unlink()
    ended = run(home)
    assert ended.code == 0, ended.err
    assert [stage for stage, _ in done(home)].count("receive") == 6
    assert {("compute", ""), ("release", "committee")} <= set(done(home))
    assert exported("after.csv") == before
    assert len(before.splitlines()) > 400


def test_an_older_store_put_back_is_noticed(home: Home, tmp_path: Path) -> None:
    older = tmp_path / "older.duckdb"
    shutil.copy2(home.store, older)
    name = f"police_concern_reports_{Q2}"
    lines = (home.drops / "police" / f"{name}.csv").read_text("utf-8").splitlines()
    corrected = home.drops / "police" / f"{name}_v2.csv"
    corrected.write_text("\n".join(lines[:-2]) + "\n", "utf-8")
    assert run(home).code == 0
    after = bytes_of(home.documents)
    shutil.copy2(older, home.store)
    assert run(home).code == 0
    assert ("receive", "police") in done(home)
    assert ("compute", "") in done(home)
    assert bytes_of(home.documents) == after


@pytest.fixture
def code_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages.steps, "code_of", lambda *_: "another version")


@pytest.mark.usefixtures("code_changed")
def test_changed_code_does_every_stage_again(home: Home) -> None:
    before = bytes_of(home.documents)
    assert run(home).code == 0
    assert done(home) == EVERY
    assert bytes_of(home.documents) == before


def test_what_failed_is_done_again_and_nothing_else(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (home.drops / "police" / f"police_concern_reports_{Q2}.csv").read_text(
        "utf-8"
    )
    (home.drops / "police" / f"police_concern_reports_{Q2}_v2.csv").write_text(
        lines + "\n", "utf-8"
    )

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("flows.stages.place", full)
        ended = run(home, Q2, "--force")
    assert ended.code == 3
    assert "disk" in ended.err
    assert run(home).code == 0
    assert done(home) == DOCUMENTS


def test_a_document_put_beside_one_in_use_is_tried_again(home: Home) -> None:
    [report] = (home.documents / Q2).glob("*quarterly-report*.docx")
    before = report.read_bytes()
    report.write_bytes(b"spoiled")
    in_use = report.with_name(f"~${report.name}")
    in_use.touch()
    assert run(home).code == 1
    assert run(home).code == 1
    in_use.unlink()
    assert run(home).code == 0
    assert report.read_bytes() == before
    assert not list(report.parent.glob("*-new.docx"))


def test_backfill_runs_quarters_in_order(home: Home) -> None:
    words = ("--direct", "--home", home.root, "--from", "compute", "--force")
    ended = typed("backfill", Q1, Q2, *words)
    assert ended.code == 0, ended.err
    assert ended.out.index(f"{Q1}, ") < ended.out.index(f"{Q2}, ")
    assert "2 quarters run, 0 need a person" in ended.out
    assert typed("backfill", Q2, Q1, *words).code == 2
    assert typed("backfill", "2024-25", Q1, *words).code == 2


def test_a_half_year_is_released_with_its_review(home: Home) -> None:
    ended = run(home, "2024-25-H1")
    assert ended.code == 0, ended.err
    assert "Release 1 of 2024-25-H1" in ended.out
    assert sorted(f.name for f in (home.documents / "2024-25-H1").iterdir()) == [
        "icpc-released-figures_2024-25-H1_v1.0.xlsx",
        "icpc-six-monthly-review_2024-25-H1_v1.0.docx",
        "manifest.json",
    ]


def test_every_run_is_told_with_who_how_and_which_software(finished: Home) -> None:
    history = History(Register(finished.register))
    runs = [r for r in history.runs() if r["period"] == Q2]
    assert len(runs) == 1
    [told] = runs
    assert told["who"].endswith(f"@{os.uname().nodename}")
    assert told["how"] == "command"
    assert json.loads(told["ordered"])["from"] == "receive"
    versions = json.loads(told["software"])
    assert versions["duckdb"] == "1.5.5"
    assert len(versions["code"]) == 64
    noted = history.stages_of(told["run_id"])
    assert [(stage["stage"], stage["part"]) for stage in noted] == EVERY
    assert all(stage["seconds"] >= 0 for stage in noted)


def test_the_history_holds_nothing_of_a_record(finished: Home) -> None:
    with closing(sqlite3.connect(finished.register)) as register:
        text = "\n".join(
            str(row)
            for table in ("run_made", "stage_done")
            for row in register.execute(f"SELECT * FROM {table}")  # noqa: S608
        )
    name = f"police_concern_reports_{Q2}.csv"
    first = (finished.drops / "police" / name).read_text("utf-8").splitlines()[1]
    assert first.partition(",")[0] not in text


def test_explain_walks_from_a_figure_to_the_hashes_of_files(finished: Home) -> None:
    ended = typed("explain", "A17.2", Q2, "--home", finished.root)
    assert ended.code == 0, ended.err
    assert "Return interviews within 72 hours" in ended.out
    assert "FROM records.returns" in ended.out
    assert "received.latest_return_interviews" in ended.out
    assert f"hscp return_interviews {Q2} v1" in ended.out
    told = json.loads(
        typed("explain", "a17.2", Q2, "--home", finished.root, "--json").out
    )
    [arrival] = [
        a
        for a in Register(finished.register).standing()
        if (a.extract, a.quarter) == ("return_interviews", Q2)
    ]
    assert [s["sha256"] for s in told["submissions"]] == [arrival.sha256]
    names = [document["name"] for document in told["documents"]]
    assert f"icpc-quarterly-report_{Q2}_v1.0.docx" in names
    assert told["computed"]["inputs"]["code"]


def test_explain_tells_no_number_that_the_figure_hides(finished: Home) -> None:
    found = []
    for number in range(1, 5):
        words = ("explain", f"A17.{number}", Q2, "--home", finished.root, "--json")
        told = json.loads(typed(*words).out)
        hidden = any(figure["shown"] == "[c]" for figure in told["figures"])
        if hidden:
            found.append(number)
            assert [r["n_records"] for r in told["relations"]] == [
                None for _ in told["relations"]
            ]
            assert all(s["rows_loaded"] is None for s in told["submissions"])
            open_ = json.loads(typed(*words, "--unprotected").out)
            assert all(r["n_records"] is not None for r in open_["relations"])
    assert found


def test_explain_of_what_is_not_there_ends_in_one_line(finished: Home) -> None:
    for indicator, period, code in (
        ("A99.9", Q2, 2),
        ("A17", Q2, 2),
        ("A17.2", "2020-21-Q1", 3),
    ):
        ended = typed("explain", indicator, period, "--home", finished.root)
        assert ended.code == code
        assert ended.err.count("\n") == 1
