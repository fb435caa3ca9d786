"""Figures as documents print them: shown, hidden, or not there."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Look(StrEnum):
    """How a figure stands in print."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NOTHING = "nothing"


class PrintedFigure(NamedTuple):
    """A figure of a period, as one release prints it.

    Attributes:
        indicator: id.
        breakdown: name; empty for the total.
        category: code; empty for the total.
        look: shown, hidden, or nothing to show.
        numerator: the count, or what is counted of a base; None where not printed.
        denominator: the base, or n of a median; None where not printed.
        beside: the number beside it; None where not printed.
        beside_hidden: there is a number beside it, and it is not printed.
        n_hidden: it is a median whose n is not printed.
        is_median: it is a median, which has n and no numerator.
    """

    indicator: str
    breakdown: str
    category: str
    look: Look
    numerator: float | None = None
    denominator: float | None = None
    beside: float | None = None
    beside_hidden: bool = False
    n_hidden: bool = False
    is_median: bool = False


class PrintedRows(NamedTuple):
    """Rows of an extract in the list of what was received.

    Attributes:
        quarter: code.
        agency: who sent it.
        extract: its name.
        read: rows read; None where hidden.
        loaded: rows loaded; None where hidden.
    """

    quarter: str
    agency: str
    extract: str
    read: float | None
    loaded: float | None


class PrintedRelease(NamedTuple):
    """A release as its documents print it.

    Attributes:
        period: code.
        edition: committee or public.
        number: of the release.
        at: moment; those of one moment agree with each other.
        threshold: counts from 1 to one below it are hidden.
        zeros_shown: zeros are shown.
        figures: its figures.
        rows: rows received.
    """

    period: str
    edition: str
    number: int
    at: str
    threshold: int
    zeros_shown: bool
    figures: tuple[PrintedFigure, ...]
    rows: tuple[PrintedRows, ...]
