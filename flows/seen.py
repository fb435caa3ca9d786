"""What is to be seen after every run, however it ended: the page, and the messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flows.documents_out import place
from flows.faults import note
from flows.messages import say_what_is_due
from flows.orders import Order
from flows.progress import tell
from flows.settings import read_settings
from flows.standing import facts_of
from report_templates.status_page import status_page
from schemas.errors import PipelineError
from schemas.period import Period
from transforms.home import Home

PAGE = "status.html"


@contextmanager
def seen(order: Order) -> Iterator[None]:
    """Write the page and say what is due after the block, whether it ended well or not.

    Neither may change how a run ends: what fails here is told and noted.
    """
    try:
        yield
    finally:
        now = order.now + dt.timedelta(seconds=order.seconds)
        _try(order.home, "messages", lambda: say_what_is_due(order.home, now))
        _try(order.home, "page", lambda: write_page(order.home, now))


def write_page(home: Home, now: dt.datetime) -> None:
    """How the newest quarter stands, as status.html in the home.

    Raises:
        PipelineError: it can't be written, or the register not be read.
    """
    committee = read_settings(home).committee.name
    facts = facts_of(home, Period.last_over(now), now)
    place(home.root / PAGE, status_page(facts, committee=committee))


def _try(home: Home, what: str, work: Callable[[], object]) -> None:
    try:
        work()
    except PipelineError as fault:
        tell(f"After the run, {what}: {fault}")
    except Exception as fault:  # noqa: BLE001 - nothing here may change how a run ends
        note(home, what, fault)
        tell(f"After the run, {what}: it ended in {type(fault).__name__}.")
