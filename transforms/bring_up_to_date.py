"""Figures brought up to date: from the standing submissions to indicator values.

All stored periods are computed together, so that a record settled in a later file
changes the earlier quarter it belongs to. The stage is keyed by content: the standing
submissions, the reference tables, the definitions and the parameters.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources

import duckdb
import pandas as pd

from schemas.errors import StoreIncompleteError
from schemas.extracts import due
from schemas.period import Period, longer_periods
from transforms import compute, records
from transforms.home import Home
from transforms.indicators import CATALOGUE
from transforms.reference import read_population, read_schools
from transforms.register import Arrival, Register, first_version, standing_of
from transforms.store import open_store, replace_rows

_STAGE_TABLE = "CREATE TABLE IF NOT EXISTS indicators.stage (content VARCHAR)"
REFERENCE_TABLES = (
    "CREATE TABLE IF NOT EXISTS received.population "
    "(as_of_year BIGINT, sex VARCHAR, age BIGINT, estimate BIGINT)",
    "CREATE TABLE IF NOT EXISTS received.school "
    "(school_year VARCHAR, school_code VARCHAR, s2_roll BIGINT)",
    "CREATE TABLE IF NOT EXISTS received.owed (quarter VARCHAR, agency VARCHAR, "
    "extract VARCHAR, was_received BOOLEAN, was_received_in_time BOOLEAN, "
    "was_accepted_at_first BOOLEAN, accepted_in_time BOOLEAN, rows_read BIGINT, "
    "rows_loaded BIGINT)",
)


@dataclass(frozen=True)
class UpToDate:
    """What stands computed: the periods, their number of values, their content.

    Attributes:
        periods: codes of the periods with stored values.
        content: SHA-256 of everything the values depend on.
        n_values: how many values are stored.
        changed: whether anything had to be computed.
    """

    periods: tuple[str, ...]
    content: str
    n_values: int
    changed: bool


def bring_up_to_date(
    home: Home, *, period: Period, interview_hours: int, force: bool = False
) -> UpToDate:
    """Compute the values of every quarter with a submission, and of a run's own period.

    Half-years and years are added as soon as all their quarters are there.

    Args:
        home: the home.
        period: the period of the run; it has values even if nothing was received.
        interview_hours: hours within which a return interview is in time.
        force: compute again even if nothing changed.
    """
    register = Register(home.register)
    quarters = register.quarters() | set(period.quarters)
    periods = sorted({*quarters, *longer_periods(quarters), period})
    with open_store(home.store) as store:
        content = _content(home, register, periods, interview_hours)
        connection = store.connection
        connection.execute(_STAGE_TABLE)
        connection.execute(compute.TABLE)
        done = connection.execute("SELECT content FROM indicators.stage").fetchone()
        changed = force or done is None or done[0] != content
        if changed:
            with store.transaction():
                values = _figures(
                    home,
                    connection,
                    register,
                    periods,
                    interview_hours=interview_hours,
                    standing_instead={},
                )
                _keep(connection, values, content)
        count = connection.execute("SELECT count(*) FROM indicators.value").fetchone()
    codes = tuple(p.code for p in periods)
    return UpToDate(codes, content, 0 if count is None else int(count[0]), changed)


def figures_of(
    home: Home,
    periods: Sequence[Period],
    interview_hours: int,
    *,
    standing_instead: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Values of periods as they stand with all accepted so far; nothing is stored.

    Args:
        home: the home.
        periods: the periods.
        interview_hours: hours within which a return interview is in time.
        standing_instead: other submissions to be taken as standing, each in the place
            of the one that stands.
    """
    register = Register(home.register)
    with open_store(home.store) as store, store.trial() as connection:
        return _figures(
            home,
            connection,
            register,
            periods,
            interview_hours=interview_hours,
            standing_instead=standing_instead or {},
        )


def _figures(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    periods: Sequence[Period],
    *,
    interview_hours: int,
    standing_instead: Mapping[str, str],
) -> pd.DataFrame:
    _prepare(home, connection, register, periods)
    for standing, instead in standing_instead.items():
        connection.execute(
            "UPDATE received.standing SET submission_id = ? WHERE submission_id = ?",
            [instead, standing],
        )
    records.rebuild(connection, periods, interview_hours=interview_hours)
    return compute.compute(connection, CATALOGUE, periods)


def _keep(
    connection: duckdb.DuckDBPyConnection, values: pd.DataFrame, content: str
) -> None:
    replace_rows(connection, "indicators.value", values)
    stage = pd.DataFrame({"content": [content]})
    replace_rows(connection, "indicators.stage", stage)


def _prepare(
    home: Home,
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    periods: Sequence[Period],
) -> None:
    """Put what stands, what is owed and the reference tables beside the rows."""
    for definition in REFERENCE_TABLES:
        connection.execute(definition)
    population = read_population(home.reference / "population.csv")
    schools = read_schools(home.reference / "schools.csv")
    replace_rows(connection, "received.population", population)
    replace_rows(connection, "received.school", schools)
    replace_rows(connection, "received.standing", _standing(register))
    _refuse_incomplete(connection, register)
    quarters = sorted({q for period in periods for q in period.quarters})
    replace_rows(connection, "received.owed", _owed(register, quarters))


def _refuse_incomplete(
    connection: duckdb.DuckDBPyConnection, register: Register
) -> None:
    """Refuse to compute while the store lacks rows that the register says stand.

    An older or lost store would otherwise give true zeros without a word.
    """
    there = dict(
        connection.execute(
            "SELECT submission_id, rows_loaded FROM received.submission"
        ).fetchall()
    )
    lost = [
        arrival
        for arrival in register.standing()
        if there.get(arrival.submission_id) != arrival.rows_loaded
    ]
    if lost:
        what = "submission" if len(lost) == 1 else "submissions"
        raise StoreIncompleteError(
            f"The store lacks the rows of {len(lost)} accepted {what}.",
            "Run the quarter for every agency: icpc run, without --agency and --from.",
        )


def _standing(register: Register) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (a.submission_id, a.agency, a.extract, a.quarter)
            for a in register.standing()
        ],
        columns=["submission_id", "agency", "extract", "quarter"],
    ).astype("str")


def _owed(register: Register, quarters: Iterable[Period]) -> pd.DataFrame:
    """What each agency owed for each quarter, and what became of it."""
    arrived: dict[tuple[str, str, str], list[Arrival]] = {}
    for arrival in register.arrivals(with_issues=False):
        if arrival.place is not None:
            arrived.setdefault(arrival.place, []).append(arrival)
    rows = [
        _owed_row(quarter, agency, extract.name, arrived)
        for quarter in quarters
        for agency, extract in due(quarter)
    ]
    return pd.DataFrame(rows)


def _owed_row(
    quarter: Period,
    agency: str,
    extract: str,
    arrived: dict[tuple[str, str, str], list[Arrival]],
) -> dict[str, object]:
    files = arrived.get((agency, extract, quarter.code), [])
    accepted = [file for file in files if file.is_accepted]
    first = first_version(files)
    standing = standing_of(files)
    deadline = quarter.deadline
    return {
        "quarter": quarter.code,
        "agency": agency,
        "extract": extract,
        "was_received": bool(files),
        "was_received_in_time": first is not None and first.first_seen <= deadline,
        "was_accepted_at_first": first is not None and first.is_accepted,
        "accepted_in_time": any(file.first_seen <= deadline for file in accepted),
        "rows_read": standing.rows_read if standing else 0,
        "rows_loaded": standing.rows_loaded if standing else 0,
    }


def _content(
    home: Home, register: Register, periods: Sequence[Period], interview_hours: int
) -> str:
    quarters = sorted({q for period in periods for q in period.quarters})
    inputs = {
        "periods": [period.code for period in periods],
        "standing": sorted(a.submission_id or "" for a in register.standing()),
        "owed": _owed(register, quarters).to_json(orient="values"),
        "interview_hours": interview_hours,
        "reference": [_digest(home, name) for name in ("population", "schools")],
        "definitions": _definitions(),
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _digest(home: Home, name: str) -> str:
    path = home.reference / f"{name}.csv"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _definitions() -> str:
    """Hash of the catalogue, the records' SQL and the code that computes."""
    code = resources.files("transforms")
    parts = [repr([asdict(indicator) for indicator in CATALOGUE])]
    parts += [records.sql_of(relation) for relation in records.RELATIONS]
    parts += [(code / name).read_text("utf-8") for name in ("compute.py", "store.py")]
    parts.append((code / "records" / "__init__.py").read_text("utf-8"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
