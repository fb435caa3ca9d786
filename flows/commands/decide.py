"""`icpc accept`, `icpc reject`, `icpc waive`: the officer's decisions about a file."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Sequence
from pathlib import Path

import typer

from flows.homes import find_home, typed
from flows.progress import counted
from flows.quarter_lock import receiving_lock
from flows.settings import read_key, read_passwords
from schemas.errors import UsageError
from schemas.extracts import extract_named
from schemas.period import LONDON, Period, PeriodKind
from schemas.vocabulary import AGENCIES
from transforms.decisions import Verb
from transforms.file_name import Misnamed, read_name
from transforms.officer import Outcome, Wish, carry_out

_WORDS = 3
_DONE = {
    "accept": "Accepted",
    "reject": "Rejected",
    "waive": "Waived",
    "accept_notes": "Notes accepted for print",
}


def carry_out_wish(root: Path | None, wished: Wish) -> None:
    """Carry a decision out, and print what came of it and what to type next."""
    home = find_home(root)
    key = read_key(home)
    with receiving_lock(home):
        outcome = carry_out(
            home,
            wished,
            key=key,
            now=dt.datetime.now(LONDON),
            passwords=read_passwords(home, wished.agency),
        )
    for line in _lines(outcome):
        typer.echo(line)
    typer.echo(f"Next: icpc run {wished.quarter} --home {typed(home.root)}")


def wish(
    verb: str,
    file: Sequence[str],
    *,
    reason: str,
    by: str,
    version: int | None,
    fingerprint: str,
    withdrawn: bool,
    rule: str = "",
) -> Wish:
    """What the officer typed, its file found by name or by place.

    Raises:
        UsageError: that names no extract and quarter.
    """
    agency, extract, quarter, of_name = _place(file)
    return Wish(
        verb=Verb(verb),
        agency=agency,
        extract=extract,
        quarter=quarter,
        reason=reason,
        decided_by=by or _login(),
        version=version or of_name,
        fingerprint=fingerprint.lower(),
        rule=rule,
        withdrawn=withdrawn,
    )


def _login() -> str:
    """Who is at the keyboard; empty where the system does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _place(file: Sequence[str]) -> tuple[str, str, str, int | None]:
    if len(file) == 1:
        seen_at = dt.datetime.now(LONDON)
        named = read_name(Path(file[0]).name, drop_agency=None, seen_at=seen_at)
        if isinstance(named, Misnamed):
            raise UsageError(
                f"{file[0]} is no extract's name.",
                "It is as police_disruption_2026-27-Q2.csv.",
            )
        return named.agency, named.extract.name, named.quarter.code, named.version
    if len(file) != _WORDS:
        raise UsageError(
            "A file is named by its name, or by agency, extract and quarter.",
            "As: icpc accept police disruption 2026-27-Q2",
        )
    agency, extract, quarter = file
    _check_place(agency, extract, quarter)
    return agency, extract, quarter, None


def _check_place(agency: str, extract: str, quarter: str) -> None:
    if Period.parse(quarter).kind is not PeriodKind.QUARTER:
        raise UsageError(f"{quarter} is no quarter.", "Extracts are of quarters.")
    if agency not in AGENCIES:
        raise UsageError(
            f"There is no agency {agency}.",
            f"The agencies are {', '.join(AGENCIES)}.",
        )
    if extract_named(extract) is None:
        raise UsageError(
            f"There is no extract {extract}.",
            "Its name is the middle of the file's name, as disruption in "
            "police_disruption_2026-27-Q2.csv.",
        )


def _lines(outcome: Outcome) -> list[str]:
    decision, arrival = outcome.decision, outcome.arrival
    what = _DONE[decision.verb]
    rule = f" {decision.rule}" if decision.rule else ""
    back = " (taken back)" if decision.withdrawn else ""
    rows = f"{counted(arrival.rows_read, 'row')} read"
    lines = [
        f"{what}{rule}{back}: {outcome.file}, by {decision.decided_by}, decision "
        f"{decision.decision_id}.",
        f"{rows}: {arrival.rows_loaded} loaded, {arrival.rows_in_error} in error, "
        f"{arrival.rows_repeated} repeated.",
    ]
    if outcome.standing is None:
        lines.append("No version stands now: the extract counts as not there.")
    else:
        lines.append(f"Version {outcome.standing.version} stands now.")
    return lines
