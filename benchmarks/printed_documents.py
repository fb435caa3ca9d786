"""A hostile reader of the printed documents: `python -m benchmarks.printed_documents`.

Eight quarters with a revision each, half-years and a year, in both editions; what can
be worked out from the Word documents alone. It takes its time: a small area hides most.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "independent"))

from test_printed_documents_hide import conclusions, with_documents

QUARTERS = [f"{year}-Q{n}" for year in ("2024-25", "2025-26") for n in (1, 2, 3, 4)]


def main() -> int:
    """Tell of each edition what is hidden and what is worked out; 1 if anything is."""
    words = argparse.ArgumentParser()
    words.add_argument("--quarters", type=int, default=len(QUARTERS))
    words.add_argument("--seed", type=int, default=5)
    words.add_argument("--scale", type=float, default=0.3)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = with_documents(
            Path(folder) / "home",
            QUARTERS[: asked.quarters],
            seed=asked.seed,
            scale=asked.scale,
        )
        found = conclusions(home)
    for edition, reader in found.items():
        hidden = reader.n_hidden - reader.n_free
        sys.stdout.write(
            f"{edition}: {hidden} hidden, {len(reader.worked_out)} worked out\n"
        )
        sys.stdout.writelines(f"  {line}\n" for line in reader.worked_out)
    return 1 if any(reader.worked_out for reader in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
