"""Which revisions are told: those that a reader would see in the figures."""

from __future__ import annotations

from dataclasses import replace

from report_templates import wording
from report_templates.seen import Seen
from schemas.released import ReleasedValue, Revision
from transforms.indicator import Indicator

TITLE = "Revisions"
"""Of the section that tells them, and by which others lead there."""


def told(seen: Seen) -> list[Revision]:
    """The totals that changed by enough to be printed otherwise than before."""
    return [
        each
        for each in seen.report.revisions
        if not each.breakdown and reads_otherwise(each, seen)
    ]


def reads_otherwise(revision: Revision, seen: Seen) -> bool:
    """Whether a figure, its marks apart, reads otherwise than it did."""
    indicator = seen.subject.indicator(revision.indicator)
    return _said(indicator, revision.before) != _said(indicator, revision.after)


def _said(indicator: Indicator, value: ReleasedValue) -> str:
    return wording.in_short(indicator, replace(value, provisional=False, revised=False))
