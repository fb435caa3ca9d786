"""Releases: what an edition was shown of a period, kept for ever, and read for reports.

A release is made from the indicator values of a period through `disclosure`. The same
content again is the same release; a different one is a revision with the next number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import duckdb
import pandas as pd

from schemas.edition import COMMITTEE, PUBLIC
from schemas.errors import NothingReleasedError
from schemas.framework import ACTION_IDS
from schemas.period import Period, PeriodKind
from schemas.released import (
    PlannedAction,
    ReceivedExtract,
    ReleasedValue,
    ReportInput,
    Revision,
    Status,
)
from transforms.home import Home
from transforms.officers_words import (
    decisions_of,
    notes_are_accepted,
    recommendations,
    released_recommendations,
)
from transforms.policy import Attacker, Level, Policy
from transforms.register import Register
from transforms.release_handle import ReleaseHandle
from transforms.release_sources import Sources, causes, sources_of
from transforms.release_together import Candidate, Releases
from transforms.released_rows import TABLES
from transforms.store import open_store

QUARTERS_ON_CHARTS = 12
_ACTION_COLUMNS = (
    "place",
    "action_id",
    "title",
    "lead_agency",
    "lead_role",
    "by_when",
    "status",
    "note_withheld",
    "progress_note",
)


def release(
    home: Home,
    period: Period,
    *,
    edition: str,
    threshold: int,
    now: dt.datetime,
    zeros_shown: bool = True,
    level: Level = Level.WINDOW,
    attackers: tuple[Attacker, ...] = tuple(Attacker),
) -> ReleaseHandle:
    """Release a period, and anew each other period whose figures changed since.

    Half-years and years that end with the period are released with it.

    Args:
        home: the home, with its values up to date.
        period: the period to release.
        edition: committee or public.
        threshold: counts about children below it are hidden.
        now: local moment of the release.
        zeros_shown: true zeros are shown.
        level: how open hidden numbers stay.
        attackers: who is let loose on it; the reader always is.
    """
    policy = Policy(edition, threshold, zeros_shown, level, attackers)
    register = Register(home.register)
    with open_store(home.store) as store:
        for definition in TABLES:
            store.connection.execute(definition)
        _forget_unregistered(store.connection, register, edition)
        stored = _stored_periods(store.connection)
        already = {Period.parse(code) for code, _, _ in register.releases(edition)}
        others = sorted(p for p in already if p in stored and p != period)
        with_it = sorted(
            p for p in stored - already if p != period and p.last_day == period.last_day
        )
        made = Releases(home, store, register, policy).release(
            [
                _candidate(store.connection, register, each, edition)
                for each in (*others, *with_it, period)
            ],
            now,
        )
    mine = made[period.code]
    return ReleaseHandle(
        period.code,
        edition,
        mine.number,
        mine.content,
        mine.changed,
        tuple(
            other.code
            for other in (*others, *with_it)
            if made[other.code].changed and made[other.code].number > 1
        ),
    )


def _candidate(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    period: Period,
    edition: str,
) -> Candidate:
    """A period with its values and the words that a release prints beside them."""
    figures = connection.execute(
        "SELECT * FROM indicators.value WHERE period = ? ORDER BY place", [period.code]
    ).df()
    plan = _action_rows(connection, register, period)
    return Candidate(
        period,
        figures,
        _for_the_public(plan) if edition == PUBLIC else plan,
        recommendations(connection, register, period, edition),
    )


def _stored_periods(connection: duckdb.DuckDBPyConnection) -> set[Period]:
    rows = connection.execute("SELECT DISTINCT period FROM indicators.value").fetchall()
    return {Period.parse(code) for (code,) in rows}


def _forget_unregistered(
    connection: duckdb.DuckDBPyConnection, register: Register, edition: str
) -> None:
    """Drop rows of a release that a dying run never registered; it was never shown."""
    known = {f"{code}/{number}" for code, number, _ in register.releases(edition)}
    for table in ("value", "action", "recommendation", "rows_received"):
        rows = connection.execute(
            f"SELECT DISTINCT period, number FROM released.{table} WHERE edition = ?",
            [edition],
        ).fetchall()
        for code, number in rows:
            if f"{code}/{number}" not in known:
                connection.execute(
                    f"DELETE FROM released.{table} "
                    "WHERE period = ? AND edition = ? AND number = ?",
                    [code, edition, number],
                )


def _action_rows(
    connection: duckdb.DuckDBPyConnection, register: Register, period: Period
) -> pd.DataFrame:
    """The action plan of the period's last quarter, as far as it may be printed.

    Titles and roles on which the screen for names asked a question are withheld, and
    progress notes until the officer has accepted them.
    """
    quarter = period.quarters[-1].code
    frame = connection.execute(
        "SELECT row_number, action_id, title, lead_agency, lead_role, by_when, status, "
        "progress_note IS NOT NULL AS note_withheld, progress_note "
        "FROM received.standing_action_plan WHERE quarter = ? ORDER BY row_number",
        [quarter],
    ).df()
    asked = {
        (issue.row, issue.column)
        for arrival in register.standing(
            extract="action_plan", quarter=quarter, with_issues=True
        )
        for issue in arrival.issues
        if issue.rule == "name_in_text"
    }
    if not notes_are_accepted(register, "action_plan", quarter):
        frame["progress_note"] = None
    for column in ("title", "lead_role", "progress_note"):
        cells = zip(frame["row_number"], frame[column], strict=True)
        printed = [None if (row, column) in asked else text for row, text in cells]
        frame[column] = pd.Series(printed, dtype=object)
    frame["note_withheld"] &= frame["progress_note"].isna()
    frame["by_when"] = pd.to_datetime(frame["by_when"]).dt.date
    frame["place"] = range(len(frame))
    return frame[list(_ACTION_COLUMNS)]


def _for_the_public(plan: pd.DataFrame) -> pd.DataFrame:
    """Of the plan: the framework's actions, their leads' agencies, dates and status.

    Local actions, roles and notes are words that somebody wrote for the committee.
    """
    ours = plan[plan["action_id"].isin(ACTION_IDS)].copy()
    for column in ("title", "progress_note"):
        ours[column] = pd.Series(None, index=ours.index, dtype=object)
    ours["lead_role"] = ""
    ours["note_withheld"] = False
    ours["place"] = range(len(ours))
    return ours


def report_input(
    home: Home,
    period: Period,
    *,
    edition: str,
    committee: str,
    committee_short: str,
    area: str,
    marking: str,
    threshold: int,
    synthetic: bool,
) -> ReportInput:
    """Everything a document of a released period is made from.

    Raises:
        NothingReleasedError: the period was never released.
    """
    register = Register(home.register)
    releases = register.releases(edition)
    mine = [(n, at) for code, n, at in releases if code == period.code]
    if not mine:
        raise NothingReleasedError(
            f"{period.code} was never released.", f"Type: icpc run {period.code}"
        )
    number, released_at = mine[-1]
    series = _series(period, releases)
    alike = _alike(period, releases)
    with open_store(home.store) as store:
        for definition in TABLES:
            store.connection.execute(definition)
        values = tuple(_values(store.connection, (*series, *alike), edition))
        actions = tuple(_actions(store.connection, period, edition, number))
        before = tuple(_actions_before(store.connection, period, edition, releases))
        revisions = tuple(
            _with_causes(
                _revisions(store.connection, period, edition, releases, series),
                register,
                edition,
            )
        )
        advice = released_recommendations(store.connection, period, edition, number)
        shown_rows = _shown_rows(store.connection, period, edition, number)
    return ReportInput(
        committee=committee,
        committee_short=committee_short,
        area=area,
        marking=marking,
        edition=edition,
        period=period,
        version=f"1.{number - 1}",
        released_at=released_at,
        threshold=threshold,
        synthetic=synthetic,
        series=series,
        values=values,
        actions=actions,
        received=tuple(_received(register, period, shown_rows)),
        revisions=revisions,
        alike=alike,
        actions_before=before,
        decisions=tuple(decisions_of(register, period) if edition == COMMITTEE else ()),
        recommendations=advice,
    )


def values_of_release(
    home: Home, period: str, edition: str, number: int
) -> dict[tuple[str, str, str], ReleasedValue]:
    """Every value that a release of a period showed, by its place; none if unknown."""
    with open_store(home.store) as store:
        for definition in TABLES:
            store.connection.execute(definition)
        return _marked_rows(store.connection, period, edition, number)


def released_values(
    home: Home, periods: Sequence[str], edition: str
) -> list[ReleasedValue]:
    """The latest released values of periods, in the order of the catalogue."""
    with open_store(home.store) as store:
        for definition in TABLES:
            store.connection.execute(definition)
        return list(_values(store.connection, periods, edition))


def _series(
    period: Period, releases: Sequence[tuple[str, int, dt.datetime]]
) -> tuple[str, ...]:
    released = {Period.parse(code) for code, _, _ in releases}
    quarters = sorted(
        q
        for q in released
        if q.kind is PeriodKind.QUARTER and q.last_day <= period.last_day
    )
    return tuple(quarter.code for quarter in quarters[-QUARTERS_ON_CHARTS:])


def _alike(
    period: Period, releases: Sequence[tuple[str, int, dt.datetime]]
) -> tuple[str, ...]:
    """Released periods as long as this one, up to and with it."""
    released = {Period.parse(code) for code, _, _ in releases}
    alike = sorted(p for p in released if p.kind is period.kind and p <= period)
    return tuple(each.code for each in alike[-QUARTERS_ON_CHARTS:])


_Rows = dict[tuple[str, str, str], ReleasedValue]


def _values(
    connection: duckdb.DuckDBPyConnection, periods: Sequence[str], edition: str
) -> Iterator[ReleasedValue]:
    """The latest release of each period, marked where an earlier one differs."""
    for code in dict.fromkeys(periods):
        numbers = _numbers(connection, code, edition)
        if not numbers:
            continue
        yield from _marked_rows(connection, code, edition, numbers[-1]).values()


def _marked_rows(
    connection: duckdb.DuckDBPyConnection, code: str, edition: str, number: int
) -> _Rows:
    """What a release showed, marked where an earlier one of its period differs."""
    numbers = [n for n in _numbers(connection, code, edition) if n < number]
    earlier = [_release_rows(connection, code, edition, n) for n in numbers]
    shown = {}
    for place, value in _release_rows(connection, code, edition, number).items():
        before = [release_[place] for release_ in earlier if place in release_]
        revised = any(_differs(old, value) for old in before)
        shown[place] = _marked(value) if revised else value
    return shown


def _numbers(
    connection: duckdb.DuckDBPyConnection, code: str, edition: str
) -> list[int]:
    rows = connection.execute(
        "SELECT DISTINCT number FROM released.value WHERE period = ? AND edition = ? "
        "ORDER BY number",
        [code, edition],
    ).fetchall()
    return [number for (number,) in rows]


def _release_rows(
    connection: duckdb.DuckDBPyConnection, code: str, edition: str, number: int
) -> _Rows:
    rows = connection.execute(
        "SELECT indicator, breakdown, category, numerator, denominator, value, status, "
        "hidden, provisional, agencies_received, agencies_due, beside "
        "FROM released.value WHERE period = ? AND edition = ? AND number = ? "
        "ORDER BY place",
        [code, edition, number],
    ).fetchall()
    return {row[:3]: _value(code, row, number) for row in rows}


def _value(code: str, row: tuple[object, ...], number: int) -> ReleasedValue:
    (indicator, breakdown, category, numerator, denominator, value, status, hidden,
     provisional, received, due, beside) = row  # fmt: skip
    return ReleasedValue(
        period=code,
        indicator=str(indicator),
        breakdown=str(breakdown),
        category=str(category),
        numerator=_number(numerator),
        denominator=_number(denominator),
        value=_number(value),
        status=Status(str(status)),
        hidden=bool(hidden),
        provisional=bool(provisional),
        agencies_received=(
            (int(received), int(due))
            if isinstance(received, int) and isinstance(due, int)
            else None
        ),
        beside=beside if isinstance(beside, int) else None,
        release=number,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _differs(before: ReleasedValue, after: ReleasedValue) -> bool:
    def shown(value: ReleasedValue) -> tuple[object, ...]:
        return (
            value.numerator,
            value.denominator,
            value.value,
            value.status,
            value.hidden,
        )

    return shown(before) != shown(after)


def _marked(value: ReleasedValue) -> ReleasedValue:
    return replace(value, revised=True)


def _actions(
    connection: duckdb.DuckDBPyConnection, period: Period, edition: str, number: int
) -> Iterator[PlannedAction]:
    rows = connection.execute(
        "SELECT action_id, title, lead_agency, lead_role, by_when, status, "
        "note_withheld, progress_note FROM released.action "
        "WHERE period = ? AND edition = ? AND number = ? ORDER BY place",
        [period.code, edition, number],
    ).fetchall()
    for action_id, title, agency, role, by_when, status, withheld, note in rows:
        yield PlannedAction(
            action_id=action_id,
            title=title,
            lead_agency=agency,
            lead_role=role,
            by_when=by_when,
            status=status,
            progress_note=note,
            note_withheld=withheld,
        )


def _actions_before(
    connection: duckdb.DuckDBPyConnection,
    period: Period,
    edition: str,
    releases: Sequence[tuple[str, int, dt.datetime]],
) -> Iterator[PlannedAction]:
    """The action plan as the latest release of the period before shows it."""
    code = period.previous.code
    numbers = [number for released, number, _ in releases if released == code]
    if numbers:
        yield from _actions(connection, period.previous, edition, numbers[-1])


_RowsShown = dict[tuple[str, str, str], tuple[int, int]]


def _shown_rows(
    connection: duckdb.DuckDBPyConnection, period: Period, edition: str, number: int
) -> _RowsShown:
    """Rows read and loaded of each extract, where the release shows them."""
    rows = connection.execute(
        "SELECT quarter, agency, extract, rows_read, rows_loaded "
        "FROM released.rows_received "
        "WHERE period = ? AND edition = ? AND number = ? AND NOT hidden",
        [period.code, edition, number],
    ).fetchall()
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


def _received(
    register: Register, period: Period, shown: _RowsShown
) -> Iterator[ReceivedExtract]:
    """What was owed and received; rows are counted aloud only as they were released."""
    for quarter in period.quarters:
        for extract in register.received(quarter):
            place = (extract.quarter, extract.agency, extract.extract)
            rows = (extract.rows_read, extract.rows_loaded)
            if rows in {(0, 0), shown.get(place)}:
                yield extract
            else:
                yield _without_rows(extract)


def _without_rows(extract: ReceivedExtract) -> ReceivedExtract:
    return replace(
        extract,
        rows_read=0,
        rows_loaded=0,
        rows_in_error=0,
        rows_repeated=0,
        rows_hidden=True,
    )


def _revisions(
    connection: duckdb.DuckDBPyConnection,
    period: Period,
    edition: str,
    releases: Sequence[tuple[str, int, dt.datetime]],
    series: Sequence[str],
) -> Iterator[_Changed]:
    """What changed in earlier quarters since the previous period's first release.

    And in this period, since the release before this one.
    """
    since = next((at for code, _, at in releases if code == period.previous.code), None)
    for code in dict.fromkeys((*series, period.code)):
        if since is None and code != period.code:
            continue
        steps = _steps(releases, code, None if code == period.code else since)
        for old, new in pairwise(steps):
            before = _marked_rows(connection, code, edition, old)
            after = _marked_rows(connection, code, edition, new)
            for place, value in after.items():
                if place in before and _differs(before[place], value):
                    changed = Revision(code, *place, before[place], value)
                    yield _Changed(changed, old, new)


def _steps(
    releases: Sequence[tuple[str, int, dt.datetime]],
    code: str,
    since: dt.datetime | None,
) -> list[int]:
    """Numbers of the release last shown before a moment and of the latest one.

    Without a moment: of the last two.
    """
    mine = [(number, at) for each, number, at in releases if each == code]
    if since is None:
        return [number for number, _ in mine[-2:]]
    before = [number for number, at in mine if at <= since]
    after = [number for number, at in mine if at > since]
    return [*before[-1:], *after[-1:]]


class _Changed(NamedTuple):
    """A revision, and the numbers of the releases before and after it."""

    revision: Revision
    old: int
    new: int


def _with_causes(
    found: Iterable[_Changed], register: Register, edition: str
) -> Iterator[Revision]:
    """The revisions with the files that brought them."""
    known: dict[tuple[str, int], Sources | None] = {}

    def sources(period: str, number: int) -> Sources | None:
        if (period, number) not in known:
            known[period, number] = sources_of(register, period, edition, number)
        return known[period, number]

    for revision, old, new in found:
        code = revision.period
        brought = causes(
            sources(code, old),
            sources(code, new),
            period=code,
            indicator=revision.indicator,
        )
        yield replace(revision, causes=brought)
