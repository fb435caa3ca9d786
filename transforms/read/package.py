"""What kind of workbook a file is, and whether it may be opened at all."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from transforms.read.cells import TurnedAwayError

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MOST_UNPACKED = 2 * 1024**3
_RATIO_COUNTS_FROM = 10 * 1024**2
_HIGHEST_RATIO = 100
_TOP = 4096
_MACROS = re.compile(
    r"vbaproject[^/]*\.bin$|^xl/(?:macrosheets|dialogsheets)/|^(?:basic|scripts)/",
    re.IGNORECASE,
)
_MACRO_TYPE = b"macroenabled"


def format_of_zip(content: bytes) -> str:
    """`xlsx` or `ods`, once the archive is known to be whole and harmless.

    Raises:
        TurnedAwayError: it is damaged, protected, something else, or could do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive.infolist(), len(content))
            names = _names(archive.infolist())
            if any(_MACROS.search(name) for name in names):
                raise TurnedAwayError.unsafe("it holds macros.")
            if any(_declares_entities(archive, name) for name in names):
                raise TurnedAwayError.unsafe("its XML declares entities of its own.")
            return _format(archive, names)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
        why = "the workbook is cut off or damaged."
        raise TurnedAwayError.unreadable(why) from None
    except (RuntimeError, ValueError, KeyError):
        # A member under a password of its own, or a name that can't be a name.
        raise TurnedAwayError.unreadable("the workbook is damaged.") from None


def _refuse_bombs(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > _MOST_UNPACKED:
        raise TurnedAwayError.unsafe("it unpacks to more than 2 GB.")
    if unpacked > _RATIO_COUNTS_FROM and unpacked > _HIGHEST_RATIO * size:
        raise TurnedAwayError.unsafe("it unpacks to more than 100 times its size.")


def _names(members: list[zipfile.ZipInfo]) -> set[str]:
    """The names of the parts; programs differ on which of two alike they read."""
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise TurnedAwayError.unsafe("it holds two parts of one name.")
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise TurnedAwayError.unsafe("a part of it would lie outside.")
    return names


def _declares_entities(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part declares what its text is to be blown up to, or fetched from."""
    if not name.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(name) as part:
        top = part.read(_TOP).replace(b"\0", b"")
    return b"<!ENTITY" in top


def _format(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.xml" in names and "[Content_Types].xml" in names:
        if _MACRO_TYPE in archive.read("[Content_Types].xml").lower():
            raise TurnedAwayError.unsafe("it is a workbook with macros.")
        return "xlsx"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise TurnedAwayError.encrypted()
        return "ods"
    raise TurnedAwayError.unreadable("it is neither a table of text nor a workbook.")


def format_of_ole(content: bytes) -> str:
    """`xls`, unless it is an encrypted package or holds macros.

    Raises:
        TurnedAwayError: it is protected, something else, or could do harm.
    """
    if _stream("EncryptedPackage") in content:
        raise TurnedAwayError.encrypted()
    if _stream("_VBA_PROJECT") in content:
        raise TurnedAwayError.unsafe("it holds macros.")
    if _stream("Workbook") in content or _stream("Book") in content:
        return "xls"
    raise TurnedAwayError.unreadable("it is neither a table of text nor a workbook.")


def _stream(name: str) -> bytes:
    return name.encode("utf-16-le")
