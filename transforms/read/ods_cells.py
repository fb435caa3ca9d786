"""Whether an OpenDocument table may be handed to the workbook reader.

The reader does not come to an end in XML that is cut off, and makes room for every cell
that a repeated row or cell stands for: both must be known before.
"""

from __future__ import annotations

import io
import zipfile

from transforms.read.cells import TurnedAwayError
from transforms.read.sheet_xml import DAMAGES, local, new_parser, refuse_sparse

_MOST_DIGITS = 8


def refuse_unreadable(content: bytes) -> None:
    """Turn away a table that is not whole, or far larger than what it holds.

    Raises:
        TurnedAwayError: the XML is broken, declares entities, or repeats too much.
    """
    extent = _Extent()
    parser = new_parser()
    parser.StartElementHandler = extent.start
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            archive.open("content.xml") as stream,
        ):
            parser.ParseFile(stream)
    except DAMAGES:
        raise TurnedAwayError.unreadable("the table is damaged.") from None
    extent.refuse()


class _Extent:
    """How far the filled cells of each table reach, once what repeats is laid out."""

    def __init__(self) -> None:
        self._written = 0
        self._row_ends = self._column = 0
        self._rows = self._columns = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take in the beginning of an element."""
        match local(name):
            case "table":
                self.refuse()
                self._row_ends = self._rows = self._columns = self._written = 0
            case "table-row":
                self._row_ends += _repeated(attributes, "number-rows-repeated")
                self._column = 0
            case "table-cell" | "covered-table-cell":
                self._column += _repeated(attributes, "number-columns-repeated")
                if any(local(key) == "value-type" for key in attributes):
                    self._fill()

    def _fill(self) -> None:
        self._written += 1
        self._rows = max(self._rows, self._row_ends)
        self._columns = max(self._columns, self._column)

    def refuse(self) -> None:
        """Turn the file away if the present table reaches too far."""
        refuse_sparse(self._rows, self._columns, self._written)


def _repeated(attributes: dict[str, str], named: str) -> int:
    text = next((v for k, v in attributes.items() if local(k) == named), "1")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise TurnedAwayError.unreadable("a number in the table can't be made out.")
    return int(text)
