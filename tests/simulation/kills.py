"""SIGKILL at random instants of a run, then the run again: nothing lost or doubled."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from flows.new_home import make_home
from flows.settings import read_key
from schemas.period import Period
from tests.simulation.apart import run
from transforms.home import Home
from transforms.integrity import faults_of
from transforms.register import Register
from transforms.store import loaded_submissions, open_store
from transforms.synthetic import write_reference, write_samples

BEFORE, QUARTER = Period.parse("2026-27-Q1"), Period.parse("2026-27-Q2")


@dataclass
class Kills:
    """What came of it.

    Attributes:
        n_killed: runs killed while they were going on.
        at: how many of them had come how far, by the stages they had done.
        different: what was not as after an undisturbed run.
    """

    n_killed: int = 0
    at: Counter[str] = field(default_factory=Counter)
    different: list[str] = field(default_factory=list)


def made_home(root: Path, scale: float) -> Home:
    """A home with a finished quarter, and the next one's files in its drops."""
    home = make_home(root, demo=False)
    write_reference(home.reference, [BEFORE, QUARTER], seed=1)
    write_samples(home.drops, [BEFORE], seed=1, scale=scale)
    assert run(home, BEFORE.code, BEFORE.reports_at) == 0
    write_samples(home.drops, [BEFORE, QUARTER], seed=1, scale=scale)
    _break_one(home)
    return home


def _break_one(home: Home) -> None:
    """One wrong file, so that a rejection and its workbook are made as well."""
    file = home.drops / "police" / f"police_concern_reports_{QUARTER}.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text(
        "\n".join(line.replace("2026-", "31/31/") for line in lines), "utf-8"
    )


def kill_at_random(
    folder: Path, *, kills: int, seed: int, scale: float, tell: Callable[[str], None]
) -> Kills:
    """Kill a run at so many random instants, each time on a fresh copy of the home."""
    base = made_home(folder / "base", scale)
    chance = random.Random(seed)  # noqa: S311 - for a test, and repeatable
    undisturbed = _copied(base, folder / "undisturbed")
    began = time.monotonic()
    assert run(undisturbed, QUARTER.code, QUARTER.reports_at) == 0
    lasts = time.monotonic() - began
    expected = seen(undisturbed)
    found = Kills()
    while found.n_killed < kills:
        home = _copied(base, folder / "killed")
        instant = chance.uniform(0, lasts)
        began = time.monotonic()
        code = run(home, QUARTER.code, QUARTER.reports_at, kill_after=instant)
        if code == 0:
            lasts = time.monotonic() - began
            continue
        found.n_killed += 1
        how_far = _how_far(home)
        found.at[how_far] += 1
        wrong = _wrong_after_another_run(home, expected)
        tell(f"killed after {instant:.2f} s, in {how_far}: {wrong or 'all is well'}")
        found.different += [f"after {instant:.2f} s ({how_far}): {w}" for w in wrong]
    return found


def _wrong_after_another_run(home: Home, expected: dict[str, object]) -> list[str]:
    """What is not as after an undisturbed run, once the killed one was run again."""
    again = run(home, QUARTER.code, QUARTER.reports_at)
    if again != 0:
        return [f"the run that followed ended with {again}"]
    now = seen(home)
    return [name for name in expected if now[name] != expected[name]]


def _copied(home: Home, to: Path) -> Home:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(home.root, to, copy_function=shutil.copy2)
    return Home(to)


def _how_far(home: Home) -> str:
    """The last stage that the killed run had noted."""
    with Register(home.register).transaction() as connection:
        row = connection.execute(
            "SELECT stage FROM stage_done WHERE period = ? "
            "ORDER BY stage_id DESC LIMIT 1",
            [QUARTER.code],
        ).fetchone()
    return "the first stage" if row is None else f"what follows {row['stage']}"


def seen(home: Home) -> dict[str, object]:
    """All that is to be as after an undisturbed run."""
    register = Register(home.register)
    arrivals = register.arrivals()
    with open_store(home.store) as store:
        loaded = loaded_submissions(store)
        rows = {
            name: store.connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
            for name in ("indicators.value", "released.value", "released.action")
        }
    return {
        "arrivals": sorted(
            (a.path, a.sha256, a.first_seen, a.verdict) for a in arrivals
        ),
        "rows loaded": sorted(loaded.items()),
        "figures": rows,
        "releases": register.releases("committee"),
        "documents noted": [
            (d["name"], d["sha256"]) for d in register.documents(QUARTER.code)
        ],
        "documents": bytes_of(home.documents),
        "answers": bytes_of(home.feedback),
        "answers in the drops": bytes_of(home.drops),
        "faults": faults_of(home, read_key(home)),
        "the quarter's run": (register.last_run(QUARTER.code) or {})["outcome"],
    }


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every finished file of a folder, by its path in it."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
