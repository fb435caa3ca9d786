"""Figures as a table for other programs: CSV, Parquet or XLSX by the name's ending."""

from __future__ import annotations

import errno
import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from schemas.errors import UsageError
from schemas.period import Period, longer_periods
from schemas.released import ReleasedValue
from transforms.bring_up_to_date import figures_of
from transforms.home import Home
from transforms.register import Register
from transforms.release import released_values

COLUMNS: tuple[str, ...] = (
    "period",
    "indicator",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "value",
    "status",
)
_ENDINGS = (".csv", ".parquet", ".xlsx")


def periods_of(home: Home, period: Period | None, *, every: bool) -> list[Period]:
    """The periods to export.

    Args:
        home: the home.
        period: the period asked for.
        every: every quarter with a registered submission, then each half-year and year
            all of whose quarters are among them.
    """
    if not every:
        return [] if period is None else [period]
    quarters = Register(home.register).quarters()
    return [*sorted(quarters), *longer_periods(quarters)]


def unprotected(
    home: Home, periods: Sequence[Period], *, interview_hours: int
) -> pd.DataFrame:
    """Figures as they stand with all accepted by now, nothing hidden."""
    if not periods:
        return pd.DataFrame(columns=list(COLUMNS))
    values = figures_of(home, periods, interview_hours)
    order = {period.code: number for number, period in enumerate(periods)}
    values = values.assign(order=values["period"].map(order))
    return values.sort_values(["order", "place"])[list(COLUMNS)]


def protected(
    home: Home,
    periods: Sequence[Period],
    *,
    edition: str,
    shown: Callable[[ReleasedValue], str],
) -> pd.DataFrame:
    """Figures as an edition shows them, with what a document prints of each."""
    codes = [period.code for period in periods]
    rows = [
        (
            value.period,
            value.indicator,
            value.breakdown,
            value.category,
            value.numerator,
            value.denominator,
            value.value,
            value.status.value,
            shown(value),
        )
        for value in released_values(home, codes, edition)
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "shown"])


def write(frame: pd.DataFrame, out: Path) -> None:
    """Write a table of figures; counts without a decimal point, the rest unrounded.

    Raises:
        UsageError: the name ends in none of .csv, .parquet, .xlsx.
    """
    whole = {
        name: _whole_where_whole(frame[name]) for name in ("numerator", "denominator")
    }
    ending = out.suffix.lower()
    if ending not in _ENDINGS:
        raise UsageError(
            f"A table can't be written as {out.suffix or 'a file without ending'}.",
            f"Let the name end in one of {', '.join(_ENDINGS)}.",
        )
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".icpc-") as folder:
        part = Path(folder) / f"figures{ending}"
        _write(frame.assign(**whole) if ending == ".csv" else frame, part)
        part.replace(out)


def _write(frame: pd.DataFrame, part: Path) -> None:
    """Write beside the file asked for, so that it is there whole or not at all."""
    if part.suffix == ".csv":
        text = frame.to_csv(index=False, lineterminator="\n")
        part.write_text(text, "utf-8")
    elif part.suffix == ".xlsx":
        workbook = io.BytesIO()
        frame.to_excel(workbook, index=False, sheet_name="figures", engine="xlsxwriter")
        part.write_bytes(workbook.getvalue())
    else:
        try:
            with duckdb.connect() as connection:
                connection.register("figures", frame)
                connection.sql("SELECT * FROM figures").write_parquet(str(part))
        except duckdb.IOException:
            raise OSError(errno.EIO, "the disk did not take it") from None


def _whole_where_whole(numbers: pd.Series[float]) -> pd.Series[Any]:
    """Numerators and denominators are whole numbers; they are written as such."""
    return numbers.astype("Int64").astype(object).where(numbers.notna(), "")
