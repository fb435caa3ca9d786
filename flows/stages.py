"""The stages of a quarter as plain functions, with or without Prefect around them.

Each takes the order and returns a handle: ids, hashes, counts. Each ends in a named
failure, or in one that carries nothing but type and place of the fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from flows.answers import Answer, answer_agency
from flows.documents_out import PlacedDocument, place
from flows.faults import contained
from flows.orders import EDITION, Order, QuarterRun
from flows.quarter_lock import receiving_lock
from flows.settings import read_key, read_passwords, read_settings
from report_templates.documents import quarterly_report
from transforms.bring_up_to_date import UpToDate, bring_up_to_date
from transforms.feedback import Sender
from transforms.receive import Receipt, receive_agency
from transforms.register import Register
from transforms.release import ReleaseHandle, release, report_input


class Stages(NamedTuple):
    """The stages as they are to be called: as they are, or as Prefect's tasks."""

    receive: Callable[[Order, str], Receipt]
    answer: Callable[[Order, str], Answer]
    compute: Callable[[Order], UpToDate]
    release: Callable[[Order], ReleaseHandle]
    make_report: Callable[[Order], PlacedDocument]
    record: Callable[[Order, int, QuarterRun], None]


def receive_stage(order: Order, agency: str) -> Receipt:
    """What an agency's drop held, now registered, kept, judged and loaded."""

    def work() -> Receipt:
        with receiving_lock(order.home):
            return receive_agency(
                order.home,
                agency,
                key=read_key(order.home),
                now=order.now,
                passwords=read_passwords(order.home, agency),
                demo_arrivals=read_settings(order.home).demo.arrivals,
            )

    return contained(f"receive {agency}", order.home, work)


def answer_stage(order: Order, agency: str) -> Answer:
    """Letter, list and workbooks of findings, put where the agency finds them."""

    def work() -> Answer:
        settings = read_settings(order.home)
        sender = Sender(
            committee=settings.committee.name,
            marking=settings.committee.marking,
            synthetic=settings.demo.synthetic,
        )
        return answer_agency(
            order.home, agency, order.period, sender=sender, force=order.force
        )

    return contained(f"answer {agency}", order.home, work)


def compute_stage(order: Order) -> UpToDate:
    """The figures of every stored period, brought up to date."""

    def work() -> UpToDate:
        hours = read_settings(order.home).return_interviews.within_hours
        return bring_up_to_date(
            order.home, period=order.period, interview_hours=hours, force=order.force
        )

    return contained("compute", order.home, work)


def release_stage(order: Order) -> ReleaseHandle:
    """What the committee's edition may show of the quarter, kept for ever."""

    def work() -> ReleaseHandle:
        return release(
            order.home,
            order.period,
            edition=EDITION,
            threshold=read_settings(order.home).disclosure.threshold,
            now=order.now,
        )

    return contained("release", order.home, work)


def report_stage(order: Order) -> PlacedDocument:
    """The quarterly report, put where its reader looks for it."""
    return contained("documents", order.home, lambda: _make_report(order))


def record_stage(order: Order, run_id: int, run: QuarterRun) -> None:
    """The end of a run, noted in the register."""
    contained("record", order.home, lambda: _record(order, run_id, run))


DIRECT = Stages(
    receive_stage,
    answer_stage,
    compute_stage,
    release_stage,
    report_stage,
    record_stage,
)
"""The stages with nothing around them."""


def _make_report(order: Order) -> PlacedDocument:
    settings = read_settings(order.home)
    seen = report_input(
        order.home,
        order.period,
        edition=EDITION,
        committee=settings.committee.name,
        committee_short=settings.committee.short,
        area=settings.committee.area,
        marking=settings.committee.marking,
        threshold=settings.disclosure.threshold,
        synthetic=settings.demo.synthetic,
    )
    name = f"icpc-quarterly-report_{order.period}_v{seen.version}.docx"
    placed = place(
        order.home.documents / order.period.code / name, quarterly_report(seen)
    )
    _register_document(order, placed)
    return placed


def _register_document(order: Order, placed: PlacedDocument) -> None:
    register = Register(order.home.register)
    last = register.last_release(order.period.code, EDITION)
    known = {
        (document["name"], document["sha256"])
        for document in register.documents(order.period.code)
    }
    if last is None or (placed.path.name, placed.sha256) in known:
        return
    register.add_document(
        period=order.period.code,
        edition=EDITION,
        name=placed.path.name,
        sha256=placed.sha256,
        release_number=last[0],
        written_at=order.now,
    )


def _record(order: Order, run_id: int, run: QuarterRun) -> None:
    Register(order.home.register).end_run(
        run_id,
        ended_at=order.now + dt.timedelta(seconds=order.seconds),
        outcome="needs_a_person" if run.needs_a_person else "done",
        details={
            "seconds": round(order.seconds, 1),
            "files": {r.agency: r.n_files for r in run.receipts},
            "new": {r.agency: r.n_new for r in run.receipts},
            "failed": [*run.failed, *run.unanswered],
            "figures": run.up_to_date.content if run.up_to_date else None,
            "release": run.released.number if run.released else None,
            "document": run.document.path.name if run.document else None,
        },
    )
