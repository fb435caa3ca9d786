"""A strategic priority, its outcome and its levels, in the framework's words."""

from __future__ import annotations

from collections.abc import Iterator

from report_templates.section import Block, Heading, Paragraph
from schemas.framework import Action, Level, Priority, outcome_of


def blocks(priority: Priority) -> Iterator[Block]:
    """The priority's heading, and the outcome it works towards."""
    yield Heading(f"Priority {priority.number}: {priority.title}", 1)
    yield Paragraph(f"“{outcome_of(priority).quoted}”", lead="Outcome")


def actions_heading(
    levels: tuple[Level, ...], actions: tuple[Action, ...]
) -> Iterator[Block]:
    """The heading over the actions for the same people, or for nobody in particular."""
    these = f"ctions {_first_to_last(actions)}"
    if len(actions) == 1:
        these = f"ction {actions[0].id}"
    people = " and ".join(level.name for level in levels)
    yield Heading(f"For {people}: a{these}" if people else f"A{these}", 2)


def _first_to_last(actions: tuple[Action, ...]) -> str:
    return f"{actions[0].id} to {actions[-1].id}"
