"""How a quarter stands: what came, what failed, whose move it is, what to type next.

Read from the register alone, so that it can be asked while a run writes. The facts are
plain, so that a page, a program and Prefect can be given the same ones.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.homes import typed
from flows.quarter_lock import holder
from flows.settings import read_settings
from flows.watch import look
from report_templates.status_words import REJECTED_FOR, STATES
from schemas.issues import Verdict
from schemas.period import Period
from schemas.released import ReceivedExtract
from schemas.vocabulary import AGENCIES, Agency
from transforms.correspondence import Correspondence, Look, Tried
from transforms.home import Home
from transforms.register import Arrival, Register

OWED = ("not_received", "rejected")
"""States of an extract in which it is the agency's move."""
OFFICER = "Data officer"
Rejected = Mapping[tuple[str, str], list[str]]
"""Rules by agency and extract."""

_NEWS = dt.timedelta(days=7)
_KINDS = {"file": "folder", "sftp": "SFTP", "ssh": "SFTP", "s3": "S3", "s3a": "S3"}


def facts_of(home: Home, period: Period, now: dt.datetime) -> dict[str, Any]:
    """How a quarter stands, for a page or a program."""
    register = Register(home.register)
    correspondence = Correspondence(home)
    received = register.received(period)
    rejected = _rejected_for(register, period)
    run = _last_run(register, period, running=holder(home, period))
    looks = correspondence.last_looks()
    messages = correspondence.last_messages()
    officers = [
        *_of_run(home, period, run, now),
        *_of_looks(home, period, looks, said=" ".join(run["failed"])),
        *_of_messages(messages, now),
    ]
    if period == Period.last_over(now):
        officers += _of_other_runs(home, register, period, now)
    officers += _of_watch(home, period, now, run=run, said=officers)
    return {
        "home": str(home.root),
        "period": period.code,
        "label": period.label,
        "asked_at": now.isoformat(timespec="seconds"),
        "deadline": period.deadline.isoformat(),
        "days_left": (period.deadline.date() - now.date()).days,
        "reports_at": period.reports_at.isoformat(),
        "run": run,
        "documents": register.documents(period.code),
        "moves": [*_of_agencies(home, received, rejected), *officers],
        "agencies": [
            {
                **_agency(home, period, agency, received),
                **_correspondence(home, agency, looks, messages),
            }
            for agency in AGENCIES
        ],
        "extracts": [_extract(extract, rejected) for extract in received],
    }


def _last_run(register: Register, period: Period, *, running: str) -> dict[str, Any]:
    row = register.last_run(period.code)
    told = json.loads(row["details"] or "{}") if row else {}
    outcome = row["outcome"] if row else None
    cut_off = row is not None and not outcome and not running
    if running:
        state = "running"
    elif row is None:
        state = "none"
    else:
        state = outcome or "failed"
    return {
        "state": state,
        "held_by": running,
        "started_at": row["started_at"] if row else None,
        "ended_at": row["ended_at"] if row else None,
        "what": "It was cut off before it ended." if cut_off else told.get("what", ""),
        "next_step": told.get("next_step", ""),
        "failed": told.get("failed", []),
    }


def _rejected_for(register: Register, period: Period) -> Rejected:
    """For which rules the newest version of an extract was turned away, if it was."""
    newest: dict[tuple[str, str], Arrival] = {}
    for arrival in register.arrivals(quarter=period.code):
        if arrival.extract is not None:
            place = (arrival.agency, arrival.extract)
            before = newest.get(place, arrival)
            if (arrival.version or 0) >= (before.version or 0):
                newest[place] = arrival
    return {
        place: list(
            dict.fromkeys(i.rule for i in arrival.issues if i.rule in REJECTED_FOR)
        )
        for place, arrival in newest.items()
        if arrival.verdict is Verdict.REJECTED
    }


def _of_agencies(
    home: Home, received: Sequence[ReceivedExtract], rejected: Rejected
) -> Iterable[dict[str, str]]:
    """What each agency has to send, why what it sent was rejected, where it is told."""
    for agency in AGENCIES:
        owed = [e for e in received if e.agency == agency and e.state in OWED]
        if not owed:
            continue
        what = f"Send {', '.join(_owed_in_words(e, rejected) for e in owed)}"
        answers = home.feedback / agency / owed[0].quarter
        if answers.is_dir() and any(e.state == "rejected" for e in owed):
            what += f". The letter about it: {answers.relative_to(home.root)}"
        yield {"whose": Agency(agency).title, "what": what, "type": ""}


def _owed_in_words(extract: ReceivedExtract, rejected: Rejected) -> str:
    state = STATES[extract.state]
    if extract.state == "rejected":
        rules = rejected.get((extract.agency, extract.extract), [])
        state = ": ".join([state, *(REJECTED_FOR[rule] for rule in rules[:1])])
    return f"{extract.extract} ({state})"


def _of_run(
    home: Home, period: Period, run: dict[str, Any], now: dt.datetime
) -> Iterable[dict[str, str]]:
    """What the officer has to do about the last run, and what to type."""
    command = f"icpc run {period} --home {typed(home.root)}"
    if run["state"] == "running":
        what, command = f"Wait for the run that goes on ({run['held_by']})", ""
    elif run["state"] in ("failed", "needs_a_person", "cut_off"):
        failed = " ".join([run["what"], run["next_step"], *run["failed"]]).strip()
        what = failed or "See the report that was put beside the one in use"
    elif not period.is_over(now):
        what, command = f"Wait until {period} is over", ""
    elif run["state"] == "none":
        what = f"Run {period}"
    else:
        return
    yield {"whose": OFFICER, "what": what, "type": command}


def _of_other_runs(
    home: Home, register: Register, period: Period, now: dt.datetime
) -> Iterable[dict[str, str]]:
    """Runs of other periods, of the last days, that need the officer."""
    last = {run["period"]: run for run in register.runs_since(now - _NEWS)}
    for code, run in last.items():
        if code != period.code and run["outcome"] in ("failed", "needs_a_person"):
            told = json.loads(run["details"] or "{}")
            said = [told.get("what", ""), told.get("next_step", "")]
            said += told.get("failed", [])
            yield {
                "whose": OFFICER,
                "what": f"{code}: {' '.join(said)}".replace("  ", " ").strip(),
                "type": f"icpc run {code} --home {typed(home.root)}",
            }


def _of_looks(
    home: Home, period: Period, looks: Mapping[str, Look], *, said: str
) -> Iterable[dict[str, str]]:
    """Sources that failed at the last look, unless the run said so already."""
    for agency, last in looks.items():
        title = Agency(agency).title
        if last.state != "failed" or title in said:
            continue
        yield {
            "whose": OFFICER,
            "what": last.words if title in last.words else f"{title}: {last.words}",
            "type": f"icpc run {period} --agency {agency} --home {typed(home.root)}",
        }


def _of_messages(
    messages: Mapping[str, Tried], now: dt.datetime
) -> Iterable[dict[str, str]]:
    """Messages of the last days that did not go out, or not to everybody."""
    for recipient, tried in messages.items():
        if tried.fault and now - tried.tried_at < _NEWS:
            how = "went out in part" if tried.sent else "did not go out"
            what = f"A message to {_named(recipient)} {how}: {tried.fault}"
            yield {"whose": OFFICER, "what": what, "type": ""}


def _of_watch(
    home: Home,
    period: Period,
    now: dt.datetime,
    *,
    run: dict[str, Any],
    said: Sequence[dict[str, str]],
) -> list[dict[str, str]]:
    """What the watchdog finds and was not said; of the newest quarter, all of it."""
    commands = {move["type"] for move in said}
    is_newest = period == Period.last_over(now)
    return [
        {"whose": OFFICER, "what": finding.what, "type": finding.command}
        for finding in look(home, now)
        if finding.command not in commands
        and (is_newest or finding.period == period.code)
        and not (finding.period == period.code and run["state"] == "running")
    ]


def _named(recipient: str) -> str:
    return Agency(recipient).title if recipient in AGENCIES else "the data officer"


def _agency(
    home: Home, period: Period, agency: str, received: Sequence[ReceivedExtract]
) -> dict[str, Any]:
    """An agency in a line: its extracts by state, and where our answers are."""
    states = Counter(e.state for e in received if e.agency == agency)
    answers = home.feedback / agency / period.code
    return {
        "agency": agency,
        "title": Agency(agency).title,
        "owed": sum(states.values()),
        "states": {state: states[state] for state in STATES},
        "feedback": (
            answers.relative_to(home.root).as_posix() if answers.is_dir() else None
        ),
    }


def _correspondence(
    home: Home, agency: str, looks: Mapping[str, Look], messages: Mapping[str, Tried]
) -> dict[str, Any]:
    """How an agency's source did when it was last looked at, and the last message."""
    last, tried = looks.get(agency), messages.get(agency)
    protocol = read_settings(home).sources.of(agency).protocol
    return {
        "source": {
            "kind": _KINDS.get(protocol, protocol),
            "looked_at": last.looked_at.isoformat() if last else None,
            "state": last.state if last else "never",
            "words": last.words if last else "",
        },
        "last_message": None if tried is None else tried.tried_at.isoformat(),
    }


def _extract(extract: ReceivedExtract, rejected: Rejected) -> dict[str, Any]:
    seen = extract.first_seen
    return {
        "agency": extract.agency,
        "extract": extract.extract,
        "state": extract.state,
        "rejected_for": rejected.get((extract.agency, extract.extract), []),
        "version": extract.version,
        "versions_received": extract.versions_received,
        "first_seen": None if seen is None else seen.isoformat(),
        "in_time": extract.in_time,
        "rows_read": extract.rows_read,
        "rows_loaded": extract.rows_loaded,
        "rows_in_error": extract.rows_in_error,
        "rows_repeated": extract.rows_repeated,
    }
