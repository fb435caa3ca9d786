"""A strategic priority and its outcome, in the framework's words."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.section import Block, Heading, Quoted
from schemas.framework import Level, Priority, outcome_of


def blocks(priority: Priority) -> Iterator[Block]:
    """The priority's heading, and the outcome it works towards."""
    yield Heading(f"Priority {priority.number}: {priority.title}", 1, new_page=True)
    yield Heading(f"Outcome {priority.number}", 2)
    yield Quoted(f"“{outcome_of(priority).quoted}”")


def level_blocks(levels: tuple[Level, ...]) -> Iterator[Block]:
    """The heading over the actions for the same people."""
    yield Heading(f"For {' and '.join(level.name for level in levels)}", 2)
