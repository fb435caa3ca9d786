"""Saying what is due: to the data officer, and to each agency what it owes.

Off until icpc.toml names a mail server or a webhook. What can't be sent stays due, is
tried again at the next run, and is told by `icpc status`; no run fails of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.homes import typed
from flows.messages_due import COMMITTEE, OFFICER, Known, Ready, due_to_be_said
from flows.progress import tell
from flows.quarter_lock import saying_lock
from flows.settings import Settings, read_settings
from flows.watch import Finding
from schemas.period import Period
from schemas.vocabulary import Agency
from transforms.correspondence import Correspondence, Tried
from transforms.home import Home
from transforms.register import Register


def say_what_is_due(
    home: Home, now: dt.datetime, *, findings: Sequence[Finding] = ()
) -> list[Tried]:
    """Send the messages that are due at a local moment; how each went.

    Args:
        home: the home.
        now: the local moment.
        findings: of the watchdog, to be told to the officer.

    Raises:
        PipelineError: the settings or the register can't be read.
    """
    settings = read_settings(home)
    if not (settings.messages.mail_is_on or settings.messages.webhook):
        return []
    from flows.post import Post  # noqa: PLC0415 - slow to import, and seldom needed

    post = Post(home, settings.messages)
    correspondence = Correspondence(home)
    tried = []
    with saying_lock(home):
        known = _known(home, settings, correspondence, now, findings)
        for message in due_to_be_said(known, now):
            if not post.is_open_to(message.to):
                continue
            sent, fault = post.send(message)
            outcome = Tried(message.to, message.subject, now, sent, fault)
            correspondence.note_message(outcome, message.facts)
            tell(_in_words(outcome))
            tried.append(outcome)
    return tried


def _known(
    home: Home,
    settings: Settings,
    correspondence: Correspondence,
    now: dt.datetime,
    findings: Sequence[Finding],
) -> Known:
    register = Register(home.register)
    quarter = Period.last_over(now)
    return Known(
        quarter=quarter,
        received=register.received(quarter),
        arrivals=register.arrivals(with_issues=False),
        runs=register.runs_since(now - dt.timedelta(days=7)),
        findings=findings,
        ready=tuple(_ready(home, settings, register, quarter)),
        attach=settings.messages.attach_documents,
        said=correspondence.said(),
        remind_days=settings.messages.remind_days,
        named_home=typed(home.root),
    )


def _ready(
    home: Home, settings: Settings, register: Register, quarter: Period
) -> Iterator[Ready]:
    """The committee's documents of the last quarter, and of what ended with it."""
    longer = (Period(quarter.start_year, part) for part in ("H1", "H2", ""))
    for period in (quarter, *(p for p in longer if p.last_day == quarter.last_day)):
        for made in register.documents(period.code):
            path = home.documents / period.code / made["name"]
            if made["edition"] == COMMITTEE and path.exists():
                yield Ready(
                    period.code,
                    path,
                    made["sha256"],
                    dt.datetime.fromisoformat(made["written_at"]),
                    _link(home, settings, period, made["name"]),
                )


def _link(home: Home, settings: Settings, period: Period, name: str) -> str:
    """What leads to a document: the web address, the committee's folder, or ours."""
    if settings.messages.documents_link:
        return f"{settings.messages.documents_link.rstrip('/')}/{period}/{name}"
    folder = Path(settings.documents.folder or home.documents)
    return str(folder.expanduser() / period.code / name)


_WHO = {OFFICER: "the data officer", COMMITTEE: "the committee"}


def _in_words(tried: Tried) -> str:
    who = _WHO.get(tried.recipient) or Agency(tried.recipient).title
    how = "sent" if tried.sent else "not sent"
    return f"Message to {who}: {how}. {tried.fault}".strip()
