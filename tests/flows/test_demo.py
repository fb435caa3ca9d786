"""The demonstration: twelve quarters from nothing to the newest one's report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.commands.demo import QUARTERS
from tests.flows.commands_typed import typed, typed_apart
from transforms.home import Home
from transforms.register import Register


def test_the_quarters_never_follow_from_the_clock() -> None:
    codes = [quarter.code for quarter in QUARTERS]
    assert (codes[0], codes[-1], len(codes)) == ("2023-24-Q3", "2026-27-Q2", 12)


@pytest.mark.real
def test_a_home_with_history_is_made_and_run_from_nothing(tmp_path: Path) -> None:
    ended = typed_apart("demo", cwd=tmp_path)
    home = Home(tmp_path / "demo-home")
    assert ended.code == 0, ended.err
    assert ended.err == ""
    report = (
        home.documents / "2026-27-Q2" / "icpc-quarterly-report_2026-27-Q2_v1.0.docx"
    )
    assert ended.out.splitlines()[-1] == str(report)
    assert sorted(file.name for file in home.documents.rglob("*.docx")) == [
        "icpc-chief-officers-briefing_2026-27-Q2_v1.0.docx",
        "icpc-quarterly-report-public_2026-27-Q2_v1.0.docx",
        report.name,
        "icpc-six-monthly-review_2026-27-H1_v1.0.docx",
    ]
    released = {code for code, _, _ in Register(home.register).releases("committee")}
    assert released >= {quarter.code for quarter in QUARTERS}
    assert [path.name for path in tmp_path.iterdir()] == ["demo-home"]
    told = json.loads(typed("status", "2024-25-Q2", "--json", "--home", home.root).out)
    states = {(e["agency"], e["extract"]): e for e in told["extracts"]}
    training = states["education", "training"]
    assert (training["version"], training["versions_received"]) == (2, 2)
    assert told["run"]["state"] == "done"
