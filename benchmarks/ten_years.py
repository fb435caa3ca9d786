"""Ten years with seeded faults: `python -m benchmarks.ten_years`.

Compared with the same years without faults: every submission accounted for, every due
document made exactly once, every figure the same, nothing left running.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from schemas.period import Period, quarters_between
from tests.simulation.account import account_for
from tests.simulation.years import simulate


def main() -> int:
    """Tell how far it has come, then the counts; 1 if anything is not as it must be."""
    words = argparse.ArgumentParser()
    words.add_argument("--first", default="2026-27-Q1")
    words.add_argument("--last", default="2035-36-Q4")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--scale", type=float, default=0.1)
    asked = words.parse_args()
    quarters = quarters_between(Period.parse(asked.first), Period.parse(asked.last))
    began = time.monotonic()

    def tell(line: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:6.0f} s  {line}\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        faulty, calm, years = simulate(
            Path(folder), quarters, seed=asked.seed, scale=asked.scale, tell=tell
        )
        account = account_for(faulty, calm, list(quarters))
    tell(f"{len(quarters)} quarters, {years.n_files} files, {years.n_runs} runs")
    for title, counted in (("sent", years.sent), ("faults", years.faults)):
        for name, number in sorted(counted.items()):
            tell(f"  {title}: {number:5} {name}")
    for name, number in account.counts.items():
        tell(f"  {number:7,} {name}")
    tell(f"{len(account.wrong)} things that are not as they must be")
    for line in account.wrong:
        tell(f"  {line}")
    return 1 if account.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
