"""What messages say: whose move it is, by when, and where more is found.

No message holds a figure or anything about a person: extracts are named, never counted,
and dates are the only numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from report_templates.status_words import STATES
from schemas.period import Period
from schemas.vocabulary import Agency

_VERDICTS = ("accepted", "accepted_with_row_errors", "rejected")
_UNPLACED = "a file whose name tells no extract and quarter"


def of_verdicts(
    agency: str,
    verdicts: Mapping[str, Mapping[str, Sequence[str]]],
    quarter: Period,
    now: dt.datetime,
) -> tuple[str, str]:
    """Subject and text of what was made of an agency's files.

    Args:
        agency: whose files.
        verdicts: by code of the quarter (empty where a file's name tells none), by
            verdict: names of extracts.
        quarter: the quarter that is collected now.
        now: the local moment.
    """
    lines = [f"{Agency(agency).title}: your extracts were looked at.", ""]
    for code in sorted(verdicts):
        lines.append(f"{code}, {Period.parse(code).label}:" if code else "Not placed:")
        for verdict in _VERDICTS:
            names = [name or _UNPLACED for name in verdicts[code].get(verdict, ())]
            if names:
                lines.append(f"  {STATES[verdict]}: {', '.join(sorted(set(names)))}")
        lines.append("")
    lines += [
        "What was found, row by row, is in the folder feedback of your own drop, below "
        "the code of the quarter.",
        "A file that was rejected, or in which rows were left out, is mended by "
        "sending all of it again under the next version (as _v2).",
        _until(quarter, now),
    ]
    return f"{quarter}: your extracts were looked at", "\n".join(lines)


def of_reminder(
    agency: str, owed: Mapping[str, str], quarter: Period, now: dt.datetime
) -> tuple[str, str]:
    """Subject and text of what an agency still owes.

    Args:
        agency: who owes.
        owed: names of extracts, with their states.
        quarter: the quarter they are for.
        now: the local moment.
    """
    lines = [f"{Agency(agency).title}: still to come for {quarter}, {quarter.label}:"]
    lines += [f"  {name} ({STATES[state]})" for name, state in owed.items()]
    lines += ["", _until(quarter, now)]
    late = now > quarter.deadline
    due = f"due on {quarter.deadline:%-d %B %Y}"
    subject = f"{quarter}: extracts are {'late' if late else due}"
    return subject, "\n".join(lines)


def of_failure(
    period: str, outcome: str, what: Sequence[str], status: str
) -> tuple[str, str]:
    """Subject and text for the officer, of a run that failed or needs a person.

    Args:
        period: code of the quarter.
        outcome: how the run ended, in words.
        what: sentences of our own.
        status: the command that shows more.
    """
    lines = [f"The run of {period} ended: {outcome}.", ""]
    lines += [*what, "", f"More is shown by: {status}"]
    return f"{period}: a run needs you", "\n".join(lines)


def of_documents(period: Period, links: Mapping[str, str]) -> tuple[str, str]:
    """Subject and text for the committee, of documents that are ready.

    Args:
        period: what they are about.
        links: the name of each, with the address or folder that leads to it.
    """
    lines = [f"Ready for {period}, {period.label}:"]
    lines += [f"  {name}\n    {link}" for name, link in sorted(links.items())]
    lines += [
        "",
        "A document of the same name with a higher version replaces the one before it; "
        "what changed stands on its first page.",
    ]
    return f"{period}: documents are ready", "\n".join(lines)


def of_finding(what: str, command: str) -> tuple[str, str]:
    """Subject and text for the officer, of what the watchdog found."""
    return "Something due is missing", f"{what}\n\nType next: {command}"


def _until(quarter: Period, now: dt.datetime) -> str:
    deadline = f"{quarter.deadline:%-d %B %Y}"
    if now <= quarter.deadline:
        return f"The deadline is the end of {deadline}."
    report = f"{quarter.reports_at:%-d %B %Y at %H:%M}"
    if now < quarter.reports_at:
        return (
            f"The deadline was {deadline}. The report is made on {report}; what has "
            "come by then is in it."
        )
    return (
        f"The report was made on {report}. What comes later changes it, and the next "
        "report says so."
    )
