"""Tables written as old Excel workbooks, as OpenDocument and under a password."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from hashlib import md5
from xml.sax.saxutils import escape, quoteattr

import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4, _makekey
from msoffcrypto.method.xor_obfuscation import DocumentXOR
from xlwt.CompoundDoc import XlsDoc

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_BEFORE = (
    f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" '
    f'xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns'
    ':calcext:1.0"><office:body><office:spreadsheet>'
)
_AFTER = "</office:spreadsheet></office:body></office:document-content>"


def xls_of(
    table: Iterable[Sequence[object]],
    *,
    sheet: str = "Extract",
    date_1904: bool = False,
) -> bytes:
    """The table as an old Excel workbook; dates and numbers become true ones."""
    book = xls_book(table, sheet=sheet, date_1904=date_1904)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xls_book(
    table: Iterable[Sequence[object]],
    *,
    sheet: str = "Extract",
    date_1904: bool = False,
) -> xlwt.Workbook:
    """The same, to be changed before it is saved."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date_1904
    worksheet = book.add_sheet(sheet, cell_overwrite_ok=True)
    as_date = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm:ss")
    for at, row in enumerate(table):
        for position, value in enumerate(row):
            if isinstance(value, dt.date):
                worksheet.write(at, position, value, as_date)
            elif value != "":
                worksheet.write(at, position, value)
    return book


def ods_of(
    table: Iterable[Sequence[object]],
    *,
    in_first_cell: str = "",
    after_table: str = "",
    parts: Iterable[tuple[str, str]] = (),
) -> bytes:
    """The table as an OpenDocument table; dates and numbers become true ones.

    Args:
        table: its rows.
        in_first_cell: XML put into its first cell, such as a comment.
        after_table: XML put behind the table.
        parts: more parts of the archive, by name.
    """
    rows = ["".join(_ods_cell(value) for value in row) for row in table]
    if in_first_cell:
        rows[0] = rows[0].replace("<text:p>", f"{in_first_cell}<text:p>", 1)
    laid_out = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    body = f'<table:table table:name="Extract">{laid_out}</table:table>{after_table}'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _BEFORE + body + _AFTER)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        for name, part in parts:
            archive.writestr(name, part)
    return content.getvalue()


class OdsError(str):
    """An error value of an OpenDocument table, such as #N/A."""

    __slots__ = ()


def _ods_cell(value: object) -> str:
    shown = escape(str(value))
    if isinstance(value, OdsError):
        kind = 'office:value-type="string" calcext:value-type="error"'
    elif isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{value}"'.lower()
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    elif isinstance(value, dt.date):
        kind = f'office:value-type="date" office:date-value={quoteattr(_iso(value))}'
    elif value == "":
        return "<table:table-cell/>"
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"


def _iso(value: dt.date) -> str:
    return value.isoformat()


def protected_xlsx(content: bytes, password: str) -> bytes:
    """An XLSX under a password, as Excel has written it since 2010."""
    protected = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, protected)
    return protected.getvalue()


_BOF, _FILE_PASS, _BOUND_SHEET = 0x809, 0x2F, 0x85


def protected_xls(book: xlwt.Workbook, password: str, how: str) -> bytes:
    """An XLS under a password: how is `rc4`, or `xor` as before 1997."""
    salt = bytes(range(16))
    head = {"rc4": _rc4_head, "xor": _xor_head}[how](password, salt)
    stream = _with_file_pass(book.get_biff_data(), head)
    hidden = bytearray(stream)
    key = DocumentXOR.create_xor_array_method1(password) if how == "xor" else []
    of_all = DocumentRC4.decrypt(password, salt, io.BytesIO(stream), 1024).read()
    for at, kind, size in _records(stream):
        bare = {_BOF: size, _FILE_PASS: size, _BOUND_SHEET: 4}.get(kind, 0)
        for place in range(at + 4 + bare, at + 4 + size):
            if how == "rc4":
                hidden[place] = of_all[place]
            else:
                # As a run of bytes is turned back: the index begins at its own end.
                shift = 4 if kind == _BOUND_SHEET else 0
                index = (at + 4 + size + shift + place - (at + 4 + bare)) % 16
                byte = stream[place]
                hidden[place] = ((byte << 5 | byte >> 3) & 0xFF) ^ key[index]
    content = io.BytesIO()
    XlsDoc().save(content, bytes(hidden))
    return content.getvalue()


def _rc4_head(password: str, salt: bytes) -> bytes:
    verifier = bytes(range(16, 32))
    both = io.BytesIO(verifier + md5(verifier).digest())  # noqa: S324 - as it was
    proof = DocumentRC4.decrypt(password, salt, both, 1024).read()
    assert _makekey(password, salt, 0)
    return struct.pack("<HHH", 1, 1, 1) + salt + proof


def _xor_head(password: str, _: bytes) -> bytes:
    right = next(n for n in range(1 << 16) if DocumentXOR.verifypw(password, n))
    return struct.pack("<HHH", 0, DocumentXOR.create_xor_key_method1(password), right)


def _with_file_pass(stream: bytes, head: bytes) -> bytes:
    """The stream with the record that says it is hidden, behind its first one."""
    added = struct.pack("<HH", _FILE_PASS, len(head)) + head
    parts = []
    for at, kind, size in _records(stream):
        record = stream[at : at + 4 + size]
        if kind == _BOUND_SHEET:
            (place,) = struct.unpack_from("<I", record, 4)
            record = record[:4] + struct.pack("<I", place + len(added)) + record[8:]
        parts.append(record)
    return parts[0] + added + b"".join(parts[1:])


def _records(stream: bytes) -> Iterable[tuple[int, int, int]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, size
        at += 4 + size
