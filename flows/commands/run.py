"""`icpc run`: a quarter through its stages, with the home's server or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from flows.documents_out import State
from flows.faults import note
from flows.orders import Order, QuarterRun
from flows.progress import tell_terminal
from flows.server import Server, answers, server_of
from schemas.errors import PipelineError, ServerError
from schemas.vocabulary import AGENCIES, Agency
from transforms import reading_process
from transforms.home import Home

NEEDS_A_PERSON = 1
Runner = Callable[[Order], QuarterRun]


def run(order: Order, *, direct: bool, clock_is_set: bool) -> int:
    """Run an order and tell what came of it; the exit code."""
    tell_terminal()
    with runner_for(order.home, direct=direct, clock_is_set=clock_is_set) as do:
        result = do(order)
    _tell_the_person(result)
    return NEEDS_A_PERSON if result.needs_a_person else 0


@contextmanager
def runner_for(home: Home, *, direct: bool, clock_is_set: bool) -> Iterator[Runner]:
    """What runs orders of a home: through its server, or with no server at all."""
    # Its child loads what it needs while this process does the same.
    reading_process.start()
    if direct:
        from flows.quarter import run_quarter  # noqa: PLC0415 - slow to import
        from flows.stages import DIRECT  # noqa: PLC0415

        yield lambda order: run_quarter(order, DIRECT)
        return
    with server_of(home) as server:
        # Importing takes seconds, and the server needs as many to start.
        from flows.quarterly_reports import flush_records  # noqa: PLC0415

        server.wait()
        try:
            yield lambda order: _through(server, order, clock_is_set=clock_is_set)
        finally:
            flush_records()


def _through(server: Server, order: Order, *, clock_is_set: bool) -> QuarterRun:
    """What the flow returns, run by Prefect in this process.

    Raises:
        PipelineError: the flow ended in it.
        ServerError: the server went away meanwhile.
    """
    from flows.occasions import result_of  # noqa: PLC0415 - as above
    from flows.quarterly_reports import quarterly_reports  # noqa: PLC0415

    try:
        state = quarterly_reports(
            period=order.period.code,
            agencies=_named(order),
            from_stage=order.first,
            until_stage=order.last,
            force=order.force,
            now=order.now if clock_is_set else None,
            home=str(order.home.root),
            return_state=True,
        )
        return result_of(state)
    except PipelineError:
        raise
    except Exception as fault:
        if answers(server.api_url):
            raise
        note(order.home, "prefect", fault)
    raise ServerError(
        "Prefect's server went away during the run.",
        "Run the same command again, or add --direct.",
    )


def _named(order: Order) -> tuple[Agency, ...]:
    """The agencies as a form would name them: none for all."""
    if order.agencies == AGENCIES:
        return ()
    return tuple(Agency(agency) for agency in order.agencies)


def _tell_the_person(run: QuarterRun) -> None:
    for receipt in run.receipts:
        for sentence in receipt.notes:
            typer.echo(f"  {sentence}")
    for sentence in run.failed:
        typer.echo(f"icpc: {sentence} Run it again.", err=True)
    for sentence in run.unanswered:
        typer.echo(f"icpc: {sentence} The figures are not touched by it.", err=True)
    for name in (name for answer in run.answers for name in answer.beside):
        typer.echo(
            f"icpc: {name} was put beside the one that is open. Close it, then run "
            "the same command again.",
            err=True,
        )
    document = run.document
    if document is None:
        return
    if document.state is State.BESIDE:
        typer.echo(
            "icpc: The report is open in Word or may not be written, so the new one "
            "was put beside it. Close it, then run the same command again.",
            err=True,
        )
    typer.echo(str(document.path))
