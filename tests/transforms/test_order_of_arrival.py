"""Whatever order files arrive in, what stands and every figure is the same."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.period import LONDON, Period
from tests.transforms.homes import ceop, drop, make_home, receive
from transforms.bring_up_to_date import figures_of
from transforms.home import Home
from transforms.questions import bring_questions_up_to_date, questions
from transforms.register import Register, standing_of
from transforms.register_states import State, changes, state_of_file, states

QUARTERS = (Period.parse("2026-27-Q1"), Period.parse("2026-27-Q2"))
SEEN = dt.datetime(2026, 10, 12, 9, 0, tzinfo=LONDON)


class Sent(NamedTuple):
    """A file: its quarter, its version, and which of a few contents it has."""

    quarter: Period
    version: int
    content: int

    @property
    def name(self) -> str:
        version = f"_v{self.version}" if self.version > 1 else ""
        return f"police_ceop_reports_{self.quarter}{version}.csv"

    @property
    def text(self) -> str:
        day = self.quarter.first_day
        good = [f"C-{n},{day},grooming,yes" for n in range(4)]
        bad = [f"C-{n},{day},nonsense,yes" for n in range(9)]
        contents = (
            ceop(*good[:3]),
            ceop(*good[1:], good[1]),
            ceop(*good[:2], bad[5]),
            ceop(*bad),
            ceop(),
            "report_ref\nC-1\n",
        )
        return contents[self.content]


files = st.builds(
    Sent,
    quarter=st.sampled_from(QUARTERS),
    version=st.integers(1, 3),
    content=st.integers(0, 5),
)


def arrived(order: list[Sent], root: str) -> Home:
    """A home in which files came one by one, each in a run of its own."""
    home = make_home(Path(root) / "a home")
    for sent in order:
        drop(home, sent.name, sent.text)
        receive(home, "police", SEEN)
    return home


def what_stands(home: Home) -> list[tuple[object, ...]]:
    standing = Register(home.register).standing()
    return sorted(
        (a.quarter, a.version, a.sha256, a.verdict, a.rows_loaded, a.submission_id)
        for a in standing
    )


def states_of_files(home: Home) -> list[tuple[str, str, State]]:
    by_place: dict[object, list[object]] = {}
    arrivals = Register(home.register).arrivals()
    for arrival in arrivals:
        by_place.setdefault(arrival.place, []).append(arrival)
    return sorted(
        (a.path, a.sha256, state_of_file(a, by_place[a.place]))  # type: ignore[arg-type]  # all are arrivals
        for a in arrivals
    )


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    data=st.lists(files, min_size=2, max_size=5, unique=True).flatmap(
        lambda sent: st.tuples(st.permutations(sent), st.permutations(sent))
    )
)
def test_what_stands_follows_from_the_files_and_not_from_their_order(
    data: tuple[list[Sent], list[Sent]],
) -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as other:
        homes = [arrived(data[0], first), arrived(data[1], other)]
        one, two = (what_stands(home) for home in homes)
        assert one == two
        assert states_of_files(homes[0]) == states_of_files(homes[1])
        figures = [figures_of(home, QUARTERS, 72) for home in homes]
        pd.testing.assert_frame_equal(*figures)
        for home in homes:
            bring_questions_up_to_date(home, "police")
        asked = [questions(Register(home.register), "police") for home in homes]
        assert asked[0] == asked[1]
        for home in homes:
            rows_add_up(home)
            the_last_change_is_the_state(home)


def rows_add_up(home: Home) -> None:
    for arrival in Register(home.register).arrivals():
        parts = arrival.rows_loaded + arrival.rows_in_error + arrival.rows_repeated
        if arrival.is_accepted:
            assert parts == arrival.rows_read
        else:
            assert arrival.rows_loaded == 0
            assert parts <= arrival.rows_read


def the_last_change_is_the_state(home: Home) -> None:
    register = Register(home.register)
    last: dict[tuple[str, str, str], str] = {}
    for change in changes(register):
        place = (change.agency, change.extract, change.quarter)
        if change.arrival_id is None:
            assert change.from_state == last.get(place, "")
            last[place] = change.to_state
    for quarter in QUARTERS:
        for place, state, _ in states(register, quarter):
            assert last[place] == state
            files = [a for a in register.arrivals() if a.place == place]
            standing = standing_of(files)
            expected = (
                state_of_file(standing, files)
                if standing is not None
                else State.REJECTED
                if files
                else state
            )
            assert state is expected
