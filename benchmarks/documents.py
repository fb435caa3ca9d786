"""Seconds and peak memory of the documents of one quarter of a home.

python benchmarks/documents.py HOME 2026-27-Q2
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from flows.document_content import seen_by
from report_templates.documents import due, make
from report_templates.seen import Seen
from schemas.period import Period
from transforms.home import Home


def main() -> None:
    """Make each document that is due and print what it took."""
    home, quarter = Home(Path(sys.argv[1])), Period.parse(sys.argv[2])
    for document, period in due(quarter, "committee"):
        report = seen_by(home, period, "committee")
        started, worked = time.monotonic(), time.process_time()
        content = make(document, Seen(report))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(
            f"{document.name:26} {time.monotonic() - started:5.1f} s, "
            f"{time.process_time() - worked:5.1f} s of one core, "
            f"{len(content) / 1e6:4.1f} MB, peak {peak} MB\n"
        )


if __name__ == "__main__":
    main()
