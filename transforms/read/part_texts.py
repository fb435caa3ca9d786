"""Texts of a workbook that stand in no cell: properties, comments, headers, drawings.

They are searched for identifiers and nothing else, so the XML is not parsed but taken
apart into the texts between its tags and in those attributes that hold words.
"""

from __future__ import annotations

import codecs
import html
import re
import zipfile
from collections.abc import Iterator

from transforms.read.cells import Aside

_NOT_SEARCHED = re.compile(
    r"sharedStrings|^xl/styles|theme|calcChain|Content_Types|settings\.xml$"
    r"|^content\.xml$|manifest|printerSettings",
    re.IGNORECASE,
)
_PLACES = (
    ("docprops|^meta|customxml", "the document's properties"),
    ("comment|person", "the comments"),
    ("drawing|chart|diagram", "a text box, drawing or chart"),
    ("workbook.xml$", "the defined names"),
    ("^styles", "the headers or footers"),
    ("pivot|externallink|quer|connection|table", "data that no sheet shows"),
)
_ELSEWHERE = "a part that no sheet shows"
_OF_A_SHEET = "the headers, footers or hints of a sheet"
_TAIL = 1 << 22
_END_OF_CELLS = re.compile(r"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData/>")
_WITHIN_A_LINE = re.compile(
    r"</?(?:\w+:)?(?:t|r|rPr|b|i|u|strike|sz|color|rFont|family|charset|scheme|vertAlign"
    r"|latin|ea|cs|sym|solidFill|srgbClr|schemeClr|span|font|a)(?:\s[^<>]*)?/?>"
)
_TAG = re.compile(r"<[^<>]*>")
_HEADER_CODE = re.compile(r"&(?:\"[^\"]*\"|K[0-9A-F+-]{6,8}|[0-9]{1,3}|[A-Za-z])")
_IN_WORDS = re.compile(
    r"\b(?:name|displayName|descr|title|tooltip|display|prompt|promptTitle|error"
    r"|errorTitle|comment|Target|href|author|v)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')"
)


def asides_of(archive: zipfile.ZipFile, sheets: set[str]) -> Iterator[Aside]:
    """The texts of every part but the cells of its sheets.

    Args:
        archive: the workbook.
        sheets: the parts that hold a sheet; of them only what follows the cells.
    """
    for name in archive.namelist():
        if name in sheets:
            tail = _after_the_cells(archive, name)
            lines = texts_in(tail)
            yield from (Aside(_OF_A_SHEET, without_codes(line)) for line in lines)
        elif _is_searched(name):
            where = _place(name)
            texts = texts_in(_decoded(archive.read(name)))
            yield from (Aside(where, text) for text in texts)


def texts_in(xml: str) -> Iterator[str]:
    """The lines of text of a piece of XML, and what its attributes say in words."""
    for match in _IN_WORDS.finditer(xml):
        yield html.unescape(match[1] or match[2] or "")
    joined = _WITHIN_A_LINE.sub("", xml.replace("<![CDATA[", ""))
    for line in _TAG.sub("\n", joined).split("\n"):
        if line and not line.isspace():
            yield html.unescape(line)


def without_codes(text: str) -> str:
    """A header or footer without the codes that place and dress it."""
    return _HEADER_CODE.sub(" ", text)


def _is_searched(name: str) -> bool:
    is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
    return is_xml and _NOT_SEARCHED.search(name) is None


def _place(name: str) -> str:
    return next(
        (where for mark, where in _PLACES if re.search(mark, name, re.IGNORECASE)),
        _ELSEWHERE,
    )


def _decoded(xml: bytes) -> str:
    if xml.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return xml.decode("utf-16", errors="replace")
    return xml.decode("utf-8", errors="replace")


def _after_the_cells(archive: zipfile.ZipFile, part: str) -> str:
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_TAIL):
            tail = (tail + chunk)[-_TAIL:]
    text = _decoded(tail)
    ends = [match.end() for match in _END_OF_CELLS.finditer(text)]
    return text[ends[-1] :] if ends else ""
