"""Which changes are drawn large, so that what is told there is not told again."""

from __future__ import annotations

from report_templates.changing import Direction
from report_templates.seen import Seen
from transforms.indicator import Indicator

TITLE = "What is changing"
"""Of the section that draws them, and by which others lead there."""
_MOST = 2
_ORDER = (
    Direction.WORSE,
    Direction.BETTER,
    Direction.OTHER,
    Direction.PERHAPS,
)


def changed(seen: Seen) -> list[Indicator]:
    """The headline figures that are changing, the worse first."""
    found = [(each, seen.changing(each).direction) for each in seen.subject.headlines]
    return [
        indicator
        for direction in _ORDER
        for indicator, its in found
        if its is direction
    ]


def drawn(seen: Seen) -> list[Indicator]:
    """Those that are drawn large."""
    return changed(seen)[:_MOST]
