"""Linear facts about the logical cells of a period, and of periods within a year.

Every fact holds for the true numbers. What a total holds beside its categories (empty
cells), and what children in two categories count twice, is taken as known to the
reader: nobody who knows less works out more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from transforms.indicator import Indicator, Share, Span
from transforms.logical_cells.counted import ROWS, Key, counted_by

Values = Mapping[Key, float]


class KeyFact(NamedTuple):
    """low <= sum of coefficient times cell <= high, within one period."""

    terms: tuple[tuple[Key, float], ...]
    low: float
    high: float


_NO_END = float("inf")
_CHILD = "child_ref"
_THREE_TIMES = "child_ref x3"
_CONCERN = Key("known_children", ROWS, "known_to_two_or_more")
_ONE_AGENCY = Key("known_children", ROWS, "", "agencies", "1")
_SUMS = ("sum rows_read", "sum rows_loaded")
_ONE_ROW_A_CHILD = frozenset({"known_children", "children_reviewed"})
"""Relations with a row a child, whose category a longer period may change."""
_GROWING = frozenset({"", "known_to_two_or_more"})
"""Claims about a child that a longer period can only make true."""
_SIGHTINGS = ("missing_episodes", "missing_from_education", "missing_persons")
_WITHIN: tuple[tuple[str, str, str], ...] = (
    ("missing_episodes", "matches_police_report and was_reported", "was_reported"),
    ("returns", "is_completed_in_time", "is_completed"),
    ("returns", "is_completed_with_concern", "is_completed"),
    ("returns", "is_completed", "was_offered"),
    ("police_returns", "has_completed_interview", "has_return"),
    ("wellbeing_assessments", "is_vyp_signed_off_by_manager", "is_vyp_pathway"),
    (
        "wellbeing_assessments",
        "is_vyp_signed_off_by_manager",
        "is_signed_off_by_manager",
    ),
    (
        "wellbeing_assessments",
        "not is_vyp_signed_off_by_manager",
        "not is_signed_off_by_manager",
    ),
    (
        "wellbeing_assessments",
        "is_signed_off_by_manager",
        "days_to_sign_off given",
    ),
    ("transition_plans", "has_plan_by_due_date", "has_plan"),
)
"""Relation, and a claim that is true only of rows of which the other one is."""

_PARTS_OF_WHOLE: tuple[tuple[Key, tuple[Key, ...]], ...] = (
    (
        Key("missing_episodes", ROWS),
        (
            Key("missing_episodes", ROWS, "hours_missing given"),
            Key("missing_episodes", ROWS, "is_open"),
        ),
    ),
    (
        Key("missing_from_education", ROWS),
        (Key("missing_from_education", ROWS, "sessions_missed given"),),
    ),
)
_ACROSS: tuple[tuple[Key, Key], ...] = (
    (
        Key("children_reviewed", ROWS),
        Key("vyp_reviews", ROWS, "referral_is_known"),
    ),
    (
        Key("concern_reports", ROWS, "was_reviewed"),
        Key("concern_report_reviews", ROWS, "report_is_known"),
    ),
)
"""A count, and one of other rows that can't be smaller."""
_IN_AREA = Key("missing_persons", _CHILD, "is_in_area")
_REPORTS = Key("missing_persons", ROWS)
_REPORTS_OUTWITH = Key("missing_persons", ROWS, "", "locality", "outwith_inverclyde")
_PROCEEDINGS = (
    Key("disruption", ROWS, "is_criminal_proceedings"),
    Key("disruption", ROWS, "is_court_proceedings"),
)
_ACTIONS = Key("disruption", ROWS)
_KINDS_OF_ACTION = (
    Key("disruption", ROWS, "is_offender_profile"),
    Key("disruption", ROWS, "is_criminal_investigation"),
    Key("disruption", ROWS, "is_warrant_executed"),
    *_PROCEEDINGS,
)
_OUTCOMES = Key("disruption", ROWS, "is_proceedings_with_outcome")


def never_shown(indicators: Iterable[Indicator], values: Values) -> dict[Key, float]:
    """Cells that no figure shows, with their true numbers.

    Of each share, the rows that the claim is not true of; of each breakdown that does
    not add up, what stands in no category, or in several; and all actions against
    offending.
    """
    listed = tuple(indicators)
    found: dict[Key, float] = {}
    for numerator, denominator in _shares(listed, values):
        found[numerator.complement] = values[denominator] - values[numerator]
    for breakdown, total, parts in _sums(listed, values):
        left = values[total] - sum(values[part] for part in parts)
        if left:
            found[_beside_categories(total, breakdown)] = left
    if all(key in values for key in _KINDS_OF_ACTION):
        found[_ACTIONS] = sum(values[key] for key in _KINDS_OF_ACTION)
    return found


def _beside_categories(total: Key, breakdown: str) -> Key:
    return total._replace(claim=f"not {total.claim}", breakdown=f"in no {breakdown}")


def within_period(indicators: Iterable[Indicator], values: Values) -> Iterator[KeyFact]:
    """What ties the cells of one period together.

    Args:
        indicators: those whose cells are among the values.
        values: true numbers, those that are never shown included.
    """
    listed = tuple(indicators)
    for numerator, denominator in _shares(listed, values):
        yield _equal(
            ((numerator, 1.0), (numerator.complement, 1.0), (denominator, -1.0)), values
        )
    yield from _categories(listed, values)
    yield from _wholes(values)
    yield from _subsets(values)
    for smaller, larger in _ACROSS:
        yield from _at_most(smaller, larger, values)
    yield from _children(values)


def _shares(
    indicators: Iterable[Indicator], values: Values
) -> Iterator[tuple[Key, Key]]:
    for indicator in indicators:
        if not isinstance(indicator.measure, Share):
            continue
        places = [("", "")]
        places += [(b.name, c) for b in indicator.breakdowns for c in b.categories]
        for breakdown, category in places:
            numerator, denominator, _ = counted_by(indicator, breakdown, category)
            if numerator is None or denominator is None:
                continue
            if numerator in values and denominator in values:
                yield numerator, denominator


def _equal(terms: tuple[tuple[Key, float], ...], values: Values) -> KeyFact:
    """An equation; what it leaves in truth is known."""
    left = sum(factor * values[key] for key, factor in terms)
    return KeyFact(terms, left, left)


def _at_most(smaller: Key, larger: Key, values: Values) -> Iterator[KeyFact]:
    if smaller in values and larger in values and values[smaller] <= values[larger]:
        yield KeyFact(((larger, 1.0), (smaller, -1.0)), 0.0, _NO_END)


def _sums(
    indicators: Iterable[Indicator], values: Values
) -> Iterator[tuple[str, Key, list[Key]]]:
    """Breakdowns whose categories make up a total: name, total, categories."""
    for indicator in indicators:
        totals = counted_by(indicator, "", "")
        for breakdown in indicator.breakdowns:
            if breakdown.of:
                continue
            named = [
                counted_by(indicator, breakdown.name, category)
                for category in breakdown.categories
                if category not in breakdown.apart
            ]
            pairs = [(totals.numerator, [c.numerator for c in named])]
            if breakdown.shares:
                pairs = [(totals.denominator, [c.numerator for c in named])]
            elif indicator.has_denominator:
                pairs.append((totals.denominator, [c.denominator for c in named]))
            for total, parts in pairs:
                there = [part for part in parts if part is not None and part in values]
                if total is not None and total in values and len(there) == len(parts):
                    yield breakdown.name, total, there


def _categories(indicators: Iterable[Indicator], values: Values) -> Iterator[KeyFact]:
    """Categories and their total."""
    listed = tuple(indicators)
    for name, total, parts in _sums(listed, values):
        terms = (*((part, 1.0) for part in parts), (total, -1.0))
        left = _beside_categories(total, name)
        if left in values:
            yield _equal((*terms, (left, 1.0)), values)
        else:
            yield _equal(terms, values)
    for indicator in listed:
        for breakdown in indicator.breakdowns:
            cells = [
                counted_by(indicator, breakdown.name, category).numerator
                for category in breakdown.categories
            ]
            whole = counted_by(indicator, "", "").numerator
            if breakdown.shares:
                yield from _same(cells[0], whole, values)
            there = [cell for cell in cells if cell is not None and cell in values]
            if breakdown.of and whole is not None and whole in values:
                yield from _overlapping(whole, there, values)


def _same(one: Key | None, other: Key | None, values: Values) -> Iterator[KeyFact]:
    if one in values and other in values and one is not None and other is not None:
        yield _equal(((one, 1.0), (other, -1.0)), values)


def _overlapping(total: Key, parts: list[Key], values: Values) -> Iterator[KeyFact]:
    """Rows that stand in several categories each: bounds, not a sum."""
    for part in parts:
        yield from _at_most(part, total, values)
    if sum(values[part] for part in parts) >= values[total]:
        yield KeyFact((*((part, 1.0) for part in parts), (total, -1.0)), 0.0, _NO_END)


def _wholes(values: Values) -> Iterator[KeyFact]:
    for whole, parts in _PARTS_OF_WHOLE:
        if whole in values and all(part in values for part in parts):
            yield _equal((*((p, 1.0) for p in parts), (whole, -1.0)), values)
    if _ACTIONS in values:
        terms = (*((key, 1.0) for key in _KINDS_OF_ACTION), (_ACTIONS, -1.0))
        yield _equal(terms, values)


def _subsets(values: Values) -> Iterator[KeyFact]:
    """A claim's rows are among all rows, and among those of a wider claim."""
    if all(key in values for key in (*_PROCEEDINGS, _OUTCOMES)):
        terms = (*((key, 1.0) for key in _PROCEEDINGS), (_OUTCOMES, -1.0))
        yield KeyFact(terms, 0.0, _NO_END)
    for key in values:
        if key.claim and not key.breakdown.startswith("in no "):
            yield from _at_most(key, key._replace(claim=""), values)
        if key.relation == "vyp_documents" and not key.claim:
            whole = key._replace(relation="case_file_audits")
            yield from _at_most(key, whole, values)
    for relation, narrow, wide in _WITHIN:
        for key in values:
            if (key.relation, key.claim) == (relation, narrow):
                yield from _at_most(key, key._replace(claim=wide), values)


def _children(values: Values) -> Iterator[KeyFact]:
    """Children and their records."""
    yield from _children_outwith(values)
    for key, number in values.items():
        rows = key._replace(unit=ROWS, claim="")
        if key.unit == _CHILD:
            yield from _at_most(key, rows, values)
            if key.relation in _SIGHTINGS and not key.breakdown and not key.claim:
                known = values.get(_CONCERN, 0) + values.get(_ONE_AGENCY, 0)
                if _CONCERN in values and _ONE_AGENCY in values and number <= known:
                    yield KeyFact(
                        ((_CONCERN, 1.0), (_ONE_AGENCY, 1.0), (key, -1.0)), 0.0, _NO_END
                    )
        if key.unit == _THREE_TIMES:
            children = key._replace(unit=_CHILD)
            yield from _at_most(key, children, values)
            if rows in values and children in values:
                terms = ((rows, 1.0), (children, -1.0), (key, -2.0))
                yield KeyFact(terms, 0.0, _NO_END)
            elif rows in values:
                yield KeyFact(((rows, 1.0), (key, -3.0)), 0.0, _NO_END)


def _children_outwith(values: Values) -> Iterator[KeyFact]:
    """Children reported missing in the area have a report there, the others outwith."""
    children = _IN_AREA._replace(claim="")
    there = (_IN_AREA, _REPORTS, _REPORTS_OUTWITH, children)
    if all(key in values for key in there):
        local, reports, outwith = (values[key] for key in there[:3])
        if values[children] - local <= outwith:
            terms = ((_REPORTS_OUTWITH, 1.0), (_IN_AREA, 1.0), (children, -1.0))
            yield KeyFact(terms, 0.0, _NO_END)
        if local <= reports - outwith:
            terms = ((_REPORTS, 1.0), (_REPORTS_OUTWITH, -1.0), (_IN_AREA, -1.0))
            yield KeyFact(terms, 0.0, _NO_END)


def is_state(indicators: Iterable[Indicator]) -> frozenset[str]:
    """Relations that show a state at the period's last day."""
    return frozenset(
        indicator.measure.of for indicator in indicators if indicator.span is Span.STATE
    )


def over_time(
    key: Key, whole: float, parts: tuple[float, ...], *, state: bool
) -> Iterator[tuple[tuple[float, ...], float, float]]:
    """Coefficients of the parts, with -1 for the whole, and what they leave.

    Args:
        key: the cell.
        whole: its number in the longer period.
        parts: its numbers in the shorter ones, in order.
        state: it is as at the period's last day.
    """
    if state:
        last = (*(0.0 for _ in parts[1:]), 1.0)
        yield last, parts[-1] - whole, parts[-1] - whole
        return
    left = sum(parts) - whole
    every = tuple(1.0 for _ in parts)
    once_a_period = key.relation in _ONE_ROW_A_CHILD
    if once_a_period and (key.breakdown or key.claim not in _GROWING):
        return
    if not once_a_period and (key.unit in {ROWS, *_SUMS} or left == 0):
        yield every, left, left
        return
    if (key.unit == _CHILD or once_a_period) and left >= 0:
        yield every, 0.0, _NO_END
    for place, number in enumerate(parts):
        if number <= whole:
            one = tuple(1.0 if n == place else 0.0 for n in range(len(parts)))
            yield one, -_NO_END, 0.0
