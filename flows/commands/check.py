"""`icpc check`: files tested as a run would, without a home."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from flows.progress import counted
from schemas.errors import UsageError
from schemas.issues import Issue, Severity, Verdict
from schemas.period import LONDON
from schemas.rules import rule
from transforms.submission import Judged, as_json, judge

_EXITS = {Verdict.ACCEPTED: 0, Verdict.WITH_ROW_ERRORS: 1, Verdict.REJECTED: 2}
_IN_WORDS = {
    Verdict.ACCEPTED: "would be accepted",
    Verdict.WITH_ROW_ERRORS: "would be accepted without the rows in error",
    Verdict.REJECTED: "would be rejected",
}


def check(files: Sequence[Path], *, as_json: bool) -> int:
    """Print the verdict on each file; the highest of their exit codes."""
    judged = [_judged(file) for file in files]
    if as_json:
        typer.echo(_in_json(judged))
    else:
        for one in judged:
            typer.echo("\n".join(_lines(one)))
        skipped = dict.fromkeys(name for one in judged for name in one.rules_skipped)
        typer.echo(f"Not tested without a home: {', '.join(skipped) or 'nothing'}")
    return max(_EXITS[one.verdict] for one in judged)


def _judged(file: Path) -> Judged:
    try:
        content = file.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "no reason given").lower()
        raise UsageError(
            f"{file} can't be opened ({reason}).", "Check its name and rights."
        ) from None
    return judge(
        content,
        file.name,
        drop_agency=None,
        seen_at=dt.datetime.now(LONDON),
        schools=None,
    )


def _in_json(judged: Iterable[Judged]) -> str:
    return json.dumps([as_json(one) for one in judged], indent=2, ensure_ascii=False)


def _lines(judged: Judged) -> Iterable[str]:
    rows = counted(judged.rows_read, "row")
    yield f"{judged.file}: {_IN_WORDS[judged.verdict]} ({rows} read, " + (
        f"{judged.rows_loaded} loaded, {judged.rows_in_error} in error, "
        f"{judged.rows_repeated} repeated)"
    )
    for issue in judged.issues:
        yield f"  {_place(issue)}{_kind(issue)} {issue.message}"
        yield f"    Expected: {issue.expected}"
    for name in dict.fromkeys(issue.rule for issue in judged.issues):
        yield f"  What to do [{name}]: {rule(name).mend}"


def _place(issue: Issue) -> str:
    parts = [
        f"sheet {issue.sheet}" if issue.sheet else "",
        f"row {issue.row}" if issue.row is not None else "",
        f"column {issue.column}" if issue.column else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{said}: " if said else ""


def _kind(issue: Issue) -> str:
    query = "query " if issue.severity is Severity.QUERY else ""
    return f"[{query}{issue.rule}]"
