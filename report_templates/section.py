"""The form of a section and the blocks it may hold.

A section turns a document's input into blocks, in reading order; it names looks, never
fonts or colours, and says nothing of Word. Whole documents are sections one after
another (`documents`); `word` alone knows how a block becomes a paragraph or a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from report_templates.seen import Seen


class Look(StrEnum):
    """Names of the base document's paragraph styles that a paragraph may have."""

    NORMAL = "Normal"
    NOTE = "Note"
    KEY_FACT = "Key fact"
    COMMENTARY = "Commentary"
    COVER_TITLE = "Title"
    COVER_SUBTITLE = "Subtitle"
    COVER_DETAIL = "Cover Detail"


@dataclass(frozen=True)
class Heading:
    """A heading, from level 1; it stands in the contents list.

    Attributes:
        text: the heading.
        level: 1 to 3.
        new_page: it begins a page.
    """

    text: str
    level: int
    new_page: bool = False


@dataclass(frozen=True)
class Contents:
    """The contents list, with every heading down to a level."""

    title: str
    levels: int
    new_page: bool = True


@dataclass(frozen=True)
class Turn:
    """From here on the pages lie or stand; it follows a paragraph."""

    landscape: bool


@dataclass(frozen=True)
class Paragraph:
    """A paragraph.

    Attributes:
        text: the words.
        look: style of the base document.
        lead: words set in bold before the text.
        keep_next: it stays on the page of the block after it.
    """

    text: str
    look: Look = Look.NORMAL
    lead: str = ""
    keep_next: bool = False


@dataclass(frozen=True)
class Facts:
    """Short facts in one paragraph, each with its name in bold."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Quoted:
    """Words of another's text, set apart, with its list and the words after it."""

    text: str
    bullets: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True)
class BulletList:
    """A list; each item is words in bold (may be empty) and the words after them."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NumberedList:
    """A list numbered from 1; each item is words in bold and the words after them."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Logo:
    """The committee's mark, small, before the title.

    Attributes:
        png: the picture.
        alt: what it shows.
        height_mm: printed height.
    """

    png: bytes
    alt: str
    height_mm: int = 16


@dataclass(frozen=True)
class Table:
    """A table with one header row and no merged cells.

    Attributes:
        caption: what it shows, without its number.
        header: names of the columns.
        rows: cells, as many in each row as columns.
        widths_mm: widths of the columns.
        alt: what the table holds, for a reader who cannot see it.
        numbers_from: columns from this one on are set to the right.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths_mm: tuple[int, ...]
    alt: str
    numbers_from: int = 99

    def __post_init__(self) -> None:
        """Refuse a table whose rows or widths do not fit its header.

        Raises:
            ValueError: a row has more or fewer cells than there are columns.
        """
        lengths = {len(self.widths_mm), *(len(row) for row in self.rows)}
        if lengths - {len(self.header)}:
            message = f"Rows and widths do not fit the header of “{self.caption}”."
            raise ValueError(message)


@dataclass(frozen=True)
class Point:
    """One period on a chart.

    Attributes:
        period: its code.
        value: None where there is no figure to show: a gap in the line.
        words: the value, or what stands in its place, as the text writes it.
        symbol: shorthand that marks the gap; empty where there is a value.
        hollow: provisional, or an agency is missing.
    """

    period: str
    value: float | None
    words: str
    symbol: str = ""
    hollow: bool = False


@dataclass(frozen=True)
class LineChart:
    """A figure over time: one line, from zero.

    Attributes:
        points: the periods, earliest first.
        whole: values are whole numbers.
        percent: the axis runs from 0 to 100 percent.
        median: where the centre line lies; None for no line.
        old_centres: centre lines of earlier baselines, each with the places of its
            first and last point.
        centre_from: place of the point with which the present line begins.
        centre_name: what the centre line is: the median, or the mean.
        bounds: lower and upper control limit at each point, None where there is none;
            empty for a chart without limits.
        marked: places of the points that make up a change.
    """

    points: tuple[Point, ...]
    whole: bool = False
    percent: bool = False
    median: float | None = None
    old_centres: tuple[tuple[int, int, float], ...] = ()
    centre_from: int = 0
    centre_name: str = "median"
    bounds: tuple[tuple[float | None, float | None] | None, ...] = ()
    marked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One bar; without a value its words alone are written."""

    name: str
    value: float | None
    words: str


@dataclass(frozen=True)
class BarChart:
    """Lying bars from zero, one for each category, the value written at its end.

    Attributes:
        bars: from the top down.
        percent: the axis runs from 0 to 100 percent.
    """

    bars: tuple[Bar, ...]
    percent: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawn chart with its words.

    Attributes:
        chart: what is drawn.
        alt: the same figures in words.
        title: written above it, where several stand side by side.
        width_mm: printed width.
        height_mm: printed height.
        png: the picture; empty until it is drawn.
    """

    chart: LineChart | BarChart
    alt: str
    title: str = ""
    width_mm: int = 160
    height_mm: int = 80
    png: bytes = b""


@dataclass(frozen=True)
class Figure:
    """One picture or several small ones under a caption.

    Attributes:
        caption: the finding, without its number.
        pictures: in reading order.
    """

    caption: str
    pictures: tuple[Picture, ...]


Block = (
    Heading
    | Contents
    | Turn
    | Logo
    | Paragraph
    | Facts
    | Quoted
    | BulletList
    | NumberedList
    | Table
    | Figure
)


class Section(Protocol):
    """What every module of `sections` offers as `blocks`."""

    def __call__(self, seen: Seen) -> Iterator[Block]:
        """The section's blocks, in reading order."""
        ...
