"""Years of quarters with seeded faults, and the same years without any.

Files come late, wrong and again, in both the same. In one home runs are killed at
random instants, find the disk full, the store or register held, a drop out of reach,
the clock put back, no mail server; what a run could not do the next one does. At the
end the two homes must show the same.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.house import keep_home
from flows.new_home import make_home
from flows.orders import Stage
from schemas.period import Period
from schemas.vocabulary import AGENCIES
from tests.simulation import apart
from transforms.home import Home
from transforms.synthetic import write_reference, write_samples

FAULTS = (
    *("killed", "killed", "disk full", "store locked", "register locked"),
    *("agency down", "clock put back"),
)
_NAMES = ("faulty", "calm")
_MORNINGS = (4, 12, 17)
_QUARTERS_A_YEAR = 4
_LONGEST_SECONDS = 6.0
_A_FAULT = 0.4
_LONG_AGO = 1_700_000_000

Runner = Callable[[Home, Period, dt.datetime], int]


@dataclass(frozen=True)
class Sent:
    """A file on its way: where it waits, its path below drops, when it comes."""

    waits: Path
    path: str
    at: dt.datetime


@dataclass
class Years:
    """What was simulated, and what came of it.

    Attributes:
        n_files: files sent to each home.
        sent: by what they are: in time, late, wrong, corrected, sent again.
        faults: by kind.
        n_runs: runs begun in the home with faults, those after a fault included.
    """

    n_files: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    n_runs: int = 0


def simulate(
    folder: Path,
    quarters: Sequence[Period],
    *,
    seed: int,
    scale: float,
    tell: Callable[[str], None],
    reports: Runner | None = None,
) -> tuple[Home, Home, Years]:
    """A home with faults and one without, after all quarters; and the counts.

    Args:
        folder: an empty folder.
        quarters: which.
        seed: of the files, of what becomes of them, and of the faults.
        scale: of the synthetic area.
        tell: is told how far it has come.
        reports: what makes the reports of the home with faults, if not a process of
            its own.
    """
    chance = random.Random(seed)  # noqa: S311 - for a test, and repeatable
    years = Years()
    waiting = folder / "to-come"
    write_samples(waiting, quarters, seed=seed, scale=scale)
    sent = [
        file for quarter in quarters for file in _sent(waiting, quarter, chance, years)
    ]
    years.n_files = len(sent)
    faulty, calm = (_new_home(folder / name, quarters, seed) for name in _NAMES)
    _without_mail(faulty)
    spoiled = _Spoiled(faulty, chance, years)
    for number, quarter in enumerate(quarters, start=1):
        for now, last in _moments(quarter, is_last=number == len(quarters)):
            for home in (faulty, calm):
                _deliver(home, sent, now)
            if reports is not None and last is Stage.DOCUMENTS:
                years.n_runs += 1
                assert reports(faulty, quarter, now) == 0
            else:
                spoiled.until_done(quarter, now, last)
            enough = Stage.RECEIVE if last is Stage.ANSWER else last
            assert apart.run(calm, quarter.code, now, last=enough) == 0
            if now == quarter.reports_at:
                for review in _reviews(quarter, quarters):
                    assert apart.run(faulty, review.code, now) == 0
        if number % _QUARTERS_A_YEAR == 0:
            kept = keep_home(faulty, now=quarter.reports_at)
            assert not kept.faults, kept.faults
        years.faults["mail down"] = years.n_runs
        tell(f"{quarter}: {years.n_runs} runs, faults {dict(years.faults)}")
    return faulty, calm, years


def _new_home(root: Path, quarters: Sequence[Period], seed: int) -> Home:
    home = make_home(root)
    write_reference(home.reference, quarters, seed=seed)
    text = home.settings.read_text("utf-8")
    home.settings.write_text(text.replace("keep = 8", "keep = 2"), "utf-8")
    return home


def _without_mail(home: Home) -> None:
    """Mail is wanted, and its server is down for all the years."""
    text = home.settings.read_text("utf-8")
    for line, instead in (
        ('smtp_host = ""', 'smtp_host = "127.0.0.1"'),
        ("smtp_port = 587", "smtp_port = 9"),
        ('smtp_security = "starttls"', 'smtp_security = "none"'),
        ('sender = ""', 'sender = "icpc@example.org"'),
        ("officer = []", 'officer = ["officer@example.org"]'),
    ):
        assert line in text, line
        text = text.replace(line, instead)
    home.settings.write_text(text, "utf-8")


def _moments(quarter: Period, *, is_last: bool) -> Iterator[tuple[dt.datetime, Stage]]:
    """The mornings on which drops are looked into, then the moment of the reports."""
    reports = quarter.reports_at
    for day in _MORNINGS:
        yield reports.replace(day=day, hour=6), Stage.ANSWER
    yield reports, Stage.DOCUMENTS
    if is_last:
        # Whatever comes later than the last reports still has to be accounted for.
        yield reports + dt.timedelta(days=200), Stage.DOCUMENTS


def _reviews(quarter: Period, quarters: Sequence[Period]) -> Iterator[Period]:
    longer = [Period(quarter.start_year, part) for part in ("H1", "H2", "")]
    for period in longer:
        ends_now = period.quarters[-1] == quarter
        if ends_now and set(period.quarters) <= set(quarters):
            yield period


def _sent(
    waiting: Path, quarter: Period, chance: random.Random, years: Years
) -> Iterator[Sent]:
    """A quarter's files; of six one thing or another is the matter."""
    files = sorted(waiting.glob(f"*/*_{quarter}.*"))
    assert 36 <= len(files) <= 41, len(files)
    odd = chance.sample(files, 6)
    late, wrong, again = odd[:2], odd[2:4], odd[4:]
    for file in files:
        day = quarter.reports_at.replace(
            day=chance.randint(1, 14), hour=chance.randint(0, 23)
        )
        if file in wrong:
            yield from _wrong_then_right(file, day, chance)
            years.sent.update(["wrong", "corrected"])
        elif file in late:
            yield _as_it_is(file, quarter.reports_at + dt.timedelta(days=5))
            years.sent["late"] += 1
        else:
            yield _as_it_is(file, day)
            years.sent["in time"] += 1
        if file in again and file.suffix == ".csv":
            yield _one_row_less(file, quarter)
            years.sent["sent again"] += 1


def _as_it_is(file: Path, at: dt.datetime) -> Sent:
    return Sent(file, f"{file.parent.name}/{file.name}", at)


def _wrong_then_right(
    file: Path, day: dt.datetime, chance: random.Random
) -> Iterator[Sent]:
    """A file in which nothing can be read, then the right one as its second version."""
    spoiled = file.with_name(f"spoiled-{file.name}")
    spoiled.write_bytes(b"this is not the table\n" + file.read_bytes()[:40])
    yield Sent(spoiled, f"{file.parent.name}/{file.name}", day)
    days = chance.choice((2, 30))
    name = f"{file.parent.name}/{file.stem}_v2{file.suffix}"
    yield Sent(file, name, day + dt.timedelta(days=days))


def _one_row_less(file: Path, quarter: Period) -> Sent:
    shorter = file.with_name(f"shorter-{file.name}")
    lines = file.read_bytes().splitlines(keepends=True)
    shorter.write_bytes(b"".join(lines[:-1] if len(lines) > 2 else lines))
    name = f"{file.parent.name}/{file.stem}_v2{file.suffix}"
    return Sent(shorter, name, quarter.reports_at + dt.timedelta(days=40))


def _deliver(home: Home, sent: Sequence[Sent], now: dt.datetime) -> None:
    for one in sent:
        target = home.drops / one.path
        if one.at <= now and not target.exists():
            shutil.copyfile(one.waits, target)
            # Nobody is writing it any more.
            os.utime(target, (_LONG_AGO, _LONG_AGO))


@dataclass(frozen=True)
class _Spoiled:
    """Runs of a home in which something may go wrong."""

    home: Home
    chance: random.Random
    years: Years

    def until_done(self, quarter: Period, now: dt.datetime, last: Stage) -> None:
        """Runs with faults, as chance will have it, then one without."""
        while self.chance.random() < _A_FAULT:
            fault = self.chance.choice(FAULTS)
            self.years.faults[fault] += 1
            self.years.n_runs += 1
            self._one(quarter.code, now, last, fault)
        self.years.n_runs += 1
        assert apart.run(self.home, quarter.code, now, last=last) == 0

    def _one(self, quarter: str, now: dt.datetime, last: Stage, fault: str) -> None:
        home, chance = self.home, self.chance
        if fault == "killed":
            instant = chance.uniform(0, _LONGEST_SECONDS)
            apart.run(home, quarter, now, last=last, kill_after=instant)
        elif fault == "disk full":
            full = apart.disk_full_after(chance.randint(0, 30))
            apart.run(home, quarter, now, last=last, spoil=full)
        elif fault == "store locked":
            with apart.store_held(home):
                apart.run(home, quarter, now, last=last, spoil=apart.impatient)
        elif fault == "register locked":
            with apart.register_held(home, seconds=0.5):
                apart.run(home, quarter, now, last=last)
        elif fault == "agency down":
            down = apart.drop_out_of_reach(chance.choice(AGENCIES))
            apart.run(home, quarter, now, last=last, spoil=down)
        else:
            # A clock that is an hour behind, and set to another zone.
            behind = (now - dt.timedelta(hours=1)).astimezone(dt.UTC)
            apart.run(home, quarter, behind, last=last)
