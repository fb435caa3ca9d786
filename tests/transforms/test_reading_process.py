"""Files are judged apart: what is the end of the reading is a verdict, and no more."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import pytest

from schemas.extracts import police
from schemas.file_rules import MOST_BYTES
from schemas.issues import Verdict
from tests.transforms.dresses import xls_book, xls_of
from tests.transforms.valid_files import (
    SCHOOLS,
    SEEN_AT,
    csv_of,
    name_of,
    table_of,
    valid_rows,
)
from transforms import reading_process, submission
from transforms.reading_process import Limits
from transforms.submission import Judged

CEOP = police.CEOP_REPORTS
TABLE = table_of(CEOP, valid_rows(CEOP, "police", 5))
SOUND = csv_of(TABLE)
HEADER = ",".join(CEOP.column_names).encode() + b"\n"


def judged_apart(content: bytes, extension: str = "csv") -> Judged:
    return reading_process.judge(
        content,
        name_of(CEOP, "police", extension),
        drop_agency="police",
        seen_at=SEEN_AT,
        schools=SCHOOLS,
    )


def test_the_verdict_is_that_of_reading_it_here():
    content = SOUND.replace(b"2026-01-02", b"2026-02-30")
    here = submission.judge(
        content,
        name_of(CEOP, "police"),
        drop_agency="police",
        seen_at=SEEN_AT,
        schools=SCHOOLS,
    )

    apart = judged_apart(content)

    assert here.rows_in_error == 1
    assert submission.as_json(apart) == submission.as_json(here)
    assert apart.rows.equals(here.rows)


def test_a_file_that_takes_too_long_is_turned_away_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(reading_process, "limits_of", lambda _: Limits(1, 1 << 30))
    began = time.monotonic()
    verdict = judged_apart(HEADER + b"x,y,z,v\n" * 300_000)
    monkeypatch.undo()

    assert [issue.rule for issue in verdict.issues] == ["unsafe"]
    assert "more time than" in verdict.issues[0].message
    assert verdict.extract == "ceop_reports"
    assert time.monotonic() - began < 60
    assert judged_apart(SOUND).verdict is Verdict.ACCEPTED


def test_a_file_that_takes_too_much_memory_is_turned_away(monkeypatch):
    monkeypatch.setattr(reading_process, "limits_of", lambda _: Limits(60, 40 << 20))
    verdict = judged_apart(HEADER + b"x,y,z,v\n" * 200_000)
    monkeypatch.undo()

    assert [issue.rule for issue in verdict.issues] == ["unsafe"]
    assert "more memory than" in verdict.issues[0].message
    assert judged_apart(SOUND).verdict is Verdict.ACCEPTED


def test_a_child_that_was_killed_is_replaced():
    judged_apart(SOUND)
    process = reading_process._CHILD.process
    assert process is not None
    os.kill(process.pid, 9)
    process.wait()

    assert judged_apart(SOUND).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    "content",
    [
        HEADER + b"," * 17_000,
        HEADER + b"a,b,c,d" + b"," * 9_000 + b"\n" + b"1,2,3,4\n" * 100_000,
        b"x" * (MOST_BYTES + 1),
    ],
    ids=["too wide", "one wide row", "too large"],
)
def test_what_is_no_table_by_its_size_is_turned_away_at_once(content):
    assert [issue.rule for issue in judged_apart(content).issues] == ["unsafe"]


def test_an_old_workbook_whose_parts_lead_in_a_circle_is_turned_away():
    content = bytearray(xls_of(TABLE))
    (directory,) = struct.unpack_from("<I", content, 48)
    (first_of_table,) = struct.unpack_from("<I", content, 76)
    at = 512 * (first_of_table + 1) + 4 * directory
    content[at : at + 4] = struct.pack("<I", directory)
    began = time.process_time()

    verdict = judged_apart(bytes(content), "xls")

    assert [issue.rule for issue in verdict.issues] == ["unreadable"]
    assert time.process_time() - began < 5


def test_a_fault_in_the_reading_is_told_by_its_type_alone():
    content = csv_of([["programme", "school_code"], ["MARKER", "MARKER"]])
    verdict = reading_process.judge(
        content.replace(
            b"programme,school_code",
            b"programme,school_code,delivered_on,s2_roll,pupils_attended,responses,"
            b"aware_before,aware_after",
        ).replace(b"MARKER,MARKER", b"wasted,MARKER,2026-01-05,9,8,7,6,5"),
        "education_s2_programmes_2025-26-Q4.csv",
        drop_agency="education",
        seen_at=SEEN_AT,
        schools={"2025-26": 7},  # type: ignore[dict-item]
    )

    assert [issue.rule for issue in verdict.issues] == ["unreadable"]
    assert "TypeError" in verdict.issues[0].message
    assert "MARKER" not in str(verdict)


def test_the_reading_writes_no_file():
    judged_apart(SOUND)
    process = reading_process._CHILD.process
    assert process is not None
    limits = Path(f"/proc/{process.pid}/limits").read_text("ascii")

    [writing] = [line for line in limits.splitlines() if "Max file size" in line]
    assert writing.split()[3:5] == ["0", "0"]


def test_the_sheet_of_macros_of_an_old_workbook_is_refused():
    stream = bytearray(xls_book(TABLE).get_biff_data())
    at = stream.index(b"\x85\x00")
    content = xls_of(TABLE)
    record = bytes(stream[at : at + 12])
    changed = content.replace(record, record[:9] + b"\x01" + record[10:])
    assert changed != content

    assert [i.rule for i in judged_apart(changed, "xls").issues] == ["unsafe"]
