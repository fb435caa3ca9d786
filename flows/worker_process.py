"""The process of a home's own worker, which never outlives its parent."""

from __future__ import annotations

import runpy
import sys

from flows.server_process import follow_parent


def main() -> None:
    """Run `prefect worker start` with the arguments given, until the parent ends."""
    follow_parent()
    sys.argv = ["prefect", "worker", "start", *sys.argv[1:]]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
