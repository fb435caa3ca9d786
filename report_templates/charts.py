"""Line charts over time as PNG: no title in the picture, a gap where a figure is not.

The same chart gives the same bytes with the same matplotlib and fonts. Axes are laid
out by hand in millimetres: every text has its place, and nothing needs measuring.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import matplotlib as mpl
import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import fontManager

from report_templates.section import Figure, LineChart, Point
from schemas.period import Period

STYLE = Path(__file__).with_name("icpc.mplstyle")
_QUIET = "#3D3D3D"
_MM_AN_INCH = 25.4
_LEFT, _RIGHT, _TOP, _BOTTOM = 17, 20, 4, 13
"""Room around the axes in millimetres."""
_POINT_TO_LABEL = 8
_LABEL_HEIGHT_MM = 5.0
_MOST_LABELS = 16
_STEPS_AT_MOST = 5
_YEAR_BELOW_MM = 9.2


def draw(figures: Iterable[Figure]) -> list[bytes]:
    """The pictures of figures, in their order."""
    with mpl.rc_context(), mpl.style.context(STYLE):
        mpl.rcParams["font.sans-serif"] = _installed_faces()
        return [_picture(figure) for figure in figures]


def _installed_faces() -> list[str]:
    """The style's faces that this machine has; matplotlib brings the last one."""
    installed = set(fontManager.get_font_names())
    return [face for face in mpl.rcParams["font.sans-serif"] if face in installed]


def _picture(figure: Figure) -> bytes:
    canvas = Canvas(
        figsize=(figure.width_mm / _MM_AN_INCH, figure.height_mm / _MM_AN_INCH)
    )
    FigureCanvasAgg(canvas)
    height = figure.height_mm - _TOP - _BOTTOM
    axes = canvas.add_axes(
        (
            _LEFT / figure.width_mm,
            _BOTTOM / figure.height_mm,
            (figure.width_mm - _LEFT - _RIGHT) / figure.width_mm,
            height / figure.height_mm,
        )
    )
    _draw_line(axes, figure.chart)
    _scale(axes, figure.chart)
    _name_periods(axes, figure.chart.points, height)
    _label(axes, figure.chart, height)
    png = io.BytesIO()
    canvas.savefig(png, format="png")
    return png.getvalue()


def _draw_line(axes: Axes, chart: LineChart) -> None:
    values = [math.nan if p.value is None else p.value for p in chart.points]
    axes.plot(range(len(values)), values, zorder=3)
    for hollow in (False, True):
        marked = [
            (place, point.value)
            for place, point in enumerate(chart.points)
            if point.value is not None and point.hollow == hollow
        ]
        axes.plot(
            [place for place, _ in marked],
            [value for _, value in marked],
            linestyle="none",
            marker="o",
            markerfacecolor="white" if hollow else None,
            zorder=4,
            clip_on=False,
        )


def _scale(axes: Axes, chart: LineChart) -> None:
    shown = [point.value for point in chart.points if point.value is not None]
    ticks = (
        [0.0, 25.0, 50.0, 75.0, 100.0]
        if chart.percent
        else ticks_to(max([*shown, chart.median or 0]), whole=chart.whole)
    )
    axes.set_ylim(0, ticks[-1])
    decimals = 0 if all(tick == int(tick) for tick in ticks) else 1
    sign = "%" if chart.percent else ""
    axes.set_yticks(ticks, [f"{tick:,.{decimals}f}{sign}" for tick in ticks])


def ticks_to(highest: float, *, whole: bool) -> list[float]:
    """Round numbers from 0 to just above the highest value, at most six of them."""
    least = 1.0 if whole else 0.2
    step = least
    while step * _STEPS_AT_MOST < highest:
        step = _next_step(step)
    last = max(1, math.ceil(round(highest / step, 9)))
    return [round(place * step, 9) for place in range(last + 1)]


def _next_step(step: float) -> float:
    """The step after it among 1, 2, 5, 10, 20, 50 and so on."""
    power = 10.0 ** math.floor(math.log10(step) + 1e-9)
    lead = round(step / power)
    return power * {1: 2, 2: 5, 5: 10}[lead]


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


def _label(axes: Axes, chart: LineChart, height: float) -> None:
    at_axis = axes.get_xaxis_transform()
    for place, point in enumerate(chart.points):
        if point.symbol:
            axes.text(place, 0.03, point.symbol, ha="center", transform=at_axis)
    apart = axes.get_ylim()[1] * _LABEL_HEIGHT_MM / height
    last = _label_last(axes, chart.points)
    if chart.median is not None:
        _label_median(axes, chart.median, last, apart)


def _label_last(axes: Axes, points: tuple[Point, ...]) -> float | None:
    """Write the last shown figure beside its point; its value comes back."""
    for place in reversed(range(len(points))):
        point = points[place]
        if point.value is not None:
            axes.annotate(
                point.words,
                (place, point.value),
                (_POINT_TO_LABEL, 0),
                textcoords="offset points",
                va="center",
                fontweight="bold",
                color=mpl.rcParams["axes.prop_cycle"].by_key()["color"][0],
                annotation_clip=False,
            )
            return point.value
    return None


def _label_median(axes: Axes, median: float, last: float | None, apart: float) -> None:
    first, last_place = axes.get_xlim()
    axes.plot(
        [first, last_place - 0.5],
        [median] * 2,
        color=_QUIET,
        linewidth=1.2,
        linestyle=(0, (5, 3)),
        zorder=2,
    )
    place = median
    if last is not None and abs(last - median) < apart:
        above_fits = last + apart <= axes.get_ylim()[1]
        place = last + apart if last < median and above_fits else last - apart
    axes.annotate(
        "median",
        (last_place, max(place, apart / 2)),
        (2, 0),
        textcoords="offset points",
        va="center",
        color=_QUIET,
        annotation_clip=False,
    )
