"""Where things lie in a home: one committee's folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """Paths of a home; nothing is ever written elsewhere."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings file; a folder that holds it is a home."""
        return self.root / "icpc.toml"

    @property
    def secrets(self) -> Path:
        """Secrets, readable by the owner alone."""
        return self.root / "secrets"

    @property
    def key(self) -> Path:
        """The re-keying key."""
        return self.secrets / "rekey.key"

    @property
    def passwords(self) -> Path:
        """One file an agency with the passwords agreed for its workbooks."""
        return self.secrets / "passwords"

    @property
    def reference(self) -> Path:
        """Reference tables: population.csv and schools.csv."""
        return self.root / "reference"

    @property
    def drops(self) -> Path:
        """One drop folder an agency."""
        return self.root / "drops"

    @property
    def received(self) -> Path:
        """Every file that arrived, as sent."""
        return self.root / "received"

    @property
    def store(self) -> Path:
        """The DuckDB store."""
        return self.root / "store" / "icpc.duckdb"

    @property
    def register(self) -> Path:
        """The register of arrivals, runs, releases and decisions (SQLite)."""
        return self.root / "store" / "register.sqlite"

    @property
    def releases(self) -> Path:
        """Releases as they were decided, with the true numbers; never printed."""
        return self.root / "store" / "releases"

    @property
    def certificates(self) -> Path:
        """For every hidden number two tables that differ in it: proof of the releases.

        One file for each edition and financial year.
        """
        return self.root / "store" / "certificates"

    @property
    def documents(self) -> Path:
        """Finished documents, a folder a period."""
        return self.root / "documents"

    @property
    def commentary(self) -> Path:
        """The committee's own commentary, a workbook a period."""
        return self.root / "commentary"

    @property
    def feedback(self) -> Path:
        """What the agencies were told, without any of their rows: by agency, period."""
        return self.root / "feedback"

    @property
    def arrivals(self) -> Path:
        """First-seen times of a demonstration home."""
        return self.root / "arrivals.csv"

    @property
    def prefect(self) -> Path:
        """State of the home's own Prefect server."""
        return self.root / "prefect"

    @property
    def logs(self) -> Path:
        """Logs, without a value of any record."""
        return self.root / "logs"
