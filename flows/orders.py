"""What a run is asked to do, and what it came to: handles, never data."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from flows.documents_out import PlacedDocument, State
from flows.homes import find_home, this_person
from flows.progress import counted
from schemas.edition import COMMITTEE
from schemas.errors import PeriodNotOverError, UsageError
from schemas.period import LONDON, Period, PeriodKind
from schemas.vocabulary import AGENCIES
from transforms.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from flows.answer import Answer
    from transforms.bring_up_to_date import UpToDate
    from transforms.receive import Receipt
    from transforms.release_handle import ReleaseHandle


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
        run_id: number of the run in the register, once it has begun.
        wait_seconds: how long to wait for another run of the quarter; None for as long
            as a person at a terminal would.
        who: who ordered it.
        how: how it came about: a command, or a deployment.
        started: the same moment on the clock that measures seconds.
    """

    home: Home
    period: Period
    agencies: tuple[str, ...]
    first: Stage
    last: Stage
    force: bool
    now: dt.datetime
    run_id: int = 0
    wait_seconds: float | None = None
    who: str = ""
    how: str = "command"
    started: float = field(default_factory=time.monotonic)

    def includes(self, stage: Stage) -> bool:
        """Whether the run does a stage."""
        order = list(Stage)
        return order.index(self.first) <= order.index(stage) <= order.index(self.last)

    @property
    def in_words(self) -> dict[str, str]:
        """What is asked for, for the history."""
        return {
            "agencies": " ".join(self.agencies),
            "from": self.first.value,
            "until": self.last.value,
            "force": str(self.force).lower(),
            "now": self.now.isoformat(),
        }

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
        releases: of each edition, the committee's first, if they were made or stood.
        documents: what was made for the period, or was there already.
    """

    period: str
    receipts: tuple[Receipt, ...] = ()
    failed: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    unanswered: tuple[str, ...] = ()
    up_to_date: UpToDate | None = None
    releases: tuple[ReleaseHandle, ...] = ()
    documents: tuple[PlacedDocument, ...] = ()

    @property
    def needs_a_person(self) -> bool:
        """Whether something is left to do that the run could not do."""
        return bool(self.left_to_a_person)

    @property
    def left_to_a_person(self) -> tuple[str, ...]:
        """A sentence for each thing that the run could not do."""
        beside = sorted(
            placed.path.name for placed in self._placed if placed.state is State.BESIDE
        )
        open_ = [f"{name} was put beside the one in use." for name in beside]
        return (*self.failed, *self.unanswered, *open_)

    @property
    def document(self) -> PlacedDocument | None:
        """The first document, which leads the others, if any was made."""
        return self.documents[0] if self.documents else None

    @property
    def _placed(self) -> Iterator[PlacedDocument]:
        for answer in self.answers:
            yield from answer.placed
        yield from self.documents

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
        for released in self.releases:
            of = "" if released.edition == COMMITTEE else f"{released.edition} "
            parts.append(f"{of}release {released.number}")
        parts += [f"{made.path.name} {made.state}" for made in self.documents]
        return ", ".join(parts)


@dataclass(frozen=True)
class Occasion:
    """What brings a run about: a person's command, or a schedule.

    Attributes:
        how: in a few words, for the history.
        kind: of the period, where none is named.
        asked_at: moment from which the period follows, where it is not the present.
        wait_seconds: how long to wait for another run of the period; None for as long
            as a person at a terminal would.
    """

    how: str = "command"
    kind: PeriodKind = PeriodKind.QUARTER
    asked_at: dt.datetime | None = None
    wait_seconds: float | None = None


BY_HAND = Occasion()


def order_for(
    *,
    home: Path | None = None,
    period: str | None = None,
    agencies: Sequence[str] = (),
    first: Stage = Stage.RECEIVE,
    last: Stage = Stage.DOCUMENTS,
    force: bool = False,
    now: dt.datetime | None = None,
    occasion: Occasion = BY_HAND,
) -> Order:
    """The order that a command or a schedule gives, checked before anything is begun.

    Args:
        home: folder of the home; else ICPC_HOME, else the current folder.
        period: its code; else the last one of the kind that is over. A half-year or
            year begins with its figures, since extracts are sent for quarters.
        agencies: whose drops; none given means all.
        first: stage to begin with.
        last: stage to end with.
        force: do every stage again.
        now: sets the clock; without a time zone it is local.
        occasion: what brought it about, where that is no command.

    Raises:
        PipelineError: there is no home, period, key, or readable setting, or the
            period is not over.
    """
    # Not at the top: the command line needs the stages' names, not the settings.
    from flows.settings import read_key, read_settings  # noqa: PLC0415

    found = find_home(home)
    read_settings(found)
    read_key(found)
    moment = local(now) if now else dt.datetime.now(LONDON)
    due_at = moment if now or not occasion.asked_at else local(occasion.asked_at)
    asked = Period.parse(period) if period else Period.last_over(due_at, occasion.kind)
    _check_period(asked, moment)
    if list(Stage).index(first) > list(Stage).index(last):
        raise UsageError(f"The stage {first} comes after {last}.", "Turn them round.")
    return Order(
        home=found,
        period=asked,
        agencies=_chosen(agencies),
        first=first if asked.kind is PeriodKind.QUARTER else _no_earlier(first),
        last=last,
        force=force,
        now=moment,
        wait_seconds=occasion.wait_seconds,
        who=this_person(),
        how=occasion.how,
    )


def _no_earlier(first: Stage) -> Stage:
    """The stage, or compute if it comes before that."""
    order = list(Stage)
    return order[max(order.index(first), order.index(Stage.COMPUTE))]


def local(moment: dt.datetime) -> dt.datetime:
    """A moment in local time; one without a time zone is taken as local."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=LONDON)
    return moment.astimezone(LONDON)


def _check_period(period: Period, now: dt.datetime) -> None:
    if not period.is_over(now):
        raise PeriodNotOverError(
            f"{period} ({period.label}) is not over yet.",
            f"Its last day is {period.last_day:%-d %B %Y}; the last {period.kind} that "
            f"is over is {Period.last_over(now, period.kind)}.",
        )


def _chosen(agencies: Sequence[str]) -> tuple[str, ...]:
    unknown = [agency for agency in agencies if agency not in AGENCIES]
    if unknown:
        raise UsageError(
            f"There is no agency {', '.join(unknown)}.",
            f"The agencies are {', '.join(AGENCIES)}.",
        )
    return tuple(a for a in AGENCIES if not agencies or a in agencies)
