"""What the workbook reader does not tell of an XLSX: which blanks are no blanks.

The reader gives an error value, and a formula that was never calculated, as a blank
cell. Only the sheet's XML tells them apart. It also tells how far apart the cells lie,
which must be known before the reader makes room for all that could lie between them.
A long sheet is first looked through as bytes, and parsed only where that calls for it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from transforms.read.cells import Beside, Place, TurnedAwayError
from transforms.read.part_texts import asides_of
from transforms.read.sheet_xml import (
    DAMAGES,
    LAST_COLUMN,
    local,
    new_parser,
    refuse_sparse,
)

_CHUNK = 1 << 20
_OVERLAP = 64
_WORTH_PARSING = re.compile(
    rb"<(?:\w+:)?f[\s/>]|\st\s*=\s*[\"']e[\"']"
    # A text by its number, where the number is none: the reader would take the first.
    rb"|\st\s*=\s*[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v>(?![0-9]{1,9}</)"
)
_FAR_OUT = re.compile(
    rb"\sr\s*=\s*[\"'](?:[A-Z]{3}|[A-Z]{2}[0-9]{5}|[A-Z]?[0-9]{7}|[^\"']*[^\"'A-Z0-9])"
)
_SHORT = 1 << 20
"""A sheet of so many bytes is parsed in any case: it takes a tenth of a second."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_ROW = 1_048_576


def beside_xlsx(content: bytes) -> Beside:
    """The cells that hold no value though they look blank, and texts in no cell.

    Raises:
        TurnedAwayError: the XML is broken, declares entities, or its cells lie so far
            apart that the table could not be held.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(archive)
            errors = {n: _look_through(archive, part) for n, part in parts.items()}
            return Beside(errors, tuple(asides_of(archive, set(parts.values()))))
    except DAMAGES:
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
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: found.append(
        (local(name), attributes)
    )
    with archive.open(part) as stream:
        parser.ParseFile(stream)
    return iter(found)


def _look_through(archive: zipfile.ZipFile, part: str) -> list[Place]:
    if archive.getinfo(part).file_size > _SHORT and not _is_worth_parsing(
        archive, part
    ):
        return []
    sheet = _SheetCells()
    with archive.open(part) as stream:
        sheet.parse(stream)
    sheet.refuse_sparse()
    return sheet.without_value


def _is_worth_parsing(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as stream:
        # Read to the end, so that the archive's own check sum is compared.
        return max(
            bool(_WORTH_PARSING.search(piece) or _FAR_OUT.search(piece))
            for piece in _pieces(stream)
        )


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
        self._value: list[str] = []
        self._filled = 0
        self._rows = self._columns = 0

    def parse(self, stream: IO[bytes]) -> None:
        """Read the sheet to its end."""
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(stream)

    def refuse_sparse(self) -> None:
        """Turn the file away if its cells span an area that could not be held."""
        refuse_sparse(self._rows, self._columns, self._filled)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match local(name):
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
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = _place(reference)
        self._type = attributes.get("t", "")
        self._has_formula = self._has_value = self._stored = False
        self._value.clear()

    def _text(self, heard: str) -> None:
        if self._in_value:
            self._stored = True
            self._value.append(heard)

    def _end(self, name: str) -> None:
        match local(name):
            case "v":
                self._in_value = False
            case "c":
                self._end_cell()

    def _end_cell(self) -> None:
        if self._type == "s" and self._has_value:
            number = "".join(self._value)
            if not (number.isascii() and number.isdigit()):
                raise TurnedAwayError.unreadable("the workbook is damaged.")
        # A formula that gives the empty text is stored as type str with an empty value.
        calculated = self._stored or (self._type == "str" and self._has_value)
        if self._type == "e" or (self._has_formula and not calculated):
            self.without_value.append((self._row, self._column))
        if self._stored or self._has_formula:
            self._filled += 1
            self._rows = max(self._rows, self._row + 1)
            self._columns = max(self._columns, self._column + 1)


def _row_number(reference: str | None, following: int) -> int:
    return following if reference is None else _place(f"A{reference}")[0]


def _place(reference: str) -> Place:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise TurnedAwayError.unreadable("the place of a cell can't be made out.")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    if row > _LAST_ROW or column > LAST_COLUMN:
        raise TurnedAwayError.unreadable("a cell lies outside the sheet.")
    return row - 1, column - 1
