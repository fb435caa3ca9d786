"""Actions of the local plan, beside those of the framework."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import sentences
from report_templates.section import Block, Heading, Look, Paragraph, Table
from schemas.framework import ACTION_IDS
from schemas.released import ReportInput


def blocks(report: ReportInput) -> Iterator[Block]:
    """A row for each; nothing at all where the plan names none."""
    local = [plan for plan in report.actions if plan.action_id not in ACTION_IDS]
    if not local:
        return
    yield Heading("Actions of the local plan", 1)
    yield Table(
        caption="Actions beside those of the framework",
        header=("Action", "What", "Lead", "By when", "Status"),
        rows=tuple(
            (
                plan.action_id,
                plan.title or "title withheld",
                sentences.lead_of(plan),
                sentences.by_when(plan),
                sentences.plan_status(plan, report.period),
            )
            for plan in local
        ),
        widths_mm=(16, 50, 34, 34, 26),
        alt="Each action of the local plan with its lead, date and status.",
    )
    yield Paragraph("As the action plan stands at the period's last day.", Look.NOTE)
