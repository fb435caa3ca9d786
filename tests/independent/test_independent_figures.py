"""The system's figures against those worked out here from the definitions alone.

Extracts full of edge cases are written for four and for eight quarters, run through the
command line in a home of their own, exported without protection, and every row of the
export is compared: numerator, denominator, value and status.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from comparison import compare
from extracts_writer import clock_after, write_home_drops
from figures import compute_all

ROOT = Path(__file__).parents[2]
ONE_YEAR = [f"2025-26-Q{number}" for number in (1, 2, 3, 4)]
TWO_YEARS_BROKEN = [
    *(f"2024-25-Q{number}" for number in (2, 3, 4)),
    *ONE_YEAR,
    "2026-27-Q1",
]
SHOWN = 40


def icpc(*arguments: str) -> None:
    """Run the command and show what it said if it did not end well."""
    surroundings = {
        key: value for key, value in os.environ.items() if key != "ICPC_HOME"
    }
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "flows.command_line", *arguments],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert ran.returncode == 0, (
        f"{arguments}\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    )


def take_arrivals_from_the_home(settings: Path) -> None:
    """Set `arrivals = true` under `[demo]` in icpc.toml."""
    words = settings.read_text(encoding="utf-8")
    if re.search(r"(?m)^\[demo\]\s*$", words):
        words = re.sub(r"(?m)^arrivals\s*=.*\n?", "", words)
        words = re.sub(r"(?m)^\[demo\]\s*$", "[demo]\narrivals = true", words)
    else:
        words += "\n[demo]\narrivals = true\n"
    assert tomllib.loads(words)["demo"]["arrivals"] is True
    settings.write_text(words, encoding="utf-8")


def exported_figures(home: Path, extracts: Path, last: str, now: datetime) -> Path:
    """The export of a home that was made from some extracts."""
    icpc("init", str(home))
    for name in ("drops", "reference"):
        shutil.copytree(extracts / name, home / name, dirs_exist_ok=True)
    shutil.copy(extracts / "arrivals.csv", home / "arrivals.csv")
    take_arrivals_from_the_home(home / "icpc.toml")
    clock = now.isoformat(timespec="minutes")
    icpc("run", last, "--direct", "--home", str(home), "--now", clock)
    export = home.parent / "export.csv"
    options = ("--all", "--unprotected", "--out", str(export), "--home", str(home))
    icpc("export", last, *options)
    return export


@pytest.mark.parametrize(
    ("quarters", "seed", "size"),
    [
        pytest.param(ONE_YEAR, 1, 1.0, id="four-quarters-seed-1"),
        pytest.param(TWO_YEARS_BROKEN, 4, 0.5, id="eight-quarters-seed-4"),
        # With all the others `make test` would take a third longer.
        pytest.param(
            *(ONE_YEAR, 2, 1.0), id="four-quarters-seed-2", marks=pytest.mark.real
        ),
        pytest.param(
            *(TWO_YEARS_BROKEN, 3, 1.5),
            id="eight-quarters-seed-3",
            marks=pytest.mark.real,
        ),
    ],
)
def test_every_exported_figure_is_the_one_worked_out_independently(
    tmp_path: Path, quarters: list[str], seed: int, size: float
) -> None:
    """No row of the export differs, lacks or is too many."""
    extracts, home = tmp_path / "extracts", tmp_path / "home"
    write_home_drops(extracts, quarters, seed, size)
    now = clock_after(quarters)
    export = exported_figures(home, extracts, quarters[-1], now)
    differences = compare(export, compute_all(extracts, now))
    shown = "\n".join(differences[:SHOWN])
    assert not differences, f"{len(differences)} differences, the first:\n{shown}"


def test_the_extracts_written_are_decided_by_the_seed(tmp_path: Path) -> None:
    """The same seed gives the same bytes; what is written covers what it should."""
    for name in ("first", "second"):
        write_home_drops(tmp_path / name, ONE_YEAR, 5, 0.5)
    files = sorted(path for path in (tmp_path / "first").rglob("*.*") if path.is_file())
    assert len(files) > 100
    for path in files:
        again = tmp_path / "second" / path.relative_to(tmp_path / "first")
        assert path.read_bytes() == again.read_bytes(), path.name


def test_the_figures_of_the_written_extracts_show_every_status(tmp_path: Path) -> None:
    """Every indicator stands somewhere, and every status occurs."""
    write_home_drops(tmp_path, TWO_YEARS_BROKEN, 3, 1.5)
    figures = compute_all(tmp_path, clock_after(TWO_YEARS_BROKEN))
    statuses = {figure.status for figure in figures.values()}
    assert statuses == {"ok", "not_received", "not_applicable", "not_due"}
    standing = {place[1] for place, figure in figures.items() if figure.value}
    assert standing == {place[1] for place in figures}
