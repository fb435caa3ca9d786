"""What an indicator's numbers count, so that the same count is the same cell anywhere.

The completed interviews of A17.7, the numerator of A17.1 and the denominator of A17.4
count the same rows with the same claim: one logical cell, known as soon as one of the
three is shown.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.indicator import (
    Breakdown,
    Count,
    Distinct,
    Indicator,
    Median,
    Rate,
    RatioOfSums,
    Repeated,
    Share,
)

ROWS = "rows"
_LOOKED_AFTER = "n_looked_after"
_INCLUDED = {("is_completed_with_concern", "is_completed")}
"""Claims that hold only where another does; their names alone say what is counted."""


class Key(NamedTuple):
    """A logical cell within a period.

    Attributes:
        relation: whose rows are counted.
        unit: rows, or what is counted once among them.
        claim: of the rows counted; empty for all.
        breakdown: name; empty for the total.
        category: code; empty for the total.
    """

    relation: str
    unit: str
    claim: str = ""
    breakdown: str = ""
    category: str = ""

    @property
    def complement(self) -> Key:
        """The rows that the claim is not true of."""
        return self._replace(claim=f"not {self.claim}")

    @property
    def total(self) -> Key:
        """The same over all categories."""
        return self._replace(breakdown="", category="")


class Counted(NamedTuple):
    """The cells of a figure; None where the figure has no such number."""

    numerator: Key | None
    denominator: Key | None
    beside: Key | None


def counted_by(indicator: Indicator, breakdown: str, category: str) -> Counted:
    """The cells behind a figure of an indicator."""
    numerator, denominator = _of_measure(indicator)
    beside = indicator.beside
    of = next((b for b in indicator.breakdowns if b.name == breakdown), None)
    if of is not None:
        if of.shares and numerator is not None:
            return Counted(_at(numerator, of, category), denominator, None)
        return Counted(
            _at(numerator, of, category), _at(denominator, of, category), None
        )
    return Counted(
        numerator,
        denominator,
        Key(beside.of, ROWS, beside.where) if beside is not None else None,
    )


def _at(key: Key | None, breakdown: Breakdown, category: str) -> Key | None:
    if key is None:
        return None
    within = key._replace(breakdown=breakdown.name, category=category)
    if breakdown.of or breakdown.whole or breakdown.shares:
        return within._replace(
            relation=breakdown.of or key.relation, unit=ROWS, claim=""
        )
    return within


def _of_measure(indicator: Indicator) -> tuple[Key | None, Key | None]:  # noqa: PLR0911 -- one a kind of measure
    match indicator.measure:
        case Count(of=of, where=where):
            return Key(of, ROWS, where or ""), None
        case Distinct(of=of, unit=unit, where=where):
            return Key(of, unit, where or ""), None
        case Repeated(of=of, unit=unit, at_least=at_least):
            return Key(of, f"{unit} x{at_least}"), None
        case Share(of=of, claim=claim, among=among):
            return Key(of, ROWS, _claim(claim, among)), Key(of, ROWS, among or "")
        case RatioOfSums(of=of, numerator=numerator, denominator=denominator):
            return Key(of, f"sum {numerator}"), Key(of, f"sum {denominator}")
        case Rate(of=of, unit=unit, population=population, where=where):
            looked_after = population == _LOOKED_AFTER
            return (
                Key(of, unit, where or ""),
                Key("looked_after_children", ROWS) if looked_after else None,
            )
        case Median(of=of, column=column):
            return None, Key(of, ROWS, f"{column} given")
        case _:
            return Key(indicator.id, "sum"), None


def _claim(claim: str, among: str | None) -> str:
    if among is None or (claim, among) in _INCLUDED or claim.startswith("is_vyp_"):
        return claim
    return f"{claim} and {among}"
