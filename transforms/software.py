"""Which software does the work: our code by its hash, libraries by their version."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib import metadata
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_READ = (".py", ".sql", ".docx", ".mplstyle")
_LIBRARIES = (
    *("pandas", "numpy", "pandera", "duckdb", "scipy", "matplotlib", "python-docx"),
    *("python-calamine", "openpyxl", "xlsxwriter"),
)


@cache
def code_of(*packages: str) -> str:
    """SHA-256 of all code, SQL and templates of packages, with the libraries' versions.

    A stage is done again when anything changes that could change what it makes.
    """
    digest = hashlib.sha256(repr(sorted(libraries().items())).encode())
    for package in packages:
        for file in sorted((_ROOT / package).rglob("*")):
            if file.suffix in _READ and file.is_file():
                digest.update(file.relative_to(_ROOT).as_posix().encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@cache
def libraries() -> dict[str, str]:
    """Versions of Python and of the libraries that figures and documents rest on."""
    versions = {name: _version(name) for name in _LIBRARIES}
    return {"python": platform.python_version(), **versions}


def software() -> dict[str, str]:
    """What a run is done with: our version, the hash of our code, the libraries."""
    return {
        "icpc": _version("icpc-cse-assurance"),
        "code": code_of("schemas", "transforms", "report_templates", "flows"),
        "prefect": _version("prefect"),
        **libraries(),
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
