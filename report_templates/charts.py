"""Charts as PNG: no title in the picture, a gap where a figure is not, words at lines.

The government's own style (afcharts) lies under ours. The same chart gives the same
bytes with the same matplotlib and fonts. Axes are laid out by hand in millimetres:
every text has its place, and nothing needs measuring.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import matplotlib as mpl
import matplotlib.style
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import findSystemFonts, fontManager

from report_templates import chart_bars
from report_templates.appearance import AS_IT_COMES, Appearance
from report_templates.chart_lines import Room, draw_line_chart
from report_templates.section import BarChart, Picture

STYLE = Path(__file__).with_name("icpc.mplstyle")
GOVERNMENT_STYLE = "afcharts.afcharts"
PANEL = (79, 34)
"""Width and height in millimetres of one of two pictures side by side."""
_MM_AN_INCH = 25.4
_TITLE_MM = 6
_NARROW_MM = 120
_FACE_FILES = re.compile(
    r"(arial|arialbd|LiberationSans-(Regular|Bold))\.ttf", re.IGNORECASE
)


def draw(
    pictures: Iterable[Picture], appearance: Appearance = AS_IT_COMES
) -> list[bytes]:
    """Pictures as PNG, in their order."""
    with mpl.rc_context(), mpl.style.context([GOVERNMENT_STYLE, STYLE]):
        mpl.rcParams["font.sans-serif"] = _installed_faces()
        mpl.rcParams["axes.prop_cycle"] = cycler(color=appearance.colours)
        return [_drawn(picture) for picture in pictures]


def _installed_faces() -> list[str]:
    """The style's faces that this machine has; matplotlib brings the last one."""
    _look_for_faces()
    installed = set(fontManager.get_font_names())
    return [face for face in mpl.rcParams["font.sans-serif"] if face in installed]


@cache
def _look_for_faces() -> None:
    """Let matplotlib know faces that came after it first looked at this machine."""
    known = {Path(entry.fname) for entry in fontManager.ttflist}
    for path in map(Path, findSystemFonts()):
        if _FACE_FILES.match(path.name) and path not in known:
            fontManager.addfont(path)


def _drawn(picture: Picture) -> bytes:
    size = (picture.width_mm / _MM_AN_INCH, picture.height_mm / _MM_AN_INCH)
    canvas = Canvas(figsize=size)
    FigureCanvasAgg(canvas)
    if picture.title:
        _write_title(canvas, picture)
    if isinstance(picture.chart, BarChart):
        axes, _ = _axes(canvas, picture, chart_bars.room_of(picture.chart))
        chart_bars.draw_bars(axes, picture.chart)
    else:
        is_narrow = picture.width_mm < _NARROW_MM
        room = Room.narrow() if is_narrow else Room.wide()
        axes, height = _axes(canvas, picture, room)
        draw_line_chart(axes, picture.chart, height, room)
    png = io.BytesIO()
    canvas.savefig(png, format="png")
    return png.getvalue()


def _write_title(canvas: Canvas, picture: Picture) -> None:
    left, top = 1 / picture.width_mm, 1 - 1 / picture.height_mm
    canvas.text(left, top, picture.title, va="top", fontweight="bold")


def _axes(canvas: Canvas, picture: Picture, room: Room) -> tuple[Axes, float]:
    """Axes with room around them for their words, and their height in millimetres."""
    top = room.top + (_TITLE_MM if picture.title else 0)
    width = picture.width_mm - room.left - room.right
    height = picture.height_mm - top - room.bottom
    axes = canvas.add_axes(
        (
            room.left / picture.width_mm,
            room.bottom / picture.height_mm,
            width / picture.width_mm,
            height / picture.height_mm,
        )
    )
    return axes, height
