"""Extracts of some quarters as six agencies might really send them, faults and all.

`write_home_drops` lays out what a home is fed with: drops, arrival times and reference
tables. Every throw of the dice is decided by the seed.
"""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from extract_definitions import EXTRACTS, Row, extracts_due
from extract_files import Raw, csv_bytes, laid_out, write_workbook
from extract_rows import rows_sent
from extract_world import SCHOOLS, World, school_years
from periods import first_day, last_day, local_date

MIDNIGHT = datetime.min.time()
VERSIONS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (60, ("good",)),
    (15, ("faulty",)),
    (4, ("empty",)),
    (2, ()),
    (2, ("rejected",)),
    (3, ("rejected", "good")),
    (4, ("good", "changed")),
    (4, ("good", "rejected")),
    (1, ("rejected", "faulty", "good")),
    (2, ("good", "rejected", "changed")),
    (1, ("early", "good")),
    (1, ("good", "again")),
    (1, ("pair",)),
    (1, ("good", "pair")),
    (2, ("twin",)),
)
REJECTIONS = (
    *("column_missing", "column_twice", "surname", "e_mail", "half_wrong"),
    *("zero_bytes", "null_byte", "truncated", "notes_sheet"),
)


@dataclass
class Delivery:
    """The files of one home as they come in."""

    out: Path
    world: World
    dice: Random
    arrivals: list[tuple[str, datetime]] = field(default_factory=list)

    def path(self, agency: str, name: str, arrived: datetime) -> Path:
        """Where a file lies in the drops; its arrival is noted."""
        place = self.out / "drops" / agency / name
        place.parent.mkdir(parents=True, exist_ok=True)
        self.arrivals.append((f"{agency}/{name}", arrived))
        return place


def clock_after(quarters: list[str]) -> datetime:
    """When the last quarter is reported: the 20th of the month after, 07:00."""
    after = last_day(quarters[-1]) + timedelta(days=20)
    return datetime.combine(after, MIDNIGHT) + timedelta(hours=7)


def write_home_drops(out: Path, quarters: list[str], seed: int, size: float) -> None:
    """Write drops, arrivals.csv and reference tables for consecutive quarters."""
    dice = Random(seed)  # noqa: S311 - nothing secret
    delivery = Delivery(out, World(quarters, dice, size), dice)
    write_reference(out, quarters, odd=seed % 2 == 1)
    for quarter in quarters:
        for agency, extract in extracts_due(quarter):
            weights = [weight for weight, _ in VERSIONS]
            versions = dice.choices([kinds for _, kinds in VERSIONS], weights)[0]
            deliver(delivery, agency, extract, quarter, versions)
    write_strays(delivery)
    table = [(name, moment.isoformat()) for name, moment in delivery.arrivals]
    write_table(out / "arrivals.csv", ("file", "arrived_at"), table)


def write_table(
    path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]
) -> None:
    """A plain table of text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(rows)


def write_reference(out: Path, quarters: list[str], *, odd: bool) -> None:
    """Population and schools; with an odd seed the first year of each is lacking."""
    first, last = first_day(quarters[0]).year, last_day(quarters[-1]).year
    years = range(first + 1 if odd else first - 2, last + 1)
    write_table(
        out / "reference" / "population.csv",
        ("as_of_year", "sex", "age", "estimate", "source"),
        [
            (year, sex, age, 400 + 7 * age + year % 10, "mid-year estimate")
            for year in years
            for sex in ("female", "male")
            for age in range(18)
        ],
    )
    write_table(
        out / "reference" / "schools.csv",
        ("school_year", "school_code", "s2_roll"),
        [
            (year, school, roll + number)
            for number, year in enumerate(school_years(quarters))
            if number or not odd
            for school, roll in SCHOOLS.items()
        ],
    )


def write_strays(delivery: Delivery) -> None:
    """What belongs in no drop: a note, another agency's file, a survey out of turn."""
    quarter = delivery.world.quarters[0]
    arrived = first_arrival(delivery, quarter)
    delivery.path("police", "notes.txt", arrived).write_text("see covering mail")
    stray = delivery.path("police", f"health_attendances_{quarter}.csv", arrived)
    stray.write_text("attendance_ref,child_ref\nATT-1,KID-0001\n")
    if not quarter.endswith("Q4"):
        deliver(delivery, "health", "pathway_knowledge", quarter, ("good",))


def first_arrival(delivery: Delivery, quarter: str) -> datetime:
    """When a first version comes: mostly in time, at the edges of time, or late."""
    dice, day = delivery.dice, datetime.combine(last_day(quarter), MIDNIGHT)
    way = dice.random()
    if way < 0.06:
        return day + timedelta(days=15, hours=23, minutes=59, seconds=59)
    if way < 0.12:
        return day + timedelta(days=16)
    if way < 0.2:
        return day + timedelta(days=dice.randint(16, 18), hours=11)
    return day + timedelta(days=dice.randint(3, 14), minutes=dice.randrange(1440))


def next_arrival(delivery: Delivery, quarter: str, before: datetime) -> datetime:
    """When a resubmission comes: hours later, or months where there is time."""
    later = before + timedelta(days=delivery.dice.choice([1, 2, 9, 70]), hours=1)
    end = clock_after(delivery.world.quarters) - timedelta(days=1)
    if quarter == delivery.world.quarters[-1] or later > end:
        return before + timedelta(hours=delivery.dice.randint(1, 5))
    return later


def deliver(
    delivery: Delivery,
    agency: str,
    extract: str,
    quarter: str,
    versions: tuple[str, ...],
) -> None:
    """Write every version of one extract."""
    rows = rows_sent(delivery.world, agency, extract, quarter)
    arrived = first_arrival(delivery, quarter)
    if versions[:1] == ("early",):
        arrived = datetime.combine(last_day(quarter), MIDNIGHT)
        arrived += timedelta(hours=23, minutes=59, seconds=59)
    stem = f"{agency}_{extract}_{quarter}"
    for version, kind in enumerate(versions, start=1):
        mark = f"_v{version}" if version > 1 else ""
        sending = Sending(delivery, agency, extract, quarter, arrived)
        sending.send(stem + mark, kind, [dict(row) for row in rows], stem)
        arrived = next_arrival(delivery, quarter, arrived)


@dataclass
class Sending:
    """One version of an extract on its way."""

    delivery: Delivery
    agency: str
    extract: str
    quarter: str
    arrived: datetime

    @property
    def dice(self) -> Random:
        """The dice of the delivery."""
        return self.delivery.dice

    def send(self, name: str, kind: str, rows: list[Row], first: str) -> None:
        """Write the version in the manner asked for."""
        if kind == "again":
            self.repeat(name, first)
        elif kind == "twin":
            content = self.write(name, rows, ".csv").read_bytes()
            path = self.delivery.path(self.agency, f"{name}.xlsx", self.arrived)
            path.write_bytes(content)
        elif kind == "empty":
            self.write(name, [])
        elif kind == "rejected":
            self.write_rejected(name, rows)
        elif kind == "pair":
            self.write(name, rows, ".csv")
            self.write(name, rows, ".xlsx")
        else:
            if kind == "changed":
                rows = change(rows, self.dice)
            if kind == "faulty":
                rows = Faults(self).put_in(rows)
            self.write(name, rows)

    def repeat(self, name: str, first: str) -> None:
        """The same bytes again under the next version's name."""
        drop = self.delivery.out / "drops" / self.agency
        for ending in (".csv", ".xlsx"):
            if (drop / f"{first}{ending}").exists():
                path = self.delivery.path(self.agency, name + ending, self.arrived)
                path.write_bytes((drop / f"{first}{ending}").read_bytes())

    def write(
        self, name: str, rows: list[Row], ending: str = "", notes: str = ""
    ) -> Path:
        """Write rows as text or workbook."""
        cells = laid_out(rows, self.agency, self.extract, self.dice)
        ending = ending or self.dice.choice([".csv", ".xlsx"])
        path = self.delivery.path(self.agency, name + ending, self.arrived)
        if ending == ".csv":
            path.write_bytes(csv_bytes(cells, self.agency, self.extract, self.dice))
        else:
            notes = notes or self.dice.choice(["", "", "Sent with the usual caveats"])
            write_workbook(path, cells, notes, self.dice)
        return path

    def write_rejected(self, name: str, rows: list[Row]) -> None:
        """Write a file that is turned away whole."""
        way = self.dice.choice(REJECTIONS)
        if way == "truncated":
            path = self.write(name, rows, ".xlsx")
            path.write_bytes(path.read_bytes()[:-400])
        elif way == "notes_sheet":
            self.write(name, rows, ".xlsx", notes="Ask someone@example.org")
        elif way == "zero_bytes":
            self.write(name, rows, ".csv").write_bytes(b"")
        elif way == "null_byte":
            self.plain(name, rows, lambda line, _: [*line[:-1], "\0"], [])
        elif way == "half_wrong":
            self.plain(name, rows, lambda line, _: ["?", *line[1:-1], "31/31/2026"], [])
        elif way == "column_missing":
            self.plain(name, rows, lambda line, _: line[:-1], [], shorter=True)
        elif way == "column_twice":
            again = [next(iter(EXTRACTS[self.agency][self.extract].columns))]
            self.plain(name, rows, lambda line, _: [*line, "x"], again)
        else:
            extra = {"surname": "Child Surname", "e_mail": "remarks"}[way]
            word = {"surname": "x", "e_mail": "mail someone@example.org"}[way]
            self.plain(name, rows, lambda line, _: [*line, word], [extra])

    def plain(
        self,
        name: str,
        rows: list[Row],
        spoil: Callable[[list[str], int], list[str]],
        extra: list[str],
        *,
        shorter: bool = False,
    ) -> None:
        """A plain text file whose every row is spoilt in one way."""
        columns = list(EXTRACTS[self.agency][self.extract].columns)
        columns = columns[:-1] if shorter else columns + extra
        path = self.delivery.path(self.agency, f"{name}.csv", self.arrived)
        lines = [
            spoil(
                ["" if value is None else str(value) for value in row.values()], number
            )
            for number, row in enumerate(rows or [dict.fromkeys(columns, "?")])
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *lines])


def change(rows: list[Row], dice: Random) -> list[Row]:
    """The rows of a correction: some gone, and every date where it was."""
    return [row for row in rows if dice.random() < 0.85]


class Faults:
    """Faults of single rows, few enough for the file to be accepted, mostly."""

    def __init__(self, sending: Sending) -> None:
        """Take what the faults depend on from the file they go into."""
        self.sending = sending
        self.dice = sending.dice
        self.extract = EXTRACTS[sending.agency][sending.extract]

    def put_in(self, rows: list[Row]) -> list[Row]:
        """Rows with faults in about a quarter, or in exactly half of them."""
        if not rows:
            return rows
        half = self.dice.random() < 0.2 and len(rows) % 2 == 0
        number = len(rows) // 2 if half else max(1, len(rows) // 6)
        for row in self.dice.sample(rows, number):
            self.spoil(row)
        if self.dice.random() < 0.2:
            self.make_american(rows)
        for _ in range(self.dice.randrange(3)):
            rows.append(dict(self.dice.choice(rows)))
        return rows

    def spoil(self, row: Row) -> None:
        """Put one fault in a row."""
        name = self.dice.choice(list(self.extract.columns))
        column = self.extract.columns[name]
        if column.kind in {"text"} or (column.nullable and row[name] is None):
            name = self.extract.key[0]
            row[name] = None
        elif name == self.extract.attributed_by and self.dice.random() < 0.5:
            row[name] = self.later(row[name], last_day(self.sending.quarter))
        elif column.kind in {"day", "moment"} and self.dice.random() < 0.4:
            row[name] = self.later(row[name], self.sending.arrived.date())
        else:
            row[name] = Raw(self.dice.choice(self.nonsense(column.kind)))

    def later(self, value: object, last: date) -> object:
        """The last day admitted, or the day after it, at the time it had."""
        day = last + timedelta(days=self.dice.choice([0, 1]))
        if isinstance(value, datetime):
            return value + timedelta(days=(day - local_date(value)).days)
        return day

    def nonsense(self, kind: str) -> list[str]:
        """What a column of a kind does not admit."""
        dates = ["31/02/2026", "2026-13-01", "01/02/26", "soon", "2026-02-30"]
        return {
            "ref": ["A1", "12345", "a b c", "KID*01", ""],
            "school": ["SCH-99", ""],
            "code": ["nonsense", "", "12"],
            "codes": ["nonsense", "hscp and others"],
            "whole": ["12.5", "-3", "many", ""],
            "day": [*dates, "2026-05-01 14:00"],
            "moment": [*dates, "2026-05-01", "2026-05-01 24:00", "01/05/2026"],
        }[kind]

    def make_american(self, rows: list[Row]) -> None:
        """One date of a column with the month first."""
        dates = [
            name
            for name, column in self.extract.columns.items()
            if column.kind in {"day", "moment"}
        ]
        if dates:
            name = self.dice.choice(dates)
            timed = self.extract.columns[name].kind == "moment"
            american = "12/25/2025 10:00" if timed else "05/31/2026"
            self.dice.choice(rows)[name] = Raw(american)
