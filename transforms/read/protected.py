"""Workbooks under a password, opened in memory with the passwords of their agency.

Office writes a protected workbook into an OLE container: an XLSX whole and encrypted,
an XLS record by record. Nothing that is opened here is written anywhere; the library's
own way with an XLS goes through a file on the disk, so its records are opened here.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import msoffcrypto
import olefile
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4
from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI
from msoffcrypto.method.xor_obfuscation import DocumentXOR

from transforms.read.cells import TurnedAwayError

_EXCELS_OWN = "VelvetSweatshop"
"""Excel opens a workbook with it unasked: it is there where only changes are barred."""

_FILE_PASS, _BOUND_SHEET = 0x2F, 0x85
_NEVER_HIDDEN = frozenset({0x809, _FILE_PASS, 0x194, 0x195, 0xE1, 0x196, 0x138})
_HEAD = 4
_PLACE_OF_SHEET = 4
_BLOCK = 1024


def opened(content: bytes, passwords: Sequence[str]) -> bytes | None:
    """The workbook without its protection; None where it has none.

    Args:
        content: an OLE container.
        passwords: tried in turn.

    Raises:
        TurnedAwayError: it is protected by another password, or damaged.
    """
    try:
        if not msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted():
            return None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - no known container: the reader tells what it is
        return None
    for password in (*passwords, _EXCELS_OWN):
        plain = _opened_with(password, content)
        if plain is not None:
            return plain
    raise TurnedAwayError.encrypted()


def _opened_with(password: str, content: bytes) -> bytes | None:
    """The workbook as a password opens it; None where it does not."""
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        if isinstance(file, OOXMLFile):
            plain = io.BytesIO()
            file.load_key(password=password, verify_password=True)
            file.decrypt(plain)
            return plain.getvalue()
        file.load_key(password=password)
        return _xls_with(file, password, content)
    except (InvalidKeyError, IndexError):
        # The second: a password longer than the oldest protection can be.
        return None
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the library checks little, and its words may quote
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None


def _xls_with(file: Any, password: str, content: bytes) -> bytes:
    container = io.BytesIO(content)
    with closing(olefile.OleFileIO(container, write_mode=True)) as ole:
        stream = ole.openstream("Workbook").read()
        ole.write_stream("Workbook", _records_shown(file, password, stream))
        return container.getvalue()


def _records_shown(file: Any, password: str, stream: bytes) -> bytes:
    """The records of an XLS as they were before they were hidden."""
    shown = bytearray(stream)
    if file.type == "xor":
        key = bytes(DocumentXOR.create_xor_array_method1(password))
        for start, end, skipped in _hidden_parts(stream):
            shown[start:end] = _without_xor(stream[start:end], key, end + skipped)
    else:
        plain = _without_rc4(file, password, stream)
        for start, end, _ in _hidden_parts(stream):
            shown[start:end] = plain[start:end]
    # The record that says so has to go, or the reader takes the rest for hidden still.
    for at, kind, size in _records(stream):
        if kind == _FILE_PASS:
            shown[at : at + _HEAD + size] = struct.pack("<HH", 0, size) + bytes(size)
    return bytes(shown)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Place, kind and size of each record."""
    at = 0
    while at + _HEAD <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield at, kind, size
        at += _HEAD + size


def _hidden_parts(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Begin and end of what is hidden in each record, and what is bare before it."""
    for at, kind, size in _records(stream):
        if kind not in _NEVER_HIDDEN:
            skipped = min(_PLACE_OF_SHEET, size) if kind == _BOUND_SHEET else 0
            yield at + _HEAD + skipped, at + _HEAD + size, skipped


def _without_rc4(file: Any, password: str, stream: bytes) -> bytes:
    hidden = io.BytesIO(stream)
    if file.type == "rc4":
        plain = DocumentRC4.decrypt(password, file.salt, hidden, _BLOCK)
    else:
        plain = DocumentRC4CryptoAPI.decrypt(
            password, file.salt, file.keySize, hidden, _BLOCK
        )
    shown: bytes = plain.read()
    return shown


def _without_xor(hidden: bytes, key: bytes, first: int) -> bytes:
    turned = (
        byte ^ key[(first + place) % len(key)] for place, byte in enumerate(hidden)
    )
    return bytes((byte >> 5 | byte << 3) & 0xFF for byte in turned)
