"""A period, told once: the same story with Prefect's tasks and without Prefect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from flows import progress
from flows.documents_due import due_for
from flows.orders import Order, QuarterRun, Stage
from flows.progress import tell, tell_fault
from flows.quarter_lock import quarter_lock
from flows.seen import seen
from flows.settings import read_settings
from flows.stages import Stages
from schemas.errors import PipelineError, StageFailedError
from schemas.vocabulary import Agency
from transforms.history import History
from transforms.register import Register
from transforms.software import software


def run_quarter(order: Order, stages: Stages) -> QuarterRun:
    """Receive, answer, compute, release, make documents: as far as the order says.

    Raises:
        PipelineError: a stage can't be done; the run is registered as failed.
    """
    locked = quarter_lock(order.home, order.period, wait_seconds=order.wait_seconds)
    with seen(order), locked, _registered(order) as run_id:
        order = replace(order, run_id=run_id)
        run = QuarterRun(order.period.code)
        if order.includes(Stage.RECEIVE):
            run = _receive_all(order, stages, run)
        if order.includes(Stage.ANSWER):
            run = _answer_all(order, stages, run)
        if order.includes(Stage.COMPUTE):
            up_to_date = stages.compute(order)
            tell(progress.of_figures(up_to_date))
            run = replace(run, up_to_date=up_to_date)
        if order.includes(Stage.RELEASE):
            run = _release_all(order, stages, run)
        if order.includes(Stage.DOCUMENTS):
            run = _make_all(order, stages, run)
        stages.record(order, run_id, run)
    return run


def _receive_all(order: Order, stages: Stages, run: QuarterRun) -> QuarterRun:
    """Every agency in turn; what stops one agency stops no other."""
    for agency in order.agencies:
        try:
            receipt = stages.receive(order, agency)
        except StageFailedError as fault:
            sentence = f"{Agency(agency).title}: {fault.what}"
            tell_fault(sentence)
            run = replace(run, failed=(*run.failed, sentence))
        else:
            tell(progress.of_receipt(receipt))
            run = replace(run, receipts=(*run.receipts, receipt))
    return run


def _answer_all(order: Order, stages: Stages, run: QuarterRun) -> QuarterRun:
    """Every agency in turn; no answer that fails stops another, or the figures."""
    for agency in order.agencies:
        try:
            answer = stages.answer(order, agency)
        except PipelineError as fault:
            sentence = f"{Agency(agency).title} was not answered: {fault.what}"
            tell_fault(sentence)
            run = replace(run, unanswered=(*run.unanswered, sentence))
        else:
            tell(progress.of_answer(answer))
            run = replace(run, answers=(*run.answers, answer))
    return run


def _release_all(order: Order, stages: Stages, run: QuarterRun) -> QuarterRun:
    """What each edition may show; the public's hangs on the committee's."""
    for edition in read_settings(order.home).documents.editions:
        released = stages.release(order, edition)
        tell(progress.of_release(released))
        run = replace(run, releases=(*run.releases, released))
    return run


def _make_all(order: Order, stages: Stages, run: QuarterRun) -> QuarterRun:
    """Every document that is due; one that can't be made stops no other.

    Raises:
        PipelineError: a document could not be made; the first that was in the way.
    """
    first_fault: PipelineError | None = None
    due = due_for(order.period, read_settings(order.home).documents.editions)
    if not due:
        tell(f"No document is due for a {order.period.kind} alone")
    for document in due:
        try:
            made = stages.make_document(order, document.name)
        except PipelineError as fault:
            tell_fault(f"{document.title}: {fault.what}")
            first_fault = first_fault or fault
        else:
            tell(progress.of_document(made))
            run = replace(run, documents=(*run.documents, made))
    if first_fault is not None:
        raise first_fault
    return run


@contextmanager
def _registered(order: Order) -> Iterator[int]:
    """The run's number in the register, where a failure is noted as well."""
    register = Register(order.home.register)
    run_id = register.start_run(order.period.code, order.now)
    history = History(register)
    history.close_cut_off(order.period.code, run_id)
    history.note_run(
        run_id,
        who=order.who,
        how=order.how,
        ordered=order.in_words,
        software=software(),
    )
    try:
        yield run_id
    except BaseException as fault:
        # That the run failed is known already; a full disk may keep it from being said.
        with suppress(PipelineError, OSError):
            register.end_run(
                run_id,
                ended_at=order.now + dt.timedelta(seconds=order.seconds),
                outcome="failed",
                details=_why(fault),
            )
        raise


def _why(fault: BaseException) -> dict[str, str]:
    if isinstance(fault, PipelineError):
        return {"what": fault.what, "next_step": fault.next_step}
    return {"what": f"It was stopped ({type(fault).__name__}).", "next_step": ""}
