"""Can the figures be trusted: agency by agency, and what was withheld and why."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import received_words, wording
from report_templates.code_titles import agency_title
from report_templates.section import Block, BulletList, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import ReceivedExtract, ReportInput

TITLE = "Can the figures be trusted?"
GOOD, WITH_CARE, INCOMPLETE = "good", "with care", "incomplete"


def blocks(seen: Seen) -> Iterator[Block]:
    """A row for each agency, the gaps by name, and how much is not shown."""
    report = seen.report
    yield Heading(TITLE, 1)
    yield BulletList(tuple(_in_short(report)))
    if report.received:
        yield agencies_table(seen)
        yield Paragraph(
            "Good: all in time, no row refused. With care: late, or rows refused. "
            "Incomplete: something is missing.",
            Look.NOTE,
        )


def _in_short(report: ReportInput) -> Iterator[tuple[str, str]]:
    yield "Received", received_words.received_in_short(report)
    for what, state in (("Not received", "not_received"), ("Rejected", "rejected")):
        chosen = [each for each in report.received if each.state == state]
        if chosen:
            yield what, received_words.received_in_state(chosen)
    yield "Not shown", _withheld(report)


def _withheld(report: ReportInput) -> str:
    of_period = [v for v in report.values if v.period == report.period.code]
    hidden = sum(value.hidden for value in of_period)
    return (
        f"{hidden:,} of {len(of_period):,} figures, breakdowns included, so that no "
        "child and no small group can be recognised."
    )


def agencies_table(seen: Seen) -> Table:
    """A row for each agency: due, in time, late, missing, rows refused, judgement."""
    received = seen.report.received
    agencies = tuple(dict.fromkeys(each.agency for each in received))
    rows = [_row(a, [e for e in received if e.agency == a]) for a in agencies]
    good = sum(row[-1] == GOOD for row in rows)
    return Table(
        caption=f"{good} of {wording.counted(len(rows), 'agency', 'agencies')} "
        "sent everything in time and whole",
        header=("Agency", "Due", "In time", "Late", "Missing", "Rows refused", "Data"),
        rows=tuple(rows),
        widths_mm=(34, 16, 20, 16, 20, 24, 30),
        alt="One row an agency: extracts due, in time, late and missing, rows refused, "
        "and whether its data are good, to be used with care, or incomplete.",
    )


def _row(agency: str, received: list[ReceivedExtract]) -> tuple[str, ...]:
    missing = [e for e in received if e.state not in received_words.ARRIVED]
    late = [e for e in received if e not in missing and e.in_time is False]
    refused = sum(each.rows_in_error for each in received)
    in_time = len(received) - len(missing) - len(late)
    judged = GOOD
    if missing or late or refused:
        judged = INCOMPLETE if missing else WITH_CARE
    counts = (len(received), in_time, len(late), len(missing), refused)
    return (agency_title(agency), *(f"{count:,}" for count in counts), judged)
