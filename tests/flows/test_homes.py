"""A home is found where it was named, made whole, and never made over another."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from flows.homes import find_home
from flows.new_home import make_home, remake_demo_home
from flows.settings import read_key, read_settings
from schemas.errors import HomeError
from schemas.vocabulary import AGENCIES
from tests.flows.commands_typed import typed
from transforms.home import Home
from transforms.reference import read_population, read_schools


@pytest.fixture(autouse=True)
def no_home_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ICPC_HOME", raising=False)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_init_makes_every_part_of_a_home(tmp_path: Path) -> None:
    ended = typed("init", tmp_path / "a home")
    home = Home(tmp_path / "a home")
    assert ended.code == 0
    assert {drop.name for drop in home.drops.iterdir()} == set(AGENCIES)
    for folder in (home.received, home.store.parent, home.documents, home.logs):
        assert folder.is_dir()
    assert (home.root / "feedback").is_dir()
    assert read_settings(home).disclosure.threshold == 5
    assert not read_settings(home).demo.synthetic


def test_init_says_what_to_do_next_as_it_is_typed(tmp_path: Path) -> None:
    ended = typed("init", tmp_path / "a home")
    assert str(tmp_path / "a home" / "secrets" / "rekey.key") in ended.out
    assert f'--home "{tmp_path / "a home"}"' in ended.out
    assert "icpc run " in ended.out


def test_the_key_is_random_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    one, other = make_home(tmp_path / "one"), make_home(tmp_path / "other")
    assert len(read_key(one)) == 32
    assert read_key(one) != read_key(other)
    assert mode(one.key) == 0o600
    assert mode(one.secrets) == 0o700


def test_the_reference_tables_can_be_read_as_they_are_made(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    assert read_population(home.reference / "population.csv").empty
    assert read_schools(home.reference / "schools.csv").empty
    assert "s2_roll" in (home.reference / "README.txt").read_text("utf-8")


def test_a_home_is_not_made_over_another(tmp_path: Path) -> None:
    key = read_key(make_home(tmp_path))
    ended = typed("init", tmp_path)
    assert ended.code == 2
    assert "is a home already; nothing was changed" in ended.err
    assert read_key(Home(tmp_path)) == key


def test_what_an_interrupted_init_left_is_completed_and_its_key_kept(
    tmp_path: Path,
) -> None:
    home = make_home(tmp_path)
    key = read_key(home)
    home.settings.unlink()
    (home.drops / "police").rmdir()
    assert read_key(make_home(tmp_path)) == key
    assert (home.drops / "police").is_dir()


def test_a_home_where_a_file_lies_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", "utf-8")
    ended = typed("init", tmp_path / "a file")
    assert ended.code == 2
    assert ended.err.count("\n") == 1


def test_the_home_is_the_one_named_then_the_environments_then_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes = [make_home(tmp_path / name) for name in ("named", "environment", "here")]
    monkeypatch.chdir(homes[2].root)
    assert find_home(None) == homes[2]
    monkeypatch.setenv("ICPC_HOME", str(homes[1].root))
    assert find_home(None) == homes[1]
    assert find_home(homes[0].root) == homes[0]


def test_a_home_named_from_elsewhere_is_known_by_its_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_home(tmp_path / "home")
    monkeypatch.chdir(tmp_path)
    assert find_home(Path("home")).root == tmp_path / "home"


@pytest.mark.parametrize("words", [["status"], ["run", "2024-25-Q1", "--direct"]])
def test_no_home_ends_in_one_line_that_says_what_to_type(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = typed(*words)
    assert ended.code == 2
    assert ended.err.count("\n") == 1
    assert "icpc init FOLDER" in ended.err


def test_a_folder_that_is_no_home_is_named(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="is no home") as caught:
        find_home(tmp_path / "nothing here")
    assert f'icpc init "{tmp_path / "nothing here"}"' in caught.value.next_step


def test_a_demonstration_home_is_made_anew(tmp_path: Path) -> None:
    home = remake_demo_home(tmp_path / "demo")
    key = read_key(home)
    (home.documents / "left over.docx").write_text("", "utf-8")
    again = remake_demo_home(tmp_path / "demo")
    assert read_settings(again).demo.synthetic
    assert read_settings(again).demo.arrivals
    assert read_key(again) != key
    assert not any(again.documents.iterdir())


def test_nothing_but_a_demonstration_home_is_made_anew(tmp_path: Path) -> None:
    real = make_home(tmp_path / "real")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "letter.txt").write_text("kept", "utf-8")
    before = read_key(real)
    for root in (real.root, tmp_path / "folder"):
        ended = typed("demo", "--home", root, "--direct")
        assert ended.code == 2
        assert "nothing was changed" in ended.err
    assert read_key(real) == before
    assert (tmp_path / "folder" / "letter.txt").read_text("utf-8") == "kept"
