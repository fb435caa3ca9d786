"""Words for what a series tells: short for a cell, and a paragraph for the text.

Deterministic and plain. A change is called better or worse only where the indicator
has a direction; where nothing but chance is seen, that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from report_templates import wording
from schemas.period import Period
from schemas.released import ReleasedValue
from transforms.indicator import Better, Indicator
from transforms.signals.reading import (
    POINTS_FOR_RULES,
    Apart,
    Change,
    Footing,
    Reading,
)
from transforms.signals.rules import Rule, Side

NO_CHANGE = "No change beyond chance"
_RARE = 0.005
_PERCENT = 100

_IN_CELL: dict[tuple[Rule, Side], str] = {
    (Rule.SHIFT, Side.HIGH): "Higher since {first}",
    (Rule.SHIFT, Side.LOW): "Lower since {first}",
    (Rule.LONG_RUN, Side.HIGH): "Higher since {first}",
    (Rule.LONG_RUN, Side.LOW): "Lower since {first}",
    (Rule.TREND, Side.HIGH): "Rising since {first}",
    (Rule.TREND, Side.LOW): "Falling since {first}",
    (Rule.OUTSIDE, Side.HIGH): "Unusually high in {last}",
    (Rule.OUTSIDE, Side.LOW): "Unusually low in {last}",
    (Rule.TWO_OF_THREE, Side.HIGH): "Often near the upper limit until {last}",
    (Rule.TWO_OF_THREE, Side.LOW): "Often near the lower limit until {last}",
    (Rule.INNER_THIRD, Side.NEITHER): "Less variation than chance gives",
    (Rule.FEW_CROSSINGS, Side.NEITHER): "Changing over the whole time",
}
_SEEN: dict[tuple[Rule, Side], str] = {
    (Rule.SHIFT, Side.HIGH): "{n} quarters in a row lay above the {centre}",
    (Rule.SHIFT, Side.LOW): "{n} quarters in a row lay below the {centre}",
    (Rule.LONG_RUN, Side.HIGH): "{n} quarters in a row lay above the {centre}",
    (Rule.LONG_RUN, Side.LOW): "{n} quarters in a row lay below the {centre}",
    (Rule.TREND, Side.HIGH): "{n} quarters in a row rose",
    (Rule.TREND, Side.LOW): "{n} quarters in a row fell",
    (Rule.OUTSIDE, Side.HIGH): "One quarter lay above the upper limit",
    (Rule.OUTSIDE, Side.LOW): "One quarter lay below the lower limit",
    (Rule.TWO_OF_THREE, Side.HIGH): "Two of three quarters lay near the upper limit",
    (Rule.TWO_OF_THREE, Side.LOW): "Two of three quarters lay near the lower limit",
    (Rule.INNER_THIRD, Side.NEITHER): "{n} quarters in a row lay close to the {centre}",
    (Rule.FEW_CROSSINGS, Side.NEITHER): "The series crossed the {centre} less often "
    "than chance gives",
}
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)
_APART: dict[Apart, str] = {
    Apart.NOT_SHOWN: "not shown",
    Apart.PROVISIONAL: "provisional",
    Apart.INCOMPLETE: "without every agency",
    Apart.NOT_AVAILABLE: "not available",
    Apart.NOT_APPLICABLE: "not applicable",
}


def is_changing(found: Reading) -> str:
    """Whether it is changing, in the words of a table's cell."""
    unjudged = _not_judged(found)
    if unjudged:
        return unjudged
    change = present_change(found)
    if change is None:
        return NO_CHANGE
    words = _IN_CELL[change.rule, change.side].format(
        first=wording.short_label(change.first), last=wording.short_label(change.last)
    )
    return words if change.goes_on else f"{words}; not in the latest quarters"


def present_change(found: Reading) -> Change | None:
    """The change to tell of: one that goes on, else the latest; None where none is."""
    return max(
        found.changes,
        key=lambda change: (change.goes_on, Period.parse(change.last).last_day),
        default=None,
    )


def standard_met(indicator: Indicator, value: ReleasedValue | None) -> str:
    """Whether the committee's standard is met, in the words of a table's cell."""
    if indicator.target is None:
        return "No standard set"
    if value is None or value.value is None or not wording.is_shown(value):
        return "Cannot be told"
    wanted, _ = indicator.target
    is_met = (
        value.value <= wanted
        if indicator.better is Better.LOWER
        else value.value >= wanted
    )
    return "Met" if is_met else "Not met"


def in_sentences(indicator: Indicator, found: Reading) -> str:
    """What changed, since when, how sure that is, and what it may and may not mean."""
    unjudged = _not_judged(found)
    said = [f"{unjudged}."] if unjudged else list(_judgement(indicator, found))
    said += [_left_out(found)]
    if found.baseline is not None:
        first = wording.short_label(found.baseline.first)
        said.append(f"Judged from {first} on: {found.baseline.reason}")
    return " ".join(words for words in said if words)


_NOT_JUDGED: dict[Footing, str] = {
    Footing.STATE: "Not tested: each quarter builds on the one before",
    Footing.HIDDEN: "Not judged: some quarters are not shown",
    Footing.MOSTLY_EMPTY: "Not judged: more than half of the quarters are 0",
    Footing.MOSTLY_FULL: "Not judged: more than half of the quarters are 100%",
}


def _not_judged(found: Reading) -> str:
    if found.footing is Footing.TOO_FEW:
        return f"Too few quarters to judge ({found.n_points} of {POINTS_FOR_RULES})"
    if found.footing in _NOT_JUDGED and found.limits is None:
        return _NOT_JUDGED[found.footing]
    if found.n_points < found.profile.from_points:
        wanted = found.profile.from_points
        return f"Too few quarters to judge ({found.n_points} of {wanted})"
    return ""


def _judgement(indicator: Indicator, found: Reading) -> Iterable[str]:
    change = present_change(found)
    if change is None:
        yield f"{NO_CHANGE} in {found.n_points} quarters."
        return
    centre = "median" if found.profile.on_median else "mean"
    seen = _SEEN[change.rule, change.side].format(
        n=_number(change.n_points), centre=centre
    )
    span = wording.range_label([change.first, change.last])
    yield f"{seen} ({span}): {_verdict(indicator, change)}."
    yield _how_sure(change)
    if change.began_with:
        yield f"It begins with {change.began_with}: look there first."
    if not change.goes_on:
        yield "The latest quarters do not continue it."
    yield "The figures say that something changed, not what caused it."


def _verdict(indicator: Indicator, change: Change) -> str:
    if indicator.better is Better.NEUTRAL or change.side is Side.NEITHER:
        return "more than chance usually gives; neither good nor bad in itself"
    is_better = (indicator.better is Better.HIGHER) == (change.side is Side.HIGH)
    return f"a change for the {'better' if is_better else 'worse'}"


def _how_sure(change: Change) -> str:
    if change.by_chance is None:
        return ""
    if change.by_chance < _RARE:
        return "Fewer than 1 in 200 series without any change would show the like."
    share = max(1, round(change.by_chance * _PERCENT))
    return f"About {share} in 100 series without any change would show the like."


def _left_out(found: Reading) -> str:
    """How many quarters were left out, and why."""
    count = Counter(why for _, why in found.apart if why is not Apart.NOT_SHOWN)
    if not count or found.footing is Footing.STATE:
        return ""
    said = ", ".join(f"{n} {_APART[why]}" for why, n in count.items())
    return f"Left out: {said}."


def _number(n: int) -> str:
    word = _NUMBERS[n] if n < len(_NUMBERS) else str(n)
    return word[0].upper() + word[1:]
