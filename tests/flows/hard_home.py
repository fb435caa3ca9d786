"""A home that is hard on its documents: gaps, refusals, revisions, few children.

Three quarters of a very small area. The first has none before it; the second ends a
half-year and a year; the third comes with late and corrected files of the second, whose
documents are then made again.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import openpyxl

from flows.commands.run import runner_for
from flows.new_home import make_home
from flows.orders import Stage, order_for
from schemas.period import Period
from transforms.home import Home
from transforms.synthetic import write_reference, write_samples

QUARTERS = tuple(
    Period.parse(f"{q}") for q in ("2025-26-Q3", "2025-26-Q4", "2026-27-Q1")
)
FIRST, MIDDLE, LAST = QUARTERS
LONGER = (Period.parse("2025-26-H2"), Period.parse("2025-26"))
_SCALE, _SEED = 0.25, 5
_SILENT = "barnardos"
_RECEIVED, _REPORTED = 11, 20
_LONG_TITLE = (
    "Every service that meets young people at risk agrees, writes down and tests with "
    "them how concerns are shared between agencies in the evening and at weekends"
)
_LONG_ROLE = "Service manager for children, young people, families and criminal justice"
_LONG_NOTE = (
    "Workshops with all agencies were held and a first draft was sent round; answers "
    "of two agencies are still to come, and the pilot in the north of the area was "
    "put back because of vacancies, so that a new date has to be agreed by the group. "
)
_UNKNOWN_TYPE = "https://example.org/see?a=1&b=<2>"
COMMENTARY = (
    (
        "overview",
        "Chair of the committee",
        "A quarter with fewer files than agreed. " * 12,
    ),
    (
        "A02",
        "Lead officer",
        "Briefings go on; “winter” ones are arranged & dated <soon>.",
    ),
    ("A07", "Chair of the VYP Group", "Plans were read with care. " * 40),
    ("A20", "Analyst", "Spoke with the officer on 12/03/2011 at 14 Main Street."),
    ("impact", "Lead officer", "Two schools changed how they record absence."),
    ("risks", "Lead officer", "One vacancy in the team."),
    ("views", "Participation worker", "Young people asked for quicker help."),
    ("practice", "Practice lead", "Reviewing plans together was found useful."),
    ("preface", "Chief officers", "We thank everyone who took part. " * 20),
    ("next", "Chair of the committee", "Next year: transitions first."),
)


def make_hard_home(root: Path) -> Home:
    """The home, run to the end."""
    home = make_home(root)
    to_come = root.parent / "to-come"
    write_reference(home.reference, QUARTERS, seed=_SEED, scale=_SCALE)
    write_samples(to_come, QUARTERS, seed=_SEED, scale=_SCALE)
    _spoil(to_come)
    for period in (*QUARTERS, *LONGER):
        _write_commentary(home, period)
    with runner_for(home, direct=True, clock_is_set=True) as run:

        def made(period: Period, now: dt.datetime, **stages: Stage) -> None:
            run(order_for(home=home.root, period=period.code, now=now, **stages))

        for quarter in QUARTERS:
            _send(home, to_come, f"*/*_{quarter}.*")
            if quarter == LAST:
                _send(home, to_come, f"*/*_{MIDDLE}_v2.*")
                _send(home, to_come, f"late/*/*_{MIDDLE}.*")
            made(quarter, _day(quarter, _RECEIVED), last=Stage.RECEIVE)
            made(quarter, _day(quarter, _REPORTED))
            if quarter == MIDDLE:
                for period in LONGER:
                    made(period, _day(quarter, _REPORTED + 5))
        for period in (MIDDLE, *LONGER):
            made(period, _day(LAST, _REPORTED + 2))
    return home


def _day(quarter: Period, number: int) -> dt.datetime:
    first = quarter.last_day + dt.timedelta(days=1)
    return dt.datetime.combine(first.replace(day=number), dt.time(10))


def _send(home: Home, to_come: Path, pattern: str) -> None:
    for file in sorted(to_come.glob(pattern)):
        if file.parent.name != _SILENT:
            file.replace(home.drops / file.parent.name / file.name)


def _spoil(folder: Path) -> None:
    """What goes wrong with the files before they are sent."""

    def of(agency: str, extract: str, quarter: Period = MIDDLE) -> Path:
        return next((folder / agency).glob(f"{agency}_{extract}_{quarter}.*"))

    of("health", "attendances", FIRST).unlink()
    of("icpc", "action_plan", FIRST).unlink()
    late = folder / "late" / "police" / of("police", "disruption").name
    late.parent.mkdir(parents=True)
    of("police", "disruption").replace(late)
    _sent_again(of("health", "training"), lambda rows: [row[1:] for row in rows])
    _sent_again(of("police", "concern_reports"), lambda rows: rows)
    _sent_again(of("hscp", "vyp_referrals"), _two_wrong, second=False)
    of("education", "training", LAST).write_bytes(b"PK\x03\x04 not a workbook")
    for quarter in QUARTERS[1:]:
        _sent_again(of("icpc", "action_plan", quarter), _long_words, second=False)


Rows = list[list[object]]


def _sent_again(
    path: Path, change: Callable[[Rows], Rows], *, second: bool = True
) -> None:
    """The file as the change leaves it, and its second version, one row shorter."""
    rows = _rows(path)
    path.unlink()
    first = path.with_suffix(".csv")
    _write_csv(first, change([list(row) for row in rows]))
    if second:
        _write_csv(first.with_name(f"{first.stem}_v2.csv"), rows[:-1])


def _rows(path: Path) -> Rows:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [list(row) for row in csv.reader(file)]
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _write_csv(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_cell(cell) for cell in row] for row in rows)


def _cell(cell: object) -> object:
    return cell.date().isoformat() if isinstance(cell, dt.datetime) else cell


def _two_wrong(rows: Rows) -> Rows:
    for row in rows[1:3]:
        row[2] = "see note"
    return rows


def _long_words(rows: Rows) -> Rows:
    names = [str(name) for name in rows[0]]
    title, role, note, due = (
        names.index(name) for name in ("title", "lead_role", "progress_note", "by_when")
    )
    for row in rows[1::3]:
        row[title], row[role], row[note] = _LONG_TITLE, _LONG_ROLE, _LONG_NOTE
    rows[2][note] = "Seen by the officer; <see> " + _UNKNOWN_TYPE
    rows[-1][title] = _LONG_TITLE
    for row in rows[1::4]:
        row[due] = "2025-06-30"
    return rows


def _write_commentary(home: Home, period: Period) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("About", "Author", "Text"), *COMMENTARY):
        sheet.append(row)
    book.save(home.commentary / f"commentary_{period}.xlsx")
