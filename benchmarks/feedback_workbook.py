"""How long the workbook of a file with 100,000 errors takes, from its bytes on.

    .venv/bin/python benchmarks/feedback_workbook.py

Bar: 20 seconds for reading the file again and writing its workbook.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

from report_templates.feedback_workbook import feedback_workbook
from schemas.feedback import AnsweredFile, worst_first
from schemas.period import LONDON, Period
from transforms.feedback import sent_rows
from transforms.home import Home
from transforms.submission import judge

_QUARTER = Period(2026, "Q2")
_NAME = f"health_attendances_{_QUARTER}.csv"
_SEEN_AT = dt.datetime(2026, 10, 12, 9, 0, tzinfo=LONDON)
_HEADER = (
    "attendance_ref,child_ref,age,sex,attended_on,service,reason_group,cse_concern"
)
_ROWS = 100_000


def main() -> None:
    """Judge a file in which every row has one error, and write its workbook."""
    rows = (
        f"AT-{n},CH-{n},12,female,2026-08-01,=walk_in,injury,no" for n in range(_ROWS)
    )
    content = "\n".join((_HEADER, *rows)).encode()
    started = time.perf_counter(), time.process_time()
    judged = judge(content, _NAME, drop_agency="health", seen_at=_SEEN_AT, schools=None)
    _tell("judging", started)
    file = AnsweredFile(
        name=_NAME,
        extract="attendances",
        version=1,
        verdict=judged.verdict,
        rows_read=judged.rows_read,
        rows_loaded=judged.rows_loaded,
        rows_in_error=judged.rows_in_error,
        rows_repeated=judged.rows_repeated,
        first_seen=_SEEN_AT,
        fingerprint="0" * 64,
        issues=tuple(sorted(judged.issues, key=worst_first)),
        rows_checked=True,
        kept_as="kept.csv",
    )
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.received.mkdir()
        (home.received / file.kept_as).write_bytes(content)
        started = time.perf_counter(), time.process_time()
        workbook = feedback_workbook(
            file,
            sent_rows(home, file),
            agency="health",
            quarter=_QUARTER,
            committee="A committee",
            scratch=home.received,
        )
    _tell("workbook", started)
    sys.stdout.write(f"{len(file.issues):,} findings, {len(workbook):,} bytes\n")


def _tell(what: str, started: tuple[float, float]) -> None:
    wall, processor = started
    sys.stdout.write(
        f"{what}: {time.perf_counter() - wall:.1f} s, of which the processor "
        f"{time.process_time() - processor:.1f} s\n"
    )


if __name__ == "__main__":
    main()
