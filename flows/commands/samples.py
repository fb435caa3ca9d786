"""`icpc samples`: synthetic extracts, as the six agencies would send them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from flows.progress import counted
from schemas.errors import UsageError
from schemas.period import Period, PeriodKind, quarters_between
from transforms.synthetic import write_samples

_LARGEST_SCALE = 1000


def samples(
    out: Path, quarters: Sequence[str], *, seed: int, scale: float, arrivals: bool
) -> None:
    """Write the extracts of the quarters asked for, and say how many."""
    if not 0 < scale <= _LARGEST_SCALE:
        raise UsageError("That scale can't be made.", "1 is a small council; try 10.")
    asked = sorted(set(_quarters(quarters)))
    written = write_samples(out, asked, seed=seed, scale=scale, arrivals=arrivals)
    typer.echo(f"{counted(len(written), 'synthetic extract')} written to {out}")


def _quarters(texts: Sequence[str]) -> Iterator[Period]:
    """Quarters named one by one, by commas, by ranges, by half-year or year."""
    for text in texts:
        for part in text.replace(",", " ").split():
            first, dots, last = part.partition("..")
            if dots:
                yield from quarters_between(_quarter(first), _quarter(last))
            else:
                yield from Period.parse(part).quarters


def _quarter(code: str) -> Period:
    period = Period.parse(code)
    if period.kind is not PeriodKind.QUARTER:
        raise UsageError(
            "A range goes from quarter to quarter.",
            "Write it as 2025-26-Q1..2026-27-Q2.",
        )
    return period
