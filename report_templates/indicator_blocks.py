"""What several sections show of indicators: charts and tables of totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_templates import chart_bars, charts, printed, sentences, wording
from report_templates.changing import is_it_changing
from report_templates.code_titles import breakdown_title, category_title
from report_templates.section import (
    Bar,
    BarChart,
    Block,
    Figure,
    LineChart,
    Look,
    Paragraph,
    Picture,
    Point,
    Table,
)
from report_templates.seen import Seen
from schemas.released import ReleasedValue, ReportInput, Status, Symbol
from transforms.indicator import Breakdown, Chart, Indicator, Unit

BREAKDOWN_ANNEX = "“Breakdowns”"
OVER_TIME_ANNEX = "“Figures over time”"
_GAP: dict[Status, str] = {Status.NOT_APPLICABLE: Symbol.NOT_APPLICABLE}
_WIDTHS = (74, 36, 25, 25)


# --- Charts -----------------------------------------------------------------------


def chart_of(
    indicator: Indicator, report: ReportInput, table: str, codes: Sequence[str] = ()
) -> Iterator[Block]:
    """The figure over time with its note, or a sentence where nothing can be drawn.

    Args:
        indicator: what is drawn.
        report: its values.
        table: where the figures are to be read.
        codes: the periods drawn; the series if none are named.
    """
    chart = line_chart(indicator, report, codes)
    if all(point.value is None for point in chart.points):
        yield Paragraph(
            f"No chart of {indicator.title}: no {report.period.kind.value} has a "
            "figure to show.",
            Look.NOTE,
        )
        return
    alt = sentences.chart_in_words(indicator, chart, table)
    yield Figure(sentences.finding(indicator, report), (Picture(chart, alt),))
    yield Paragraph(sentences.chart_note([(indicator, chart)]), Look.NOTE)


def panels_of(
    where: str,
    indicators: Sequence[Indicator],
    seen: Seen,
    table: str,
    codes: Sequence[str] = (),
) -> Iterator[Block]:
    """Small charts of indicators in one figure, with its note."""
    drawn = [
        (seen.subject.short(each), each, chart)
        for each in indicators
        for chart in [line_chart(each, seen.report, codes)]
        if any(point.value is not None for point in chart.points)
    ]
    if not drawn:
        yield Paragraph(f"No chart of {where}: there is no figure to show.", Look.NOTE)
        return
    wide, high = charts.PANEL
    pictures = tuple(
        Picture(
            chart,
            sentences.chart_in_words(each, chart, table),
            title=name,
            width_mm=wide,
            height_mm=high,
        )
        for name, each, chart in drawn
    )
    yield Figure(panels_finding(drawn), pictures)
    yield Paragraph(sentences.chart_note([(i, c) for _, i, c in drawn]), Look.NOTE)


def panels_finding(drawn: Sequence[tuple[str, Indicator, LineChart]]) -> str:
    """A caption that gives the latest figure of every small chart."""
    said = [f"{name} {_latest(chart)}" for name, _, chart in drawn]
    text = "; ".join(said)
    return text[0].upper() + text[1:]


def _latest(chart: LineChart) -> str:
    return chart.points[-1].words


def line_chart(
    indicator: Indicator, report: ReportInput, codes: Sequence[str] = ()
) -> LineChart:
    """An indicator over time; periods in which it is not due are left off."""
    wanted = tuple(codes or report.series)
    change = is_it_changing(indicator, report)
    over_time = tuple((c, report.value(indicator.id, period=c)) for c in wanted)
    points = tuple(
        _point(indicator, period, value)
        for period, value in over_time
        if value is None or value.status is not Status.NOT_DUE
    )
    places = {point.period: place for place, point in enumerate(points)}
    rebased = change.found.baseline is not None and change.found.segments and not codes
    return LineChart(
        points=points,
        old_centres=tuple(
            (places[each.first], places[each.last], each.centre)
            for each in change.found.segments[:-1]
        )
        if rebased
        else (),
        centre_from=places[change.found.segments[-1].first] if rebased else 0,
        whole=indicator.unit is Unit.COUNT,
        percent=indicator.chart is Chart.PROPORTION,
        median=None if codes else change.median,
        centre_name=change.centre_name,
    )


def chart_of_change(indicator: Indicator, report: ReportInput) -> LineChart:
    """An indicator over time with limits, and the points that make up its change."""
    chart = line_chart(indicator, report)
    change = is_it_changing(indicator, report)
    told, limits = change.told, change.found.limits
    bounds: dict[str, tuple[float | None, float | None]] = {}
    if limits is not None:
        edges = zip(limits.lower, limits.upper, strict=True)
        bounds = dict(zip(change.found.periods, edges, strict=True))
    return replace(
        chart,
        bounds=tuple(bounds.get(p.period) for p in chart.points) if bounds else (),
        marked=tuple(
            place
            for place, point in enumerate(chart.points)
            if told is not None and point.period in told.periods
        ),
    )


def _point(indicator: Indicator, period: str, value: ReleasedValue | None) -> Point:
    if value is None or not wording.is_shown(value):
        return Point(period, None, printed.cell(indicator, value), symbol=_gap(value))
    return Point(
        period,
        value.value,
        printed.figure(indicator, value),
        hollow=value.provisional or wording.is_incomplete(value),
    )


def _gap(value: ReleasedValue | None) -> str:
    if value is None:
        return Symbol.NOT_AVAILABLE
    if value.hidden:
        return Symbol.HIDDEN
    return _GAP.get(value.status, Symbol.NOT_AVAILABLE)


def bars_of(
    indicator: Indicator, breakdown: Breakdown, report: ReportInput, table: str
) -> Iterator[Block]:
    """A breakdown as bars, or a sentence where nothing can be drawn."""
    chart = bar_chart(indicator, breakdown, report)
    name = breakdown_title(breakdown.name)
    if all(bar.value is None for bar in chart.bars):
        yield Paragraph(
            f"No chart of {indicator.title} by {name}: no category has a figure to "
            "show.",
            Look.NOTE,
        )
        return
    yield Figure(
        caption=f"{indicator.title} by {name}: {_most(chart)}",
        pictures=(
            Picture(
                chart,
                sentences.bars_in_words(indicator, breakdown, chart, table),
                height_mm=chart_bars.height_mm(chart),
            ),
        ),
    )


def is_empty(indicator: Indicator, breakdown: Breakdown, report: ReportInput) -> bool:
    """Whether no category, now or the period before, has a figure to show."""
    return not any(
        wording.is_shown(report.value(indicator.id, breakdown.name, category, code))
        for code in compared(report)[:2]
        for category in breakdown.categories
    )


def _most(chart: BarChart) -> str:
    """What the bars show; of categories that are not shown any may be the largest."""
    first, shown = chart.bars[0], sum(bar.value is not None for bar in chart.bars)
    if shown < len(chart.bars):
        return f"{shown} of {len(chart.bars)} categories shown"
    return f"{first.name} {first.words} is most" if first.value else "none"


def bar_chart(
    indicator: Indicator, breakdown: Breakdown, report: ReportInput
) -> BarChart:
    """A breakdown as bars, the longest first, what is not shown last."""
    bars = []
    for code in breakdown.categories:
        value = report.value(indicator.id, breakdown.name, code)
        shown = value is not None and wording.is_shown(value)
        number = value.value if value is not None and shown else None
        name = category_title(breakdown.name, code)
        bars.append(Bar(name, number, printed.cell(indicator, value)))
    bars.sort(key=lambda bar: -1 if bar.value is None else bar.value, reverse=True)
    return BarChart(tuple(bars), percent=indicator.unit is Unit.PERCENT)


# --- Tables -----------------------------------------------------------------------


def totals(caption: str, indicators: Sequence[Indicator], report: ReportInput) -> Table:
    """Totals of indicators: this period, the one before, the same a year before."""
    codes = compared(report)
    header = ("Indicator", *(wording.short_label(code) for code in codes))
    widths = {1: (112, 48), 2: (90, 40, 30), 3: _WIDTHS}[len(codes)]
    return Table(
        caption=caption,
        header=header,
        rows=tuple(
            (
                f"{each.id} {each.title}",
                printed.full(each, report.value(each.id)),
                *(
                    printed.cell(each, report.value(each.id, period=code))
                    for code in codes[1:]
                ),
            )
            for each in indicators
        ),
        widths_mm=widths,
        alt=f"{caption}. One row an indicator; columns {', '.join(header[1:])}.",
        numbers_from=1,
    )


def compared(report: ReportInput) -> tuple[str, ...]:
    """This period, the one before, and the same a year before, each once.

    A period of which nothing was ever released is left off.
    """
    now = report.period
    earlier = (now.previous.code, now.same_last_year.code)
    released = {value.period for value in report.values}
    codes = (now.code, *(code for code in earlier if code in released))
    return tuple(dict.fromkeys(codes))


def breakdown_table(
    indicator: Indicator, breakdown: Breakdown, report: ReportInput
) -> Table:
    """A breakdown in this period and the one before, every category in a row."""
    codes = compared(report)[:2]
    header = ("Category", *(wording.short_label(code) for code in codes))
    name = breakdown_title(breakdown.name)
    return Table(
        caption=f"{indicator.id} {indicator.title} by {name}",
        header=header,
        rows=tuple(
            (
                category_title(breakdown.name, category),
                *(
                    printed.cell(
                        indicator,
                        report.value(indicator.id, breakdown.name, category, code),
                    )
                    for code in codes
                ),
            )
            for category in breakdown.categories
        ),
        widths_mm=(160 - 35 * len(codes), *(35 for _ in codes)),
        alt=f"One row a category of {name}; columns {' and '.join(header[1:])}.",
        numbers_from=1,
    )
