"""Blocks as WordprocessingML: strings, parsed once for a whole document.

Styles are named as the base document keeps them; nothing here sets a font or colour.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from report_templates.base_document import TABLE_STYLE
from report_templates.section import (
    Block,
    BulletList,
    Contents,
    Facts,
    Figure,
    Heading,
    Paragraph,
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
        self._captions = {"Table": 0, "Figure": 0}
        self._bookmarks = 0
        self._writers: dict[type[Block], Callable[[Any], str]] = {
            Heading: self._heading,
            Contents: self._contents,
            Paragraph: self._plain,
            Facts: self._facts,
            Quoted: self._quoted,
            BulletList: self._list,
            Table: self._table,
            Figure: self._figure,
        }

    def xml(self, block: Block) -> str:
        """One block as paragraphs or a table with its caption."""
        return self._writers[type(block)](block)

    def _p(self, style: str, runs: str, properties: str = "") -> str:
        key = self._styles[style.lower()]
        return f'<w:p><w:pPr><w:pStyle w:val="{key}"/>{properties}</w:pPr>{runs}</w:p>'

    def _plain(self, block: Paragraph) -> str:
        keep = "<w:keepNext/>" if block.keep_next else ""
        return self._p(block.look, _lead(block.lead) + run(block.text), keep)

    def _facts(self, block: Facts) -> str:
        pieces = (
            _lead(name) + run(text.removesuffix(".") + ". ")
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
        items = (_lead(lead) + run(text) for lead, text in block.items)
        return "".join(self._p("List Bullet", item) for item in items)

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
        title = self._p("TOC Heading", run(block.title), "<w:pageBreakBefore/>")
        entries = [
            (heading.level, _link(number, heading.text))
            for number, heading in enumerate(self._headings, start=1)
            if heading.level <= block.levels
        ]
        if not entries:
            return title
        begin, separate, end = field_marks(f'TOC \\o "1-{block.levels}" \\h \\z \\u')
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
        return self._p("Caption", f"{run(f'{kind} ')}{number}{run(f': {text}')}")

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
            f"<w:tblCaption w:val={_attribute(block.caption)}/>"
            f"<w:tblDescription w:val={_attribute(block.alt)}/></w:tblPr>"
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
            f"{self._p(_cell_style(block, place), run(cell))}</w:tc>"
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{written}</w:tr>"

    def _figure(self, block: Figure) -> str:
        caption = self._caption("Figure", block.caption)
        number = self._captions["Figure"]
        key = self._embed(block.png)
        width, height = block.width_mm * _EMU_A_MM, block.height_mm * _EMU_A_MM
        described = (
            f'id="{number}" name="Figure {number}" descr={_attribute(block.alt)}'
        )
        return caption + self._p(
            "Table Text",
            "<w:r><w:drawing>"
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f"<wp:docPr {described}/>"
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="figure{number}.png"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{key}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
            "<w:keepNext/>",
        )


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
