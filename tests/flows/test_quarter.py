"""The story of a quarter: its order, its gaps, and what the register is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flows.answers import Answer
from flows.documents_due import due_for
from flows.documents_out import PlacedDocument, State
from flows.new_home import make_home
from flows.orders import Order, QuarterRun, Stage, order_for
from flows.quarter import run_quarter
from flows.stages import Stages, record_stage
from schemas.errors import DiskFullError, StageFailedError
from schemas.period import Period
from schemas.vocabulary import AGENCIES
from transforms.bring_up_to_date import UpToDate
from transforms.home import Home
from transforms.receive import Receipt
from transforms.register import Register
from transforms.release_handle import ReleaseHandle

Q1 = "2024-25-Q1"
ANSWERS = [f"answer {agency}" for agency in AGENCIES]
RELEASE = "release committee"
DOCUMENTS = [each.name for each in due_for(Period.parse("2024-25-Q1"))]


@dataclass
class Told:
    """Stages that only tell what was asked of them."""

    failing: dict[str, Exception] = field(default_factory=dict)
    beside: bool = False
    open_letter: bool = False
    calls: list[str] = field(default_factory=list)

    def stages(self) -> Stages:
        return Stages(
            self.receive,
            self.answer,
            self.compute,
            self.release,
            self.make_document,
            record_stage,
        )

    def call(self, name: str) -> None:
        self.calls.append(name)
        if name in self.failing:
            raise self.failing[name]

    def receive(self, order: Order, agency: str) -> Receipt:
        self.call(agency)
        return Receipt(agency, n_files=7, n_new=2, n_accepted=1, n_rejected=1)

    def answer(self, order: Order, agency: str) -> Answer:
        self.call(f"answer {agency}")
        state = State.BESIDE if self.open_letter else State.WRITTEN
        return Answer(agency, (PlacedDocument(Path("letter.docx"), state, "1e"),), 1, 0)

    def compute(self, order: Order) -> UpToDate:
        self.call("compute")
        return UpToDate((order.period.code,), "c0ffee", n_values=1234, changed=True)

    def release(self, order: Order, edition: str) -> ReleaseHandle:
        self.call(f"release {edition}")
        return ReleaseHandle(order.period.code, edition, 1, "beef", changed=True)

    def make_document(self, order: Order, name: str) -> PlacedDocument:
        self.call(name)
        state = State.BESIDE if self.beside else State.WRITTEN
        return PlacedDocument(Path(f"{name}.docx"), state, "5ea1")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


@pytest.fixture
def run(home: Home) -> Callable[..., QuarterRun]:
    def run(told: Told, **words: Any) -> QuarterRun:
        return run_quarter(order_for(home=home.root, period=Q1, **words), told.stages())

    return run


def test_where_the_settings_ask_for_it_the_public_edition_follows_the_committee_s(
    home: Home, run: Callable[..., QuarterRun]
) -> None:
    text = home.settings.read_text("utf-8")
    assert "public_edition = false" in text
    home.settings.write_text(
        text.replace("public_edition = false", "public_edition = true"), "utf-8"
    )
    told = Told()
    result = run(told)
    documents = [
        "icpc-quarterly-report",
        "icpc-chief-officers-briefing",
        "icpc-released-figures",
        "icpc-quarterly-report-public",
        "icpc-released-figures-public",
    ]
    assert told.calls[-7:] == [RELEASE, "release public", *documents]
    assert "release 1, public release 1, " in result.in_words
    assert last_run(home)["details"]["releases"] == {"committee": 1, "public": 1}


def last_run(home: Home) -> dict[str, Any]:
    row = Register(home.register).last_run(Q1)
    assert row is not None
    return {**row, "details": json.loads(row["details"])}


def test_the_stages_come_in_order(run: Callable[..., QuarterRun]) -> None:
    told = Told()
    result = run(told)
    assert told.calls == [*AGENCIES, *ANSWERS, "compute", RELEASE, *DOCUMENTS]
    assert not result.needs_a_person
    assert result.in_words == (
        "2024-25-Q1: 12 new files, 6 agencies answered, release 1, "
        + ", ".join(f"{name}.docx written" for name in DOCUMENTS)
    )


def test_an_answer_that_fails_stops_neither_the_others_nor_the_figures(
    run: Callable[..., QuarterRun], home: Home
) -> None:
    fault = DiskFullError("The disk is full.", "Make room.")
    told = Told(failing={"answer police": fault})
    result = run(told)
    assert told.calls == [*AGENCIES, *ANSWERS, "compute", RELEASE, *DOCUMENTS]
    assert result.unanswered == ("Police Scotland was not answered: The disk is full.",)
    assert result.needs_a_person
    assert "5 agencies answered, 1 not answered" in result.in_words
    assert last_run(home)["details"]["failed"] == list(result.unanswered)


def test_a_letter_that_is_open_needs_a_person(run: Callable[..., QuarterRun]) -> None:
    assert run(Told(open_letter=True)).needs_a_person


@pytest.mark.parametrize(
    ("words", "calls"),
    [
        ({"first": Stage.COMPUTE}, ["compute", RELEASE, *DOCUMENTS]),
        ({"first": Stage.DOCUMENTS}, [*DOCUMENTS]),
        (
            {"agencies": ["police"], "last": Stage.RELEASE},
            ["police", "answer police", "compute", RELEASE],
        ),
    ],
)
def test_a_run_begins_and_ends_where_it_is_told_to(
    words: dict[str, Any], calls: list[str], run: Callable[..., QuarterRun]
) -> None:
    told = Told()
    run(told, **words)
    assert told.calls == calls


def test_one_agencys_failure_stops_no_other_and_needs_a_person(
    run: Callable[..., QuarterRun], home: Home
) -> None:
    told = Told(failing={"police": StageFailedError("It ended in KeyError.")})
    result = run(told)
    assert told.calls == [*AGENCIES, *ANSWERS, "compute", RELEASE, *DOCUMENTS]
    assert result.failed == ("Police Scotland: It ended in KeyError.",)
    assert result.needs_a_person
    assert "1 agency failed" in result.in_words
    assert last_run(home)["outcome"] == "needs_a_person"


def test_a_full_disk_stops_the_run_and_the_register_says_why(
    run: Callable[..., QuarterRun], home: Home
) -> None:
    told = Told(failing={"police": DiskFullError("The disk is full.", "Make room.")})
    with pytest.raises(DiskFullError):
        run(told)
    assert "compute" not in told.calls
    noted = last_run(home)
    assert noted["outcome"] == "failed"
    assert noted["details"] == {"what": "The disk is full.", "next_step": "Make room."}


def test_a_run_that_is_stopped_is_registered_as_failed(
    run: Callable[..., QuarterRun], home: Home
) -> None:
    told = Told(failing={"compute": KeyboardInterrupt()})  # type: ignore[dict-item]
    with pytest.raises(KeyboardInterrupt):
        run(told)
    assert last_run(home)["outcome"] == "failed"


def test_the_register_is_told_what_a_run_came_to(
    run: Callable[..., QuarterRun], home: Home
) -> None:
    run(Told(beside=True))
    noted = last_run(home)
    assert noted["outcome"] == "needs_a_person"
    assert noted["ended_at"] >= noted["started_at"]
    assert noted["details"]["files"] == dict.fromkeys(AGENCIES, 7)
    assert noted["details"]["figures"] == "c0ffee"
    assert noted["details"]["documents"] == [f"{n}.docx" for n in DOCUMENTS]
