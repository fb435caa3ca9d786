"""What two homes of a simulation must have in common at the end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from flows.documents_due import due_for
from flows.manifest import NAME as MANIFEST
from flows.settings import read_key
from schemas.period import Period, longer_periods
from transforms.bring_up_to_date import figures_of
from transforms.export import periods_of
from transforms.history import digest_of
from transforms.home import Home
from transforms.integrity import faults_of
from transforms.receive import ANSWERS
from transforms.register import Register

_SAME = "the same to the byte"
_AT_ANOTHER_HOUR = "released while the clock was put back"
_OTHER = "that differ"
_VERDICTS = (_SAME, _AT_ANOTHER_HOUR, _OTHER)


@dataclass(frozen=True)
class Account:
    """What was counted at the end, and what was not as it must be."""

    counts: dict[str, int]
    wrong: list[str]


def account_for(faulty: Home, calm: Home, quarters: list[Period]) -> Account:
    """Count submissions, documents, figures and runs, and tell what is wrong."""
    wrong = [
        *_submissions(faulty),
        *_documents(faulty, quarters),
        *_figures(faulty, calm),
        *_runs(faulty),
        *faults_of(faulty, read_key(faulty)),
    ]
    register = Register(faulty.register)
    verdicts = Counter(str(a.verdict) for a in register.arrivals())
    compared = list(_compared(faulty, calm))
    wrong += [f"{name} differs" for name, verdict in compared if verdict == _OTHER]
    verdicts_on_bytes = Counter(verdict for _, verdict in compared)
    return Account(
        {
            "submissions": len(register.arrivals()),
            **{f"submissions {name}": n for name, n in sorted(verdicts.items())},
            "documents": len(list(faulty.documents.rglob("*.docx"))),
            **{f"documents {name}": verdicts_on_bytes[name] for name in _VERDICTS},
            "figures": len(_all_figures(faulty)),
            "releases": len(register.releases("committee")),
        },
        wrong,
    )


def _compared(faulty: Home, calm: Home) -> Iterator[tuple[str, str]]:
    """Each document that both homes have, and whether it is the same."""
    moments, expected = _moments_of(faulty), _moments_of(calm)
    for file in sorted(faulty.documents.rglob("*.docx")):
        other = calm.documents / file.relative_to(faulty.documents)
        if not other.exists():
            continue
        period = file.parent.name
        verdict = _OTHER
        if digest_of(file) == digest_of(other):
            verdict = _SAME
        elif moments[period] != expected[period]:
            verdict = _AT_ANOTHER_HOUR
        yield file.name, verdict


def _moments_of(home: Home) -> dict[str, list[dt.datetime]]:
    """When each period was released: a document bears the hour of its release."""
    found: dict[str, list[dt.datetime]] = {}
    for code, _, at in Register(home.register).releases("committee"):
        found.setdefault(code, []).append(at)
    return found


def _submissions(home: Home) -> Iterator[str]:
    """Every file of every drop is registered, judged and kept, once."""
    arrivals = Register(home.register).arrivals()
    places = Counter((a.path, a.sha256) for a in arrivals)
    yield from (f"{place} is noted {n} times" for place, n in places.items() if n > 1)
    for file in _files(home.drops):
        path = file.relative_to(home.drops)
        is_answer = path.parts[1] == ANSWERS
        if not is_answer and (path.as_posix(), digest_of(file)) not in places:
            yield f"{path} is not registered"
    for arrival in arrivals:
        if arrival.verdict is None:
            yield f"{arrival.path} was never judged"
        if not (home.received / arrival.kept_as).is_file():
            yield f"{arrival.path} was not kept"


def _documents(home: Home, quarters: list[Period]) -> Iterator[str]:
    """Every due document is there, noted once, and nothing else is."""
    register = Register(home.register)
    noted: dict[str, str] = {}
    for period in sorted([*quarters, *longer_periods(set(quarters))]):
        of_period = register.documents(period.code)
        names = Counter(document["name"] for document in of_period)
        for due in due_for(period):
            first = due.file_name(period, "1.0")
            if names[first] != 1:
                yield f"{first} was made {names[first]} times"
        for name, number in names.items():
            if number > 1:
                yield f"{name} was noted {number} times"
        noted |= {f"{period}/{d['name']}": d["sha256"] for d in of_period}
    there = {
        file.relative_to(home.documents).as_posix(): digest_of(file)
        for file in _files(home.documents)
    }
    manifests = {name for name in there if name.endswith(MANIFEST)}
    for name in (noted.keys() | there.keys()) - manifests:
        if noted.get(name) != there.get(name):
            yield f"documents/{name} is not as noted"


def _files(folder: Path) -> Iterator[Path]:
    yield from (file for file in folder.rglob("*") if file.is_file())


def _all_figures(home: Home) -> pd.DataFrame:
    periods = periods_of(home, None, every=True)
    figures = figures_of(home, periods, 72)
    return figures.sort_values(["period", "place"]).reset_index(drop=True)


def _figures(faulty: Home, calm: Home) -> Iterator[str]:
    """Every figure of every period is the same, and so is the last release of each."""
    theirs, expected = _all_figures(faulty), _all_figures(calm)
    if not theirs.equals(expected):
        yield "figures differ from those of the years without faults"

    def last(home: Home) -> dict[str, str]:
        register = Register(home.register)
        periods = {code for code, _, _ in register.releases("committee")}
        found = {code: register.last_release(code, "committee") for code in periods}
        return {code: release[1] for code, release in found.items() if release}

    if last(faulty) != last(calm):
        yield "releases differ from those of the years without faults"


def _runs(home: Home) -> Iterator[str]:
    with Register(home.register).transaction() as connection:
        rows = connection.execute(
            "SELECT period, run_id FROM run WHERE outcome IS NULL"
        ).fetchall()
    yield from (f"run {run_id} of {period} never ended" for period, run_id in rows)
