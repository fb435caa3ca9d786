"""Writing extracts as CSV and XLSX, the same bytes for the same cells every time."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import xlsxwriter

from transforms.synthetic.dress import Cells, Dress

SYNTHETIC = "Synthetic data, made by icpc samples"
_SHEET = "Synthetic data"
_WIDTH = 18
_AS_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_csv(path: Path, cells: Cells, dress: Dress) -> None:
    """Write a CSV file."""
    encoding = "utf-8-sig" if dress.from_excel else "utf-8"
    line_end = "\r\n" if dress.from_excel else "\n"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator=line_end)
        writer.writerow(cells)
        writer.writerows(zip(*cells.values(), strict=True))


def write_workbook(path: Path, cells: Cells, made_on: dt.date) -> None:
    """Write a workbook that says of itself that it is synthetic."""
    with xlsxwriter.Workbook(str(path), _AS_TEXT) as book:
        book.set_properties(
            {
                "title": "Synthetic data",
                "comments": SYNTHETIC,
                "created": dt.datetime.combine(made_on, dt.time(9)),
            }
        )
        heading = book.add_format({"bold": True})
        looks = {
            dt.date: book.add_format({"num_format": "dd/mm/yyyy"}),
            dt.datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        }
        sheet = book.add_worksheet(_SHEET)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(cells) - 1, _WIDTH)
        for place, (name, column) in enumerate(cells.items()):
            sheet.write_string(0, place, name, heading)
            kinds = (looks.get(type(cell)) for cell in column)
            look = next((kind for kind in kinds if kind), None)
            sheet.write_column(1, place, column, look)
