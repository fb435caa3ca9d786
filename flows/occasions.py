"""What Prefect says of the run that is going on, and what it is told at its end.

Which period a scheduled run is for follows from the moment it was scheduled for, never
from the clock when it happens to start: a run that was missed is caught up for its own
quarter, and a retry of it is for the same one.
"""

from __future__ import annotations

import datetime as dt

from prefect.client.schemas.objects import State
from prefect.runtime import deployment, flow_run
from prefect.states import Completed, Failed

from flows.orders import Occasion, QuarterRun, local
from schemas.errors import PipelineError
from schemas.period import Period, PeriodKind

_PATIENCE_SECONDS = 3600.0
_KINDS = {
    "six-monthly-review": PeriodKind.HALF_YEAR,
    "annual-review": PeriodKind.YEAR,
}


def kind_of_flow(name: str) -> PeriodKind:
    """The kind of period a flow is about."""
    return _KINDS.get(name, PeriodKind.QUARTER)


def occasion() -> Occasion:
    """What brought the present run about: its deployment's schedule, or a command.

    Nobody waits at a terminal for a deployed run, so it waits longer for another one.
    """
    kind = kind_of_flow(flow_run.flow_name or "")
    if deployment.id is None:
        return Occasion(kind=kind)
    return Occasion(
        how=f"deployment {deployment.name}, flow run {flow_run.id}",
        kind=kind,
        asked_at=flow_run.scheduled_start_time,
        wait_seconds=_PATIENCE_SECONDS,
    )


def name_of_run() -> str:
    """As `quarterly-reports 2026-27-Q2`; with the day where it is done each morning."""
    given = flow_run.parameters
    name = flow_run.flow_name or ""
    moment = given.get("now") or flow_run.scheduled_start_time
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment)
    day = f", {local(moment):%-d %B}" if name == "receive" else ""
    if given.get("period"):
        return f"{name} {given['period']}{day}"
    return f"{name} {Period.last_over(local(moment), kind_of_flow(name))}{day}"


class LeftToAPersonError(PipelineError):
    """A run made what it could; the rest is left to a person.

    Attributes:
        run: what it came to.
    """

    def __init__(self, run: QuarterRun) -> None:
        """Say what is left first: Prefect's page shows the first words."""
        super().__init__(" ".join(run.left_to_a_person), f"({run.in_words}.)")
        self.run = run


def ended(run: QuarterRun) -> QuarterRun:
    """The run as Prefect shows it: completed, or failed in what is left to a person.

    It is failed also where all documents were made with the gap said in them: so it is
    red on the page and found by its filter, it can be retried there, and the retry does
    only what failed.
    """
    if run.needs_a_person:
        fault = LeftToAPersonError(run)
        state: State[QuarterRun] = Failed(message=str(fault), data=fault)
    else:
        state = Completed(message=run.in_words, data=run)
    return state  # type: ignore[return-value]


def result_of(state: State[QuarterRun]) -> QuarterRun:
    """What a run came to, by the state it ended in.

    Raises:
        PipelineError: it ended in that.
    """
    try:
        return state.result()
    except LeftToAPersonError as fault:
        return fault.run
