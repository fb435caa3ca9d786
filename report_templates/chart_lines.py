"""A line over time: points, gaps, periods under the axis, words at the line's end."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import matplotlib as mpl
from matplotlib.axes import Axes

from report_templates.printed import plain
from report_templates.section import LineChart, Point
from schemas.period import Period, PeriodKind

QUIET = "#3D3D3D"
_POINT_TO_LABEL = 8
_OF_CHANGE = 9.5
_LABEL_HEIGHT_MM = 5.0
_MOST_LABELS = 16
_STEPS_AT_MOST = 5
_FEWER_STEPS = 3
_YEAR_BELOW_MM = 9.2


@dataclass(frozen=True)
class Room:
    """Room around axes in millimetres; narrow ones name the first and last period."""

    left: float
    right: float
    top: float
    bottom: float
    is_narrow: bool = False

    @classmethod
    def wide(cls) -> Room:
        """Around a chart as wide as the page."""
        return cls(17, 20, 4, 13)

    @classmethod
    def narrow(cls) -> Room:
        """Around one of two charts side by side."""
        return cls(14, 19, 2.5, 7.5, is_narrow=True)


def draw_line_chart(axes: Axes, chart: LineChart, height: float, room: Room) -> None:
    """Draw a chart into axes of a height in millimetres."""
    _draw_line(axes, chart)
    _draw_bounds(axes, chart, is_wide=not room.is_narrow)
    _scale(axes, chart, room)
    if room.is_narrow:
        _name_ends(axes, chart.points)
    else:
        _name_periods(axes, chart.points, height)
    _label(axes, chart, height, is_wide=not room.is_narrow)


def _draw_line(axes: Axes, chart: LineChart) -> None:
    values = [math.nan if p.value is None else p.value for p in chart.points]
    axes.plot(range(len(values)), values, zorder=3)
    for hollow in (False, True):
        _draw_points(axes, chart, hollow=hollow, of_change=False)
        _draw_points(axes, chart, hollow=hollow, of_change=True)


def _draw_points(
    axes: Axes, chart: LineChart, *, hollow: bool, of_change: bool
) -> None:
    """Round points; square and larger ones where they make up a change."""
    colour = _first_colour()
    marked = [
        (place, point.value)
        for place, point in enumerate(chart.points)
        if point.value is not None
        and point.hollow == hollow
        and (place in chart.marked) == of_change
    ]
    if marked:
        axes.plot(
            [place for place, _ in marked],
            [value for _, value in marked],
            linestyle="none",
            marker="s" if of_change else "o",
            markersize=_OF_CHANGE if of_change else mpl.rcParams["lines.markersize"],
            color=colour,
            markerfacecolor="white" if hollow else colour,
            zorder=4,
            clip_on=False,
        )


def _draw_bounds(axes: Axes, chart: LineChart, *, is_wide: bool) -> None:
    """Control limits as dotted steps, each named at its end."""
    for side, name in ((0, "lower limit"), (1, "upper limit")):
        edges = [
            math.nan if (at is None or at[side] is None) else float(at[side] or 0)
            for at in chart.bounds
        ]
        if all(math.isnan(edge) for edge in edges):
            continue
        axes.plot(
            range(len(edges)),
            edges,
            color=QUIET,
            linewidth=1.4,
            linestyle=(0, (1, 2)),
            drawstyle="steps-mid",
            zorder=2,
        )
        if is_wide:
            first = next(n for n, edge in enumerate(edges) if not math.isnan(edge))
            axes.annotate(
                name,
                (first, edges[first]),
                (0, 4 if side else -4),
                textcoords="offset points",
                va="bottom" if side else "top",
                ha="left",
                color=QUIET,
                annotation_clip=False,
            )


def _first_colour() -> str:
    return str(mpl.rcParams["axes.prop_cycle"].by_key()["color"][0])


def _scale(axes: Axes, chart: LineChart, room: Room) -> None:
    shown = [point.value for point in chart.points if point.value is not None]
    steps = _FEWER_STEPS if room.is_narrow else _STEPS_AT_MOST
    uppers = [at[1] for at in chart.bounds if at is not None and at[1] is not None]
    highest = max([*shown, *uppers, chart.median or 0], default=0)
    if chart.percent:
        ticks = [0.0, 50.0, 100.0] if room.is_narrow else [0.0, 25.0, 50.0, 75.0, 100.0]
    else:
        ticks = ticks_to(highest, whole=chart.whole, steps=steps)
    axes.set_ylim(0, ticks[-1])
    decimals = 0 if all(tick == int(tick) for tick in ticks) else 1
    sign = "%" if chart.percent else ""
    axes.set_yticks(ticks, [f"{tick:,.{decimals}f}{sign}" for tick in ticks])


def ticks_to(
    highest: float, *, whole: bool, steps: int = _STEPS_AT_MOST
) -> list[float]:
    """Round numbers from 0 to just above the highest value, in few steps."""
    least = 1.0 if whole else 0.2
    step = least
    while step * steps < highest:
        step = _next_step(step)
    last = max(1, math.ceil(round(highest / step, 9)))
    return [round(place * step, 9) for place in range(last + 1)]


def _next_step(step: float) -> float:
    """The step after it among 1, 2, 5, 10, 20, 50 and so on."""
    power = 10.0 ** math.floor(math.log10(step) + 1e-9)
    lead = round(step / power)
    return power * {1: 2, 2: 5, 5: 10}[lead]


def _name_ends(axes: Axes, points: tuple[Point, ...]) -> None:
    """Name the first and the last period, which is what a narrow chart has room for."""
    axes.set_xlim(-0.5, len(points) - 0.5)
    axes.set_xticks([])
    below, at_axis = -0.1, axes.get_xaxis_transform()
    ends = [(0, "left", -0.4)]
    if len(points) > 1:
        ends.append((len(points) - 1, "right", len(points) - 0.6))
    for place, side, at in ends:
        name = _named(Period.parse(points[place].period))
        axes.text(at, below, name, ha=side, va="top", transform=at_axis)


def _named(period: Period) -> str:
    if period.kind is PeriodKind.YEAR:
        return period.code
    years = Period(period.start_year).code[2:].replace("-", "/")
    return f"{period.part} {years}"


def _name_periods(axes: Axes, points: tuple[Point, ...], height: float) -> None:
    periods = [Period.parse(point.period) for point in points]
    every = math.ceil(len(points) / _MOST_LABELS)
    axes.set_xlim(-0.5, len(points) - 0.5)
    axes.set_xticks(
        range(len(points)),
        [
            period.part if place % every == 0 else ""
            for place, period in enumerate(periods)
        ],
    )
    below = -_YEAR_BELOW_MM / height
    at_axis = axes.get_xaxis_transform()
    for year, places in groupby(
        range(len(points)), key=lambda place: periods[place].start_year
    ):
        group = list(places)
        middle = (group[0] + group[-1]) / 2
        name = Period(year).code
        axes.text(middle, below, name, ha="center", va="center", transform=at_axis)
        if group[0] > 0:
            axes.plot(
                [group[0] - 0.5] * 2,
                [0, below * 1.2],
                color="#808080",
                linewidth=0.8,
                transform=at_axis,
                clip_on=False,
            )


def _label(axes: Axes, chart: LineChart, height: float, *, is_wide: bool) -> None:
    at_axis = axes.get_xaxis_transform()
    for place, symbol in _gaps(chart.points, each=is_wide):
        axes.text(place, 0.03, symbol, ha="center", transform=at_axis)
    apart = axes.get_ylim()[1] * _LABEL_HEIGHT_MM / height
    last = _label_last(axes, chart.points, apart, is_wide=is_wide)
    if chart.median is None:
        return
    begins, ends = axes.get_xlim()
    for first_of_old, last_of_old, centre in chart.old_centres:
        _draw_median(axes, centre, first_of_old - 0.5, last_of_old + 0.5)
    if chart.centre_from:
        begins = chart.centre_from - 0.5
    _draw_median(axes, chart.median, begins, ends - 0.5)
    if is_wide:
        _label_median(axes, chart, last, apart)


def _gaps(points: tuple[Point, ...], *, each: bool) -> Iterator[tuple[float, str]]:
    """Where a gap's mark is written: at each point, or once for a run of them."""
    at = 0
    for symbol, run in groupby(points, key=lambda point: point.symbol):
        length = len(list(run))
        if symbol and each:
            yield from ((place, symbol) for place in range(at, at + length))
        elif symbol:
            yield at + (length - 1) / 2, symbol
        at += length


def _label_last(
    axes: Axes, points: tuple[Point, ...], apart: float, *, is_wide: bool
) -> float | None:
    """Write the last shown figure beside its point; its value comes back.

    Of a rate a narrow chart has room for the number alone. A figure that is not the
    latest period's is written in grey, so that it does not pass for it; one near zero
    stands above the axis.
    """
    for place in reversed(range(len(points))):
        point = points[place]
        if point.value is not None:
            words = plain(point.words)
            is_latest = place == len(points) - 1
            is_low = point.value < apart / 2
            axes.annotate(
                words if is_wide else words.partition(" per ")[0],
                (place, point.value),
                (_POINT_TO_LABEL, 1 if is_low else 0),
                textcoords="offset points",
                va="bottom" if is_low else "center",
                fontweight="bold" if is_latest else "normal",
                color=_first_colour() if is_latest else QUIET,
                annotation_clip=False,
            )
            return point.value
    return None


def _draw_median(axes: Axes, median: float, first: float, last: float) -> None:
    axes.plot(
        [first, last],
        [median] * 2,
        color=QUIET,
        linewidth=1.2,
        linestyle=(0, (5, 3)),
        zorder=2,
    )


def _label_median(
    axes: Axes, chart: LineChart, last: float | None, apart: float
) -> None:
    median = chart.median or 0.0
    place = median
    if last is not None and abs(last - median) < apart:
        above_fits = last + apart <= axes.get_ylim()[1]
        place = last + apart if last < median and above_fits else last - apart
    axes.annotate(
        chart.centre_name,
        (axes.get_xlim()[1], max(place, apart / 2)),
        (2, 0),
        textcoords="offset points",
        va="center",
        color=QUIET,
        annotation_clip=False,
    )
