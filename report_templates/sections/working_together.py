"""Working together: what several agencies' records say about them as one system."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates import indicator_blocks
from report_templates.section import Block, Heading, Paragraph
from schemas.framework import PURPOSE_WORKING_TOGETHER
from schemas.released import ReportInput
from transforms.indicators import of_action

GROUPS = ("X01", "X02", "X03")


def blocks(report: ReportInput) -> Iterator[Block]:
    """The groups of indicators that stand beside the framework's actions."""
    yield Heading("Working together", 1)
    yield Paragraph(
        f"The framework is to “{PURPOSE_WORKING_TOGETHER}”. These figures come from "
        "several agencies' records side by side. Records that do not match are no "
        "errors: they show where agencies see different things."
    )
    together = tuple(each for group in GROUPS for each in of_action(group))
    yield from indicator_blocks.of_action("working together", together, report)
