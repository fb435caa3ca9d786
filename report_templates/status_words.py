"""How a quarter stands, in words: the same in the terminal, on the page, in Prefect."""

from __future__ import annotations

import datetime as dt
from typing import Any

STATES = {
    "accepted": "accepted",
    "accepted_with_row_errors": "accepted, some rows in error",
    "nil_return": "accepted, no rows",
    "rejected": "rejected",
    "not_received": "not received",
}
"""What became of an extract."""

REJECTED_FOR = {
    "unreadable": "it can't be read",
    "encrypted": "its password is not known here",
    "unsafe": "it could do harm and was not opened",
    "wrong_table": "it is another table than its name says",
    "column_missing": "a column is missing",
    "column_repeated": "a column stands twice",
    "identifier": "it holds what may identify a person",
    "wrong_agency": "its name is another agency's",
    "wrong_quarter": "its quarter is not one that can be sent",
    "same_version": "two different files have the same version",
    "too_many_errors": "more than half of its rows are in error",
    "turned_away": "the data officer turned it away",
}
"""Why a file was turned away, by the rule: without a count, since pages travel."""

OUTCOMES = {
    "done": "done",
    "needs_a_person": "done, but something needs a person",
    "failed": "failed",
    "cut_off": "cut off before it ended",
}
"""How a run ended."""


def days_in_words(days_left: int) -> str:
    """As `5 days left`, `1 day left`, `today`, `passed 3 days ago`."""
    if days_left == 0:
        return "today"
    days = f"{abs(days_left)} {'day' if abs(days_left) == 1 else 'days'}"
    return f"{days} left" if days_left > 0 else f"passed {days} ago"


def moment_in_words(moment: str | None) -> str:
    """As `20 Oct 2026 07:00`; empty for none."""
    if not moment:
        return ""
    return f"{dt.datetime.fromisoformat(moment):%-d %b %Y %H:%M}"


def seen_in_words(extract: dict[str, Any]) -> str:
    """When an extract was first seen, and that it was late, if it was."""
    late = "" if extract["in_time"] in (None, True) else ", late"
    seen = moment_in_words(extract["first_seen"])
    return f"{seen}{late}" if seen else ""


def run_in_words(run: dict[str, Any]) -> str:
    """How the last run went, in a line."""
    if run["state"] == "none":
        return "none yet"
    if run["state"] == "running":
        return f"going on ({run['held_by']})"
    started = dt.datetime.fromisoformat(run["started_at"])
    outcome = OUTCOMES.get(run["state"], run["state"])
    line = f"{started:%-d %B %Y %H:%M}, {outcome}"
    return f"{line}. {run['what']}".strip() if run["what"] else line
