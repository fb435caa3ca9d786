"""Lying bars from zero, one for each category, with the value written at its end."""

from __future__ import annotations

import textwrap

import matplotlib as mpl
from matplotlib.axes import Axes

from report_templates.chart_lines import Room, ticks_to
from report_templates.printed import plain
from report_templates.section import BarChart

_LETTERS_A_LINE = 27
_MM_A_LETTER = 2.25
_LINE_MM = 5.2
_BETWEEN_MM = 2.4
_BOTTOM_MM = 8
_BAR = 0.7
_AWAY = 4


def height_mm(chart: BarChart) -> int:
    """The height that the bars and their names need."""
    return round(_BOTTOM_MM + 2 + sum(_rows(chart)))


def room_of(chart: BarChart) -> Room:
    """Room around the bars: their names to the left, the values to the right."""
    longest = max(len(line) for bar in chart.bars for line in _named(bar.name))
    return Room(4 + _MM_A_LETTER * longest, 22, 2, _BOTTOM_MM)


def draw_bars(axes: Axes, chart: BarChart) -> None:
    """Draw bars into axes that `room_of` left room around."""
    heights = _rows(chart)
    ends = [sum(heights[: place + 1]) for place in range(len(heights))]
    middles = [end - high / 2 for end, high in zip(ends, heights, strict=True)]
    colour = mpl.rcParams["axes.prop_cycle"].by_key()["color"][0]
    for middle, bar in zip(middles, chart.bars, strict=True):
        axes.barh(middle, bar.value or 0, height=_LINE_MM * _BAR, color=colour)
        axes.annotate(
            plain(bar.words),
            (bar.value or 0, middle),
            (_AWAY, 0),
            textcoords="offset points",
            va="center",
            annotation_clip=False,
        )
    axes.set_ylim(ends[-1], 0)
    axes.set_yticks(middles, ["\n".join(_named(bar.name)) for bar in chart.bars])
    _scale(axes, chart)


def _scale(axes: Axes, chart: BarChart) -> None:
    shown = [bar.value for bar in chart.bars if bar.value is not None]
    whole = not chart.percent
    ticks = (
        [0.0, 50.0, 100.0]
        if chart.percent
        else ticks_to(max(shown, default=0), whole=whole, steps=3)
    )
    axes.set_xlim(0, ticks[-1])
    sign = "%" if chart.percent else ""
    axes.set_xticks(ticks, [f"{tick:,.0f}{sign}" for tick in ticks])
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["bottom"].set_visible(False)
    axes.spines["left"].set_visible(True)


def _rows(chart: BarChart) -> list[float]:
    """Height of each bar with its name, in millimetres."""
    return [_BETWEEN_MM + _LINE_MM * len(_named(bar.name)) for bar in chart.bars]


def _named(name: str) -> list[str]:
    return textwrap.wrap(name, _LETTERS_A_LINE) or [name]
