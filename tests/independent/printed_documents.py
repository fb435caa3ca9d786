"""What a reader finds printed in the Word documents: every figure, with its place.

Only what the page shows is read: tables, captions, sentences and alternative texts. A
stretch of months stands for a period: (first month, how many), months counted from
year 0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

Stretch = tuple[int, int]

MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
MONTH = r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
STRETCH = re.compile(rf"{MONTH}(?: (\d{{4}}))?(?:\u2013| to ){MONTH} (\d{{4}})")
SHORT_QUARTER = re.compile(r"Q([1-4]) (\d\d)-\d\d")
ID = re.compile(r"[AX]\d\d\.\d+")
ROWS = "rows of"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
SHARE = re.compile(rf"({NUMBER})%(?: \((\d[\d,]*) of (\d[\d,]*)[;)])?")
N_OF_N = re.compile(r"(\d[\d,]*) of (\d[\d,]*)(?! agencies)")
RATE = re.compile(rf"({NUMBER}) per (100|1,000)\b")
MEDIAN = re.compile(
    rf"({NUMBER}) (?:hours|days|sessions)"
    r"(?: \((?:of (\d+))?(?:; )?(?:(\d+) still open)?\))?"
)
COUNT = re.compile(r"(\d[\d,]*)(?![\d.,%])")
RELEASED = re.compile(r"[Rr]eleased:? (\d{1,2} [A-Z][a-z]+ \d{4})(?:, (\d\d:\d\d))?")
VERSION = re.compile(r"Version:? (\d+)\.(\d+)")
BARS = re.compile(r"Bar chart of (.+) by (.+), \d+ bars?\. (.+?)\.(?: |$)")
LINE = re.compile(
    r"Line chart of (.+?), ([A-Z][a-z]+ \d{4} to [A-Z][a-z]+ \d{4})\."
    r" Earliest to latest: (.+?)\.(?: |$)"
)
_A_QUARTER = 3


@dataclass(frozen=True, order=True)
class Place:
    """Where a figure belongs: edition, indicator, breakdown, category and period."""

    edition: str
    indicator: str
    breakdown: str
    category: str
    stretch: Stretch


@dataclass(frozen=True)
class Cell:
    """What is printed at a place: hidden, a count, or a share with what it rests on."""

    hidden: bool = False
    revised: bool = False
    count: int | None = None
    of: int | None = None
    tenths: int | None = None
    """A percentage or rate in tenths; `count` and `of` where they are printed too."""
    base: str = ""
    """`100` or `1,000` for a rate, `median` for a median."""
    still_open: int | None = None


@dataclass(frozen=True)
class Printed:
    """One figure of one document."""

    place: Place
    cell: Cell
    document: str
    moment: tuple[datetime, int, int]
    """When it was released; longer periods after quarters, then by version."""
    own: bool
    """Whether the document is about this very period."""


def stretch_of(text: str) -> Stretch | None:
    """The period that a heading names, if it names one."""
    if short := SHORT_QUARTER.search(text):
        quarter, year = int(short[1]), 2000 + int(short[2])
        return year * 12 + 3 * quarter, 3
    if not (found := STRETCH.search(text)):
        return None
    first, first_year, last, last_year = found.groups()
    begin = int(first_year or last_year) * 12 + MONTHS.index(first.lower())
    end = int(last_year) * 12 + MONTHS.index(last.lower())
    return begin, end - begin + 1


def cell_of(text: str) -> Cell | None:
    """What a cell says; nothing if it gives no figure and hides none."""
    revised = "[r]" in text
    if "[c]" in text:
        return Cell(hidden=True, revised=revised)
    plain = re.sub(r"\(\d+ of \d+ agencies\)|\[\w\]", "", text).strip()
    for form, read in _FORMS:
        if found := form.match(plain):
            return replace(read(found), revised=revised)
    return None


def _share(found: re.Match[str]) -> Cell:
    return Cell(tenths=_tenths(found[1]), count=_whole(found[2]), of=_whole(found[3]))


def _n_of_n(found: re.Match[str]) -> Cell:
    return Cell(count=_whole(found[1]), of=_whole(found[2]))


def _rate(found: re.Match[str]) -> Cell:
    return Cell(tenths=_tenths(found[1]), base=found[2])


def _median(found: re.Match[str]) -> Cell:
    return Cell(
        tenths=_tenths(found[1]),
        base="median",
        of=_whole(found[2]),
        still_open=_whole(found[3]),
    )


def _count(found: re.Match[str]) -> Cell:
    return Cell(count=_whole(found[1]))


_FORMS = (
    (SHARE, _share),
    (N_OF_N, _n_of_n),
    (RATE, _rate),
    (MEDIAN, _median),
    (COUNT, _count),
)


def _whole(digits: str | None) -> int | None:
    return None if digits is None else int(digits.replace(",", ""))


def _moment(day: str, clock: str | None = None) -> datetime:
    """When it was released; local time throughout, so that the offset says nothing."""
    said = f"{day} {clock or '07:00'} +0000"
    return datetime.strptime(said, "%d %B %Y %H:%M %z")


def _tenths(digits: str) -> int:
    return round(float(digits.replace(",", "")) * 10)


def read_documents(folder: Path) -> list[Printed]:
    """Every figure of every Word document below a folder, in order of release."""
    found = [
        printed
        for file in sorted(folder.glob("*/*.docx"))
        for printed in _Reader(file).figures()
    ]
    return sorted(found, key=lambda printed: printed.moment)


def read_workbooks(folder: Path) -> list[Printed]:
    """Every figure of the workbooks that lie beside the documents."""
    found = []
    for file in sorted(folder.glob("*/*.xlsx")):
        book = openpyxl.load_workbook(file, read_only=True)
        cover = " ".join(str(row[0]) for row in book["Cover"].values)
        edition = "public" if "public edition" in cover else "committee"
        own = stretch_of(cover)
        released = re.search(
            r"(\d{1,2} [A-Z][a-z]+ \d{4}), version (\d+)\.(\d+)", cover
        )
        if own is None or released is None:
            raise ValueError(f"{file.name} does not say what it is")
        day = _moment(released[1])
        moment = (day, own[1], int(released[2]) * 100 + int(released[3]))
        for sheet in book.worksheets[2:]:
            for row in sheet.values:
                stretch = stretch_of(str(row[2])) if len(row) > 7 and row[2] else None
                cell = cell_of(str(row[5])) if stretch else None
                if stretch is None or cell is None or not ID.match(str(row[0])):
                    continue
                breakdown, category = (
                    ("", "") if row[3] == "total" else (str(row[3]), str(row[4]))
                )
                count, of = (n if isinstance(n, int) else None for n in row[6:8])
                if not cell.hidden:
                    cell = replace(cell, count=count, of=of)
                place = Place(edition, str(row[0]), breakdown, category, stretch)
                own_figure = stretch == own
                found.append(Printed(place, cell, file.name, moment, own_figure))
    return found


class _Reader:
    """Goes through one document from top to bottom."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.document = docx.Document(str(file))
        paragraphs = self.document.element.body.iter(qn("w:p"))
        words = " ".join(_text(one) for one in islice(paragraphs, 40))
        self.edition = "public" if "public edition" in words.lower() else "committee"
        own = stretch_of(words)
        released, version = RELEASED.search(words), VERSION.search(words)
        if own is None or released is None or version is None:
            raise ValueError(f"{file.name} does not say what it is")
        self.own = own
        day = _moment(released[1], released[2])
        self.moment = (day, own[1], int(version[1]) * 100 + int(version[2]))
        self.titles: dict[str, str] = {}

    def figures(self) -> Iterator[Printed]:
        """Every figure, those of tables before those of charts and sentences."""
        caption = ""
        sentences: list[str] = []
        for element in self.document.element.body.iter(qn("w:p"), qn("w:tbl")):
            if element.tag == qn("w:tbl"):
                yield from self._table(element, caption)
                continue
            text = _text(element)
            if text.startswith("Table "):
                caption = text.partition(": ")[2]
            sentences.append(text)
            sentences += [
                drawn.get("descr") or "" for drawn in element.iter(qn("wp:docPr"))
            ]
        for sentence in sentences:
            yield from self._sentence(sentence)

    def _printed(
        self,
        indicator: str,
        stretch: Stretch,
        text: str,
        breakdown: str = "",
        category: str = "",
    ) -> Iterator[Printed]:
        if (cell := cell_of(text)) is not None:
            place = Place(self.edition, indicator, breakdown, category.strip(), stretch)
            yield Printed(place, cell, self.file.name, self.moment, stretch == self.own)

    def _table(self, table: Any, caption: str) -> Iterator[Printed]:
        rows = [
            [_text(cell).strip() for cell in row.iter(qn("w:tc"))]
            for row in table.iter(qn("w:tr"))
        ]
        head, body = rows[0], rows[1:]
        by = caption.removeprefix("By ").partition(":")[0]
        if head[-1] == "Rows loaded":
            yield from self._received(body)
        elif head[-2:] == ["Was", "Is now"]:
            yield from self._revised(body)
        elif head == ["Indicator", "By", "Figures"]:
            for name, breakdown, figures in body:
                yield from self._listed(_id(name), breakdown, figures)
        elif any(stretch_of(name) for name in head):
            yield from self._periods_across(head, body, caption)
        elif by != caption and head[0] in {"Indicator", "Category"}:
            yield from self._across(by, head, body)

    def _received(self, body: list[list[str]]) -> Iterator[Printed]:
        """Rows of files; a longer period does not tell its quarters apart."""
        for agency, extract, *_, loaded in body if self.own[1] == _A_QUARTER else ():
            name = f"{ROWS} {extract}"
            yield from self._printed(name, self.own, loaded, "agency", agency)

    def _revised(self, body: list[list[str]]) -> Iterator[Printed]:
        """What is now; what was is in the documents before."""
        for period, title, *_, now in body:
            if (stretch := stretch_of(period)) and (known := ID.match(title)):
                yield from self._printed(known[0], stretch, now)

    def _listed(
        self, indicator: str, breakdown: str, figures: str
    ) -> Iterator[Printed]:
        """Categories and their figures in one cell."""
        for part in figures.split("; "):
            category, _, text = part.rpartition(": ")
            yield from self._printed(indicator, self.own, text, breakdown, category)

    def _periods_across(
        self, head: list[str], body: list[list[str]], caption: str
    ) -> Iterator[Printed]:
        """A table with a column for each period, of indicators or of categories."""
        by_category = head[0] == "Category" and ID.match(caption)
        for row in body:
            if by_category:
                place = (caption.rpartition(" by ")[2], row[0])
            elif ID.match(row[0]):
                place = ("", "")
                self.titles[row[0].partition(" ")[2].strip()] = _id(row[0])
            else:
                continue
            for name, text in zip(head, row, strict=True):
                if stretch := stretch_of(name):
                    indicator = _id(caption if by_category else row[0])
                    yield from self._printed(indicator, stretch, text, *place)

    def _across(
        self, by: str, head: list[str], body: list[list[str]]
    ) -> Iterator[Printed]:
        """A table of several indicators by one breakdown, either way round."""
        for row in body:
            for name, text in zip(head[1:], row[1:], strict=True):
                indicator, category = (
                    (row[0], name) if head[0] == "Indicator" else (name, row[0])
                )
                yield from self._printed(_id(indicator), self.own, text, by, category)

    def _sentence(self, sentence: str) -> Iterator[Printed]:
        """What the alternative text of a chart tells of its points or bars."""
        if bars := BARS.match(sentence):
            indicator = self.titles.get(bars[1], "")
            for part in bars[3].split(", ") if indicator else ():
                if said := re.match(rf"(.+) (\[c\]|{NUMBER}%?)$", part):
                    yield from self._printed(
                        indicator, self.own, said[2], bars[2], said[1]
                    )
        line = LINE.match(sentence)
        if line and (indicator := self.titles.get(line[1], "")):
            begin, months = stretch_of(line[2]) or (0, 0)
            points = re.split(r", (?=\[|\d|not )", line[3])
            each = months // len(points)
            if each in {3, 6, 12} and each * len(points) == months:
                for number, text in enumerate(points):
                    stretch = (begin + number * each, each)
                    yield from self._printed(indicator, stretch, text)


def _text(element: Any) -> str:
    """The words of a paragraph or of a cell."""
    return "".join(
        "\n" if part.tag == qn("w:br") else part.text or ""
        for part in element.iter(qn("w:t"), qn("w:br"))
    )


def _id(text: str) -> str:
    found = ID.match(text)
    if found is None:
        raise ValueError(f"No indicator is named by {text!r}")
    return found[0]
