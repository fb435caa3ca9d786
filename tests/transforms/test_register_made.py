"""The register is made once, however many processes begin at the same moment."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

from transforms.history import History
from transforms.register import Register


def test_many_that_begin_at_once_make_one_register(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number) / "register.sqlite"
        ready = Barrier(6)

        def begin(path: Path = path, ready: Barrier = ready) -> int:
            ready.wait()
            register = Register(path)
            History(register)
            return len(register.arrivals())

        with ThreadPoolExecutor(6) as many:
            begun = [many.submit(begin) for _ in range(6)]
        assert [each.result() for each in begun] == [0] * 6
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (1,)
