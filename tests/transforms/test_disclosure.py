"""What an edition may show: small numbers hidden, and none to be had by subtraction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.drawn_tables import NO_MEDIAN, NO_SHARE, NOTHING, count, median, share
from transforms.compute import COLUMNS, Figure
from transforms.disclosure import DEFAULT_THRESHOLD, Policy, protect
from transforms.indicator import About, Indicator, Median
from transforms.indicators import CATALOGUE, indicator_of

COMMITTEE = Policy("committee")
FIRST_SHOWN = 5
SEX = ("female", "male", "other", "unknown")
SOURCES = (
    *("social_work", "education", "health", "police", "third_sector"),
    *("self_or_family", "other"),
)
TRANSITION_POINTS = (
    *("P7_to_S1", "leaving_school", "placement_move", "leaving_care"),
    "child_to_adult_services",
)

steady = settings(deadline=None)
sizes = st.one_of(st.integers(0, 9), st.integers(0, 60))


class Value(NamedTuple):
    """A computed value, as a test gives it."""

    indicator: str
    figure: Figure
    breakdown: str = ""
    category: str = ""
    status: str = "ok"
    beside: int | None = None


class Shown(NamedTuple):
    """A value as an edition shows it."""

    figure: Figure
    hidden: bool
    beside: int | None


Edition = dict[tuple[str, str], Shown]


def shown(*values: Value, policy: Policy = COMMITTEE) -> Edition:
    """Indicator (or breakdown) and category to what the edition shows."""
    frame = protect(computed(values), CATALOGUE, policy)
    return {
        (row["breakdown"] or row["indicator"], row["category"]): Shown(
            Figure(
                number(row["numerator"]),
                number(row["denominator"]),
                number(row["value"]),
            ),
            bool(row["hidden"]),
            None if pd.isna(row["beside"]) else int(row["beside"]),
        )
        for row in frame.to_dict("records")
    }


def number(cell: Any) -> float | None:
    return None if pd.isna(cell) else float(cell)


def computed(values: Sequence[Value]) -> pd.DataFrame:
    """Values as `compute` gives them."""
    rows = [
        {
            "period": "2026-27-Q2",
            "indicator": value.indicator,
            "breakdown": value.breakdown,
            "category": value.category,
            "place": place,
            "numerator": value.figure.numerator,
            "denominator": value.figure.denominator,
            "value": value.figure.value,
            "status": value.status,
            "provisional": False,
            "agencies_received": None,
            "agencies_due": None,
            "beside": value.beside,
        }
        for place, value in enumerate(values)
    ]
    whole = dict.fromkeys(("agencies_received", "agencies_due", "beside"), "Int64")
    numbers = dict.fromkeys(("numerator", "denominator", "value"), "float")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({**whole, **numbers})


def referrals(breakdown: str, categories: dict[str, int], total: int) -> list[Value]:
    """A07.1 in one breakdown."""
    return [
        Value("A07.1", count(total)),
        *(
            Value("A07.1", count(size), breakdown, category)
            for category, size in categories.items()
        ),
    ]


def plans(categories: dict[str, tuple[int, int]]) -> list[Value]:
    """A15.1 by transition point, a total over the categories."""
    numerators = sum(numerator for numerator, _ in categories.values())
    denominators = sum(denominator for _, denominator in categories.values())
    return [
        Value("A15.1", ratio(numerators, denominators)),
        *(
            Value("A15.1", ratio(*pair), "transition_point", category)
            for category, pair in categories.items()
        ),
    ]


def ratio(numerator: int, denominator: int) -> Figure:
    return share(numerator, denominator) if denominator else NO_SHARE


def hidden_of(edition: Edition, breakdown: str) -> set[str]:
    return {
        category
        for (name, category), row in edition.items()
        if name == breakdown and row.hidden
    }


@pytest.mark.parametrize("size", range(FIRST_SHOWN + 2))
def test_counts_from_one_to_four_are_hidden_and_zero_is_shown(size: int) -> None:
    row = shown(Value("A07.1", count(size)))["A07.1", ""]
    assert row.hidden == (1 <= size < FIRST_SHOWN)
    assert row.figure == (NOTHING if row.hidden else count(size))
    assert DEFAULT_THRESHOLD == FIRST_SHOWN


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [
        (0, 5, False),
        (0, 40, False),
        (1, 40, True),
        (4, 40, True),
        (5, 40, False),
        (35, 40, False),
        (36, 40, True),
        (39, 40, True),
        (40, 40, False),
        (5, 5, False),
        (0, 4, True),
        (4, 4, True),
        (5, 9, True),
        (5, 10, False),
    ],
)
def test_a_share_is_hidden_for_a_small_numerator_or_complement(
    numerator: int, denominator: int, *, hidden: bool
) -> None:
    figure = share(numerator, denominator)
    row = shown(Value("A17.1", figure))["A17.1", ""]
    assert row.hidden == hidden
    assert row.figure == (NOTHING if hidden else figure)


@pytest.mark.parametrize("numerator", range(FIRST_SHOWN + 1))
def test_a_rate_of_few_children_is_hidden(numerator: int) -> None:
    figure = Figure(numerator, 14000, 1000 * numerator / 14000)
    row = shown(Value("A06.15", figure))["A06.15", ""]
    assert row.hidden == (1 <= numerator < FIRST_SHOWN)


@pytest.mark.parametrize("n_values", range(1, FIRST_SHOWN + 1))
def test_a_median_of_few_is_hidden_whatever_it_is(n_values: int) -> None:
    row = shown(Value("A07.3", median(n_values, 14)))["A07.3", ""]
    assert row.hidden == (n_values < FIRST_SHOWN)
    assert row.figure == (NOTHING if row.hidden else median(n_values, 14))


def test_a_hidden_row_holds_no_number_at_all_and_the_others_hold_theirs() -> None:
    few, enough = median(4, 2.5), median(5, 2.5)
    few_open = shown(Value("A06.5", few, beside=9))["A06.5", ""]
    assert few_open == Shown(NOTHING, hidden=True, beside=None)
    enough_open = shown(Value("A06.5", enough, beside=9))["A06.5", ""]
    assert enough_open == Shown(enough, hidden=False, beside=9)


@pytest.mark.parametrize("beside", [0, 1, 4, 5])
def test_a_small_number_beside_a_figure_is_hidden_alone(beside: int) -> None:
    row = shown(Value("A06.5", median(9, 3), beside=beside))["A06.5", ""]
    assert row.figure == median(9, 3)
    assert row.beside == (beside if beside in {0, 5} else None)


def test_a_small_number_beside_no_figure_is_hidden_too() -> None:
    """Two children still missing and none returned: there is no median to hide."""
    still_open = Value("A06.5", NO_MEDIAN, status="not_applicable", beside=2)
    assert shown(still_open)["A06.5", ""].beside is None


def test_a_small_number_beside_a_figure_about_service_is_shown() -> None:
    """Two actions without a date are nobody's secret."""
    plan = Value("A03.1", share(2, 3), beside=2)
    assert shown(plan)["A03.1", ""] == Shown(share(2, 3), hidden=False, beside=2)


def test_figures_without_a_value_are_never_hidden() -> None:
    """Not received, not due and not applicable are said, not hidden."""
    rows = [
        Value("A07.1", NOTHING, status="not_received"),
        Value("A17.1", NO_SHARE, status="not_applicable"),
        Value("A07.3", NO_MEDIAN, status="not_applicable"),
    ]
    edition = shown(*rows)
    assert [edition[row.indicator, ""].hidden for row in rows] == [False] * 3
    assert edition["A17.1", ""].figure == NO_SHARE
    assert edition["A07.3", ""].figure == NO_MEDIAN


@pytest.mark.parametrize("threshold", [3, 5, 10])
def test_the_threshold_is_the_committee_s_own(threshold: int) -> None:
    policy = Policy("committee", threshold)
    below = Value("A07.1", count(threshold - 1))
    assert shown(below, policy=policy)["A07.1", ""].hidden
    assert not shown(Value("A07.1", count(threshold)), policy=policy)[
        "A07.1", ""
    ].hidden


PUBLIC = Policy("public")


@pytest.mark.parametrize("size", [1, 4])
def test_offending_is_protected_in_the_public_edition_and_service_in_none(
    size: int,
) -> None:
    values = [
        Value("A24.3", count(size + 9)),
        Value("A24.3", count(size), "outcome", "convicted"),
        Value("A24.3", count(9), "outcome", "ongoing"),
        Value("A02.3", count(size)),
    ]
    assert not any(row.hidden for row in shown(*values).values())
    public = shown(*values, policy=PUBLIC)
    assert public["outcome", "convicted"].hidden
    assert not public["A02.3", ""].hidden


def test_the_public_edition_protects_offending_without_being_told_to() -> None:
    """Children in every edition, offending in the public one."""
    few = Value("A21.1", count(2))
    assert shown(few, policy=Policy("public"))["A21.1", ""].hidden


@pytest.mark.parametrize("indicator", CATALOGUE, ids=[i.id for i in CATALOGUE])
def test_the_committee_s_edition_hides_small_counts_about_children_alone(
    indicator: Indicator,
) -> None:
    few = median(2, 1) if isinstance(indicator.measure, Median) else share(2, 40)
    row = shown(Value(indicator.id, few))[indicator.id, ""]
    assert row.hidden == (indicator.about is About.CHILDREN)
    assert (row.figure == NOTHING) == row.hidden


def test_nothing_else_of_a_row_is_changed() -> None:
    values = computed(referrals("sex", dict(zip(SEX, (3, 9, 0, 8), strict=True)), 20))
    protected = protect(values, CATALOGUE, COMMITTEE)
    kept = [c for c in COLUMNS if c not in {"numerator", "denominator", "value"}]
    pd.testing.assert_frame_equal(protected[kept], values[kept])
    assert list(protected.columns) == [*COLUMNS, "hidden"]


def test_a_hidden_category_takes_the_smallest_of_the_others_with_it() -> None:
    """3 and 8 make 11, so that the reader can't tell them apart."""
    categories = {"female": 20, "male": 3, "other": 8, "unknown": 0}
    edition = shown(*referrals("sex", categories, 31))
    assert hidden_of(edition, "sex") == {"male", "other"}
    assert edition["sex", "female"].figure == count(20)
    assert edition["sex", "unknown"].figure == count(0)


def test_two_hidden_that_add_up_to_too_little_take_a_third() -> None:
    """1 and 4 make 5, which leaves neither open up to 5."""
    categories = {"female": 20, "male": 1, "other": 4, "unknown": 8}
    edition = shown(*referrals("sex", categories, 33))
    assert hidden_of(edition, "sex") == {"male", "other", "unknown"}


def test_breakdowns_of_one_indicator_are_each_looked_at_alone() -> None:
    values = referrals("sex", dict(zip(SEX, (20, 10, 0, 0), strict=True)), 30)
    by_theme = {"victim": 2, "offender": 8, "location": 20}
    values += referrals("theme", by_theme, 30)[1:]
    edition = shown(*values)
    assert hidden_of(edition, "sex") == set()
    assert hidden_of(edition, "theme") == {"victim", "offender"}


def widest(total: int, edition: Edition, breakdown: str) -> int:
    """The most that a hidden category can be, to a reader who subtracts.

    Every hidden category is known to be at least 1, as zeros are shown, unless the
    breakdown is withheld whole, zeros too.
    """
    rows = [row for (name, _), row in edition.items() if name == breakdown]
    if all(row.hidden for row in rows):
        return total
    given_away = sum(int(row.figure.numerator or 0) for row in rows)
    n_hidden = sum(row.hidden for row in rows)
    return total - given_away - (n_hidden - 1)


@steady
@given(st.lists(sizes, min_size=len(SOURCES), max_size=len(SOURCES)))
def test_hidden_categories_stay_open_up_to_the_threshold_or_all_are_hidden(
    numbers: list[int],
) -> None:
    categories = dict(zip(SOURCES, numbers, strict=True))
    total = sum(numbers)
    edition = shown(*referrals("source", categories, total))
    hidden = hidden_of(edition, "source")
    small = {c for c, size in categories.items() if 1 <= size < FIRST_SHOWN}
    not_zero = {c for c, size in categories.items() if size}
    assert small <= hidden
    assert hidden <= not_zero or hidden == set(categories)
    assert bool(hidden) == bool(small)
    if edition["A07.1", ""].hidden or not hidden:
        return
    assert len(hidden) >= 2
    assert widest(total, edition, "source") >= FIRST_SHOWN


@steady
@example([1, 1, 1, 1, 1, 0, 0])
@given(st.lists(sizes, min_size=len(SOURCES), max_size=len(SOURCES)))
def test_no_hidden_category_of_a_shown_total_is_had_by_subtraction(
    numbers: list[int],
) -> None:
    """Not even when every category is hidden but those that are zero."""
    categories = dict(zip(SOURCES, numbers, strict=True))
    edition = shown(*referrals("source", categories, sum(numbers)))
    assume(not edition["A07.1", ""].hidden and hidden_of(edition, "source"))
    assert widest(sum(numbers), edition, "source") > 1


@steady
@given(st.lists(st.tuples(sizes, sizes), min_size=5, max_size=5))
def test_the_sizes_of_hidden_shares_stay_open_or_all_are_hidden(
    pairs: list[tuple[int, int]],
) -> None:
    """What stands behind a share is its denominator."""
    both = [(numerator, numerator + rest) for numerator, rest in pairs]
    categories = dict(zip(TRANSITION_POINTS, both, strict=True))
    edition = shown(*plans_in_status(categories))
    hidden = hidden_of(edition, "transition_point")
    not_empty = {c for c, (_, denominator) in categories.items() if denominator}
    for category, (numerator, denominator) in categories.items():
        small = {numerator, denominator - numerator} & {1, 2, 3, 4}
        assert not small or category in hidden
    if hidden and hidden != not_empty:
        behind = sum(categories[category][1] for category in hidden)
        assert len(hidden) >= 2
        assert behind - (len(hidden) - 1) >= FIRST_SHOWN


@steady
@example([(1, 0)] * 5)
@given(st.lists(st.tuples(sizes, sizes), min_size=5, max_size=5))
def test_no_size_of_a_hidden_share_is_had_by_subtraction(
    pairs: list[tuple[int, int]],
) -> None:
    """Five points with a child each are 5 of 5: a point without any says so."""
    both = [(numerator, numerator + rest) for numerator, rest in pairs]
    categories = dict(zip(TRANSITION_POINTS, both, strict=True))
    edition = shown(*plans_in_status(categories))
    hidden = hidden_of(edition, "transition_point")
    assume(hidden and not edition["A15.1", ""].hidden)
    behind = sum(categories[category][1] for category in hidden)
    assert behind - (len(hidden) - 1) > 1


def plans_in_status(categories: dict[str, tuple[int, int]]) -> list[Value]:
    """A15.1 with the status that an empty category has."""
    return [
        value._replace(status="not_applicable") if value.figure == NO_SHARE else value
        for value in plans(categories)
    ]


def test_what_hidden_numerators_add_up_to_gives_none_of_them_away() -> None:
    """Of 42 plans in 80, 40 are shown: the two hidden points share 2 between them."""
    categories = {
        "P7_to_S1": (40, 60),
        "leaving_school": (2, 10),
        "placement_move": (0, 10),
        "leaving_care": (0, 0),
        "child_to_adult_services": (0, 0),
    }
    edition = shown(*plans_in_status(categories))
    hidden = hidden_of(edition, "transition_point")
    assert "leaving_school" in hidden
    together = sum(categories[category][0] for category in hidden)
    assert together - (len(hidden) - 1) >= FIRST_SHOWN


def changes(reduced: int, same: int, increased: int) -> list[Value]:
    """A07.4: its total is the share reduced, which is also a category."""
    of_all = reduced + same + increased
    numbers = {"reduced": reduced, "same": same, "increased": increased}
    return [
        Value("A07.4", share(reduced, of_all)),
        *(Value("A07.4", share(n, of_all), "change", c) for c, n in numbers.items()),
    ]


@steady
@given(sizes, sizes, sizes)
def test_a_change_of_risk_is_not_had_from_the_total_that_repeats_a_category(
    reduced: int, same: int, increased: int
) -> None:
    """The total says how many were reduced, of how many: two of the three are left."""
    numbers = {"reduced": reduced, "same": same, "increased": increased}
    of_all = sum(numbers.values())
    assume(of_all > 0)
    edition = shown(*changes(reduced, same, increased))
    left = hidden_of(edition, "change")
    if edition["A07.4", ""].hidden:
        return
    left -= {"reduced"}
    if len(left) == 1:
        had = numbers[left.pop()]
        assert not {had, of_all - had} & {1, 2, 3, 4}


def test_the_same_two_children_are_not_had_from_the_total_reduced() -> None:
    """5 reduced, 2 the same, 13 increased, of 20: 20 - 5 - 13 are the same."""
    edition = shown(*changes(5, 2, 13))
    assert edition["change", "same"].hidden
    shown_total = not edition["A07.4", ""].hidden
    others_shown = not edition["change", "increased"].hidden
    assert not (shown_total and others_shown)


def known_to(one: int, two: int, three: int, four: int) -> list[Value]:
    """X01.1: its total is of two agencies or more, so that 1 is no part of it."""
    numbers = {"1": one, "2": two, "3": three, "4": four}
    return [
        Value("X01.1", count(two + three + four)),
        *(Value("X01.1", count(n), "agencies", c) for c, n in numbers.items()),
    ]


@steady
@given(sizes, sizes, sizes, sizes)
def test_children_known_to_several_agencies_are_not_had_from_the_total(
    one: int, two: int, three: int, four: int
) -> None:
    numbers = {"1": one, "2": two, "3": three, "4": four}
    edition = shown(*known_to(one, two, three, four))
    of_the_total = hidden_of(edition, "agencies") - {"1"}
    if len(of_the_total) == 1 and not edition["X01.1", ""].hidden:
        assert numbers[of_the_total.pop()] >= FIRST_SHOWN


def test_two_children_known_to_three_agencies_are_not_12_less_10() -> None:
    """The category 1 is hidden beside them, and is no part of the total of 12."""
    edition = shown(*known_to(5, 10, 2, 0))
    assert edition["agencies", "3"].hidden
    assert edition["X01.1", ""].hidden or edition["agencies", "2"].hidden


def test_an_empty_cell_is_in_the_total_and_leaves_a_lone_category_hidden() -> None:
    """8 completed interviews, 5 without a location: the 3 online stay hidden."""
    values = [
        Value("A17.7", count(8)),
        Value("A17.7", count(3), "location_type", "online"),
        Value("A17.7", count(0), "location_type", "school"),
    ]
    edition = shown(*values)
    assert hidden_of(edition, "location_type") == {"online"}
    assert edition["location_type", "school"].figure == count(0)
    assert indicator_of("A17.7").about is About.CHILDREN
