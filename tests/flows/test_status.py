"""Status says what came, what failed, whose move it is and what to type next."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from flows.new_home import make_home
from flows.quarter_lock import quarter_lock
from flows.standing import facts_of
from report_templates.status_words import REJECTED_FOR
from schemas.file_rules import FILE_RULES
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from schemas.rules import rule
from tests.flows.commands_typed import typed
from transforms.home import Home
from transforms.register import Register

Q1 = Period.parse("2024-25-Q1")
NOW = dt.datetime(2024, 7, 10, 9, 0, tzinfo=LONDON)
WORDS = {"column": "age", "title": "Age", "what": "a name"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


def arrived(home: Home, agency: str, extract: str, **facts: Any) -> None:
    register = Register(home.register)
    register.add(
        agency=agency,
        path=f"{agency}/{agency}_{extract}_{Q1}.csv",
        sha256=f"{agency}{extract}",
        size=1,
        first_seen=facts.pop("first_seen", NOW),
        kept_as="",
    )
    number = register.arrivals()[-1].arrival_id
    placed = {"extract": extract, "quarter": Q1.code, "version": 1}
    register.judge(number, **{**placed, **facts})


def ended(home: Home, outcome: str, **details: Any) -> None:
    register = Register(home.register)
    run_id = register.start_run(Q1.code, NOW)
    register.end_run(run_id, ended_at=NOW, outcome=outcome, details=details)


def line_of(extract: str, out: str) -> str:
    [line] = [line for line in out.splitlines() if re.search(rf"\b{extract}\b ", line)]
    return line


def test_before_anything_came_everything_is_owed(home: Home) -> None:
    facts = facts_of(home, Q1, NOW)
    assert {extract["state"] for extract in facts["extracts"]} == {"not_received"}
    assert facts["days_left"] == 5
    assert facts["run"]["state"] == "none"
    *agencies, officer = facts["moves"]
    assert len(agencies) == 6
    assert officer == {
        "whose": "Data officer",
        "what": "Run 2024-25-Q1",
        "type": f"icpc run 2024-25-Q1 --home {home.root}",
    }


def test_each_extract_is_shown_as_it_stands(home: Home) -> None:
    late = dt.datetime(2024, 7, 17, 11, 30, tzinfo=LONDON)
    rejected = Verdict.REJECTED.value
    arrived(home, "police", "missing_persons", verdict="accepted", rows_read=3,
            rows_loaded=3, first_seen=late)  # fmt: skip
    arrived(home, "police", "concern_reports", verdict="accepted_with_row_errors",
            rows_read=9, rows_loaded=7, rows_in_error=2)  # fmt: skip
    arrived(home, "police", "ceop_reports", verdict="accepted", rows_read=0)
    arrived(home, "health", "attendances", verdict=rejected)
    faults = [rule("column_missing"), rule("column_missing"), rule("identifier")]
    found = [fault.found(column="age", words=WORDS) for fault in faults]
    arrived(home, "health", "training", verdict=rejected, issues=found)
    out = typed("status", Q1, "--home", home.root).out
    assert "17 Jul 2024 11:30, late" in line_of("missing_persons", out)
    assert "some rows in error" in line_of("concern_reports", out)
    assert line_of("concern_reports", out).split()[-2:] == ["7", "2"]
    assert "accepted, no rows" in line_of("ceop_reports", out)
    assert "rejected" in line_of("health  +attendances", out)
    assert (
        "NHS (health): Send attendances (rejected), "
        "training (rejected: a column is missing)" in out
    )
    told = json.loads(typed("status", Q1, "--json", "--home", home.root).out)
    [training] = [
        e
        for e in told["extracts"]
        if (e["agency"], e["extract"]) == ("health", "training")
    ]
    assert training["rejected_for"] == ["column_missing", "identifier"]


def test_the_officer_is_told_where_the_letter_about_a_rejected_file_lies(
    home: Home,
) -> None:
    arrived(home, "health", "attendances", verdict=Verdict.REJECTED.value)
    (home.feedback / "health" / Q1.code).mkdir(parents=True)
    [move] = [m for m in facts_of(home, Q1, NOW)["moves"] if "health" in m["whose"]]
    assert move["what"].endswith(f"The letter about it: feedback/health/{Q1}")


def test_every_rule_that_turns_a_file_away_has_its_words() -> None:
    assert {each.id for each in FILE_RULES} == set(REJECTED_FOR)


def test_a_failed_run_says_why_and_what_to_type(home: Home) -> None:
    ended(home, "failed", what="The disk is full.", next_step="Make room.")
    facts = facts_of(home, Q1, NOW)
    assert facts["moves"][-1]["what"] == "The disk is full. Make room."
    out = typed("status", Q1, "--home", home.root).out
    assert "10 July 2024 09:00, failed. The disk is full." in out
    assert f"icpc run {Q1} --home {home.root}" in out


def test_a_run_that_was_cut_off_is_not_taken_for_one_that_goes_on(home: Home) -> None:
    Register(home.register).start_run(Q1.code, NOW)
    facts = facts_of(home, Q1, NOW)
    assert facts["run"]["state"] == "failed"
    assert facts["run"]["what"] == "It was cut off before it ended."
    with quarter_lock(home, Q1):
        facts = facts_of(home, Q1, NOW)
    assert facts["run"]["state"] == "running"
    assert facts["moves"][-1]["type"] == ""


def test_an_agency_that_failed_is_the_officers_move(home: Home) -> None:
    ended(home, "needs_a_person", failed=["Police Scotland: It ended in OSError."])
    move = facts_of(home, Q1, NOW)["moves"][-1]
    assert "Police Scotland: It ended in OSError." in move["what"]


def test_a_quarter_that_is_not_over_is_only_waited_for(home: Home) -> None:
    early = dt.datetime(2024, 6, 1, tzinfo=LONDON)
    move = facts_of(home, Q1, early)["moves"][-1]
    assert move["what"] == "Wait until 2024-25-Q1 is over"
    assert move["type"] == ""


def test_when_all_is_done_nobody_has_to_do_anything(home: Home) -> None:
    for extract in facts_of(home, Q1, NOW)["extracts"]:
        arrived(home, extract["agency"], extract["extract"], verdict="accepted")
    ended(home, "done")
    assert facts_of(home, Q1, NOW)["moves"] == []
    assert "Nobody has to do anything." in typed("status", Q1, "--home", home.root).out


def test_for_a_program_it_is_json(home: Home) -> None:
    told = json.loads(typed("status", Q1, "--json", "--home", home.root).out)
    assert told["period"] == "2024-25-Q1"
    assert told["deadline"] == "2024-07-15T23:59:59+01:00"
    assert set(told["extracts"][0]) >= {"agency", "extract", "state", "in_time"}


def test_a_half_year_has_no_status(home: Home) -> None:
    ended_ = typed("status", "2024-25-H1", "--home", home.root)
    assert ended_.code == 2
    assert "2024-25-Q2" in ended_.err
