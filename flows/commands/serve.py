"""`icpc serve`: a home on its own, unattended, on one machine."""

from __future__ import annotations

from pathlib import Path

from flows.homes import find_home
from flows.progress import tell_terminal
from flows.serving import serve
from flows.settings import read_key, read_settings


def serve_home(root: Path | None, *, port: int, pool: str) -> None:
    """Serve a home whose settings and key can be read, until stopped."""
    home = find_home(root)
    read_settings(home)
    read_key(home)
    tell_terminal()
    serve(home, port=port, pool=pool)
