"""A run killed at random instants, and run again: `python -m benchmarks.kills`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.simulation.kills import kill_at_random


def main() -> int:
    """Tell each kill, then the counts; 1 if anything was different afterwards."""
    words = argparse.ArgumentParser()
    words.add_argument("--kills", type=int, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--scale", type=float, default=0.3)
    asked = words.parse_args()

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as folder:
        found = kill_at_random(
            Path(folder),
            kills=asked.kills,
            seed=asked.seed,
            scale=asked.scale,
            tell=tell,
        )
    tell(f"\n{found.n_killed} runs killed and run again")
    for how_far, number in sorted(found.at.items()):
        tell(f"  {number:3} in {how_far}")
    tell(f"{len(found.different)} differences from an undisturbed run")
    for line in found.different:
        tell(f"  {line}")
    return 1 if found.different else 0


if __name__ == "__main__":
    sys.exit(main())
