"""The process of a home's own Prefect server, which never outlives its parent.

The parent holds the other end of this process's standard input. When the parent ends,
however it ends, the kernel closes it, and the server ends too.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

_GRACE_SECONDS = 10


def main() -> None:
    """Run `prefect server start` with the arguments given, until the parent ends."""
    from flows.server_pages import (  # noqa: PLC0415 - not where only the parent is followed
        keep_pages_at_home,
    )

    follow_parent()
    keep_pages_at_home()
    sys.argv = ["prefect", "server", "start", *sys.argv[1:]]
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


def follow_parent() -> None:
    """End this process when its parent has ended."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
