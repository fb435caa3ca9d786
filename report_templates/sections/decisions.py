"""The data officer's decisions: what was let in or turned away, why, by whom."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import wording
from report_templates.code_titles import agency_title, extract_title
from report_templates.section import Block, Heading, Look, Paragraph, Table
from report_templates.seen import Seen
from schemas.released import OfficerDecision

_DECIDED: dict[str, str] = {
    "accept": "Accepted with its good rows",
    "reject": "Turned away",
    "waive": "Rule waived",
    "accept_notes": "Notes accepted for print",
}


def blocks(seen: Seen) -> Iterator[Block]:
    """One row a decision that holds; nothing where there is none."""
    if not seen.report.decisions:
        return
    yield Heading("Decisions of the data officer", 2)
    yield Table(
        caption="What was decided by hand about the period's extracts",
        header=("Extract", "Decision", "Reason", "By whom and when"),
        rows=tuple(_row(each) for each in seen.report.decisions),
        widths_mm=(46, 34, 48, 32),
        alt="One row for each decision that holds: the extract and its version, what "
        "was decided, the reason, by whom and when.",
    )
    yield Paragraph(
        "A decision holds until a later one takes it back. A file with an identifier "
        "can't be let in by any.",
        Look.NOTE,
    )


def _row(decision: OfficerDecision) -> tuple[str, ...]:
    extract = f"{agency_title(decision.agency)}: {extract_title(decision.extract)}"
    rule = f" ({decision.rule.replace('_', ' ')})" if decision.rule else ""
    return (
        f"{extract}, {wording.short_label(decision.quarter)}, v{decision.version}",
        f"{_DECIDED[decision.verb]}{rule}",
        decision.reason,
        f"{decision.decided_by}, {wording.date(decision.decided_at.date())}",
    )
