"""Every verb has an example, and every failure ends in one line and its exit code."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from flows import command_line
from flows.command_line import app
from flows.new_home import make_home
from schemas.errors import PipelineError
from tests.flows.commands_typed import typed
from transforms.home import Home

MARKER = "Marion Example"
VERBS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_shows_an_example_of_itself(verb: str) -> None:
    ended = typed(verb, "--help")
    assert ended.code == 0
    assert f"Example: icpc {verb}" in ended.out


def test_without_a_verb_the_help_is_shown() -> None:
    ended = typed()
    assert all(verb in ended.out + ended.err for verb in VERBS)


@pytest.mark.parametrize(
    "words",
    [
        ["perform"],
        ["run", "--from", "nowhere"],
        ["run", "--now", "yesterday"],
        ["export", "2024-25-Q1"],
        ["check"],
        ["check", "not there.csv"],
        ["samples", "--out", "x", "--quarters", "soon"],
        ["samples", "--out", "x", "--quarters", "2024-25-H1..2025-26-Q1"],
        ["samples", "--out", "x", "--quarters", "2024-25-Q1", "--scale", "0"],
    ],
)
def test_wrong_use_exits_with_2_and_no_traceback(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = typed(*words)
    assert ended.code == 2
    assert "Traceback" not in ended.err
    assert not list(tmp_path.iterdir())


def failing(monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def fails(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("flows.commands.status.facts_of", fails)


def test_an_unforeseen_fault_is_one_line_of_type_and_place(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, ValueError(MARKER))
    ended = typed("status", "2024-25-Q1", "--home", home.root)
    assert ended.code == 3
    assert ended.err.count("\n") == 1
    assert "ValueError at tests/flows/test_command_line.py:" in ended.err
    log = (home.logs / "faults.log").read_text("utf-8")
    assert "ValueError" in log
    assert MARKER not in log + ended.err + ended.out


def test_a_full_disk_is_told_as_such(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    ended = typed("status", "2024-25-Q1", "--home", home.root)
    assert ended.code == 3
    assert "The disk that holds the home is full." in ended.err


def test_a_home_of_somebody_else_is_told_as_such(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, PermissionError(errno.EACCES, "Permission denied", MARKER))
    ended = typed("status", "2024-25-Q1", "--home", home.root)
    assert ended.code == 2
    assert "See who owns the home" in ended.err
    assert MARKER not in ended.err


def test_a_foreseen_failure_says_what_and_the_next_step_and_has_its_exit(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, PipelineError("That went wrong.", "Do this."))
    ended = typed("status", "2024-25-Q1", "--home", home.root)
    assert (ended.code, ended.err) == (3, "icpc: That went wrong. Do this.\n")


@pytest.mark.parametrize("module", ["status", "check", "init"])
def test_verbs_that_need_neither_prefect_nor_charts_do_not_wait_for_them(
    module: str,
) -> None:
    loaded = f"import sys, flows.command_line, flows.commands.{module}\n"
    heavy = "print({'prefect', 'matplotlib', 'docx'} & set(sys.modules))"
    told = subprocess.run(  # noqa: S603 - our own lines above
        [sys.executable, "-c", loaded + heavy],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "set()\n"


def test_the_help_alone_does_not_wait_for_pandas() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, flows.command_line; print('pandas' in sys.modules)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "False\n"


def test_it_can_be_run_as_a_module(tmp_path: Path) -> None:
    told = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "flows.command_line", "init", str(tmp_path / "home")],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert "What to do next" in told.stdout
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_modules_of_flows_hide_no_other_top_level_name() -> None:
    folder = Path(command_line.__file__).parent
    ours = {path.stem for path in folder.iterdir() if path.suffix in (".py", "")}
    ours -= {"__init__", "__pycache__"}
    site = Path(typer.__file__).parents[1]
    others = {path.name.partition(".")[0] for path in site.iterdir()}
    top_level = {path.stem for path in folder.parent.iterdir()}
    assert not ours & (others | top_level | set(sys.stdlib_module_names))
