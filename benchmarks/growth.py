"""What a quarter costs the more quarters a home keeps: `python -m benchmarks.growth`.

Seconds of processor, so that a busy machine tells the same: of a run's stages, of the
page and messages after it, of the same run with nothing new, and of its status.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.new_home import make_home
from flows.orders import Stage, order_for
from flows.quarter import run_quarter
from flows.stages import DIRECT, Stages
from flows.standing import facts_of
from schemas.period import Period, quarters_between
from transforms.home import Home
from transforms.synthetic import write_reference, write_samples

_COLUMNS = (*Stages._fields, "run", "again", "status")


def main() -> int:
    """Run quarter after quarter in one home and print what each cost."""
    words = argparse.ArgumentParser()
    words.add_argument("--first", default="2026-27-Q1")
    words.add_argument("--last", default="2031-32-Q4")
    words.add_argument("--scale", type=float, default=0.3)
    words.add_argument("--until", type=Stage, default=Stage.DOCUMENTS)
    asked = words.parse_args()
    quarters = quarters_between(Period.parse(asked.first), Period.parse(asked.last))
    sys.stdout.write(f"{'':10}" + "".join(f"{name[:8]:>9}" for name in _COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        home, waiting = make_home(Path(folder) / "home"), Path(folder) / "to-come"
        write_reference(home.reference, quarters, seed=1)
        write_samples(waiting, quarters, seed=1, scale=asked.scale)
        for quarter in quarters:
            for file in waiting.glob(f"*/*_{quarter}.*"):
                file.rename(home.drops / file.parent.name / file.name)
            told = _in_a_process_of_its_own(_costs, home, quarter, asked.until)
            line = "".join(f"{told[name]:9.2f}" for name in _COLUMNS)
            sys.stdout.write(f"\n{quarter}{line}")
            sys.stdout.flush()
    sys.stdout.write("\n")
    return 0


def _in_a_process_of_its_own(work: Callable[..., Any], *words: object) -> Any:
    apart = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=apart) as one:
        return one.submit(work, *words).result()


def _costs(home: Home, quarter: Period, until: Stage) -> dict[str, float]:
    costs: Counter[str] = Counter()

    @contextmanager
    def counted(name: str) -> Iterator[None]:
        began = _seconds_of_processor()
        yield
        costs[name] += _seconds_of_processor() - began

    def counting(name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        def stage_counted(*words: Any) -> Any:
            with counted(name):
                return stage(*words)

        return stage_counted

    stages = Stages(*(counting(n, s) for n, s in DIRECT._asdict().items()))
    now = quarter.reports_at
    order = order_for(home=home.root, period=quarter.code, now=now, last=until)
    with counted("run"):
        run_quarter(order, stages)
    with counted("again"):
        run_quarter(order, DIRECT)
    with counted("status"):
        facts_of(home, quarter, now)
    return {name: costs[name] for name in _COLUMNS}


def _seconds_of_processor() -> float:
    """Of this process and of those it has started."""
    used = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    sys.exit(main())
