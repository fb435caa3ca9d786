"""What a home holds: submissions, standing versions, records and reference tables."""

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from extract_definitions import EXTRACTS, Row
from extract_reader import Circumstances, Reading, day_of, read_extract
from periods import Period, deadline, local, local_date

FILE_NAME = re.compile(
    r"(?P<agency>[a-z0-9]+?)_(?P<extract>[a-z0-9_]+)_"
    r"(?P<quarter>\d{4}-\d{2}-Q[1-4])(?:_v(?P<version>\d+))?\.\w+"
)


class Source(NamedTuple):
    """An extract of an agency."""

    agency: str
    extract: str


@dataclass
class Submission:
    """One version of an extract, as it was received."""

    source: Source
    quarter: str
    version: int
    path: Path
    seen_at: datetime
    digest: str
    reading: Reading

    @property
    def in_time(self) -> bool:
        """Whether it was first seen by the deadline."""
        return self.seen_at <= deadline(self.quarter)

    @property
    def accepted(self) -> bool:
        """Whether it was accepted, with or without row errors."""
        return self.reading.accepted


class Evidence:
    """Everything that figures are worked out from."""

    def __init__(self, home: Path, now: datetime) -> None:
        """Read the drops, the arrivals and the reference tables of a home."""
        self.school_rolls = school_rolls(home / "reference" / "schools.csv")
        self.populations = populations(home / "reference" / "population.csv")
        self.submissions = submissions_of(home, now, self.school_rolls)
        self.standing = standing_versions(self.submissions)
        self.quarters = sorted({s.quarter for s in self.submissions})

    def received(self, source: Source, quarters: Iterable[str]) -> bool:
        """Whether an accepted version stands in every one of the quarters."""
        return all((source, quarter) in self.standing for quarter in quarters)

    def file_rows(self, source: Source, quarter: str) -> list[Row]:
        """The rows of the standing version of one quarter; none if there is none."""
        standing = self.standing.get((source, quarter))
        return standing.reading.rows if standing else []

    def records(self, source: Source) -> list[Row]:
        """Every record once, in its latest state: the latest file wins."""
        return self.latest_rows(source, self.quarters)

    def latest_rows(self, source: Source, quarters: Iterable[str]) -> list[Row]:
        """Records of the files of some quarters, each once, the latest file's row."""
        key = EXTRACTS[source.agency][source.extract].key
        latest: dict[tuple[object, ...], Row] = {}
        for quarter in sorted(quarters):
            for row in self.file_rows(source, quarter):
                latest[tuple(row[name] for name in key)] = row
        return list(latest.values())

    def begun_in(self, source: Source, period: Period) -> list[Row]:
        """Records whose attribution date is in the period, both ends included."""
        return [r for r in self.records(source) if period.holds(attributed(source, r))]

    def begun_by(self, source: Source, last: date) -> list[Row]:
        """Records attributed to a period that ends on a day, or to an earlier one."""
        return [r for r in self.records(source) if attributed(source, r) <= last]

    def population(self, last: date) -> int | None:
        """Children aged 0-17 by the latest mid-year estimate not after a day.

        "The mid-year estimate of 30 June; the one used for a period is the latest whose
        30 June is not after the period's last day."
        """
        years = [year for year in self.populations if date(year, 6, 30) <= last]
        return self.populations[max(years)] if years else None


def attributed(source: Source, row: Row) -> date:
    """The local date that decides which period a record belongs to."""
    column = EXTRACTS[source.agency][source.extract].attributed_by
    day = day_of(row[column]) if column else None
    if day is None:
        message = f"{source.extract} has no attribution date"
        raise ValueError(message)
    return day


def submissions_of(
    home: Path, now: datetime, rolls: dict[str, dict[str, int]]
) -> list[Submission]:
    """Every file that is named as the extracts are, read and judged."""
    arrivals = arrival_times(home / "arrivals.csv")
    schools = {year: set(of_year) for year, of_year in rolls.items()}
    found = []
    drops = home / "drops"
    for path in sorted(drops.glob("*/*")):
        name = FILE_NAME.fullmatch(path.name)
        if not name or not is_expected(path.parent.name, name):
            continue
        seen = local(arrivals.get(path.relative_to(drops).as_posix(), now))
        around = Circumstances(
            name["agency"], name["extract"], name["quarter"], local_date(seen), schools
        )
        found.append(
            Submission(
                Source(name["agency"], name["extract"]),
                name["quarter"],
                int(name["version"] or 1),
                path,
                seen,
                hashlib.sha256(path.read_bytes()).hexdigest(),
                read_extract(path, around),
            )
        )
    return refuse_same_versions(without_repetitions(found))


def is_expected(drop: str, name: re.Match[str]) -> bool:
    """Whether the drop's agency sends an extract of this name."""
    return drop == name["agency"] and name["extract"] in EXTRACTS.get(drop, {})


def arrival_times(path: Path) -> dict[str, datetime]:
    """First-seen local times by the path below the drops."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {
            row["file"]: datetime.fromisoformat(row["arrived_at"])
            for row in csv.DictReader(lines)
        }


def without_repetitions(found: list[Submission]) -> list[Submission]:
    """Submissions without those that repeat bytes: "noted, nothing changes"."""
    seen: set[tuple[Source, str, str]] = set()
    kept = []
    for submission in sorted(found, key=lambda s: (s.version, s.seen_at)):
        mark = (submission.source, submission.quarter, submission.digest)
        if mark not in seen:
            seen.add(mark)
            kept.append(submission)
    return kept


def refuse_same_versions(found: list[Submission]) -> list[Submission]:
    """Two different files with the same version: both are rejected."""
    places = [(s.source, s.quarter, s.version) for s in found]
    for submission, place in zip(found, places, strict=True):
        if places.count(place) > 1:
            submission.reading = Reading()
    return found


def standing_versions(
    submissions: list[Submission],
) -> dict[tuple[Source, str], Submission]:
    """The highest-numbered accepted version of every extract and quarter."""
    standing: dict[tuple[Source, str], Submission] = {}
    for submission in sorted(submissions, key=lambda s: s.version):
        if submission.accepted:
            standing[submission.source, submission.quarter] = submission
    return standing


def populations(path: Path) -> dict[int, int]:
    """Children aged 0-17, both sexes together, by the year of the estimate."""
    totals: dict[int, int] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if 0 <= int(row["age"]) <= 17:
                year = int(row["as_of_year"])
                totals[year] = totals.get(year, 0) + int(row["estimate"])
    return totals


def school_rolls(path: Path) -> dict[str, dict[str, int]]:
    """The S2 roll of every secondary school, by school year and school code."""
    rolls: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            of_year = rolls.setdefault(row["school_year"].strip(), {})
            of_year[row["school_code"].strip().casefold()] = int(row["s2_roll"])
    return rolls
