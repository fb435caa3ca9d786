"""What the workbook reader does not tell of an XLSX: which blanks are no blanks.

The reader gives an error value, and a formula that was never calculated, as a blank
cell. Only the sheet's XML tells them apart. The XML is first looked through as bytes,
and parsed only where something in it calls for that.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from transforms.read.cells import TurnedAwayError

_CHUNK = 1 << 20
_OVERLAP = 64
_WORTH_PARSING = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt\s*=\s*[\"']e[\"']")
_FAR_OUT = re.compile(rb"\br\s*=\s*[\"'](?:[A-Z]{3}[0-9]|[A-Z]{2}[0-9]{5})")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_AREA = 40_000_000
_AREA_PER_CELL = 50
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384

Place = tuple[int, int]
"""Row and column, both counted from 0."""


def cells_without_value(content: bytes) -> dict[str, list[Place]]:
    """By sheet, the cells that hold an error or a formula without a stored value.

    Raises:
        TurnedAwayError: the XML is broken, declares entities, or its cells lie so far
            apart that the table could not be held.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {
                name: _look_through(archive, part)
                for name, part in _parts(archive).items()
            }
    except (expat.ExpatError, KeyError, zipfile.BadZipFile, zlib.error, EOFError):
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file in the archive that holds each sheet, by the sheet's name."""
    targets = {
        attributes["Id"]: attributes["Target"]
        for name, attributes in _elements(archive, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    present = set(archive.namelist())
    parts = {}
    for name, attributes in _elements(archive, "xl/workbook.xml"):
        if name != "sheet":
            continue
        relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))[1:]
        if part in present and "chartsheet" not in part:
            parts[attributes["name"]] = part
    return parts


def _elements(
    archive: zipfile.ZipFile, part: str
) -> Iterator[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = _parser()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (_local(name), attributes)
    )
    with archive.open(part) as stream:
        parser.ParseFile(stream)
    return iter(found)


def _look_through(archive: zipfile.ZipFile, part: str) -> list[Place]:
    worth_parsing = far_out = False
    with archive.open(part) as stream:
        for piece in _pieces(stream):
            worth_parsing = worth_parsing or bool(_WORTH_PARSING.search(piece))
            far_out = far_out or bool(_FAR_OUT.search(piece))
    if not (worth_parsing or far_out):
        return []
    sheet = _SheetCells()
    with archive.open(part) as stream:
        sheet.parse(stream)
    sheet.refuse_sparse()
    return sheet.without_value


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Chunks that overlap, so that nothing looked for is cut in two."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


class _SheetCells:
    """Gathers the cells of one sheet as the parser meets them."""

    def __init__(self) -> None:
        self.without_value: list[Place] = []
        self._row = -1
        self._column = -1
        self._type = ""
        self._in_value = self._has_formula = self._has_value = False
        self._stored = False
        self._filled = 0
        self._rows = self._columns = 0

    def parse(self, stream: IO[bytes]) -> None:
        """Read the sheet to its end."""
        parser = _parser()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(stream)

    def refuse_sparse(self) -> None:
        """Turn the file away if its cells span an area that could not be held."""
        area = self._rows * self._columns
        if area > _MOST_AREA and area > _AREA_PER_CELL * self._filled:
            raise TurnedAwayError.unsafe("its cells lie too far apart for a table.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                self._row = _row_number(attributes.get("r"), self._row + 1)
                self._column = -1
            case "c":
                self._begin_cell(attributes)
            case "f":
                self._has_formula = True
            case "v":
                self._in_value = self._has_value = True
            case "is":
                self._stored = True

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        at = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column_number(at[1]) if at else self._column + 1
        self._type = attributes.get("t", "")
        self._has_formula = self._has_value = self._stored = False

    def _text(self, _: str) -> None:
        if self._in_value:
            self._stored = True

    def _end(self, name: str) -> None:
        match _local(name):
            case "v":
                self._in_value = False
            case "c":
                self._end_cell()

    def _end_cell(self) -> None:
        # A formula that gives the empty text is stored as type str with an empty value.
        calculated = self._stored or (self._type == "str" and self._has_value)
        if self._type == "e" or (self._has_formula and not calculated):
            self.without_value.append((self._row, self._column))
        if self._stored or self._has_formula:
            self._filled += 1
            self._rows = max(self._rows, self._row + 1)
            self._columns = max(self._columns, self._column + 1)


def _row_number(reference: str | None, following: int) -> int:
    if reference is None or not reference.isdecimal():
        return following
    number = int(reference[:8])
    if not 1 <= number <= _LAST_ROW:
        raise TurnedAwayError.unreadable("a row lies outside the sheet.")
    return number - 1


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    if number > _LAST_COLUMN:
        raise TurnedAwayError.unreadable("a column lies outside the sheet.")
    return number - 1


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _refuse_entities
    return parser


def _refuse_entities(*_: object) -> None:
    raise TurnedAwayError.unsafe("its XML declares entities of its own.")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
