"""Working together: what several agencies' records say about them as one system."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import indicator_blocks
from report_templates.code_titles import GROUPS
from report_templates.section import Block, Heading, Paragraph
from schemas.framework import PURPOSE_WORKING_TOGETHER
from schemas.released import ReportInput
from transforms.indicators import of_action


def blocks(report: ReportInput) -> Iterator[Block]:
    """The groups of indicators that stand beside the framework's actions."""
    yield Heading("Working together", 1, new_page=True)
    yield Paragraph(
        f"The framework is to “{PURPOSE_WORKING_TOGETHER}”. These figures come from "
        "several agencies' records side by side. Records that do not match are no "
        "errors: they show where agencies see different things."
    )
    for group, title in GROUPS.items():
        yield Heading(f"{group} {title}", 2)
        yield from indicator_blocks.of_action(group, of_action(group), report)
