"""Three quarters with seeded faults, and a few kills; benchmarks/ has the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.period import Period, quarters_between
from tests.simulation.account import account_for
from tests.simulation.kills import kill_at_random
from tests.simulation.years import simulate

# The sockets are those to a mail server that is down.
pytestmark = [pytest.mark.real, pytest.mark.enable_socket]

QUARTERS = quarters_between(Period.parse("2026-27-Q1"), Period.parse("2026-27-Q3"))


def test_quarters_with_faults_end_as_those_without(tmp_path: Path) -> None:
    told: list[str] = []
    faulty, calm, years = simulate(
        tmp_path, QUARTERS, seed=1, scale=0.1, tell=told.append
    )
    account = account_for(faulty, calm, list(QUARTERS))
    assert account.wrong == []
    assert account.counts["submissions"] == years.n_files
    assert account.counts["documents"] >= 2 * len(QUARTERS) + 1
    assert account.counts["documents the same to the byte"] >= len(QUARTERS)
    assert account.counts["figures"] > 0
    assert years.faults.total() - years.faults["mail down"] >= len(QUARTERS)
    assert len(told) == len(QUARTERS)


def test_a_run_killed_at_any_instant_is_made_whole_by_the_next(tmp_path: Path) -> None:
    found = kill_at_random(tmp_path, kills=5, seed=7, scale=0.1, tell=lambda _: None)
    assert found.n_killed == 5
    assert found.different == []
