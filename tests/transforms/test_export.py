"""The export: columns in the order given, figures unrounded, empty where none."""

from __future__ import annotations

from pathlib import Path

import duckdb
import openpyxl
import pytest

from schemas.errors import UsageError
from schemas.period import Period
from tests.transforms.homes import CEOP_ROWS, ceop, drop, make_home, receive
from transforms.export import periods_of, protected, unprotected, write
from transforms.home import Home
from transforms.indicators import CATALOGUE

Q2 = Period.parse("2026-27-Q2")
HEADER = "period,indicator,breakdown,category,numerator,denominator,value,status"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = make_home(tmp_path_factory.mktemp("home"))
    rows = (*CEOP_ROWS, "CEOP-3,2026-08-01,other,no")
    drop(home, "police_ceop_reports_2026-27-Q2.csv", ceop(*rows))
    receive(home, "police")
    return home


def exported(home: Home, out: Path) -> list[str]:
    write(unprotected(home, [Q2], interview_hours=72), out)
    return out.read_text("utf-8").splitlines()


def test_csv_has_the_columns_in_order_and_figures_unrounded(
    home: Home, tmp_path: Path
) -> None:
    lines = exported(home, tmp_path / "f.csv")
    assert lines[0] == HEADER
    assert "2026-27-Q2,A25.1,,,3,,3.0,ok" in lines
    assert "2026-27-Q2,A25.1,type,live_streaming,0,,0.0,ok" in lines
    assert f"2026-27-Q2,A25.2,,,1,3,{100 / 3},ok" in lines


def test_what_is_not_received_or_not_due_has_no_figures(
    home: Home, tmp_path: Path
) -> None:
    lines = exported(home, tmp_path / "f.csv")
    assert "2026-27-Q2,A21.1,,,,,,not_received" in lines
    assert "2026-27-Q2,A05.1,agency,hscp,,,,not_due" in lines
    assert "2026-27-Q2,X02.2,agency,icpc,0,0,,not_applicable" in lines


def test_every_total_and_category_is_given_once_in_the_catalogues_order(
    home: Home,
) -> None:
    frame = unprotected(home, [Q2], interview_hours=72)
    places = list(
        frame[["indicator", "breakdown", "category"]].itertuples(index=False, name=None)
    )
    expected = [
        (indicator.id, name, category)
        for indicator in CATALOGUE
        for name, category in [
            ("", ""),
            *((b.name, c) for b in indicator.breakdowns for c in b.categories),
        ]
    ]
    assert places == expected


def test_parquet_and_xlsx_hold_the_same_rows(home: Home, tmp_path: Path) -> None:
    frame = unprotected(home, [Q2], interview_hours=72)
    for ending in ("parquet", "xlsx"):
        write(frame, tmp_path / f"f.{ending}")
    parquet = duckdb.read_parquet(str(tmp_path / "f.parquet"))
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx").active
    assert parquet.columns == HEADER.split(",")
    assert len(parquet.fetchall()) == len(frame)
    assert sheet is not None
    assert sheet.max_row == len(frame) + 1


def test_another_ending_is_refused_in_words(home: Home, tmp_path: Path) -> None:
    frame = unprotected(home, [Q2], interview_hours=72)
    with pytest.raises(UsageError, match=r"\.csv, \.parquet, \.xlsx"):
        write(frame, tmp_path / "f.docx")


def test_all_gives_quarters_with_a_submission_then_whole_longer_periods(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    for quarter, day in (("2026-27-Q1", "2026-05-01"), ("2026-27-Q2", "2026-07-01")):
        drop(
            home,
            f"police_ceop_reports_{quarter}.csv",
            ceop(f"CEOP-1,{day},grooming,yes"),
        )
    receive(home, "police")
    periods = [p.code for p in periods_of(home, None, every=True)]
    assert periods == ["2026-27-Q1", "2026-27-Q2", "2026-27-H1"]


def test_a_protected_export_holds_released_figures_alone(home: Home) -> None:
    frame = protected(home, [Q2], edition="committee", shown=lambda v: v.status.value)
    assert frame.empty
    assert list(frame.columns)[-1] == "shown"
