"""Judgements that need no statistics: is a standard met, can a figure be trusted."""

from __future__ import annotations

from report_templates import wording
from schemas.released import ReceivedExtract, ReleasedValue, ReportInput, Status
from transforms.indicator import Better, Indicator

GOOD = "good"
NOT_SHOWN = "not shown"
MET, NOT_MET, NONE_SET, CANNOT_SAY = "met", "not met", "none set", "cannot be said"


def standard_met(indicator: Indicator, value: ReleasedValue | None) -> str:
    """Whether the standard that the committee set is met, in words."""
    if indicator.target is None:
        return NONE_SET
    if value is None or value.value is None or not wording.is_shown(value):
        return CANNOT_SAY
    number, standard = value.value, indicator.target[0]
    below = indicator.better is Better.LOWER
    return MET if (number <= standard if below else number >= standard) else NOT_MET


def trust(indicator: Indicator, report: ReportInput) -> str:
    """Whether a figure can be trusted: good, with care, or not usable, and why."""
    value = report.value(indicator.id)
    if value is None or value.status is Status.NOT_RECEIVED:
        return "not usable: not received"
    if value.status is Status.NOT_DUE:
        return "not due"
    if value.hidden:
        return NOT_SHOWN
    if value.status is Status.NOT_APPLICABLE:
        return "nothing to count"
    why = list(_cautions(indicator, value, report))
    return f"with care: {', '.join(why)}" if why else GOOD


def _cautions(
    indicator: Indicator, value: ReleasedValue, report: ReportInput
) -> list[str]:
    said = []
    if value.provisional:
        said.append("provisional")
    if wording.is_incomplete(value):
        said.append(wording.agencies(value))
    if any(each.rows_in_error for each in _extracts(indicator, report)):
        said.append("rows refused")
    return said


def _extracts(indicator: Indicator, report: ReportInput) -> list[ReceivedExtract]:
    needed = {(need.extract, need.agency) for need in indicator.needs}
    return [
        each
        for each in report.received
        if (each.extract, each.agency) in needed or (each.extract, "") in needed
    ]
