"""A release that dies half-way: what was decided together is released together."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.transforms.homes import drop, make_home
from tests.transforms.test_release import Q1, Q2, referral, referrals, run
from transforms import kept_releases, release_together
from transforms.home import Home
from transforms.register import Register

KILLED = 9
Spoil = Callable[[], None]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A quarter released, and the files of the next, which revises it."""
    home = make_home(tmp_path / "home")
    pending = [referral(f"R-{n}", "2026-06-01") for n in range(6)]
    drop(home, "hscp_vyp_referrals_2026-27-Q1.csv", referrals(*pending))
    run(home, Q1)
    settled = [
        referral(f"R-{n}", "2026-06-01", "accepted", "2026-07-11") for n in range(6)
    ]
    drop(home, "hscp_vyp_referrals_2026-27-Q2.csv", referrals(*settled))
    return home


def dies_after_keeping(files: int) -> Spoil:
    """The process ends as if killed, after so many releases were written."""

    def spoil() -> None:
        keep, kept = kept_releases.keep, []

        def keep_or_die(folder: Path, release: kept_releases.Kept) -> Path:
            kept.append(keep(folder, release))
            if len(kept) == files:
                os._exit(KILLED)
            return kept[-1]

        kept_releases.keep = keep_or_die

    return spoil


def dies_before_registering() -> None:
    """The process ends as if killed, when all is written and nothing registered."""

    def die(*_: object, **__: object) -> None:
        os._exit(KILLED)

    Register.add_releases = die  # type: ignore[method-assign]


def in_a_process_that_dies(home: Home, spoil: Spoil) -> None:
    with warnings.catch_warnings():
        # The parent does nothing while the child runs.
        warnings.simplefilter("ignore", DeprecationWarning)
        number = os.fork()
    if number == 0:
        try:
            spoil()
            run(home, Q2)
        finally:
            os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]) == KILLED


def seen(home: Home) -> list[tuple[str, int, str]]:
    register = Register(home.register)
    return [
        (code, number, kept_releases.read(name.path).content)
        for code, number, _ in register.releases("committee")
        for name in kept_releases.names(home.releases)
        if (name.period, name.number) == (code, number)
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(dies_after_keeping(1), id="after the first of three"),
        pytest.param(dies_after_keeping(3), id="after all three"),
        pytest.param(dies_before_registering, id="before they are registered"),
    ],
)
def test_the_run_that_follows_releases_what_an_undisturbed_one_would(
    home: Home, tmp_path: Path, spoil: Spoil
) -> None:
    undisturbed = Home(tmp_path / "undisturbed")
    shutil.copytree(home.root, undisturbed.root)
    run(undisturbed, Q2)
    before = seen(home)
    in_a_process_that_dies(home, spoil)
    assert [r[:2] for r in seen(home)] == [r[:2] for r in before]
    run(home, Q2)
    assert seen(home) == seen(undisturbed)
    assert len(seen(home)) == len(before) + 3
    assert len(kept_releases.names(home.releases)) == len(seen(home))


def test_releases_are_registered_all_or_none(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = seen(home)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(release_together, "note_sources", full)
    with pytest.raises(OSError, match="No space"):
        run(home, Q2)
    assert seen(home) == before
    assert len(kept_releases.names(home.releases)) == len(before)
