"""The watchdog: what is due by the calendar and is not there, by our own register.

It knows nothing of Prefect, so that it barks when Prefect is dead. A timer of the
machine calls it (docs/watchdog.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.documents_due import Document, due_for
from flows.homes import typed
from flows.quarter_lock import holder
from flows.settings import read_settings
from schemas.edition import COMMITTEE, PUBLIC
from schemas.errors import PipelineError
from schemas.period import LONDON, Period
from transforms.home import Home
from transforms.register import Register

GRACE = dt.timedelta(hours=2)
"""So long after it is due a document is missed, and a run that goes on hangs."""

_QUARTERS_BACK = 4
_MORNING = dt.time(8, 0)


@dataclass(frozen=True)
class Finding:
    """Something that should be and is not.

    Attributes:
        fact: its name, by which it is said once; where it lasts, once a day.
        period: code of the quarter it is about; empty for none.
        what: a sentence for the data officer.
        command: what to type next.
    """

    fact: str
    period: str
    what: str
    command: str


def look(home: Home, now: dt.datetime) -> list[Finding]:
    """Whatever is due and missing at a local moment, oldest quarter first."""
    register = Register(home.register)
    quarters = [Period.last_over(now)]
    while len(quarters) < _QUARTERS_BACK:
        quarters.insert(0, quarters[0].previous)
    begun = _begun(home, register, quarters)
    since = _editions_since(home, register, begun, quarters[-1])
    due = [
        (period, document)
        for period in _over(quarters)
        for document in due_for(period, tuple(since))
    ]
    findings = [
        finding
        for period, document in due
        if since[document.edition] <= period.reports_at <= now - GRACE
        for finding in _missing(home, register, period, document, now)
    ]
    runs = register.runs_since(now - dt.timedelta(days=1))
    findings += _unended(home, register, runs, now)
    if begun <= now:
        findings += _unseen(home, quarters[-1], runs, now)
    return findings


def _over(quarters: Sequence[Period]) -> list[Period]:
    """The quarters, and each half-year and year that ended with one of them."""
    longer = {Period(q.start_year, part) for q in quarters for part in ("H1", "H2", "")}
    ends = {quarter.last_day for quarter in quarters}
    return sorted([*quarters, *(p for p in longer if p.last_day in ends)])


def _begun(home: Home, register: Register, quarters: Sequence[Period]) -> dt.datetime:
    """When the home's reports began: nothing is missed that was due before.

    That is when its key was made, or earlier if a document was made before, as in a
    home that was put back from a backup.
    """
    oldest = home.key if home.key.exists() else home.settings
    made = dt.datetime.fromtimestamp(oldest.stat().st_mtime, LONDON)
    written = (
        dt.datetime.fromisoformat(document["written_at"])
        for quarter in quarters
        for document in register.documents(quarter.code)
    )
    return min([made, *written])


def _editions_since(
    home: Home, register: Register, begun: dt.datetime, newest: Period
) -> dict[str, dt.datetime]:
    """The editions that are made, each with the moment from which it is missed.

    The public edition may be asked for later than the committee's: what was due before
    its first release is not missed. Settings that can't be read leave the committee's.
    """
    try:
        editions = read_settings(home).documents.editions
    except PipelineError:
        editions = (COMMITTEE,)
    since = {COMMITTEE: begun}
    if PUBLIC in editions:
        released = [at for _, _, at in register.releases(PUBLIC)]
        since[PUBLIC] = max(begun, min([newest.reports_at, *released]))
    return since


def _missing(
    home: Home, register: Register, period: Period, document: Document, now: dt.datetime
) -> Iterator[Finding]:
    names = [made["name"] for made in register.documents(period.code)]
    made = [name for name in names if name.startswith(f"{document.name}_")]
    if not made:
        what = f"The document {document.name} of {period} was due on "
        what += f"{period.reports_at:%-d %B %Y at %H:%M} and was not made."
    elif not (home.documents / period.code / made[-1]).exists():
        what = f"The document {made[-1]} is no longer in its folder."
    else:
        return
    yield Finding(
        fact=f"missing:{document.name}:{period}:{now:%Y-%m-%d}",
        period=period.code,
        what=what,
        command=f"icpc run {period} --home {typed(home.root)}",
    )


def _unended(
    home: Home, register: Register, runs: Sequence[dict[str, Any]], now: dt.datetime
) -> Iterator[Finding]:
    """Runs that hang, and the last runs of quarters that were cut off."""
    for run in runs:
        last = register.last_run(run["period"])
        if run["ended_at"] is not None or last is None:
            continue
        if last["run_id"] != run["run_id"]:
            continue
        started = dt.datetime.fromisoformat(run["started_at"])
        held_by = holder(home, Period.parse(run["period"]))
        status = f"icpc status {run['period']} --home {typed(home.root)}"
        again = f"icpc run {run['period']} --home {typed(home.root)}"
        if held_by and now - started > GRACE:
            what = f"The run of {run['period']} has not ended for hours ({held_by})."
            command = status
        elif not held_by:
            what = f"The run of {run['period']} was cut off before it ended."
            command = again
        else:
            continue
        yield Finding(f"unended:{run['run_id']}", run["period"], what, command)


def _unseen(
    home: Home, quarter: Period, runs: Sequence[dict[str, Any]], now: dt.datetime
) -> Iterator[Finding]:
    """A morning of the collecting days on which nobody looked into the drops."""
    is_collecting = now < quarter.reports_at and now.date() > quarter.last_day
    looked = any(
        dt.datetime.fromisoformat(run["started_at"]).date() == now.date()
        for run in runs
    )
    if not is_collecting or now.time() < _MORNING or looked:
        return
    yield Finding(
        fact=f"unseen:{now:%Y-%m-%d}",
        period=quarter.code,
        what="Nobody looked into the agencies' drops this morning.",
        command=f"icpc run {quarter} --home {typed(home.root)}",
    )
