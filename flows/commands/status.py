"""`icpc status`: what came, what failed, whose move it is, what to type next."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from flows.commands.status_changes import changes_of, lines_of
from flows.homes import find_home
from flows.standing import facts_of
from report_templates.status_words import (
    STATES,
    days_in_words,
    moment_in_words,
    run_in_words,
    seen_in_words,
)
from schemas.errors import UsageError
from schemas.period import LONDON, Period, PeriodKind
from transforms.register import Register

_COLUMNS = (
    *("Agency", "Extract", "State", "Version"),
    *("First seen", "Rows", "In error"),
)
_SUMMARY = (
    *("Agency", "Owed", "Accepted", "With errors", "No rows", "Rejected"),
    *("Not received", "Source", "Last looked at"),
)


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
    facts = {
        **facts_of(home, period, now),
        **changes_of(Register(home.register), period),
    }
    if as_json:
        typer.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        typer.echo("\n".join(_page(facts)))


def _page(facts: dict[str, Any]) -> Iterable[str]:
    deadline = dt.datetime.fromisoformat(facts["deadline"])
    when = days_in_words(facts["days_left"])
    yield f"{facts['period']}, {facts['label']}; deadline {deadline:%-d %B %Y} ({when})"
    yield ""
    yield from _aligned(_extract_rows(facts["extracts"]))
    yield ""
    yield from _aligned(_summary_rows(facts["agencies"]))
    for agency in facts["agencies"]:
        if agency["source"]["words"]:
            yield f"  {agency['title']}: {agency['source']['words']}"
    yield ""
    yield f"Last run: {run_in_words(facts['run'])}"
    for document in facts["documents"]:
        yield f"Document: documents/{facts['period']}/{document['name']}"
    yield "The same as a page: status.html in the home"
    yield from lines_of(facts)
    yield ""
    yield from _move_lines(facts["moves"])


def _extract_rows(extracts: Sequence[dict[str, Any]]) -> Iterable[tuple[Any, ...]]:
    yield _COLUMNS
    for e in extracts:
        standing = e["version"] is not None
        counts = (e["rows_loaded"], e["rows_in_error"]) if standing else ("", "")
        version = f"v{e['version']}" if standing else ""
        named = (e["agency"], e["extract"], STATES[e["state"]])
        yield (*named, version, seen_in_words(e), *counts)


def _summary_rows(agencies: Sequence[dict[str, Any]]) -> Iterable[tuple[Any, ...]]:
    yield _SUMMARY
    for agency in agencies:
        source = agency["source"]
        looked = moment_in_words(source["looked_at"]) or "never"
        failed = ", failed" if source["state"] == "failed" else ""
        states = (n or "-" for n in agency["states"].values())
        named = (agency["agency"], agency["owed"])
        yield (*named, *states, source["kind"], looked + failed)


def _aligned(table: Iterable[tuple[Any, ...]]) -> Iterable[str]:
    rows = [tuple(str(cell) for cell in row) for row in table]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _move_lines(moves: Sequence[dict[str, str]]) -> Iterable[str]:
    if not moves:
        yield "Nobody has to do anything."
        return
    yield "Whose move:"
    for move in moves:
        yield f"  {move['whose']}: {move['what']}"
        if move["type"]:
            yield f"    {move['type']}"
