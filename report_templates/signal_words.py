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
_MAY_BE_CHANCE = 0.05
_COUNTED_IN_A_ROW = {Rule.SHIFT, Rule.LONG_RUN, Rule.TREND}
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
    (Rule.FEW_CROSSINGS, Side.NEITHER): "Not varying by chance alone",
}
_SEEN: dict[tuple[Rule, Side], str] = {
    (Rule.SHIFT, Side.HIGH): "{n} quarters in a row lay above the {centre}",
    (Rule.SHIFT, Side.LOW): "{n} quarters in a row lay below the {centre}",
    (Rule.LONG_RUN, Side.HIGH): "{n} quarters in a row lay above the {centre}",
    (Rule.LONG_RUN, Side.LOW): "{n} quarters in a row lay below the {centre}",
    (Rule.TREND, Side.HIGH): "The figure rose through {few} quarters in a row",
    (Rule.TREND, Side.LOW): "The figure fell through {few} quarters in a row",
    (Rule.OUTSIDE, Side.HIGH): "One quarter lay above the upper limit",
    (Rule.OUTSIDE, Side.LOW): "One quarter lay below the lower limit",
    (Rule.TWO_OF_THREE, Side.HIGH): "{n} quarters lay near the upper limit, two of "
    "three in a row",
    (Rule.TWO_OF_THREE, Side.LOW): "{n} quarters lay near the lower limit, two of "
    "three in a row",
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
    if change is None and found.is_beyond_now:
        latest = wording.short_label(found.periods[-1])
        return f"No unusual run, but {latest} lies outside the limits"
    if change is None:
        return NO_CHANGE
    words = _IN_CELL[change.rule, change.side].format(
        first=wording.short_label(change.first), last=wording.short_label(change.last)
    )
    return words if change.goes_on else f"{words}; not in the latest quarters"


def is_judged(found: Reading) -> bool:
    """Whether the rules could be asked."""
    return not _not_judged(found)


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
    if found.overdispersed:
        said.append(
            "The quarters vary by more than counts of their size would by chance: "
            "limits come from the quarters themselves."
        )
    if found.baseline is not None:
        first = wording.short_label(found.baseline.first)
        day = wording.date(found.baseline.decided_on)
        said.append(
            f"Judged from {first} on, as decided on {day}: {found.baseline.reason}"
        )
    return " ".join(words for words in said if words)


_NOT_JUDGED: dict[Footing, str] = {
    Footing.STATE: "Not tested: each quarter builds on the one before",
    Footing.HIDDEN: "Not judged: some quarters are not shown",
    Footing.MOSTLY_EMPTY: "Not judged: more than half of the quarters are 0",
    Footing.MOSTLY_FULL: "Not judged: more than half of the quarters are 100%",
}


def _not_judged(found: Reading) -> str:
    if found.footing is Footing.TOO_FEW:
        wanted = max(POINTS_FOR_RULES, found.profile.from_points)
        return f"Too few quarters to judge ({found.n_points} of {wanted})"
    if found.footing in _NOT_JUDGED and found.limits is None:
        return _NOT_JUDGED[found.footing]
    if found.n_points < found.profile.from_points:
        wanted = found.profile.from_points
        return f"Too few quarters to judge ({found.n_points} of {wanted})"
    return ""


def _judgement(indicator: Indicator, found: Reading) -> Iterable[str]:
    change = present_change(found)
    if change is None:
        none = "No unusual run" if found.beyond else NO_CHANGE
        yield f"{none} in {found.n_points} quarters."
        yield _beyond(found)
        return
    centre = "median" if found.profile.on_median else "mean"
    seen = _SEEN[change.rule, change.side].format(
        n=_number(change.n_points),
        few=_number(change.n_points).lower(),
        centre=centre,
    )
    span = wording.range_label([change.first, change.last])
    yield f"{seen} ({span}): {_verdict(indicator, change)}."
    if change.not_counted and change.rule in _COUNTED_IN_A_ROW:
        verb = "is" if change.not_counted == 1 else "are"
        yield f"{_number(change.not_counted)} between {verb} not counted."
    yield _how_sure(change)
    if change.began_with:
        yield f"It begins with {change.began_with}: look there first."
    if not change.goes_on:
        yield "The latest quarters do not continue it."
    if _may_be_chance(change):
        yield "So it may be chance; the figures do not say what else caused it."
    else:
        yield "The figures say that something changed, not what caused it."
    yield _beyond(found)


def _beyond(found: Reading) -> str:
    """Which quarters lie outside the limits, where the profile has no rule on it."""
    if not found.beyond:
        return ""
    names = " and ".join(wording.short_label(each) for each in found.beyond[-2:])
    more = len(found.beyond) - 2
    said = f"{names} and {more} earlier" if more > 0 else names
    return f"Outside the limits, which these rules leave to judgement: {said}."


def _verdict(indicator: Indicator, change: Change) -> str:
    if change.side is Side.NEITHER:
        return "neither good nor bad in itself"
    may_be_chance = _may_be_chance(change)
    if indicator.better is Better.NEUTRAL:
        rare = "" if may_be_chance else "more than chance usually gives; "
        return f"{rare}neither good nor bad in itself"
    is_better = (indicator.better is Better.HIGHER) == (change.side is Side.HIGH)
    way = "better" if is_better else "worse"
    if may_be_chance:
        return f"for the {way}, if it is a change"
    return f"a change for the {way}"


def _may_be_chance(change: Change) -> bool:
    return change.by_chance is not None and change.by_chance >= _MAY_BE_CHANCE


def _how_sure(change: Change) -> str:
    if change.by_chance is None:
        return "How often chance gives the like is not counted for this rule."
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
