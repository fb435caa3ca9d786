"""`icpc check`: files tested as a run would, without a home."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from flows.progress import counted
from schemas.file_rules import MOST_BYTES
from schemas.issues import Severity, Verdict
from schemas.period import LONDON
from schemas.rules import rule
from transforms import reading_process

_EXITS = {Verdict.ACCEPTED: 0, Verdict.WITH_ROW_ERRORS: 1, Verdict.REJECTED: 2}
_IN_WORDS = {
    Verdict.ACCEPTED: "would be accepted",
    Verdict.WITH_ROW_ERRORS: "would be accepted without the rows in error",
    Verdict.REJECTED: "would be rejected",
}

_Told = dict[str, Any]
"""A verdict, or an issue of it, as `--json` prints it."""


def check(files: Sequence[Path], *, as_json: bool) -> int:
    """Print the verdict on each file; the highest of their exit codes."""
    reading_process.start()
    judged = [_judged(file) for file in files]
    if as_json:
        typer.echo(json.dumps(judged, indent=2, ensure_ascii=False))
    else:
        for one in judged:
            typer.echo("\n".join(_lines(one)))
        skipped = dict.fromkeys(name for one in judged for name in one["rules_skipped"])
        typer.echo(f"Not tested without a home: {', '.join(skipped) or 'nothing'}")
    return max(_EXITS[Verdict(one["verdict"])] for one in judged)


def _judged(file: Path) -> _Told:
    content, why_not = b"", None
    try:
        is_other = file.exists() and not file.is_file()
        if is_other:
            why_not = ("unsafe", "it is a folder, link or device, not a plain file.")
        else:
            with file.open("rb") as stream:
                content = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        reason = (fault.strerror or "no reason given").lower()
        why_not = ("unreadable", f"it can't be opened ({reason}).")
    return reading_process.judge_as_json(
        content, file.name, seen_at=dt.datetime.now(LONDON), why_not_read=why_not
    )


def _lines(judged: _Told) -> Iterable[str]:
    rows = counted(judged["rows_read"], "row")
    in_words = _IN_WORDS[Verdict(judged["verdict"])]
    yield f"{judged['file']}: {in_words} ({rows} read, " + (
        f"{judged['rows_loaded']} loaded, {judged['rows_in_error']} in error, "
        f"{judged['rows_repeated']} repeated)"
    )
    for issue in judged["issues"]:
        yield f"  {_place(issue)}{_kind(issue)} {issue['message']}"
        yield f"    Expected: {issue['expected']}"
    for name in dict.fromkeys(issue["rule"] for issue in judged["issues"]):
        yield f"  What to do [{name}]: {rule(name).mend}"


def _place(issue: _Told) -> str:
    parts = [
        f"sheet {issue['sheet']}" if issue["sheet"] else "",
        f"row {issue['row']}" if issue["row"] is not None else "",
        _column(issue["column"]) if issue["column"] else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{said}: " if said else ""


def _column(named: str) -> str:
    """A column by its name, or by its letters where it has none to be repeated."""
    return named if named.startswith("column ") else f"column {named}"


def _kind(issue: _Told) -> str:
    query = "query " if issue["severity"] == Severity.QUERY else ""
    return f"[{query}{issue['rule']}]"
