"""Writing the synthetic extracts of any quarters, and the reference tables to them."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from schemas.extract import Extract
from schemas.period import Period
from schemas.vocabulary import AGENCIES
from transforms.synthetic import history
from transforms.synthetic.chance import Draws
from transforms.synthetic.children import ADULT_AGE, BIRTHS_A_YEAR
from transforms.synthetic.dress import Cells, Dress, dress_of
from transforms.synthetic.extracts import tables_of
from transforms.synthetic.files import write_csv, write_workbook
from transforms.synthetic.quarters import as_date, drawn_on, number_of
from transforms.synthetic.schools import s2_rolls, school_codes, school_years
from transforms.synthetic.world import World

_SOURCE = "synthetic"
_FIRST_ESTIMATE = 2023
_YEARLY_CHANGE = -0.006
_SCATTER = 0.05
_MID_YEAR = (6, 30)


def write_samples(
    out: Path,
    quarters: Sequence[Period],
    *,
    seed: int,
    scale: float = 1.0,
    arrivals: bool = False,
) -> list[Path]:
    """Write every extract of the quarters as the agencies would send it.

    The same arguments give the same bytes. An extract depends on seed, scale and its
    quarter alone, but for the VYP referrals of the earliest quarter, which also hold
    every case open on its first day.

    Args:
        out: the folder that gets a folder for each agency, as a home's drops/ has.
        quarters: the quarters; of a half-year or a year, its quarters.
        seed: what makes this history and no other.
        scale: size of the area; 1.0 is a small council.
        arrivals: also write `arrivals.csv`, and let some files be late, missing, wrong
            or sent again. It lies beside a folder called drops, as in a home, and
            otherwise inside `out`.

    Returns:
        The extracts written, in the order of writing.
    """
    world = World(seed, scale)
    wanted = sorted({quarter for period in quarters for quarter in period.quarters})
    written: list[tuple[Path, dt.datetime]] = []
    for quarter in wanted:
        first = quarter == wanted[0]
        written += _write_quarter(out, world, quarter, first=first, mishaps=arrivals)
    if arrivals:
        _write_arrivals(out, written)
    return [path for path, _ in written]


def _write_quarter(
    out: Path, world: World, quarter: Period, *, first: bool, mishaps: bool
) -> Iterator[tuple[Path, dt.datetime]]:
    moments = {a: history.arrivals_of(world.seed, quarter, a) for a in AGENCIES}
    for agency, extract, table in tables_of(world, quarter, first=first):
        dress = dress_of(agency, extract, len(table))
        mishap = history.mishap_of(quarter, agency, extract) if mishaps else None
        arrives = next(moments[agency])
        for sending in history.sendings(extract, table, dress, mishap, arrives):
            name = _name(agency, extract, quarter, sending.version)
            path = out / agency / f"{name}.{dress.ending}"
            _write(path, sending.cells, dress, quarter)
            yield path, sending.arrived_at


def _name(agency: str, extract: Extract, quarter: Period, version: int) -> str:
    again = f"_v{version}" if version > 1 else ""
    return f"{agency}_{extract.name}_{quarter.code}{again}"


def _write(path: Path, cells: Cells, dress: Dress, quarter: Period) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if dress.workbook:
        write_workbook(path, cells, made_on=as_date(drawn_on(number_of(quarter))))
    else:
        write_csv(path, cells, dress)


def _write_arrivals(out: Path, written: Iterable[tuple[Path, dt.datetime]]) -> None:
    folder = out.parent if out.name == "drops" else out
    lines = [
        (path.relative_to(out).as_posix(), f"{arrived:%Y-%m-%d %H:%M:%S}")
        for path, arrived in written
    ]
    _write_table(folder / "arrivals.csv", ("file", "arrived_at"), lines)


def write_reference(
    folder: Path, quarters: Sequence[Period], *, seed: int, scale: float = 1.0
) -> list[Path]:
    """Write population.csv and schools.csv for the quarters, both marked synthetic.

    Returns:
        The two files.
    """
    world = World(seed, scale)
    population, schools = folder / "population.csv", folder / "schools.csv"
    folder.mkdir(parents=True, exist_ok=True)
    _write_table(
        population,
        ("as_of_year", "sex", "age", "estimate", "source"),
        _population(world, quarters),
    )
    _write_table(
        schools,
        ("school_year", "school_code", "s2_roll"),
        [
            (year, code, roll)
            for year in school_years(quarters)
            for code, roll in zip(
                school_codes(world), s2_rolls(world, year).tolist(), strict=True
            )
        ],
    )
    return [population, schools]


def _population(
    world: World, quarters: Sequence[Period]
) -> Iterator[tuple[int, str, int, int, str]]:
    """Estimates of 30 June: for each quarter the latest that is not after its end."""
    ends = [q.last_day for period in quarters for q in period.quarters]
    used = [end.year - ((end.month, end.day) < _MID_YEAR) for end in ends]
    ages = np.arange(ADULT_AGE, dtype=np.int64)
    for year in range(min(used), max(used) + 1):
        usual = BIRTHS_A_YEAR * world.scale / 2
        usual *= 1 + _YEARLY_CHANGE * (year - _FIRST_ESTIMATE)
        for sex in ("female", "male"):
            draws = Draws(world.seed, "population", sex)
            scatter = draws.share("born", year - ages)
            for age, share in zip(ages.tolist(), scatter.tolist(), strict=True):
                estimate = round(usual * (1 + _SCATTER * (share - 0.5)))
                yield year, sex, age, estimate, _SOURCE


def _write_table(
    path: Path, heading: Sequence[str], lines: Iterable[Sequence[object]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(lines)
