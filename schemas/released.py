"""What a report may see: released values, the action plan, what was received.

These are the only figures that reach a document. A value that an edition may not show
holds no number here at all, only its symbol.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from schemas.edition import PUBLIC
from schemas.period import Period
from schemas.signal_policy import SignalPolicy


class Status(StrEnum):
    """How a value stands; beside the value, never instead of it."""

    OK = "ok"
    NOT_APPLICABLE = "not_applicable"
    NOT_RECEIVED = "not_received"
    NOT_DUE = "not_due"


class Symbol(StrEnum):
    """Shorthand in documents; one key explains it."""

    HIDDEN = "[c]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"
    PROVISIONAL = "[p]"
    REVISED = "[r]"


Symbols = tuple[tuple[Symbol, str], ...]
"""The marks of an edition that are not the usual ones, beside those they replace."""


@dataclass(frozen=True)
class ReleasedValue:
    """One figure as an edition may show it.

    Attributes:
        period: period code.
        indicator: id, as A17.2.
        breakdown: name of the breakdown; empty for the total.
        category: code; empty for the total.
        numerator: count or sum; None where hidden or without a figure.
        denominator: None for counts and sums, and where hidden; n for a median.
        value: unrounded; None where hidden or without a figure.
        status: how it stands.
        hidden: the figure exists and is not shown in this edition.
        provisional: the period still holds unsettled records or lacks an extract.
        revised: it differs from what an earlier release of the period showed.
        agencies_received: for totals over agencies, how many of how many, as (4, 5).
        beside: a number that stands beside the value ("still open", "undated"), or
            None where there is none or it is hidden.
        release: number of the release of its period that shows it.
    """

    period: str
    indicator: str
    breakdown: str
    category: str
    numerator: float | None
    denominator: float | None
    value: float | None
    status: Status
    hidden: bool = False
    provisional: bool = False
    revised: bool = False
    agencies_received: tuple[int, int] | None = None
    beside: int | None = None
    release: int = 0

    @property
    def place(self) -> tuple[str, str, str]:
        """Indicator, breakdown and category: where it stands in its release."""
        return self.indicator, self.breakdown, self.category


@dataclass(frozen=True)
class PlannedAction:
    """A row of the action plan as it stands at period end.

    Attributes:
        action_id: A01 to A26, or an id of the local plan.
        title: printed unless withheld (None).
        lead_agency: agency code.
        lead_role: role of the lead officer; None where withheld, empty where the
            edition names none.
        by_when: date; None where the plan gives none.
        status: not_started, in_progress, complete.
        progress_note: only once the officer has accepted it; else None.
        note_withheld: there is a note that has not been accepted for print.
    """

    action_id: str
    title: str | None
    lead_agency: str
    lead_role: str | None
    by_when: dt.date | None
    status: str
    progress_note: str | None = None
    note_withheld: bool = False


@dataclass(frozen=True)
class ReceivedExtract:
    """One extract owed for a quarter, and what became of it.

    Attributes:
        quarter: quarter code.
        agency: who owes it.
        extract: name of the extract.
        state: accepted, accepted_with_row_errors, nil_return, rejected, not_received.
        version: version that stands; None where none does.
        versions_received: how many versions arrived.
        first_seen: local date and time the first version was first seen.
        in_time: whether that was by the deadline; None where nothing arrived.
        rows_read: of the standing version.
        rows_loaded: of the standing version.
        rows_in_error: of the standing version.
        rows_repeated: of the standing version.
        rows_hidden: so few rows about children that they are not shown; the four
            numbers are then 0.
    """

    quarter: str
    agency: str
    extract: str
    state: str
    version: int | None
    versions_received: int
    first_seen: dt.datetime | None
    in_time: bool | None
    rows_read: int
    rows_loaded: int
    rows_in_error: int
    rows_repeated: int
    rows_hidden: bool = False


@dataclass(frozen=True)
class Cause:
    """A file by which an earlier figure changed.

    Attributes:
        agency: whose file.
        extract: its extract.
        quarter: code of its quarter.
        was_version: the version that stood before; 0 where none did.
        is_version: the version that stands now; 0 where none does. The same as before
            where the officer decided anew what of it counts.
    """

    agency: str
    extract: str
    quarter: str
    was_version: int
    is_version: int


@dataclass(frozen=True)
class Revision:
    """An earlier figure that this release changes, as it was and as it is shown now.

    Attributes:
        period: code of the period it is about.
        indicator: its id.
        breakdown: name of the breakdown; empty for the total.
        category: code; empty for the total.
        before: as it was.
        after: as it is now.
        causes: files by which it changed; none where no file did.
    """

    period: str
    indicator: str
    breakdown: str
    category: str
    before: ReleasedValue
    after: ReleasedValue
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class OfficerDecision:
    """A decision of the data officer that holds for a file of the period.

    Attributes:
        verb: accept, reject, waive, accept_notes.
        rule: the rule waived; empty with the others.
        agency: whose file.
        extract: its extract.
        quarter: code of its quarter.
        version: its version.
        reason: why, in the officer's words.
        decided_by: who.
        decided_at: local moment.
    """

    verb: str
    rule: str
    agency: str
    extract: str
    quarter: str
    version: int
    reason: str
    decided_by: str
    decided_at: dt.datetime


@dataclass(frozen=True)
class ReportInput:
    """Everything a document is made from.

    Attributes:
        committee: full name of the committee.
        committee_short: its initials.
        area: name of the area.
        marking: protective marking of the edition.
        edition: committee or public.
        period: the document's period.
        version: of the document, as 1.0.
        released_at: local moment of the release.
        threshold: counts about children from 1 to one below this are hidden.
        synthetic: the figures are made up, for demonstration.
        series: codes of the quarters on charts, earliest first, this one last.
        values: released values of all those quarters, of the period, and of earlier
            periods as long as it.
        actions: the action plan of the period's last quarter, in its order; empty
            where it was not received.
        received: what was owed for the period's quarters and what became of it.
        revisions: earlier figures that changed since they were released.
        alike: codes of released periods as long as this one, earliest first, this one
            last; of a quarter the series.
        actions_before: the action plan as the period before showed it.
        signals: how change over time is judged.
        decisions: what the data officer decided about files of the period's quarters.
        recommendations: texts of reviews that the officer accepted for print.
        zeros_shown: true zeros are shown in this edition.
        window_open: of a hidden number everything from 1 to the threshold stays
            possible, where that can be had; else two whole numbers.
        symbols: marks of this edition that are not the usual ones.
    """

    committee: str
    committee_short: str
    area: str
    marking: str
    edition: str
    period: Period
    version: str
    released_at: dt.datetime
    threshold: int
    synthetic: bool
    series: tuple[str, ...]
    values: tuple[ReleasedValue, ...]
    actions: tuple[PlannedAction, ...]
    received: tuple[ReceivedExtract, ...]
    revisions: tuple[Revision, ...] = field(default=())
    alike: tuple[str, ...] = ()
    actions_before: tuple[PlannedAction, ...] = ()
    signals: SignalPolicy = field(default=SignalPolicy())
    decisions: tuple[OfficerDecision, ...] = field(default=())
    recommendations: tuple[str, ...] = field(default=())
    zeros_shown: bool = True
    window_open: bool = True
    symbols: Symbols = ()

    @property
    def is_public(self) -> bool:
        """Whether the public reads it: then nothing in it is the committee's alone."""
        return self.edition == PUBLIC

    @property
    def changes(self) -> tuple[Revision, ...]:
        """Figures of this period that differ from its release before this one."""
        return tuple(r for r in self.revisions if r.period == self.period.code)

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, str, str, str], ReleasedValue]:
        return {
            (v.period, v.indicator, v.breakdown, v.category): v for v in self.values
        }

    def value(
        self, indicator: str, breakdown: str = "", category: str = "", period: str = ""
    ) -> ReleasedValue | None:
        """The released value of a place; of this document's period unless one is given.

        None where that period was never released or has no such figure.
        """
        key = (period or self.period.code, indicator, breakdown, category)
        return self._by_place.get(key)

    def over_time(self, indicator: str) -> tuple[ReleasedValue | None, ...]:
        """The totals of an indicator, one for each quarter of the series."""
        return tuple(self.value(indicator, period=code) for code in self.series)

    def breakdown(self, indicator: str, breakdown: str) -> tuple[ReleasedValue, ...]:
        """The categories of a breakdown in this period, in the list's order."""
        return tuple(self._of_breakdown(indicator, breakdown))

    def _of_breakdown(self, indicator: str, breakdown: str) -> Iterable[ReleasedValue]:
        for value in self.values:
            if (value.period, value.indicator, value.breakdown) == (
                self.period.code,
                indicator,
                breakdown,
            ):
                yield value
