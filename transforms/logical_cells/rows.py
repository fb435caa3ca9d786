"""What a release says and knows: each figure with its true numbers and its decision."""

from __future__ import annotations

from typing import NamedTuple

Place = tuple[str, str, str]
"""Indicator, breakdown, category."""


class Row(NamedTuple):
    """A figure of a period with its true numbers.

    Attributes:
        indicator: id.
        breakdown: name; empty for the total.
        category: code; empty for the total.
        numerator: true count; None where there is none.
        denominator: true denominator, or n of a median.
        status: ok or why there is no figure.
        beside: the number beside the value.
        hidden: the figure is not shown.
        n_hidden: n of a median that is shown is not.
        beside_hidden: the number beside the value is not shown.
    """

    indicator: str
    breakdown: str
    category: str
    numerator: float | None
    denominator: float | None
    status: str
    beside: float | None = None
    hidden: bool = False
    n_hidden: bool = False
    beside_hidden: bool = False

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.indicator, self.breakdown, self.category


class Loaded(NamedTuple):
    """Rows of an extract, as the list of what was received prints them.

    Attributes:
        quarter: code.
        agency: who sent it.
        extract: name.
        read: rows read.
        loaded: rows loaded.
        hidden: the numbers are not shown.
    """

    quarter: str
    agency: str
    extract: str
    read: float
    loaded: float
    hidden: bool = False

    @property
    def place(self) -> Place:
        """Where it stands, among the figures of a period."""
        return "received", self.quarter, f"{self.agency} {self.extract}"


class Issued(NamedTuple):
    """One release of one period.

    Attributes:
        period: code.
        edition: committee or public.
        number: 1 for the first of the period.
        at: moment of the release; those of one moment belong together.
        rows: its figures, with their true numbers.
        loaded: the rows received, as it lists them.
    """

    period: str
    edition: str
    number: int
    at: str
    rows: tuple[Row, ...]
    loaded: tuple[Loaded, ...]

    @property
    def shown_alone(self) -> Issued:
        """What it shows and nothing of what it hides: another edition, read beside."""
        rows = (
            row._replace(
                denominator=None if row.n_hidden else row.denominator,
                beside=None if row.beside_hidden else row.beside,
                n_hidden=False,
                beside_hidden=False,
            )
            for row in self.rows
            if not row.hidden
        )
        return self._replace(rows=tuple(rows), loaded=())
