"""What several sections show of indicators: the chart and the table of totals."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import replace

from report_templates import sentences, wording
from report_templates.section import (
    Block,
    Figure,
    LineChart,
    Look,
    Paragraph,
    Point,
    Table,
)
from schemas.released import ReleasedValue, ReportInput, Status, Symbol
from transforms.indicator import Chart, Indicator, Unit

BREAKDOWN_ANNEX = "Annex A"
DEFINITION_ANNEX = "Annex B"
_POINTS_FOR_MEDIAN = 10
_GAP: dict[Status, str] = {Status.NOT_APPLICABLE: Symbol.NOT_APPLICABLE}
_WIDTHS = (74, 36, 25, 25)
_WIDTHS_AT_A_GLANCE = (84, 34, 21, 21)


def of_action(
    name: str, indicators: tuple[Indicator, ...], report: ReportInput
) -> Iterator[Block]:
    """The headline's chart, the table of all totals, and what goes with them."""
    for indicator in indicators:
        if indicator.headline:
            yield from chart_of(indicator, report)
    yield totals(f"Indicators of {name}", indicators, report)
    notes = [
        *(sentences.standard(indicator) for indicator in indicators),
        sentences.last_due([i for i in indicators if i.due_in], report),
        sentences.where_broken_down(indicators, BREAKDOWN_ANNEX),
    ]
    said = " ".join(note for note in notes if note)
    if said:
        yield Paragraph(said, Look.NOTE)


def chart_of(indicator: Indicator, report: ReportInput) -> Iterator[Block]:
    """The figure over time with its note, or a sentence where nothing can be drawn."""
    chart = line_chart(indicator, report)
    if all(point.value is None for point in chart.points):
        yield Paragraph(
            f"No chart of {indicator.title}: no quarter has a figure to show.",
            Look.NOTE,
        )
        return
    yield Figure(
        caption=sentences.finding(indicator, report),
        chart=chart,
        alt=sentences.chart_in_words(indicator, chart),
    )
    yield Paragraph(sentences.chart_note(indicator, chart), Look.NOTE)


def line_chart(indicator: Indicator, report: ReportInput) -> LineChart:
    """An indicator over the series; quarters in which it is not due are left off."""
    over_time = tuple(zip(report.series, report.over_time(indicator.id), strict=True))
    return LineChart(
        points=tuple(
            _point(indicator, period, value)
            for period, value in over_time
            if value is None or value.status is not Status.NOT_DUE
        ),
        whole=indicator.unit is Unit.COUNT,
        percent=indicator.chart is Chart.PROPORTION,
        median=_median(indicator, tuple(value for _, value in over_time)),
    )


def _point(indicator: Indicator, period: str, value: ReleasedValue | None) -> Point:
    words = wording.in_cell(indicator, value)
    if value is None or not wording.is_shown(value):
        return Point(period, None, words, symbol=_gap(value))
    return Point(
        period,
        value.value,
        wording.figure(indicator, value),
        hollow=value.provisional or wording.is_incomplete(value),
    )


def _gap(value: ReleasedValue | None) -> str:
    if value is None:
        return Symbol.NOT_AVAILABLE
    if value.hidden:
        return Symbol.HIDDEN
    return _GAP.get(value.status, Symbol.NOT_AVAILABLE)


def _median(
    indicator: Indicator, values: tuple[ReleasedValue | None, ...]
) -> float | None:
    """Median of the settled points of a run chart; None where it may have none."""
    settled = [
        value.value
        for value in values
        if value is not None
        and value.value is not None
        and wording.is_shown(value)
        and not value.provisional
        and not wording.is_incomplete(value)
    ]
    if not indicator.limits or len(settled) < _POINTS_FOR_MEDIAN:
        return None
    return statistics.median(settled)


def at_a_glance(
    caption: str, indicators: tuple[Indicator, ...], report: ReportInput
) -> Table:
    """Totals in one line each, without what they rest on."""
    full = totals(caption, indicators, report)
    return replace(
        full,
        rows=tuple(
            (row[0], wording.in_words(each, report.value(each.id)), *row[2:])
            for each, row in zip(indicators, full.rows, strict=True)
        ),
        widths_mm=_WIDTHS_AT_A_GLANCE,
    )


def totals(
    caption: str, indicators: tuple[Indicator, ...], report: ReportInput
) -> Table:
    """Totals of indicators: this period, the one before, the same a year before."""
    now = report.period
    before, last_year = now.previous.code, now.same_last_year.code
    header = (
        "Indicator",
        wording.short_label(now.code),
        wording.short_label(before),
        wording.short_label(last_year),
    )
    return Table(
        caption=caption,
        header=header,
        rows=tuple(
            (
                f"{each.id} {each.title}",
                wording.in_full(each, report.value(each.id)),
                wording.in_cell(each, report.value(each.id, period=before)),
                wording.in_cell(each, report.value(each.id, period=last_year)),
            )
            for each in indicators
        ),
        widths_mm=_WIDTHS,
        alt=f"{caption}. One row an indicator; columns {', '.join(header[1:])}.",
        numbers_from=1,
    )
