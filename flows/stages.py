"""The stages of a quarter as plain functions, with or without Prefect around them.

Each takes the order and returns a handle: ids, hashes, counts. Each is done only if
something changed since it was last done (`stage_ledger`). Each ends in a named failure,
or in one that carries nothing but type and place of the fault. What a stage needs is
imported when it is really done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from flows import steps
from flows.committees_folder import put_into_committees_folder
from flows.document_content import content_of, seen_by
from flows.document_gate import let_through
from flows.documents_due import Document, document_named
from flows.documents_out import PlacedDocument, place
from flows.faults import contained
from flows.manifest import write_manifest
from flows.orders import Order, QuarterRun
from flows.quarter_lock import receiving_lock
from flows.settings import read_key, read_passwords, read_settings
from flows.stage_ledger import unless_done
from transforms.register import Register

if TYPE_CHECKING:
    from flows.answer import Answer
    from transforms.bring_up_to_date import UpToDate
    from transforms.receive import Receipt
    from transforms.release_handle import ReleaseHandle


class Stages(NamedTuple):
    """The stages as they are to be called: as they are, or as Prefect's tasks."""

    receive: Callable[[Order, str], Receipt]
    answer: Callable[[Order, str], Answer]
    compute: Callable[[Order], UpToDate]
    release: Callable[[Order, str], ReleaseHandle]
    make_document: Callable[[Order, str], PlacedDocument]
    record: Callable[[Order, int, QuarterRun], None]


def receive_stage(order: Order, agency: str) -> Receipt:
    """What an agency's drop held, now fetched, registered, kept, judged and loaded.

    Where its source failed, what landed before is received, and then the fault raised.
    """

    def work(leave: frozenset[str]) -> Receipt:
        from transforms.difference import (  # noqa: PLC0415 - see above
            bring_differences_up_to_date,
        )
        from transforms.questions import (  # noqa: PLC0415
            bring_questions_up_to_date,
        )
        from transforms.receive import receive_agency  # noqa: PLC0415

        settings = read_settings(order.home)
        receipt = receive_agency(
            order.home,
            agency,
            key=read_key(order.home),
            now=order.now,
            passwords=read_passwords(order.home, agency),
            demo_arrivals=settings.demo.arrivals,
            leave=leave,
        )
        # What is asked and what a version changed is part of what was received: the
        # stages that follow hang on it.
        bring_questions_up_to_date(order.home, agency)
        hours = settings.return_interviews.within_hours
        bring_differences_up_to_date(order.home, agency, hours)
        return receipt

    def unless_received() -> Receipt:
        from flows.fetch import fetch_agency  # noqa: PLC0415 - see above

        fetched = fetch_agency(order.home, agency, now=order.now)
        with receiving_lock(order.home):
            receipt = unless_done(
                order, steps.receiving(order, agency), lambda: work(fetched.leave)
            )
        if fetched.fault is not None:
            raise fetched.fault
        return replace(receipt, notes=(*fetched.notes, *receipt.notes))

    return contained(f"receive {agency}", order.home, unless_received)


def answer_stage(order: Order, agency: str) -> Answer:
    """Letter, list and workbooks of findings, taken to where the agency finds them."""

    def work() -> Answer:
        from flows.answers import answer_agency  # noqa: PLC0415 - see above
        from transforms.feedback import Sender  # noqa: PLC0415

        settings = read_settings(order.home)
        sender = Sender(
            committee=settings.committee.name,
            marking=settings.committee.marking,
            synthetic=settings.demo.synthetic,
        )
        return answer_agency(
            order.home, agency, order.period, sender=sender, force=order.force
        )

    def answered_and_delivered() -> Answer:
        from flows.deliver import deliver_answers  # noqa: PLC0415 - see above

        answer = unless_done(order, steps.answering(order, agency), work)
        deliver_answers(order.home, agency, now=order.now)
        return answer

    return contained(f"answer {agency}", order.home, answered_and_delivered)


def compute_stage(order: Order) -> UpToDate:
    """The figures of every stored period, brought up to date."""

    def work() -> UpToDate:
        from transforms.bring_up_to_date import bring_up_to_date  # noqa: PLC0415

        hours = read_settings(order.home).return_interviews.within_hours
        return bring_up_to_date(
            order.home, period=order.period, interview_hours=hours, force=order.force
        )

    return contained(
        "compute",
        order.home,
        lambda: unless_done(order, steps.computing(order), work),
    )


def release_stage(order: Order, edition: str) -> ReleaseHandle:
    """What an edition may show of the quarter, kept for ever."""

    def work() -> ReleaseHandle:
        from transforms.release import release  # noqa: PLC0415 - see above

        policy = read_settings(order.home).disclosure.policy(edition)
        return release(
            order.home,
            order.period,
            edition=edition,
            threshold=policy.threshold,
            zeros_shown=policy.zeros_shown,
            level=policy.level,
            attackers=policy.attackers,
            now=order.now,
        )

    return contained(
        f"release {edition}",
        order.home,
        lambda: unless_done(order, steps.releasing(order, edition), work),
    )


def document_stage(order: Order, name: str) -> PlacedDocument:
    """One document of the period, put where its reader looks for it."""

    def work() -> PlacedDocument:
        return _make_document(order, document_named(name))

    def made_and_delivered() -> PlacedDocument:
        placed = unless_done(order, steps.documenting(order, name), work)
        put_into_committees_folder(order.home, order.period, placed)
        return placed

    return contained(f"make {name}", order.home, made_and_delivered)


def record_stage(order: Order, run_id: int, run: QuarterRun) -> None:
    """The end of a run, noted in the register."""
    contained("record", order.home, lambda: _record(order, run_id, run))


DIRECT = Stages(
    receive_stage,
    answer_stage,
    compute_stage,
    release_stage,
    document_stage,
    record_stage,
)
"""The stages with nothing around them."""


def _make_document(order: Order, document: Document) -> PlacedDocument:
    seen = seen_by(order.home, order.period, document.edition)
    name = document.file_name(order.period, seen.version)
    content = content_of(order.home, document, seen)
    let_through(order.home, seen, content, name=name)
    placed = place(order.home.documents / order.period.code / name, content)
    _register_document(order, document.edition, placed)
    write_manifest(order.home, order.period)
    return placed


def _register_document(order: Order, edition: str, placed: PlacedDocument) -> None:
    register = Register(order.home.register)
    last = register.last_release(order.period.code, edition)
    known = {
        (document["name"], document["sha256"])
        for document in register.documents(order.period.code)
    }
    if last is None or (placed.path.name, placed.sha256) in known:
        return
    register.add_document(
        period=order.period.code,
        edition=edition,
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
            "releases": {each.edition: each.number for each in run.releases},
            "documents": [document.path.name for document in run.documents],
        },
    )
