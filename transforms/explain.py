"""From a printed figure back to what it was made from, without a value of any record.

Its words, its SQL, how many records were counted, the submissions that stand behind it
with the hashes of their files, and the runs that computed and released it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.errors import NothingReleasedError, UsageError
from schemas.extracts import extract_named
from schemas.period import Period
from schemas.released import ReleasedValue
from transforms import compute, records
from transforms.disclosure import Policy
from transforms.history import History
from transforms.home import Home
from transforms.indicator import Indicator, Rate
from transforms.indicators import CATALOGUE
from transforms.register import Arrival, Register
from transforms.release import released_values
from transforms.store import open_store


@dataclass(frozen=True)
class Relation:
    """A relation that a figure counts.

    Attributes:
        name: in the schema `records`.
        sql: how it is made from the rows received.
        n_records: its records of the period; None where they are not told.
    """

    name: str
    sql: str
    n_records: int | None


@dataclass(frozen=True)
class Source:
    """A submission that stands behind a figure.

    Attributes:
        agency: who sent it.
        extract: its kind.
        quarter: of the file.
        version: of the file.
        file: its name.
        sha256: of its bytes.
        first_seen: local moment.
        rows_loaded: None where they are not told.
    """

    agency: str
    extract: str
    quarter: str
    version: int
    file: str
    sha256: str
    first_seen: str
    rows_loaded: int | None


@dataclass(frozen=True)
class Explanation:
    """A figure and all it rests on.

    Attributes:
        indicator: its words and measure.
        period: the period.
        values: as released: the total first, then the categories.
        release: number of the release and the moment it was made.
        queries: SQL of the figure.
        relations: what the SQL counts.
        sources: the submissions that stand, of the period's quarters.
        later: those of later quarters, which may replace a record of the period.
        missing: agency, extract, quarter of what is owed and does not stand.
        computed: the run that computed the stored figures, if the history has it.
        documents: the period's documents: name, sha256, release number.
    """

    indicator: Indicator
    period: Period
    values: tuple[ReleasedValue, ...]
    release: tuple[int, str]
    queries: tuple[str, ...]
    relations: tuple[Relation, ...]
    sources: tuple[Source, ...]
    later: tuple[Source, ...]
    missing: tuple[tuple[str, str, str], ...]
    computed: dict[str, Any] | None
    documents: tuple[dict[str, Any], ...]


def explain(
    home: Home, indicator_id: str, period: Period, policy: Policy, *, few: bool = False
) -> Explanation:
    """What a figure of a period was made from.

    Args:
        home: the home.
        indicator_id: as A17.2.
        period: a released period.
        policy: of the edition whose figure is explained.
        few: tell numbers that the edition hides, too.

    Raises:
        UsageError: there is no such indicator.
        NothingReleasedError: the period was never released.
    """
    indicator = _indicator(indicator_id)
    register = Register(home.register)
    releases = [
        (number, at.isoformat())
        for code, number, at in register.releases(policy.edition)
        if code == period.code
    ]
    if not releases:
        raise NothingReleasedError(
            f"{period.code} was never released.", f"Type: icpc run {period.code}"
        )
    shown = [
        value
        for value in released_values(home, [period.code], policy.edition)
        if value.indicator == indicator.id
    ]
    is_open = few or indicator.about not in policy.protects
    teller = _Teller(policy, is_open, any(value.hidden for value in shown))
    standing = register.standing()
    sources, later = _sources(indicator, period, standing, teller)
    return Explanation(
        indicator=indicator,
        period=period,
        values=tuple(shown),
        release=releases[-1],
        queries=compute.sql_of(indicator),
        relations=tuple(_relations(home, indicator, period, teller)),
        sources=sources,
        later=later,
        missing=tuple(_missing(indicator, period, standing)),
        computed=_last_computing(register),
        documents=tuple(register.documents(period.code)),
    )


def _indicator(indicator_id: str) -> Indicator:
    by_id = {indicator.id: indicator for indicator in CATALOGUE}
    found = by_id.get(indicator_id.upper())
    if found is not None:
        return found
    of_action = [i.id for i in CATALOGUE if i.action == indicator_id.upper()]
    hint = f"Of {indicator_id.upper()}: {', '.join(of_action)}." if of_action else ""
    raise UsageError(
        "There is no indicator of that id.", hint or "docs/indicators.md lists them."
    )


@dataclass(frozen=True)
class _Teller:
    """Tells numbers of records, as far as the edition allows.

    Where a figure is hidden none is told, since it could be had from them.

    Attributes:
        policy: of the edition.
        all_told: the reader may see every number.
        any_hidden: the edition hides a figure that rests on these records.
    """

    policy: Policy
    all_told: bool
    any_hidden: bool

    def told(self, number: int) -> int | None:
        """The number, or None where it may not be told."""
        if self.all_told:
            return number
        return None if self.any_hidden or self.policy.hides(number) else number


def _relations(
    home: Home, indicator: Indicator, period: Period, teller: _Teller
) -> Iterator[Relation]:
    measure = indicator.measure
    names = [measure.of, *(b.of for b in indicator.breakdowns if b.of)]
    if indicator.beside is not None:
        names.append(indicator.beside.of)
    if isinstance(measure, Rate):
        names.append("period_reference")
    with open_store(home.store) as store:
        for name in dict.fromkeys(names):
            row = store.connection.execute(
                f"SELECT count(*) FROM records.{name} WHERE period = ?", [period.code]
            ).fetchone()
            n_records = 0 if row is None else int(row[0])
            yield Relation(name, records.sql_of(name), teller.told(n_records))


def _sources(
    indicator: Indicator, period: Period, standing: list[Arrival], teller: _Teller
) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    needed = {(need.extract, need.agency) for need in indicator.needs}
    mine = [
        arrival
        for arrival in standing
        if (arrival.extract, arrival.agency) in needed
        or (arrival.extract, "") in needed
    ]
    mine.sort(key=lambda a: (a.quarter or "", a.extract or "", a.agency))
    codes = {quarter.code for quarter in period.quarters}
    own = [_source(a, teller) for a in mine if a.quarter in codes]
    last = period.quarters[-1]
    after = [
        _source(a, teller)
        for a in mine
        if a.quarter is not None and Period.parse(a.quarter) > last
    ]
    return tuple(own), tuple(after)


def _source(arrival: Arrival, teller: _Teller) -> Source:
    return Source(
        agency=arrival.agency,
        extract=arrival.extract or "",
        quarter=arrival.quarter or "",
        version=arrival.version or 1,
        file=Path(arrival.path).name,
        sha256=arrival.sha256,
        first_seen=arrival.first_seen.isoformat(),
        rows_loaded=teller.told(arrival.rows_loaded),
    )


def _missing(
    indicator: Indicator, period: Period, standing: list[Arrival]
) -> Iterator[tuple[str, str, str]]:
    there = {arrival.place for arrival in standing}
    for need in indicator.needs:
        extract = extract_named(need.extract)
        senders = extract.agencies if extract is not None else ()
        for agency in (need.agency,) if need.agency else senders:
            quarters = period.quarters[-1:] if need.at_end else period.quarters
            for quarter in quarters:
                if (agency, need.extract, quarter.code) not in there:
                    yield agency, need.extract, quarter.code


def _last_computing(register: Register) -> dict[str, Any] | None:
    """The run whose stage compute was last really done: who, when, with what."""
    history = History(register)
    runs = {run["run_id"]: run for run in history.runs()}
    done = history.last_stage("compute")
    if done is None or done["run_id"] not in runs:
        return None
    run = runs[done["run_id"]]
    return {
        "run": run["run_id"],
        "at": done["began_at"],
        "seconds": done["seconds"],
        "who": run["who"],
        "how": run["how"],
        "inputs": json.loads(done["inputs"]),
        "software": json.loads(run["software"] or "{}"),
    }
