"""What is due to be said, to whom, when: once for each fact, and no figures in it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.messages_due import (
    COMMITTEE,
    OFFICER,
    Known,
    Message,
    Ready,
    due_to_be_said,
)
from flows.watch import Finding
from schemas.extracts import due
from schemas.issues import Verdict
from schemas.period import LONDON, Period
from schemas.released import ReceivedExtract
from schemas.vocabulary import AGENCIES
from transforms.register import Arrival

Q2 = Period.parse("2026-27-Q2")
STATES = ("accepted", "accepted_with_row_errors", "nil_return", "rejected",
          "not_received")  # fmt: skip


def at(day: int, hour: int = 6) -> dt.datetime:
    return dt.datetime(2026, 10, day, hour, tzinfo=LONDON)


def received(**states: str) -> tuple[ReceivedExtract, ...]:
    """Everything owed for the quarter as accepted, but `agency__extract=state`."""
    return tuple(
        ReceivedExtract(
            quarter=Q2.code,
            agency=agency,
            extract=extract.name,
            state=states.get(f"{agency}__{extract.name}", "accepted"),
            version=1,
            versions_received=1,
            first_seen=at(5),
            in_time=True,
            rows_read=17,
            rows_loaded=17,
            rows_in_error=0,
            rows_repeated=0,
        )
        for agency, extract in due(Q2)
    )


def arrival(number: int, verdict: Verdict | None, **facts: Any) -> Arrival:
    usual: dict[str, Any] = {
        "agency": "police",
        "path": "police/Marion.csv",
        "sha256": f"{number:064}",
        "size": 10,
        "first_seen": at(9),
        "kept_as": "",
        "extract": "disruption",
        "quarter": Q2.code,
        "version": 1,
    }
    return Arrival(arrival_id=number, verdict=verdict, **{**usual, **facts})


def run(number: int, outcome: str | None, **details: Any) -> dict[str, Any]:
    return {
        "run_id": number,
        "period": Q2.code,
        "started_at": at(9).isoformat(),
        "ended_at": at(9).isoformat() if outcome else None,
        "outcome": outcome,
        "details": json.dumps(details),
    }


def said(messages: Sequence[Message]) -> frozenset[str]:
    return frozenset(fact for message in messages for fact in message.facts)


def known(**words: Any) -> Known:
    usual = {"quarter": Q2, "received": received(), "remind_days": (7, 2)}
    return Known(**{**usual, **words}, named_home="/srv/icpc")


OWING = {"police__disruption": "not_received", "police__training": "rejected"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (7, None),
        (8, "due on 15 October 2026"),
        (12, "due on 15 October 2026"),
        (13, "due on 15 October 2026"),
        (15, "due on 15 October 2026"),
        (16, "late"),
        (19, "late"),
        (20, "late"),
        (21, None),
    ],
)
def test_an_agency_is_reminded_of_what_it_owes(day: int, expected: str | None) -> None:
    messages = due_to_be_said(known(received=received(**OWING)), at(day))
    if expected is None:
        assert messages == []
        return
    [message] = messages
    assert message.to == "police"
    assert expected in message.subject
    assert "disruption (not received)" in message.text
    assert "training (rejected)" in message.text
    assert "missing_persons" not in message.text


def ready(name: str, day: int = 20, version: str = "1.0") -> Ready:
    path = Path(f"documents/{Q2}/{name}_{Q2}_v{version}.docx")
    link = f"https://share.example/icpc/{Q2}/{path.name}"
    return Ready(Q2.code, path, f"{name}{version}", at(day, 7), link)


def test_the_committee_gets_a_link_to_each_document_once() -> None:
    documents = [ready("icpc-quarterly-report"), ready("icpc-chief-officers-briefing")]
    [message] = due_to_be_said(known(ready=documents), at(20, 8))
    assert message.to == COMMITTEE
    assert message.subject == "2026-27-Q2: documents are ready"
    for each in documents:
        assert each.link in message.text
    assert message.attached == ()
    facts = said([message])
    assert due_to_be_said(known(ready=documents, said=facts), at(20, 9)) == []
    documents.append(ready("icpc-quarterly-report", 25, "1.1"))
    [later] = due_to_be_said(known(ready=documents, said=facts), at(25, 8))
    assert "icpc-quarterly-report_2026-27-Q2_v1.1.docx" in later.text
    assert "v1.0" not in later.text


def test_documents_go_by_mail_only_where_the_settings_say_so() -> None:
    documents = [ready("icpc-quarterly-report")]
    [message] = due_to_be_said(known(ready=documents, attach=True), at(20, 8))
    assert message.attached == (documents[0].path,)


def test_old_documents_are_no_news_when_messages_are_switched_on() -> None:
    assert due_to_be_said(known(ready=[ready("icpc-report", 1)]), at(20)) == []


def test_each_step_of_reminding_is_said_once_a_morning_after_morning() -> None:
    told: list[tuple[int, str]] = []
    facts: frozenset[str] = frozenset()
    for day in range(1, 22):
        messages = due_to_be_said(
            known(received=received(**OWING), said=facts), at(day)
        )
        facts |= said(messages)
        told += [(day, message.to) for message in messages]
    assert told == [(8, "police"), (13, "police"), (16, "police"), (19, "police")]


def test_after_days_without_the_machine_only_the_last_reminder_is_said() -> None:
    facts = said(due_to_be_said(known(received=received(**OWING)), at(17)))
    assert len(facts) == 1
    again = due_to_be_said(known(received=received(**OWING), said=facts), at(18))
    assert again == []


def test_nobody_is_reminded_who_owes_nothing() -> None:
    assert due_to_be_said(known(), at(14)) == []


def test_an_agency_is_told_its_verdicts_once_and_only_its_own() -> None:
    arrivals = (
        arrival(1, Verdict.ACCEPTED),
        arrival(2, Verdict.REJECTED, extract="training"),
        arrival(3, Verdict.WITH_ROW_ERRORS, extract="ceop_reports"),
        arrival(4, Verdict.REJECTED, extract=None, quarter=None),
        arrival(5, Verdict.ACCEPTED, agency="health", extract="attendances"),
        arrival(6, None, extract="supervision"),
    )
    health, police = due_to_be_said(known(arrivals=arrivals), at(9))
    assert (health.to, police.to) == ("health", "police")
    assert "accepted: disruption" in police.text
    assert "rejected: training" in police.text
    assert "accepted, some rows in error: ceop_reports" in police.text
    assert "rejected: a file whose name tells no extract and quarter" in police.text
    assert "attendances" not in police.text
    assert "supervision" not in police.text
    assert "The deadline is the end of 15 October 2026." in police.text
    again = known(arrivals=arrivals, said=said([health, police]))
    assert due_to_be_said(again, at(10)) == []


def test_a_verdict_that_changes_is_news() -> None:
    first = due_to_be_said(known(arrivals=(arrival(1, Verdict.ACCEPTED),)), at(9))
    changed = known(arrivals=(arrival(1, Verdict.REJECTED),), said=said(first))
    [message] = due_to_be_said(changed, at(10))
    assert "rejected: disruption" in message.text


def test_what_is_old_when_messages_are_switched_on_is_not_said() -> None:
    old = arrival(1, Verdict.REJECTED, first_seen=at(1))
    assert due_to_be_said(known(arrivals=(old,)), at(9)) == []
    runs = (run(1, "failed", what="The disk is full."),)
    assert due_to_be_said(known(runs=runs), at(17)) == []


def test_the_officer_is_told_of_a_run_that_failed_once() -> None:
    runs = (run(1, "failed", what="The disk is full.", next_step="Make room."),)
    [message] = due_to_be_said(known(runs=runs), at(9))
    assert message.to == OFFICER
    assert "The disk is full." in message.text
    assert "Make room." in message.text
    assert "icpc status 2026-27-Q2 --home /srv/icpc" in message.text
    assert due_to_be_said(known(runs=runs, said=said([message])), at(9)) == []


def test_the_officer_is_told_which_agency_failed() -> None:
    sentence = "Police Scotland: The source could not be reached."
    runs = (run(1, "needs_a_person", failed=[sentence]),)
    [message] = due_to_be_said(known(runs=runs), at(9))
    assert sentence in message.text


def test_a_failure_that_a_later_run_mended_is_not_told() -> None:
    runs = (run(1, "failed", what="The disk is full."), run(2, "done"))
    assert due_to_be_said(known(runs=runs), at(9)) == []


def test_what_the_watchdog_finds_is_told_once() -> None:
    finding = Finding("missing:x", Q2.code, "It was not made.", "icpc run 2026-27-Q2")
    [message] = due_to_be_said(known(findings=(finding,)), at(20, 9))
    assert message.to == OFFICER
    assert "It was not made." in message.text
    assert "icpc run 2026-27-Q2" in message.text
    told = known(findings=(finding,), said=said([message]))
    assert due_to_be_said(told, at(20, 10)) == []


arrivals = st.builds(
    arrival,
    st.integers(1, 10_000),
    st.sampled_from([None, *Verdict]),
    agency=st.sampled_from(AGENCIES),
    extract=st.sampled_from([None, *{extract.name for _, extract in due(Q2)}]),
    rows_read=st.integers(0, 999),
    rows_in_error=st.integers(0, 999),
    first_seen=st.datetimes(
        dt.datetime(2026, 10, 1), dt.datetime(2026, 10, 20)  # noqa: DTZ001 - set below
    ).map(lambda moment: moment.replace(tzinfo=LONDON)),
)  # fmt: skip


@given(
    arrivals=st.lists(arrivals, max_size=30, unique_by=lambda a: a.arrival_id),
    states=st.lists(st.sampled_from(STATES), min_size=36, max_size=36),
    days=st.lists(st.integers(1, 31), min_size=1, max_size=8).map(sorted),
)
def test_nothing_is_said_twice_and_no_message_holds_a_figure_or_a_name(
    arrivals: list[Arrival], states: list[str], days: list[int]
) -> None:
    extracts = tuple(
        replace(e, state=state, rows_in_error=7)
        for e, state in zip(received(), states, strict=True)
    )
    facts: frozenset[str] = frozenset()
    for day in days:
        messages = due_to_be_said(
            known(arrivals=arrivals, received=extracts, said=facts), at(day)
        )
        every = [fact for message in messages for fact in message.facts]
        assert len(every) == len(set(every))
        assert not facts & set(every)
        facts |= set(every)
        for message in messages:
            assert "Marion" not in message.text
            bare = re.sub(
                r"\d{4}-\d{2}-Q\d|\d{1,2} [A-Z][a-z]+ \d{4}( at \d\d:\d\d)?|"
                r"[A-Z][a-z]+ \d{4}|_v2|s2_programmes",
                "",
                message.subject + message.text,
            )
            assert not re.search(r"\d", bare), bare
            assert message.to in AGENCIES
