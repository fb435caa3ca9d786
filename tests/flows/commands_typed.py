"""Commands typed in a test: in this process, or in one of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from flows.command_line import app


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def typed(*words: object) -> Ended:
    """A command in this process."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="icpc")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def typed_apart(
    *words: object, before: str = "", cwd: Path | None = None, **environment: str
) -> Ended:
    """A command in a process of its own, after some Python that goes before it."""
    with started_apart(*words, before=before, cwd=cwd, **environment) as process:
        out, err = process.communicate(timeout=300)
    return Ended(process.returncode, out, err)


def started_apart(
    *words: object,
    before: str = "",
    under: Sequence[str] = (),
    cwd: Path | None = None,
    **environment: str,
) -> subprocess.Popen[str]:
    """The process of a command, still running; under another one that watches it."""
    code = f"{before}\nfrom flows.command_line import main\nmain()"
    others = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PREFECT_", "ICPC_"))
    }
    return subprocess.Popen(  # noqa: S603 - our own command, in our own test
        [*under, sys.executable, "-c", code, *(str(word) for word in words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**others, **environment},
    )
