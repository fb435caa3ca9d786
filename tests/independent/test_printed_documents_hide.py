"""Nothing that the printed Word documents hide can be worked out from them.

Two editions are made by the command line, quarter after quarter, with files that are
sent again; then a reader who imports nothing of the system keeps every document,
earlier versions too, and attacks what is not shown with whole-number programs.
"""

import csv
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from periods import last_day
from printed_documents import Cell, Place, Printed, cell_of, read_documents
from reader import COMMITTEE, PUBLIC, Conclusions, conclude

ROOT = Path(__file__).parents[2]
PEOPLE = 13_500
THRESHOLDS = {COMMITTEE: 5, PUBLIC: 10}
LEFT_OUT = (
    *(
        "governance_meetings",
        "action_plan",
        "awareness_programmes",
        "pathway_knowledge",
    ),
    *("campaign_returns", "s2_programmes", "supervision", "team_meetings"),
    *("education_training", "health_training", "barnardos_training"),
)
"""Files about service alone: without them the quarter takes half the time."""
RESENT = ("missing_persons", "missing_episodes", "concern_reports", "attendances")


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
    # 1: something needs a person, such as an extract that is late.
    assert ran.returncode in {0, 1}, f"{arguments}\n{ran.stdout[-3000:]}\n{ran.stderr}"


def sent_again(file: Path, chance: random.Random) -> None:
    """A second version of a CSV file, one or two rows shorter."""
    lines = file.read_text("utf-8").splitlines(keepends=True)
    for _ in range(min(chance.choice((1, 2)), len(lines) - 3)):
        del lines[chance.randrange(1, len(lines))]
    file.with_name(f"{file.stem}_v2.csv").write_text("".join(lines), "utf-8")


def opened(home: Path) -> Path:
    """A home of both editions, with a population."""
    icpc("init", str(home))
    settings = home / "icpc.toml"
    words = settings.read_text("utf-8")
    assert "public_edition = false" in words
    settings.write_text(
        words.replace("public_edition = false", "public_edition = true"), "utf-8"
    )
    with (home / "reference" / "population.csv").open("w", encoding="utf-8") as table:
        lines = csv.writer(table)
        lines.writerow(("as_of_year", "sex", "age", "estimate", "source"))
        for year in range(2022, 2028):
            lines.writerow((year, "female", 10, PEOPLE // 2, "made up"))
            lines.writerow((year, "male", 10, PEOPLE - PEOPLE // 2, "made up"))
    return home


def arrive(home: Path, files: Iterable[Path]) -> None:
    """Put files into the drops, those about service alone left out."""
    for file in files:
        if not any(name in file.name for name in LEFT_OUT):
            file.replace(home / "drops" / file.parent.name / file.name)


def with_documents(home: Path, quarters: list[str], *, seed: int, scale: float) -> Path:
    """A home in which each quarter was run in its time, in both editions."""
    opened(home)
    extracts = home.parent / "extracts"
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    options = ("--seed", str(seed), "--scale", str(scale))
    icpc("samples", "--out", str(extracts), "--quarters", *quarters, *options)
    for number, quarter in enumerate(quarters):
        arrive(home, extracts.glob(f"*/*_{quarter}*"))
        before = quarters[max(0, number - 1) : number]
        for name, other in product(RESENT, before):
            for file in home.glob(f"drops/*/*_{name}_{other}.csv"):
                sent_again(file, chance)
        clock = _after(quarter)
        icpc("run", quarter, "--direct", "--home", str(home), "--now", clock)
        for other in (*before, *_ending(quarter, quarters[: number + 1])):
            again = ("--from", "documents", "--now", clock)
            icpc("run", other, "--direct", "--home", str(home), *again)
    return home


def _after(quarter: str) -> str:
    """The 20th of the month after, when reports are made."""
    end = last_day(quarter)
    month, year = end.month % 12 + 1, end.year + end.month // 12
    return f"{year}-{month:02d}-20T07:00"


def _ending(quarter: str, run: list[str]) -> Iterator[str]:
    """Longer periods that end with a quarter, all of whose quarters were run."""
    year, part = quarter[:7], quarter[-2:]
    halves = {"Q2": ("H1", ("Q1", "Q2")), "Q4": ("H2", ("Q3", "Q4"))}
    if part in halves:
        half, parts = halves[part]
        if all(f"{year}-{each}" in run for each in parts):
            yield f"{year}-{half}"
    if part == "Q4" and all(f"{year}-Q{each}" in run for each in (1, 2, 3)):
        yield year


def conclusions(home: Path) -> dict[str, Conclusions]:
    """What a reader of each edition works out from a home's documents."""
    printed = read_documents(home / "documents")
    people = dict.fromkeys(range(2022, 2028), PEOPLE)
    return {
        edition: conclude(printed, edition, people, threshold)
        for edition, threshold in THRESHOLDS.items()
    }


def page(document: str, begin: int, months: int, *figures: str) -> list[Printed]:
    """Figures as a document of a period prints them: `A18.1 | theme | Victim | [c]`."""
    day = datetime(2026, 1 + int(document[-1]), 20, tzinfo=UTC)
    places = [tuple(part.strip() for part in figure.split("|")) for figure in figures]
    return [
        Printed(
            Place(COMMITTEE, indicator, breakdown, category, (begin, months)),
            _cell(text),
            document,
            (day, months, 100),
            own=True,
        )
        for indicator, breakdown, category, text in places
    ]


def _cell(text: str) -> Cell:
    cell = cell_of(text)
    assert cell is not None
    return cell


CONCERNS = "rows of Child-concern reports with a CSE marker"
LEAKS = {
    "what is left over from a whole": page(
        "v0",
        24306,
        3,
        "A18.1 | | | 9",
        "A18.1 | theme | Victim | 6",
        "A18.1 | theme | Offender | [c]",
        "A18.1 | theme | Location | 0",
    ),
    "two that are 2 together, where zeros are shown": page(
        "v0",
        24306,
        3,
        "A18.1 | | | 8",
        "A18.1 | theme | Victim | [c]",
        "A18.1 | theme | Offender | [c]",
        "A18.1 | theme | Location | 6",
        "A18.1 | theme | None | 0",
    ),
    "the same number under another name": page(
        "v0",
        24306,
        3,
        "A17.1 | | | 79.2% (19 of 24)",
        "A17.7 | | | [c]",
    ),
    "a whole percentage of a known base": page(
        "v0",
        24306,
        3,
        "A18.1 | | | 14",
        "A18.2 | | | 28.6%",
        "X03.1 | | | 4 of 4",
        "A18.3 | | | [c]",
        "A18.3 | locality | Port Glasgow | 4",
    ),
    "children where there are no episodes": page(
        "v0",
        24306,
        3,
        "A06.1 | placement | Secure care | [c]",
        "A06.2 | placement | Secure care | 0",
    ),
    "rows of the other files of an agency": page(
        "v0",
        24306,
        3,
        "X02.3 | agency | Police | 100.0% (40 of 40)",
        f"{CONCERNS} | agency | Police | [c]",
        "rows of Actions against offending | agency | Police | [c]",
        "rows of Missing-person reports, under 18 | agency | Police | 21 of 21",
        *(f"A2{kind} | | | 3" for kind in ("1.1", "2.1", "3.1", "4.1", "4.2")),
        "A18.1 | | | [c]",
    ),
    "a half-year less its other quarter": [
        *page("v0", 24303, 3, "A18.1 | | | [c]"),
        *page("v1", 24306, 3, "A18.1 | | | 6"),
        *page("v1", 24303, 6, "A18.1 | | | 10"),
    ],
    "an earlier version, when nothing was revised": [
        *page("v0", 24306, 3, "A18.1 | | | 4"),
        *page("v1", 24306, 3, "A18.1 | | | [c]"),
    ],
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_reader_works_out_what_can_be_worked_out(leak: str) -> None:
    """Each way to a hidden figure is one that the reader takes."""
    found = conclude(LEAKS[leak], COMMITTEE, {}, 5)
    assert found.worked_out or found.told


def test_what_an_earlier_version_showed_is_told_and_not_worked_out() -> None:
    found = conclude(
        LEAKS["an earlier version, when nothing was revised"], COMMITTEE, {}, 5
    )
    assert len(found.told) == 1
    assert not found.worked_out


def test_the_reader_does_not_claim_what_is_open() -> None:
    """Two hidden figures that are 9 together can be anything from 1 to 8."""
    printed = page(
        "v0",
        24306,
        3,
        "A18.1 | | | 9",
        "A18.1 | theme | Victim | [c]",
        "A18.1 | theme | Offender | [c]",
        "A18.1 | theme | Location | 0",
    )
    assert conclude(printed, COMMITTEE, {}, 5) == Conclusions(2, (), (), (), 0)


def test_nothing_hidden_is_worked_out_from_two_quarters(tmp_path: Path) -> None:
    """Two quarters, the first revised, and their half-year, in both editions."""
    quarters = ["2025-26-Q1", "2025-26-Q2"]
    found = conclusions(with_documents(tmp_path / "home", quarters, seed=2, scale=0.4))
    for edition, reader in found.items():
        assert reader.n_hidden - reader.n_free > 100, edition
        assert not reader.worked_out, "\n".join(reader.worked_out)


@pytest.mark.real
def test_nothing_hidden_is_worked_out_from_a_year(tmp_path: Path) -> None:
    """Four quarters, each revised once, their half-years and year, in both editions."""
    quarters = [f"2024-25-Q{number}" for number in (1, 2, 3, 4)]
    found = conclusions(with_documents(tmp_path / "home", quarters, seed=11, scale=0.4))
    for edition, reader in found.items():
        assert reader.n_hidden - reader.n_free > 1000, edition
        assert not reader.worked_out, "\n".join(reader.worked_out)
