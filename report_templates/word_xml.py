"""Blocks as WordprocessingML: strings, parsed once for a whole document.

Styles are named as the base document keeps them; nothing here sets a font or colour.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from report_templates import printed
from report_templates.base_document import TABLE_STYLE
from report_templates.provenance import BOOKMARK, Kind, Printed
from report_templates.section import (
    BarChart,
    Block,
    BulletList,
    Contents,
    Facts,
    Figure,
    Heading,
    Logo,
    NumberedList,
    Paragraph,
    Picture,
    Quoted,
    Table,
)

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{path}"'
    for prefix, path in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_TWIPS_A_MM = 1440 / 25.4
_EMU_A_MM = 36_000
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TABLE_STYLE = TABLE_STYLE.lower()


class Body:
    """Writes blocks one after another, numbering captions, bookmarks and pictures."""

    def __init__(
        self,
        styles: Mapping[str, str],
        headings: tuple[Heading, ...],
        embed: Callable[[bytes], str],
    ) -> None:
        """Know the base document's styles and every heading that is to come.

        Args:
            styles: name in lower case to the key under which Word keeps the style.
            headings: headings of the document, in order, for the contents list.
            embed: puts a picture into the package; its relationship id comes back.
        """
        self._styles = styles
        self._headings = headings
        self._embed = embed
        self.figures: list[Printed] = []
        self._captions = {"Table": 0, "Figure": 0}
        self._bookmarks = 0
        self._pictures = 0
        self._marks = len(headings)
        self._writers: dict[type[Block], Callable[[Any], str]] = {
            Heading: self._heading,
            Contents: self._contents,
            Paragraph: self._plain,
            Facts: self._facts,
            Quoted: self._quoted,
            BulletList: self._list,
            NumberedList: self._numbered,
            Table: self._table,
            Figure: self._figure,
            Logo: self._logo,
        }

    def xml(self, block: Block) -> str:
        """One block as paragraphs or a table with its caption."""
        return self._writers[type(block)](block)

    def _p(self, style: str, runs: str, properties: str = "") -> str:
        key = self._styles[style.lower()]
        return f'<w:p><w:pPr><w:pStyle w:val="{key}"/>{properties}</w:pPr>{runs}</w:p>'

    def _words(self, text: str) -> str:
        """Words as runs, every figure in a bookmark that tells where it comes from."""
        return "".join(self._piece(piece) for piece in printed.pieces(text))

    def _piece(self, piece: printed.Piece) -> str:
        if piece.source is None:
            return run(piece.text)
        self._marks += 1
        name = f"{BOOKMARK}{self._marks:06d}"
        self.figures.append(Printed(Kind.TEXT, name, piece.source))
        return (
            f'<w:bookmarkStart w:id="{self._marks}" w:name="{name}"/>'
            f'{run(piece.text)}<w:bookmarkEnd w:id="{self._marks}"/>'
        )

    def _plain(self, block: Paragraph) -> str:
        keep = "<w:keepNext/>" if block.keep_next else ""
        return self._p(block.look, _lead(block.lead) + self._words(block.text), keep)

    def _facts(self, block: Facts) -> str:
        pieces = (
            _lead(name) + self._words(text.removesuffix(".") + ". ")
            for name, text in block.pairs
        )
        return self._p("Normal", "".join(pieces))

    def _quoted(self, block: Quoted) -> str:
        keep = "<w:keepNext/>" if block.bullets else ""
        pieces = [self._p("Quotation", run(block.text), keep)]
        pieces += [self._p("Quotation Bullet", run(item)) for item in block.bullets]
        if block.closing:
            pieces.append(self._p("Quotation", run(block.closing)))
        return "".join(pieces)

    def _list(self, block: BulletList) -> str:
        items = (_lead(lead) + self._words(text) for lead, text in block.items)
        return "".join(self._p("List Bullet", item) for item in items)

    def _numbered(self, block: NumberedList) -> str:
        items = (_lead(lead) + self._words(text) for lead, text in block.items)
        return "".join(self._p("List Number", item) for item in items)

    # Headings and the contents list

    def _heading(self, block: Heading) -> str:
        self._bookmarks += 1
        number = self._bookmarks
        page = "<w:pageBreakBefore/>" if block.new_page else ""
        marked = (
            f'<w:bookmarkStart w:id="{number}" w:name="{_bookmark(number)}"/>'
            f'{run(block.text)}<w:bookmarkEnd w:id="{number}"/>'
        )
        return self._p(f"Heading {block.level}", marked, page)

    def _contents(self, block: Contents) -> str:
        page = "<w:pageBreakBefore/>" if block.new_page else ""
        title = self._p("TOC Heading", run(block.title), page)
        entries = [
            (heading.level, _link(number, heading.text))
            for number, heading in enumerate(self._headings, start=1)
            if heading.level <= block.levels
        ]
        if not entries:
            return title
        begin, separate, end = field_marks(
            f'TOC \\o "1-{block.levels}" \\n \\h \\z \\u'
        )
        first, last = 0, len(entries) - 1
        return title + "".join(
            self._p(
                f"TOC {level}",
                f"{begin + separate if place == first else ''}{link}"
                f"{end if place == last else ''}",
            )
            for place, (level, link) in enumerate(entries)
        )

    # Captions, tables, pictures

    def _caption(self, kind: str, text: str) -> str:
        self._captions[kind] += 1
        begin, separate, end = field_marks(f"SEQ {kind} \\* ARABIC")
        number = f"{begin}{separate}{run(str(self._captions[kind]))}{end}"
        return self._p(
            "Caption", f"{run(f'{kind} ')}{number}{run(': ')}{self._words(text)}"
        )

    def _table(self, block: Table) -> str:
        caption, style = (
            self._caption("Table", block.caption),
            self._styles[_TABLE_STYLE],
        )
        widths = [round(width * _TWIPS_A_MM) for width in block.widths_mm]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        header = self._row(block, block.header, widths, "<w:tblHeader/>")
        rows = "".join(self._row(block, row, widths) for row in block.rows)
        return (
            f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={_attribute(printed.plain(block.caption))}/>"
            f"<w:tblDescription w:val={_attribute(printed.plain(block.alt))}/>"
            "</w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{header}{rows}</w:tbl>"
        )

    def _row(
        self,
        block: Table,
        cells: tuple[str, ...],
        widths: list[int],
        properties: str = "",
    ) -> str:
        written = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{self._p(_cell_style(block, place), self._words(cell))}</w:tc>"
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{written}</w:tr>"

    def _figure(self, block: Figure) -> str:
        caption = self._caption("Figure", block.caption)
        name = f"Figure {self._captions['Figure']}"
        written = ""
        for place, each in enumerate(block.pictures, start=1):
            mine = f"{name}, part {place}" if len(block.pictures) > 1 else name
            self._note_sources(mine, each)
            size = (each.width_mm, each.height_mm)
            written += self._picture(mine, each.png, printed.plain(each.alt), size)
        return caption + self._p("Picture", written, "<w:keepNext/>")

    def _logo(self, block: Logo) -> str:
        width = picture_width_mm(block.png, block.height_mm)
        size = (width, block.height_mm)
        picture = self._picture("Logo", block.png, block.alt, size)
        return self._p("Picture", picture)

    def _note_sources(self, name: str, picture: Picture) -> None:
        """Note the figures of a picture: those of its words, those drawn in it."""
        at = 0
        for piece in printed.pieces(picture.alt):
            end = at + len(piece.text)
            if piece.source is not None:
                self.figures.append(Printed(Kind.ALT, name, piece.source, at, end))
            at = end
        for label in labels_of(picture):
            self.figures += [
                Printed(Kind.CHART, name, piece.source)
                for piece in printed.pieces(label)
                if piece.source is not None
            ]

    def _picture(self, name: str, png: bytes, alt: str, size: tuple[int, int]) -> str:
        self._pictures += 1
        number = self._pictures
        key = self._embed(png)
        width, height = (side * _EMU_A_MM for side in size)
        described = f'id="{number}" name="{name}" descr={_attribute(alt)}'
        return (
            "<w:r><w:drawing>"
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f"<wp:docPr {described}/>"
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def labels_of(picture: Picture) -> tuple[str, ...]:
    """The words of every point or bar of a picture."""
    if isinstance(picture.chart, BarChart):
        return tuple(bar.words for bar in picture.chart.bars)
    return tuple(point.words for point in picture.chart.points)


def picture_width_mm(png: bytes, height_mm: int) -> int:
    """The width at which a picture of that height keeps its shape."""
    # A PNG names its size in pixels in the first chunk after its signature.
    width, height = (int(side) for side in struct.unpack(">II", png[16:24]))
    return max(1, round(height_mm * width / height))


def turned(page: str) -> str:
    """A section's properties with the page laid on its side."""
    size = re.search(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"[^>]*/>', page)
    if size is None:
        return page
    lying = f'<w:pgSz w:w="{size[2]}" w:h="{size[1]}" w:orient="landscape"/>'
    return page.replace(size[0], lying)


def ending(written: str, page: str) -> str:
    """Written blocks whose last paragraph ends the section with that page.

    Raises:
        ValueError: they end in a table.
    """
    if not written.endswith("</w:p>"):
        message = "A section can end in a paragraph only."
        raise ValueError(message)
    before, mark, after = written.rpartition("</w:pPr>")
    return f"{before}{page}{mark}{after}"


def run(text: str, properties: str = "") -> str:
    """Words as one run."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{_clean(text)}</w:t></w:r>'


def field_marks(instruction: str) -> tuple[str, str, str]:
    """Begin with instruction, separator and end, to stand around a field's result."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    )
    text = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return begin + text, separate, end


def _lead(text: str) -> str:
    return run(f"{text}: ", '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>') if text else ""


def _bookmark(number: int) -> str:
    return f"_Toc{number:06d}"


def _link(number: int, text: str) -> str:
    anchor = _bookmark(number)
    return f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(text)}</w:hyperlink>'


def _cell_style(block: Table, place: int) -> str:
    return "Table Number" if place >= block.numbers_from else "Table Text"


def _clean(text: str) -> str:
    """Text fit for XML: characters that no XML may hold are dropped."""
    return escape(_NOT_XML.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
