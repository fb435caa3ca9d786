"""Where an export and the figures worked out here differ."""

import csv
from collections.abc import Mapping
from math import isclose
from pathlib import Path

from figures import Place
from measures import Figure

COLUMNS = [
    *("period", "indicator", "breakdown", "category"),
    *("numerator", "denominator", "value", "status"),
]


def exported(export_csv: Path) -> tuple[dict[Place, Figure], list[str]]:
    """The figures of an export by their place, and what is wrong with its form."""
    figures: dict[Place, Figure] = {}
    faults = []
    with export_csv.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if list(rows.fieldnames or []) != COLUMNS:
            faults.append(f"columns are {rows.fieldnames}")
        for row in rows:
            place = (
                *(row["period"], row["indicator"]),
                *(row["breakdown"], row["category"]),
            )
            if place in figures:
                faults.append(f"twice: {place}")
            figures[place] = Figure(
                number(row["numerator"]),
                number(row["denominator"]),
                number(row["value"]),
                row["status"],
            )
    return figures, faults


def number(cell: str) -> float | None:
    """The number of a cell, or nothing."""
    return float(cell) if cell else None


def same(first: float | None, second: float | None) -> bool:
    """Whether two numbers agree to 1e-9, or both are empty."""
    if first is None or second is None:
        return first is second
    return isclose(first, second, rel_tol=1e-9, abs_tol=1e-9)


def agree(first: Figure, second: Figure) -> bool:
    """Whether numerator, denominator, value and status all agree."""
    numbers = zip(first[:3], second[:3], strict=True)
    return first.status == second.status and all(same(a, b) for a, b in numbers)


def compare(export_csv: Path, figures: Mapping[Place, Figure]) -> list[str]:
    """Every place where the export differs, lacks a row or has one too many."""
    found, differences = exported(export_csv)
    for place in sorted(figures.keys() | found.keys()):
        name = " ".join(part or "-" for part in place)
        if place not in found:
            differences.append(f"{name}: not exported, here {tuple(figures[place])}")
        elif place not in figures:
            differences.append(f"{name}: not known here, export {tuple(found[place])}")
        elif not agree(figures[place], found[place]):
            differences.append(
                f"{name}: here {tuple(figures[place])}, export {tuple(found[place])}"
            )
    return differences
