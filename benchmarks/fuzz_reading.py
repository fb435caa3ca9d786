"""Spoilt files by the thousand: no traceback, no hang, no wrong row.

    python benchmarks/fuzz_reading.py --cases 20000 --seed 1

Each case spoils a sound file: bytes of a CSV, of an archive, of a part inside an
archive that is packed again, of an old workbook, of a protected one; or cells of a
table. A file is judged in the reading process, as in a run. A case fails if the judging
raises or ends in a fault, if the rows do not reconcile, or if a row is loaded that an
independent reading of the same file does not give: the csv module for CSV, openpyxl for
XLSX. (For XLS and ODS there is no second reader.)
"""

from __future__ import annotations

import argparse
import collections
import csv
import io
import random
import sys
import time
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import openpyxl

from schemas.extracts import police
from tests.transforms.dresses import (
    ods_of,
    protected_xls,
    protected_xlsx,
    xls_book,
    xls_of,
)
from tests.transforms.valid_files import (
    SCHOOLS,
    SEEN_AT,
    csv_of,
    name_of,
    table_of,
    valid_rows,
    xlsx_of,
)
from transforms import reading_process
from transforms.submission import Judged

EXTRACT = police.CONCERN_REPORTS
ROWS = valid_rows(EXTRACT, "police", 40)
TABLE = table_of(EXTRACT, ROWS)
RARELY = 0.2
PASSWORD = "a password"  # noqa: S105 - of files made here
SPLICES = (
    *(b"\0", b"<", b"&x;", b'"', b",", b"\n", b";", b"\xff\xfe", b"\xef\xbb\xbf", b"="),
    *(
        b"99999999999",
        b"-1",
        b"PK\x03\x04",
        b"]]>",
        b"<!DOCTYPE x>",
        b"\t",
        b"'",
        b"\r",
    ),
)
CELLS = (
    *("", " ", "=1+1", "#N/A", "31/02/2026", "01/13/2026", "2026-01-05", "05/01/26"),
    *("Total", "unknown", "N/K", "\u200b", "a" * 300, "0101111231", "PA16 8XX", "-0"),
    *("1e5", "\ufffd", "CH-1", "ch-0001", "'", '"', ";", "\U0001f600", "24:00", "True"),
)


def spoilt(content: bytes, draw: random.Random) -> bytes:
    """The bytes with a few flips, cuts, copies and splices."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 4, 12))):
        if not data:
            break
        at = draw.randrange(len(data))
        end = min(len(data), at + draw.choice((1, 2, 8, 64, 1024)))
        match draw.randrange(6):
            case 0 | 1:
                data[at] = draw.randrange(256)
            case 2:
                del data[at:end]
            case 3:
                data[at:at] = data[at:end]
            case 4:
                data[at:at] = draw.choice(SPLICES)
            case _ if draw.random() < RARELY:
                del data[at:]
            case _:
                data[at:end] = bytes(end - at)
    return bytes(data)


def packed_again(content: bytes, draw: random.Random) -> bytes:
    """An archive one part of which is spoilt, packed so that its sums agree."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        chosen = draw.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, spoilt(part, draw) if name == chosen else part)
    return packed.getvalue()


def other_cells(draw: random.Random) -> list[list[str]]:
    """The table with a few cells, rows and columns changed."""
    table = [list(row) for row in TABLE]
    for _ in range(draw.choice((1, 2, 5, 30))):
        row = draw.choice(table)
        if row:
            row[draw.randrange(len(row))] = draw.choice(CELLS)
    if draw.random() < RARELY:
        table.insert(draw.randrange(len(table)), list(draw.choice(table)))
    if draw.random() < RARELY:
        draw.choice(table).append(draw.choice(CELLS))
    return table


def kinds() -> dict[str, Callable[[random.Random], tuple[str, bytes]]]:
    """How a case of each kind is made: extension and bytes."""
    sound = {
        "csv": csv_of(TABLE),
        "csv utf-16": csv_of(TABLE, encoding="utf-16"),
        "xlsx": xlsx_of(TABLE),
        "xls": xls_of(TABLE),
        "ods": ods_of(TABLE),
        "xlsx protected": protected_xlsx(xlsx_of(TABLE), PASSWORD),
        "xls protected": protected_xls(xls_book(TABLE), PASSWORD, "rc4"),
    }
    made: dict[str, Callable[[random.Random], tuple[str, bytes]]] = {
        f"{kind}, bytes": lambda draw, kind=kind, content=content: (  # type: ignore[misc]
            kind.split(maxsplit=1)[0],
            spoilt(content, draw),
        )
        for kind, content in sound.items()
    }
    made["xlsx, a part"] = lambda draw: ("xlsx", packed_again(sound["xlsx"], draw))
    made["ods, a part"] = lambda draw: ("ods", packed_again(sound["ods"], draw))
    for extension, write in (
        ("csv", csv_of), ("xlsx", xlsx_of), ("xls", xls_of), ("ods", ods_of)
    ):  # fmt: skip
        made[f"{extension}, cells"] = lambda draw, e=extension, w=write: (  # type: ignore[misc]
            e,
            w(other_cells(draw)),
        )
    return made


def cells_of(content: bytes, extension: str) -> dict[int, list[str]] | None:
    """The rows of a file by an independent reading; None where there is none."""
    if extension == "csv":
        return dict(enumerate(_csv_rows(content), 1))
    if extension != "xlsx" or not content.startswith(b"PK"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            return {
                number: ["" if v is None else str(v) for v in row]
                for number, row in enumerate(
                    book.worksheets[0].iter_rows(values_only=True), 1
                )
            }
    except Exception:  # noqa: BLE001 - what openpyxl can't read it can't contradict
        return None


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and content[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
            continue
        try:
            # Five bytes mean nothing in cp1252, and spoil their own cell alone.
            errors = "replace" if encoding == "cp1252" else "strict"
            text = content.decode(encoding, errors)
        except UnicodeDecodeError:
            continue
        yield from csv.reader(io.StringIO(text, newline=""))
        return


def wrong_rows(judged: Judged, content: bytes, extension: str) -> list[int]:
    """Rows that were loaded with a reference that is not in that row of the file."""
    rows = cells_of(content, extension)
    if rows is None or judged.rows.empty:
        return []
    wrong = []
    for number, reference, child in zip(
        judged.rows.index,
        judged.rows["report_ref"],
        judged.rows["child_ref"],
        strict=True,
    ):
        row = [unicodedata.normalize("NFKC", cell) for cell in rows.get(number, [])]
        there = {cell.strip().strip("\ufeff\u200b").upper() for cell in row}
        if not {reference, child} <= there:
            wrong.append(int(number))
    return wrong


def judged_case(extension: str, content: bytes) -> Judged:
    """The verdict on a case, as in a run."""
    return reading_process.judge(
        content,
        name_of(EXTRACT, "police", extension),
        drop_agency="police",
        seen_at=SEEN_AT,
        schools=SCHOOLS,
        passwords=(PASSWORD,),
    )


def fault_of(judged: Judged, content: bytes, extension: str) -> str:
    """What is wrong with a verdict; empty if nothing is."""
    if any("ended the reading" in issue.message for issue in judged.issues):
        return "ended the reading"
    counted = judged.rows_loaded + judged.rows_in_error + judged.rows_repeated
    if counted != judged.rows_read:
        return "does not reconcile"
    wrong = wrong_rows(judged, content, extension)
    return f"wrong rows {wrong[:5]}" if wrong else ""


def main() -> int:
    """Run the cases and print what came of them; 1 if any failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--failures", type=Path, help="folder for files that failed")
    asked = options.parse_args()
    draw = random.Random(asked.seed)  # noqa: S311 - to be repeated, not to be secret
    made = kinds()
    verdicts: collections.Counter[tuple[str, str]] = collections.Counter()
    tallies: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    for number in range(asked.cases):
        kind = list(made)[number % len(made)]
        extension, content = made[kind](draw)
        began = time.monotonic()
        try:
            judged = judged_case(extension, content)
        except Exception as raised:  # noqa: BLE001 - just what is looked for
            fault = f"raised {type(raised).__name__}"
        else:
            fault = fault_of(judged, content, extension)
            verdicts[kind, judged.verdict.value] += 1
            tallies["rows loaded"] += len(judged.rows)
            tallies["stopped at a limit"] += any(
                "than a file of its size may" in i.message for i in judged.issues
            )
        slowest = max(slowest, time.monotonic() - began)
        if fault:
            tallies["failed"] += 1
            sys.stdout.write(f"case {number}, {kind}: {fault}\n")
            if asked.failures:
                (asked.failures / f"{number}.{extension}").write_bytes(content)
    for (kind, verdict), count in sorted(verdicts.items()):
        sys.stdout.write(f"{kind:24} {verdict:26} {count:6}\n")
    told = ", ".join(f"{count} {what}" for what, count in tallies.items() if count)
    sys.stdout.write(f"{asked.cases} cases: {told}; slowest {slowest:.1f} s\n")
    return 1 if tallies["failed"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
