"""What is due to be said at a moment, to whom: a pure function of what is known.

Each message carries the facts it says. A fact that was said once is not said again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.watch import Finding
from report_templates import message_words
from report_templates.status_words import OUTCOMES
from schemas.period import Period
from schemas.released import ReceivedExtract
from schemas.vocabulary import AGENCIES
from transforms.register import Arrival

OFFICER, COMMITTEE = "officer", "committee"
_OWED = ("not_received", "rejected")
_NEWS = dt.timedelta(days=7)
"""What is older is no news: it is not said when messages are switched on later."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Message:
    """A message, before anybody knows whether it can be sent.

    Attributes:
        to: `officer`, or an agency.
        subject: its subject.
        text: what it says.
        facts: names of what it says.
        attached: files that go with it.
    """

    to: str
    subject: str
    text: str
    facts: tuple[str, ...]
    attached: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Ready:
    """A finished document of the committee's.

    Attributes:
        period: code of its period.
        path: where it lies in the home.
        sha256: of its content.
        written_at: the local moment.
        link: what leads the committee to it: a web address, or a folder.
    """

    period: str
    path: Path
    sha256: str
    written_at: dt.datetime
    link: str


@dataclass(frozen=True)
class Known:
    """What there is to say something about.

    Attributes:
        quarter: the last quarter that is over.
        received: what was owed for it and what became of it.
        arrivals: files that arrived, of any quarter.
        runs: runs of the last days, oldest first, as the register has them.
        findings: of the watchdog.
        ready: documents of the last days, oldest first.
        attach: documents go with the message that says they are ready.
        said: facts that were said.
        remind_days: so many days before the deadline an agency is reminded.
        named_home: the home as it is typed in a command.
    """

    quarter: Period
    received: Sequence[ReceivedExtract] = ()
    arrivals: Sequence[Arrival] = ()
    runs: Sequence[dict[str, Any]] = ()
    findings: Sequence[Finding] = ()
    ready: Sequence[Ready] = ()
    attach: bool = False
    said: frozenset[str] = frozenset()
    remind_days: Sequence[int] = ()
    named_home: str = ""


def due_to_be_said(known: Known, now: dt.datetime) -> list[Message]:
    """The messages that are due at a local moment, the officer's first."""
    every = [*_of_findings(known), *_of_runs(known, now), *_of_documents(known, now)]
    for agency in AGENCIES:
        every += _of_verdicts(known, agency, now)
        every += _of_what_is_owed(known, agency, now)
    return every


def _of_findings(known: Known) -> Iterator[Message]:
    for finding in known.findings:
        if finding.fact not in known.said:
            subject, text = message_words.of_finding(finding.what, finding.command)
            yield Message(OFFICER, subject, text, (finding.fact,))


def _of_runs(known: Known, now: dt.datetime) -> Iterator[Message]:
    """The last run of each period, if it needs somebody."""
    last = {run["period"]: run for run in known.runs}
    for period, run in last.items():
        fact = f"run:{run['run_id']}"
        needs = run["outcome"] in ("failed", "needs_a_person")
        if not needs or fact in known.said or not _is_news(run["started_at"], now):
            continue
        told = json.loads(run["details"] or "{}")
        what = [told.get("what", ""), told.get("next_step", "")]
        what = [sentence for sentence in what if sentence] + told.get("failed", [])
        status = f"icpc status {period} --home {known.named_home}"
        subject, text = message_words.of_failure(
            period, OUTCOMES[run["outcome"]], what, status
        )
        yield Message(OFFICER, subject, text, (fact,))


def _of_documents(known: Known, now: dt.datetime) -> Iterator[Message]:
    """One message for each period of which documents are ready."""
    new: dict[str, dict[str, Ready]] = defaultdict(dict)
    for document in known.ready:
        if (
            _fact(document) not in known.said
            and now - _NEWS <= document.written_at <= now + _DAY
        ):
            new[document.period][document.path.name] = document
    for code, documents in new.items():
        links = {name: ready.link for name, ready in documents.items()}
        subject, text = message_words.of_documents(Period.parse(code), links)
        attached = tuple(d.path for d in documents.values()) if known.attach else ()
        facts = tuple(_fact(each) for each in documents.values())
        yield Message(COMMITTEE, subject, text, facts, attached)


def _fact(ready: Ready) -> str:
    return f"document:{ready.period}:{ready.path.name}:{ready.sha256}"


def _is_news(moment: str, now: dt.datetime) -> bool:
    return dt.datetime.fromisoformat(moment) >= now - _NEWS


def _of_verdicts(known: Known, agency: str, now: dt.datetime) -> Iterator[Message]:
    """One message of all the verdicts that an agency has not been told."""
    facts = []
    verdicts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for arrival in known.arrivals:
        fact = f"verdict:{arrival.arrival_id}:{arrival.verdict}"
        is_news = now - _NEWS <= arrival.first_seen <= now + _DAY
        if (
            arrival.agency == agency
            and arrival.verdict is not None
            and is_news
            and fact not in known.said
        ):
            facts.append(fact)
            of_quarter = verdicts[arrival.quarter or ""]
            of_quarter[arrival.verdict.value].append(arrival.extract or "")
    if facts:
        subject, text = message_words.of_verdicts(agency, verdicts, known.quarter, now)
        yield Message(agency, subject, text, tuple(facts))


def _of_what_is_owed(known: Known, agency: str, now: dt.datetime) -> Iterator[Message]:
    step = _step(known, now)
    fact = f"owed:{known.quarter}:{agency}:{step}"
    owed = {
        e.extract: e.state
        for e in known.received
        if e.agency == agency and e.state in _OWED
    }
    if step is None or not owed or fact in known.said:
        return
    subject, text = message_words.of_reminder(agency, owed, known.quarter, now)
    yield Message(agency, subject, text, (fact,))


def _step(known: Known, now: dt.datetime) -> dt.date | None:
    """The last day of reminding that has come: before the deadline, or after it.

    A reminder that was missed is not made up for by an older one: after a week without
    the machine only the last is said.
    """
    deadline = known.quarter.deadline.date()
    report = known.quarter.reports_at.date()
    days = [deadline - dt.timedelta(days=n) for n in known.remind_days]
    days += [deadline + _DAY, report - _DAY]
    come = [day for day in days if day <= now.date()]
    return max(come) if come and now < known.quarter.reports_at else None
