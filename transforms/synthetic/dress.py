"""How each agency's system writes its files: kind of file, dates, answers, headings.

All of it is admitted; that it differs is what a reader of extracts has to live with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from schemas.extract import Column, Extract, Kind
from schemas.vocabulary import YES_NO

Cells = dict[str, list[Any]]
"""Columns under their headings: texts, and in workbooks numbers and dates too."""

_MOST_ROWS_IN_A_WORKBOOK = 50_000


@dataclass(frozen=True)
class Dress:
    """The look of one agency's files.

    Attributes:
        workbook: XLSX with true dates; otherwise CSV.
        slashes: dates in CSV as 31/12/2026; otherwise 2026-12-31.
        letter_t: a `T` between date and time in CSV.
        from_excel: CSV as Excel saves it: with a byte-order mark and CRLF.
        answers: how yes, no and unknown are written.
        spaced: headings with spaces and a capital, as `Child ref`.
    """

    workbook: bool = False
    slashes: bool = False
    letter_t: bool = False
    from_excel: bool = False
    answers: tuple[str, ...] = YES_NO
    spaced: bool = False

    @property
    def ending(self) -> str:
        """The ending of the file's name."""
        return "xlsx" if self.workbook else "csv"


_WORKBOOK = Dress(workbook=True)
_SAVED_BY_EXCEL = Dress(slashes=True, from_excel=True, answers=("Yes", "No", "Unknown"))
_SCHOOLS_SYSTEM = replace(_SAVED_BY_EXCEL, answers=("Y", "N", "N/K"))
_USUAL = {
    "hscp": _WORKBOOK,
    "education": _SCHOOLS_SYSTEM,
    "health": _WORKBOOK,
    "police": Dress(letter_t=True),
    "barnardos": Dress(workbook=True, answers=("Yes", "No", "Unknown"), spaced=True),
    "icpc": _WORKBOOK,
}
_UNUSUAL = {
    ("hscp", "return_interviews"): _SAVED_BY_EXCEL,
    ("hscp", "wellbeing_assessments"): _SAVED_BY_EXCEL,
    ("education", "transition_plans"): _WORKBOOK,
    ("health", "attendances"): Dress(),
    ("police", "disruption"): _WORKBOOK,
    ("police", "ceop_reports"): _WORKBOOK,
    ("icpc", "awareness_programmes"): Dress(slashes=True),
    ("icpc", "campaign_returns"): Dress(),
}


def dress_of(agency: str, extract: Extract, rows: int) -> Dress:
    """The look of a file; one too long for a workbook is CSV whoever sends it."""
    dress = _UNUSUAL.get((agency, extract.name), _USUAL[agency])
    if rows > _MOST_ROWS_IN_A_WORKBOOK:
        return replace(dress, workbook=False)
    return dress


def dressed(extract: Extract, table: pd.DataFrame, dress: Dress) -> Cells:
    """The table's cells as the agency's system writes them."""
    return {
        _heading(column.name, dress): _cells(column, table[column.name], dress)
        for column in extract.columns
    }


def _heading(name: str, dress: Dress) -> str:
    return name.replace("_", " ").capitalize() if dress.spaced else name


def _cells(column: Column, cells: pd.Series[Any], dress: Dress) -> list[Any]:
    if column.is_temporal:
        moments = cells.to_numpy("datetime64[us]")
        if column.kind is Kind.DATE:
            moments = moments.astype("datetime64[D]")
        return moments.tolist() if dress.workbook else _as_text(moments, dress)
    if column.kind is Kind.WHOLE:
        empty = cells.isna().to_numpy()
        numbers = cells.fillna(0).to_numpy(np.int64).tolist()
        return [None if e else n for n, e in zip(numbers, empty, strict=True)]
    if column.codes == YES_NO:
        spelling = dict(zip(YES_NO, dress.answers, strict=True))
        return list(cells.map(spelling))
    return list(cells.astype(object).where(cells.notna(), None))


def _as_text(
    moments: np.ndarray[Any, np.dtype[np.datetime64]], dress: Dress
) -> list[str | None]:
    if moments.dtype == np.dtype("datetime64[D]"):
        texts: list[str] = np.datetime_as_string(moments).tolist()
    else:
        texts = np.datetime_as_string(moments, unit="m").tolist()
    if dress.slashes:
        texts = [f"{t[8:10]}/{t[5:7]}/{t[:4]} {t[11:]}".rstrip() for t in texts]
    elif not dress.letter_t:
        texts = [text.replace("T", " ") for text in texts]
    empty = np.isnat(moments).tolist()
    return [None if e else text for text, e in zip(texts, empty, strict=True)]
