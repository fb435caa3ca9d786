"""The synthetic extracts: always the same, right by every rule, linked and settled."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from schemas.extracts import due
from schemas.issues import Verdict
from schemas.period import LONDON, Period, quarters_between
from transforms.submission import Judged, judge
from transforms.synthetic import write_reference, write_samples
from transforms.synthetic.chance import Draws
from transforms.synthetic.extracts import tables_of
from transforms.synthetic.world import World

DATA = Path(__file__).parents[2] / "data"
NEWEST = Period.parse("2026-27-Q2")
HISTORY = quarters_between(Period.parse("2023-24-Q3"), NEWEST)
SEED = 2026
IN_TIME = dt.timedelta(days=5, hours=8)

Tables = dict[tuple[str, str, str], pd.DataFrame]


def quarter_of(path: Path) -> Period:
    match = re.search(r"\d{4}-\d{2}-Q\d", path.name)
    assert match is not None
    return Period.parse(match[0])


@functools.cache
def schools_of(folder: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    with (folder / "schools.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["school_year"]].add(row["school_code"])
    return {year: frozenset(codes) for year, codes in found.items()}


def judged(path: Path, reference: Path, seen_at: dt.datetime | None = None) -> Judged:
    in_time = dt.datetime.combine(
        quarter_of(path).following.first_day, dt.time(), LONDON
    )
    return judge(
        path.read_bytes(),
        path.name,
        drop_agency=path.parent.name,
        seen_at=seen_at or in_time + IN_TIME,
        schools=schools_of(reference),
    )


def contents(path: Path) -> object:
    """Bytes; of a workbook those of its parts, however they are packed."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def extracts_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*") if path.is_file())


@pytest.fixture(scope="module")
def history() -> Tables:
    world = World(SEED, 1.0)
    return {
        (quarter.code, agency, extract.name): table
        for quarter in HISTORY
        for agency, extract, table in tables_of(
            world, quarter, first=quarter == HISTORY[0]
        )
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    write_samples(home / "drops", HISTORY, seed=SEED, arrivals=True)
    write_reference(home / "reference", HISTORY, seed=SEED)
    return home


# The same every time ------------------------------------------------------------------


def test_the_samples_kept_here_are_what_the_generator_makes(tmp_path: Path) -> None:
    write_samples(tmp_path, [NEWEST], seed=SEED)
    kept, made = extracts_in(DATA / "samples"), extracts_in(tmp_path)
    assert [path.name for path in kept] == [path.name for path in made]
    different = [
        k.name for k, m in zip(kept, made, strict=True) if contents(k) != contents(m)
    ]
    assert different == []


def test_the_reference_tables_kept_here_are_what_the_generator_makes(
    tmp_path: Path,
) -> None:
    for made in write_reference(tmp_path, HISTORY, seed=SEED):
        assert made.read_bytes() == (DATA / "reference" / made.name).read_bytes()


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    first = write_samples(tmp_path / "a", HISTORY[-2:], seed=1, arrivals=True)
    again = write_samples(tmp_path / "b", HISTORY[-2:], seed=1, arrivals=True)
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in again]
    arrivals = (tmp_path / "a" / "arrivals.csv").read_bytes()
    assert arrivals == (tmp_path / "b" / "arrivals.csv").read_bytes()


def test_another_seed_gives_other_records(tmp_path: Path) -> None:
    one = write_samples(tmp_path / "a", [NEWEST], seed=1)
    other = write_samples(tmp_path / "b", [NEWEST], seed=2)
    same = [
        a.name for a, b in zip(one, other, strict=True) if contents(a) == contents(b)
    ]
    assert same == []


def test_a_quarter_alone_is_as_in_a_history_but_for_the_cases_already_open(
    tmp_path: Path,
) -> None:
    write_samples(tmp_path / "alone", [NEWEST], seed=1)
    write_samples(tmp_path / "history", HISTORY[-3:], seed=1)
    different = [
        path.name
        for path in extracts_in(tmp_path / "alone")
        if contents(path)
        != contents(tmp_path / "history" / path.parent.name / path.name)
    ]
    assert different == ["hscp_vyp_referrals_2026-27-Q2.xlsx"]


def test_draws_are_the_same_on_every_machine() -> None:
    shares = Draws(1, "anything", 8105).share("what", np.arange(3))
    assert [f"{share:.12f}" for share in shares] == [
        "0.040720439679",
        "0.686461652268",
        "0.759041955379",
    ]


# Right by every rule ------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", extracts_in(DATA / "samples"), ids=lambda path: path.stem
)
def test_every_sample_is_accepted_without_an_issue(path: Path) -> None:
    result = judged(path, DATA / "reference")
    assert (result.verdict, list(result.issues)) == (Verdict.ACCEPTED, [])


def test_the_samples_are_every_extract_of_the_quarter_and_none_is_empty() -> None:
    names = {path.stem for path in extracts_in(DATA / "samples")}
    assert names == {f"{a}_{e.name}_{NEWEST}" for a, e in due(NEWEST)}
    counts = {
        p.name: judged(p, DATA / "reference").rows_read
        for p in extracts_in(DATA / "samples")
    }
    assert min(counts.values()) > 0


@pytest.mark.parametrize(("seed", "scale"), [(5, 0.05), (6, 1.5)])
def test_extracts_of_any_seed_and_size_are_accepted_without_an_issue(
    tmp_path: Path, seed: int, scale: float
) -> None:
    half_year = [Period.parse("2025-26-H2")]
    files = write_samples(tmp_path / "drops", half_year, seed=seed, scale=scale)
    write_reference(tmp_path / "reference", half_year, seed=seed, scale=scale)
    results = {path.name: judged(path, tmp_path / "reference") for path in files}
    assert {n: r.issues for n, r in results.items() if r.issues} == {}
    assert {r.verdict for r in results.values()} == {Verdict.ACCEPTED}


def test_scale_is_the_size_of_the_area() -> None:
    def rows(scale: float) -> dict[str, int]:
        world = World(SEED, scale)
        tables = tables_of(world, NEWEST, first=False)
        return {f"{a} {e.name}": len(table) for a, e, table in tables}

    small, large = rows(1.0), rows(10.0)
    for name in ("health attendances", "hscp looked_after_children", "police training"):
        assert large[name] == pytest.approx(10 * small[name], rel=0.1)
    assert large["icpc action_plan"] == small["icpc action_plan"]


def test_references_are_unlike_chi_numbers_telephone_numbers_and_names(
    history: Tables,
) -> None:
    refs = {
        ref
        for table in history.values()
        for column in table.columns
        if column.endswith("_ref")
        for ref in table[column]
    }
    assert {r for r in refs if not re.fullmatch(r"[A-Z]+-(\d\dQ\d-)?\d{6}", r)} == set()


def test_workbooks_say_that_they_are_synthetic() -> None:
    for path in (DATA / "samples").glob("*/*.xlsx"):
        with zipfile.ZipFile(path) as book:
            assert b"Synthetic data, made by icpc samples" in book.read(
                "docProps/core.xml"
            )


# Linked -------------------------------------------------------------------------------


def refs(history: Tables, place: str) -> set[str]:
    """References in an agency's extracts of one kind, named "agency extract column"."""
    agency, name, column = place.split()
    return {
        ref
        for (_, sender, extract), table in history.items()
        if (sender, extract) == (agency, name)
        for ref in table[column]
    }


def share_of(some: set[str], among: set[str]) -> float:
    return len(some & among) / len(some)


CHILDREN_MISSING = "police missing_persons child_ref"
REVIEWED_BY_BARNARDOS = "barnardos concern_report_reviews report_ref"


@pytest.mark.parametrize(
    ("place", "other", "low", "high"),
    [
        (REVIEWED_BY_BARNARDOS, "police concern_reports report_ref", 0.85, 0.99),
        (
            "hscp vyp_reviews referral_ref",
            "hscp vyp_referrals referral_ref",
            0.85,
            0.99,
        ),
        ("hscp vyp_reviews child_ref", "hscp vyp_referrals child_ref", 1.0, 1.0),
        (CHILDREN_MISSING, "hscp return_interviews child_ref", 0.8, 1.0),
        ("police concern_reports child_ref", "hscp vyp_referrals child_ref", 0.2, 0.9),
        ("education missing_from_education child_ref", CHILDREN_MISSING, 0.1, 0.9),
        (
            "hscp missing_episodes child_ref",
            "hscp looked_after_children child_ref",
            0.8,
            1.0,
        ),
    ],
)
def test_references_link_across_extracts(
    history: Tables, place: str, other: str, low: float, high: float
) -> None:
    assert low <= share_of(refs(history, place), refs(history, other)) <= high


def test_most_reported_episodes_match_a_police_report_within_a_day(
    history: Tables,
) -> None:
    episodes = history[NEWEST.code, "hscp", "missing_episodes"]
    reports = history[NEWEST.code, "police", "missing_persons"]
    reported = episodes[episodes["reported_to_police"] == "yes"]
    pairs = reported.merge(reports, on="child_ref", suffixes=("", "_police"))
    apart = (pairs["missing_from"] - pairs["missing_from_police"]).abs()
    matched = pairs.loc[apart <= pd.Timedelta(hours=24), "episode_ref"].nunique()
    assert 0.85 <= matched / len(reported) < 1


def test_a_child_is_the_same_in_every_extract(history: Tables) -> None:
    sexes = defaultdict(set)
    for table in history.values():
        if {"child_ref", "sex"} <= set(table.columns):
            for child, sex in zip(table["child_ref"], table["sex"], strict=True):
                sexes[child].add(sex)
    assert {child for child, told in sexes.items() if len(told) > 1} == set()


# Cases over quarters ------------------------------------------------------------------

SETTLING = {
    ("hscp", "return_interviews"): ("return_ref", lambda t: t["outcome"] != "pending"),
    ("hscp", "vyp_referrals"): ("referral_ref", lambda t: t["decision"] != "pending"),
    ("hscp", "wellbeing_assessments"): (
        "assessment_ref",
        lambda t: t["signed_off_on"].notna(),
    ),
    ("hscp", "missing_episodes"): ("episode_ref", lambda t: t["returned_at"].notna()),
    ("police", "missing_persons"): ("report_ref", lambda t: t["returned_at"].notna()),
    ("education", "missing_from_education"): (
        "episode_ref",
        lambda t: t["to_date"].notna(),
    ),
}


@pytest.mark.parametrize(("agency", "name"), SETTLING)
def test_an_unsettled_record_is_sent_again_until_it_is_settled(
    history: Tables, agency: str, name: str
) -> None:
    key, settled_of = SETTLING[agency, name]
    unsettled: set[str] = set()
    n_sent_again = 0
    for quarter in HISTORY:
        table = history[quarter.code, agency, name]
        now = dict(zip(table[key], settled_of(table), strict=True))
        assert unsettled <= set(now)
        n_sent_again += len(unsettled)
        unsettled = {ref for ref, settled in now.items() if not settled}
    assert n_sent_again >= 3


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        key
        for key in SETTLING
        if key[1] in {"return_interviews", "wellbeing_assessments"}
    ],
)
def test_a_settled_record_is_not_sent_again(
    history: Tables, agency: str, name: str
) -> None:
    key, settled_of = SETTLING[agency, name]
    settled: set[str] = set()
    for quarter in HISTORY:
        table = history[quarter.code, agency, name]
        assert settled.isdisjoint(table[key])
        settled |= set(table.loc[settled_of(table), key])


def test_the_first_quarter_holds_the_cases_open_on_its_first_day(
    history: Tables,
) -> None:
    first = pd.Timestamp(HISTORY[0].first_day)
    referrals = history[HISTORY[0].code, "hscp", "vyp_referrals"]
    earlier = referrals[referrals["referred_on"] < first]
    assert 15 <= len(earlier) <= 45
    reviews = history[HISTORY[0].code, "hscp", "vyp_reviews"]
    assert share_of(set(reviews["referral_ref"]), set(referrals["referral_ref"])) > 0.9


def test_interviews_come_sooner_from_the_year_2025_26(history: Tables) -> None:
    def share_within_72_hours(quarters: list[Period]) -> float:
        tables = [history[q.code, "hscp", "return_interviews"] for q in quarters]
        rows = pd.concat(tables)
        waited = rows["interviewed_at"] - rows["returned_at"]
        return float((waited <= pd.Timedelta(hours=72)).mean())

    changed = Period.parse("2025-26-Q1")
    before = share_within_72_hours([q for q in HISTORY if q < changed])
    after = share_within_72_hours([q for q in HISTORY if q >= changed])
    assert after > before + 0.1


# How files arrive ---------------------------------------------------------------------


def arrived(home: Path) -> dict[str, dt.datetime]:
    with (home / "arrivals.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["file"]: dt.datetime.fromisoformat(row["arrived_at"]).replace(
                tzinfo=LONDON
            )
            for row in csv.DictReader(file)
        }


def test_every_file_of_a_history_has_its_arrival(demo: Path) -> None:
    files = {
        p.relative_to(demo / "drops").as_posix() for p in extracts_in(demo / "drops")
    }
    assert set(arrived(demo)) == files


def test_files_arrive_after_their_quarter_and_before_the_reports(demo: Path) -> None:
    moments = arrived(demo)
    for name, moment in moments.items():
        quarter = quarter_of(Path(name))
        assert quarter.last_day < moment.date()
        assert moment < quarter.reports_at
    late = sorted(n for n, m in moments.items() if m > quarter_of(Path(n)).deadline)
    assert late == [
        "barnardos/barnardos_concern_report_reviews_2026-27-Q2.xlsx",
        "education/education_missing_from_education_2025-26-Q3.csv",
        "health/health_attendances_2024-25-Q1.csv",
        "icpc/icpc_awareness_programmes_2023-24-Q4.csv",
    ]


def test_in_a_history_some_files_are_wrong_and_are_judged_so(demo: Path) -> None:
    moments = arrived(demo)
    told = {}
    for path in extracts_in(demo / "drops"):
        name = path.relative_to(demo / "drops").as_posix()
        result = judged(path, demo / "reference", moments[name])
        if result.issues:
            rules = sorted({issue.rule for issue in result.issues})
            told[path.stem] = (result.verdict.value, rules)
    with_errors = ("accepted_with_row_errors", ["code", "date_form"])
    assert told == {
        "education_training_2024-25-Q2": ("rejected", ["column_missing"]),
        "police_missing_persons_2024-25-Q4": with_errors,
        "hscp_return_interviews_2025-26-Q1": (
            "rejected",
            ["american_date", "too_many_errors"],
        ),
        "hscp_case_file_audits_2025-26-Q2": with_errors,
        "hscp_wellbeing_assessments_2026-27-Q2": with_errors,
    }


def test_in_a_history_an_extract_is_missing_some_are_sent_twice_one_is_nil(
    demo: Path,
) -> None:
    drops = demo / "drops"
    sent = {path.stem for path in extracts_in(drops)}
    owed = {f"{a}_{e.name}_{q}" for q in HISTORY for a, e in due(q)}
    assert owed - sent == {"barnardos_supervision_2024-25-Q3"}
    assert sent - owed == {
        "education_training_2024-25-Q2_v2",
        "hscp_return_interviews_2025-26-Q1_v2",
    }
    nil = judged(
        drops / "police" / "police_ceop_reports_2025-26-Q4.xlsx", demo / "reference"
    )
    assert (nil.verdict, nil.rows_read) == (Verdict.ACCEPTED, 0)


def test_arrivals_lie_beside_a_folder_called_drops_and_else_inside(
    tmp_path: Path, demo: Path
) -> None:
    write_samples(tmp_path, [NEWEST], seed=1, arrivals=True)
    assert (tmp_path / "arrivals.csv").is_file()
    assert (demo / "arrivals.csv").is_file()


def test_without_arrivals_every_extract_is_there_once(tmp_path: Path) -> None:
    quarters = HISTORY[:6]
    written = write_samples(tmp_path / "drops", quarters, seed=SEED)
    assert [path.stem for path in written] == [
        f"{agency}_{extract.name}_{quarter}"
        for quarter in quarters
        for agency, extract in due(quarter)
    ]
    assert not (tmp_path / "arrivals.csv").exists()
