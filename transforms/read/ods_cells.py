"""Whether an OpenDocument table may be read by the reader, and what that omits.

The reader does not come to an end in XML that is cut off, and makes room for every cell
that a repeated row or cell stands for: both must be known before. It gives an error as
a text or a blank, and tells nothing of comments.
"""

from __future__ import annotations

import io
import zipfile

from transforms.read.cells import Aside, Beside, Place, TurnedAwayError
from transforms.read.part_texts import asides_of
from transforms.read.sheet_xml import DAMAGES, local, new_parser, refuse_sparse

_MOST_DIGITS = 8
_MOST_ERRORS = 1_000_000
_ASIDE = {
    "annotation": "the comments",
    "shapes": "a text box, drawing or chart",
    "frame": "a text box, drawing or chart",
    "custom-shape": "a text box, drawing or chart",
    "content-validations": "the hints of a sheet",
}
_IN_WORDS = {
    "href": "a link",
    "title": "the hints of a sheet",
    "formula-message": "the hints of a sheet",
}
_NAMED = {"named-range": "the defined names", "database-range": "the defined names"}


def beside_ods(content: bytes) -> Beside:
    """The cells that hold an error, and the texts that stand in no cell.

    Raises:
        TurnedAwayError: the XML is broken, declares entities, or repeats too much.
    """
    tables = _Tables()
    parser = new_parser()
    parser.StartElementHandler = tables.start
    parser.EndElementHandler = tables.end
    parser.CharacterDataHandler = tables.text
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            with archive.open("content.xml") as stream:
                parser.ParseFile(stream)
            elsewhere = tuple(asides_of(archive, set()))
    except DAMAGES:
        raise TurnedAwayError.unreadable("the table is damaged.") from None
    tables.refuse()
    return Beside(tables.errors, (*tables.asides, *elsewhere))


class _Tables:
    """How far each table reaches, which of its cells are errors, what is beside."""

    def __init__(self) -> None:
        self.errors: dict[str, list[Place]] = {}
        self.asides: list[Aside] = []
        self._table = ""
        self._written = 0
        self._row_ends = self._column = 0
        self._rows_at_once = 1
        self._rows = self._columns = 0
        self._within: list[str] = []
        self._heard: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        kind = local(name)
        match kind:
            case "table":
                self.refuse()
                self._table = _named(attributes)
                self._row_ends = self._rows = self._columns = self._written = 0
            case "table-row":
                self._rows_at_once = _repeated(attributes, "number-rows-repeated")
                self._row_ends += self._rows_at_once
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._cell(attributes)
        if kind in _ASIDE:
            self._within.append(kind)
        self._words(kind, attributes)

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        kind = local(name)
        if self._within and kind in {"p", self._within[-1]}:
            text = "".join(self._heard)
            self._heard.clear()
            if text:
                self.asides.append(Aside(_ASIDE[self._within[-1]], text))
        if self._within and kind == self._within[-1]:
            self._within.pop()

    def text(self, heard: str) -> None:
        """Take in text, where it stands in no cell."""
        if self._within:
            self._heard.append(heard)

    def _words(self, kind: str, attributes: dict[str, str]) -> None:
        if kind in _NAMED:
            self.asides.append(Aside(_NAMED[kind], _named(attributes)))
        for key, value in attributes.items():
            where = _IN_WORDS.get(local(key))
            if where is not None:
                self.asides.append(Aside(where, value))

    def _cell(self, attributes: dict[str, str]) -> None:
        first = self._column
        self._column += _repeated(attributes, "number-columns-repeated")
        types = [v for k, v in attributes.items() if local(k) == "value-type"]
        if not types:
            return
        self._written += 1
        self._rows = max(self._rows, self._row_ends)
        self._columns = max(self._columns, self._column)
        if "error" in types:
            self._note_errors(first)

    def _note_errors(self, first: int) -> None:
        if self._rows_at_once * (self._column - first) > _MOST_ERRORS:
            raise TurnedAwayError.unsafe("its cells lie too far apart for a table.")
        self.errors.setdefault(self._table, []).extend(
            (row, column)
            for row in range(self._row_ends - self._rows_at_once, self._row_ends)
            for column in range(first, self._column)
        )

    def refuse(self) -> None:
        """Turn the file away if the present table reaches too far."""
        refuse_sparse(self._rows, self._columns, self._written)


def _named(attributes: dict[str, str]) -> str:
    return next((v for k, v in attributes.items() if local(k) == "name"), "")


def _repeated(attributes: dict[str, str], named: str) -> int:
    text = next((v for k, v in attributes.items() if local(k) == named), "1")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise TurnedAwayError.unreadable("a number in the table can't be made out.")
    return int(text)
