"""What a run is asked to do, and what it came to: handles, never data."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.documents_out import PlacedDocument, State
from flows.homes import find_home
from flows.progress import counted
from schemas.errors import PeriodNotOverError, UsageError
from schemas.period import LONDON, Period, PeriodKind
from schemas.vocabulary import AGENCIES
from transforms.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from flows.answers import Answer
    from transforms.bring_up_to_date import UpToDate
    from transforms.receive import Receipt
    from transforms.release import ReleaseHandle

EDITION = "committee"


class Stage(StrEnum):
    """The stages of a quarter, in order."""

    RECEIVE = "receive"
    ANSWER = "answer"
    COMPUTE = "compute"
    RELEASE = "release"
    DOCUMENTS = "documents"


@dataclass(frozen=True)
class Order:
    """What a run is asked to do; nothing in it is secret.

    Attributes:
        home: the home.
        period: the quarter.
        agencies: whose drops are looked into.
        first: stage to begin with.
        last: stage to end with.
        force: do every stage again, even if nothing changed.
        now: local moment at which the run began, or is to be taken to have begun.
        started: the same moment on the clock that measures seconds.
    """

    home: Home
    period: Period
    agencies: tuple[str, ...]
    first: Stage
    last: Stage
    force: bool
    now: dt.datetime
    started: float = field(default_factory=time.monotonic)

    def includes(self, stage: Stage) -> bool:
        """Whether the run does a stage."""
        order = list(Stage)
        return order.index(self.first) <= order.index(stage) <= order.index(self.last)

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self.started


@dataclass(frozen=True)
class QuarterRun:
    """What a run came to.

    Attributes:
        period: code of the quarter.
        receipts: of each agency whose drop was looked into.
        failed: a sentence for each agency whose drop could not be worked through.
        answers: what each agency was told.
        unanswered: a sentence for each agency that could not be told.
        up_to_date: the figures, if they were looked at.
        released: the release, if one was made or stood.
        document: the report, if it was made.
    """

    period: str
    receipts: tuple[Receipt, ...] = ()
    failed: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    unanswered: tuple[str, ...] = ()
    up_to_date: UpToDate | None = None
    released: ReleaseHandle | None = None
    document: PlacedDocument | None = None

    @property
    def needs_a_person(self) -> bool:
        """Whether something is left to do that the run could not do."""
        beside = [placed.state is State.BESIDE for placed in self._documents]
        return bool(self.failed or self.unanswered) or any(beside)

    @property
    def _documents(self) -> Iterator[PlacedDocument]:
        for answer in self.answers:
            yield from answer.placed
        if self.document:
            yield self.document

    @property
    def in_words(self) -> str:
        """One line for those who look at the run: counts and names of our own."""
        new = sum(receipt.n_new for receipt in self.receipts)
        parts = [f"{self.period}: {counted(new, 'new file')}"]
        if self.failed:
            parts.append(f"{counted(len(self.failed), 'agency', 'agencies')} failed")
        if self.answers:
            parts.append(f"{counted(len(self.answers), 'agency', 'agencies')} answered")
        if self.unanswered:
            parts.append(f"{len(self.unanswered)} not answered")
        if self.released:
            parts.append(f"release {self.released.number}")
        if self.document:
            parts.append(f"{self.document.path.name} {self.document.state}")
        return ", ".join(parts)


def order_for(
    *,
    home: Path | None = None,
    period: str | None = None,
    agencies: Sequence[str] = (),
    first: Stage = Stage.RECEIVE,
    last: Stage = Stage.DOCUMENTS,
    force: bool = False,
    now: dt.datetime | None = None,
    asked_at: dt.datetime | None = None,
) -> Order:
    """The order that a command or a schedule gives, checked before anything is begun.

    Args:
        home: folder of the home; else ICPC_HOME, else the current folder.
        period: code of a quarter; else the last one that is over.
        agencies: whose drops; none given means all.
        first: stage to begin with.
        last: stage to end with.
        force: do every stage again.
        now: sets the clock; without a time zone it is local.
        asked_at: moment from which the quarter follows, where it is not the present.

    Raises:
        PipelineError: there is no home, period, key, or readable setting, or the
            quarter is not over.
    """
    # Not at the top: the command line needs the stages' names, not the settings.
    from flows.settings import read_key, read_settings  # noqa: PLC0415

    found = find_home(home)
    read_settings(found)
    read_key(found)
    moment = local(now) if now else dt.datetime.now(LONDON)
    due_at = moment if now or asked_at is None else local(asked_at)
    quarter = Period.parse(period) if period else Period.last_over(due_at)
    _check_period(quarter, moment)
    if list(Stage).index(first) > list(Stage).index(last):
        raise UsageError(f"The stage {first} comes after {last}.", "Turn them round.")
    chosen = _chosen(agencies)
    return Order(found, quarter, chosen, first, last, force, moment)


def local(moment: dt.datetime) -> dt.datetime:
    """A moment in local time; one without a time zone is taken as local."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=LONDON)
    return moment.astimezone(LONDON)


def _check_period(period: Period, now: dt.datetime) -> None:
    if period.kind is not PeriodKind.QUARTER:
        raise UsageError(
            f"{period} is a {period.kind}; this report is about a quarter.",
            f"Name one of its quarters, as {period.quarters[-1]}.",
        )
    if not period.is_over(now):
        raise PeriodNotOverError(
            f"{period} ({period.label}) is not over yet.",
            f"Its last day is {period.last_day:%-d %B %Y}; the last quarter that is "
            f"over is {Period.last_over(now)}.",
        )


def _chosen(agencies: Sequence[str]) -> tuple[str, ...]:
    unknown = [agency for agency in agencies if agency not in AGENCIES]
    if unknown:
        raise UsageError(
            f"There is no agency {', '.join(unknown)}.",
            f"The agencies are {', '.join(AGENCIES)}.",
        )
    return tuple(a for a in AGENCIES if not agencies or a in agencies)
