"""The units of docs/systemd: systemd finds nothing wrong, and the pages name them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
UNITS = sorted((DOCS / "systemd").iterdir())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_unit_is_in_a_recipe_that_copies_it(unit: Path) -> None:
    pages = [page.read_text("utf-8") for page in DOCS.glob("*.md")]
    copied = f"sudo cp /srv/icpc/software/docs/systemd/{unit.name} /etc/systemd/system/"
    assert any(copied in page for page in pages)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_what_the_recipe_installs(unit: Path) -> None:
    started = re.findall(r"^ExecStart=(\S+)", unit.read_text("utf-8"), re.MULTILINE)
    assert all(each.startswith("/srv/icpc/software/.venv/bin/") for each in started)
    assert bool(started) == (unit.suffix == ".service")


@pytest.mark.real
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = re.sub(
            r"^ExecStart=\S+",
            "ExecStart=/bin/true",  # that is there; a clone's own path may have a space
            unit.read_text(),
            flags=re.M,
        )
        (tmp_path / unit.name).write_text(text)
    verify = ["systemd-analyze", "verify", *sorted(map(str, tmp_path.iterdir()))]
    ended = subprocess.run(verify, capture_output=True, text=True, check=False)  # noqa: S603 - systemd's own, on our files
    assert (ended.returncode, ended.stderr) == (0, "")
