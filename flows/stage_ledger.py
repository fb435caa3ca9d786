"""Doing a stage only when it must be done: keyed by content, noted in the history.

Inputs, code, settings and reference tables by their hash; what it made must still be
there as it was made. So a rerun, from the command, from Prefect's page, or by a new
run, does again what failed or changed, and nothing else.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flows.orders import Order, Stage
from schemas.errors import PipelineError
from transforms.history import Done, History, StageNote
from transforms.register import Register

T = TypeVar("T")


@dataclass(frozen=True)
class Step(Generic[T]):
    """A stage, or its part for one agency or document, as the history knows it.

    Attributes:
        stage: the stage.
        part: the agency or document; empty for a stage without parts.
        inputs: everything it depends on, as it is now.
        stands: whether what it made last is still there, by its handle.
        written: the handle to keep; None where it is to be done again in any case.
        unchanged: the handle again, for a stage that was not done.
        of_home: what it makes is one for the home, and not one for each period.
        in_store: whether what it makes lies in the store, and is gone with it.
    """

    stage: Stage
    part: str
    inputs: Callable[[], dict[str, str]]
    stands: Callable[[dict[str, Any]], bool]
    written: Callable[[T], dict[str, Any] | None]
    unchanged: Callable[[dict[str, Any]], T]
    of_home: bool = False
    in_store: bool = True


def unless_done(order: Order, step: Step[T], work: Callable[[], T]) -> T:
    """What the work returns, or what it returned last if nothing changed since."""
    history = History(Register(order.home.register))
    began, started = order.now + dt.timedelta(seconds=order.seconds), time.monotonic()
    store = order.home.store
    lineage = history.lineage_of(store) if step.in_store else 0
    inputs = {**step.inputs(), **({"store": str(lineage)} if step.in_store else {})}

    def note(outcome: str, handle: dict[str, Any] | None = None) -> None:
        told = StageNote(
            run_id=order.run_id,
            period=order.period.code,
            stage=step.stage.value,
            part=step.part,
            inputs=inputs,
            began_at=began,
            seconds=time.monotonic() - started,
            outcome=outcome,
            handle=handle,
        )
        history.note_stage(told)
        if step.in_store and outcome != "unchanged":
            history.mark_store(store, lineage)

    period = None if step.of_home else order.period.code
    last = history.last_done(step.stage.value, step.part, period)
    if last is not None and not order.force and _still_holds(step, last, inputs):
        note("unchanged")
        return step.unchanged(last.handle)
    try:
        result = work()
    except BaseException:
        # That it failed is raised; a full disk may keep it from being noted as well.
        with suppress(PipelineError, OSError):
            note("failed")
        raise
    handle = step.written(result)
    note("unsettled" if handle is None else "done", handle)
    return result


def _still_holds(step: Step[Any], last: Done, inputs: dict[str, str]) -> bool:
    return last.inputs == inputs and step.stands(last.handle)
