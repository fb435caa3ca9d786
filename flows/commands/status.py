"""`icpc status`: what came, what failed, whose move it is, what to type next.

Read from the register alone, so that it can be asked while a run writes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from flows.homes import find_home, typed
from flows.progress import counted
from flows.quarter_lock import holder
from schemas.errors import UsageError
from schemas.period import LONDON, Period, PeriodKind
from schemas.released import ReceivedExtract
from schemas.vocabulary import AGENCIES, Agency
from transforms.home import Home
from transforms.register import Register

_STATES = {
    "accepted": "accepted",
    "accepted_with_row_errors": "accepted, some rows in error",
    "nil_return": "accepted, no rows",
    "rejected": "rejected",
    "not_received": "not received",
}
_COLUMNS = (
    *("Agency", "Extract", "State", "Version"),
    *("First seen", "Rows", "In error"),
)
_AGENCY_MOVES = ("not_received", "rejected")
_OUTCOMES = {
    "done": "done",
    "needs_a_person": "done, but something needs a person",
    "failed": "failed",
    "cut_off": "cut off before it ended",
}


def status(root: Path | None, code: str | None, *, as_json: bool) -> None:
    """Print how a quarter stands."""
    home = find_home(root)
    now = dt.datetime.now(LONDON)
    period = Period.parse(code) if code else Period.last_over(now)
    if period.kind is not PeriodKind.QUARTER:
        raise UsageError(
            f"{period} is a {period.kind}; extracts are sent for quarters.",
            f"Name one of its quarters, as {period.quarters[-1]}.",
        )
    facts = facts_of(home, period, now)
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(_page(facts)))


def facts_of(home: Home, period: Period, now: dt.datetime) -> dict[str, Any]:
    """How a quarter stands, for a page or a program."""
    register = Register(home.register)
    received = register.received(period)
    run = _last_run(register, period, running=holder(home, period))
    moves = list(_moves(home, period, received, run, now))
    return {
        "home": str(home.root),
        "period": period.code,
        "label": period.label,
        "deadline": period.deadline.isoformat(),
        "days_left": (period.deadline.date() - now.date()).days,
        "run": run,
        "documents": register.documents(period.code),
        "moves": moves,
        "extracts": [_extract(extract) for extract in received],
    }


def _last_run(register: Register, period: Period, *, running: str) -> dict[str, Any]:
    row = register.last_run(period.code)
    if row is None:
        return {"state": "running" if running else "none", "held_by": running}
    told = json.loads(row["details"] or "{}")
    state = row["outcome"] or ("running" if running else "failed")
    cut_off = not row["outcome"] and not running
    return {
        "state": "running" if running else state,
        "held_by": running,
        "started_at": row["started_at"],
        "ended_at": row["ended_at"],
        "what": "It was cut off before it ended." if cut_off else told.get("what", ""),
        "next_step": told.get("next_step", ""),
        "failed": told.get("failed", []),
    }


def _moves(
    home: Home,
    period: Period,
    received: Sequence[ReceivedExtract],
    run: dict[str, Any],
    now: dt.datetime,
) -> Iterable[dict[str, str]]:
    """Whose move it is, what it is, and for the officer what to type."""
    for agency in AGENCIES:
        owed = [e for e in received if e.agency == agency and e.state in _AGENCY_MOVES]
        if owed:
            names = ", ".join(f"{e.extract} ({_STATES[e.state]})" for e in owed)
            yield {"whose": Agency(agency).title, "what": f"Send {names}", "type": ""}
    command = f"icpc run {period} --home {typed(home.root)}"
    if run["state"] == "running":
        what, command = f"Wait for the run that goes on ({run['held_by']})", ""
    elif run["state"] in ("failed", "needs_a_person"):
        failed = " ".join([run["what"], run["next_step"], *run["failed"]]).strip()
        what = failed or "See the report that was put beside the one in use"
    elif not period.is_over(now):
        what, command = f"Wait until {period} is over", ""
    elif run["state"] == "none":
        what = f"Run {period}"
    else:
        return
    yield {"whose": "Data officer", "what": what, "type": command}


def _extract(extract: ReceivedExtract) -> dict[str, Any]:
    seen = extract.first_seen
    return {
        "agency": extract.agency,
        "extract": extract.extract,
        "state": extract.state,
        "version": extract.version,
        "versions_received": extract.versions_received,
        "first_seen": None if seen is None else seen.isoformat(),
        "in_time": extract.in_time,
        "rows_read": extract.rows_read,
        "rows_loaded": extract.rows_loaded,
        "rows_in_error": extract.rows_in_error,
        "rows_repeated": extract.rows_repeated,
    }


def _page(facts: dict[str, Any]) -> Iterable[str]:
    deadline = dt.datetime.fromisoformat(facts["deadline"])
    left = facts["days_left"]
    when = f"{counted(left, 'day')} left" if left >= 0 else "passed"
    yield f"{facts['period']}, {facts['label']}; deadline {deadline:%-d %B %Y} ({when})"
    yield ""
    yield from _table(facts["extracts"])
    yield ""
    yield f"Last run: {_run_line(facts['run'])}"
    for document in facts["documents"]:
        yield f"Document: documents/{facts['period']}/{document['name']}"
    yield ""
    yield from _move_lines(facts["moves"])


def _table(extracts: Sequence[dict[str, Any]]) -> Iterable[str]:
    rows: list[tuple[str, ...]] = [_COLUMNS]
    for e in extracts:
        seen = e["first_seen"]
        late = "" if e["in_time"] in (None, True) else ", late"
        told = (
            f"{dt.datetime.fromisoformat(seen):%-d %b %Y %H:%M}{late}" if seen else ""
        )
        counts = (
            ("", "") if e["version"] is None else (e["rows_loaded"], e["rows_in_error"])
        )
        version = "" if e["version"] is None else f"v{e['version']}"
        row = (e["agency"], e["extract"], _STATES[e["state"]], version, told, *counts)
        rows.append(tuple(str(cell) for cell in row))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _run_line(run: dict[str, Any]) -> str:
    if run["state"] == "none":
        return "none yet"
    if run["state"] == "running":
        return f"going on ({run['held_by']})"
    started = dt.datetime.fromisoformat(run["started_at"])
    line = f"{started:%-d %B %Y %H:%M}, {_OUTCOMES.get(run['state'], run['state'])}"
    return f"{line}. {run['what']}".strip() if run["what"] else line


def _move_lines(moves: Sequence[dict[str, str]]) -> Iterable[str]:
    if not moves:
        yield "Nobody has to do anything."
        return
    yield "Whose move:"
    for move in moves:
        yield f"  {move['whose']}: {move['what']}"
        if move["type"]:
            yield f"    {move['type']}"
